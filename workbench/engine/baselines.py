"""The instant baseline as a run of the library: one for each version, roles, split and test rows."""

from __future__ import annotations

import hashlib
import importlib
import os
import shutil
import time
from collections import Counter
from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from workbench.data import tables
from workbench.engine.context import Context
from workbench.engine.predictors import MODEL_FOLDER
from workbench.errors import DataError
from workbench.evaluation.report import build_report, no_test_rows, write_report, write_test_predictions
from workbench.i18n import N_, say
from workbench.protocol import Event
from workbench.store import Library, RunLease
from workbench.values import SPLIT_NAMES, ModelCard, Report, Roles, Run, Version

if TYPE_CHECKING:
    from workbench.tasks.text_classification.baseline import BaselinePredictor

BASELINE_TITLE = N_("simple baseline")

_TASK = "text_classification"


@dataclass(frozen=True)
class LabeledRows:
    """Some rows of a table that have a text and a label: their numbers, texts and labels."""

    rows: NDArray[np.int64]
    texts: list[str]
    labels: list[str]

    def part(self, wanted: NDArray[np.bool_]) -> LabeledRows:
        """Those of the rows that are wanted: (n,) of these rows."""
        at = np.flatnonzero(wanted).tolist()
        return LabeledRows(self.rows[at], [self.texts[i] for i in at], [self.labels[i] for i in at])

    def joined(self, other: LabeledRows) -> LabeledRows:
        """These rows and others of the same table."""
        rows = np.concatenate([self.rows, other.rows])
        return LabeledRows(rows, self.texts + other.texts, self.labels + other.labels)


def ensure_baseline(
    context: Context, version: Version, *, test_version: Version | None = None
) -> Generator[Event, None, Run]:
    """Finds the baseline of a version, or trains it; yields progress only, no terminal event, and returns its run.

    Args:
        context: Of the handler.
        version: What to learn from, with its roles and split.
        test_version: Whose rows are all test rows; the test rows of the split are then learned from.

    Raises:
        DataError: If the rows are not enough to train and to test.
    """
    split_sha256 = _split_sha256(context.library, version)
    test_version_id = test_version.id if test_version else None
    found = context.library.find_baseline(version, split_sha256=split_sha256, test_version_id=test_version_id)
    if found and (context.library.folder / found.folder / MODEL_FOLDER).is_dir():
        return found
    started = time.monotonic()
    train, test = split_parts(context.library, version, test_version=test_version)
    if not test.texts:
        raise no_test_rows()
    baseline = importlib.import_module(f"workbench.tasks.{_TASK}.baseline")
    trained: BaselinePredictor = yield from baseline.train_baseline(train.texts, train.labels)
    run = _run(version, trained, split_sha256=split_sha256, test_version_id=test_version_id)
    with _new_run(context.library, run) as added:
        folder = context.library.folder / added.folder
        shutil.copyfile(context.library.folder / version.folder / tables.SPLIT_FILE, folder / tables.SPLIT_FILE)
        _save_model(trained, folder)
        report = _measure(trained, test, folder, commonest=commonest_label(train.labels))
        return context.library.change_run(
            added.id,
            state="finished",
            pid=None,
            report=report,
            best_metric=report.figures.macro_f1,
            seconds=time.monotonic() - started,
        )


def split_parts(library: Library, version: Version, *, test_version: Version | None) -> tuple[LabeledRows, LabeledRows]:
    """The training rows and the test rows of a version, or of two; validation rows are in neither.

    Raises:
        DataError: If a column is missing.
    """
    roles = version.profile.roles
    own = labeled_rows(library, version, roles)
    codes = np.asarray(tables.read_split(library.folder / version.folder / tables.SPLIT_FILE))[own.rows]
    train, test = (own.part(codes == SPLIT_NAMES.index(name)) for name in ("train", "test"))
    if test_version is None:
        return train, test
    return train.joined(test), labeled_rows(library, test_version, roles)


def labeled_rows(library: Library, version: Version, roles: Roles) -> LabeledRows:
    """The rows of a version that have a text and a label.

    Raises:
        DataError: If no column is the text or the label, or the version lacks it.
    """
    for name in (roles.text, roles.label):
        if name is None:
            raise DataError(
                say(N_("No column of “{name}” is chosen as text or as label."), name=version.name),
                say(N_("Choose the text column and the label column.")),
            )
        if name not in version.columns:
            raise DataError(
                say(
                    N_("“{name}” has no column “{column}”. Its columns are: {columns}."),
                    name=version.name,
                    column=name,
                    columns=", ".join(version.columns),
                ),
                say(N_("Name its columns as in the training data.")),
            )
    table = tables.read_table(library.folder / version.folder)
    texts, labels = (table.column(name).to_pylist() for name in (roles.text, roles.label))
    rows = [at for at, (text, label) in enumerate(zip(texts, labels, strict=True)) if _filled(text) and _filled(label)]
    return LabeledRows(np.array(rows, dtype=np.int64), [texts[at] for at in rows], [labels[at] for at in rows])


def label_codes(known: Sequence[str], labels: Sequence[str]) -> tuple[tuple[str, ...], NDArray[np.int64]]:
    """All labels, those that the model does not know last and sorted, and the position of each row's label in them."""
    names = (*known, *sorted(set(labels).difference(known)))
    positions = {name: at for at, name in enumerate(names)}
    return names, np.array([positions[label] for label in labels], dtype=np.int64)


def commonest_label(labels: Sequence[str]) -> str:
    """The label with the most rows; of several the first in the alphabet."""
    counts = Counter(labels)
    return min(counts, key=lambda label: (-counts[label], label))


def _filled(value: str | None) -> bool:
    return value is not None and bool(value.strip())


def _split_sha256(library: Library, version: Version) -> str:
    return hashlib.sha256((library.folder / version.folder / tables.SPLIT_FILE).read_bytes()).hexdigest()


def _save_model(predictor: BaselinePredictor, folder: Path) -> None:
    partial = folder / f"{MODEL_FOLDER}.partial"
    partial.mkdir()
    predictor.save(partial)
    partial.rename(folder / MODEL_FOLDER)


def _measure(trained: BaselinePredictor, test: LabeledRows, folder: Path, *, commonest: str) -> Report:
    """Reports how it does on the test rows, and writes the report and the answers into the run's folder."""
    probabilities = trained.predict_probabilities(test.texts)
    names, true = label_codes(trained.labels, test.labels)
    report = build_report(
        labels=names, true=true, probabilities=probabilities, baseline=None, commonest_label=commonest
    )
    write_test_predictions(folder, rows=test.rows, true=true, probabilities=probabilities)
    write_report(folder, report)
    return report


def _run(version: Version, trained: BaselinePredictor, *, split_sha256: str, test_version_id: int | None) -> Run:
    return Run(
        id=0,
        name="",
        version_id=version.id,
        task=_TASK,
        model=ModelCard(name="baseline", kind="baseline", title=BASELINE_TITLE),
        method=trained.method,
        settings={"split_sha256": split_sha256, "terms": trained.term_count},
        changed=(),
        seed=version.profile.split_recipe.seed,
        state="running",
        folder="",
        roles=version.profile.roles,
        started_at="",
        test_version_id=test_version_id,
        pid=os.getpid(),
    )


@contextmanager
def _new_run(library: Library, run: Run) -> Iterator[Run]:
    """A run with its folder, held while it is filled; both are gone again if that fails."""
    added = library.add_run(run)
    folder = library.folder / added.folder
    try:
        with RunLease(folder):
            yield added
    except BaseException:
        library.remove_run(added.id)
        shutil.rmtree(folder, ignore_errors=True)
        raise
