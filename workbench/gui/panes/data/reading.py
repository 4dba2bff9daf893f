"""What floats above the Data pane about the reading of a file: the popup of its dialect, and what could not be read."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from workbench.gui.panes.data.dialect_choice import DialectChoice
from workbench.gui.panes.data.dialect_popup import DialectPopup
from workbench.gui.panes.data.rejected_dialog import RejectedDialog
from workbench.i18n import tr
from workbench.protocol import AnyEvent, ExportVersion, FileExported, FilePreviewed, RequestFailed, is_terminal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from workbench.data.tables import RejectedRow
    from workbench.gui.pane import PaneContext
    from workbench.values import Dialect, Version

Part = Literal["rejected", "repaired"]


class Reading(QObject):
    """Opens the popup and the dialog, and does what is chosen in them.

    Args:
        context: The collaborators of the pane.
        pane: The pane that they float above.
    """

    def __init__(self, context: PaneContext, pane: QWidget) -> None:
        super().__init__(pane)
        self._context = context
        self._pane = pane
        self._preview_id = self._number = 0
        self._popup: DialectPopup | None = None

    def choose_dialect(self, path: str, dialect: Dialect | None, below: QWidget, *, more: tuple[str, ...] = ()) -> None:
        """Lets the user say how a file is to be read.

        Args:
            path: The file.
            dialect: How it was read, or None if it could not be.
            below: What the popup stands below.
            more: The files that are read with it.
        """
        more = dialect.more if dialect is not None else more
        session = self._context.session
        version = session.version if dialect is not None else None
        popup = DialectPopup(self._context.theme, dialect, self._pane, mask=session.imports.mask(version))
        popup.choice_made.connect(lambda choice: session.imports.start(choice.to_import(path, more)))
        popup.preview_wanted.connect(lambda choice: self._ask_preview(path, choice))
        number = self._number = self._number + 1
        popup.destroyed.connect(lambda: self._forget(number))
        self._popup = popup
        popup.open_below(below)
        self._ask_preview(path, popup.choice())

    def show_rejected(self, rejected: Sequence[RejectedRow], below: QWidget) -> None:
        """Shows what could not be read of the current version, or was read otherwise than it stands in the file."""
        version = self._context.session.version
        if version is None or not rejected:
            return
        part: Part = "repaired" if rejected[0].is_loaded else "rejected"
        dialog = RejectedDialog(self._context.theme, rejected, self._pane)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.dialect_wanted.connect(lambda: self.choose_dialect(version.source, version.dialect, below))
        dialog.export_wanted.connect(lambda: self._choose_export(dialog, part, version))
        dialog.dialect_button.setEnabled(Path(version.source).exists())
        dialog.open()

    def _choose_export(self, parent: QWidget, part: Part, version: Version) -> None:
        name = Path(version.name).stem
        chooser = QFileDialog(parent, tr("Export what could not be read"))
        chooser.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        chooser.setDefaultSuffix("csv")
        chooser.setNameFilters([tr("CSV (*.csv)"), tr("Excel (*.xlsx)")])
        chooser.selectFile(tr("{name} unreadable", name=name) + ".csv")
        chooser.fileSelected.connect(lambda out: self._export(version.id, out, part))
        chooser.finished.connect(chooser.deleteLater)
        chooser.open()

    def _export(self, version_id: int, out: str, part: Part) -> None:
        request = ExportVersion(version_id=version_id, out=out, part=part)

        def listener(event: AnyEvent) -> None:
            if isinstance(event, FileExported):
                self._context.messages.tell(tr("Written to {file}.", file=Path(event.out).name))
            elif isinstance(event, RequestFailed):
                self._context.messages.show_error(event.error)

        self._context.engines.ask("interactive", request, listener)

    def _ask_preview(self, path: str, choice: DialectChoice) -> None:
        if Path(path).is_dir():  # it would have to be read whole
            return
        self._preview_id = self._context.engines.ask("interactive", choice.to_preview(path), self._on_preview)

    def _on_preview(self, event: AnyEvent) -> None:
        if not is_terminal(event) or event.request_id != self._preview_id or self._popup is None:
            return
        if isinstance(event, FilePreviewed):
            self._popup.show_preview(event)
        elif isinstance(event, RequestFailed):
            self._popup.show_problem(event.error)

    def _forget(self, number: int) -> None:
        if number == self._number:
            self._popup = None
