"""One engine process and the thread that supervises it; the only file of the window that starts processes.

An EngineThread is one life of one engine: it launches the process, decodes its events off the GUI thread and hands
them on in batches. However the process ends, each request still open gets its terminal event, made here if need be.
"""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Sequence
from pathlib import Path
from queue import SimpleQueue
from typing import TYPE_CHECKING

import msgspec
from PySide6.QtCore import QObject, QThread, Signal

import workbench
from workbench.gui.engine_exit import exit_error, start_error
from workbench.protocol import (
    AnyEvent,
    AnyRequest,
    CancelRequest,
    EngineRole,
    RequestCancelled,
    RequestFailed,
    StopRun,
    decode_event,
    encode,
    is_terminal,
)

if TYPE_CHECKING:
    from workbench.errors import WorkbenchError

BATCH_S = 0.02
"""Pause between two batches: what arrives meanwhile goes along with the next one."""

READ_BYTES = 1 << 16
KEPT_LINES = 200
IDLE_GRACE_S = 5.0
CLOSE_GRACE_S = 10.0
TERMINATE_GRACE_S = 3.0


def engine_command(role: EngineRole, library: Path) -> list[str]:
    """The command that starts an engine, in a checkout, an installation or a frozen program.

    `-P` keeps the current folder off the module path: a user's `random.py` must not become part of the program.
    """
    program = [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, "-P", "-m", "workbench"]
    return [*program, "--engine", role, "--library", str(library)]


def engine_environment() -> dict[str, str]:
    """The window's environment, with what must be set before the engine's first import.

    OpenMP reads its variable when torch is loaded; threads that spin would take turns with the window.
    """
    result = dict(os.environ)
    result.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    result["PYTHONUNBUFFERED"] = "1"
    result["PYTHONUTF8"] = "1"
    if not getattr(sys, "frozen", False):
        root = str(Path(workbench.__file__).parent.parent)
        result["PYTHONPATH"] = os.pathsep.join(filter(None, (root, result.get("PYTHONPATH", ""))))
    return result


