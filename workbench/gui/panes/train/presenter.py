"""What the Train pane decides: which run it shows, in which state that is, and what can be done about it."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Literal

from PySide6.QtCore import QObject, Signal

from workbench.errors import WorkbenchError
from workbench.gui.pane import PaneContext
from workbench.gui.training_log import TrainingLog
from workbench.settings import TRAINING, complete
from workbench.tasks import base as tasks
from workbench.values import ErrorInfo, Run

TrainState = Literal["locked", "ready", "starting", "running", "stopping", "finished", "interrupted", "failed"]

_STATE_OF_RUN: dict[str, TrainState] = {
    "finished": "finished",
    "stopped": "finished",
    "interrupted": "interrupted",
    "failed": "failed",
    "running": "interrupted",
}


class TrainPresenter(QObject):
    """The decisions of the Train pane.

    Signals:
        changed: Another state, run or error.
        logged: Something came in; to be drawn on the view's timer.
    """

    changed = Signal()
    logged = Signal()

    def __init__(self, context: PaneContext, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__()
        self._context = context
        self._session = context.session
        self._training = context.training
        self._clock = clock
        self.log = TrainingLog()
        self.run: Run | None = None
        self.error: ErrorInfo | None = None
        self._source = ""
        self._wanted: int | None = None
        self._training.started.connect(self._on_started)
        self._training.logged.connect(self.logged)
        self._training.stopping.connect(self.changed)
        self._training.ended.connect(self._on_ended)
        self._training.failed.connect(self._on_failed)
        self._training.queue_changed.connect(self.changed)
        for signal in (
            self._session.version_changed,
            self._session.baseline_changed,
            self._session.estimate_changed,
            self._session.model_changed,
            self._session.settings_changed,
            self._session.runs_changed,
        ):
            signal.connect(self._on_session_changed)

    @property
    def state(self) -> TrainState:
        """What is going on."""
        if self._training.is_running:
            if self._training.is_stopping:
                return "stopping"
            return "running" if self.log.run_id and self.log.phase else "starting"
        if self.error is not None and self.run is None:
            return "failed"
        if self.run is not None:
            return "failed" if self.error and self.run.state == "running" else _STATE_OF_RUN[self.run.state]
        return "ready" if self._session.missing() is None else "locked"

    @property
    def can_resume(self) -> bool:
        """Whether the run shown was interrupted and can go on."""
        return self.state in ("interrupted", "failed") and self.run is not None and self.log.has_checkpoint

    @property
    def metric(self) -> str:
        """The key of the metric that chooses the best epoch."""
        return tasks.spec(self._session.task).metric

    @property
    def metric_title(self) -> str:
        """The metric's name, not yet translated."""
        return tasks.spec(self._session.task).metric_title

    @property
    def is_going(self) -> bool:
        """Whether the run shown is being trained now."""
        return self._training.is_running

    @property
    def baseline_figure(self) -> float | None:
        """The selection metric of the simple baseline that the run shown is measured against, None if unknown."""
        if self.run is not None and self.run.report is not None and self.run.report.baseline is not None:
            return self.run.report.baseline.macro_f1
        baseline = self._session.baseline
        if baseline is None or baseline.report is None:
            return None
        is_other_data = self.run is not None and self.run.version_id != baseline.version_id
        return None if is_other_data else baseline.report.figures.macro_f1

    @property
    def source(self) -> str:
        """The name of the file that the run shown learned from; empty if it is gone."""
        current = self._training.current
        if self._training.is_running and current is not None:
            return current.version.name
        return self._source

    @property
    def epochs(self) -> int:
        """The epochs of the run shown, or of the next one; 0 if unknown."""
        current = self._training.current
        if self.log.plan is not None:
            return self.log.plan.epochs
        if self.run is not None:
            return int(self.run.settings.get("epochs", 0))
        is_starting = self._training.is_running and current is not None
        settings = current.request.settings if is_starting and current else self._session.settings
        return int(complete(TRAINING, settings)["epochs"])

    def seconds_left(self) -> float | None:
        """Expected seconds to the end of the run."""
        return self.log.seconds_left(now_s=self._clock())

    def phase_seconds(self, index: int) -> float:
        """How long a phase that is over took, or how long the present one has gone on."""
        names = [p.phase for p in self.log.phases]
        began = self.log.phase_started.get(names[index])
        if began is None:
            return 0.0
        later = [self.log.phase_started[n] for n in names[index + 1 :] if n in self.log.phase_started]
        now = self.log.ended_s if self.log.ended_s is not None else self._clock()
        return (later[0] if later else now) - began

    def show_last_run(self) -> None:
        """After a start of the window: the story of the newest fine-tuned run."""
        if self._training.is_running or self.run is not None:
            return
        newest = next((run for run in self._session.library.runs() if run.model.kind != "baseline"), None)
        if newest is not None and not self._is_over_and_about_other_data(newest):
            self._show(newest)

    def bring_back(self, run_id: int) -> None:
        """Shows a run again that was discarded, as soon as the library has it back; not over another that goes on."""
        self._wanted = run_id

    def resume(self) -> None:
        """Goes on with the run shown, if that can be."""
        if self.can_resume and self.run is not None:
            self._session.resume_run(self.run.id)

    def _show(self, run: Run) -> None:
        self.run = run
        self.error = run.error
        self._load_source()
        self.log = TrainingLog.of_past_run(self._session.library, run.id)
        self.changed.emit()

    def _load_row(self, run_id: int) -> None:
        try:
            self.run = self._session.library.run(run_id) if run_id else None
        except WorkbenchError:
            self.run = None
        self._load_source()

    def _load_source(self) -> None:
        try:
            self._source = self._session.library.version(self.run.version_id).name if self.run else ""
        except WorkbenchError:
            self._source = ""

    def _on_started(self) -> None:
        self.log = self._training.log
        self.error = None
        self._load_row(self.log.run_id)
        self.changed.emit()

    def _on_ended(self, run_id: int, state: str) -> None:
        if state == "discarded":
            self.run, self.error, self.log = None, None, TrainingLog()
        else:
            self._load_row(run_id)
        self.changed.emit()

    def _on_failed(self, error: ErrorInfo, run_id: int | None) -> None:
        self.error = error
        self._load_row(run_id or 0)
        self.changed.emit()

    def _on_session_changed(self) -> None:
        self._show_wanted()
        if self.run is not None and not self.is_going and self._is_over_and_about_other_data(self.run):
            self.run, self.error, self.log = None, None, TrainingLog()
        if self.run is not None and not self._training.is_running:
            self._load_row(self.run.id)
        self.changed.emit()

    def _is_over_and_about_other_data(self, run: Run) -> bool:
        """Whether a run is complete, and a file is open that it did not learn from: then the next run is the news."""
        version = self._session.version
        if version is None or version.id == run.version_id or run.state not in ("finished", "stopped"):
            return False
        try:
            return self._session.library.version(run.version_id).dataset_id != version.dataset_id
        except WorkbenchError:
            return True

    def _show_wanted(self) -> None:
        if self._wanted is None or self._training.is_running:
            return
        run = next((run for run in self._session.library.runs() if run.id == self._wanted), None)
        if run is not None:
            self._wanted = None
            self._show(run)
