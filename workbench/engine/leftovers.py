"""What ended processes left in a library: half-written files, abandoned imports, trash, and old backups.

Downloads of models that are not complete are none: they are gone on with.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

from workbench.engine import incoming
from workbench.i18n import N_, say
from workbench.store import RunLease
from workbench.store.failures import DATABASE_FILE
from workbench.store.runs import RUNS_FOLDER
from workbench.values import LibraryFinding

LEAST_AGE_S = 600.0
"""What was written to more lately may be in the making: not everything that is written holds a lock."""

TRASH_FOLDER = "trash"
_PARTIAL = ".partial"
_LOOKED_AT_ELSEWHERE = {"models", "incoming", TRASH_FOLDER}
_MEGABYTE = 1e6


def leftovers(library: Path) -> list[LibraryFinding]:
    """Everything in a library that no process will need again, with its size."""
    paths = [*_partials(library), *incoming.abandoned(library, remove=False), *_trash(library), *_old_backups(library)]
    return [_finding(library, path) for path in paths]


def remove_leftovers(library: Path) -> None:
    """Removes them; what cannot be removed stays, and is found again."""
    incoming.abandoned(library, remove=True)
    for path in (*_partials(library), *_trash(library), *_old_backups(library)):
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path, ignore_errors=True)
        else:
            with contextlib.suppress(OSError):
                path.unlink()


def _finding(library: Path, path: Path) -> LibraryFinding:
    size, name = _size(path), path.relative_to(library).as_posix()
    return LibraryFinding(
        kind="leftover",
        path=name,
        what=say(N_("“{path}” is a leftover of {size:,.1f} MB."), path=name, size=size / _MEGABYTE),
        fix=say(N_("workbench verify --repair removes it.")),
        bytes=size,
    )


def _partials(library: Path) -> Iterator[Path]:
    """Half-written files and folders that nobody writes to any more."""
    newest = time.time() - LEAST_AGE_S
    for folder, folders, files in os.walk(library):
        here = Path(folder)
        if here == library:
            folders[:] = [name for name in folders if name not in _LOOKED_AT_ELSEWHERE]
        elif here.parent == library / RUNS_FOLDER and RunLease.is_held(here):
            folders.clear()
            continue
        yield from (
            here / name
            for name in sorted((*folders, *files))
            if name.endswith(_PARTIAL) and _changed_at(here / name) < newest
        )
        folders[:] = [name for name in folders if not name.endswith(_PARTIAL)]


def _trash(library: Path) -> list[Path]:
    trash = library / TRASH_FOLDER
    return sorted(trash.iterdir()) if trash.is_dir() else []


def _old_backups(library: Path) -> list[Path]:
    """The copies of the database that migrations made, but for the newest one."""
    backups = [path for path in library.glob(f"{DATABASE_FILE}.before-*") if path.suffix != _PARTIAL]
    return sorted(backups, key=lambda path: path.stat().st_mtime)[:-1]


def _changed_at(path: Path) -> float:
    """When the newest thing in a file or folder was written to, in seconds; 0 if it is gone."""
    return max((stat.st_mtime for stat in _stats(path)), default=0.0)


def _size(path: Path) -> int:
    return sum(stat.st_size for stat in _stats(path, of_folders=False))


def _stats(path: Path, *, of_folders: bool = True) -> Iterator[os.stat_result]:
    for each in (path, *path.rglob("*")):
        if of_folders or not each.is_dir():
            with contextlib.suppress(OSError):  # it may be going at this moment
                yield each.lstat()
