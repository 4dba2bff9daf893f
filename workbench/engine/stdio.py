"""The two ends of the engine's pipe: fd 0 brings requests, a private copy of fd 1 takes events.

`claim_protocol` must run before anything else is imported, so that whatever a library prints lands in stderr, which
the window keeps for the bug report, and never among the messages. Only the standard library is imported here.
"""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Iterator

READ_BYTES = 1 << 16


def claim_protocol() -> int:
    """Takes fd 1 for the protocol and points fd 1 and `sys.stdout` at stderr.

    Returns:
        The file descriptor that events are written to; child processes do not inherit it.
    """
    if sys.stdout is not None:
        sys.stdout.flush()
    protocol = os.dup(1)
    os.dup2(2, 1)
    sys.stdout = sys.stderr
    return protocol


def read_lines(fd: int) -> Iterator[bytes]:
    """Gives the lines that arrive at a descriptor, without their newline, until its other end is closed.

    It reads the descriptor itself: a thread that waits in a buffered `sys.stdin` would hold that object's lock and
    abort the interpreter at its end.
    """
    rest = b""
    while chunk := os.read(fd, READ_BYTES):
        *lines, rest = (rest + chunk).split(b"\n")
        yield from lines
    if rest:
        yield rest


class LineWriter:
    """Writes whole lines to a descriptor, from any thread.

    Args:
        fd: Where the lines go.
    """

    def __init__(self, fd: int) -> None:
        self._fd = fd
        self._lock = threading.Lock()

    def write(self, line: bytes) -> None:
        """Writes one line, its newline included.

        Raises:
            OSError: If nobody reads any more.
        """
        with self._lock:
            left = memoryview(line)
            while left:
                left = left[os.write(self._fd, left) :]
