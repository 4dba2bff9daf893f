"""The data handlers over a real library."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

import datasets
import pytest

from workbench.data import raw_file, tables
from workbench.engine.context import Context
from workbench.engine.handlers import data
from workbench.engine.predictors import Predictors
from workbench.engine.server import handlers
from workbench.errors import DataError, SettingError
from workbench.protocol import (
    CleanVersion,
    Event,
    ImportFile,
    Progressed,
    Request,
    RowsSelected,
    SelectRows,
    SetRoles,
    SetSplit,
    VersionReady,
)
from workbench.store import Library
from workbench.values import RemoveDuplicates, Roles, SplitRecipe, Version

ROWS = [f"This is review number {i} of the shop,{'neg' if i % 3 else 'pos'}" for i in range(40)]


@pytest.fixture
def context(tmp_path: Path) -> Iterator[Context]:
    with Library.open(tmp_path / "library") as library:
        yield Context(library=library, predictors=Predictors(library), stop_requested=lambda: False)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "reviews.csv"
    path.write_text("review,sentiment\n" + "\n".join([*ROWS, ROWS[0], "a,b,c"]) + "\n")
    return path


def events(request: Request, context: Context) -> list[Event]:
    return list(handlers()[type(request)].run(request, context))


def ready(request: Request, context: Context) -> Version:
    last = events(request, context)[-1]
    assert isinstance(last, VersionReady)
    return context.library.version(last.version_id)


def test_that_an_import_is_told_profiled_and_kept(context: Context, file: Path) -> None:
    told = events(ImportFile(path=str(file)), context)
    assert [type(event) for event in told[:-1]] == [Progressed] * (len(told) - 1)
    (version,) = context.library.versions()
    assert (version.name, version.rows, version.rejected, version.number) == ("reviews.csv", 41, 1, 1)
    assert version.profile.roles == Roles(text="review", label="sentiment")
    assert version.profile.language == "en"
    assert {issue.kind for issue in version.profile.issues} == {"unreadable", "exact_duplicates"}
    folder = context.library.folder / version.folder
    assert tables.read_table(folder).column("sentiment").to_pylist()[:2] == ["pos", "neg"]
    assert [row.line for row in tables.read_rejected(folder)] == [43]
    assert datasets.load_from_disk(str(folder / "table")).num_rows == 41


def test_that_the_same_bytes_are_not_imported_twice(context: Context, file: Path, tmp_path: Path) -> None:
    first = ready(ImportFile(path=str(file)), context)
    copy = tmp_path / "copy.csv"
    copy.write_bytes(file.read_bytes())
    assert ready(ImportFile(path=str(copy)), context) == first


@pytest.mark.parametrize("last", ["one that is plain", "très déçu, garçon"])
def test_that_a_file_too_large_for_memory_is_one_dataset_too(
    context: Context, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, last: str
) -> None:
    monkeypatch.setattr(raw_file, "HELD_BYTES", 100)
    monkeypatch.setattr(raw_file, "HEAD_BYTES", 1_000)
    file = tmp_path / "large.csv"
    file.write_text("review,sentiment\n" + "\n".join([*ROWS, f'"{last}",neg']) + "\n", encoding="cp1252")
    first = ready(ImportFile(path=str(file)), context)
    assert first.sha256 == hashlib.sha256(file.read_bytes()).hexdigest()
    folder = context.library.folder / first.folder
    assert tables.read_table(folder).column("review")[-1].as_py() == last
    assert datasets.load_from_disk(str(folder / "table")).num_rows == first.rows == 41
    copy = tmp_path / "copy.csv"
    copy.write_bytes(file.read_bytes())
    assert ready(ImportFile(path=str(copy)), context) == first
    file.write_bytes(file.read_bytes().replace(b"number 7 ", b"number x "))
    changed = ready(ImportFile(path=str(file)), context)
    assert (changed.dataset_id, changed.number) == (first.dataset_id, 2)
    assert [path.name for path in (context.library.folder / "incoming").iterdir()] == ["lock"]


def test_that_another_reading_of_the_same_bytes_is_another_version(context: Context, file: Path) -> None:
    first = ready(ImportFile(path=str(file)), context)
    other = ready(ImportFile(path=str(file), has_header=False), context)
    assert (other.dataset_id, other.number, other.rows) == (first.dataset_id, 2, 42)


def test_that_a_changed_file_is_a_new_version_of_its_dataset(context: Context, file: Path) -> None:
    first = ready(ImportFile(path=str(file)), context)
    file.write_text(file.read_text() + "One more that is new,pos\n")
    second = ready(ImportFile(path=str(file)), context)
    assert (second.dataset_id, second.number, second.rows) == (first.dataset_id, 2, 42)


def test_that_roles_and_split_given_at_import_are_used(context: Context, file: Path) -> None:
    recipe = SplitRecipe(validation=0.2, test=0.0, seed=3)
    version = ready(ImportFile(path=str(file), roles=Roles(text="sentiment"), split=recipe), context)
    assert version.profile.roles == Roles(text="sentiment")
    again = ready(ImportFile(path=str(file), roles=Roles(text="review", label="sentiment")), context)
    assert again.id == version.id
    assert again.profile.split_recipe == recipe
    assert again.profile.split.test == 0


def test_that_roles_can_be_changed(context: Context, file: Path) -> None:
    version = ready(ImportFile(path=str(file)), context)
    changed = ready(SetRoles(version_id=version.id, roles=Roles(text="review")), context)
    assert changed.profile.labels == ()
    assert changed.profile.split.unused == 41
    folder = context.library.folder / changed.folder
    assert set(tables.read_split(folder / tables.SPLIT_FILE).tolist()) == {3}


def test_that_a_wrong_column_is_answered_with_the_nearest(context: Context, file: Path) -> None:
    version = ready(ImportFile(path=str(file)), context)
    with pytest.raises(DataError, match="no column “sentimnt”") as caught:
        events(SetRoles(version_id=version.id, roles=Roles(label="sentimnt")), context)
    assert caught.value.fix is not None
    assert caught.value.fix.values == {"name": "sentiment"}
    with pytest.raises(DataError, match="two roles"):
        events(SetRoles(version_id=version.id, roles=Roles(text="review", label="review")), context)


def test_that_the_split_can_be_changed(context: Context, file: Path) -> None:
    version = ready(ImportFile(path=str(file)), context)
    changed = ready(SetSplit(version_id=version.id, split=SplitRecipe(validation=0.25, test=0.25)), context)
    assert changed.profile.split.test == 10
    with pytest.raises(SettingError, match="no rows to learn from"):
        events(SetSplit(version_id=version.id, split=SplitRecipe(validation=0.5, test=0.5)), context)


def test_that_cleaning_makes_a_version_with_a_parent(context: Context, file: Path) -> None:
    version = ready(ImportFile(path=str(file)), context)
    clean = ready(CleanVersion(version_id=version.id, steps=(RemoveDuplicates(),)), context)
    assert (clean.rows, clean.parent_id, clean.recipe) == (40, version.id, (RemoveDuplicates(),))
    assert "exact_duplicates" not in {issue.kind for issue in clean.profile.issues}
    assert context.library.version(version.id) == version
    assert ready(ImportFile(path=str(file)), context).id == version.id
    with pytest.raises(DataError, match="nothing to mend"):
        events(CleanVersion(version_id=clean.id, steps=(RemoveDuplicates(),)), context)


def test_that_selected_rows_lie_in_a_file_and_old_ones_go(context: Context, file: Path) -> None:
    version = ready(ImportFile(path=str(file)), context)
    for number in range(30):
        selected = events(SelectRows(version_id=version.id, query=f"number {number}", label="pos"), context)[-1]
        assert isinstance(selected, RowsSelected)
    assert len(list((context.library.folder / "selections").glob("*.arrow"))) == 20
    selected = events(SelectRows(version_id=version.id, issue="exact_duplicates"), context)[-1]
    assert isinstance(selected, RowsSelected)
    assert tables.read_rows(Path(selected.path)).tolist() == [40]


def test_that_one_column_is_no_data_set(context: Context, tmp_path: Path) -> None:
    path = tmp_path / "one.csv"
    path.write_text("text\nhello\nworld\nagain\n")
    with pytest.raises(DataError, match="has one column"):
        events(ImportFile(path=str(path)), context)
    assert context.library.versions() == []


def test_that_a_cancelled_import_leaves_nothing(context: Context, file: Path) -> None:
    running = data.import_file(ImportFile(path=str(file)), context)
    next(running)
    next(running)
    running.close()  # type: ignore[attr-defined] # it is a generator
    assert context.library.versions() == []
    assert list((context.library.folder).glob("datasets/*/*")) == []
    assert [path.name for path in (context.library.folder / "incoming").iterdir()] == ["lock"]


def test_that_rows_that_were_mended_are_listed_with_line_reason_and_text(context: Context, tmp_path: Path) -> None:
    path = tmp_path / "short.csv"
    rows = [f"this is review number {i},{'neg' if i % 3 else 'pos'},shop {i}" for i in range(30)]
    rows[4] = "only a text"
    rows[9] = "one,two,three,four,five"
    path.write_text("review,sentiment,place\n" + "\n".join(rows) + "\n")
    version = ready(ImportFile(path=str(path)), context)
    folder = context.library.folder / version.folder
    assert (version.rows, version.rejected) == (29, 1)
    issue = next(issue for issue in version.profile.issues if issue.kind == "repaired")
    assert (issue.rows, issue.action) == (1, "rejected")
    assert tables.read_rows(tables.issue_file(folder, "repaired")).tolist() == [4]
    (record,) = tables.read_repaired(folder)
    assert (record.line, record.raw, record.reason.values) == (6, "only a text", {"n": 1, "width": 3})
    assert [row.line for row in tables.read_rejected(folder)] == [11]
    changed = ready(SetSplit(version_id=version.id, split=SplitRecipe(test=0.2)), context)
    assert "repaired" in {found.kind for found in changed.profile.issues}
