"""The library as the rest of the program sees it: one object over the tables of its database."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, TypeVar

from workbench.protocol import CheckpointSaved, EvaluationLogged, Event, RunStarted, StepLogged
from workbench.store.connection import Connection
from workbench.store.datasets import Datasets
from workbench.store.events import Events
from workbench.store.integrity import Audit, audit
from workbench.store.migrations import migrate, refuse_newer, refuse_older
from workbench.store.predictions import Predictions, StoredPrediction
from workbench.store.runs import Runs
from workbench.values import AnyStep, Dialect, Output, Profile, Run, Version

E = TypeVar("E", bound=Event)


class Library:
    """What happened in a user's folder: datasets, runs, metrics and predictions. A context manager; one thread's own.

    Any method can raise LibraryError (busy, damaged, not writable) and DiskFullError.

    Args:
        connection: An open, migrated database. Use `open`.

    Attributes:
        folder: The library's folder; every path in its rows is relative to it.
    """

    def __init__(self, connection: Connection) -> None:
        self.folder = connection.folder
        self._connection = connection
        self._datasets = Datasets(connection)
        self._runs = Runs(connection)
        self._events = Events(connection)
        self._predictions = Predictions(connection)

    @classmethod
    def open(cls, folder: Path, *, read_only: bool = False) -> Library:
        """Opens a library; makes and migrates it unless it is only to be read.

        A database that is made anew in a folder with datasets and runs takes them up again, from their manifests.

        Args:
            folder: Where it lies or shall lie.
            read_only: Refuse every write of this object; other processes may write meanwhile.

        Raises:
            LibraryError: If it was changed by a newer program, is damaged, or cannot be used; to be read only, also if
                it does not exist or has to be migrated first.
        """
        connection = Connection.open(folder.absolute(), read_only=read_only)
        try:
            opened = cls(connection)
            if read_only:
                refuse_newer(connection)
                refuse_older(connection)
            elif migrate(connection):
                opened.restore_missing_runs()  # at once: an id that a manifest names must not be given to another
        except BaseException:
            connection.close()
            raise
        return opened

    def close(self) -> None:
        """Closes the database; does nothing if it is closed."""
        self._connection.close()

    def __enter__(self) -> Library:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def audit(self) -> Audit:
        """Checks the database: its pages, its references and its rows; nothing is changed."""
        return audit(self._connection)

    # Datasets and versions

    def find_import(self, sha256: str, dialect: Dialect | None, recipe: tuple[AnyStep, ...] = ()) -> Version | None:
        """The newest import of the same bytes, read in the same way; None if there is none whose folder exists.

        Args:
            sha256: Of the file's bytes.
            dialect: How the file is read; None for any way. Its confidence does not matter.
            recipe: The steps that were taken before anything was kept, such as masking.
        """
        return self._datasets.find_import(sha256, dialect, recipe)

    def next_version(self, *, source: str, parent: Version | None) -> tuple[int, int, str]:
        """Reserves the number of a new version, so that no other process gets it.

        Args:
            source: Absolute path of the file; the same path is the same dataset.
            parent: The version that it is made from, whose dataset it belongs to; None for an import.

        Returns:
            The dataset's id, the version's number, and its folder, relative to the library.
        """
        return self._datasets.next_version(source=source, parent=parent)

    def add_version(self, version: Version) -> Version:
        """Adds a version and rewrites its folder's manifest.

        Args:
            version: With id 0; the folder is written already.

        Returns:
            The version with its id. A folder that has a row already keeps that row's id.
        """
        return self._datasets.add(version)

    def replace_profile(self, version_id: int, profile: Profile) -> Version:
        """Gives a version another profile, in its row and manifest.

        Raises:
            DataError: If there is no such version.
        """
        return self._datasets.replace_profile(version_id, profile)

    def version(self, version_id: int) -> Version:
        """One version.

        Raises:
            DataError: If there is none with this id.
        """
        return self._datasets.one(version_id)

    def versions(self, *, dataset_id: int | None = None) -> list[Version]:
        """Every version, of one dataset if one is named, newest first."""
        return self._datasets.all(dataset_id=dataset_id)

    def children(self, version_id: int) -> list[Version]:
        """The versions that were made from a version by mending, newest first; empty if there is none.

        Undoing is going to a version's parent (`parent_id`); redoing, after a restart too, to its newest child.
        """
        return self._datasets.children(version_id)

    # Runs

    def add_run(self, run: Run) -> Run:
        """Adds a run.

        Args:
            run: With id 0; an empty name, folder or start is filled in.

        Returns:
            The run with its id, which no run has had before.
        """
        return self._runs.add(run)

    def run(self, run_id: int) -> Run:
        """One run, deleted or not.

        Raises:
            RunError: If there is none with this id.
        """
        return self._runs.one(run_id)

    def find_run(self, text: str) -> Run:
        """The run that a person means by an id, `Run 7`, a name or a folder; of several of one name the newest.

        Raises:
            RunError: If there is none, with the nearest names.
        """
        return self._runs.find(text)

    def runs(self, *, with_deleted: bool = False) -> list[Run]:
        """Every run, newest first."""
        return self._runs.all(with_deleted=with_deleted)

    def change_run(self, run_id: int, **changes: Any) -> Run:
        """Changes fields of a run, in its row and its folder's manifest; other processes' changes of others stay.

        Args:
            run_id: The run.
            changes: Fields of Run with their new values.

        Raises:
            RunError: If there is no such run.
            TypeError: If Run has no such field: a bug.
            msgspec.ValidationError: If a value has a wrong type: a bug.
        """
        return self._runs.change(run_id, changes)

    def remove_run(self, run_id: int) -> None:
        """Removes a run's row with its events and predictions; its folder is left alone.

        Raises:
            RunError: If there is no such run.
        """
        self._runs.remove(run_id)

    def find_baseline(self, version: Version, *, split_sha256: str, test_version_id: int | None) -> Run | None:
        """The newest finished baseline of the same version, roles, split and test rows.

        Args:
            version: The version, with its roles.
            split_sha256: As the baseline keeps it in `settings["split_sha256"]`.
            test_version_id: The version whose rows are the test rows, or None.
        """
        return self._runs.find_baseline(version, split_sha256=split_sha256, test_version_id=test_version_id)

    def restore_missing_runs(self) -> list[int]:
        """Adds rows for folders of versions and runs that have none, from their manifests.

        Returns:
            The ids of the runs restored.
        """
        self._datasets.restore_missing()
        return self._runs.restore_missing()

    # Events

    def record(self, events: Sequence[Event]) -> None:
        """Writes a run's events in one transaction; events that are not kept are passed over.

        Recording an event twice is the same as once; one of the same run and step replaces the older.
        """
        self._events.record(events)
        for event in events:
            if isinstance(event, RunStarted):
                self._runs.rewrite_manifest(event.run_id)

    def forget_after(self, run_id: int, step: int) -> None:
        """Drops a run's steps, evaluations and checkpoints later than a step, before it goes on from there."""
        self._events.forget_after(run_id, step)

    def steps(self, run_id: int, *, after: int = 0) -> list[StepLogged]:
        """A run's optimizer steps later than a step, in order."""
        return self._events.after(StepLogged, run_id, after)

    def evaluations(self, run_id: int, *, after: int = -1) -> list[EvaluationLogged]:
        """A run's looks at the validation rows later than a step, in order."""
        return self._events.after(EvaluationLogged, run_id, after)

    def checkpoints(self, run_id: int) -> list[CheckpointSaved]:
        """A run's checkpoints in order, those deleted since included."""
        return self._events.after(CheckpointSaved, run_id, -1)

    def events(self, kind: type[E], run_id: int) -> list[E]:
        """A run's events of a kind that has no steps: RunStarted, PhaseStarted or TrainingPlanned, in order."""
        return self._events.of_run(kind, run_id)

    # Predictions

    def add_predictions(self, run_id: int, texts: Sequence[str], outputs: Sequence[Output]) -> None:
        """Keeps texts with the answers of a run's model, one an answer."""
        self._predictions.add(run_id, texts, outputs)

    def predictions(self, *, limit: int = 50) -> list[StoredPrediction]:
        """The newest texts asked of runs that are not deleted, newest first."""
        return self._predictions.newest(limit)
