"""Answers requests one at a time; a reader thread lets cancel and stop overtake the work at hand.

Every request ends in exactly one terminal event. `run_request` is the same for the window's engines and for the
command line; `Server` puts it behind a pipe.
"""

from __future__ import annotations

import functools
import os
import threading
from collections import deque
from collections.abc import Callable, Generator
from contextlib import closing
from pathlib import Path
from queue import Empty, SimpleQueue

import msgspec

from workbench import discovery
from workbench.engine import handlers as handlers_package
from workbench.engine.context import Context, Handler
from workbench.engine.failures import failure_info
from workbench.engine.stdio import LineWriter, read_lines
from workbench.errors import EngineError
from workbench.i18n import N_, say
from workbench.protocol import (
    PROTOCOL_VERSION,
    AnyRequest,
    CancelRequest,
    EngineReady,
    Event,
    Request,
    RequestCancelled,
    RequestFailed,
    StopRun,
    TerminalEvent,
    WarmUp,
    decode_request,
    encode,
)

ContextFactory = Callable[[Callable[[], bool]], Context]
"""Makes the context of all requests from the function that says whether a stop was asked for."""


@functools.cache
def handlers() -> dict[type[Request], Handler]:
    """The handler of each type of request, found by walking `engine/handlers`.

    Raises:
        TypeError: If two handlers answer the same type: a bug.
    """
    found: dict[type[Request], Handler] = {}
    for area, members in discovery.collect(handlers_package, "HANDLERS", tuple).items():
        for handler in members:
            if handler.request in found:
                raise TypeError(f"{area}: a second handler for {handler.request.__name__}")
            found[handler.request] = handler
    return found


def run_request(request: Request, context: Context) -> Generator[Event, None, None]:
    """Gives a request's events, the last of them terminal, each with the request's id.

    The terminal event is held back until the handler has ended, so that closing this generator always means that the
    request was cancelled between two events.
    """
    run_id: int | None = None
    end: TerminalEvent | None = None
    try:
        with closing(_start(request, context)) as events:
            for event in events:
                run_id = getattr(event, "run_id", None) or run_id
                told = msgspec.structs.replace(event, request_id=request.request_id)
                if isinstance(told, TerminalEvent):
                    end = told
                else:
                    yield told
        if end is None:
            raise RuntimeError(f"{type(request).__name__} ended without a terminal event")
    except Exception as error:
        if isinstance(error.__context__, GeneratorExit):
            raise  # being cancelled, the handler failed to put things in order: whoever cancelled it hears of it
        end = RequestFailed(request_id=request.request_id, error=failure_info(error), run_id=run_id)
    yield end


def _start(request: Request, context: Context) -> Generator[Event, None, None]:
    yield from handlers()[type(request)].run(request, context)


