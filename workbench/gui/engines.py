"""The window's engines as one object: send a request, get its events on the GUI thread, in order, to the last one.

An engine starts with its first request and starts anew after its end. Whatever happens to the process, a listener
gets exactly one terminal event.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from pathlib import Path

import msgspec
from PySide6.QtCore import QObject, Qt, QTimer, Signal

from workbench.gui.engine_thread import EngineThread, engine_command
from workbench.protocol import (
    PROTOCOL_VERSION,
    AnyEvent,
    AnyRequest,
    CancelRequest,
    EngineReady,
    EngineRole,
    PurgeRuns,
    RequestCancelled,
    RequestFailed,
    StopRun,
    is_terminal,
)

CANCEL_GRACE_MS = 10_000

Listener = Callable[[AnyEvent], None]


class Engines(QObject):
    """Starts engines on demand and routes their events.

    Args:
        library: The library that they open.
        command: Makes the command of an engine; a test may put another program in its place.
        parent: The Qt owner.

    Signals:
        engine_died(str): The engine of that role ended although nobody asked it to.
        shut_down: After `shutdown`: no engine is left.
    """

    engine_died = Signal(str)
    shut_down = Signal()

    def __init__(
        self,
        library: Path,
        command: Callable[[EngineRole, Path], list[str]] = engine_command,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._library = library
        self._command = command
        self._threads: dict[EngineRole, EngineThread] = {}
        self._ending: set[EngineThread] = set()
        self._requests: dict[int, tuple[EngineRole, Listener, AnyRequest]] = {}
        self._last_id = 0
        self._is_shutting_down = False

    def ask(self, role: EngineRole, request: AnyRequest, listener: Listener) -> int:
        """Sends a request.

        Args:
            role: The engine that answers it.
            request: Its request_id is given here.
            listener: Called on the GUI thread with each event of the request, the terminal one last.

        Returns:
            The request's id, for `cancel` and `stop`.
        """
        self._last_id += 1
        if self._is_shutting_down:  # no engine is started any more
            cancelled = RequestCancelled(request_id=self._last_id)
            QTimer.singleShot(0, self, functools.partial(listener, cancelled))
            return self._last_id
        request = msgspec.structs.replace(request, request_id=self._last_id)
        self._requests[self._last_id] = (role, listener, request)
        if not self._thread(role).send(request):
            del self._threads[role]
            self._thread(role).send(request)
        return self._last_id

    def cancel(self, request_id: int) -> None:
        """Ends a request between two steps; an engine that does not answer in 10 s is ended."""
        if self._pass_on(request_id, CancelRequest(target=request_id)):
            QTimer.singleShot(CANCEL_GRACE_MS, self, functools.partial(self._end_if_open, request_id))

    def withdraw(self, request_id: int) -> None:
        """Ends a request between two steps, however long the step takes: its answer is no longer wanted."""
        self._pass_on(request_id, CancelRequest(target=request_id))

    def stop(self, request_id: int) -> None:
        """Ends a run after the step at hand; its best epoch is kept."""
        self._pass_on(request_id, StopRun(target=request_id))

    def is_open(self, request_id: int) -> bool:
        """Whether the request has not had its terminal event yet."""
        return request_id in self._requests

    def shutdown(self) -> None:
        """Ends every engine in good order, without blocking; `shut_down` tells when.

        What is under way is cancelled, but deleted runs are still removed.
        """
        self._is_shutting_down = True
        for request_id, (_, _, request) in list(self._requests.items()):
            if not isinstance(request, PurgeRuns):
                self._pass_on(request_id, CancelRequest(target=request_id))
        for thread in self._threads.values():
            self._ending.add(thread)
            thread.close()
        self._threads.clear()
        if not self._ending:
            QTimer.singleShot(0, self, self.shut_down.emit)

    def _thread(self, role: EngineRole) -> EngineThread:
        thread = self._threads.get(role)
        if thread is None:
            thread = EngineThread(role, self._command(role, self._library), parent=self)
            thread.setObjectName(f"{role} engine")
            thread.events_arrived.connect(self._route, Qt.ConnectionType.QueuedConnection)
            thread.finished.connect(self._on_finished, Qt.ConnectionType.QueuedConnection)
            self._threads[role] = thread
            thread.start()
        return thread

    def _pass_on(self, request_id: int, message: CancelRequest | StopRun) -> bool:
        if request_id not in self._requests:
            return False
        role = self._requests[request_id][0]
        return role in self._threads and self._threads[role].send(message)

    def _end_if_open(self, request_id: int) -> None:
        if request_id in self._requests:
            role = self._requests[request_id][0]
            if role in self._threads:
                self._threads[role].end_process()

    def _route(self, events: list[AnyEvent]) -> None:
        for number, event in enumerate(events, start=1):
            try:
                self._deliver(event)
            except Exception:  # a bug of one listener is shown; the others still get their events
                QTimer.singleShot(0, self, functools.partial(self._route, events[number:]))
                raise

    def _deliver(self, event: AnyEvent) -> None:
        if isinstance(event, EngineReady) and event.protocol_version != PROTOCOL_VERSION:
            raise RuntimeError(f"the engine speaks protocol {event.protocol_version}, the window {PROTOCOL_VERSION}")
        if isinstance(event, RequestFailed) and event.request_id == 0:
            raise RuntimeError(f"an engine did not understand a request: {event.error}")
        if event.request_id not in self._requests:
            return
        listener = self._requests[event.request_id][1]
        if is_terminal(event):
            del self._requests[event.request_id]
        listener(event)

    def _on_finished(self) -> None:
        thread = self.sender()
        assert isinstance(thread, EngineThread)
        thread.wait()  # already over: this only joins it
        role = thread.role
        if self._threads.get(role) is thread:
            del self._threads[role]
        self._ending.discard(thread)
        thread.deleteLater()
        if not self._is_shutting_down:
            self.engine_died.emit(role)
        elif not self._ending:
            self.shut_down.emit()
