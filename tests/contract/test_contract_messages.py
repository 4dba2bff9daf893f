"""Every message: it survives the pipe, and it has exactly one place where it is answered or kept."""

from __future__ import annotations

import inspect
import typing

import msgspec
import pytest

from workbench import protocol
from workbench.engine.server import handlers
from workbench.protocol import (
    AnyEvent,
    AnyRequest,
    AnyTerminalEvent,
    CancelRequest,
    CheckpointSaved,
    EvaluationLogged,
    PhaseStarted,
    Request,
    RunStarted,
    StepLogged,
    StopRun,
    TerminalEvent,
    TrainingPlanned,
    decode_request,
    encode,
)
from workbench.protocol.message import Message
from workbench.store import Library

REQUESTS: tuple[type[Request], ...] = typing.get_args(AnyRequest)
EVENTS: tuple[type[Message], ...] = typing.get_args(AnyEvent)
TERMINAL: tuple[type[Message], ...] = typing.get_args(AnyTerminalEvent)
FLAGS = {CancelRequest, StopRun}
"""They act at once, in the reader thread, and have no answer of their own."""

RECORDED: set[type[Message]] = {
    RunStarted,
    PhaseStarted,
    TrainingPlanned,
    StepLogged,
    EvaluationLogged,
    CheckpointSaved,
}
"""What the engine streams of a run is what the store keeps."""


def test_that_every_request_has_exactly_one_handler() -> None:
    assert set(handlers()) == set(REQUESTS) - FLAGS


def test_that_training_goes_to_the_training_engine_and_all_else_to_the_other() -> None:
    training = {request.__name__ for request, handler in handlers().items() if handler.role == "training"}
    assert training == {"StartRun", "ResumeRun"}


@pytest.mark.parametrize(
    "request_type", [kind for kind in REQUESTS if kind not in FLAGS], ids=lambda kind: kind.__name__
)
def test_that_a_request_says_what_it_ends_with(request_type: type[Request]) -> None:
    promised = (request_type.__doc__ or "").partition("-> ")[2]
    assert any(promised.startswith(kind.__name__) for kind in TERMINAL), request_type.__doc__


@pytest.mark.parametrize("kind", [*REQUESTS, *EVENTS], ids=lambda kind: kind.__name__)
def test_that_a_message_is_frozen_documented_and_strict(kind: type[Message]) -> None:
    assert kind.__doc__
    assert kind.__struct_config__.frozen
    assert kind.__struct_config__.forbid_unknown_fields
    assert kind.__struct_config__.tag == kind.__name__


@pytest.mark.parametrize("kind", TERMINAL, ids=lambda kind: kind.__name__)
def test_that_terminal_events_are_marked_as_such(kind: type[Message]) -> None:
    assert issubclass(kind, TerminalEvent)


def test_that_every_message_is_in_its_union() -> None:
    defined = {
        kind
        for _, kind in inspect.getmembers(protocol, inspect.isclass)
        if issubclass(kind, Message) and kind not in (Message, Request, protocol.Event, TerminalEvent)
    }
    assert defined == {*REQUESTS, *EVENTS}


def test_that_every_event_of_a_run_is_kept() -> None:
    source = inspect.getsource(inspect.getmodule(Library) or Library) + _store_sources()
    assert [kind.__name__ for kind in RECORDED if kind.__name__ not in source] == []


def test_that_a_request_of_another_version_is_refused() -> None:
    line = encode(StopRun(target=1)).replace(b'"target"', b'"goal"')
    with pytest.raises(msgspec.ValidationError):
        decode_request(line)


def _store_sources() -> str:
    import workbench.store.events as events

    return inspect.getsource(events)
