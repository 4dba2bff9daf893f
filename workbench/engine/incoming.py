"""Where the rows of an import lie until it is complete: what an import leaves that was killed, the next one removes."""

from __future__ import annotations

import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from workbench.store.file_lock import FileLock, is_locked

_FOLDER = "incoming"
_LOCK = "lock"


@contextmanager
def incoming_folder(library: Path) -> Iterator[Path]:
    """A folder in the library that is this import's own as long as the block runs, and is then removed.

    Raises:
        OSError: If it cannot be made.
    """
    place = library / _FOLDER
    with FileLock(place / _LOCK) as guard:
        guard.acquire(timeout_s=5)  # nobody looks at a folder that is not locked yet
        _remove_abandoned(place)
        folder = place / uuid.uuid4().hex
        lock = FileLock(folder / _LOCK)
        lock.acquire(timeout_s=0)
    try:
        yield folder
    finally:
        lock.release()
        shutil.rmtree(folder, ignore_errors=True)


def abandoned(library: Path, *, remove: bool) -> list[Path]:
    """The folders of imports whose process is gone, after removing them if so asked.

    Raises:
        OSError: If the place cannot be read.
    """
    place = library / _FOLDER
    if not place.is_dir():
        return []
    with FileLock(place / _LOCK) as guard:
        guard.acquire(timeout_s=5)
        return _remove_abandoned(place) if remove else _abandoned(place)


def _remove_abandoned(place: Path) -> list[Path]:
    found = _abandoned(place)
    for folder in found:
        shutil.rmtree(folder, ignore_errors=True)
    return found


def _abandoned(place: Path) -> list[Path]:
    return sorted(folder for folder in place.iterdir() if folder.is_dir() and not is_locked(folder / _LOCK))
