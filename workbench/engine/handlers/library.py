"""Handlers of requests to the runs in the library: change, purge and recover them."""

from __future__ import annotations

import shutil
import uuid
from collections.abc import Iterator
from typing import Any

from workbench.engine.context import Context, Handler
from workbench.errors import FileError, RunError
from workbench.i18n import N_, say
from workbench.protocol import Event, PurgeRuns, RecoverRuns, RunsRecovered, RunUpdated, UpdateRun
from workbench.store import Library, RunLease
from workbench.values import Run

TRASH_FOLDER = "trash"


def update_run(request: UpdateRun, context: Context) -> Iterator[Event]:
    """Changes what the user says of a run.

    Raises:
        RunError: If there is no such run, its name would be empty, or it shall be deleted while it trains.
    """
    run = context.library.run(request.run_id)
    changes: dict[str, Any] = {}
    if request.name is not None:
        changes["name"] = _name(request.name)
    if request.note is not None:
        changes["note"] = request.note.strip()
    if request.starred is not None:
        changes["starred"] = request.starred
    if request.deleted is not None:
        if request.deleted and _is_training(context.library, run):
            raise RunError(
                say(N_("“{name}” is still training."), name=run.name),
                say(N_("Stop it before deleting it.")),
            )
        changes["deleted"] = request.deleted
    context.library.change_run(run.id, **changes)
    yield RunUpdated(run_id=run.id)


def purge_runs(request: PurgeRuns, context: Context) -> Iterator[Event]:  # noqa: ARG001 - it has no fields
    """Removes the folders and rows of deleted runs for good.

    A folder is first moved into the trash, so that a run is there whole or not at all, however this ends.

    Raises:
        FileError: If a folder cannot be moved or removed; the other runs are purged all the same.
    """
    library = context.library
    purged: list[int] = []
    stuck: list[OSError] = []
    for run in library.runs(with_deleted=True):
        if not run.deleted or _is_training(library, run):
            continue
        context.predictors.forget(run.id)
        try:
            _move_to_trash(library, run)
        except OSError as error:
            stuck.append(error)
            continue
        library.remove_run(run.id)
        purged.append(run.id)
    stuck.extend(_empty_trash(library))
    if stuck:
        raise FileError(
            say(
                N_("“{path}” cannot be removed: {reason}."), path=str(stuck[0].filename), reason=str(stuck[0].strerror)
            ),
            say(N_("Close programs that use it. Workbench tries again when it is closed the next time.")),
        ) from stuck[0]
    yield RunsRecovered(run_ids=tuple(purged))


def recover_runs(request: RecoverRuns, context: Context) -> Iterator[Event]:  # noqa: ARG001 - it has no fields
    """Restores runs that are missing in the database, and marks those whose engine is gone as interrupted.

    A run that has its row but not yet its lease is taken for interrupted, too; its engine corrects that at its end.
    """
    library = context.library
    changed = set(library.restore_missing_runs())
    for run in library.runs(with_deleted=True):
        if run.state == "running" and not _is_training(library, run):
            library.change_run(run.id, state="interrupted", pid=None, **_reached(library, run))
            changed.add(run.id)
    yield RunsRecovered(run_ids=tuple(sorted(changed)))


def _name(text: str) -> str:
    name = " ".join(text.split())
    if not name:
        raise RunError(say(N_("A run needs a name.")), say(N_("Enter at least one character.")))
    return name


def _is_training(library: Library, run: Run) -> bool:
    return RunLease.is_held(library.folder / run.folder)


def _reached(library: Library, run: Run) -> dict[str, float]:
    """How far an interrupted run came, as far as its steps tell."""
    steps = library.steps(run.id)
    return {"seconds": steps[-1].seconds, "epochs": steps[-1].epoch} if steps else {}


def _move_to_trash(library: Library, run: Run) -> None:
    folder = library.folder / run.folder
    if folder.exists():
        trash = library.folder / TRASH_FOLDER
        trash.mkdir(exist_ok=True)
        folder.rename(trash / f"{run.id}-{uuid.uuid4().hex}")


def _empty_trash(library: Library) -> list[OSError]:
    """Removes everything in the trash, and gives the errors of what stays."""
    errors: list[OSError] = []
    trash = library.folder / TRASH_FOLDER
    for path in sorted(trash.iterdir()) if trash.is_dir() else ():
        try:
            shutil.rmtree(path)
        except OSError as error:
            errors.append(error)
    return errors


HANDLERS: tuple[Handler, ...] = (
    Handler(request=UpdateRun, role="interactive", run=update_run),
    Handler(request=PurgeRuns, role="interactive", run=purge_runs),
    Handler(request=RecoverRuns, role="interactive", run=recover_runs),
)
