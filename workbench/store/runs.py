"""Runs."""

from __future__ import annotations

import difflib
import logging
import re
from typing import Any

import msgspec

from workbench.errors import RunError
from workbench.i18n import N_, say
from workbench.store.clock import now
from workbench.store.connection import Connection
from workbench.store.manifests import largest_number, read_manifests, write_manifest
from workbench.store.rows import RowCodec
from workbench.values import Run, Version

RUNS_FOLDER = "runs"

_codec = RowCodec(Run)
_log = logging.getLogger(__name__)


class Runs:
    """The table `runs`.

    Args:
        connection: An open library.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._read: dict[int, tuple[dict[str, Any], Run]] = {}

    def add(self, run: Run) -> Run:
        """Adds a run under a new id; see Library."""
        with self._connection.writing():
            run_id = self._next_id()
            added = msgspec.structs.replace(
                run,
                id=run_id,
                name=run.name or f"Run {run_id}",
                folder=run.folder or f"{RUNS_FOLDER}/{run_id}",
                started_at=run.started_at or now(),
            )
            self._connection.table("runs").insert(_codec.to_row(_checked(added)))
            write_manifest(self._connection.folder / added.folder, added)
        return added

    def one(self, run_id: int) -> Run:
        """One run, deleted or not.

        Raises:
            RunError: If there is none with this id.
        """
        for run in self._select("WHERE id = ?", run_id):
            return run
        raise RunError(say(N_("There is no run {run_id} in the library."), run_id=run_id))

    def all(self, *, with_deleted: bool) -> list[Run]:
        """Every run, newest first."""
        return self._select("" if with_deleted else "WHERE deleted = 0")

    def find(self, text: str) -> Run:
        """The run that a person means; see Library."""
        runs = self.all(with_deleted=False)
        wanted = text.strip()
        number = re.fullmatch(r"(?:run\s*)?#?(\d+)", wanted, flags=re.IGNORECASE | re.ASCII)
        folder = wanted.replace("\\", "/").rstrip("/")
        for run in runs:
            if number and run.id == int(number[1]):
                return run
        for run in runs:
            if wanted == run.name or folder in (run.folder, (self._connection.folder / run.folder).as_posix()):
                return run
        raise _unknown(wanted, runs)

    def change(self, run_id: int, changes: dict[str, Any]) -> Run:
        """Changes fields of a run, in its row and manifest; see Library."""
        with self._connection.writing():
            changed = _checked(msgspec.structs.replace(self.one(run_id), **changes))
            row = _codec.to_row(changed)
            if changes:
                self._connection.table("runs").update(run_id, {name: row[name] for name in changes})
            write_manifest(self._connection.folder / changed.folder, changed)
        return changed

    def remove(self, run_id: int) -> None:
        """Removes a run's row with its events and predictions; its folder is left alone.

        Raises:
            RunError: If there is no such run.
        """
        with self._connection.writing() as transaction:
            self.one(run_id)
            transaction.execute("DELETE FROM runs WHERE id = ?", (run_id,))

    def find_baseline(self, version: Version, *, split_sha256: str, test_version_id: int | None) -> Run | None:
        """The newest finished baseline of the same rows, roles and split; see Library."""
        found = self._select(
            "WHERE model_kind = 'baseline' AND state = 'finished' AND deleted = 0"
            " AND version_id = ? AND split_sha256 = ? AND test_version_id IS ?",
            version.id,
            split_sha256,
            test_version_id,
        )
        return next((run for run in found if run.roles == version.profile.roles), None)

    def rewrite_manifest(self, run_id: int) -> None:
        """Writes the manifest of a run whose folder has come into being since its row."""
        run = self.one(run_id)
        write_manifest(self._connection.folder / run.folder, run)

    def restore_missing(self) -> list[int]:
        """Adds rows for run folders that have none, from their manifests.

        Returns:
            The ids of the runs restored. A run whose dataset version is lost too is logged and left out.
        """
        known = {run.folder for run in self._select("")}
        restored = []
        for folder, run in read_manifests(self._connection.folder, f"{RUNS_FOLDER}/*", Run):
            if folder in known:
                continue
            if not self._has("versions", run.version_id):
                _log.warning("%s belongs to dataset version %s, which is lost", folder, run.version_id)
                continue
            restored.append(self._restore(msgspec.structs.replace(run, folder=folder)))
        return restored

    def _restore(self, run: Run) -> int:
        with self._connection.writing():
            row = _codec.to_row(run)
            row["id"] = self._next_id() if self._has("runs", run.id) else run.id
            for name, table in _REFERENCES.items():
                if not self._has(table, getattr(run, name)):
                    row[name] = None
            self._connection.table("runs").insert(row)
            restored = _codec.from_row(row)
            write_manifest(self._connection.folder / restored.folder, restored)
        return restored.id

    def _select(self, where: str, *parameters: object) -> list[Run]:
        rows = self._connection.rows(f"SELECT {_codec.columns} FROM runs {where} ORDER BY id DESC", *parameters)
        return [self._decoded(row) for row in rows]

    def _decoded(self, row: dict[str, Any]) -> Run:
        """The run of a row; one that was read before is not read again, because the window lists all runs often."""
        known = self._read.get(row["id"])
        if known is None or known[0] != row:
            known = (row, _codec.from_row(row))
            self._read[row["id"]] = known
        return known[1]

    def _has(self, table: str, row_id: int | None) -> bool:
        return self._connection.value(f"SELECT 1 FROM {table} WHERE id = ?", row_id) is not None

    def _next_id(self) -> int:
        used: int = self._connection.value("SELECT seq FROM sqlite_sequence WHERE name = 'runs'") or 0
        return 1 + max(used, largest_number(self._connection.folder / RUNS_FOLDER))


_REFERENCES = {"test_version_id": "versions", "validation_version_id": "versions", "baseline_run_id": "runs"}


def _checked(run: Run) -> Run:
    """The run, once it is sure that it can be read again: a value of a wrong type must not lock the library's door.

    Raises:
        msgspec.ValidationError: If it cannot.
    """
    msgspec.json.decode(msgspec.json.encode(run), type=Run)
    return run


def _unknown(text: str, runs: list[Run]) -> RunError:
    near = difflib.get_close_matches(text, [run.name for run in runs], n=3, cutoff=0.5)
    if near:
        fix = say(N_("Did you mean “{near}”?"), near="”, “".join(dict.fromkeys(near)))
    elif runs:
        names = ", ".join(f"{run.id} ({run.name})" for run in runs[:5])
        fix = say(N_("The newest runs are: {names}."), names=names)
    else:
        fix = say(N_("The library has no runs yet."))
    return RunError(say(N_("There is no run “{text}”."), text=text), fix)
