"""The schema, as the list of steps that led to it: steps are only ever appended, never changed.

One event type is one table. Nested values are JSON in TEXT columns; what queries need of them is a generated column.
"""

from __future__ import annotations

import json
import os

from workbench.errors import LibraryError
from workbench.i18n import N_, say
from workbench.store.connection import Connection
from workbench.store.driver import Database, Migrations
from workbench.store.failures import DATABASE_FILE, busy, in_words, unusable
from workbench.store.file_lock import FileLock
from workbench.store.manifests import sync_file, sync_folder
from workbench.store.old_forms import renewed_profile, renewed_recipe

LOCK_FILE = DATABASE_FILE + ".lock"
LOCK_TIMEOUT_S = 60.0  # somebody else's backup of a large library

MIGRATIONS = Migrations("workbench")


@MIGRATIONS()
def m001_datasets(db: Database) -> None:
    """Datasets, and their versions."""
    db.execute("""
        CREATE TABLE datasets (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            source TEXT NOT NULL,
            next_number INTEGER NOT NULL
        ) STRICT""")
    db.execute("CREATE INDEX datasets_source ON datasets (source)")
    db.execute("""
        CREATE TABLE versions (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            dataset_id INTEGER NOT NULL REFERENCES datasets (id),
            number INTEGER NOT NULL,
            name TEXT NOT NULL,
            folder TEXT NOT NULL UNIQUE,
            source TEXT NOT NULL,
            bytes INTEGER NOT NULL,
            sha256 TEXT NOT NULL,
            dialect TEXT NOT NULL,
            columns TEXT NOT NULL,
            rows INTEGER NOT NULL,
            rejected INTEGER NOT NULL,
            seconds REAL NOT NULL,
            profile TEXT NOT NULL,
            created_at TEXT NOT NULL,
            parent_id INTEGER REFERENCES versions (id) ON DELETE SET NULL,
            recipe TEXT NOT NULL,
            UNIQUE (dataset_id, number)
        ) STRICT""")
    db.execute("CREATE INDEX versions_sha256 ON versions (sha256)")


@MIGRATIONS()
def m002_runs(db: Database) -> None:
    """Runs."""
    db.execute("""
        CREATE TABLE runs (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            name TEXT NOT NULL,
            version_id INTEGER NOT NULL REFERENCES versions (id),
            task TEXT NOT NULL,
            model TEXT NOT NULL,
            method TEXT NOT NULL,
            settings TEXT NOT NULL,
            changed TEXT NOT NULL,
            seed INTEGER NOT NULL,
            state TEXT NOT NULL,
            folder TEXT NOT NULL UNIQUE,
            roles TEXT NOT NULL,
            started_at TEXT NOT NULL,
            test_version_id INTEGER REFERENCES versions (id),
            validation_version_id INTEGER REFERENCES versions (id),
            baseline_run_id INTEGER REFERENCES runs (id) ON DELETE SET NULL,
            pid INTEGER,
            seconds REAL,
            epochs REAL,
            best_epoch REAL,
            best_metric REAL,
            report TEXT,
            error TEXT,
            starred INTEGER NOT NULL,
            note TEXT NOT NULL,
            deleted INTEGER NOT NULL,
            model_name TEXT AS (json_extract(model, '$.name')) STORED,
            model_kind TEXT AS (json_extract(model, '$.kind')) STORED,
            split_sha256 TEXT AS (json_extract(settings, '$.split_sha256')) STORED,
            accuracy REAL AS (json_extract(report, '$.figures.accuracy')) STORED,
            macro_f1 REAL AS (json_extract(report, '$.figures.macro_f1')) STORED
        ) STRICT""")
    db.execute("CREATE INDEX runs_version_id ON runs (version_id)")
    db.execute("CREATE INDEX runs_baseline_run_id ON runs (baseline_run_id)")


@MIGRATIONS()
def m003_events(db: Database) -> None:
    """What runs tell while they run."""
    run_id = "run_id INTEGER NOT NULL REFERENCES runs (id) ON DELETE CASCADE"
    recorded_at = "recorded_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ'))"
    db.execute(f"""
        CREATE TABLE run_started (
            {run_id}, folder TEXT NOT NULL, phases TEXT NOT NULL, device TEXT NOT NULL, {recorded_at},
            PRIMARY KEY (run_id)
        ) STRICT, WITHOUT ROWID""")
    db.execute(f"""
        CREATE TABLE phase_started (
            {run_id}, phase TEXT NOT NULL, {recorded_at},
            PRIMARY KEY (run_id, phase)
        ) STRICT, WITHOUT ROWID""")
    db.execute(f"""
        CREATE TABLE training_planned (
            {run_id}, steps INTEGER NOT NULL, epochs INTEGER NOT NULL,
            train_examples INTEGER NOT NULL, validation_examples INTEGER NOT NULL, {recorded_at},
            PRIMARY KEY (run_id)
        ) STRICT, WITHOUT ROWID""")
    db.execute(f"""
        CREATE TABLE step_logged (
            {run_id}, step INTEGER NOT NULL, epoch REAL, loss REAL, learning_rate REAL, grad_norm REAL,
            examples INTEGER NOT NULL, seconds REAL, memory_bytes INTEGER NOT NULL,
            PRIMARY KEY (run_id, step)
        ) STRICT, WITHOUT ROWID""")
    db.execute(f"""
        CREATE TABLE evaluation_logged (
            {run_id}, step INTEGER NOT NULL, epoch REAL, loss REAL, metrics TEXT NOT NULL,
            is_best INTEGER NOT NULL, seconds REAL,
            PRIMARY KEY (run_id, step)
        ) STRICT, WITHOUT ROWID""")
    db.execute(f"""
        CREATE TABLE checkpoint_saved (
            {run_id}, step INTEGER NOT NULL, folder TEXT NOT NULL, is_best INTEGER NOT NULL, {recorded_at},
            PRIMARY KEY (run_id, step)
        ) STRICT, WITHOUT ROWID""")


