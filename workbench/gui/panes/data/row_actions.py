"""What can be done with rows and cells of the table, by mouse, by key and by menu."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QModelIndex, QObject, QPoint, Qt
from PySide6.QtGui import QAction, QGuiApplication, QKeySequence
from PySide6.QtWidgets import QMenu

from workbench.gui.panes.data.cell_editor import CellEditor
from workbench.gui.panes.data.label_chooser import LabelChooser
from workbench.gui.panes.data.mending_presenter import Rows
from workbench.gui.panes.data.presenter import DataPresenter
from workbench.gui.panes.data.selection_bar import SelectionBar
from workbench.gui.theme import Theme
from workbench.gui.widgets.paged_table import PagedTable
from workbench.i18n import tr


class RowActions(QObject):
    """Connects table and selection bar with what mends the data.

    Args:
        theme: The colours.
        presenter: Takes the steps.
        table: Whose rows are selected.
        bar: Says how many, and has the buttons.
    """

    def __init__(self, theme: Theme, presenter: DataPresenter, table: PagedTable, bar: SelectionBar) -> None:
        super().__init__(table)
        self._theme = theme
        self._presenter = presenter
        self._table = table
        self._bar = bar
        self.editor: CellEditor | None = None
        self.chooser: LabelChooser | None = None
        self.menu: QMenu | None = None
        table.set_can_select(True)
        table.removal_wanted.connect(self.remove)
        table.edit_wanted.connect(self.edit)
        table.menu_wanted.connect(self.open_menu)
        table.table_model.modelAboutToBeReset.connect(self._leave_editor)
        bar.removal_wanted.connect(self.remove)
        bar.keeping_wanted.connect(self.keep)
        bar.label_wanted.connect(self.change_label)
        bar.copy_wanted.connect(self.copy)
        bar.left.connect(self.leave)

    def show_selection(self) -> None:
        """Says in the bar how many rows are selected, and what can be done with them."""
        version = self._presenter.version
        self._bar.show_selection(
            self._table.selected_count(),
            is_all=self.is_whole_table,
            can_mend=not self._presenter.mending.is_busy,
            has_labels=version is not None and version.profile.roles.label is not None,
        )

    @property
    def is_whole_table(self) -> bool:
        """Whether every row of the table is selected, so that none would be left."""
        version = self._presenter.version
        return version is not None and self._table.selected_count() == version.rows

    def remove(self) -> None:
        """Removes the selected rows."""
        if self._table.selected_count() and not self.is_whole_table:
            self._presenter.mending.remove_rows(self._chosen())

    def keep(self) -> None:
        """Removes all rows but the selected ones."""
        if self._table.selected_count() and not self.is_whole_table:
            self._presenter.mending.keep_rows(self._chosen())

    def copy(self) -> None:
        """Copies the selected rows."""
        self._table.copy()

    def leave(self) -> None:
        """Selects nothing; the current row stays current."""
        self._table.selectionModel().clearSelection()
        self._table.setFocus(Qt.FocusReason.OtherFocusReason)

    def change_label(self) -> None:
        """Lets the user choose another label for the selected rows."""
        rows = self._table.selected_rows()
        if rows:
            self._choose_label(rows, self._bar.label_button.mapToGlobal(QPoint(0, self._bar.label_button.height() + 4)))

    def edit(self, index: QModelIndex) -> None:
        """Edits a cell in its place; on the number of a row, the row's text."""
        model, roles = self._table.table_model, self._table.table_model.roles
        names = model.column_names()
        column = index.column() or (names.index(roles.text) + 1 if roles is not None and roles.text in names else 1)
        cell = model.index(index.row(), column)
        if model.role_of(column) == "label":
            place = self._table.viewport().mapToGlobal(self._table.visualRect(cell).bottomLeft())
            self._choose_label([model.table_row(index.row())], place, current=model.cell(index.row(), column))
            return
        if self._presenter.mending.is_busy:  # the table is about to be another
            return
        self._leave_editor()
        self._table.scrollTo(cell)
        text = model.cell(index.row(), column)
        self.editor = CellEditor(self._theme, text, self._table.visualRect(cell), self._table.viewport())
        self.editor.edit.setAccessibleName(names[column - 1])
        row, name = model.table_row(index.row()), names[column - 1]
        self.editor.kept.connect(lambda new: self._presenter.mending.set_cells([row], name, new))
        self.editor.left.connect(self._on_editor_left)

    def open_menu(self, place: QPoint) -> None:
        """Opens the menu of the selected rows and the current cell."""
        count, index = self._table.selected_count(), self._table.currentIndex()
        menu = self.menu = QMenu(self._table)
        can_mend = not self._presenter.mending.is_busy
        has_labels = self._presenter.version is not None and self._presenter.version.profile.roles.label is not None
        if count == 1:
            self._add(menu, tr("Edit the cell"), lambda: self.edit(index), "F2").setEnabled(can_mend)
        if has_labels:
            label = self._add(menu, tr("Change label…"), lambda: self._choose_label_at(place))
            label.setEnabled(can_mend)
        menu.addSeparator()
        self._add(menu, tr("Copy the row") if count == 1 else tr("Copy {n:,} rows", n=count), self.copy, "Ctrl+C")
        if count == 1 and index.column() > 0:
            self._add(menu, tr("Copy the cell"), lambda: self._copy_cell(index))
        menu.addSeparator()
        can_remove = can_mend and not self.is_whole_table
        remove = tr("Remove the row") if count == 1 else tr("Remove {n:,} rows", n=count)
        self._add(menu, remove, self.remove, "Del").setEnabled(can_remove)
        self._add(menu, tr("Keep only these"), self.keep).setEnabled(can_remove)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(place)

    def _chosen(self) -> Rows:
        """The selected rows, by the search that found them if these are all that it found."""
        found = self._presenter.all_found() if self._table.selects_all() else None
        return found if found is not None else self._table.selected_rows()

    def _add(self, menu: QMenu, text: str, run: Callable[[], None], shortcut: str = "") -> QAction:
        action = QAction(text, menu)
        action.triggered.connect(run)
        if shortcut:
            action.setShortcut(QKeySequence(shortcut))
            action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)  # shown only: the table has the key
        menu.addAction(action)
        return action

    def _copy_cell(self, index: QModelIndex) -> None:
        QGuiApplication.clipboard().setText(self._table.table_model.cell(index.row(), index.column()))

    def _choose_label_at(self, place: QPoint) -> None:
        self._choose_label(self._table.selected_rows(), place)

    def _choose_label(self, rows: Sequence[int], place: QPoint, *, current: str = "") -> None:
        version = self._presenter.version
        column = version.profile.roles.label if version is not None else None
        if version is None or column is None or self._presenter.mending.is_busy:
            return
        title = tr("Label of {n:,} row", "Label of {n:,} rows", n=len(rows))
        self.chooser = LabelChooser(self._theme, title, version.profile.labels, self._table, current=current)
        self.chooser.chosen.connect(lambda label: self._presenter.mending.set_cells(rows, column, label))
        self.chooser.open_inside(place, self._table.window())

    def _leave_editor(self) -> None:
        if self.editor is not None:
            self.editor.leave()

    def _on_editor_left(self) -> None:
        had_focus = self.editor is not None and self.editor.edit.hasFocus()
        self.editor = None
        if had_focus:
            self._table.setFocus(Qt.FocusReason.OtherFocusReason)
