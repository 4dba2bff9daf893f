"""A run from its base model to its report: the phases, in order, each told before it begins.

Imports torch, so the handlers import this module only once a run starts.
"""

from __future__ import annotations

import importlib
import os
import shutil
import time
from collections.abc import Generator
from dataclasses import dataclass
from pathlib import Path

from workbench.engine.augmenting import augmented_parts, drawn_parts, expected_parts
from workbench.engine.baselines import commonest_label
from workbench.engine.context import Context
from workbench.engine.phases import phase_estimates
from workbench.engine.predictors import MODEL_FOLDER
from workbench.errors import ModelError
from workbench.evaluation.report import build_report, write_report, write_test_predictions
from workbench.i18n import N_, say
from workbench.protocol import Event, PhaseStarted, RunFinished, RunStarted
from workbench.store.manifests import sync_file, sync_folder
from workbench.tasks.base import spec
from workbench.training import rng
from workbench.training.checkpoint import Checkpoints, Snapshot
from workbench.training.device import Device, choose_device
from workbench.training.loop import Fitted, fit
from workbench.training.method import method
from workbench.training.task_model import Examples, Parts, TaskDoors, TaskModel
from workbench.training.trainer import Plan, Trainer, TrainingSet
from workbench.values import Figures, PhaseName, Report, Run

CHECKPOINTS_FOLDER = "checkpoints"


@dataclass(frozen=True)
class PreparedRun:
    """A run that has its row and folder, and the rows that it is about.

    Attributes:
        run: Its row.
        parts: Its rows.
        baseline: The figures of the simple baseline on the same test rows.
    """

    run: Run
    parts: Parts
    baseline: Figures | None


@dataclass(frozen=True)
class _ExampleSet:
    train: Examples
    validation: Examples
    test: Examples


def doors(task: str) -> TaskDoors:
    """The torch side of a task."""
    found: TaskDoors = importlib.import_module(f"workbench.tasks.{task}.model").MODEL
    return found


def train_run(prepared: PreparedRun, context: Context) -> Generator[Event, None, None]:
    """Trains a run, from its last checkpoint if it has one, and writes its model and report.

    Yields:
        RunStarted, the phases with what happens in them, and RunFinished.

    Raises:
        ModelError: If the base model cannot be used.
        RunError: If training lost its way, or the run cannot go on.
    """
    started = time.monotonic()
    run = prepared.run
    library_folder = context.library.folder
    checkpoints = Checkpoints(library_folder / run.folder / CHECKPOINTS_FOLDER)
    device = choose_device(half=bool(run.settings["half_precision"]))
    parts = drawn_parts(prepared.parts, run)
    phases = phase_estimates(run, expected_parts(parts, run), device)
    yield RunStarted(run_id=run.id, folder=run.folder, phases=phases, device=device.name)
    yield _phase(run, "loading")
    parts = yield from augmented_parts(parts, run, context.library)
    rng.seed_everything(run.seed)
    model = doors(run.task).build(_base_folder(run), parts, run.settings)
    model.module.to(device.torch_device)
    yield _phase(run, "tokenizing")
    examples = yield from _encode(model, parts)
    yield _phase(run, "training")
    snapshot = checkpoints.load_latest()
    examples = yield from _make_ready(model, examples, run, device, is_new=snapshot is None)
    training_set = TrainingSet(examples.train, examples.validation)
    trainer = Trainer(model, training_set, _plan(run), checkpoints=checkpoints, device=device)
    _go_back(trainer, snapshot, context, run)
    started -= trainer.progress.seconds
    fitted = yield from fit(trainer, context.stop_requested)
    yield _phase(run, "evaluating")
    report = yield from _measure(model, examples.test, prepared, device, library_folder / run.folder)
    yield _phase(run, "saving")
    method(run.method).settle(model)
    _save_model(model, library_folder / run.folder)
    yield _finish(context, run, fitted, report, seconds=time.monotonic() - started)


def _phase(run: Run, phase: PhaseName) -> PhaseStarted:
    return PhaseStarted(run_id=run.id, phase=phase)


