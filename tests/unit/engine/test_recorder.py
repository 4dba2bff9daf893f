"""A run's events on their way through the recorder."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from store_examples import add_run, checkpoint, evaluation, step

from workbench.engine import recorder
from workbench.engine.recorder import recorded
from workbench.protocol import Event, RunFinished
from workbench.store import Library


@pytest.fixture
def opened(library: Path) -> Iterator[Library]:
    with Library.open(library) as opened:
        yield opened


def test_that_events_pass_unchanged_and_are_kept(opened: Library) -> None:
    run_id = add_run(opened).id
    events: list[Event] = [step(run_id, 1), step(run_id, 2), evaluation(run_id, 2), checkpoint(run_id, 2)]
    events += [step(run_id, 3), RunFinished(run_id=run_id, state="finished")]

    assert list(recorded(iter(events), opened)) == events

    assert opened.steps(run_id) == [step(run_id, number) for number in (1, 2, 3)]
    assert opened.evaluations(run_id) == [evaluation(run_id, 2)]
    assert opened.checkpoints(run_id) == [checkpoint(run_id, 2)]


def test_that_every_event_but_a_step_is_kept_before_it_is_told(opened: Library) -> None:
    run_id = add_run(opened).id
    kept_when_told = []

    for event in recorded(iter([step(run_id, 1), evaluation(run_id, 1), step(run_id, 2)]), opened):
        kept_when_told.append((type(event).__name__, len(opened.steps(run_id)), len(opened.evaluations(run_id))))

    assert kept_when_told == [("StepLogged", 0, 0), ("EvaluationLogged", 1, 1), ("StepLogged", 1, 1)]


def test_that_steps_are_kept_when_their_batch_is_due(opened: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    run_id = add_run(opened).id
    monkeypatch.setattr(recorder, "BATCH_S", 0.0)

    for event in recorded(iter([step(run_id, 1), step(run_id, 2)]), opened):
        assert opened.steps(run_id)[-1] == event


def test_that_closing_closes_the_run_and_keeps_what_was_told(opened: Library) -> None:
    run_id = add_run(opened).id
    order: list[str] = []

    def training() -> Iterator[Event]:
        try:
            for number in range(1, 100):
                yield step(run_id, number)
        finally:
            order.append(f"closed with {len(opened.steps(run_id))} steps kept")

    events = recorded(training(), opened)
    for _ in range(3):
        next(events)
    events.close()  # type: ignore[attr-defined] # it is a generator, as every handler's events are

    assert order == ["closed with 0 steps kept"]
    assert len(opened.steps(run_id)) == 3


def test_that_an_error_of_the_run_rises_after_its_steps_are_kept(opened: Library) -> None:
    run_id = add_run(opened).id

    def training() -> Iterator[Event]:
        yield step(run_id, 1)
        raise MemoryError

    with pytest.raises(MemoryError):
        list(recorded(training(), opened))

    assert opened.steps(run_id) == [step(run_id, 1)]
