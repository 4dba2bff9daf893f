"""Splits over a real library: methods, roles that they need, and the test rows of another file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from workbench.data import tables
from workbench.engine import run_rows
from workbench.engine.context import Context
from workbench.engine.handlers import data, prediction, training
from workbench.engine.predictors import Predictors
from workbench.errors import DataError
from workbench.protocol import Event, ImportFile, Request, RunFinished, SetRoles, SetSplit, StartRun, TrainBaseline
from workbench.protocol import VersionReady as Ready
from workbench.store import Library
from workbench.values import Roles, SplitRecipe, Version

THINGS = ("lamp", "chair", "kettle", "window", "garden", "bicycle", "hotel", "ticket", "camera", "pillow")
HANDLERS = (*data.HANDLERS, *prediction.HANDLERS, *training.HANDLERS)


def row(number: int) -> str:
    random = np.random.default_rng(number)
    words = " ".join(f"{THINGS[int(at)]}{int(random.integers(999))}" for at in random.integers(0, 10, 8))
    mood = "good" if number % 2 else "bad"
    return f"it was {mood} with {words},{mood},c{number % 20},2024-{number // 28 % 12 + 1:02d}-{number % 28 + 1:02d}"


def write(path: Path, *numbers: int) -> Path:
    path.write_text("\n".join(["text,label,who,day", *map(row, numbers)]) + "\n")
    return path


@pytest.fixture
def context(tmp_path: Path) -> Iterator[Context]:
    with Library.open(tmp_path / "library") as library:
        yield Context(library=library, predictors=Predictors(library), stop_requested=lambda: False)


def last(request: Request, context: Context) -> Event:
    handler = next(handler for handler in HANDLERS if handler.request is type(request))
    return list(handler.run(request, context))[-1]


def ready(request: Request, context: Context) -> Version:
    event = last(request, context)
    assert isinstance(event, Ready)
    return context.library.version(event.version_id)


def codes(context: Context, version: Version) -> tables.SplitCodes:
    return tables.read_split(context.library.folder / version.folder / tables.SPLIT_FILE)


def test_that_the_newest_rows_are_tested_on_demand(context: Context, tmp_path: Path) -> None:
    version = ready(ImportFile(path=str(write(tmp_path / "a.csv", *range(100)))), context)
    version = ready(SetRoles(version_id=version.id, roles=Roles(text="text", label="label", date="day")), context)
    version = ready(SetSplit(version_id=version.id, split=SplitRecipe(method="time")), context)
    assert codes(context, version).tolist() == [0] * 80 + [1] * 10 + [2] * 10


@pytest.mark.parametrize("method", ["group", "time", "given"])
def test_that_a_method_needs_its_column(context: Context, tmp_path: Path, method: str) -> None:
    version = ready(ImportFile(path=str(write(tmp_path / "a.csv", *range(20)))), context)
    version = ready(SetRoles(version_id=version.id, roles=Roles(text="text", label="label")), context)
    with pytest.raises(DataError, match=r"No column of “a\.csv” is chosen"):
        last(SetSplit(version_id=version.id, split=SplitRecipe(method=method)), context)  # type: ignore[arg-type] # one of them


def test_that_all_rows_of_the_test_file_are_tested_and_nothing_else(context: Context, tmp_path: Path) -> None:
    test = ready(ImportFile(path=str(write(tmp_path / "test.csv", *range(200, 230), 3))), context)
    version = ready(ImportFile(path=str(write(tmp_path / "a.csv", *range(100)))), context)
    version = ready(SetSplit(version_id=version.id, split=SplitRecipe(test_version_id=test.id)), context)
    assert (version.profile.split.train, version.profile.split.test) == (90, 31)
    assert not (codes(context, version) == 2).any()
    shared = next(issue for issue in version.profile.issues if issue.kind == "test_rows_in_training")
    rows = tables.read_rows(tables.issue_file(context.library.folder / version.folder, shared.kind))
    assert rows.tolist() == [3]
    finished = last(TrainBaseline(version_id=version.id), context)
    assert isinstance(finished, RunFinished)
    run = context.library.run(finished.run_id)
    assert run.test_version_id == test.id
    assert run.report is not None
    assert sum(label.support for label in run.report.per_label) == 31
    versions = training._requested_versions(StartRun(version_id=version.id), context.library)
    parts = run_rows.read_parts(context.library, versions, codes(context, version), version.profile.roles)
    assert list(parts.test.columns["text"]) == [row(n).split(",")[0] for n in (*range(200, 230), 3)]


def test_that_a_test_file_needs_the_columns_of_the_training_file(context: Context, tmp_path: Path) -> None:
    version = ready(ImportFile(path=str(write(tmp_path / "a.csv", *range(20)))), context)
    other = tmp_path / "b.csv"
    other.write_text("content,kind\nthis is one,x\nthis is two,y\n")
    wrong = ready(ImportFile(path=str(other)), context)
    with pytest.raises(DataError, match="has no column “text”"):
        last(SetSplit(version_id=version.id, split=SplitRecipe(test_version_id=wrong.id)), context)
    with pytest.raises(DataError, match="its own test file"):
        last(SetSplit(version_id=version.id, split=SplitRecipe(test_version_id=version.id)), context)
    with pytest.raises(DataError):
        last(SetSplit(version_id=version.id, split=SplitRecipe(test_version_id=99)), context)