def _base_folder(run: Run) -> Path:
    folder = Path(run.model.folder)
    if not folder.is_dir():
        raise ModelError(
            say(N_("The base model “{title}” is no longer in {folder}."), title=run.model.title, folder=str(folder)),
            say(N_("Put the folder back, or choose another model.")),
        )
    return folder


def _encode(model: TaskModel, parts: Parts) -> Generator[Event, None, _ExampleSet]:
    train = yield from model.encode(parts.train)
    validation = yield from model.encode(parts.validation)
    test = yield from model.encode(parts.test)
    return _ExampleSet(train, validation, test)


def _make_ready(
    model: TaskModel, examples: _ExampleSet, run: Run, device: Device, *, is_new: bool
) -> Generator[Event, None, _ExampleSet]:
    """Fits the head and marks what is trainable; gives the examples as the method learns from them."""
    chosen = method(run.method)
    if chosen.caches_features:
        train = yield from model.cache_features(examples.train, device)
        validation = yield from model.cache_features(examples.validation, device)
        test = yield from model.cache_features(examples.test, device)
        examples = _ExampleSet(train, validation, test)
    if is_new and run.settings["warm_head"]:
        yield from model.warm_up(examples.train, device)
    chosen.mark_trainable(model, run.settings)
    return examples


def _plan(run: Run) -> Plan:
    values = run.settings
    return Plan(
        run_id=run.id,
        folder=f"{run.folder}/{CHECKPOINTS_FOLDER}",
        metric=spec(run.task).metric,
        seed=run.seed,
        epochs=int(values["epochs"]),
        batch_size=int(values["batch_size"]),
        learning_rate=float(values["learning_rate"]),
        head_learning_rate=float(values["head_learning_rate"]),
        warmup_ratio=float(values["warmup_ratio"]),
        weight_decay=float(values["weight_decay"]),
        max_grad_norm=float(values["max_grad_norm"]),
        evaluations_per_epoch=int(values["evaluations_per_epoch"]),
        patience=int(values["patience"]),
    )


def _go_back(trainer: Trainer, snapshot: Snapshot | None, context: Context, run: Run) -> None:
    """Goes back to the last checkpoint, in the trainer and in what the library knows of the run."""
    if snapshot is None:
        context.library.forget_after(run.id, -1)
        return
    trainer.resume(snapshot)
    context.library.forget_after(run.id, snapshot.step)


def _measure(
    model: TaskModel, test: Examples, prepared: PreparedRun, device: Device, folder: Path
) -> Generator[Event, None, Report]:
    answers = yield from model.answers(test, device)
    report = build_report(
        labels=answers.labels,
        true=answers.true,
        probabilities=answers.probabilities,
        baseline=prepared.baseline,
        commonest_label=commonest_label(prepared.parts.train.columns["label"]),
    )
    rows = prepared.parts.test.rows
    write_test_predictions(folder, rows=rows, true=answers.true, probabilities=answers.probabilities)
    write_report(folder, report)
    return report


def _save_model(model: TaskModel, folder: Path) -> None:
    """Writes `model/` into a run's folder, whole or not at all."""
    partial, target = folder / f"{MODEL_FOLDER}.partial", folder / MODEL_FOLDER
    for old in (partial, target):
        shutil.rmtree(old, ignore_errors=True)
    partial.mkdir()
    model.save(partial)
    for path in partial.iterdir():
        sync_file(path)
    os.replace(partial, target)
    sync_folder(folder)


def _finish(context: Context, run: Run, fitted: Fitted, report: Report, *, seconds: float) -> RunFinished:
    finished = context.library.change_run(
        run.id,
        state="stopped" if fitted.was_stopped else "finished",
        pid=None,
        seconds=seconds,
        epochs=fitted.epochs,
        best_epoch=fitted.best_epoch,
        best_metric=fitted.best_metric,
        report=report,
        error=None,
    )
    return RunFinished(run_id=run.id, state=finished.state)
