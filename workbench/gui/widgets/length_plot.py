"""How long the texts are: a bar for each range of lengths, with the line beyond which the model does not read."""

from __future__ import annotations

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QEvent, QPointF, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from workbench.gui.theme import Theme, font, mix
from workbench.gui.widgets.label import Label
from workbench.gui.widgets.plot_axes import ValueAxis, dress_axis, round_step
from workbench.i18n import tr
from workbench.values import LengthHistogram


class _TokenAxis(pg.AxisItem):  # type: ignore[misc]  # pyqtgraph has no types
    """The bottom axis: tokens, in round numbers."""

    def __init__(self, theme: Theme) -> None:
        super().__init__("bottom")
        self._theme = theme
        self.setHeight(26)
        self.dress()

    def dress(self) -> None:
        """Takes the colors of the theme."""
        dress_axis(self, self._theme, line=self._theme.tokens.border_strong)

    def tickValues(  # noqa: N802 - pyqtgraph
        self, low: float, high: float, size: float
    ) -> list[tuple[float, list[float]]]:
        """Round ticks, at most one for each 80 pixels."""
        step = max(1.0, round_step(high - low, max(min(int(size // 80), 8), 2)))
        return [(step, [float(tick) for tick in np.arange(np.ceil(low / step), np.floor(high / step) + 1) * step])]

    def tickStrings(self, values: list[float], _scale: float, _spacing: float) -> list[str]:
        return [f"{value:,.0f}" for value in values]


class LengthPlot(pg.PlotWidget):  # type: ignore[misc]  # pyqtgraph has no types
    """A histogram of lengths in tokens.

    Signals:
        bin_hovered: (bin) The mouse is over this bar; -1 if over none.
    """

    bin_hovered = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        self._axes = (ValueAxis(theme), _TokenAxis(theme))
        super().__init__(parent, axisItems={"left": self._axes[0], "bottom": self._axes[1]})
        self._theme = theme
        self._lengths: LengthHistogram | None = None
        self._bin = -1
        self.setMenuEnabled(False)
        self.hideButtons()
        self.setFrameShape(self.Shape.NoFrame)
        self.setMouseTracking(True)
        self.getPlotItem().setContentsMargins(8, 10, 24, 4)
        self.getViewBox().setMouseEnabled(x=False, y=False)
        self.getViewBox().setDefaultPadding(0)
        self._bars = pg.BarGraphItem(x0=[], x1=[], height=[])
        self._limit = pg.InfiniteLine(angle=90, movable=False)
        self._limit_text = pg.TextItem(anchor=(1, 0))
        self._range_text = pg.TextItem(anchor=(1, -1))  # below the line of the limit
        for axis in self._axes:
            axis.setZValue(-1)  # the grid behind the bars
        for item, height in ((self._bars, 0), (self._limit, 1), (self._limit_text, 2), (self._range_text, 3)):
            item.setZValue(height)
            self.addItem(item, ignoreBounds=True)
        self._waiting = Label(theme, "body", tone="text_2", wraps=True, parent=self)
        self._waiting.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._waiting.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.getViewBox().sigResized.connect(self._place_texts)
        theme.changed.connect(self.dress)
        self.dress()

    def set_lengths(self, lengths: LengthHistogram | None) -> None:
        """Draws other lengths; None draws nothing."""
        self._lengths, self._bin = lengths, -1
        if lengths is not None:
            self.set_waiting("")
        self._draw()
        self.setAccessibleDescription(self.summary())

    def set_waiting(self, text: str) -> None:
        """Sets what stands in the middle while there are no bars."""
        self._waiting.set_text(text)
        self._waiting.setVisible(bool(text))

    def summary(self) -> str:
        """The bars in words, for screen readers."""
        lengths = self._lengths
        if lengths is None:
            return ""
        return tr(
            "Half of the texts have at most {median:,} tokens. The model reads {limit:,}; {n:,} text is longer.",
            "Half of the texts have at most {median:,} tokens. The model reads {limit:,}; {n:,} texts are longer.",
            n=lengths.truncated_rows, median=lengths.median, limit=lengths.limit,
        )  # fmt: skip

    def dress(self) -> None:
        """Takes the colors of the theme."""
        tokens = self._theme.tokens
        self.setBackground(QColor(tokens.surface))
        for axis in self._axes:
            axis.dress()
        self._limit.setPen(pg.mkPen(tokens.warn, width=1.5, style=Qt.PenStyle.DashLine))
        for item, color in ((self._limit_text, tokens.warn), (self._range_text, tokens.text)):
            item.setColor(QColor(color))
            item.setFont(font("small"))
            item.fill = pg.mkBrush(tokens.surface)
        self._draw()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: D102 - Qt
        super().mouseMoveEvent(event)
        place: QPointF = self.getViewBox().mapSceneToView(self.mapToScene(event.position().toPoint()))
        self._hover(self._bin_at(place.x()))

    def leaveEvent(self, event: QEvent) -> None:  # noqa: D102 - Qt
        super().leaveEvent(event)
        self._hover(-1)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: D102 - Qt
        super().resizeEvent(event)
        if "_waiting" in self.__dict__:  # Qt calls this while it is built
            self._waiting.setGeometry(self.rect().adjusted(24, 0, -24, 0))

    def _hover(self, number: int) -> None:
        if number != self._bin:
            self._bin = number
            self._draw()
            self.bin_hovered.emit(number)

    def _bin_at(self, tokens: float) -> int:
        if self._lengths is None:
            return -1
        number = int(np.searchsorted(self._lengths.edges, tokens, side="right")) - 1
        return number if 0 <= number < len(self._lengths.counts) else -1

    def _draw(self) -> None:
        lengths = self._lengths
        if lengths is None or not lengths.counts:
            self._bars.setOpts(x0=[], x1=[], height=[])
            for item in (self._limit, self._limit_text, self._range_text):
                item.hide()
            return
        tokens = self._theme.tokens
        edges, counts = np.array(lengths.edges, float), np.array(lengths.counts, float)
        gap = (edges[-1] - edges[0]) / 800
        plain, over = tokens.chart[0], tokens.warn
        colors = [over if low >= lengths.limit else plain for low in edges[:-1]]
        brushes = [
            pg.mkBrush(color if number == self._bin else mix(color, tokens.surface, 0.8))
            for number, color in enumerate(colors)
        ]
        self._bars.setOpts(x0=edges[:-1] + gap, x1=edges[1:] - gap, height=counts, brushes=brushes, pen=None)
        self.getViewBox().setRange(xRange=(edges[0], edges[-1]), yRange=(0, max(counts.max(), 1) * 1.15), padding=0)
        self._limit.setVisible(lengths.edges[0] <= lengths.limit <= lengths.edges[-1])
        self._limit.setValue(lengths.limit)
        self._limit_text.setVisible(self._limit.isVisible())
        self._limit_text.setText(tr("the model reads {n:,} tokens", n=lengths.limit))
        self._place_texts()

    def _place_texts(self) -> None:
        lengths = self._lengths
        if lengths is None or not lengths.counts:
            return
        (left, right), (_, top) = self.getViewBox().viewRange()
        is_far_left = lengths.limit - left < (right - left) * 0.3
        self._limit_text.setAnchor((0, 0) if is_far_left else (1, 0))
        self._limit_text.setPos(lengths.limit, top)
        self._range_text.setVisible(self._bin >= 0)
        if self._bin >= 0:
            low, high = lengths.edges[self._bin], lengths.edges[self._bin + 1]
            count = lengths.counts[self._bin]
            text = tr("{n:,} text of {low:,} to {high:,} tokens", "{n:,} texts of {low:,} to {high:,} tokens",
                      n=count, low=low, high=high - 1)  # fmt: skip
            self._range_text.setText(text)
            self._range_text.setPos(right, top)