class EngineThread(QThread):
    """Launches and supervises one engine process.

    Args:
        role: Which engine it is; says so in error messages.
        command: What to execute.
        parent: The Qt owner.

    Signals:
        events_arrived(object): A list of events in the order of their arrival, at most one list every BATCH_S.
    """

    events_arrived = Signal(object)

    def __init__(self, role: EngineRole, command: Sequence[str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.role: EngineRole = role
        self._command = list(command)
        self._outbox: SimpleQueue[bytes | None] = SimpleQueue()
        self._stderr: deque[str] = deque(maxlen=KEPT_LINES)
        self._lock = threading.Lock()
        self._open: dict[int, int | None] = {}  # request id -> run id, once it is known
        self._cancelled: set[int] = set()
        self._is_over = False
        self._is_ended_by_us = False
        self._idle = threading.Event()
        self._idle.set()
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def stderr_tail(self) -> str:
        """The last lines that the process wrote to stderr."""
        return "\n".join(self._stderr)

    @property
    def pid(self) -> int | None:
        """The process, or None before it has started."""
        return self._process.pid if self._process else None

    def send(self, request: AnyRequest) -> bool:
        """Hands a request to the writer; never blocks.

        Returns:
            False if the process is over: the request must go to another.
        """
        with self._lock:
            if self._is_over:
                return False
            if isinstance(request, CancelRequest):
                self._cancelled.add(request.target)
            elif not isinstance(request, StopRun):
                self._open[request.request_id] = None
                self._idle.clear()
        self._outbox.put(encode(request))
        return True

    def end_process(self) -> None:
        """Ends a process that does not answer: asks it, then kills it. Returns at once."""
        self._is_ended_by_us = True
        threading.Thread(target=self._terminate, name="end engine", daemon=True).start()

    def close(self) -> None:
        """Lets the open requests end, closes the pipe, and ends the process if it stays. Returns at once."""
        self._is_ended_by_us = True
        threading.Thread(target=self._close, name="close engine", daemon=True).start()

    def run(self) -> None:
        """Supervises the process until it ends. Runs in this thread; `start` calls it."""
        try:
            process = self._launch()
        except OSError as error:
            self._finish(start_error(self.role, error))
            return
        threads = [
            threading.Thread(target=self._write, args=(process,), name="write requests", daemon=True),
            threading.Thread(target=self._keep_stderr, args=(process,), name="read stderr", daemon=True),
        ]
        for thread in threads:
            thread.start()
        self._read(process)
        code = process.wait()
        self._outbox.put(None)
        for thread in threads:
            thread.join(TERMINATE_GRACE_S)  # a grandchild may hold stderr open; its last words are not worth more
        self._finish(exit_error(self.role, code, ended_by_us=self._is_ended_by_us, stderr=self.stderr_tail))

    def _launch(self) -> subprocess.Popen[bytes]:
        self._process = subprocess.Popen(
            self._command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            bufsize=0,
            env=engine_environment(),
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        return self._process

    def _read(self, process: subprocess.Popen[bytes]) -> None:
        assert process.stdout is not None
        rest = b""
        with process.stdout as pipe:
            while chunk := os.read(pipe.fileno(), READ_BYTES):
                *lines, rest = (rest + chunk).split(b"\n")
                self._hand_on([event for line in lines if line and (event := self._decode(line)) is not None])
                time.sleep(BATCH_S)

    def _decode(self, line: bytes) -> AnyEvent | None:
        """An event, or None for what is none: it goes where the process's other words go."""
        try:
            return decode_event(line)
        except msgspec.MsgspecError as error:
            self._stderr.append(f"not an event ({error}): {line[:200]!r}")
            return None

    def _hand_on(self, events: list[AnyEvent]) -> None:
        with self._lock:
            for event in events:
                run_id = getattr(event, "run_id", None)
                if is_terminal(event):
                    self._open.pop(event.request_id, None)
                elif run_id and event.request_id in self._open:
                    self._open[event.request_id] = run_id
            if not self._open:
                self._idle.set()
        if events:
            self.events_arrived.emit(events)

    def _write(self, process: subprocess.Popen[bytes]) -> None:
        assert process.stdin is not None
        try:
            with process.stdin as pipe:
                while (line := self._outbox.get()) is not None:
                    left = memoryview(line)
                    while left:
                        left = left[os.write(pipe.fileno(), left) :]
        except OSError as error:  # the process is gone; `run` notices by itself and answers for it
            self._stderr.append(f"could not be written to: {error}")

    def _keep_stderr(self, process: subprocess.Popen[bytes]) -> None:
        assert process.stderr is not None
        rest = b""
        with process.stderr as pipe:
            while chunk := os.read(pipe.fileno(), READ_BYTES):
                *lines, rest = (rest + chunk).split(b"\n")
                self._stderr.extend(line.decode("utf-8", "replace") for line in lines)
        if rest:
            self._stderr.append(rest.decode("utf-8", "replace"))

    def _finish(self, error: WorkbenchError) -> None:
        """Answers every request that the process left open."""
        with self._lock:
            self._is_over = True
            left, self._open = self._open, {}
            self._idle.set()
        events: list[AnyEvent] = []
        for request_id, run_id in left.items():
            if request_id in self._cancelled:
                events.append(RequestCancelled(request_id=request_id, run_id=run_id))
            else:
                events.append(RequestFailed(request_id=request_id, run_id=run_id, error=error.info()))
        if events:
            self.events_arrived.emit(events)

    def _close(self) -> None:
        self._idle.wait(IDLE_GRACE_S)
        self._outbox.put(None)  # the writer closes the pipe; the engine puts things in order and ends
        process = self._process
        if process is None:
            return
        try:
            process.wait(CLOSE_GRACE_S)
        except subprocess.TimeoutExpired:
            self._terminate()

    def _terminate(self) -> None:
        process = self._process
        if process is None:
            return
        process.terminate()
        try:
            process.wait(TERMINATE_GRACE_S)
        except subprocess.TimeoutExpired:
            process.kill()
