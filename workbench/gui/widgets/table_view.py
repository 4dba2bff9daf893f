"""The look that all tables share: no vertical lines, hairlines between rows, thin scroll bars over the content."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFocusEvent, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QToolTip,
    QWidget,
)

from workbench.gui.theme import Theme, font
from workbench.gui.widgets.overlay_scroll import OverlayScroll
from workbench.gui.widgets.painting import Ink, draw_line, draw_text, one_line, plain_tooltip, text_width

ROW_HEIGHT, HEADER_HEIGHT, PADDING = 30, 32, 10

Index = QModelIndex | QPersistentModelIndex


class TableView(QTableView):
    """A table of rows; one row is current, and keys and mouse move it."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._message = ""
        self.hovered_row = -1
        self.is_by_keyboard = False
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        rows = self.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setMinimumSectionSize(ROW_HEIGHT)
        rows.setDefaultSectionSize(ROW_HEIGHT)
        self.verticalScrollBar().setSingleStep(ROW_HEIGHT)
        self._bars = (OverlayScroll(theme, self), OverlayScroll(theme, self, is_vertical=False))
        self._bars[0].set_top(HEADER_HEIGHT)
        theme.changed.connect(self._restyle)
        self._restyle()

    @property
    def theme(self) -> Theme:
        """The theme that it is painted with."""
        return self._theme

    def set_message(self, message: str) -> None:
        """Sets what stands in the middle while there are no rows."""
        self._message = message
        self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: D102 - Qt
        super().paintEvent(event)
        if self._message and (self.model() is None or not self.model().rowCount()):
            ink = Ink(font("body"), self._theme.tokens.text_2, Qt.AlignmentFlag.AlignHCenter)
            draw_text(QPainter(self.viewport()), QRectF(self.viewport().rect()), self._message, ink)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: D102 - Qt
        self.is_by_keyboard = True
        super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: D102 - Qt
        self.is_by_keyboard = event.reason() != Qt.FocusReason.MouseFocusReason
        super().focusInEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: D102 - Qt
        self.is_by_keyboard = False
        super().mousePressEvent(event)

    def viewportEvent(self, event: QEvent) -> bool:  # noqa: D102 - Qt
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            self._show_tooltip(event)
            return True
        if event.type() == QEvent.Type.Leave:
            self._hover(-1)
        elif event.type() == QEvent.Type.MouseMove:
            self._hover(self.rowAt(event.position().toPoint().y()))  # type: ignore[attr-defined]  # a QMouseEvent
        return super().viewportEvent(event)

    def _show_tooltip(self, event: QHelpEvent) -> None:
        index = self.indexAt(event.pos())
        text = index.data(Qt.ItemDataRole.ToolTipRole) if index.isValid() else None
        if text is None and index.isValid():
            shown = str(index.data(Qt.ItemDataRole.DisplayRole) or "")
            room = self.visualRect(index).width() - 2 * PADDING
            is_cut = one_line(shown) != shown or text_width(shown, font("body")) > room
            text = shown if is_cut else ""
        QToolTip.showText(event.globalPos(), plain_tooltip(str(text or "")), self.viewport())

    def _hover(self, row: int) -> None:
        if row != self.hovered_row:
            self.hovered_row = row
            self.viewport().update()

    def _restyle(self) -> None:
        t = self._theme.tokens
        self.setStyleSheet(
            "QTableView { background: transparent; border: none; }"
            f"QHeaderView {{ background: transparent; border: none; color: {t.text_2}; }}"
        )
        self.viewport().setAutoFillBackground(False)
        self.horizontalHeader().viewport().update()
        self.viewport().update()


class RowDelegate(QStyledItemDelegate):
    """Paints the ground of a cell: current row, hairline, focus; a subclass paints what is in it."""

    def __init__(self, view: TableView) -> None:
        super().__init__(view)
        self._view = view

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paints one cell."""
        t = self._view.theme.tokens
        rect = QRectF(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._view.selectionModel().isRowSelected(index.row(), QModelIndex()):
            painter.fillRect(rect, QColor(t.accent_soft))
        left, bottom = rect.bottomLeft(), rect.bottomRight()
        draw_line(painter, QPointF(left.x() - 1, left.y() - 1), QPointF(bottom.x(), bottom.y() - 1), t.hairline)
        self.paint_cell(painter, rect.adjusted(PADDING, 0, -PADDING, -1), index)
        self.paint_focus(painter, rect, index)
        painter.restore()

    def paint_cell(self, painter: QPainter, rect: QRectF, index: Index) -> None:
        """Paints what is in the cell."""

    def paint_focus(self, painter: QPainter, rect: QRectF, index: Index) -> None:
        """Paints what shows the keyboard where it is: lines above and below the current row."""
        if self._view.hasFocus() and self._view.is_by_keyboard and index.row() == self._view.currentIndex().row():
            accent = self._view.theme.tokens.accent
            top, bottom = rect.topLeft(), rect.bottomLeft() - QPointF(0, 2)
            draw_line(painter, top, QPointF(rect.right(), top.y()), accent)
            draw_line(painter, bottom, QPointF(rect.right(), bottom.y()), accent)
