"""Handlers of requests that train: start a run, resume a run.

Whatever the user can mend is said before the run has a row. From then on the row tells how the run ended, however it
ends: finished, stopped, interrupted (cancelled), failed; a process that is killed is found by RecoverRuns.
"""

from __future__ import annotations

import os
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from workbench import settings
from workbench.engine import run_rows
from workbench.engine.augmenting import check_augmentation
from workbench.engine.baselines import ensure_baseline
from workbench.engine.context import Context, Handler
from workbench.engine.failures import failure_info, is_out_of_memory
from workbench.engine.recorder import recorded
from workbench.engine.run_rows import RunVersions
from workbench.errors import DataError, OutOfMemoryError, RunError
from workbench.i18n import N_, say
from workbench.models import catalog
from workbench.protocol import Event, ResumeRun, StartRun
from workbench.store import Library, RunLease
from workbench.tasks.base import TaskSpec, missing_role, spec
from workbench.values import ModelCard, Roles, Run

if TYPE_CHECKING:
    from workbench.engine.training_run import PreparedRun


def start_run(request: StartRun, context: Context) -> Iterator[Event]:
    """Fine-tunes a model.

    Raises:
        DataError: If the rows are not enough, or a role has no column.
        ModelError: If the base model is not here or cannot be used.
        SettingError: If a setting, the task or the method is unknown, or a value out of range.
        RunError: If training lost its way.
        OutOfMemoryError: If the batches are too large for the device.
    """
    from workbench.training.method import training_settings

    task = spec(request.task)
    values = settings.complete(training_settings(request.method), request.settings)
    card = catalog.card(request.model, library=context.library.folder)
    versions = _requested_versions(request, context.library)
    check_augmentation(values, versions.own, context.library)
    _check_roles(task, versions.own.profile.roles, name=versions.own.name)
    prepared = yield from _prepare(request, context, versions, values=values, card=card)
    yield from _in_order(prepared, context)


def resume_run(request: ResumeRun, context: Context) -> Iterator[Event]:
    """Goes on with a run from its last checkpoint.

    Raises:
        RunError: If there is no such run, it is finished, or another process trains it.
        DataError: If its dataset is gone.
    """
    from workbench.engine.training_run import PreparedRun

    library = context.library
    run = library.run(request.run_id)
    if run.state in ("finished", "stopped") or run.model.kind == "baseline":
        raise RunError(
            say(N_("“{name}” is complete, so there is nothing to resume."), name=run.name),
            say(N_("Start a new run.")),
        )
    versions = run_rows.versions_of(library, run)
    parts = run_rows.read_parts(library, versions, run_rows.kept_split(library, run), run.roles)
    report = library.run(run.baseline_run_id).report if run.baseline_run_id is not None else None
    prepared = PreparedRun(run, parts, None if report is None else report.figures)
    yield from _in_order(prepared, context)


HANDLERS = (
    Handler(StartRun, "training", start_run),
    Handler(ResumeRun, "training", resume_run),
)


def _requested_versions(request: StartRun, library: Library) -> RunVersions:
    own = library.version(request.version_id)
    validation = request.validation_version_id
    test = request.test_version_id or own.profile.split_recipe.test_version_id
    return RunVersions(
        own=own,
        validation=None if validation is None else library.version(validation),
        test=None if test is None else library.version(test),
    )


def _check_roles(task: TaskSpec, roles: Roles, *, name: str) -> None:
    fix = missing_role(task, roles)
    if fix is None:
        return
    if roles.text is None:
        raise DataError(say(N_("No column of “{name}” is chosen as the text."), name=name), fix)
    raise DataError(say(N_("No column of “{name}” is chosen as the label."), name=name), fix)


def _prepare(
    request: StartRun,
    context: Context,
    versions: RunVersions,
    *,
    values: dict[str, settings.SettingValue],
    card: ModelCard,
) -> Generator[Event, None, PreparedRun]:
    """Checks the rows, makes sure that there is a baseline, and gives the run its row and folder."""
    from workbench.engine.training_run import PreparedRun, doors
    from workbench.training.method import training_settings

    library = context.library
    roles = versions.own.profile.roles
    codes = run_rows.run_split(library, versions)
    parts = run_rows.read_parts(library, versions, codes, roles)
    doors(request.task).check(parts)
    baseline = yield from ensure_baseline(context, versions.own, test_version=versions.test)
    defaults = settings.defaults(training_settings(request.method))
    run = library.add_run(
        Run(
            id=0,
            name=request.name,
            version_id=versions.own.id,
            task=request.task,
            model=card,
            method=request.method,
            settings=dict(values),
            changed=tuple(key for key, value in values.items() if value != defaults[key]),
            seed=request.seed,
            state="running",
            folder="",
            roles=roles,
            started_at="",
            test_version_id=None if versions.test is None else versions.test.id,
            validation_version_id=request.validation_version_id,
            baseline_run_id=baseline.id,
            pid=os.getpid(),
        )
    )
    folder = library.folder / run.folder
    folder.mkdir(parents=True, exist_ok=True)
    kept = {**values, run_rows.SPLIT_SHA256: run_rows.keep_split(folder, codes)}
    run = library.change_run(run.id, settings=kept)
    return PreparedRun(run, parts, None if baseline.report is None else baseline.report.figures)


def _in_order(prepared: PreparedRun, context: Context) -> Iterator[Event]:
    """Trains while the run's folder is held, records what it tells, and keeps its row true."""
    from workbench.engine.training_run import train_run

    run = prepared.run
    with RunLease(context.library.folder / run.folder), _true_row(run, context.library):
        yield from recorded(train_run(prepared, context), context.library)


@contextmanager
def _true_row(run: Run, library: Library) -> Iterator[None]:
    """Marks a run as running, and as interrupted or failed if it ends otherwise than by itself."""
    library.change_run(run.id, state="running", pid=os.getpid(), error=None)
    try:
        yield
    except (GeneratorExit, KeyboardInterrupt):
        library.change_run(run.id, state="interrupted", pid=None, **_reached(library, run))
        raise
    except Exception as error:
        told = _memory_error(error, run) if is_out_of_memory(error) else error
        library.change_run(run.id, state="failed", pid=None, error=failure_info(told), **_reached(library, run))
        if told is error:
            raise
        raise told from error


def _reached(library: Library, run: Run) -> dict[str, float]:
    """How far a run came, as far as its steps tell."""
    steps = library.steps(run.id)
    return {"seconds": steps[-1].seconds, "epochs": steps[-1].epoch} if steps else {}


def _memory_error(error: Exception, run: Run) -> OutOfMemoryError:
    size = int(run.settings["batch_size"])
    return OutOfMemoryError(
        say(N_("The memory is too small for {n:,} examples at once."), n=size)
        if size > 1
        else say(N_("The memory is too small for this model and texts of this length.")),
        say(N_("Set the batch size to {n:,}, or choose a shorter longest text or a smaller model."), n=size // 2)
        if size > 1
        else say(N_("Choose a shorter longest text or a smaller model.")),
        details=repr(error),
    )
