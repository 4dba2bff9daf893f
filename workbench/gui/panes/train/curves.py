"""Feeds the plot from the story of a run: only what is new, and everything anew where the story is another."""

from __future__ import annotations

from workbench.gui.panes.train import words
from workbench.gui.panes.train.presenter import TrainPresenter
from workbench.gui.theme import Theme
from workbench.gui.training_log import TrainingLog
from workbench.gui.widgets.metric_plot import MetricPlot, View
from workbench.gui.widgets.segmented import Option, Segmented
from workbench.i18n import tr


class Curves:
    """The plot of loss and metric, and how much of the log it has drawn."""

    def __init__(self, theme: Theme) -> None:
        self.plot = MetricPlot(theme)
        self._is_low = False
        self._view: View = "loss"
        self.switches = (Segmented(theme), Segmented(theme))  # one in each title: only one plot's is to be seen
        for of_metric, switch in enumerate(self.switches):
            switch.hide()
            switch.chosen.connect(self._on_view_chosen)
            self.plot.add_to_title(switch, of_metric=bool(of_metric))
        self._log: TrainingLog | None = None
        self._steps = self._evaluations = 0

    def retranslate(self) -> None:
        """Sets every text anew."""
        for switch in self.switches:
            switch.set_options([Option("loss", tr("loss")), Option("metric", tr("metric"))])
            switch.set_current(self._view)
        self.plot.retranslate()

    def set_low(self, is_low: bool) -> None:
        """Shows one plot with a switch where the window is low, else both."""
        self._is_low = is_low
        for switch in self.switches:
            switch.setVisible(is_low)
            switch.set_current(self._view)
        self.plot.set_view(self._view if is_low else "both")

    def show_log(self, presenter: TrainPresenter) -> None:
        """Draws what has come since the last time."""
        log = presenter.log
        if log is not self._log or len(log.step_epochs) < self._steps or len(log.evaluations) < self._evaluations:
            self.plot.clear()
            self._log, self._steps, self._evaluations = log, 0, 0
        self.plot.set_waiting(words.waiting(presenter))
        self.plot.append_steps(log.step_epochs[self._steps :], log.step_losses[self._steps :])
        for look in log.evaluations[self._evaluations :]:
            self.plot.append_evaluation(look.epoch, loss=look.loss, metric=look.metrics.get(presenter.metric, 0.0))
        self._steps, self._evaluations = len(log.step_epochs), len(log.evaluations)
        self._mark(presenter)
        self.plot.refresh()

    def _mark(self, presenter: TrainPresenter) -> None:
        log = presenter.log
        self.plot.set_metric(tr(presenter.metric_title), hint=tr("validation, higher is better"))
        self.plot.set_note(words.metric_note(presenter))
        self.plot.set_epochs(float(presenter.epochs or (presenter.run.epochs if presenter.run else 0)))
        best = log.best
        if best is None:
            self.plot.set_best(None)
        elif presenter.is_going:
            self.plot.set_best(best.epoch, text=tr("best so far: {place}", place=words.at_epoch(best.epoch)))
        else:
            self.plot.set_best(best.epoch, text=tr("best: {place}", place=words.at_epoch(best.epoch)))
        value = presenter.baseline_figure
        text = tr("simple baseline {value}", value=f"{value:.2f}") if value is not None else ""
        self.plot.set_baseline(value, text=text)

    def _on_view_chosen(self, view: str) -> None:
        self._view = "metric" if view == "metric" else "loss"
        self.set_low(self._is_low)
