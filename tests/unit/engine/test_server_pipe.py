"""The server behind its pipe: order, cancel, stop and the end, with handlers of the test's own."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any, cast

import pytest

from workbench.engine import server
from workbench.engine.context import Context, Handler
from workbench.engine.server import Server
from workbench.engine.stdio import LineWriter, read_lines
from workbench.errors import LibraryError
from workbench.i18n import say
from workbench.protocol import (
    AnyEvent,
    CancelRequest,
    EngineReady,
    Event,
    ListModels,
    ModelsListed,
    PhaseStarted,
    Progressed,
    Request,
    RequestCancelled,
    RequestFailed,
    ResumeRun,
    RunFinished,
    StopRun,
    WarmedUp,
    WarmUp,
    decode_event,
    encode,
)


class Window:
    """The other end of a server's pipe.

    Args:
        make_context: Given to the server.
    """

    def __init__(self, make_context: Callable[[Callable[[], bool]], Context]) -> None:
        requests, self._requests = os.pipe()
        self._events, events = os.pipe()
        self._fds = [requests, self._events, events]
        self._lines = read_lines(self._events)
        self.server = Server(requests, LineWriter(events), make_context)
        self._thread = threading.Thread(target=self.server.serve)
        self._thread.start()

    def send(self, *requests: Request | bytes) -> None:
        """Sends requests in one piece."""
        os.write(self._requests, b"".join(r if isinstance(r, bytes) else encode(r) for r in requests))

    def receive(self) -> AnyEvent:
        """The next event."""
        return decode_event(next(self._lines))

    def hang_up(self) -> None:
        """Closes the end that sends requests."""
        if self._requests >= 0:
            os.close(self._requests)
            self._requests = -1

    def has_ended(self, timeout: float) -> bool:
        """Whether the server ends within so many seconds."""
        self._thread.join(timeout)
        return not self._thread.is_alive()

    def close(self) -> None:
        """Hangs up and waits for the server's end."""
        self.hang_up()
        assert self.has_ended(timeout=10)
        for fd in self._fds:
            os.close(fd)


class Steps:
    """A handler that steps only when the test says so.

    Attributes:
        left: What it did on its way out.
    """

    def __init__(self) -> None:
        self.go = threading.Semaphore(0)
        self.left: list[str] = []

    def train(self, request: Request, context: Context) -> Iterator[Event]:
        """Phases without end, until a stop is asked for."""
        try:
            while not context.stop_requested():
                yield PhaseStarted(run_id=5, phase="training")
                self.go.acquire(timeout=10)
            yield RunFinished(run_id=5, state="stopped")
        finally:
            self.left.append(f"checkpoint of {request.request_id}")


@pytest.fixture
def steps(monkeypatch: pytest.MonkeyPatch) -> Steps:
    """Handlers: ResumeRun steps, ListModels and WarmUp answer at once."""
    made = Steps()
    answers: dict[type[Request], Callable[[Any, Context], Iterator[Event]]] = {
        ResumeRun: made.train,
        ListModels: lambda _request, _context: iter([ModelsListed(models=())]),
        WarmUp: lambda _request, _context: iter([Progressed(what=say("Warming up.")), WarmedUp(device="CPU")]),
    }
    found = {request: Handler(request=request, role="training", run=run) for request, run in answers.items()}
    monkeypatch.setattr(server, "handlers", lambda: found)
    return made


@pytest.fixture
def window(steps: Steps) -> Iterator[Window]:  # noqa: ARG001 - the handlers must be in place
    """A window whose server is ready."""

    def make_context(stop_requested: Callable[[], bool]) -> Context:
        library = SimpleNamespace(close=lambda: None)
        return cast(Context, SimpleNamespace(library=library, predictors=None, stop_requested=stop_requested))

    opened = Window(make_context)
    assert isinstance(opened.receive(), EngineReady)
    yield opened
    opened.close()


def test_that_requests_are_answered_in_order(window: Window) -> None:
    window.send(ListModels(request_id=1), ListModels(request_id=2))
    assert [window.receive().request_id for _ in range(2)] == [1, 2]


def test_that_cancel_closes_the_request_at_hand(window: Window, steps: Steps) -> None:
    window.send(ResumeRun(request_id=1, run_id=5))
    window.receive()
    window.send(CancelRequest(request_id=2, target=1), ListModels(request_id=3))
    steps.go.release(2)
    events = [window.receive()]
    while not isinstance(events[-1], ModelsListed):
        events.append(window.receive())
    cancelled = [event for event in events if isinstance(event, RequestCancelled)]
    assert [(event.request_id, event.run_id) for event in cancelled] == [(1, 5)]
    assert steps.left == ["checkpoint of 1"]


