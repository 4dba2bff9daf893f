"""The axes of the plots: three to five round ticks, the grid at the ticks, and epochs in words."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPen

from workbench.gui.theme import Theme, font
from workbench.i18n import tr


class ValueAxis(pg.AxisItem):  # type: ignore[misc]  # pyqtgraph has no types
    """The left axis: numbers without a line."""

    def __init__(self, theme: Theme) -> None:
        super().__init__("left")
        self._theme = theme
        self.setWidth(44)
        self.dress()

    def dress(self) -> None:
        """Takes the colors of the theme."""
        dress_axis(self, self._theme, line="")

    def boundingRect(self) -> QRectF:  # noqa: D102 - Qt
        return QRectF(super().boundingRect()).adjusted(0, -10, 0, 10)  # else the outermost numbers are left out

    def tickValues(  # noqa: N802 - pyqtgraph
        self, low: float, high: float, size: float
    ) -> list[tuple[float, list[float]]]:
        """Round ticks, at most one for each 45 pixels."""
        step = round_step(high - low, max(min(int(size // 45), 5), 2))
        first, last = np.ceil(low / step - 1e-6), np.floor(high / step + 1e-6)
        return [(step, [round(float(k) * step, 10) + 0.0 for k in np.arange(first, last + 1)])]

    def tickStrings(self, values: Sequence[float], _scale: float, spacing: float) -> list[str]:  # noqa: D102
        places = max(1, -int(np.floor(np.log10(spacing) + 1e-9))) if spacing < 10 else 0
        return [f"{value:,.{places}f}" for value in values]


class EpochAxis(pg.AxisItem):  # type: ignore[misc]  # pyqtgraph has no types
    """The bottom axis: epochs, the first as 0, the others named."""

    def __init__(self, theme: Theme, *, has_numbers: bool) -> None:
        super().__init__("bottom")
        self._theme = theme
        self.set_numbers(has_numbers)
        self.dress()

    def set_numbers(self, has_numbers: bool) -> None:
        """Names the epochs, or leaves that to the plot below."""
        self.setHeight(24 if has_numbers else 8)
        self.setStyle(showValues=has_numbers)

    def dress(self) -> None:
        """Takes the colors of the theme."""
        dress_axis(self, self._theme, line=self._theme.tokens.border_strong)

    def boundingRect(self) -> QRectF:  # noqa: D102 - Qt
        return QRectF(super().boundingRect()).adjusted(-30, 0, 30, 0)  # else the outermost numbers are left out

    def tickValues(  # noqa: N802 - pyqtgraph
        self, low: float, high: float, size: float
    ) -> list[tuple[float, list[float]]]:
        """Round ticks; whole epochs unless the view shows less than two."""
        step = round_step(high - low, max(min(int(size // 100), 5), 1))
        if high - low >= 2:
            step = max(1.0, float(np.ceil(step)))
        first, last = np.ceil(low / step - 1e-6), np.floor(high / step + 1e-6)
        return [(step, [round(float(k) * step, 10) + 0.0 for k in np.arange(first, last + 1)])]

    def tickStrings(self, values: Sequence[float], _scale: float, _spacing: float) -> list[str]:  # noqa: D102
        return [epoch_text(value) if value else "0" for value in values]


def epoch_text(epoch: float) -> str:
    """An epoch in words, such as `epoch 2` or `epoch 2.25`."""
    return tr("epoch {epoch}", epoch=f"{epoch:.2f}".rstrip("0").rstrip("."))


def round_step(span: float, count: int) -> float:
    """The smallest round step (1, 2, 4 or 5 times a power of ten) that cuts a span into at most `count` parts."""
    if not np.isfinite(span) or span <= 0:
        return 1.0
    rough = span / max(count, 1)
    power = 10.0 ** np.floor(np.log10(rough))
    return float(next(step * power for step in (1, 2, 4, 5, 10) if rough <= step * power * 1.0001))


def dress_axis(axis: pg.AxisItem, theme: Theme, *, line: str) -> None:
    """Gives an axis the fonts and colors of the theme; without `line` it has no line of its own."""
    t = theme.tokens
    axis.setPen(QPen(QColor(line), 1) if line else pg.mkPen(None))
    axis.setTickPen(QPen(QColor(t.grid), 1))
    axis.setTextPen(QPen(QColor(t.text_3)))
    axis.setStyle(tickFont=font("axis"), tickLength=0, tickTextOffset=8, tickAlpha=255, autoExpandTextSpace=False)
    axis.setGrid(255)
