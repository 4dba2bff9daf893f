"""The legend of a plot: a short line and a name for each series; it stands in the card title, never in the plot."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from workbench.gui.theme import Theme, font
from workbench.gui.widgets.painting import Ink, draw_text, one_line, plain_tooltip, text_width

_LINE, _GAP, _SPACE, _WIDEST = 14, 6, 14, 120


@dataclass(frozen=True)
class LegendEntry:
    """One series: its name, and its place in the chart palette; from the seventh on dashed."""

    name: str
    rank: int


def series_color(theme: Theme, rank: int) -> str:
    """The color of a series by its place; the seventh takes the first color again."""
    return theme.tokens.chart[rank % len(theme.tokens.chart)]


def is_dashed(theme: Theme, rank: int) -> bool:
    """Whether a series repeats a color and therefore is dashed."""
    return rank >= len(theme.tokens.chart)


class Legend(QWidget):
    """Lines and names, in a row."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._entries: list[LegendEntry] = []
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def set_entries(self, entries: Sequence[LegendEntry]) -> None:
        """Sets the series."""
        if list(entries) == self._entries:
            return
        self._entries = list(entries)
        text = ", ".join(entry.name for entry in entries)
        self.setAccessibleName(text)
        self.setToolTip(plain_tooltip(text))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:  # noqa: D102 - Qt
        width = sum(_LINE + _GAP + self._name_width(entry) + _SPACE for entry in self._entries) - _SPACE
        return QSize(max(round(width), 0), 20)

    def minimumSizeHint(self) -> QSize:  # noqa: D102 - Qt
        return QSize(0, 20)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: D102 - Qt
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        x, middle = 0.0, self.height() / 2
        widest = self._widest_name()
        for entry in self._entries:
            pen = QPen(QColor(series_color(self._theme, entry.rank)), 2)
            if is_dashed(self._theme, entry.rank):
                pen.setDashPattern([2, 1.5])
            pen.setCapStyle(Qt.PenCapStyle.FlatCap)
            painter.setPen(pen)
            painter.drawLine(QPointF(x, middle), QPointF(x + _LINE, middle))
            x += _LINE + _GAP
            width = min(self._name_width(entry), widest)
            ink = Ink(font("small"), self._theme.tokens.text_2)
            draw_text(painter, QRectF(x, 0, width, self.height()), entry.name, ink)
            x += width + _SPACE

    def _name_width(self, entry: LegendEntry) -> float:
        return min(text_width(one_line(entry.name), font("small")) + 1, _WIDEST)

    def _widest_name(self) -> float:
        """How wide a name may be so that all entries fit; the short ones leave their room to the long."""
        room: float = self.width() + _SPACE - len(self._entries) * (_LINE + _GAP + _SPACE)
        widths = sorted(self._name_width(entry) for entry in self._entries)
        for place, width in enumerate(widths):
            share = room / (len(widths) - place)
            if width > share:
                return max(share, 0.0)
            room -= width
        return float(_WIDEST)
