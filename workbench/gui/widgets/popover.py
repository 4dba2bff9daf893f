"""A small panel below a button: it goes with Esc or a click beside it."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtGui import QBitmap, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from workbench.gui.theme import Theme
from workbench.gui.widgets.painting import draw_panel

RADIUS, _MARGIN = 9, 14


def round_corners(widget: QWidget, radius: float) -> None:
    """Cuts the corners of a window without a frame; to be called at every change of its size."""
    shape = QBitmap(widget.size())
    shape.fill(Qt.GlobalColor.color0)
    painter = QPainter(shape)
    painter.setBrush(Qt.GlobalColor.color1)
    painter.drawRoundedRect(QRectF(widget.rect()), radius, radius)
    painter.end()
    widget.setMask(shape)


class Popover(QWidget):
    """A panel with a column of widgets (`column`); shown by `open_below`, deleted when it closes."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup | Qt.WindowType.FramelessWindowHint)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.theme = theme
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(_MARGIN, _MARGIN, _MARGIN, _MARGIN)
        self.column.setSpacing(10)

    def open_below(self, anchor: QWidget) -> None:
        """Shows the panel below a widget, right edge at right edge if it would leave the window."""
        self.adjustSize()
        window = anchor.window()
        right_most = window.mapToGlobal(QPoint(window.width() - 10, 0)).x()
        at = anchor.mapToGlobal(anchor.rect().bottomLeft()) + QPoint(0, 4)
        self.move(min(at.x(), right_most - self.width()), at.y())
        self.show()

    def open_inside(self, place: QPoint, window: QWidget) -> None:
        """Shows the panel with its left top corner at a place of the screen, or so that it stays in the window."""
        self.adjustSize()
        corner = window.mapToGlobal(QPoint(window.width() - 10, window.height() - 10))
        first = window.mapToGlobal(QPoint(10, 10))
        x = max(min(place.x(), corner.x() - self.width()), first.x())
        self.move(x, max(min(place.y(), corner.y() - self.height()), first.y()))
        self.show()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: D102 - Qt
        super().resizeEvent(event)
        round_corners(self, RADIUS)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: D102 - Qt
        t = self.theme.tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), t.surface)
        draw_panel(painter, QRectF(self.rect()), fill=t.surface, border=t.border_strong, radius=RADIUS)
