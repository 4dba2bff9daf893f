"""One metric of several runs over their epochs, in the colors in which the runs were ticked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from workbench.gui.theme import Theme
from workbench.gui.widgets.legend import Legend, LegendEntry, is_dashed, series_color
from workbench.gui.widgets.metric_plot import metric_range
from workbench.gui.widgets.plot_axes import epoch_text
from workbench.gui.widgets.plot_data import nice_ceiling
from workbench.gui.widgets.plot_export import copy_picture, save_picture
from workbench.gui.widgets.plot_head import PlotHead
from workbench.gui.widgets.plot_panel import LineStyle, PlotPanel
from workbench.gui.widgets.read_out import Reading, ReadOut
from workbench.i18n import tr

_MOST_IN_TITLE = 3
"""Names in the legend beside the title; more of them get a row of their own below it."""


@dataclass(frozen=True)
class Series:
    """The curve of one run.

    Attributes:
        name: Such as `Run 7`.
        rank: Its place in the chart palette; from the seventh on dashed.
        epochs: Ascending.
        values: As many.
        best_epoch: Ringed, or None.
    """

    name: str
    rank: int
    epochs: tuple[float, ...]
    values: tuple[float, ...]
    best_epoch: float | None = None


class ComparePlot(QWidget):
    """Curves of several runs in one plot; meant for `Card.add_flush(plot, stretch=1)` of a card without a title.

    Signals:
        image_copied: The picture is on the clipboard.
    """

    image_copied = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._series: list[Series] = []
        self._lower_is_better = False
        self._title = ""
        self.head = PlotHead(theme)
        self.panel = PlotPanel(theme)
        self._legend, self._long_legend = Legend(theme), Legend(theme)
        self.head.add(self._legend)
        self._long_legend.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 6)
        column.setSpacing(0)
        column.addWidget(self.head)
        legend_row = QHBoxLayout()
        legend_row.setContentsMargins(13, 0, 13, 0)
        legend_row.addWidget(self._long_legend)
        legend_row.addStretch(1)
        column.addLayout(legend_row)
        column.addWidget(self.panel, 1)
        self._read_out = ReadOut(theme, self.panel)
        self._baseline: tuple[float, str] | None = None
        self.panel.hovered.connect(self._on_hovered)
        self.panel.left.connect(self._on_left)
        self.panel.rescaled.connect(self._draw)
        theme.changed.connect(self._draw)

    def set_title(self, title: str, *, hint: str = "") -> None:
        """Names what is compared."""
        self._title = title
        self.head.set_texts(title, hint)
        self.setAccessibleName(title)
        self.panel.setAccessibleName(title)

    def add_to_title(self, widget: QWidget) -> None:
        """Puts a widget, such as a switch metric / loss, at the right of the title."""
        self.head.add(widget, space=6)

    def set_series(self, series: Sequence[Series], *, lower_is_better: bool = False) -> None:
        """Draws these curves; a loss begins at 0, a metric ends at 1."""
        self._series, self._lower_is_better = list(series), lower_is_better
        entries = [LegendEntry(each.name, each.rank) for each in series]
        is_long = len(entries) > _MOST_IN_TITLE
        self._legend.set_entries([] if is_long else entries)
        self._long_legend.set_entries(entries)
        self._long_legend.setVisible(is_long)
        self._draw()

    def set_baseline(self, value: float | None, *, text: str = "") -> None:
        """Draws the dotted line of a baseline with its name."""
        self._baseline = (value, text) if value is not None else None
        self._draw()

    def set_waiting(self, text: str) -> None:
        """Sets what stands in the middle while there are no curves."""
        self.panel.set_waiting("" if any(each.epochs for each in self._series) else text)

    def copy_image(self) -> None:
        """Puts the picture on the clipboard."""
        copy_picture(self)
        self.image_copied.emit()

    def export(self, path: Path) -> None:
        """Writes a picture, as SVG or PNG by the end of the path.

        Raises:
            OSError: If the file cannot be written.
        """
        save_picture(self, path)

    def summary(self) -> str:
        """The curves in words, for screen readers."""
        pick = min if self._lower_is_better else max
        return " ".join(
            tr(
                "{metric} {value} at best, at epoch {epoch}.",
                metric=f"{each.name}: {self._title}",
                value=f"{pick(each.values):.3f}",
                epoch=f"{each.epochs[each.values.index(pick(each.values))]:.2f}",
            )
            for each in self._series
            if each.values
        )

    def _draw(self) -> None:
        panel = self.panel
        panel.clear_lines()
        drawn = [each for each in self._series if each.epochs]
        panel.set_epochs(float(np.ceil(max((each.epochs[-1] for each in drawn), default=1.0))))
        values = [value for each in drawn for value in each.values]
        values += [self._baseline[0]] if self._baseline else []
        panel.set_values(
            *(0.0, nice_ceiling(max(values, default=1.0))) if self._lower_is_better else metric_range(values)
        )
        for each in drawn:
            style = LineStyle(
                series_color(self._theme, each.rank),
                is_dashed=is_dashed(self._theme, each.rank),
                has_points=len(each.epochs) == 1,
            )
            panel.set_line(each.name, np.array(each.epochs), np.array(each.values), style)
        panel.set_rings([ring for each in drawn for ring in self._ring(each)])
        value, text = self._baseline or (None, "")
        panel.set_baseline(value, text=text)
        if drawn:
            panel.set_waiting("")
        self.setAccessibleDescription(self.summary())

    def _ring(self, series: Series) -> list[tuple[float, float, str]]:
        if series.best_epoch is None:
            return []
        best = series.best_epoch
        place = min(range(len(series.epochs)), key=lambda at: abs(series.epochs[at] - best))
        return [(series.epochs[place], series.values[place], series_color(self._theme, series.rank))]

    def _on_hovered(self, epoch: float) -> None:
        readings = []
        for each in self._series:
            if each.epochs and each.epochs[0] - 0.5 <= epoch <= each.epochs[-1] + 0.5:
                place = min(range(len(each.epochs)), key=lambda at: abs(each.epochs[at] - epoch))
                color = series_color(self._theme, each.rank)
                readings.append(Reading(each.name, f"{each.values[place]:.3f}", color))
        if readings:
            self.panel.set_hover(epoch)
            low, high = self.panel.value_range()
            place_in_widget = self.panel.place_of(epoch, (low + high) / 2).toPoint()
            self._read_out.show_readings(epoch_text(epoch), readings, at=place_in_widget)

    def _on_left(self) -> None:
        self.panel.set_hover(None)
        self._read_out.hide()
