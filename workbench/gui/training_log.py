"""What one run has told so far, in the form that plots and tables read; built from events or from the library."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from workbench.protocol import (
    CheckpointSaved,
    EvaluationLogged,
    Event,
    PhaseStarted,
    RunStarted,
    StepLogged,
    TerminalEvent,
    TrainingPlanned,
)
from workbench.values import PhaseEstimate, PhaseName

if TYPE_CHECKING:
    from workbench.store import Library

RECENT_STEPS = 50
"""Speed and time left are judged by this many steps."""


@dataclass
class TrainingLog:
    """The story of one run.

    Attributes:
        run_id: 0 until the engine has told it.
        phases: The expected phases, in order.
        phase: The phase at hand, None before the first and after the last.
        phase_started: Seconds (of the clock given to `add`) at which each phase began.
        plan: Length of the training phase, once known.
        step_epochs: For each step, the epoch as a fraction.
        step_losses: For each step, its training loss.
        evaluations: The looks at the validation rows, in order.
        ended_s: When the run ended, by the clock given to `add`; None while it goes on.
    """

    run_id: int = 0
    device: str = ""
    phases: tuple[PhaseEstimate, ...] = ()
    phase: PhaseName | None = None
    phase_started: dict[PhaseName, float] = field(default_factory=dict)
    plan: TrainingPlanned | None = None
    last_step: StepLogged | None = None
    step_epochs: list[float] = field(default_factory=list)
    step_losses: list[float] = field(default_factory=list)
    evaluations: list[EvaluationLogged] = field(default_factory=list)
    has_checkpoint: bool = False
    ended_s: float | None = None
    _recent: list[tuple[int, int, float]] = field(default_factory=list)

    def add(self, event: Event, *, now_s: float) -> None:
        """Takes in one event of the run.

        Args:
            event: Any event; those that do not belong to a run are passed over.
            now_s: A steady clock, in seconds.
        """
        if isinstance(event, StepLogged):
            self._add_step(event)
        elif isinstance(event, EvaluationLogged):
            self.evaluations.append(event)
        elif isinstance(event, PhaseStarted):
            self.phase = event.phase
            self.phase_started.setdefault(event.phase, now_s)
        elif isinstance(event, TrainingPlanned):
            self.plan = event
        elif isinstance(event, RunStarted):
            self.run_id, self.phases, self.device = event.run_id, event.phases, event.device
        elif isinstance(event, CheckpointSaved):
            self.has_checkpoint = True
        elif isinstance(event, TerminalEvent):
            self.ended_s = now_s

    @classmethod
    def of_past_run(cls, library: Library, run_id: int) -> TrainingLog:
        """Reads the story of a run that is over."""
        log = cls(run_id=run_id)
        for step in library.steps(run_id):
            log._add_step(step)
        log.evaluations = library.evaluations(run_id)
        log.has_checkpoint = bool(library.checkpoints(run_id))
        return log

    @property
    def best(self) -> EvaluationLogged | None:
        """The best look at the validation rows so far."""
        return next((e for e in reversed(self.evaluations) if e.is_best), None)

    @property
    def progress(self) -> float:
        """Share of the training phase that is done, 0 to 1."""
        if self.plan is None or self.last_step is None or not self.plan.steps:
            return 1.0 if self.phase in ("evaluating", "saving") else 0.0
        return min(1.0, self.last_step.step / self.plan.steps)

    @property
    def examples_per_s(self) -> float:
        """Examples learned from in each second of late; 0 before the second step."""
        if len(self._recent) < 2:
            return 0.0
        (_, first, began), (_, last, ended) = self._recent[0], self._recent[-1]
        return (last - first) / (ended - began) if ended > began else 0.0

    @property
    def seconds_to_evaluation(self) -> float | None:
        """Expected seconds to the next look at the validation rows; None before two of them, or when none follows."""
        if self.last_step is None or self.plan is None or len(self.evaluations) < 2 or len(self._recent) < 2:
            return None
        due = 2 * self.evaluations[-1].step - self.evaluations[-2].step
        if not self.last_step.step <= due <= self.plan.steps:
            return None
        return (due - self.last_step.step) * self._seconds_a_step

    @property
    def _seconds_a_step(self) -> float:
        (first, _, began), (last, _, ended) = self._recent[0], self._recent[-1]
        return (ended - began) / (last - first)

    def seconds_left(self, *, now_s: float) -> float | None:
        """Expected seconds to the end of the run, or None where nothing is known yet."""
        if not self.phases or self.phase is None:
            return None
        names = [p.phase for p in self.phases]
        later = sum(p.seconds for p in self.phases[names.index(self.phase) + 1 :])
        return later + self._phase_left(now_s)

    def _phase_left(self, now_s: float) -> float:
        if self.phase == "training" and self.plan and self.last_step and len(self._recent) > 1:
            return (self.plan.steps - self.last_step.step) * self._seconds_a_step
        expected = next(p.seconds for p in self.phases if p.phase == self.phase)
        used = now_s - self.phase_started[self.phase] if self.phase in self.phase_started else 0.0
        return max(0.0, expected - used)

    def _add_step(self, event: StepLogged) -> None:
        if self.last_step is not None and event.step <= self.last_step.step:  # resumed from an earlier checkpoint
            keep = sum(1 for e in self.step_epochs if e < event.epoch)
            del self.step_epochs[keep:], self.step_losses[keep:]
            self.evaluations = [e for e in self.evaluations if e.step < event.step]
            self._recent.clear()
        self.last_step = event
        self.step_epochs.append(event.epoch)
        self.step_losses.append(event.loss)
        self._recent.append((event.step, event.examples, event.seconds))
        del self._recent[:-RECENT_STEPS]
