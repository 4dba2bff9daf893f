"""The connection to a library's database: how it is opened, read and written.

Every write is one BEGIN IMMEDIATE transaction; every read fetches all its rows, so that none holds a snapshot open.
A connection belongs to the thread that opened it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from workbench.errors import LibraryError
from workbench.i18n import N_, say
from workbench.store.driver import Database, Table, sqlite3
from workbench.store.failures import DATABASE_FILE, in_words, unusable

LEAST_SQLITE = (3, 51, 3)
"""Older ones can corrupt a WAL database that has two connections (the WAL-reset bug, https://sqlite.org/wal.html)."""

BUSY_TIMEOUT_S = 10.0


class Connection:
    """An open database.

    Attributes:
        folder: The library.
        database: It, as sqlite-utils sees it.
    """

    def __init__(self, folder: Path, database: Database) -> None:
        self.folder = folder
        self.database = database

    @classmethod
    def open(cls, folder: Path, *, read_only: bool) -> Connection:
        """Opens the database of a library, making it if it may be written.

        Args:
            folder: The library.
            read_only: Refuse every write of this connection; another process may write meanwhile.

        Raises:
            LibraryError: If it is damaged, missing though it is only to be read, or cannot be used.
        """
        require_sqlite(sqlite3.sqlite_version_info)
        path = folder / DATABASE_FILE
        if read_only and not path.exists():
            raise LibraryError(
                say(N_("There is no library in “{folder}”."), folder=str(folder)),
                say(N_("Choose another folder with --library.")),
            )
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise unusable(folder, error.strerror or str(error)) from error
        with in_words(folder):
            return cls(folder, _connect(path, read_only=read_only))

    def close(self) -> None:
        """Closes the database; does nothing if it is closed."""
        self.database.close()

    def table(self, name: str) -> Table:
        """One table, to insert into and to change within `writing`."""
        return self.database.table(name)

    def rows(self, sql: str, *parameters: object) -> list[dict[str, Any]]:
        """Every row that a query gives, by column name."""
        with in_words(self.folder), closing(self.database.conn.execute(sql, parameters)) as cursor:
            names = [column[0] for column in cursor.description]
            return [dict(zip(names, row)) for row in cursor.fetchall()]  # noqa: B905 - strict=True costs a third more

    def value(self, sql: str, *parameters: object) -> Any:
        """The first column of the first row that a query gives, or None."""
        with in_words(self.folder), closing(self.database.conn.execute(sql, parameters)) as cursor:
            row = cursor.fetchone()
            return None if row is None else row[0]

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """One transaction: committed whole at the end, or rolled back whole if an error rises through it.

        Raises:
            LibraryError: If another process does not let go of the database, or it cannot be written.
            DiskFullError: If the disk is full.
        """
        connection = self.database.conn
        with in_words(self.folder):
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
                connection.execute("COMMIT")
            except BaseException:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise


def require_sqlite(version: tuple[int, ...]) -> None:
    """Refuses a SQLite that could damage the library.

    Raises:
        LibraryError: If it is older than LEAST_SQLITE.
    """
    if version < LEAST_SQLITE:
        raise LibraryError(
            say(
                N_("SQLite {found} can damage a library that two programs have open; {needed} or newer is needed."),
                found=".".join(map(str, version)),
                needed=".".join(map(str, LEAST_SQLITE)),
            ),
            say(N_("Install the Python package pysqlite3, which brings one.")),
        )


def _connect(path: Path, *, read_only: bool) -> Database:
    # isolation_level None: the driver opens no transaction of its own; sqlite-utils and `writing` do.
    connection = sqlite3.connect(str(path), timeout=BUSY_TIMEOUT_S, isolation_level=None)
    try:
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA foreign_keys = ON")
        if read_only:
            # Not `mode=ro`: a reader of a WAL database must be able to make the shared-memory file.
            connection.execute("PRAGMA query_only = ON")
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()  # reads the file: damage shows here
        return Database(connection, execute_plugins=False)
    except BaseException:
        connection.close()
        raise
