"""SQLite's errors in the user's words; what no user can act on is left as it is."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from workbench.errors import DiskFullError, LibraryError, WorkbenchError
from workbench.i18n import N_, say
from workbench.store.driver import sqlite3

DATABASE_FILE = "workbench.db"

# https://sqlite.org/rescode.html: the low byte is the primary result code.
BUSY, LOCKED, PERM, READONLY, IOERR, CORRUPT, FULL, CANTOPEN, NOTADB = 5, 6, 3, 8, 10, 11, 13, 14, 26


@contextmanager
def in_words(folder: Path) -> Iterator[None]:
    """Turns SQLite's errors about the library in `folder` into errors that a user can act on.

    Raises:
        LibraryError: If the database is busy, damaged, or cannot be read or written.
        DiskFullError: If the disk is full.
    """
    try:
        yield
    except sqlite3.Error as error:
        translated = _translate(error, folder)
        if translated is None:
            raise
        raise translated from error


def _translate(error: sqlite3.Error, folder: Path) -> WorkbenchError | None:
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code in (CORRUPT, NOTADB):
        return damaged(folder)
    if code == FULL:
        return DiskFullError(
            say(N_("The disk that holds the library “{folder}” is full."), folder=str(folder)),
            say(N_("Free some space and try again.")),
        )
    if code in (BUSY, LOCKED):
        return busy(folder)
    if code in (PERM, READONLY, IOERR, CANTOPEN):
        return unusable(folder, str(error))
    return None


def damaged(folder: Path) -> LibraryError:
    """The error of a database file that SQLite cannot read."""
    return LibraryError(
        say(N_("The library file “{path}” is damaged and was left as it is."), path=str(folder / DATABASE_FILE)),
        say(N_("Move it to another folder and start again: datasets and runs are then read from their own folders.")),
    )


def busy(folder: Path) -> LibraryError:
    """The error of a library that another process does not let go of."""
    return LibraryError(
        say(N_("Another program keeps the library “{folder}” busy."), folder=str(folder)),
        say(N_("Close it and try again.")),
    )


def unusable(folder: Path, reason: str) -> LibraryError:
    """The error of a library in a place that cannot be read or written."""
    return LibraryError(
        say(N_("The library “{folder}” cannot be used: {reason}."), folder=str(folder), reason=reason),
        say(N_("Check that the folder can be written to, or choose another with --library.")),
    )