def test_that_a_waiting_request_can_be_cancelled(window: Window, steps: Steps) -> None:
    window.send(ResumeRun(request_id=1, run_id=5))
    window.receive()
    window.send(ListModels(request_id=2), CancelRequest(target=2), StopRun(target=1))
    steps.go.release(9)
    events = [window.receive()]
    while not isinstance(events[-1], RequestCancelled):
        events.append(window.receive())
    assert events[-1].request_id == 2
    assert isinstance(events[-2], RunFinished)


def test_that_stop_lets_a_run_finish_in_its_own_way(window: Window, steps: Steps) -> None:
    window.send(ResumeRun(request_id=1, run_id=5))
    window.receive()
    window.send(StopRun(request_id=2, target=1), StopRun(request_id=3, target=1))
    steps.go.release(9)
    while isinstance(event := window.receive(), PhaseStarted):
        pass
    assert event == RunFinished(request_id=1, run_id=5, state="stopped")


def test_that_warming_up_lets_others_go_first(window: Window, steps: Steps) -> None:
    window.send(ResumeRun(request_id=1, run_id=5))
    window.receive()
    window.send(WarmUp(request_id=2), ListModels(request_id=3), b"not a request\n")
    while not isinstance(window.receive(), RequestFailed):  # the complaint says that all lines have been read
        pass
    window.send(CancelRequest(target=1))
    steps.go.release(9)
    ids = [window.receive().request_id]
    while ids[-2:] != [2, 2]:
        ids.append(window.receive().request_id)
    assert ids[-3:] == [3, 2, 2]


def test_that_two_that_warm_up_do_not_wait_for_each_other(window: Window, steps: Steps) -> None:
    window.send(ResumeRun(request_id=1, run_id=5))
    window.receive()
    window.send(WarmUp(request_id=2), WarmUp(request_id=3), b"not a request\n")
    while not isinstance(window.receive(), RequestFailed):
        pass
    window.send(CancelRequest(target=1))
    steps.go.release(9)
    told: list[tuple[type, int]] = []
    while not told or told[-1] != (WarmedUp, 3):
        event = window.receive()
        told.append((type(event), event.request_id))
    assert told[-4:] == [(Progressed, 2), (WarmedUp, 2), (Progressed, 3), (WarmedUp, 3)]


@pytest.mark.parametrize(
    ("line", "request_id"),
    [
        (b"{\n", 0),
        (b'{"type":"Dance","request_id":9}\n', 9),
        (b'{"type":"ListModels","request_id":9,"colour":"red"}\n', 9),
        (b'{"type":"Predict","request_id":9,"run_id":"seven","texts":[]}\n', 9),
        (b"\xff\xfe\n", 0),
        (b"[1]\n", 0),
    ],
)
def test_that_a_line_that_is_no_request_is_answered_in_words(window: Window, line: bytes, request_id: int) -> None:
    window.send(line, b"\n", ListModels(request_id=10))
    events = {event.request_id: event for event in (window.receive(), window.receive())}
    failed = events[request_id]
    assert isinstance(failed, RequestFailed)
    assert failed.error.code == "engine"
    assert isinstance(events[10], ModelsListed)


def test_that_the_end_of_the_pipe_closes_the_request_at_hand(window: Window, steps: Steps) -> None:
    window.send(ResumeRun(request_id=1, run_id=5))
    window.receive()
    window.hang_up()
    steps.go.release()
    while not window.has_ended(timeout=0.01):
        steps.go.release()
    assert steps.left == ["checkpoint of 1"]


def test_that_close_ends_a_server_that_waits(window: Window) -> None:
    window.server.close()
    assert window.has_ended(timeout=10)


def test_that_a_library_that_cannot_be_opened_fails_each_request(steps: Steps) -> None:  # noqa: ARG001 - in place
    def make_context(_stop_requested: Callable[[], bool]) -> Context:
        raise LibraryError(say("The library is newer."))

    window = Window(make_context)
    window.receive()
    window.send(ListModels(request_id=1), ListModels(request_id=2))
    failed = [window.receive(), window.receive()]
    window.close()
    assert [(event.request_id, event.error.code) for event in failed if isinstance(event, RequestFailed)] == [
        (1, "library"),
        (2, "library"),
    ]
