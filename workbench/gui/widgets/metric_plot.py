"""The curves of a run: loss above, metric below, over the same epochs; drawn when the owner's timer says so."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Literal

import numpy as np
from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QVBoxLayout, QWidget

from workbench.gui.theme import Theme
from workbench.gui.widgets.buttons import icon_button
from workbench.gui.widgets.hairline import Hairline
from workbench.gui.widgets.label import Label
from workbench.gui.widgets.legend import Legend, LegendEntry, series_color
from workbench.gui.widgets.plot_axes import epoch_text, round_step
from workbench.gui.widgets.plot_data import Evaluation, RunCurves, nice_ceiling
from workbench.gui.widgets.plot_export import copy_picture, save_picture
from workbench.gui.widgets.plot_head import PlotHead
from workbench.gui.widgets.plot_panel import LineStyle, PlotPanel
from workbench.gui.widgets.read_out import Reading, ReadOut
from workbench.gui.widgets.slider import Slider
from workbench.i18n import sentences, tr

SMOOTHING = 0.6
RAW_OPACITY = 0.32
TRAINING, VALIDATION, METRIC = 0, 1, 2  # places in the chart palette

View = Literal["both", "loss", "metric"]


class MetricPlot(QWidget):
    """Loss and metric of one run; meant for `Card.add_flush(plot, stretch=1)` of a card without a title.

    Feed it with `append_steps` and `append_evaluation` as events come (cheap, nothing is drawn) and call `refresh()`
    from a timer; it draws only if something has changed.

    Signals:
        smoothing_changed: (position of the slider, 0 to 1)
        export_chosen: ("png", "svg" or "csv") The owner asks for a path and calls `export`.
        image_copied: The picture is on the clipboard.
    """

    smoothing_changed = Signal(float)
    export_chosen = Signal(str)
    image_copied = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._curves = RunCurves(SMOOTHING)
        self._epochs = 1.0
        self._metric = ("macro-F1", "")
        self._best: float | None = None
        self._best_text = ""
        self._baseline: tuple[float, str] | None = None
        self._waiting = ""
        self._stale = {"loss", "metric"}  # the plots that are to be drawn anew
        self._heads = (PlotHead(theme), PlotHead(theme))
        self.loss_panel = PlotPanel(theme, has_epoch_names=False)
        self.metric_panel = PlotPanel(theme)
        self._legend = Legend(theme)
        self._slider = Slider(theme)
        self._slider.set_number(SMOOTHING)
        self._slider.setFixedWidth(92)
        self._slider_name = Label(theme, "small", tone="text_2")
        self._note = Label(theme, "small", tone="text_2")
        self._copy = icon_button(theme, "copy", "")
        self._export = icon_button(theme, "upload", "")
        self._line = Hairline(theme)
        self._lay_out()
        self._read_outs = (ReadOut(theme, self.loss_panel), ReadOut(theme, self.metric_panel))
        self._connect()
        self.retranslate()

    # What the owner sets

    def set_metric(self, title: str, *, hint: str = "") -> None:
        """Names the metric, such as `Macro-F1`."""
        if (title, hint) != self._metric:
            self._metric = (title, hint)
            self.retranslate()

    def set_note(self, text: str) -> None:
        """Sets the words at the right of the metric's title, such as `checked 11 times, next in 4 s`."""
        self._note.set_text(text)

    def set_epochs(self, total: float) -> None:
        """Sets the length of the epoch axis."""
        if total != self._epochs:
            self._epochs = total
            for panel in (self.loss_panel, self.metric_panel):
                panel.set_epochs(total)
            self._make_stale()

    def set_waiting(self, text: str) -> None:
        """Sets what stands in a plot without data, such as `Waiting for the first evaluation, about 12 s`."""
        if text != self._waiting:
            self._waiting = text
            self._make_stale()

    def set_best(self, epoch: float | None, *, text: str = "") -> None:
        """Marks the best epoch in both plots, with a text such as `best so far: epoch 2`."""
        if (epoch, text) != (self._best, self._best_text):
            self._best, self._best_text = epoch, text
            self._make_stale()

    def set_baseline(self, value: float | None, *, text: str = "") -> None:
        """Draws the dotted line of a baseline in the metric's plot, with a text such as `simple baseline 0.79`."""
        wanted = (value, text) if value is not None else None
        if wanted != self._baseline:
            self._baseline = wanted
            self._stale.add("metric")

    def set_view(self, view: View) -> None:
        """Shows both plots, or one of them where the window is low."""
        self._heads[0].setVisible(view != "metric")
        self.loss_panel.setVisible(view != "metric")
        self._heads[1].setVisible(view != "loss")
        self.metric_panel.setVisible(view != "loss")
        self._line.setVisible(view == "both")
        self.loss_panel.set_epoch_names(view == "loss")

    def add_to_title(self, widget: QWidget, *, of_metric: bool = False) -> None:
        """Puts a widget, such as a switch of the views, at the right of the upper title, or of the metric's."""
        self._heads[1 if of_metric else 0].add(widget, space=6)

    def clear(self) -> None:
        """Forgets the run."""
        self._curves = RunCurves(self._slider.number())
        self._best, self._baseline = None, None
        for panel in (self.loss_panel, self.metric_panel):
            panel.clear_lines()
        self._make_stale()

    def append_steps(self, epochs: Sequence[float], losses: Sequence[float]) -> None:
        """Appends training steps: at which epoch (a fraction, ascending), with which loss."""
        if len(epochs):
            self._curves.append_steps(epochs, losses)
            self._stale.add("loss")

    def append_evaluation(self, epoch: float, *, loss: float, metric: float) -> None:
        """Appends one look at the validation rows."""
        self._curves.evaluations.append(Evaluation(epoch, loss, metric))
        self._make_stale()

    def set_smoothing(self, smoothing: float) -> None:
        """Sets the position of the smoothing slider, 0 to 1."""
        self._slider.set_number(smoothing)

    def refresh(self) -> None:
        """Draws what has come since the last time."""
        if not self._stale:
            return
        stale, self._stale = self._stale, set()
        if "loss" in stale:
            self._draw_loss()
        if "metric" in stale:
            self._draw_metric()
        told = self.summary()
        self.setAccessibleDescription(told)
        self.loss_panel.setAccessibleDescription(told)

    def retranslate(self) -> None:
        """Sets the plot's own texts anew."""
        self._heads[0].set_texts(tr("Loss"), tr("lower is better"))
        self._heads[1].set_texts(*self._metric)
        self._legend.set_entries([LegendEntry(tr("training"), TRAINING), LegendEntry(tr("validation"), VALIDATION)])
        self._slider_name.set_text(
            tr("Smoothing"), tooltip=tr("Averages the training loss over more steps. The raw line stays behind it.")
        )
        self._slider.setAccessibleName(tr("Smoothing"))
        self._copy.set_tooltip(tr("Copy as image"))
        self._export.set_tooltip(tr("Export the curves"))
        self.setAccessibleName(tr("Training curves"))
        self.loss_panel.setAccessibleName(tr("Loss"))
        self.metric_panel.setAccessibleName(self._metric[0])
        self._make_stale()

    def export(self, path: Path) -> None:
        """Writes the curves: numbers if the path ends in .csv, else a picture (.svg or .png).

        Raises:
            OSError: If the file cannot be written.
        """
        if path.suffix.lower() == ".csv":
            path.write_text(self._curves.to_csv(self._metric[0]), encoding="utf-8", newline="")
        else:
            save_picture(self, path)

    def copy_image(self) -> None:
        """Puts the picture on the clipboard."""
        copy_picture(self)
        self.image_copied.emit()

    def summary(self) -> str:
        """The curves in words, for screen readers."""
        evaluations = self._curves.evaluations
        losses = self._curves.smooth.values()
        if not len(losses):
            return self._waiting
        parts = [
            tr("Training loss {loss} at epoch {epoch}.", loss=f"{losses[-1]:.3f}", epoch=f"{self._last_epoch():.2f}")
        ]
        if evaluations:
            best = max(evaluations, key=lambda each: each.metric)
            lowest = min(evaluations, key=lambda each: each.loss)
            parts.append(
                tr(
                    "Validation loss {loss} at best, at epoch {epoch}.",
                    loss=f"{lowest.loss:.3f}",
                    epoch=f"{lowest.epoch:.2f}",
                )
            )
            parts.append(
                tr(
                    "{metric} {value} at best, at epoch {epoch}.",
                    metric=self._metric[0],
                    value=f"{best.metric:.3f}",
                    epoch=f"{best.epoch:.2f}",
                )
            )
        return sentences(*parts)

    # Inside

    def _lay_out(self) -> None:
        self._heads[0].add(self._legend)
        self._heads[0].add(self._slider_name, space=6)
        self._heads[0].add(self._slider)
        self._heads[0].add(self._copy, space=12)
        self._heads[0].add(self._export)
        self._heads[1].add(self._note)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 6)
        column.setSpacing(0)
        for widget, stretch in (
            (self._heads[0], 0),
            (self.loss_panel, 10),
            (self._line, 0),
            (self._heads[1], 0),
            (self.metric_panel, 8),
        ):
            column.addWidget(widget, stretch)
        self.metric_panel.setXLink(self.loss_panel)

    def _connect(self) -> None:
        self._slider.value_changed.connect(self._on_smoothing_changed)
        self._copy.clicked.connect(self.copy_image)
        self._export.clicked.connect(self._open_export_menu)
        for panel in (self.loss_panel, self.metric_panel):
            panel.set_epochs(self._epochs)
            panel.hovered.connect(self._on_hovered)
            panel.left.connect(self._on_left)
            panel.rescaled.connect(self._redraw)
            panel.getViewBox().sigXRangeChanged.connect(self._on_zoomed)
        self._theme.changed.connect(self._redraw)

    def _draw_loss(self) -> None:
        curves, panel = self._curves, self.loss_panel
        x, raw, smooth = curves.epochs.values(), curves.losses.values(), curves.smooth.values()
        looks = curves.evaluations
        panel.set_waiting("" if len(x) or looks else self._waiting)
        tops = [each.loss for each in looks] + ([float(np.nanpercentile(raw, 99.5))] if len(raw) else [])
        panel.set_values(0.0, nice_ceiling(max(tops, default=1.2)))
        color = series_color(self._theme, TRAINING)
        panel.set_line("raw", x, raw, LineStyle(color, width=1, opacity=RAW_OPACITY))
        panel.set_line("smooth", x, smooth, LineStyle(color))
        validation = LineStyle(series_color(self._theme, VALIDATION), has_points=True)
        panel.set_line("validation", _array(looks, "epoch"), _array(looks, "loss"), validation)
        panel.set_best(self._best, text=self._best_text)

    def _draw_metric(self) -> None:
        panel, looks = self.metric_panel, self._curves.evaluations
        panel.set_waiting("" if looks else self._waiting)
        values = [each.metric for each in looks] + ([self._baseline[0]] if self._baseline else [])
        panel.set_values(*metric_range(values))
        color = series_color(self._theme, METRIC)
        style = LineStyle(color, has_points=True)
        panel.set_line("metric", _array(looks, "epoch"), _array(looks, "metric"), style)
        best = self._curves.nearest_evaluation(self._best) if self._best is not None else None
        panel.set_rings([(best.epoch, best.metric, color)] if best else [])
        panel.set_best(self._best, value=best.metric if best else None, caption=f"{best.metric:.2f}" if best else "")
        value, text = self._baseline or (None, "")
        panel.set_baseline(value, text=text)

    def _last_epoch(self) -> float:
        epochs = self._curves.epochs.values()
        return float(epochs[-1]) if len(epochs) else 0.0

    def _make_stale(self) -> None:
        self._stale = {"loss", "metric"}

    def _redraw(self) -> None:
        self._make_stale()
        self.refresh()

    def _on_smoothing_changed(self, smoothing: float) -> None:
        self._curves.set_smoothing(smoothing)
        self._redraw()
        self.smoothing_changed.emit(smoothing)

    def _on_zoomed(self) -> None:
        if len(self._curves.epochs):
            self._make_stale()  # the owner's timer thins the lines for the new view

    def _on_hovered(self, epoch: float) -> None:
        step = self._curves.nearest_step(epoch)
        look = self._curves.nearest_evaluation(epoch)
        if step < 0 and look is None:
            return
        at = float(self._curves.epochs.values()[step]) if step >= 0 else epoch
        title = epoch_text(at) if step < 0 else tr("{epoch}, step {n:,}", epoch=epoch_text(at), n=step + 1)
        readings = []
        if step >= 0:
            value = f"{self._curves.smooth.values()[step]:.3f}"
            readings.append(Reading(tr("training"), value, series_color(self._theme, TRAINING)))
        if look is not None:
            readings.append(Reading(tr("validation"), f"{look.loss:.3f}", series_color(self._theme, VALIDATION)))
            readings.append(Reading(self._metric[0], f"{look.metric:.3f}", series_color(self._theme, METRIC)))
        self._show_readings(at, title, readings)

    def _show_readings(self, epoch: float, title: str, readings: Sequence[Reading]) -> None:
        """Draws the line through both plots, and the box in the one that the mouse or the focus is in."""
        is_lower = self.sender() is self.metric_panel
        for panel, box, has_box in (
            (self.loss_panel, self._read_outs[0], not is_lower),
            (self.metric_panel, self._read_outs[1], is_lower),
        ):
            panel.set_hover(epoch)
            box.setVisible(has_box)
            if has_box:
                low, high = panel.value_range()
                box.show_readings(title, readings, at=panel.place_of(epoch, (low + 2 * high) / 3).toPoint())

    def _on_left(self) -> None:
        for panel, box in zip((self.loss_panel, self.metric_panel), self._read_outs, strict=True):
            panel.set_hover(None)
            box.hide()

    def _open_export_menu(self) -> None:
        menu = QMenu(self)
        for kind, text in (("png", tr("Image (PNG)")), ("svg", tr("Drawing (SVG)")), ("csv", tr("Numbers (CSV)"))):
            action = QAction(text, menu)
            action.setData(kind)
            menu.addAction(action)
        menu.triggered.connect(self._on_export_chosen)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self._export.mapToGlobal(self._export.rect().bottomLeft()))

    def _on_export_chosen(self, action: QAction) -> None:
        self.export_chosen.emit(action.data())


def metric_range(values: Sequence[float]) -> tuple[float, float]:
    """The range of a metric between 0 and 1 that shows all values: from a round number below them up to 1."""
    finite = [value for value in values if np.isfinite(value)]
    if not finite:
        return 0.0, 1.0
    low, high = min(finite), max(max(finite), 1.0)
    step = round_step(high - min(low, high - 0.05), 4)
    return max(float(np.floor(low / step - 0.15) * step), min(0.0, low)), high


def _array(looks: Sequence[Evaluation], name: str) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    return np.array([getattr(each, name) for each in looks], dtype=np.float64)
