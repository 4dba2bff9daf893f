"""The table of examples: any number of rows from Arrow, with row numbers, role chips and colored labels."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

import pyarrow as pa
from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPoint, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QWidget

from workbench.gui.theme import Theme, font
from workbench.gui.widgets.arrow_model import ArrowModel, Rows
from workbench.gui.widgets.painting import Ink, draw_dot, draw_panel, draw_text, one_line, text_width
from workbench.gui.widgets.role_header import RoleHeader
from workbench.gui.widgets.row_selection import count_of, rows_of, selected_spans
from workbench.gui.widgets.table_view import PADDING, Index, RowDelegate, TableView
from workbench.values import Roles

_RIGHT = Qt.AlignmentFlag.AlignRight
_SAMPLE_ROWS, _WIDEST, _LEAST_TEXT = 60, 240, 260
_REMOVING = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)
_EDITING = (Qt.Key.Key_F2, Qt.Key.Key_Return, Qt.Key.Key_Enter)


class PagedTable(TableView):
    """Rows of an Arrow table of strings; a million rows scroll as smoothly as ten.

    Signals:
        role_chosen: (column name, role) The user chose another role for a column.
        sort_chosen: (column name) The user wants the rows in the order of a column.
        row_chosen: (row in the table, counted from 0) Another row has become the current one.
        row_activated: (row in the table, counted from 0) Double click or Return.
        selection_changed: Other rows are selected.
        removal_wanted: Delete was pressed while rows are selected.
        edit_wanted(QModelIndex): Double click, F2 or Return on a cell, if rows can be selected.
        menu_wanted(QPoint): The menu of the selected rows is wanted at this place of the screen.
    """

    role_chosen = Signal(str, str)
    sort_chosen = Signal(str)
    row_chosen = Signal(int)
    row_activated = Signal(int)
    selection_changed = Signal()
    removal_wanted = Signal()
    edit_wanted = Signal(QModelIndex)
    menu_wanted = Signal(QPoint)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._colors: dict[str, int] = {}
        self._can_select = False
        self._was_sized = False
        self.table_model = ArrowModel(self)
        self.role_header = RoleHeader(theme, self.table_model, self)
        self.setHorizontalHeader(self.role_header)
        self.setModel(self.table_model)
        self.setItemDelegate(_ExampleDelegate(self))
        self.role_header.role_chosen.connect(self.role_chosen)
        self.role_header.sort_chosen.connect(self.sort_chosen)
        self.role_header.sectionResized.connect(self._on_section_resized)
        self._is_arranging = False
        self.selectionModel().currentRowChanged.connect(self._on_current_changed)
        self.activated.connect(lambda index: self.row_activated.emit(self.table_model.table_row(index.row())))
        self.selectionModel().selectionChanged.connect(self.selection_changed)
        theme.changed.connect(self.arrange)

    def set_can_select(self, can_select: bool) -> None:
        """Whether several rows can be selected, and cells be edited, rather than one row be chosen."""
        self._can_select = can_select
        mode = QAbstractItemView.SelectionMode
        self.setSelectionMode(mode.ExtendedSelection if can_select else mode.SingleSelection)

    @property
    def marks_cell(self) -> bool:
        """Whether the keyboard stands on a cell, not on a row."""
        return self._can_select

    def set_table(
        self,
        table: pa.Table,
        *,
        roles: Roles | None = None,
        labels: Sequence[str] = (),
        keeps_place: bool = False,
    ) -> None:
        """Shows another table.

        Args:
            table: Every column is a string.
            roles: Which column plays which part; None shows no chips.
            labels: The labels by frequency, for their colors.
            keeps_place: Whether the table stays scrolled to where it is, as for a version of the same data.
        """
        self._colors = {label: rank for rank, label in enumerate(labels)}
        self._was_sized = self._was_sized and keeps_place
        place = self._place()
        self.table_model.set_table(table, roles=roles)
        self.arrange()
        self._show_place(place if keeps_place else None)

    def set_roles(self, roles: Roles | None, *, labels: Sequence[str] = ()) -> None:
        """Shows other roles of the same table; place and selection stay."""
        self._colors = {label: rank for rank, label in enumerate(labels)}
        self.table_model.set_roles(roles)
        self._was_sized = False
        self.arrange()
        self.viewport().update()

    def set_sort(self, column: str, *, is_descending: bool = False) -> None:
        """Shows which column the rows are sorted by; whoever gives the rows has sorted them."""
        self.role_header.set_sort(column, is_descending=is_descending)

    def set_rows(self, rows: Rows | None, *, keeps_place: bool = False) -> None:
        """Shows only these rows of the table, in this order; None shows all."""
        place = self._place()
        self.table_model.set_rows(rows)
        self._show_place(place if keeps_place else None)

    def selected_count(self) -> int:
        """How many rows are selected."""
        return count_of(selected_spans(self.selectionModel()))

    def selects_all(self) -> bool:
        """Whether every row that is shown is selected."""
        return 0 < self.table_model.rowCount() == self.selected_count()

    def selected_rows(self) -> list[int]:
        """The numbers of the selected rows in the table, in the order in which they stand."""
        return [self.table_model.table_row(row) for row in rows_of(selected_spans(self.selectionModel()))]

    def copy(self) -> None:
        """Copies the selected rows, or the current one, as a table that a spreadsheet takes."""
        rows = rows_of(selected_spans(self.selectionModel())) or [self.currentIndex().row()]
        text = io.StringIO()
        writer = csv.writer(text, csv.excel_tab, lineterminator="\n")
        columns = range(1, self.table_model.columnCount())
        writer.writerows([self.table_model.cell(row, column) for column in columns] for row in rows if row >= 0)
        QGuiApplication.clipboard().setText(text.getvalue().removesuffix("\n"))

    def retranslate(self) -> None:
        """Takes in the texts of another language."""
        self.arrange()
        self.role_header.viewport().update()

    def select_row(self, row: int, column: int = 1) -> None:
        """Makes a row of the view current and scrolls to it."""
        index = self.table_model.index(row, column)
        flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
        self.selectionModel().setCurrentIndex(index, flags)
        self.scrollTo(index)

    def label_color(self, label: str) -> str:
        """The color of a label, by its rank; grey if it has none."""
        return self.theme.label_color(self._colors.get(label, -1))

    def arrange(self) -> None:
        """Gives each column the width that it needs, and the text column the rest."""
        if self._was_sized or not self.table_model.columnCount():
            return
        count = self.table_model.columnCount()
        widths = [self._number_width(), *(self._wanted_width(section) for section in range(1, count))]
        stretched = self._stretched_section(widths)
        others = sum(width for section, width in enumerate(widths) if section != stretched)
        widths[stretched] = max(self.viewport().width() - others, _LEAST_TEXT)
        self._is_arranging = True
        for section, width in enumerate(widths):
            self.setColumnWidth(section, width)
        self._is_arranging = False

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: D102 - Qt
        super().resizeEvent(event)
        self.arrange()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: D102 - Qt
        key = event.key()
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif self._can_select and key in _REMOVING and self.selected_count():
            self.removal_wanted.emit()
        elif self._can_select and key in _EDITING and self.currentIndex().isValid():
            self.is_by_keyboard = True
            self.edit_wanted.emit(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:  # noqa: D102, ARG002, N802 - Qt; it would read all rows
        return

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: D102 - Qt
        if self._can_select and not self.currentIndex().isValid() and self.table_model.rowCount():
            first = self.table_model.index(max(self.rowAt(0), 0), 1)  # Qt would take the number of the row
            self.selectionModel().setCurrentIndex(first, QItemSelectionModel.SelectionFlag.NoUpdate)
        super().focusInEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: D102 - Qt
        super().mouseDoubleClickEvent(event)
        index = self.indexAt(event.position().toPoint())
        if self._can_select and index.isValid() and event.button() == Qt.MouseButton.LeftButton:
            self.edit_wanted.emit(index)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: D102 - Qt
        is_by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        index = self.currentIndex() if is_by_key else self.indexAt(event.pos())
        if not self._can_select or not index.isValid():
            super().contextMenuEvent(event)
            return
        if not self.selectionModel().isRowSelected(index.row(), QModelIndex()):
            self.select_row(index.row(), index.column())
        place = self.visualRect(index).bottomLeft() if is_by_key else event.pos()
        self.menu_wanted.emit(self.viewport().mapToGlobal(place))

    def _place(self) -> tuple[int, QPoint]:
        """Where the table is scrolled to, and the current cell as column and row."""
        index = self.currentIndex()
        return self.verticalScrollBar().value(), QPoint(index.column(), index.row())

    def _show_place(self, place: tuple[int, QPoint] | None) -> None:
        """Scrolls to a place, or to the top; the keyboard goes on from the same cell, and nothing is selected."""
        self.updateGeometries()
        self.verticalScrollBar().setValue(place[0] if place is not None else 0)
        if place is not None and place[1].y() >= 0 and self.table_model.rowCount():
            row = min(place[1].y(), self.table_model.rowCount() - 1)
            index = self.table_model.index(row, place[1].x())
            self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.NoUpdate)
        self.selection_changed.emit()  # Qt says nothing when a new table takes the selection away

    def _number_width(self) -> int:
        longest = f"{max(self.table_model.rowCount(), 1):,}"
        return max(round(text_width(longest, font("body"))) + PADDING + 8, 46)

    def _wanted_width(self, section: int) -> int:
        rows = range(min(self.table_model.rowCount(), _SAMPLE_ROWS))
        body = font("body")
        widths = [text_width(one_line(self.table_model.cell(row, section))[:80], body) for row in rows]
        dot = 16 if self.table_model.role_of(section) == "label" else 0
        content = min(max(widths, default=0) + dot + 2 * PADDING + 8, _WIDEST)
        return max(round(content), self.role_header.wanted_width(section))

    def _stretched_section(self, widths: Sequence[int]) -> int:
        sections = range(1, len(widths))
        text = [section for section in sections if self.table_model.role_of(section) == "text"]
        return text[0] if text else max(sections, key=lambda section: widths[section])

    def _on_section_resized(self) -> None:
        if not self._is_arranging and self.role_header.underMouse():
            self._was_sized = True

    def _on_current_changed(self, current: QModelIndex) -> None:
        if current.isValid():
            self.row_chosen.emit(self.table_model.table_row(current.row()))


class _ExampleDelegate(RowDelegate):
    """Paints number, label with dot, text, and grey what is not used."""

    def __init__(self, table: PagedTable) -> None:
        super().__init__(table)
        self._table = table

    def paint_cell(self, painter: QPainter, rect: QRectF, index: Index) -> None:
        t = self._table.theme.tokens
        text = str(index.data() or "")
        body = font("body")
        role = self._table.table_model.role_of(index.column())
        if index.column() == 0:
            draw_text(painter, rect.adjusted(-PADDING, 0, 0, 0), text, Ink(body, t.text_3, _RIGHT))
        elif role == "label" and text:
            draw_dot(painter, QPointF(rect.left() + 4, rect.center().y()), self._table.label_color(text))
            draw_text(painter, rect.adjusted(16, 0, 0, 0), text, Ink(body, t.text))
        else:
            draw_text(painter, rect, text, Ink(body, t.text_3 if role == "unused" else t.text))

    def paint_focus(self, painter: QPainter, rect: QRectF, index: Index) -> None:
        if not self._table.marks_cell:
            super().paint_focus(painter, rect, index)
        elif self._table.hasFocus() and self._table.is_by_keyboard and index == self._table.currentIndex():
            box = rect.adjusted(1, 0, -1, -1)
            draw_panel(painter, box, fill="", border=self._table.theme.tokens.accent, radius=4)