@MIGRATIONS()
def m004_predictions(db: Database) -> None:
    """Texts that the user asked about, with the answers."""
    db.execute("""
        CREATE TABLE predictions (
            id INTEGER PRIMARY KEY,
            run_id INTEGER NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
            text TEXT NOT NULL,
            output TEXT NOT NULL,
            created_at TEXT NOT NULL
        ) STRICT""")
    db.execute("CREATE INDEX predictions_run_id ON predictions (run_id)")


@MIGRATIONS()
def m005_steps(db: Database) -> None:
    """Recipes whose steps have fields, and issues that name the step that mends them."""
    for version_id, recipe, profile in db.execute("SELECT id, recipe, profile FROM versions").fetchall():
        renewed = (renewed_recipe(json.loads(recipe)), renewed_profile(json.loads(profile)))
        texts = [json.dumps(value, ensure_ascii=False, separators=(",", ":")) for value in renewed]
        db.execute("UPDATE versions SET recipe = ?, profile = ? WHERE id = ?", (*texts, version_id))


def migrate(connection: Connection) -> bool:
    """Brings a database to the newest schema, one process at a time.

    A database that has been in use is first copied to `workbench.db.before-<migration>`.

    Returns:
        Whether the database was new.

    Raises:
        LibraryError: If a newer program has changed the schema, or another process does not finish its own migration.
    """
    with in_words(connection.folder):
        refuse_newer(connection)
        if _is_wal(connection.database) and not MIGRATIONS.pending(connection.database):
            return False
    with FileLock(connection.folder / LOCK_FILE) as lock:
        try:
            is_ours = lock.acquire(timeout_s=LOCK_TIMEOUT_S)
        except OSError as error:
            raise unusable(connection.folder, error.strerror or str(error)) from error
        if not is_ours:
            raise busy(connection.folder)
        with in_words(connection.folder):
            return _migrate_locked(connection)


def refuse_older(connection: Connection) -> None:
    """Refuses a schema that has to be migrated first, for a connection that may not write.

    Raises:
        LibraryError: If it has to.
    """
    with in_words(connection.folder):
        pending = MIGRATIONS.pending(connection.database)
    if pending:
        raise LibraryError(
            say(N_("The library “{folder}” was made by an older Workbench."), folder=str(connection.folder)),
            say(N_("Open it once for writing, which brings it up to date.")),
        )


def refuse_newer(connection: Connection) -> None:
    """Refuses a schema that has steps unknown to this program.

    Raises:
        LibraryError: If it has.
    """
    unknown = {step.name for step in MIGRATIONS.applied(connection.database)} - _known()
    if unknown:
        raise LibraryError(
            say(
                N_("The library “{folder}” was changed by a newer Workbench ({step})."),
                folder=str(connection.folder),
                step=max(unknown),
            ),
            say(N_("Install the newer Workbench, or choose another library with --library.")),
        )


def _migrate_locked(connection: Connection) -> bool:
    database = connection.database
    refuse_newer(connection)  # again: another process may have migrated while we waited
    if not _is_wal(database):
        database.conn.execute("PRAGMA journal_mode = WAL")
    pending = MIGRATIONS.pending(database)
    if not pending:
        return False
    is_new = not MIGRATIONS.applied(database)
    if not is_new:
        _back_up(connection, before=pending[0].name)
    with connection.writing():
        MIGRATIONS.apply(database)
    return is_new


def _back_up(connection: Connection, *, before: str) -> None:
    backup = connection.folder / f"{DATABASE_FILE}.before-{before}"
    partial = backup.with_name(backup.name + ".partial")
    partial.unlink(missing_ok=True)
    connection.database.conn.execute("VACUUM INTO ?", (str(partial),))
    sync_file(partial)  # VACUUM INTO does not: https://sqlite.org/lang_vacuum.html
    os.replace(partial, backup)
    sync_folder(connection.folder)


def _is_wal(database: Database) -> bool:
    mode: str = database.conn.execute("PRAGMA journal_mode").fetchone()[0]
    return mode == "wal"


def _known() -> set[str]:
    database = Database(memory=True, execute_plugins=False)  # in which every step is pending
    try:
        return {step.name for step in MIGRATIONS.pending(database)}
    finally:
        database.close()
