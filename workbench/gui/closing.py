"""The question that is asked when the window is closed during a run."""

from __future__ import annotations

import time
from collections.abc import Callable

from workbench.gui.choice_dialog import Choice
from workbench.gui.training import Training
from workbench.i18n import sentences, tr


def closing_title(training: Training) -> str:
    """The question."""
    if training.log.run_id:
        return tr("Close while Run {id} is training?", id=training.log.run_id)
    return tr("Close while a run is starting?")


def closing_facts(training: Training) -> str:
    """How far the run is."""
    log = training.log
    if log.last_step is None or log.plan is None:
        return ""
    facts = tr("Epoch {epoch:.1f} of {epochs}.", epoch=log.last_step.epoch, epochs=log.plan.epochs)
    if log.best is not None:
        facts = sentences(facts, tr("The best so far is epoch {epoch:.1f}.", epoch=log.best.epoch))
    return facts


def closing_choices(training: Training, *, keep_best: Callable[[], None], leave: Callable[[], None]) -> list[Choice]:
    """The answers, the safe one first."""
    choices = [Choice(tr("Continue training"), _stay(training))]
    if training.log.evaluations:
        choices.append(
            Choice(
                tr("Stop and keep the best"),
                tr("The best epoch is tested and kept; then the window closes."),
                keep_best,
            )
        )
    consequence = (
        tr("Training goes on from the last checkpoint when you resume the run.")
        if training.log.has_checkpoint
        else tr("There is no checkpoint yet: the run starts over when you resume it.")
    )
    choices.append(Choice(tr("Close and resume later"), consequence, leave))
    return choices


def _stay(training: Training) -> str:
    left = training.log.seconds_left(now_s=time.monotonic())
    if left is None:
        return tr("The window stays open.")
    if left < 60:
        return tr(
            "The window stays open. About {n} s is left.",
            "The window stays open. About {n} s are left.",
            n=max(1, round(left)),
        )
    return tr(
        "The window stays open. About {n} min is left.",
        "The window stays open. About {n} min are left.",
        n=round(left / 60),
    )