class Server:
    """Serves one window over a pipe until the window closes it.

    Args:
        requests: The descriptor that brings requests.
        writer: Takes the events.
        make_context: Opens the library; called by the first request, which fails in words if it cannot be opened.
    """

    def __init__(self, requests: int, writer: LineWriter, make_context: ContextFactory) -> None:
        self._requests = requests
        self._writer = writer
        self._make_context = make_context
        self._context: Context | None = None
        self._arrived: SimpleQueue[AnyRequest | None] = SimpleQueue()  # None wakes the server so that it ends
        self._waiting: deque[AnyRequest] = deque()
        self._cancelled: set[int] = set()
        self._stopped: set[int] = set()
        self._current = 0
        self._is_closing = False

    def serve(self) -> None:
        """Answers requests until the pipe or `close` ends it; the request at hand is then cancelled in good order."""
        self._send(EngineReady(protocol_version=PROTOCOL_VERSION, pid=os.getpid()))
        threading.Thread(target=self._read, name="requests", daemon=True).start()
        while (request := self._next()) is not None:
            self._answer(request)
        if self._context is not None:
            self._context.library.close()

    def close(self) -> None:
        """Asks the server to end after the event at hand. Safe in a signal handler and in any thread."""
        self._is_closing = True
        self._arrived.put(None)

    def _read(self) -> None:
        for line in read_lines(self._requests):
            if not line.strip():
                continue
            try:
                self._accept(decode_request(line))
            except msgspec.MsgspecError as error:
                self._send(_not_understood(line, error))
        self.close()

    def _accept(self, request: AnyRequest) -> None:
        if isinstance(request, CancelRequest):
            self._cancelled.add(request.target)
        elif isinstance(request, StopRun):
            self._stopped.add(request.target)
        else:
            self._arrived.put(request)

    def _next(self) -> AnyRequest | None:
        """The next request to answer: in order, but a WarmUp only when nothing else waits. None to end."""
        self._collect(wait=not self._waiting)
        if self._is_closing:
            return None
        urgent = next((request for request in self._waiting if not isinstance(request, WarmUp)), self._waiting[0])
        self._waiting.remove(urgent)
        return urgent

    def _collect(self, *, wait: bool) -> None:
        try:
            while True:
                request = self._arrived.get(block=wait)
                if request is None:
                    return
                self._waiting.append(request)
                wait = False
        except Empty:
            return

    def _answer(self, request: AnyRequest) -> None:
        self._current = request.request_id
        run_id: int | None = None
        try:
            with closing(self._events(request)) as events:
                while not self._must_end():
                    event = next(events)
                    run_id = getattr(event, "run_id", None) or run_id
                    self._send(event)
                    if isinstance(event, TerminalEvent) or self._makes_room(request):
                        return
        except Exception as error:  # noqa: BLE001 - a cancelled handler that could not put things in order
            self._send(RequestFailed(request_id=request.request_id, error=failure_info(error), run_id=run_id))
        else:
            self._send(RequestCancelled(request_id=request.request_id, run_id=run_id))

    def _makes_room(self, request: AnyRequest) -> bool:
        """Puts a WarmUp aside if something else waits; started again, it finds done what was done.

        Another WarmUp is nothing else: two of them would make room for each other for ever.
        """
        if not isinstance(request, WarmUp):
            return False
        self._collect(wait=False)
        makes_room = any(not isinstance(other, WarmUp) for other in self._waiting)
        if makes_room:
            self._waiting.append(request)
        return makes_room

    def _events(self, request: AnyRequest) -> Generator[Event, None, None]:
        if self._context is None:
            try:
                self._context = self._make_context(self._is_stop_requested)
            except Exception as error:  # noqa: BLE001 - a library that cannot be opened is told in words
                yield RequestFailed(request_id=request.request_id, error=failure_info(error))
                return
        yield from run_request(request, self._context)

    def _must_end(self) -> bool:
        return self._is_closing or self._current in self._cancelled

    def _is_stop_requested(self) -> bool:
        return self._current in self._stopped

    def _send(self, event: Event) -> None:
        try:
            self._writer.write(encode(event))
        except OSError:  # the window is gone: nothing is left to tell, only to put in order
            self.close()


def open_context(library: Path, stop_requested: Callable[[], bool]) -> Context:
    """Opens a library for the handlers.

    Raises:
        LibraryError: If it is newer than the program, or damaged.
    """
    from workbench.engine.predictors import Predictors
    from workbench.store import Library

    opened = Library.open(library)
    return Context(library=opened, predictors=Predictors(opened), stop_requested=stop_requested)


def _not_understood(line: bytes, problem: msgspec.MsgspecError) -> RequestFailed:
    """The answer to a line that is no request, with its request_id if that much can be read."""
    try:
        request_id = int(msgspec.json.decode(line)["request_id"])
    except (msgspec.MsgspecError, KeyError, TypeError, ValueError):
        request_id = 0
    error = EngineError(
        say(N_("The engine received a message that it does not know: {problem}"), problem=str(problem)),
        say(N_("Close the program and start it again, so that all its parts are of one version.")),
        details=line[:2000].decode("utf-8", errors="replace"),
    )
    return RequestFailed(request_id=request_id, error=error.info())
