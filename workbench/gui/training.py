"""The run that is being trained, and those that wait for it.

One run trains at a time, in the training engine; this object starts it, stops it, and keeps its story. Panes repaint
from `log` on their own timers, not at every event.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import msgspec
from PySide6.QtCore import QObject, Signal

from workbench.gui.training_log import TrainingLog
from workbench.protocol import (
    AnyEvent,
    RequestCancelled,
    RequestFailed,
    ResumeRun,
    RunFinished,
    RunStarted,
    StartRun,
    UpdateRun,
    is_terminal,
)

if TYPE_CHECKING:
    from workbench.gui.engines import Engines
    from workbench.values import ErrorInfo, Estimate, Version


class QueuedRun(msgspec.Struct, frozen=True, kw_only=True):
    """A run that waits for its turn, with what is known of it."""

    request: StartRun
    version: Version
    model_title: str
    estimate: Estimate | None


class Training(QObject):
    """Starts, watches and ends runs.

    Signals:
        started: A run has begun; `current` and `log` are about it.
        logged: Something was added to `log`.
        stopping: The user asked to stop.
        ended(int, str): The run of that id is over; finished, stopped, interrupted or failed.
        failed(object, object): ErrorInfo of a run that failed or whose engine died, and its id or None.
        queue_changed: Runs wait, or wait no longer.
    """

    started = Signal()
    logged = Signal()
    stopping = Signal()
    ended = Signal(int, str)
    failed = Signal(object, object)
    queue_changed = Signal()

    def __init__(self, engines: Engines, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._engines = engines
        self._request_id: int | None = None
        self._discard = False
        self.current: QueuedRun | None = None
        self.log = TrainingLog()
        self.queue: list[QueuedRun] = []
        self.is_stopping = False

    @property
    def is_running(self) -> bool:
        """Whether a run is being trained now."""
        return self._request_id is not None

    def start(self, run: QueuedRun) -> None:
        """Starts a run, or lets it wait if another is being trained."""
        if self.is_running:
            self.queue.append(run)
            self.queue_changed.emit()
            return
        self.current = run
        self._begin(run.request)

    def resume(self, run: QueuedRun, past: TrainingLog) -> None:
        """Goes on with an interrupted run from its last checkpoint.

        Args:
            run: What it was started with.
            past: Its story so far.

        Raises:
            RuntimeError: If a run is being trained: the caller must offer this only when none is.
        """
        if self.is_running:
            raise RuntimeError("a run is being trained")
        self.current = run
        self._begin(ResumeRun(run_id=past.run_id), past)

    def unqueue(self, index: int) -> QueuedRun:
        """Takes a waiting run out of the queue and returns it, so that it can be put back."""
        run = self.queue.pop(index)
        self.queue_changed.emit()
        return run

    def requeue(self, index: int, run: QueuedRun) -> None:
        """Puts a run back into the queue; it begins at once if nothing is being trained any more."""
        self.queue.insert(index, run)
        self.queue_changed.emit()
        self._start_next()

    def stop_and_keep_best(self) -> None:
        """Ends training after the step at hand; the best epoch is evaluated and kept."""
        self._stop()
        if self._request_id is not None:
            self._engines.stop(self._request_id)

    def interrupt(self) -> None:
        """Ends the run at its checkpoint; it can be resumed later."""
        self._stop()
        if self._request_id is not None:
            self._engines.cancel(self._request_id)

    def discard(self) -> None:
        """Ends the run and hides it; it can be brought back until the window is closed."""
        self._discard = True
        self.interrupt()

    def _begin(self, request: StartRun | ResumeRun, past: TrainingLog | None = None) -> None:
        self.log = past or TrainingLog()
        self.log.ended_s = None
        self.is_stopping = self._discard = False
        self._request_id = self._engines.ask("training", request, self._on_event)
        self.started.emit()

    def _stop(self) -> None:
        self.is_stopping = True
        self.stopping.emit()

    def _on_event(self, event: AnyEvent) -> None:
        self.log.add(event, now_s=time.monotonic())
        if is_terminal(event):
            self._on_ended(event)
        elif isinstance(event, RunStarted):
            self.started.emit()
        else:
            self.logged.emit()

    def _on_ended(self, event: AnyEvent) -> None:
        self._request_id = None
        self.is_stopping = False
        run_id = self.log.run_id
        if self._discard and run_id:
            self._engines.ask("interactive", UpdateRun(run_id=run_id, deleted=True), self._on_discarded)
            return
        if isinstance(event, RunFinished):
            self.ended.emit(event.run_id, event.state)
        elif isinstance(event, RequestCancelled):
            self.ended.emit(run_id, "interrupted")
        elif isinstance(event, RequestFailed):
            self._report_failure(event.error, event.run_id or run_id or None)
        self._start_next()

    def _on_discarded(self, event: AnyEvent) -> None:
        if is_terminal(event):
            self.ended.emit(self.log.run_id, "discarded")
            self._start_next()

    def _report_failure(self, error: ErrorInfo, run_id: int | None) -> None:
        self.failed.emit(error, run_id)
        if run_id is not None:
            self.ended.emit(run_id, "failed")

    def _start_next(self) -> None:
        if self.queue and not self.is_running:
            self.start(self.unqueue(0))
