"""A lock on a file that the operating system releases when its holder ends, however it ends."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path
from types import TracebackType

POLL_S = 0.05

if sys.platform == "win32":
    import msvcrt

    def _try_lock(descriptor: int) -> bool:
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _try_lock(descriptor: int) -> bool:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True


class FileLock:
    """One holder at a time, in this process and in all others.

    The file stays: removing it would let two processes lock two files of one name. A child made by fork shares the lock
    until it ends, too; one made by exec does not.

    Args:
        path: The file to lock; made if missing, its folder too.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._descriptor: int | None = None

    def acquire(self, *, timeout_s: float) -> bool:
        """Takes the lock.

        Args:
            timeout_s: How long to wait for another holder, in seconds.

        Returns:
            Whether it is ours now.

        Raises:
            OSError: If the file cannot be opened.
        """
        self._path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o644)
        deadline = time.monotonic() + timeout_s
        while not _try_lock(descriptor):
            if time.monotonic() >= deadline:
                os.close(descriptor)
                return False
            time.sleep(POLL_S)
        self._descriptor = descriptor
        return True

    def release(self) -> None:
        """Gives the lock back, if it is ours."""
        if self._descriptor is not None:
            os.close(self._descriptor)  # releases it on every system
            self._descriptor = None

    def __enter__(self) -> FileLock:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.release()


def is_locked(path: Path) -> bool:
    """Whether some process, or another lock of this one, holds the lock on a file."""
    if not path.exists():
        return False
    with FileLock(path) as lock:
        return not lock.acquire(timeout_s=0)
