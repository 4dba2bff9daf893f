"""What is wrong with the folder of a run: its manifest, model, report, answers, split and checkpoints."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

import msgspec
from safetensors import SafetensorError, safe_open

from workbench.data.predictions_file import FILE_NAME, read_test_predictions
from workbench.data.tables import SPLIT_FILE
from workbench.engine.predictors import MODEL_FOLDER
from workbench.engine.run_rows import SPLIT_SHA256
from workbench.engine.version_faults import UNREADABLE, manifest_fault
from workbench.i18n import N_, say
from workbench.store import RunLease
from workbench.store.manifests import read_manifest
from workbench.training.checkpoint_files import PREFIX, damaged_file
from workbench.values import FindingKind, LibraryFinding, Report, Run, Sentence

REPORT_FILE = "report.json"
CHECKPOINTS_FOLDER = "checkpoints"
_BASELINE_FILES = frozenset({"baseline.json", "baseline.safetensors"})
_MODEL_FILES = frozenset({"config.json", "head.safetensors", "model.safetensors", "tokenizer.json", "workbench.json"})


def run_faults(library: Path, run: Run, *, deep: bool) -> Iterator[LibraryFinding]:
    """What is wrong with a run's folder; nothing is said of one that is at work or deleted.

    Args:
        library: The library.
        run: As its row says.
        deep: Also compare the digests of checkpoints.
    """
    folder = library / run.folder
    if run.deleted or RunLease.is_held(folder):
        return
    if not folder.is_dir():
        yield _fault("missing_folder", run, what=say(N_("The folder of “{name}” is gone."), name=run.name))
        return
    if not _is_manifest_true(folder, run):
        yield manifest_fault(run.folder, run.name)
    if run.state in ("finished", "stopped"):
        yield from _model_faults(folder, run)
        yield from _result_faults(folder, run)
    if not _is_split_true(folder, run):
        what = say(N_("The list of training rows of “{name}” is missing or damaged."), name=run.name)
        yield _fault("split", run, SPLIT_FILE, what=what)
    yield from _checkpoint_faults(folder / CHECKPOINTS_FOLDER, run, deep=deep)


def _fault(kind: FindingKind, run: Run, file: str = "", *, what: Sentence) -> LibraryFinding:
    return LibraryFinding(
        kind=kind,
        path=f"{run.folder}/{file}".rstrip("/"),
        what=what,
        fix=say(N_("Put it back from a backup, or delete the run and train again.")),
    )


def _is_manifest_true(folder: Path, run: Run) -> bool:
    try:
        told = read_manifest(folder, Run)
    except UNREADABLE:
        return False
    if run.baseline_run_id is None:  # the baseline may be purged since, which the database then forgets
        told = msgspec.structs.replace(told, baseline_run_id=None)
    return msgspec.json.encode(told) == msgspec.json.encode(run)  # as JSON, because NaN is not equal to itself


def _model_faults(folder: Path, run: Run) -> Iterator[LibraryFinding]:
    model = folder / MODEL_FOLDER
    present = {path.name for path in model.iterdir()} if model.is_dir() else set()
    needed = _BASELINE_FILES if run.model.kind == "baseline" else _MODEL_FILES
    for name in sorted(needed | present):
        if name in needed and name not in present:
            what = say(N_("The file “{file}” of the model of “{name}” is gone."), file=name, name=run.name)
        elif not _is_readable(model / name):
            what = say(N_("The file “{file}” of the model of “{name}” is damaged."), file=name, name=run.name)
        else:
            continue
        yield _fault("model", run, f"{MODEL_FOLDER}/{name}", what=what)


def _is_readable(file: Path) -> bool:
    """Whether a file of weights has a header that fits its size, and whether a JSON file is one."""
    try:
        if file.suffix == ".safetensors":
            with safe_open(file, framework="np"):
                pass
        elif file.suffix == ".json":
            json.loads(file.read_bytes())
    except (SafetensorError, OSError, ValueError):
        return False
    return True


def _result_faults(folder: Path, run: Run) -> Iterator[LibraryFinding]:
    try:
        report = msgspec.json.decode((folder / REPORT_FILE).read_bytes(), type=Report)
        is_true = msgspec.json.encode(report) == msgspec.json.encode(run.report)
    except UNREADABLE:
        is_true = False
    if not is_true:
        what = say(N_("The report of “{name}” is missing, damaged, or not what the database says."), name=run.name)
        yield _fault("report", run, REPORT_FILE, what=what)
    try:
        read_test_predictions(folder)
    except UNREADABLE:
        what = say(N_("The answers of “{name}” on the test rows are missing or damaged."), name=run.name)
        yield _fault("predictions", run, FILE_NAME, what=what)


def _is_split_true(folder: Path, run: Run) -> bool:
    wanted = run.settings.get(SPLIT_SHA256)
    if wanted is None:
        return True
    try:
        return hashlib.sha256((folder / SPLIT_FILE).read_bytes()).hexdigest() == wanted
    except OSError:
        return False


def _checkpoint_faults(folder: Path, run: Run, *, deep: bool) -> Iterator[LibraryFinding]:
    for checkpoint in sorted(folder.glob(f"{PREFIX}*")):
        step = checkpoint.name.removeprefix(PREFIX)
        damaged = damaged_file(checkpoint, deep=deep) if step.isdigit() else None
        if damaged is None:
            continue
        place = f"{run.folder}/{CHECKPOINTS_FOLDER}/{checkpoint.name}"
        fix = say(N_("Remove the folder “{folder}”; resuming takes the one before it."), folder=place)
        if run.state in ("finished", "stopped"):
            fix = say(N_("Remove the folder “{folder}”; the trained model does not need it."), folder=place)
        yield LibraryFinding(
            kind="checkpoint",
            path=f"{place}/{damaged}",
            what=say(
                N_("The checkpoint of step {step:,} of “{name}” is damaged: “{file}” is missing or not as written."),
                step=int(step),
                name=run.name,
                file=damaged,
            ),
            fix=fix,
        )
