"""The dialogs, menus and commands by which the data is mended, and the files that come of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QPoint, Qt, QUrl
from PySide6.QtGui import QAction, QDesktopServices
from PySide6.QtWidgets import QDialog, QFileDialog, QMenu, QWidget

from workbench.gui.commands import Command
from workbench.gui.messages import MessageAction
from workbench.gui.pane import PaneContext
from workbench.gui.panes.data import words
from workbench.gui.panes.data.augmentation_dialog import AugmentationDialog
from workbench.gui.panes.data.clean_dialog import CleanDialog
from workbench.gui.panes.data.difference_dialog import DifferenceDialog
from workbench.gui.panes.data.filled_page import FilledPage
from workbench.gui.panes.data.label_chooser import LabelChooser
from workbench.gui.panes.data.labels_dialog import LabelsDialog
from workbench.gui.panes.data.presenter import DataPresenter
from workbench.gui.panes.data.versions_presenter import VersionsPresenter
from workbench.i18n import N_, tr
from workbench.protocol import FileExported
from workbench.values import MaskEntities, NormalizeText, Version, VersionDifference


class MendingView(QObject):
    """What opens when the data is to be mended.

    Args:
        context: The collaborators of the pane.
        presenter: What the pane decides.
        page: The page of the open table.
        parent: The pane, which the dialogs belong to.
    """

    def __init__(self, context: PaneContext, presenter: DataPresenter, page: FilledPage, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._presenter = presenter
        self._page = page
        self._pane = parent
        self.versions = VersionsPresenter(
            context.session, context.engines, context.messages, presenter.mending, parent=self
        )
        self.dialog: QDialog | None = None
        self.chooser: LabelChooser | None = None
        self.label_menu: QMenu | None = None
        self._actions = {
            name: QAction(self) for name in ("compare", "replay", "save", "take", "export", "export_split")
        }
        self._connect()
        self._add_commands()
        self.retranslate()

    # Issues

    def mend(self, kind: str) -> None:
        """Takes the step that mends an issue, or opens the dialog in which it is chosen."""
        issue = self._presenter.issue(kind)
        remedy = issue.remedy if issue is not None else None
        if isinstance(remedy, NormalizeText):
            self.open_clean(remedy)
        elif isinstance(remedy, MaskEntities):
            self.open_mask(remedy)
        else:
            self._presenter.mend(kind)

    # Dialogs

    def open_clean(self, proposed: NormalizeText | None = None) -> None:
        """Opens the dialog in which the writing of texts is cleaned."""
        version = self._presenter.version
        if version is not None:
            mending = self._presenter.mending
            self._open(CleanDialog(self._context.theme, mending, version, self._pane, proposed=proposed))

    def open_mask(self, proposed: MaskEntities | None = None) -> None:
        """Opens the dialog in which personal data is masked."""
        from workbench.gui.panes.data.mask_dialog import MaskDialog  # the recognisers take a moment

        version = self._presenter.version
        if version is not None:
            mending = self._presenter.mending
            self._open(MaskDialog(self._context.theme, mending, version, self._pane, proposed=proposed))

    def open_augmentation(self) -> None:
        """Shows what augmentation makes of the training texts."""
        version = self._presenter.version
        if version is not None:
            self._open(AugmentationDialog(self._context, version, self._pane))

    def open_labels(self) -> None:
        """Opens the list of all labels."""
        if self._presenter.version is not None:
            self._open(LabelsDialog(self._context.theme, self._presenter, self._pane))

    def open_difference(self, old: Version | None = None, new: Version | None = None) -> None:
        """Shows what changed between two versions; by default, what made the current one."""
        new = new or self._presenter.version
        old = old or (self.versions.before(new) if new is not None else None)
        if old is not None and new is not None:
            self._open(DifferenceDialog(self._context.theme, self.versions, old, new, self._pane))

    # One label

    def open_label_menu(self, row: int, place: QPoint) -> None:
        """Opens the menu of a label of the labels card."""
        label = self._page.labels.rows()[row].name
        menu = self.label_menu = QMenu(self._pane)
        can_mend = not self._presenter.mending.is_busy
        self._add(menu, tr("Show"), lambda: self._presenter.show_label(label))
        menu.addSeparator()
        self._add(menu, tr("Rename…"), lambda: self.rename_label(label, place), is_on=can_mend)
        self._add(menu, tr("Merge into…"), lambda: self.merge_label(label, place), is_on=can_mend)
        self._add(menu, tr("Edit labels…"), self.open_labels)
        menu.addSeparator()
        is_only = len(self._presenter.mending.labels()) < 2
        remove = tr("Remove its rows")
        self._add(menu, remove, lambda: self._presenter.mending.remove_labels([label]), is_on=can_mend and not is_only)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(place)

    def rename_label(self, label: str, place: QPoint) -> None:
        """Lets the user write another name for a label."""
        chooser = self._choose_label(tr("Rename “{label}”", label=label), label)
        chooser.field.setText(label)
        chooser.field.selectAll()
        chooser.chosen.connect(lambda new: self._presenter.mending.rename_label(label, new))
        chooser.open_inside(place, self._pane.window())

    def merge_label(self, label: str, place: QPoint) -> None:
        """Lets the user choose the label that another one joins."""
        chooser = self._choose_label(tr("Merge “{label}” into", label=label), label)
        chooser.chosen.connect(lambda into: self._presenter.mending.merge_labels([label], into))
        chooser.open_inside(place, self._pane.window())

    # Files

    def export(self, *, with_split: bool = False) -> None:
        """Asks where the rows are written to."""
        if self._presenter.version is None:
            return
        kinds = {
            tr("CSV (*.csv)"): ".csv",
            tr("Excel (*.xlsx)"): ".xlsx",
            tr("Parquet (*.parquet)"): ".parquet",
            tr("TSV (*.tsv)"): ".tsv",
            tr("JSON lines (*.jsonl)"): ".jsonl",
        }
        dialog = self._file_dialog(tr("Export cleaned data"), list(kinds), self.versions.suggested_name(".csv"))
        dialog.setDefaultSuffix("csv")
        dialog.filterSelected.connect(lambda name: dialog.setDefaultSuffix(kinds.get(name, ".csv")))
        dialog.fileSelected.connect(lambda name: self.versions.export(Path(name), with_split=with_split))
        dialog.open()

    def save_recipe(self) -> None:
        """Asks where the recipe is kept."""
        if self.versions.recipe():
            name = self.versions.suggested_name(".recipe.json")
            dialog = self._file_dialog(tr("Save recipe"), [tr("Recipes (*.json)")], name)
            dialog.setDefaultSuffix("json")
            dialog.fileSelected.connect(lambda name: self.versions.save_recipe(Path(name)))
            dialog.open()

    def take_recipe(self) -> None:
        """Asks for a recipe that was kept, and takes its steps."""
        dialog = self._file_dialog(tr("Apply a saved recipe"), [tr("Recipes (*.json)"), tr("All files (*)")])
        dialog.fileSelected.connect(lambda name: self.versions.take_saved_recipe(Path(name)))
        dialog.open()

    def replay(self) -> None:
        """Asks for a file that the recipe of this version is applied to."""
        dialog = self._file_dialog(tr("Apply this recipe to a file"), [tr("All files (*)")])
        dialog.fileSelected.connect(lambda name: self.versions.replay_on(Path(name)))
        dialog.open()

    def retranslate(self) -> None:
        """Sets every text anew."""
        for name, text in (
            ("compare", tr("Show what changed…")),
            ("replay", tr("Apply this recipe to a file…")),
            ("take", tr("Apply a saved recipe…")),
            ("save", tr("Save recipe…")),
            ("export", tr("Export cleaned data…")),
            ("export_split", tr("Export with the split…")),
        ):
            self._actions[name].setText(text)
        self._page.labels_button.set_tooltip(tr("Edit labels…"))

    def _connect(self) -> None:
        page, actions = self._page, self._actions
        page.labels.menu_wanted.connect(self.open_label_menu)
        page.labels_button.clicked.connect(self.open_labels)
        page.issues.sentence_clicked.connect(self._presenter.show_issue)
        page.version_actions.extend(actions.values())
        page.version_menu.aboutToShow.connect(self._update_actions)
        actions["compare"].triggered.connect(lambda: self.open_difference())
        actions["replay"].triggered.connect(self.replay)
        actions["save"].triggered.connect(self.save_recipe)
        actions["take"].triggered.connect(self.take_recipe)
        actions["export"].triggered.connect(lambda: self.export())
        actions["export_split"].triggered.connect(lambda: self.export(with_split=True))
        self.versions.exported.connect(self._tell_export)
        self.versions.news_found.connect(self._tell_news)

    def _add_commands(self) -> None:
        def is_open() -> bool:
            return self._presenter.version is not None

        def has_labels() -> bool:
            return bool(self._presenter.mending.labels())

        def can_augment() -> bool:
            version = self._presenter.version
            return version is not None and version.profile.split.train > 0

        def can_compare() -> bool:
            version = self._presenter.version
            return version is not None and self.versions.before(version) is not None

        def has_recipe() -> bool:
            return bool(self.versions.recipe())

        table = (
            ("clean_text", N_("Clean text…"), self._in_pane(self.open_clean), "edit", is_open),
            ("mask_data", N_("Mask personal data…"), self._in_pane(self.open_mask), "edit", is_open),
            ("edit_labels", N_("Edit labels…"), self._in_pane(self.open_labels), "edit", has_labels),
            ("augmentation", N_("Preview augmentation…"), self._in_pane(self.open_augmentation), "edit", can_augment),
            ("export_data", N_("Export cleaned data…"), self._in_pane(self.export), "file", is_open),
            ("compare_versions", N_("Show what changed…"), self._in_pane(self.open_difference), "", can_compare),
            ("replay_recipe", N_("Apply this recipe to a file…"), self._in_pane(self.replay), "", has_recipe),
            ("save_recipe", N_("Save recipe…"), self._in_pane(self.save_recipe), "", has_recipe),
            ("take_recipe", N_("Apply a saved recipe…"), self._in_pane(self.take_recipe), "", is_open),
        )
        history = self._context.session.history
        for name, title, run, menu, is_possible in table:
            group = 3 if menu == "edit" else 1
            self._context.commands.add(
                Command(name, title, run, menu="edit" if menu == "edit" else "file" if menu else "", group=group,
                        enabled_when=is_possible),
            )  # fmt: skip
        self._context.commands.add(
            Command("undo_mending", N_("Undo the last change of the data"), history.undo, icon="undo-2",
                    enabled_when=lambda: bool(history.undo_what())),
            Command("redo_mending", N_("Redo the change of the data"), history.redo, icon="redo-2",
                    enabled_when=lambda: bool(history.redo_what())),
        )  # fmt: skip

    def _in_pane(self, run: Callable[[], None]) -> Callable[[], None]:
        """Does something with the Data pane in sight."""

        def in_pane() -> None:
            self._context.open_pane("data")
            run()

        return in_pane

    def _open(self, dialog: QDialog) -> None:
        self.dialog = dialog
        dialog.open()

    def _add(self, menu: QMenu, text: str, run: Callable[[], None], *, is_on: bool = True) -> None:
        action = QAction(text, menu)
        action.triggered.connect(run)
        action.setEnabled(is_on)
        menu.addAction(action)

    def _choose_label(self, title: str, current: str) -> LabelChooser:
        version = self._presenter.version
        labels = version.profile.labels if version is not None else ()
        self.chooser = LabelChooser(self._context.theme, title, labels, self._pane, current=current)
        return self.chooser

    def _file_dialog(self, title: str, filters: list[str], name: str = "") -> QFileDialog:
        """A file dialog that does not block; one with a name is for a new file, beside the source."""
        dialog = QFileDialog(self._pane, title)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setNameFilters(filters)
        version = self._presenter.version
        if version is not None:
            dialog.setDirectory(str(Path(version.source).parent))
        if name:
            dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
            dialog.selectFile(name)
        else:
            dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        self.dialog = dialog
        return dialog

    def _update_actions(self) -> None:
        version = self._presenter.version
        has_recipe = bool(self.versions.recipe())
        self._actions["compare"].setEnabled(version is not None and self.versions.before(version) is not None)
        self._actions["replay"].setEnabled(has_recipe)
        self._actions["save"].setEnabled(has_recipe)

    def _tell_export(self, exported: FileExported) -> None:
        path = Path(exported.out)
        folder = MessageAction(
            tr("Open folder"), lambda: _ignore(QDesktopServices.openUrl(QUrl.fromLocalFile(str(path.parent))))
        )
        self._context.messages.tell(words.exported(path.name, exported.rows, escaped=exported.escaped), folder)

    def _tell_news(self, old: Version, new: Version, difference: VersionDifference) -> None:
        show = MessageAction(tr("Show"), lambda: self.open_difference(old, new))
        self._context.messages.tell(words.news(new, difference), show, tone="info")


def _ignore(_result: bool) -> None:
    """For calls whose result says nothing."""
