"""Feeds the plot from the story of a run: only what is new, and everything anew where the story is another."""

from __future__ import annotations

from workbench.gui.pane import PaneContext
from workbench.gui.panes.train import words
from workbench.gui.panes.train.presenter import TrainPresenter
from workbench.gui.theme import Theme
from workbench.gui.training_log import TrainingLog
from workbench.gui.widgets.metric_plot import MetricPlot
from workbench.gui.widgets.segmented import Option, Segmented
from workbench.i18n import tr


class Curves:
    """The plot of loss and metric, and how much of the log it has drawn."""

    def __init__(self, theme: Theme) -> None:
        self.plot = MetricPlot(theme)
        self._switch = Segmented(theme)
        self._switch.hide()
        self._switch.chosen.connect(self._on_view_chosen)
        self.plot.add_to_title(self._switch)
        self._log: TrainingLog | None = None
        self._steps = self._evaluations = 0

    def retranslate(self) -> None:
        """Sets every text anew."""
        self._switch.set_options([Option("loss", tr("loss")), Option("metric", tr("metric"))])
        self.plot.retranslate()

    def set_low(self, is_low: bool) -> None:
        """Shows one plot with a switch where the window is low, else both."""
        self._switch.setVisible(is_low)
        if is_low:
            self._on_view_chosen(self._switch.current() or "loss")
        else:
            self.plot.set_view("both")

    def show_log(self, presenter: TrainPresenter, context: PaneContext) -> None:
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
        self._mark(presenter, context)
        self.plot.refresh()

    def _mark(self, presenter: TrainPresenter, context: PaneContext) -> None:
        log = presenter.log
        self.plot.set_metric(tr(presenter.metric_title), hint=tr("validation, higher is better"))
        self.plot.set_note(words.metric_note(presenter))
        if log.plan is not None:
            self.plot.set_epochs(log.plan.epochs)
        elif presenter.run is not None:
            self.plot.set_epochs(float(presenter.run.settings.get("epochs", 0)) or presenter.run.epochs)
        best = log.best
        if best is None:
            self.plot.set_best(None)
        elif context.training.is_running:
            self.plot.set_best(best.epoch, text=tr("best so far: epoch {epoch}", epoch=words.epoch(best.epoch)))
        else:
            self.plot.set_best(best.epoch, text=tr("best: epoch {epoch}", epoch=words.epoch(best.epoch)))
        report = context.session.baseline.report if context.session.baseline else None
        if report is None:
            self.plot.set_baseline(None)
        else:
            value = report.figures.macro_f1
            self.plot.set_baseline(value, text=tr("simple baseline {value}", value=f"{value:.2f}"))

    def _on_view_chosen(self, view: str) -> None:
        self.plot.set_view("metric" if view == "metric" else "loss")
