"""The training loop: a generator of events, so that its order is visible, a cancel is `close()` and a test is a list.

Everything that decides what comes next is in the checkpoint: weights, optimizer, random generators, cursor. A run that
was killed at any moment goes on from its last checkpoint with the losses that it would have had.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from dataclasses import dataclass

from workbench.protocol import Event
from workbench.training.trainer import Trainer


@dataclass(frozen=True)
class Fitted:
    """How training ended; the model then has the weights of its best checkpoint.

    Attributes:
        epochs: Epochs done, as a fraction.
        best_epoch: Where the best checkpoint was, likewise.
        best_metric: The metric there; None if there are no validation examples.
        was_stopped: Whether the user ended it early.
    """

    epochs: float
    best_epoch: float
    best_metric: float | None
    was_stopped: bool


def fit(trainer: Trainer, stop_requested: Callable[[], bool]) -> Generator[Event, None, Fitted]:
    """Trains to the end, or until it no longer improves, or until it is stopped; then goes back to the best weights.

    Closing the generator saves a checkpoint, from which a trainer of the same plan goes on.

    Args:
        trainer: What does each step; new, or gone back to its last checkpoint.
        stop_requested: Asked before every step.

    Yields:
        TrainingPlanned, then StepLogged, EvaluationLogged and CheckpointSaved as they happen, and Progressed while the
        validation rows are looked at.

    Raises:
        RunError: If the loss is no longer a number.
    """
    was_stopped = False
    try:
        yield trainer.planned()
        while True:
            if trainer.is_check_due:
                yield from trainer.check()
            elif trainer.is_checkpoint_due:
                yield trainer.save()
            was_stopped = not trainer.is_done and stop_requested()
            if trainer.is_done or was_stopped:
                break
            yield trainer.step()
        if not trainer.is_checked:
            yield from trainer.check()
    except GeneratorExit:
        trainer.save()
        raise
    trainer.load_best()
    return Fitted(
        epochs=trainer.epochs,
        best_epoch=trainer.progress.best_epoch,
        best_metric=trainer.progress.best_metric,
        was_stopped=was_stopped,
    )
