"""What runs tell, and the history of predictions."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import pytest
from store_examples import add_run, checkpoint, evaluation, run, step

from workbench.protocol import PhaseStarted, Progressed, RunStarted, TrainingPlanned
from workbench.store import Library
from workbench.values import LabelScores, PhaseEstimate, Run, Sentence


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Library]:
    with Library.open(tmp_path / "library") as library:
        yield library


def test_that_every_kind_of_event_comes_back_in_order(opened: Library) -> None:
    run_id = add_run(opened).id
    started = RunStarted(
        run_id=run_id, folder="runs/1", phases=(PhaseEstimate(phase="loading", seconds=1.5),), device="CPU, 2 cores"
    )
    phase = PhaseStarted(run_id=run_id, phase="loading")
    planned = TrainingPlanned(run_id=run_id, steps=9, epochs=3, train_examples=48, validation_examples=6)
    steps = [step(run_id, number) for number in (1, 2, 3)]
    evaluations = [evaluation(run_id, number) for number in (0, 3)]
    checkpoints = [checkpoint(run_id, 3)]

    opened.record([started, phase, planned, *reversed(steps), *evaluations, *checkpoints])

    assert opened.events(RunStarted, run_id) == [started]
    assert opened.events(PhaseStarted, run_id) == [phase]
    assert opened.events(TrainingPlanned, run_id) == [planned]
    assert opened.steps(run_id) == steps
    assert opened.evaluations(run_id) == evaluations
    assert opened.checkpoints(run_id) == checkpoints


def test_that_only_what_is_new_is_read(opened: Library) -> None:
    run_id = add_run(opened).id
    opened.record([step(run_id, number) for number in range(1, 11)] + [evaluation(run_id, 5), evaluation(run_id, 10)])

    assert [logged.step for logged in opened.steps(run_id, after=8)] == [9, 10]
    assert [logged.step for logged in opened.evaluations(run_id, after=5)] == [10]


def test_that_recording_twice_is_the_same_as_once_and_a_resumed_run_replaces(opened: Library) -> None:
    run_id = add_run(opened).id
    events = [step(run_id, 1), evaluation(run_id, 1), checkpoint(run_id, 1)]

    opened.record(events)
    opened.record(events)
    opened.record([step(run_id, 1, loss=0.25), evaluation(run_id, 1, loss=0.125)])

    assert opened.steps(run_id) == [step(run_id, 1, loss=0.25)]
    assert opened.evaluations(run_id) == [evaluation(run_id, 1, loss=0.125)]
    assert opened.checkpoints(run_id) == [checkpoint(run_id, 1)]


def test_that_what_came_after_the_checkpoint_is_forgotten_for_this_run_only(opened: Library) -> None:
    resumed, other = add_run(opened).id, add_run(opened).id
    for run_id in (resumed, other):
        for number in (1, 2, 3):
            opened.record([step(run_id, number), evaluation(run_id, number), checkpoint(run_id, number)])

    opened.forget_after(resumed, 2)

    assert [logged.step for logged in opened.steps(resumed)] == [1, 2]
    assert [logged.step for logged in opened.evaluations(resumed)] == [1, 2]
    assert [saved.step for saved in opened.checkpoints(resumed)] == [1, 2]
    assert len(opened.steps(other)) == len(opened.evaluations(other)) == len(opened.checkpoints(other)) == 3


@pytest.mark.parametrize("loss", [math.inf, -math.inf, math.nan, 5e-324, 1.7976931348623157e308])
def test_that_the_loss_of_a_diverged_run_is_kept(opened: Library, loss: float) -> None:
    run_id = add_run(opened).id
    logged = msgspec.structs.replace(evaluation(run_id, 1), metrics={"accuracy": math.nan, "macro_f1": 0.5})

    opened.record([step(run_id, 1, loss=loss), logged])

    assert opened.steps(run_id)[0].loss == pytest.approx(loss, nan_ok=True, rel=0, abs=0)
    assert opened.evaluations(run_id)[0].metrics == pytest.approx(logged.metrics, nan_ok=True)


def test_that_events_without_a_table_are_passed_over(opened: Library) -> None:
    run_id = add_run(opened).id

    opened.record([Progressed(what=Sentence(one="Reading")), step(run_id, 1)])
    opened.record([Progressed(what=Sentence(one="Reading"))])

    assert opened.steps(run_id) == [step(run_id, 1)]


def test_that_the_start_of_a_run_writes_its_manifest(opened: Library) -> None:
    add_run(opened)
    added = opened.add_run(run(1))
    folder = opened.folder / added.folder
    folder.mkdir()

    opened.record([RunStarted(run_id=added.id, folder=added.folder, phases=(), device="CPU")])

    assert msgspec.json.decode((folder / "manifest.json").read_bytes(), type=Run) == added


def test_that_predictions_come_back_newest_first(opened: Library) -> None:
    first, second = add_run(opened), add_run(opened)
    answer = LabelScores(labels=("好", "bad"), scores=(0.75, 0.25))
    opened.add_predictions(first.id, ["甲", "乙"], [answer, answer])
    opened.add_predictions(second.id, ["丙\n<b>"], [answer])

    newest = opened.predictions()

    assert [(kept.run_id, kept.text) for kept in newest] == [(second.id, "丙\n<b>"), (first.id, "乙"), (first.id, "甲")]
    assert {kept.output for kept in newest} == {answer}
    assert opened.predictions(limit=1) == newest[:1]


def test_that_predictions_of_a_deleted_run_are_hidden_with_it(opened: Library) -> None:
    added = add_run(opened)
    opened.add_predictions(added.id, ["甲"], [LabelScores(labels=("a",), scores=(1.0,))])

    opened.change_run(added.id, deleted=True)
    assert opened.predictions() == []
    opened.change_run(added.id, deleted=False)
    assert len(opened.predictions()) == 1


def test_that_a_text_without_an_answer_is_refused_whole(opened: Library) -> None:
    added = add_run(opened)

    with pytest.raises(ValueError, match="zip"):
        opened.add_predictions(added.id, ["甲", "乙"], [LabelScores(labels=("a",), scores=(1.0,))])

    assert opened.predictions() == []


def test_that_a_hundred_runs_are_read_within_five_milliseconds(opened: Library) -> None:
    add_run(opened)
    for _ in range(99):
        opened.add_run(run(1))
    opened.record([step(1, number) for number in range(1, 5001)])
    opened.runs()

    assert _fastest_ms(opened.runs) < 5
    assert _fastest_ms(lambda: opened.version(1)) < 5
    assert _fastest_ms(lambda: opened.steps(1, after=4900)) < 5


def _fastest_ms(read: Callable[[], object]) -> float:
    times = []
    for _ in range(10):
        begun = time.perf_counter()
        read()
        times.append(time.perf_counter() - begun)
    return min(times) * 1000
