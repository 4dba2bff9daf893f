"""The story of a run, as plots and tables read it."""

from __future__ import annotations

import pytest

from workbench.gui.training_log import TrainingLog
from workbench.protocol import EvaluationLogged, PhaseStarted, RunStarted, StepLogged, TrainingPlanned
from workbench.values import PhaseEstimate, PhaseName


def step(number: int, *, loss: float = 1.0, seconds: float | None = None) -> StepLogged:
    return StepLogged(
        run_id=7, step=number, epoch=number / 10, loss=loss, learning_rate=1e-4, grad_norm=1.0,
        examples=number * 16, seconds=number * 0.5 if seconds is None else seconds, memory_bytes=1,
    )  # fmt: skip


def evaluation(number: int, macro_f1: float, *, is_best: bool) -> EvaluationLogged:
    return EvaluationLogged(
        run_id=7, step=number, epoch=number / 10, loss=0.5, metrics={"macro_f1": macro_f1}, is_best=is_best, seconds=1.0
    )


def started() -> RunStarted:
    lengths: dict[PhaseName, float] = {"loading": 4, "tokenizing": 6, "training": 60, "evaluating": 9, "saving": 2}
    phases = tuple(PhaseEstimate(phase=phase, seconds=seconds) for phase, seconds in lengths.items())
    return RunStarted(run_id=7, folder="runs/7", phases=phases, device="CPU, 2 cores")


def planned() -> TrainingPlanned:
    return TrainingPlanned(run_id=7, steps=100, epochs=10, train_examples=160, validation_examples=20)


def test_that_nothing_is_known_before_the_first_event() -> None:
    log = TrainingLog()
    assert log.seconds_left(now_s=0.0) is None
    assert log.progress == 0.0
    assert log.best is None
    assert log.examples_per_s == 0.0


def test_that_time_left_falls_with_the_clock_while_a_phase_without_steps_goes_on() -> None:
    log = TrainingLog()
    log.add(started(), now_s=100.0)
    log.add(PhaseStarted(run_id=7, phase="loading"), now_s=100.0)
    assert log.seconds_left(now_s=100.0) == pytest.approx(81.0)
    assert log.seconds_left(now_s=103.0) == pytest.approx(78.0)
    assert log.seconds_left(now_s=190.0) == pytest.approx(77.0), "a late phase is never counted below zero"


def test_that_time_left_follows_the_speed_of_the_steps_once_they_come() -> None:
    log = TrainingLog()
    for event in (started(), planned(), PhaseStarted(run_id=7, phase="training"), *(step(n) for n in range(1, 21))):
        log.add(event, now_s=0.0)
    assert log.seconds_left(now_s=999.0) == pytest.approx(80 * 0.5 + 9 + 2)
    assert log.examples_per_s == pytest.approx(32.0)
    assert log.progress == pytest.approx(0.2)


def test_that_the_best_evaluation_is_the_last_one_called_best() -> None:
    log = TrainingLog()
    for event in (
        evaluation(5, 0.5, is_best=True),
        evaluation(10, 0.8, is_best=True),
        evaluation(15, 0.7, is_best=False),
    ):
        log.add(event, now_s=0.0)
    assert log.best is not None
    assert log.best.step == 10


def test_that_a_resumed_run_replaces_what_came_after_its_checkpoint() -> None:
    log = TrainingLog()
    for number in range(1, 31):
        log.add(step(number, loss=2.0), now_s=0.0)
    log.add(evaluation(10, 0.5, is_best=True), now_s=0.0)
    log.add(evaluation(25, 0.6, is_best=True), now_s=0.0)
    log.add(step(21, loss=1.0), now_s=0.0)
    assert len(log.step_losses) == 21
    assert log.step_losses[-2:] == [2.0, 1.0]
    assert [e.step for e in log.evaluations] == [10]
