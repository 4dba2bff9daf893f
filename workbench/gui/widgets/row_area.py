"""The base of painted lists: rows of equal height that scroll, and that keys and mouse can choose."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QToolTip, QWidget

from workbench.gui.theme import Theme
from workbench.gui.widgets.overlay_scroll import OverlayScroll
from workbench.gui.widgets.painting import draw_focus, plain_tooltip

_SCROLL_ROOM = 12
"""What is left free at the right for the scroll bar over the rows."""


class RowArea(QAbstractScrollArea):
    """Rows that a subclass paints.

    A subclass gives `count`, `draw_row`, `row_text` and `row_tooltip`, and calls `rows_changed` when they change.

    Signals:
        row_chosen: (row) The user clicked a row or moved the current row by key; only if rows can be chosen.
        row_activated: (row) Double click, Return or Space.
        menu_wanted(int, QPoint): The menu of a row is wanted at this place of the screen.
    """

    row_chosen = Signal(int)
    row_activated = Signal(int)
    menu_wanted = Signal(int, QPoint)

    def __init__(self, theme: Theme, *, row_height: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._row_height = row_height
        self._can_choose = False
        self._most_rows = 0
        self.current_row = -1
        self.hovered_row = -1
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.viewport().setAutoFillBackground(False)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._overlay = OverlayScroll(theme, self)
        theme.changed.connect(self.viewport().update)

    # What a subclass gives

    def count(self) -> int:
        """How many rows there are."""
        return 0

    def draw_row(self, painter: QPainter, row: int, rect: QRectF) -> None:
        """Draws one row inside `rect`."""

    def row_text(self, row: int) -> str:
        """The row in words, for screen readers."""
        return str(row)

    def row_tooltip(self, row: int) -> str:
        """The whole text of a row that may have been cut; empty for none."""
        return self.row_text(row)

    # What a user of the class sets

    def set_can_choose(self, can_choose: bool) -> None:
        """Whether rows react to mouse and keys."""
        self._can_choose = can_choose
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if can_choose else Qt.FocusPolicy.NoFocus)
        self.viewport().setMouseTracking(can_choose)

    def set_most_rows(self, rows: int) -> None:
        """Asks for the height of at most so many rows, the rest scrolls; 0 asks for all."""
        self._most_rows = rows
        self.updateGeometry()

    def rows_changed(self) -> None:
        """Measures and paints anew, and tells screen readers the new text."""
        self.current_row = min(self.current_row, self.count() - 1)
        self._measure()
        self.updateGeometry()
        self.setAccessibleDescription("; ".join(self.row_text(row) for row in range(min(self.count(), 200))))
        self.viewport().update()

    def row_rect(self, row: int) -> QRectF:
        """Where a row is now, in the viewport."""
        top = row * self._row_height - self.verticalScrollBar().value()
        room = _SCROLL_ROOM if self.verticalScrollBar().maximum() > 0 else 0
        return QRectF(0, top, self.viewport().width() - room, self._row_height)

    # Qt

    def sizeHint(self) -> QSize:  # noqa: D102 - Qt
        rows = min(self.count(), self._most_rows) if self._most_rows else self.count()
        return QSize(200, rows * self._row_height)

    def minimumSizeHint(self) -> QSize:  # noqa: D102 - Qt
        return QSize(80, min(self.count(), 3) * self._row_height)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: D102 - Qt
        super().resizeEvent(event)
        self._measure()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: D102 - Qt
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        first = self.verticalScrollBar().value() // self._row_height
        last = min(first + self.viewport().height() // self._row_height + 2, self.count())
        for row in range(first, last):
            painter.save()
            self.draw_row(painter, row, self.row_rect(row))
            painter.restore()
        if self.hasFocus() and 0 <= self.current_row < self.count():
            draw_focus(painter, self.row_rect(self.current_row), self._theme, radius=6)

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: D102 - Qt
        if self.current_row < 0 and self.count():
            self.current_row = 0
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: D102 - Qt
        super().focusOutEvent(event)
        self.viewport().update()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: D102 - Qt
        page = max(self.viewport().height() // self._row_height - 1, 1)
        last = self.count() - 1
        targets = {
            Qt.Key.Key_Up: self.current_row - 1,
            Qt.Key.Key_Down: self.current_row + 1,
            Qt.Key.Key_PageUp: self.current_row - page,
            Qt.Key.Key_PageDown: self.current_row + page,
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: last,
        }
        key = Qt.Key(event.key())
        if not self._can_choose or last < 0:
            super().keyPressEvent(event)
        elif key in targets:
            self._choose(min(max(targets[key], 0), last))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and self.current_row >= 0:
            self.row_activated.emit(self.current_row)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: D102 - Qt
        row = self.row_at(event.position().toPoint())
        if self._can_choose and row >= 0 and event.button() == Qt.MouseButton.LeftButton:
            self._choose(row)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: D102 - Qt
        row = self.row_at(event.position().toPoint())
        if self._can_choose and row >= 0:
            self.row_activated.emit(row)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: D102 - Qt
        is_by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        row = self.current_row if is_by_key else self.row_at(event.pos())
        if row < 0 or not self._can_choose:
            super().contextMenuEvent(event)
            return
        place = self.row_rect(row).bottomLeft().toPoint() if is_by_key else event.pos()
        self.menu_wanted.emit(row, self.viewport().mapToGlobal(place))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: D102 - Qt
        self.hovered_row = self.row_at(event.position().toPoint())
        self.viewport().update()

    def leaveEvent(self, event: QEvent) -> None:  # noqa: D102 - Qt
        self.hovered_row = -1
        self.viewport().update()
        super().leaveEvent(event)

    def viewportEvent(self, event: QEvent) -> bool:  # noqa: D102 - Qt
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            row = self.row_at(event.pos())
            text = plain_tooltip(self.row_tooltip(row)) if row >= 0 else ""
            QToolTip.showText(event.globalPos(), text, self.viewport())
            return True
        return super().viewportEvent(event)

    def row_at(self, pos: QPoint) -> int:
        """The row at a place in the viewport, or -1."""
        row = (pos.y() + self.verticalScrollBar().value()) // self._row_height
        return row if 0 <= row < self.count() else -1

    def _choose(self, row: int) -> None:
        is_new = row != self.current_row
        self.current_row = row
        self._show_row(row)
        self.viewport().update()
        if is_new:
            self.setAccessibleName(self.row_text(row))
        self.row_chosen.emit(row)

    def _show_row(self, row: int) -> None:
        top, bar = row * self._row_height, self.verticalScrollBar()
        bottom = top + self._row_height - self.viewport().height()
        bar.setValue(min(max(bar.value(), bottom), top))

    def _measure(self) -> None:
        height = self.viewport().height()
        bar = self.verticalScrollBar()
        bar.setPageStep(height)
        bar.setSingleStep(self._row_height)
        bar.setRange(0, max(self.count() * self._row_height - height, 0))
