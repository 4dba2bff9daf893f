"""How the user divides the rows: the popup of the split, and the import of a test file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QWidget

from workbench.gui.files import name_filters
from workbench.gui.panes.data.split_popup import SplitPopup, with_test_file
from workbench.i18n import tr
from workbench.protocol import AnyEvent, ImportFile, RequestFailed, VersionReady

if TYPE_CHECKING:
    from workbench.gui.pane import PaneContext
    from workbench.gui.panes.data.presenter import DataPresenter


class Dividing(QObject):
    """Opens the popup, and does what is chosen in it.

    Args:
        context: The collaborators of the pane.
        presenter: Passes the recipe on.
        pane: The pane that the popup floats above.
    """

    def __init__(self, context: PaneContext, presenter: DataPresenter, pane: QWidget) -> None:
        super().__init__(pane)
        self._context = context
        self._presenter = presenter
        self._pane = pane

    def change_split(self, below: QWidget) -> None:
        """Lets the user say how the rows of the current version are divided."""
        version = self._presenter.version
        if version is None:
            return
        profile = version.profile
        file = self._presenter.test_file
        popup = SplitPopup(
            self._context.theme,
            profile.split_recipe,
            profile.roles,
            test_file=file,
            parent=self._pane,
        )
        popup.recipe_chosen.connect(self._presenter.set_split)
        popup.test_file_wanted.connect(self._choose_test_file)
        popup.open_below(below)

    def use_test_file(self, path: Path) -> None:
        """Reads a file, all of whose rows become the test rows of the current version."""
        version = self._presenter.version
        if version is None:
            return

        def listener(event: AnyEvent) -> None:
            if isinstance(event, RequestFailed):
                self._context.messages.show_error(event.error)
            elif isinstance(event, VersionReady):
                self._divide(version.id, event.version_id)

        request = ImportFile(path=str(path.absolute()), mask=self._context.session.imports.mask(version))
        self._context.engines.ask("interactive", request, listener)

    def _divide(self, version_id: int, test_version_id: int) -> None:
        version = self._presenter.version
        if version is not None and version.id == version_id:  # else another file was opened meanwhile
            self._presenter.set_split(with_test_file(version.profile.split_recipe, test_version_id))

    def _choose_test_file(self) -> None:
        chooser = QFileDialog(self._pane, tr("Open a test file"))
        chooser.setFileMode(QFileDialog.FileMode.ExistingFile)
        chooser.setNameFilters(name_filters())
        chooser.fileSelected.connect(lambda name: self.use_test_file(Path(name)))
        chooser.finished.connect(chooser.deleteLater)
        chooser.open()
