"""The mark of the engine that runs a run: a file lock, so that an engine that died cannot look alive.

A process id would not do: another program may have got it since.
"""

from __future__ import annotations

from pathlib import Path
from types import TracebackType

from workbench.errors import RunError
from workbench.i18n import N_, say
from workbench.store.file_lock import FileLock, is_locked

LEASE_FILE = ".lock"
PATIENCE_S = 1.0  # somebody may be looking (`is_held` locks for an instant)


class RunLease:
    """Holds a run's folder while the engine works in it.

    Args:
        folder: The run's folder; made if missing.

    Raises:
        RunError: On entering, if another process holds it.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = FileLock(folder / LEASE_FILE)

    def __enter__(self) -> RunLease:
        if not self._lock.acquire(timeout_s=PATIENCE_S):
            raise RunError(
                say(N_("The run in “{folder}” is already being trained by another process."), folder=str(self._folder)),
                say(N_("Wait for it to end, or stop it first.")),
            )
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._lock.release()

    @staticmethod
    def is_held(folder: Path) -> bool:
        """Whether an engine works in this run's folder now."""
        return is_locked(folder / LEASE_FILE)
