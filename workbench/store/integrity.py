"""Whether the database itself is whole: its pages, its references, and that each row of a version or run can be read.

Nothing is changed here, and a row that cannot be read does not hide the others.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeVar

import msgspec

from workbench.errors import LibraryError
from workbench.i18n import N_, say
from workbench.store.connection import Connection
from workbench.store.failures import DATABASE_FILE, damaged
from workbench.store.rows import RowCodec
from workbench.values import LibraryFinding, Run, Version

S = TypeVar("S", bound=msgspec.Struct)

_VERSIONS = RowCodec(Version)
_RUNS = RowCodec(Run)


@dataclass(frozen=True)
class Audit:
    """What the database says and what is wrong with it.

    Attributes:
        is_whole: Whether its pages are sound; if not, there are no rows here.
        findings: What is wrong.
        versions: The versions whose rows can be read, newest first.
        runs: The runs whose rows can be read, deleted ones too, newest first.
        folders: The folders that some row names, readable or not.
    """

    is_whole: bool
    findings: tuple[LibraryFinding, ...]
    versions: tuple[Version, ...] = ()
    runs: tuple[Run, ...] = ()
    folders: frozenset[str] = frozenset()


def audit(connection: Connection) -> Audit:
    """Checks the database of a library.

    Raises:
        LibraryError: If another process keeps it busy.
    """
    problem = _damage(connection)
    if problem is not None:
        return Audit(is_whole=False, findings=(problem,))
    findings = list(_lost_references(connection))
    versions = _readable(connection, "versions", _VERSIONS, findings)
    runs = _readable(connection, "runs", _RUNS, findings)
    named = connection.rows("SELECT folder FROM versions UNION ALL SELECT folder FROM runs")
    folders = frozenset(row["folder"] for row in named)
    return Audit(is_whole=True, findings=tuple(findings), versions=versions, runs=runs, folders=folders)


def database_finding(error: LibraryError) -> LibraryFinding:
    """The finding of a database that cannot be opened."""
    return LibraryFinding(kind="database", path=DATABASE_FILE, what=error.what, fix=error.fix)


def _damage(connection: Connection) -> LibraryFinding | None:
    try:
        answer = connection.value("PRAGMA integrity_check(1)")  # https://sqlite.org/pragma.html#pragma_integrity_check
    except LibraryError as error:
        if error.what != damaged(connection.folder).what:
            raise
        return database_finding(error)
    return None if answer == "ok" else database_finding(damaged(connection.folder))


def _lost_references(connection: Connection) -> Iterator[LibraryFinding]:
    counts: dict[tuple[str, str], int] = {}
    for row in connection.rows("PRAGMA foreign_key_check"):
        pair = (row["table"], row["parent"])
        counts[pair] = counts.get(pair, 0) + 1
    for (table, parent), count in counts.items():
        yield LibraryFinding(
            kind="reference",
            path=table,
            what=say(
                N_("{n:,} row of the table “{table}” names a row of “{parent}” that is missing."),
                N_("{n:,} rows of the table “{table}” name rows of “{parent}” that are missing."),
                n=count,
                table=table,
                parent=parent,
            ),
            fix=say(N_("workbench verify --repair brings rows back whose folders are still there.")),
        )


def _readable(connection: Connection, table: str, codec: RowCodec[S], findings: list[LibraryFinding]) -> tuple[S, ...]:
    """The rows of a table that can be read; the others are added to the findings."""
    found = []
    for row in connection.rows(f"SELECT {codec.columns} FROM {table} ORDER BY id DESC"):
        try:
            found.append(codec.from_row(row))
        except msgspec.MsgspecError:
            findings.append(_unreadable_row(table, row["id"], str(row["folder"])))
    return tuple(found)


def _unreadable_row(table: str, row_id: int, folder: str) -> LibraryFinding:
    fix = say(N_("Put {file} back from a backup; “{folder}” is unharmed."), file=DATABASE_FILE, folder=folder)
    if table == "versions":
        fix = say(N_("workbench verify --repair makes its row again."))
    return LibraryFinding(
        kind="row",
        path=f"{table}/{row_id}",
        what=say(
            N_("Row {id} of the table “{table}”, of “{folder}”, cannot be read."), id=row_id, table=table, folder=folder
        ),
        fix=fix,
    )
