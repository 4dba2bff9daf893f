"""A real engine process at the other end of a pipe, for the tests that need one."""

from __future__ import annotations

import os
import queue
import subprocess
import sys
import threading
from pathlib import Path
from types import TracebackType
from typing import Self

from workbench.engine.stdio import read_lines
from workbench.protocol import AnyEvent, EngineReady, Request, decode_event, encode, is_terminal

ROOT = Path(__file__).parent.parent.parent
SECONDS = 60


class EngineProcess:
    """Starts `python -m workbench --engine ROLE` and speaks its protocol.

    Args:
        library: The folder of the library.
        role: Which engine.
    """

    def __init__(self, library: Path, role: str = "interactive") -> None:
        command = [sys.executable, "-m", "workbench", "--engine", role, "--library", str(library)]
        self.process = subprocess.Popen(
            command,
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env={**os.environ, "OMP_NUM_THREADS": "1"},
        )
        self.errors: list[bytes] = []
        self._lines: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
        self._readers = [threading.Thread(target=self._read), threading.Thread(target=self._read_errors)]
        for reader in self._readers:
            reader.start()

    def __enter__(self) -> Self:
        """Waits for the first line."""
        self.ready = self.receive()
        assert isinstance(self.ready, EngineReady)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Ends the process, whatever became of it."""
        self.hang_up()
        try:
            self.process.wait(timeout=SECONDS)
        finally:
            self.process.kill()
            for reader in self._readers:
                reader.join(timeout=SECONDS)
            for pipe in (self.process.stdout, self.process.stderr):
                assert pipe is not None
                pipe.close()

    def send(self, *requests: Request | bytes) -> None:
        """Sends requests in one piece."""
        assert self.process.stdin is not None
        self.process.stdin.write(b"".join(r if isinstance(r, bytes) else encode(r) for r in requests))
        self.process.stdin.flush()

    def receive(self) -> AnyEvent | None:
        """The next event; None once the engine has ended."""
        line = self._lines.get(timeout=SECONDS)
        return decode_event(line) if line is not None else None

    def until_terminal(self) -> list[AnyEvent]:
        """The events up to the next terminal one."""
        events: list[AnyEvent] = []
        while not events or not is_terminal(events[-1]):
            event = self.receive()
            assert event is not None, b"\n".join(self.errors).decode()
            events.append(event)
        return events

    def hang_up(self) -> None:
        """Closes the pipe, as a window does that ends."""
        assert self.process.stdin is not None
        self.process.stdin.close()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in read_lines(self.process.stdout.fileno()):
            self._lines.put(line)
        self._lines.put(None)

    def _read_errors(self) -> None:
        assert self.process.stderr is not None
        self.errors.extend(read_lines(self.process.stderr.fileno()))
