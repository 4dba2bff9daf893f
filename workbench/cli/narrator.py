"""Tells events in words, for people who watch a terminal."""

from __future__ import annotations

import time
from typing import NamedTuple

from workbench.i18n import N_, render, tr
from workbench.protocol import (
    EvaluationLogged,
    Event,
    PhaseStarted,
    Progressed,
    RunStarted,
    StepLogged,
    TrainingPlanned,
)

PHASES = {
    "loading": N_("Loading the model"),
    "tokenizing": N_("Cutting texts into tokens"),
    "training": N_("Training"),
    "evaluating": N_("Testing"),
    "saving": N_("Saving"),
}

_MINUTE = 60


class Told(NamedTuple):
    """What there is to say of an event: a line that stays, or one that the next one replaces; both may be empty."""

    line: str = ""
    moving: str = ""


class Narrator:
    """Turns a run's events into lines; it remembers the plan, so that it can say what is left."""

    def __init__(self) -> None:
        self._steps = 0
        self._first: StepLogged | None = None
        self._started = time.monotonic()

    def tell(self, event: Event) -> Told:
        """What there is to say of an event."""
        match event:
            case Progressed():
                return Told(moving=_progress(event))
            case RunStarted():
                return Told(line=tr(N_("Run {id} on {device}"), id=event.run_id, device=event.device))
            case PhaseStarted():
                return Told(line=tr(PHASES[event.phase]))
            case TrainingPlanned():
                self._steps, self._first = event.steps, None
                return Told(line=_plan(event))
            case StepLogged():
                return Told(moving=self._step(event))
            case EvaluationLogged():
                return Told(line=_evaluation(event))
        return Told()

    def _step(self, event: StepLogged) -> str:
        first = self._first = self._first or event
        seconds = event.seconds - first.seconds
        if seconds <= 0:
            return tr(N_("Step {n:,} of {total:,}, loss {loss:.3f}"), n=event.step, total=self._steps, loss=event.loss)
        return tr(
            N_("Step {n:,} of {total:,}, loss {loss:.3f}, {speed:.0f} examples/s, {left} left"),
            n=event.step,
            total=self._steps,
            loss=event.loss,
            speed=(event.examples - first.examples) / seconds,
            left=duration((self._steps - event.step) * seconds / (event.step - first.step)),
        )


def duration(seconds: float) -> str:
    """A length of time as people read it: `8 s`, `3 min 20 s`."""
    whole = round(seconds)
    if whole < _MINUTE:
        return tr(N_("{n} s"), n=whole)
    return tr(N_("{minutes} min {n} s"), minutes=whole // _MINUTE, n=whole % _MINUTE)


def _progress(event: Progressed) -> str:
    if event.total <= 0:
        return render(event.what)
    return tr(N_("{what} {percent:.0f} %"), what=render(event.what), percent=100 * event.done / event.total)


def _plan(event: TrainingPlanned) -> str:
    return tr(
        N_("{steps:,} steps in {epochs} epochs; {train:,} training rows, {validation:,} validation rows"),
        steps=event.steps,
        epochs=event.epochs,
        train=event.train_examples,
        validation=event.validation_examples,
    )


def _evaluation(event: EvaluationLogged) -> str:
    figures = ", ".join(f"{name} {value:.3f}" for name, value in sorted(event.metrics.items()))
    template = N_("Epoch {epoch:.1f}: validation loss {loss:.3f}, {figures}, the best so far")
    if not event.is_best:
        template = N_("Epoch {epoch:.1f}: validation loss {loss:.3f}, {figures}")
    return tr(template, epoch=event.epoch, loss=event.loss, figures=figures)
