"""What the tests of the widgets share: themes, and a look at what a widget has painted."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from workbench.gui.theme import Theme

MARKUP = "<img src=x onerror=1> <b>bold</b> &amp; 中性"


def light() -> Theme:
    """The light theme, whatever the desktop says."""
    return Theme("light")


def shown(widget: QWidget, width: int, height: int) -> QImage:
    """Shows a widget in that size and gives what it looks like."""
    widget.resize(width, height)
    widget.show()
    return widget.grab().toImage()


def color_share(image: QImage, color: str) -> float:
    """The share of pixels that have exactly this color."""
    wanted = QColor(color).rgb()
    hits = sum(image.pixel(x, y) == wanted for x in range(image.width()) for y in range(0, image.height(), 2))
    return hits / max(image.width() * (image.height() // 2), 1)


def click(widget: QWidget, pos: QPoint | None = None) -> None:
    """Clicks with the left button; without a place in the middle."""
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, pos or widget.rect().center())


def double_click(widget: QWidget, pos: QPoint) -> None:
    """Clicks twice with the left button."""
    QTest.mouseDClick(widget, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, pos)


def press(widget: QWidget, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """Presses a key."""
    QTest.keyClick(widget, key, modifier)


def middle(rect: QRectF) -> QPoint:
    """The middle of a rectangle, for clicks."""
    return rect.center().toPoint()
