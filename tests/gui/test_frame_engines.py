"""Engines and EngineThread against a real process that speaks the protocol (`frame_engine.py`)."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from workbench.gui import engine_thread, engines
from workbench.gui.engine_thread import engine_command
from workbench.gui.engines import Engines
from workbench.i18n import render
from workbench.protocol import (
    AnyEvent,
    EngineRole,
    RequestCancelled,
    RequestFailed,
    StepLogged,
    WarmedUp,
    WarmUp,
    is_terminal,
)

pytestmark = [pytest.mark.gui, pytest.mark.engine]

SCRIPT = Path(__file__).with_name("frame_engine.py")


def _command(_role: EngineRole, _library: Path) -> list[str]:
    return [sys.executable, str(SCRIPT)]


@pytest.fixture
def fleet(qtbot: QtBot, tmp_path: Path) -> Iterator[Engines]:
    made = Engines(tmp_path, _command)
    yield made
    with qtbot.waitSignal(made.shut_down, timeout=20_000):
        made.shutdown()


def _ask(qtbot: QtBot, fleet: Engines, behaviour: int, *, timeout_ms: int = 10_000) -> list[AnyEvent]:
    events: list[AnyEvent] = []
    fleet.ask("training", WarmUp(run_id=behaviour), events.append)
    qtbot.waitUntil(lambda: bool(events) and is_terminal(events[-1]), timeout=timeout_ms)
    return events


def test_that_a_request_gets_its_answer(qtbot: QtBot, fleet: Engines) -> None:
    assert _ask(qtbot, fleet, 0) == [WarmedUp(request_id=1, device="test")]


def test_that_events_arrive_in_order_and_the_terminal_one_last(qtbot: QtBot, fleet: Engines) -> None:
    events = _ask(qtbot, fleet, 5)
    assert [e.step for e in events if isinstance(e, StepLogged)] == list(range(1, 2001))
    assert isinstance(events[-1], WarmedUp)


def test_that_each_request_hears_only_of_its_own_events(qtbot: QtBot, fleet: Engines) -> None:
    heard: dict[str, list[AnyEvent]] = {"first": [], "second": []}
    first = fleet.ask("training", WarmUp(run_id=5), heard["first"].append)
    second = fleet.ask("training", WarmUp(), heard["second"].append)
    qtbot.waitUntil(lambda: bool(heard["second"]), timeout=10_000)
    assert {e.request_id for e in heard["first"]} == {first}
    assert {e.request_id for e in heard["second"]} == {second}


def test_that_a_killed_process_is_told_in_words_and_names_the_run(qtbot: QtBot, fleet: Engines) -> None:
    with qtbot.waitSignal(fleet.engine_died, timeout=10_000) as died:
        *_, failed = _ask(qtbot, fleet, 1)
    assert died.args == ["training"]
    assert isinstance(failed, RequestFailed)
    assert failed.run_id == 9
    assert failed.error.code == "memory"
    assert "signal 9" in render(failed.error.what)


def test_that_an_exit_keeps_the_last_words_for_the_report(qtbot: QtBot, fleet: Engines) -> None:
    (failed,) = _ask(qtbot, fleet, 2)
    assert isinstance(failed, RequestFailed)
    assert "exit code 3" in render(failed.error.what)
    assert "the last words" in failed.error.details


def test_that_an_engine_starts_anew_after_its_end(qtbot: QtBot, fleet: Engines) -> None:
    _ask(qtbot, fleet, 2)
    assert isinstance(_ask(qtbot, fleet, 0)[-1], WarmedUp)


def test_that_a_cancelled_request_ends_as_cancelled(qtbot: QtBot, fleet: Engines) -> None:
    events: list[AnyEvent] = []
    number = fleet.ask("training", WarmUp(run_id=4), events.append)
    fleet.cancel(number)
    qtbot.waitUntil(lambda: bool(events), timeout=10_000)
    assert events == [RequestCancelled(request_id=number)]


def test_that_a_process_deaf_to_cancel_and_terminate_is_killed(
    qtbot: QtBot, fleet: Engines, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engines, "CANCEL_GRACE_MS", 1500)
    monkeypatch.setattr(engine_thread, "TERMINATE_GRACE_S", 0.3)
    events: list[AnyEvent] = []
    number = fleet.ask("training", WarmUp(run_id=3), events.append)
    other: list[AnyEvent] = []
    fleet.ask("training", WarmUp(), other.append)
    fleet.cancel(number)
    qtbot.waitUntil(lambda: bool(events) and bool(other), timeout=10_000)
    assert events == [RequestCancelled(request_id=number)]
    assert isinstance(other[0], RequestFailed)
    assert "did not answer" in render(other[0].error.what)


def test_that_a_line_that_is_no_event_harms_nothing(qtbot: QtBot, fleet: Engines) -> None:
    assert isinstance(_ask(qtbot, fleet, 6)[-1], WarmedUp)


def test_that_a_program_that_cannot_be_started_fails_in_words(qtbot: QtBot, tmp_path: Path) -> None:
    fleet = Engines(tmp_path, lambda _role, _library: [str(tmp_path / "no such program")])
    events: list[AnyEvent] = []
    fleet.ask("interactive", WarmUp(), events.append)
    qtbot.waitUntil(lambda: bool(events), timeout=10_000)
    assert isinstance(events[0], RequestFailed)
    assert "could not be started" in render(events[0].error.what)


def test_that_a_bug_in_one_listener_does_not_rob_the_others(qtbot: QtBot, fleet: Engines) -> None:
    heard: list[AnyEvent] = []

    def broken(_event: AnyEvent) -> None:
        raise ZeroDivisionError

    with qtbot.captureExceptions() as raised:
        fleet.ask("training", WarmUp(), broken)
        fleet.ask("training", WarmUp(), heard.append)
        qtbot.waitUntil(lambda: bool(heard), timeout=10_000)
    assert [kind for kind, _, _ in raised] == [ZeroDivisionError]


def test_that_the_engine_command_keeps_the_current_folder_off_the_module_path(tmp_path: Path) -> None:
    command = engine_command("training", tmp_path)
    assert command == [sys.executable, "-P", "-m", "workbench", "--engine", "training", "--library", str(tmp_path)]
