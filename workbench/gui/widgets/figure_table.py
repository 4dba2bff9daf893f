"""A small table of figures: text, numbers, bars, labels, chips, stars and check boxes; sorted by a click."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import QHeaderView, QWidget

from workbench.gui.icons import pixmap
from workbench.gui.theme import Theme, font
from workbench.gui.widgets.chip import HEIGHT as CHIP_HEIGHT
from workbench.gui.widgets.figure_model import CELL_ROLE, Cell, CellKind, FigureColumn, FigureModel, FigureRow
from workbench.gui.widgets.painting import (
    Ink,
    chip_colors,
    chip_width,
    draw_bar,
    draw_chevron,
    draw_chip,
    draw_dot,
    draw_panel,
    draw_text,
    one_line,
    plain_tooltip,
    text_width,
)
from workbench.gui.widgets.table_view import HEADER_HEIGHT, PADDING, ROW_HEIGHT, Index, RowDelegate, TableView

_RIGHT = Qt.AlignmentFlag.AlignRight
_BAR_WIDTH, _BAR_HEIGHT, _BOX, _STAR, _WIDEST = 86, 6, 16, 15, 320
_EDGE = 4  # more room beside the first and the last column, so that they stand where a card's title does

Painter = Callable[[QPainter, QRectF, Cell], None]


class FigureTable(TableView):
    """Rows of figures.

    Arrow keys move, Return activates, Space sets the check box or star of the row, a click on a title sorts.

    Signals:
        row_chosen: (key) Another row has become the current one, by mouse or key.
        row_activated: (key) Double click or Return.
        toggled: (row key, column key, is on) A star or check box was pressed; the owner sets the rows anew.
        sorted_by: (column key, is descending) The user chose another order.
    """

    row_chosen = Signal(str)
    row_activated = Signal(str)
    toggled = Signal(str, str, bool)
    sorted_by = Signal(str, bool)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._is_quiet = False
        self.figures = FigureModel(self)
        self._titles = _TitleHeader(theme, self.figures, self)
        self.setHorizontalHeader(self._titles)
        self.setModel(self.figures)
        self.setItemDelegate(_FigureDelegate(self))
        self._titles.sectionClicked.connect(self._on_title_clicked)
        self.selectionModel().currentRowChanged.connect(self._on_current_changed)
        self.activated.connect(lambda index: self.row_activated.emit(self.figures.rows[index.row()].key))
        theme.changed.connect(self.arrange)

    def set_columns(self, columns: Sequence[FigureColumn]) -> None:
        """Sets the columns; rows and order stay."""
        key = self.current_key()
        self.figures.set_columns(columns)
        self._titles.setVisible(any(column.title for column in columns))
        self._restore(key)

    def set_rows(self, rows: Sequence[FigureRow]) -> None:
        """Sets the rows; the current one stays if it is still there. Nothing is emitted."""
        key = self.current_key()
        self.figures.set_rows(rows)
        self._restore(key)

    def sort_by(self, key: str, *, descending: bool = False) -> None:
        """Sorts by a column; an empty key takes the order of `set_rows`."""
        current = self.current_key()
        self.figures.sort_by(key, descending=descending)
        self._titles.viewport().update()
        self._restore(current)

    def current_key(self) -> str:
        """The key of the current row; empty if there is none."""
        index = self.currentIndex()
        return self.figures.rows[index.row()].key if 0 <= index.row() < len(self.figures.rows) else ""

    def set_current(self, key: str) -> None:
        """Makes a row current without emitting; an empty key leaves none."""
        self._restore(key)

    def content_height(self) -> int:
        """The height that shows all rows."""
        header = 0 if self._titles.isHidden() else HEADER_HEIGHT
        return header + ROW_HEIGHT * len(self.figures.rows)

    def arrange(self) -> None:
        """Gives each column the width that it needs, and the stretched one the rest."""
        columns = self.figures.columns
        widths = [column.width or self._wanted_width(at) for at, column in enumerate(columns)]
        free = self.viewport().width() - sum(widths)
        if free < 0:
            free = self._shrink(widths, free)
        stretched = [at for at, column in enumerate(columns) if column.is_stretched]
        if stretched:
            at = stretched[0]
            widths[at] = max(widths[at] + free, min(widths[at], 120), 60)
        elif free > 0 and widths:
            self._spread(widths, free)
        for at, width in enumerate(widths):
            self.setColumnWidth(at, width)

    def sizeHint(self) -> QSize:  # noqa: D102 - Qt
        return QSize(400, self.content_height())

    def minimumSizeHint(self) -> QSize:  # noqa: D102 - Qt
        return QSize(160, min(self.content_height(), HEADER_HEIGHT + 2 * ROW_HEIGHT))

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: D102 - Qt
        had_current = self.currentIndex().isValid()
        self._is_quiet = True  # Qt makes the first row current where none is; nobody has chosen it
        super().focusInEvent(event)
        self._is_quiet = False
        if not had_current:
            self.selectionModel().clearSelection()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: D102 - Qt
        super().resizeEvent(event)
        self.arrange()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: D102 - Qt
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and event.button() == Qt.MouseButton.LeftButton:
            self._toggle(index.row(), index.column())

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: D102 - Qt
        index = self.currentIndex()
        if event.key() == Qt.Key.Key_Space and index.isValid():
            kinds = [column.kind for column in self.figures.columns]
            wanted = index.column() if kinds[index.column()] in ("star", "check") else -1
            first = next((at for at, kind in enumerate(kinds) if kind == "check"), wanted)
            self._toggle(index.row(), wanted if wanted >= 0 else first)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and index.isValid():
            self.is_by_keyboard = True
            self.row_activated.emit(self.figures.rows[index.row()].key)
        else:
            super().keyPressEvent(event)

    def _toggle(self, row: int, column: int) -> None:
        if 0 <= column < len(self.figures.columns) and self.figures.columns[column].kind in ("star", "check"):
            entry, of = self.figures.rows[row], self.figures.columns[column]
            self.toggled.emit(entry.key, of.key, not self.figures.cell(row, column).is_on)

    def _restore(self, key: str) -> None:
        self._is_quiet = True
        row = self.figures.row_of(key) if key else -1
        if row < 0:
            self.selectionModel().clear()
        else:
            flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
            self.selectionModel().setCurrentIndex(self.figures.index(row, 0), flags)
        self._is_quiet = False
        self.arrange()
        self.updateGeometry()
        self.viewport().update()

    def _wanted_width(self, at: int) -> int:
        column = self.figures.columns[at]
        if column.kind in ("star", "check"):
            return 34 if at == 0 else 26
        title = text_width(column.title, font("card_title")) + 18
        cells = [self._cell_width(self.figures.cell(row, at), column) for row in range(len(self.figures.rows))]
        edge = _EDGE if at in (0, len(self.figures.columns) - 1) else 0
        return round(min(max([title, *cells]), _WIDEST)) + 2 * PADDING + edge

    @staticmethod
    def _cell_width(cell: Cell, column: FigureColumn) -> float:
        if column.kind == "chip":
            return chip_width(cell.text) if cell.text else 0.0
        width = text_width(one_line(cell.text), font("card_title"))
        if column.kind == "label":
            return width + 16
        return width + (8 + _BAR_WIDTH if column.kind == "bar" else 0)

    def _shrink(self, widths: list[int], free: int) -> int:
        """Takes what is missing from the bars first, then from texts and labels; returns what is still missing."""
        for kinds, least in ((("bar",), 84), (("text", "label"), 72)):
            wide = [at for at, of in enumerate(self.figures.columns) if of.kind in kinds and not of.width]
            room = sum(max(widths[at] - least, 0) for at in wide)
            share = min(-free / room, 1.0) if room else 0.0
            for at in wide:
                taken = int(max(widths[at] - least, 0) * share + 0.999) if free < 0 else 0
                widths[at] -= taken
                free += taken
        return free

    def _spread(self, widths: list[int], free: int) -> None:
        """Divides what is left over between the columns, but not to stars and check boxes."""
        wide = [at for at, column in enumerate(self.figures.columns) if column.kind not in ("star", "check")]
        for at in wide:
            widths[at] += free // len(wide)
        if wide:
            widths[wide[-1]] += free - free // len(wide) * len(wide)

    def _on_title_clicked(self, section: int) -> None:
        column = self.figures.columns[section]
        if column.can_sort:
            descending = not self.figures.is_descending if self.figures.sorted_by == column.key else False
            self.sort_by(column.key, descending=descending)
            self.sorted_by.emit(column.key, descending)

    def _on_current_changed(self, current: QModelIndex) -> None:
        if current.isValid() and not self._is_quiet:
            self.row_chosen.emit(self.figures.rows[current.row()].key)


class _TitleHeader(QHeaderView):
    """Column titles with the arrow of the order; Tab, Left, Right and Return work."""

    def __init__(self, theme: Theme, model: FigureModel, view: FigureTable) -> None:
        super().__init__(Qt.Orientation.Horizontal, view)
        self._theme = theme
        self._figures = model
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setMinimumSectionSize(20)
        self.setFixedHeight(HEADER_HEIGHT)
        self.setToolTip("")

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), HEADER_HEIGHT)

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        t = self._theme.tokens
        column = self._figures.columns[section]
        is_sorted = self._figures.sorted_by == column.key and bool(column.title)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), QColor(t.border))
        ink = Ink(font("button" if is_sorted else "body"), t.text if is_sorted else t.text_2)
        left = rect.left() + PADDING + (_EDGE if section == 0 else 0)
        right = rect.right() + 1 - PADDING - (_EDGE if section == len(self._figures.columns) - 1 else 0)
        room = right - left
        width = min(text_width(column.title, ink.font) + 1, room - (15 if is_sorted else 0))
        x = right - width - (15 if is_sorted else 0) if column.kind == "number" else left
        draw_text(painter, QRectF(x, rect.top(), width, rect.height()), column.title, ink)
        if is_sorted:
            arrow = QPointF(x + width + 9, rect.center().y() + 1)
            draw_chevron(painter, arrow, t.text_2, is_up=not self._figures.is_descending)
        painter.restore()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        section = self.logicalIndexAt(event.position().toPoint())
        if 0 <= section < len(self._figures.columns):
            self.setToolTip(plain_tooltip(self._figures.columns[section].tooltip))


class _FigureDelegate(RowDelegate):
    """Paints each kind of cell."""

    def __init__(self, table: FigureTable) -> None:
        super().__init__(table)
        self._table = table
        self._painters: dict[CellKind, Painter] = {
            "text": self._paint_text,
            "number": self._paint_number,
            "bar": self._paint_bar,
            "label": self._paint_label,
            "chip": self._paint_chip,
            "star": self._paint_star,
            "check": self._paint_check,
        }

    def paint_cell(self, painter: QPainter, rect: QRectF, index: Index) -> None:
        kind = self._table.figures.columns[index.column()].kind
        is_last = index.column() == len(self._table.figures.columns) - 1
        rect = rect.adjusted(_EDGE if index.column() == 0 else 0, 0, -_EDGE if is_last else 0, 0)
        self._painters[kind](painter, rect, index.data(CELL_ROLE))

    def _ink(self, cell: Cell, align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft) -> Ink:
        t = self._table.theme.tokens
        return Ink(font("card_title" if cell.is_strong else "body"), t.text_2 if cell.is_dim else t.text, align)

    def _paint_text(self, painter: QPainter, rect: QRectF, cell: Cell) -> None:
        draw_text(painter, rect, cell.text, self._ink(cell))

    def _paint_number(self, painter: QPainter, rect: QRectF, cell: Cell) -> None:
        draw_text(painter, rect, cell.text, self._ink(cell, _RIGHT))

    def _paint_bar(self, painter: QPainter, rect: QRectF, cell: Cell) -> None:
        ink = self._ink(cell)
        draw_text(painter, rect, cell.text, ink)
        if cell.share is None:
            return
        t = self._table.theme.tokens
        left = rect.left() + text_width(cell.text, ink.font) + 8
        width = min(rect.right() - left, _BAR_WIDTH * 1.4)
        bar = QRectF(left, round(rect.center().y() - _BAR_HEIGHT / 2), width, _BAR_HEIGHT)
        if width > 12:
            draw_bar(painter, bar, cell.share, fill=cell.color or t.text_3, track=t.track)

    def _paint_label(self, painter: QPainter, rect: QRectF, cell: Cell) -> None:
        left = 0
        if cell.color:
            draw_dot(painter, QPointF(rect.left() + 4, rect.center().y()), cell.color)
            left = 16
        draw_text(painter, rect.adjusted(left, 0, 0, 0), cell.text, self._ink(cell))

    def _paint_chip(self, painter: QPainter, rect: QRectF, cell: Cell) -> None:
        if cell.text:
            width = min(chip_width(cell.text) + 1, rect.width())
            place = QRectF(rect.left(), round(rect.center().y() - CHIP_HEIGHT / 2), width, CHIP_HEIGHT)
            draw_chip(painter, place, cell.text, chip_colors(self._table.theme, cell.tone))

    def _paint_star(self, painter: QPainter, rect: QRectF, cell: Cell) -> None:
        t = self._table.theme.tokens
        color = t.warn if cell.is_on else t.border_strong
        at = QPointF(rect.center().x() - _STAR / 2, round(rect.center().y() - _STAR / 2))
        painter.drawPixmap(at, pixmap("star", _STAR, color, filled=cell.is_on))

    def _paint_check(self, painter: QPainter, rect: QRectF, cell: Cell) -> None:
        t = self._table.theme.tokens
        box = QRectF(rect.left(), round(rect.center().y() - _BOX / 2), _BOX, _BOX)
        fill = (cell.color or t.accent) if cell.is_on else t.surface
        draw_panel(painter, box, fill=fill, border=fill if cell.is_on else t.border_strong, radius=4)
        if cell.is_on:
            pen = QPen(QColor(t.surface), 1.5, c=Qt.PenCapStyle.RoundCap, j=Qt.PenJoinStyle.RoundJoin)
            painter.setPen(pen)
            middle = box.center()
            painter.drawPolyline([middle + QPointF(-3.5, 0), middle + QPointF(-1, 2.5), middle + QPointF(3.5, -2.5)])
