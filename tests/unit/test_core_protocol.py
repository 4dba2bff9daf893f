"""Every message comes back from its line as it was, and nothing else is taken for a message."""

from __future__ import annotations

import json
from typing import Any, get_args

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench import protocol
from workbench.protocol import (
    AnyEvent,
    AnyRequest,
    CancelRequest,
    Event,
    Message,
    Predict,
    Request,
    StepLogged,
    TerminalEvent,
    decode_event,
    decode_request,
    encode,
    is_terminal,
)

REQUESTS: tuple[type[Request], ...] = get_args(AnyRequest)
EVENTS: tuple[type[Event], ...] = get_args(AnyEvent)

# JSON has neither NaN nor infinity; integers beyond 64 bits never leave a program of ours.
st.register_type_strategy(float, st.floats(allow_nan=False, allow_infinity=False))
st.register_type_strategy(int, st.integers(min_value=-(2**63), max_value=2**63 - 1))
st.register_type_strategy(str, st.text(st.characters(codec="utf-8"), max_size=20))


def _structs(kind: type[msgspec.Struct]) -> st.SearchStrategy[Any]:
    """Values of a struct with every field drawn by its type."""
    return st.builds(kind, **{field.name: _values(field.type) for field in msgspec.structs.fields(kind)})


def _values(hint: Any) -> st.SearchStrategy[Any]:
    if isinstance(hint, type) and issubclass(hint, msgspec.Struct):
        return st.deferred(lambda: _structs(hint))
    arguments = get_args(hint)
    if getattr(hint, "__origin__", None) is tuple and arguments[-1] is Ellipsis:
        return st.lists(_values(arguments[0]), max_size=3).map(tuple)
    if getattr(hint, "__origin__", None) is dict:
        return st.dictionaries(_values(arguments[0]), _values(arguments[1]), max_size=3)
    if arguments and hint.__class__.__name__ in ("UnionType", "_UnionGenericAlias", "Union"):
        return st.one_of(*(_values(argument) for argument in arguments))
    strategy: st.SearchStrategy[Any] = st.from_type(hint)
    return strategy


def _decode(line: bytes) -> Message:
    kind = json.loads(line)["type"]
    return decode_request(line) if kind in {request.__name__ for request in REQUESTS} else decode_event(line)


@pytest.mark.parametrize("kind", [*REQUESTS, *EVENTS], ids=lambda kind: kind.__name__)
def test_that_a_message_comes_back_from_its_line(kind: type[Message]) -> None:
    @settings(max_examples=25, deadline=None, database=None)
    @given(_structs(kind))
    def comes_back(message: Message) -> None:
        line = encode(message)
        assert line.endswith(b"\n")
        assert line.count(b"\n") == 1
        assert _decode(line) == message

    comes_back()


@pytest.mark.parametrize("kind", [*REQUESTS, *EVENTS], ids=lambda kind: kind.__name__)
def test_that_an_unknown_field_is_refused(kind: type[Message]) -> None:
    @settings(max_examples=1, deadline=None, database=None)
    @given(_structs(kind))
    def is_refused(message: Message) -> None:
        line = encode(message)[:-2] + b',"surprise":1}'
        with pytest.raises(msgspec.ValidationError, match="surprise"):
            _decode(line)

    is_refused()


def test_that_an_unknown_field_deep_inside_is_refused() -> None:
    line = b'{"type":"SetRoles","version_id":1,"roles":{"text":"a","surprise":1}}'

    with pytest.raises(msgspec.ValidationError, match="surprise"):
        decode_request(line)


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"\n",
        b"null",
        b"[]",
        b"{}",
        b'{"type":"Nothing"}',
        b'{"type":"Predict"}',
        b'{"type":"StepLogged"}',
        b"\xff",
    ],
)
def test_that_what_is_no_request_is_refused(line: bytes) -> None:
    with pytest.raises((msgspec.DecodeError, UnicodeDecodeError)):
        decode_request(line)


def test_that_a_request_is_no_event_and_an_event_no_request() -> None:
    request = encode(CancelRequest(target=1))
    event = encode(protocol.RunUpdated(run_id=1))

    with pytest.raises(msgspec.ValidationError):
        decode_event(request)
    with pytest.raises(msgspec.ValidationError):
        decode_request(event)


@pytest.mark.parametrize("text", ["\n", "\r\n", "\u2028", '"', "\\", "\x00", "</script>", "😀", "\ufeff"])
def test_that_no_text_can_end_its_line(text: str) -> None:
    request = Predict(run_id=1, texts=(text,), request_id=7)

    line = encode(request)

    assert line.count(b"\n") == 1
    assert decode_request(line) == request


@pytest.mark.parametrize("kind", EVENTS, ids=lambda kind: kind.__name__)
def test_that_terminal_events_and_only_they_end_a_request(kind: type[Event]) -> None:
    @settings(max_examples=1, deadline=None, database=None)
    @given(_structs(kind))
    def is_told_apart(event: AnyEvent) -> None:
        assert is_terminal(event) == (kind in get_args(protocol.AnyTerminalEvent))

    is_told_apart()


def test_that_every_message_of_the_package_can_cross_the_pipe() -> None:
    bases = {Request, Event, TerminalEvent}

    assert set(_subclasses(Message)) - bases == {*REQUESTS, *EVENTS}


def test_that_a_message_cannot_be_changed() -> None:
    event = decode_event(b'{"type":"RunUpdated","run_id":1}')

    with pytest.raises(AttributeError):
        event.request_id = 2  # type: ignore[misc] # that it is refused is the test


def test_that_a_step_has_the_size_of_a_line_and_no_more() -> None:
    step = StepLogged(
        run_id=1, step=1, epoch=0.1, loss=0.5, learning_rate=1e-4, grad_norm=1, examples=16, seconds=1, memory_bytes=1
    )

    assert len(encode(step)) < 256


def _subclasses(kind: type[Message]) -> list[type[Message]]:
    return [each for direct in kind.__subclasses__() for each in (direct, *_subclasses(direct))]
