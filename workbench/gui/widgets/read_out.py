"""The box beside the hover line of a plot that tells the values there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from workbench.gui.theme import Theme, font
from workbench.gui.widgets.painting import Ink, draw_dot, draw_panel, draw_text, one_line, text_width

_MARGIN, _LINE, _WIDEST = 10, 16, 160


@dataclass(frozen=True)
class Reading:
    """One line of the box."""

    name: str
    value: str
    color: str


class ReadOut(QWidget):
    """A small box over a plot; the mouse passes through it."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._room = parent
        self._title = ""
        self._readings: list[Reading] = []
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def show_readings(self, title: str, readings: Sequence[Reading], *, at: QPoint) -> None:
        """Shows values beside a place in the parent, on the side that has room."""
        self._title, self._readings = title, list(readings)
        names = max([text_width(one_line(each.name), font("small")) for each in readings], default=0)
        values = max([text_width(each.value, font("card_title")) for each in readings], default=0)
        width = max(min(names, _WIDEST) + values + 30, text_width(title, font("small")) + 1) + 2 * _MARGIN
        self.resize(round(width), _LINE * (len(readings) + 1) + 2 * _MARGIN - 4)
        left = at.x() + 10
        if left + self.width() > self._room.width() - 6:
            left = at.x() - 10 - self.width()
        top = min(max(at.y() - self.height() // 2, 4), max(self._room.height() - self.height() - 4, 4))
        self.move(max(left, 4), top)
        self.show()
        self.raise_()
        self.update()

    def text(self) -> str:
        """What the box says, for screen readers and tests."""
        return ", ".join([self._title, *(f"{each.name} {each.value}" for each in self._readings)])

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: D102 - Qt
        t = self._theme.tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        draw_panel(painter, QRectF(self.rect()), fill=t.surface, border=t.border_strong, radius=6)
        room = self.width() - 2 * _MARGIN
        top = _MARGIN - 2.0
        draw_text(painter, QRectF(_MARGIN, top, room, _LINE), self._title, Ink(font("small"), t.text_3))
        for each in self._readings:
            top += _LINE
            draw_dot(painter, QPointF(_MARGIN + 4, top + _LINE / 2), each.color)
            value = text_width(each.value, font("card_title")) + 1
            name = QRectF(_MARGIN + 14, top, room - 20 - value, _LINE)
            draw_text(painter, name, each.name, Ink(font("small"), t.text_2))
            right = Qt.AlignmentFlag.AlignRight
            draw_text(painter, QRectF(_MARGIN, top, room, _LINE), each.value, Ink(font("card_title"), t.text, right))
