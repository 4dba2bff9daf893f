"""How good models are beside each other: a bar for each, with the interval in which its true figure lies."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from workbench.gui.theme import Theme, font, mix
from workbench.gui.widgets.painting import Ink, draw_bar, draw_text, one_line, plain_tooltip, text_width
from workbench.i18n import tr

_ROW, _BAR, _CAP = 24, 10, 8
_NAME_MOST, _GAP, _VALUE = 170, 14, 36
_RIGHT = Qt.AlignmentFlag.AlignRight


@dataclass(frozen=True)
class HeadlineBar:
    """One model: its share of right answers and the 95 % interval of it, all 0 to 1.

    `value` is the number at the right, where the owner rounds in its own way.
    """

    name: str
    share: float
    low: float
    high: float
    is_main: bool = False
    value: str = ""


class HeadlineBars(QWidget):
    """A bar with whiskers for each model, over one axis from 0 to 100."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._bars: list[HeadlineBar] = []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def set_bars(self, bars: Sequence[HeadlineBar]) -> None:
        """Sets the models, the main one first."""
        self._bars = list(bars)
        self.retranslate()
        self.updateGeometry()

    def retranslate(self) -> None:
        """Sets the texts anew."""
        self.setAccessibleName(tr("right answers in 100"))
        texts = [self._spoken(bar) for bar in self._bars]
        self.setAccessibleDescription("; ".join(texts))
        self.setToolTip(plain_tooltip("\n".join(texts)))
        self.update()

    def sizeHint(self) -> QSize:  # noqa: D102 - Qt
        return QSize(470, _ROW * len(self._bars) + 20)

    def minimumSizeHint(self) -> QSize:  # noqa: D102 - Qt
        return QSize(220, _ROW * len(self._bars) + 20)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: D102 - Qt
        t = self._theme.tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        left = self._name_width() + _GAP
        room = self.width() - left - _VALUE
        for at, bar in enumerate(self._bars):
            top = at * _ROW
            name = Ink(font("card_title" if bar.is_main else "body"), t.text if bar.is_main else t.text_2)
            draw_text(painter, QRectF(0, top, left - _GAP, _ROW), bar.name, name)
            track = QRectF(left, top + (_ROW - _BAR) / 2, room, _BAR)
            fill = t.accent if bar.is_main else mix(t.text_3, t.surface, 0.62)
            draw_bar(painter, track, bar.share, fill=fill, track=t.track)
            self._draw_whisker(painter, bar, track)
            value = Ink(font("card_title"), t.text, _RIGHT)
            draw_text(painter, QRectF(self.width() - _VALUE, top, _VALUE, _ROW), self._value(bar), value)
        self._draw_axis(painter, QRectF(left, _ROW * len(self._bars), room, 18))

    def _draw_whisker(self, painter: QPainter, bar: HeadlineBar, track: QRectF) -> None:
        painter.setPen(QPen(QColor(self._theme.tokens.text), 2, c=Qt.PenCapStyle.FlatCap))
        low, high = (track.left() + track.width() * edge for edge in (bar.low, bar.high))
        middle = track.center().y()
        painter.drawLine(QPointF(low, middle), QPointF(high, middle))
        for x in (low, high):
            painter.drawLine(QPointF(x, middle - _CAP / 2), QPointF(x, middle + _CAP / 2))

    def _draw_axis(self, painter: QPainter, rect: QRectF) -> None:
        middle = tr("right answers in 100")
        texts = [("0", Qt.AlignmentFlag.AlignLeft), ("100", _RIGHT)]
        if text_width(middle, font("axis")) < rect.width() - 64:
            texts.append((middle, Qt.AlignmentFlag.AlignHCenter))
        for text, align in texts:
            draw_text(painter, rect, text, Ink(font("axis"), self._theme.tokens.text_3, align))

    def _name_width(self) -> float:
        widths = [text_width(one_line(bar.name), font("card_title")) + 1 for bar in self._bars]
        return min(max(widths, default=0), _NAME_MOST, self.width() * 0.4)

    @staticmethod
    def _spoken(bar: HeadlineBar) -> str:
        return tr(
            "{name}: right {share} times in 100, probably {low} to {high}",
            name=bar.name,
            share=HeadlineBars._value(bar),
            low=f"{bar.low * 100:.0f}",
            high=f"{bar.high * 100:.0f}",
        )

    @staticmethod
    def _value(bar: HeadlineBar) -> str:
        return bar.value or f"{bar.share * 100:.0f}"
