"""Opening a library: new, old, newer, damaged, shared."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from store_examples import add_run, add_version, database_files, step

from workbench.errors import LibraryError
from workbench.i18n import render
from workbench.store import Library, connection, migrations
from workbench.store.driver import HIDDEN, Database, sqlite3


@contextmanager
def _database(folder: Path) -> Iterator[Database]:
    folder.mkdir(parents=True, exist_ok=True)
    with closing(sqlite3.connect(str(folder / "workbench.db"), isolation_level=None)) as conn:
        yield Database(conn, execute_plugins=False)


def test_that_a_new_library_is_durable_and_safe_to_share(library: Path) -> None:
    Library.open(library).close()

    with closing(connection.Connection.open(library, read_only=False)) as opened:
        assert opened.value("PRAGMA journal_mode") == "wal"
        assert opened.value("PRAGMA synchronous") == 2  # FULL
        assert opened.value("PRAGMA foreign_keys") == 1
        assert opened.value("PRAGMA busy_timeout") == 10_000
        assert opened.value("PRAGMA integrity_check") == "ok"


def test_that_the_sqlite_in_use_is_one_that_cannot_corrupt_a_shared_library() -> None:
    assert sqlite3.sqlite_version_info >= (3, 51, 3)


def test_that_an_older_sqlite_is_refused_in_words() -> None:
    with pytest.raises(LibraryError) as caught:
        connection.require_sqlite((3, 40, 1))

    assert "SQLite 3.40.1" in render(caught.value.what)
    assert "3.51.3" in render(caught.value.what)
    assert caught.value.fix is not None
    assert "pysqlite3" in render(caught.value.fix)


def test_that_what_was_written_is_there_after_reopening(library: Path) -> None:
    with Library.open(library) as opened:
        added = add_run(opened)
        opened.record([step(added.id, 1)])

    with Library.open(library) as opened:
        assert opened.runs() == [added]
        assert opened.steps(added.id) == [step(added.id, 1)]


def test_that_a_read_only_library_sees_what_another_writes_and_refuses_to_write(library: Path) -> None:
    with Library.open(library) as writer, Library.open(library, read_only=True) as reader:
        added = add_run(writer)

        assert reader.runs() == [added]
        with pytest.raises(LibraryError):
            reader.change_run(added.id, starred=True)
        with pytest.raises(LibraryError):
            reader.record([step(added.id, 1)])


def test_that_reading_only_needs_a_library(library: Path) -> None:
    with pytest.raises(LibraryError, match="There is no library"):
        Library.open(library, read_only=True)

    assert not library.exists()


def test_that_a_place_that_is_no_folder_is_refused_in_words(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")

    with pytest.raises(LibraryError, match="cannot be used"):
        Library.open(tmp_path / "file" / "library")


@pytest.mark.parametrize("content", [b"hello", b"%PDF-1.7" + b"x" * 9000], ids=["short", "long"])
@pytest.mark.parametrize("read_only", [True, False])
def test_that_a_damaged_file_is_refused_with_a_remedy_and_left_as_it_is(
    library: Path, content: bytes, *, read_only: bool
) -> None:
    library.mkdir()
    (library / "workbench.db").write_bytes(content)

    with pytest.raises(LibraryError) as caught:
        Library.open(library, read_only=read_only)

    assert "is damaged" in render(caught.value.what)
    assert caught.value.fix is not None
    assert "Move it" in render(caught.value.fix)
    assert database_files(library) == {"workbench.db": content}


def test_that_a_library_of_a_newer_program_is_refused_and_left_as_it_is(library: Path) -> None:
    Library.open(library).close()
    with _database(library) as database:
        database.execute(
            "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES ('workbench', 'm999_future', '')"
        )
    before = database_files(library)

    for read_only in (True, False):
        with pytest.raises(LibraryError, match=r"newer Workbench \(m999_future\)"):
            Library.open(library, read_only=read_only)

    assert database_files(library)["workbench.db"] == before["workbench.db"]


def test_that_an_older_library_is_backed_up_and_migrated_with_its_content(library: Path) -> None:
    with _database(library) as database:
        migrations.MIGRATIONS.apply(database, stop_before="m002_runs")
        database.execute("INSERT INTO datasets (id, source, next_number) VALUES (5, '/old.csv', 3)")

    with Library.open(library) as opened:
        assert opened.next_version(source="/old.csv", parent=None) == (5, 3, "datasets/5/v3")
        add_version(opened)
        add_run(opened)

    backup = library / "workbench.db.before-m002_runs"
    assert backup.exists()
    assert not backup.with_name(backup.name + ".partial").exists()
    with closing(sqlite3.connect(str(backup))) as old:
        assert old.execute("SELECT id, source, next_number FROM datasets").fetchall() == [(5, "/old.csv", 3)]
        assert old.execute("SELECT count(*) FROM sqlite_master WHERE name = 'runs'").fetchone() == (0,)


def test_that_an_older_library_is_not_opened_for_reading_only(library: Path) -> None:
    with _database(library) as database:
        migrations.MIGRATIONS.apply(database, stop_before="m004_predictions")

    with pytest.raises(LibraryError, match="older Workbench"):
        Library.open(library, read_only=True)


def test_that_a_migration_that_fails_changes_nothing(library: Path) -> None:
    with _database(library) as database:
        migrations.MIGRATIONS.apply(database, stop_before="m003_events")
        database.execute("CREATE TABLE predictions (x)")  # m004 will stumble over it, after m003

    with pytest.raises(sqlite3.OperationalError, match="already exists"):
        Library.open(library)

    with _database(library) as database:
        pending = [step.name for step in migrations.MIGRATIONS.pending(database)]
        assert pending == ["m003_events", "m004_predictions", "m005_steps"]
        assert "step_logged" not in database.table_names()


def test_that_a_new_or_current_library_is_not_backed_up(library: Path) -> None:
    Library.open(library).close()
    Library.open(library).close()

    assert sorted(path.name for path in library.iterdir()) == ["workbench.db", "workbench.db.lock"]


def test_that_a_library_kept_busy_is_an_error_in_words(library: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "BUSY_TIMEOUT_S", 0.01)
    with Library.open(library) as opened, _database(library) as other:
        added = add_run(opened)
        other.execute("BEGIN IMMEDIATE")

        with pytest.raises(LibraryError, match="busy"):
            opened.change_run(added.id, starred=True)
        assert opened.runs() == [added]


def test_that_importing_the_store_imports_neither_pandas_nor_numpy_and_hides_neither_afterwards() -> None:
    code = (
        "import sys, workbench.store; "
        f"assert not set({HIDDEN!r}) & set(sys.modules), 'imported'; "
        "import numpy; assert numpy.arange(3).sum() == 3"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)


def test_that_importing_the_store_leaves_modules_that_were_imported_before() -> None:
    code = "import sys, numpy; import workbench.store; import numpy as again; assert again is numpy"
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)
