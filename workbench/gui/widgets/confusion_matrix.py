"""What was mistaken for what: a cell for each pair of true and predicted label, chosen by mouse or arrow keys."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from PySide6.QtCore import QEvent, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QToolTip, QWidget

from workbench.gui.theme import Theme, font
from workbench.gui.widgets.heat import cell_colors
from workbench.gui.widgets.overlay_scroll import OverlayScroll
from workbench.gui.widgets.painting import Ink, draw_text, one_line, plain_tooltip, text_width
from workbench.i18n import tr

Shows = Literal["count", "share"]
Counts = tuple[tuple[int, ...], ...]

_GAP, _LEAST, _TALLEST, _HEAD = 3, 26, 46, 36
_NAME_MOST, _BOTH = 96, 70
_TOLD = 20  # labels that screen readers are told of at once; the others are read cell by cell
_CENTER = Qt.AlignmentFlag.AlignHCenter
_MOVES = {
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
}


class ConfusionMatrix(QAbstractScrollArea):
    """Rows are true labels, columns what the model said. Two labels or a hundred: cells shrink, then it scrolls.

    Ctrl and wheel zoom. `table()` gives the same as text.

    Signals:
        cell_chosen: (true label, predicted label) By click, or by Return on the current cell.
        current_changed: (true label, predicted label) By click or arrow keys.
    """

    cell_chosen = Signal(str, str)
    current_changed = Signal(str, str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._labels: list[str] = []
        self._counts: Counts = ()
        self._shows: Shows = "count"
        self._current: tuple[int, int] | None = None
        self._zoom = 1.0
        self._names = 0.0  # width of the true labels' column: measured once, every cell asks for it
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setAutoFillBackground(False)
        self.viewport().setMouseTracking(True)
        self._bars = (OverlayScroll(theme, self), OverlayScroll(theme, self, is_vertical=False))
        theme.changed.connect(self.viewport().update)
        self.retranslate()

    # What the owner sets

    def set_counts(self, labels: Sequence[str], counts: Sequence[Sequence[int]]) -> None:
        """Sets the labels and, for each true one, how often each was said."""
        self._labels = list(labels)
        self._counts = tuple(tuple(row) for row in counts)
        self._current = None
        self._zoom = 1.0
        self.retranslate()
        self._measure()
        self.updateGeometry()
        self.viewport().update()

    def set_shows(self, shows: Shows) -> None:
        """Shows counts first or shares first."""
        self._shows = shows
        self.viewport().update()

    def set_current(self, true_label: str, predicted_label: str) -> None:
        """Marks a cell without emitting; labels that are not there take the mark away."""
        is_there = true_label in self._labels and predicted_label in self._labels
        at = (self._labels.index(true_label), self._labels.index(predicted_label)) if is_there else None
        self._current = at
        self.viewport().update()

    def retranslate(self) -> None:
        """Sets the texts for screen readers anew."""
        names = [text_width(one_line(label), font("small")) for label in self._labels]
        self._names = round(min(max(names, default=0), _NAME_MOST)) + 12.0
        self.setAccessibleName(tr("What was mistaken for what"))
        told = range(min(len(self._labels), _TOLD))
        rows = ["; ".join(self.cell_text(i, j) for j in told) for i in told]
        self.setAccessibleDescription(". ".join(rows))
        self.viewport().update()

    def table(self) -> list[list[str]]:
        """The matrix as text: a row of predicted labels, then a row for each true label."""
        rows = [[label, *(str(count) for count in row)] for label, row in zip(self._labels, self._counts, strict=True)]
        return [["", *self._labels], *rows]

    def cell_text(self, true: int, predicted: int) -> str:
        """A cell in words."""
        return tr(
            "{true} taken for {predicted}: {count} of {total}",
            true=self._labels[true],
            predicted=self._labels[predicted],
            count=f"{self._counts[true][predicted]:,}",
            total=f"{sum(self._counts[true]):,}",
        )

    def cell_rect(self, true: int, predicted: int) -> QRectF:
        """Where a cell is in the viewport."""
        width, height = self._cell_size()
        x = self._names + predicted * width - self.horizontalScrollBar().value()
        y = _HEAD + true * height - self.verticalScrollBar().value()
        return QRectF(x, y, width - _GAP, height - _GAP)

    # Qt

    def sizeHint(self) -> QSize:  # noqa: D102 - Qt
        count = max(len(self._labels), 2)
        return QSize(370, _HEAD + min(count, 8) * 41)

    def minimumSizeHint(self) -> QSize:  # noqa: D102 - Qt
        return QSize(180, _HEAD + 2 * _LEAST)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: D102 - Qt
        super().resizeEvent(event)
        self._measure()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: D102 - Qt
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if not self._labels:
            return
        name_width = self._names
        view = QRectF(self.viewport().rect())
        painter.save()
        painter.setClipRect(view.adjusted(name_width - 1, _HEAD - 1, 0, 0))
        rows, columns = self._in_view()
        for true in rows:
            for predicted in columns:
                self._draw_cell(painter, true, predicted)
        self._draw_current(painter)
        painter.restore()
        self._draw_row_names(painter, rows, name_width)
        self._draw_column_names(painter, columns, name_width)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: D102 - Qt
        cell = self._cell_at(event.position().toPoint())
        if cell is not None and event.button() == Qt.MouseButton.LeftButton:
            self._move_to(*cell)
            self.cell_chosen.emit(self._labels[cell[0]], self._labels[cell[1]])

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: D102 - Qt
        is_over = self._cell_at(event.position().toPoint()) is not None
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if is_over else Qt.CursorShape.ArrowCursor)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: D102 - Qt
        key = Qt.Key(event.key())
        if key in _MOVES and self._labels:
            row, column = self._current or (0, 0)
            down, right = _MOVES[key] if self._current else (0, 0)
            last = len(self._labels) - 1
            self._move_to(min(max(row + down, 0), last), min(max(column + right, 0), last))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and self._current:
            self.cell_chosen.emit(self._labels[self._current[0]], self._labels[self._current[1]])
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: D102 - Qt
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: D102 - Qt
        super().focusOutEvent(event)
        self.viewport().update()

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: D102 - Qt
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._zoom = min(max(self._zoom * (1.15 if event.angleDelta().y() > 0 else 1 / 1.15), 1.0), 4.0)
            self._measure()
            self.viewport().update()
        else:
            super().wheelEvent(event)

    def viewportEvent(self, event: QEvent) -> bool:  # noqa: D102 - Qt
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            QToolTip.showText(event.globalPos(), plain_tooltip(self._tooltip(event.pos())), self.viewport())
            return True
        return super().viewportEvent(event)

    # Inside

    def _cell_size(self) -> tuple[float, float]:
        count = max(len(self._labels), 1)
        width = (self.viewport().width() - self._names + _GAP) / count
        height = (self.viewport().height() - _HEAD + _GAP) / count
        return max(width, _LEAST + 10) * self._zoom, max(min(height, _TALLEST), _LEAST) * self._zoom

    def _measure(self) -> None:
        width, height = self._cell_size()
        count = len(self._labels)
        whole_width = self._names + count * width - _GAP
        whole_height = _HEAD + count * height - _GAP
        for bar, whole, room, step in (
            (self.horizontalScrollBar(), whole_width, self.viewport().width(), width),
            (self.verticalScrollBar(), whole_height, self.viewport().height(), height),
        ):
            bar.setRange(0, max(round(whole - room - 0.5), 0))
            bar.setPageStep(room)
            bar.setSingleStep(round(step))

    def _in_view(self) -> tuple[range, range]:
        width, height = self._cell_size()
        count = len(self._labels)
        top, left = self.verticalScrollBar().value(), self.horizontalScrollBar().value()
        rows = range(int(top / height), min(int((top + self.viewport().height()) / height) + 1, count))
        columns = range(int(left / width), min(int((left + self.viewport().width()) / width) + 1, count))
        return rows, columns

    def _share(self, true: int, predicted: int) -> float:
        total = sum(self._counts[true])
        return self._counts[true][predicted] / total if total else 0.0

    def _draw_cell(self, painter: QPainter, true: int, predicted: int) -> None:
        rect = self.cell_rect(true, predicted)
        share = self._share(true, predicted)
        ground, color = cell_colors(self._theme.tokens, share, is_diagonal=true == predicted)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(ground))
        painter.drawRoundedRect(rect, 4, 4)
        count, percent = f"{self._counts[true][predicted]:,}", f"{share:.0%}"
        first, second = (count, percent) if self._shows == "count" else (percent, count)
        strong, small = Ink(font("card_title"), color, _CENTER), Ink(font("axis"), color)
        if rect.width() < _BOTH:
            role = strong if text_width(first, strong.font) < rect.width() - 2 else Ink(small.font, color, _CENTER)
            draw_text(painter, rect, first, role)
            return
        first_width, second_width = text_width(first, strong.font) + 1, text_width(second, small.font) + 1
        left = rect.center().x() - (first_width + 6 + second_width) / 2
        draw_text(painter, QRectF(left, rect.top(), first_width, rect.height()), first, strong)
        place = QRectF(left + first_width + 6, rect.top(), second_width, rect.height())
        draw_text(painter, place, second, small)

    def _draw_current(self, painter: QPainter) -> None:
        if self._current is None:
            return
        t = self._theme.tokens
        rect = self.cell_rect(*self._current)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(t.text), 2))
        painter.drawRoundedRect(rect.adjusted(1, 1, -1, -1), 4, 4)
        if self.hasFocus():
            painter.setPen(QPen(QColor(t.accent_soft), 1.5))
            painter.drawRoundedRect(rect.adjusted(2.75, 2.75, -2.75, -2.75), 3, 3)

    def _draw_row_names(self, painter: QPainter, rows: range, name_width: float) -> None:
        painter.save()
        painter.setClipRect(QRectF(0, _HEAD, name_width, self.viewport().height()))
        for true in rows:
            cell = self.cell_rect(true, 0)
            place = QRectF(0, cell.top(), name_width - 10, cell.height())
            draw_text(painter, place, self._labels[true], Ink(font("small"), self._theme.tokens.text_2))
        painter.restore()

    def _draw_column_names(self, painter: QPainter, columns: range, name_width: float) -> None:
        t = self._theme.tokens
        painter.save()
        painter.setClipRect(QRectF(name_width - 1, 0, self.viewport().width(), _HEAD))
        room = min(self.viewport().width() - name_width, self.cell_rect(0, len(self._labels) - 1).right() - name_width)
        over = QRectF(name_width, 0, max(room, 60.0), 15)
        draw_text(painter, over, tr("the model said"), Ink(font("axis"), t.text_3, _CENTER))
        for predicted in columns:
            cell = self.cell_rect(0, predicted)
            place = QRectF(cell.left(), 16, cell.width(), 18)
            is_cut = text_width(self._labels[predicted], font("small")) > place.width()
            align = Qt.AlignmentFlag.AlignLeft if is_cut else _CENTER
            draw_text(painter, place, self._labels[predicted], Ink(font("small"), t.text_2, align))
        painter.restore()

    def _cell_at(self, pos: QPoint) -> tuple[int, int] | None:
        if not self._labels or pos.x() < self._names or pos.y() < _HEAD:
            return None
        width, height = self._cell_size()
        row = int((pos.y() - _HEAD + self.verticalScrollBar().value()) / height)
        column = int((pos.x() - self._names + self.horizontalScrollBar().value()) / width)
        is_inside = row < len(self._labels) and column < len(self._labels)
        return (row, column) if is_inside else None

    def _tooltip(self, pos: QPoint) -> str:
        cell = self._cell_at(pos)
        if cell is not None:
            return self.cell_text(*cell)
        rows, columns = self._in_view()
        for true in rows:
            if self.cell_rect(true, 0).top() <= pos.y() <= self.cell_rect(true, 0).bottom() and pos.y() >= _HEAD:
                return self._labels[true]
        for predicted in columns:
            if self.cell_rect(0, predicted).left() <= pos.x() <= self.cell_rect(0, predicted).right():
                return self._labels[predicted]
        return ""

    def _move_to(self, row: int, column: int) -> None:
        self._current = (row, column)
        rect = self.cell_rect(row, column)
        for bar, low, high, start, end in (
            (self.horizontalScrollBar(), rect.left(), rect.right(), self._names, self.viewport().width()),
            (self.verticalScrollBar(), rect.top(), rect.bottom(), _HEAD, self.viewport().height()),
        ):
            if low < start:
                bar.setValue(round(bar.value() - (start - low)))
            elif high > end:
                bar.setValue(round(bar.value() + high - end))
        self.setAccessibleName(self.cell_text(row, column))
        self.viewport().update()
        self.current_changed.emit(self._labels[row], self._labels[column])
