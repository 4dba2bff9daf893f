"""The handlers that mend, over a real library."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec
import numpy as np
import pytest

from workbench.data import preview, tables
from workbench.data.row_keys import row_keys
from workbench.engine.context import Context
from workbench.engine.handlers import data, mending
from workbench.engine.predictors import Predictors
from workbench.errors import DataError, FileError, SettingError
from workbench.i18n import render
from workbench.protocol import (
    CleanVersion,
    CompareVersions,
    Event,
    ExportVersion,
    FileExported,
    ImportFile,
    PreviewSteps,
    Request,
    RowKeys,
    RowKeysFound,
    RowsSelected,
    SelectRows,
    SetRoles,
    SetSplit,
    StepsPreviewed,
    StepTaken,
    VersionReady,
    VersionsCompared,
)
from workbench.store import Library
from workbench.values import (
    AnyStep,
    CellEdit,
    EditCells,
    KeepRows,
    MaskEntities,
    NormalizeText,
    RemoveDuplicates,
    RemoveRows,
    RenameLabels,
    Roles,
    RowChange,
    RowQuery,
    SplitRecipe,
    Version,
)

WORDS = ["apple", "bread", "cheese", "dates", "eggs", "figs", "grapes", "honey", "ice", "juice"]
ROWS = [
    f"{WORDS[number % 10]} from shop {number * 7919} was {WORDS[number // 10]},{'neg' if number % 3 else 'pos'}"
    for number in range(60)
]


@pytest.fixture
def context(tmp_path: Path) -> Iterator[Context]:
    with Library.open(tmp_path / "library") as library:
        yield Context(library=library, predictors=Predictors(library), stop_requested=lambda: False)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "reviews.csv"
    path.write_text("\n".join(["review,sentiment", *ROWS, ROWS[0], "Ｂad　one,neg", "=1+1 is two,pos", "a,b,c"]) + "\n")
    return path


@pytest.fixture
def version(context: Context, file: Path) -> Version:
    roles = Roles(text="review", label="sentiment")
    return ready(ImportFile(path=str(file), roles=roles, delimiter=",", has_header=True), context)


def events(request: Request, context: Context) -> list[Event]:
    handlers = {handler.request: handler for handler in (*data.HANDLERS, *mending.HANDLERS)}
    return list(handlers[type(request)].run(request, context))


def ready(request: Request, context: Context) -> Version:
    last = events(request, context)[-1]
    assert isinstance(last, VersionReady)
    return context.library.version(last.version_id)


def cleaned(context: Context, version: Version, *steps: AnyStep) -> Version:
    return ready(CleanVersion(version_id=version.id, steps=steps), context)


def rows(context: Context, version: Version) -> list[tuple[str, ...]]:
    columns = tables.read_table(context.library.folder / version.folder).to_pydict().values()
    return list(zip(*columns, strict=True))


def parts(context: Context, version: Version) -> dict[str, int]:
    """The part of the split of each text."""
    codes = tables.read_split(context.library.folder / version.folder / tables.SPLIT_FILE).tolist()
    return {row[0]: code for row, code in zip(rows(context, version), codes, strict=True)}


def test_that_mending_makes_a_version_with_a_parent_and_its_recipe(context: Context, version: Version) -> None:
    steps = (RemoveDuplicates(), NormalizeText(operations=("width",)))
    mended = cleaned(context, version, *steps)
    assert (mended.rows, mended.rejected, mended.parent_id, mended.recipe) == (62, 1, version.id, steps)
    assert (mended.dataset_id, mended.number, mended.source) == (version.dataset_id, 2, version.source)
    assert (mended.profile.roles, mended.profile.reason, mended.profile.task) == (
        version.profile.roles,
        version.profile.reason,
        version.profile.task,
    )
    assert ("Bad one", "neg") in rows(context, mended)
    assert context.library.version(version.id) == version
    assert len(rows(context, version)) == 63
    again = cleaned(context, mended, RenameLabels(names={"pos": "good"}))
    assert again.recipe == (*steps, RenameLabels(names={"pos": "good"}))
    assert {entry.label for entry in again.profile.labels} == {"good", "neg"}


def test_that_each_step_is_told(context: Context, version: Version) -> None:
    keys = row_keys(tables.read_table(context.library.folder / version.folder))
    steps = (
        RemoveDuplicates(),
        RemoveRows(rows=(keys[0], "0" * 16 + ":0")),
        RenameLabels(names={"pos": "good", "none": "x"}),
    )
    told = events(CleanVersion(version_id=version.id, steps=steps), context)
    taken = [event for event in told if isinstance(event, StepTaken)]
    assert [
        (event.number, event.step, event.rows_before, event.rows, event.changed, event.missing) for event in taken
    ] == [
        (1, "RemoveDuplicates", 63, 62, 0, 0),
        (2, "RemoveRows", 62, 61, 0, 1),
        (3, "RenameLabels", 61, 61, 20, 1),
    ]
    assert [render(note) for event in taken for note in event.notes] == [
        "1 row that a step names is not there.",
        "No row has the label “none”.",
    ]


def test_that_steps_that_change_or_leave_nothing_make_no_version(context: Context, version: Version) -> None:
    mended = cleaned(context, version, RemoveDuplicates())
    with pytest.raises(DataError, match="nothing to mend"):
        cleaned(context, mended, RemoveDuplicates())
    with pytest.raises(DataError, match="leave no row"):
        cleaned(context, mended, KeepRows(found=RowQuery(query="not in there")))
    assert len(context.library.versions()) == 2


def test_that_rows_keep_their_part_of_the_split(context: Context, version: Version) -> None:
    before = parts(context, version)
    first_test_row = next(row for row, code in enumerate(before.values()) if code == 2)
    keys = row_keys(tables.read_table(context.library.folder / version.folder))
    mended = cleaned(
        context,
        version,
        RemoveRows(rows=(keys[first_test_row], keys[1])),
        EditCells(edits=(CellEdit(row=keys[5], column="review", value="quite another text"),)),
        RenameLabels(names={"pos": "good"}),
    )
    after = parts(context, mended)
    common = before.keys() & after.keys()
    assert len(common) == 59
    assert {text: after[text] for text in common} == {text: before[text] for text in common}
    assert after["quite another text"] == list(before.values())[5]
    codes = list(tables.read_split(context.library.folder / mended.folder / tables.SPLIT_FILE))
    sizes = mended.profile.split
    assert [sizes.train, sizes.validation, sizes.test, sizes.unused] == [codes.count(part) for part in range(4)]


def test_that_one_text_never_comes_into_two_parts(context: Context, version: Version) -> None:
    before = parts(context, version)
    test = next(text for text, code in before.items() if code == 2)
    train = next(text for text, code in before.items() if code == 0)
    table = tables.read_table(context.library.folder / version.folder)
    row = table.column("review").to_pylist().index(train)
    edit = CellEdit(row=row_keys(table)[row], column="review", value=f" {test} ")
    mended = cleaned(context, version, EditCells(edits=(edit,)))
    codes = tables.read_split(context.library.folder / mended.folder / tables.SPLIT_FILE)
    texts = np.array([text.strip() for text, _ in rows(context, mended)])
    assert len(set(codes[texts == test].tolist())) == 1


def test_that_a_given_split_stays_as_the_file_says(context: Context, tmp_path: Path) -> None:
    path = tmp_path / "given.csv"
    lines = [f"text {WORDS[n % 10]} {n * 7919},{'ab'[n % 2]},{'test' if n < 10 else 'train'}" for n in range(40)]
    path.write_text("text,label,split\n" + "\n".join(lines) + "\n")
    roles = Roles(text="text", label="label", split="split")
    version = ready(ImportFile(path=str(path), roles=roles, split=SplitRecipe(validation=0.0)), context)
    assert version.profile.split.test == 10
    key = row_keys(tables.read_table(context.library.folder / version.folder))[0]
    moved = cleaned(context, version, EditCells(edits=(CellEdit(row=key, column="split", value="train"),)))
    assert moved.profile.split.test == 9


def test_that_a_preview_shows_what_would_change_and_changes_nothing(context: Context, version: Version) -> None:
    steps = (RemoveDuplicates(), NormalizeText(operations=("width", "spaces")), RenameLabels(names={"neg": "bad"}))
    last = events(PreviewSteps(version_id=version.id, steps=steps, most=3), context)[-1]
    assert isinstance(last, StepsPreviewed)
    assert (last.rows, last.changed, last.sampled_rows) == (62, 1 + 41, None)
    assert last.counts == {"width": 1, "spaces": 1, "neg": 41}
    assert [(change.row, change.column, change.before, change.after) for change in last.changes] == [
        (row, "sentiment", "neg", "bad") for row in (1, 2, 4)
    ]
    assert last.changes[0].spans == ((0, 3, "label"),)
    assert len(context.library.versions()) == 1


def test_that_rows_of_a_preview_are_numbered_as_they_are_now(context: Context, version: Version) -> None:
    steps = (RemoveRows(found=RowQuery(query="apple")), NormalizeText(operations=("width", "spaces")))
    last = events(PreviewSteps(version_id=version.id, steps=steps), context)[-1]
    assert isinstance(last, StepsPreviewed)
    spans = ((0, 1, "width"), (3, 4, "spaces"))
    assert last.changes == (RowChange(row=61, column="review", before="Ｂad　one", after="Bad one", spans=spans),)


def test_that_masks_are_previewed_with_their_places(context: Context, tmp_path: Path) -> None:
    path = tmp_path / "mail.csv"
    path.write_text(
        "text,label\n" + "\n".join(f"write to me{n}@example.org now,{'ab'[n % 2]}" for n in range(9)) + "\n"
    )
    version = ready(ImportFile(path=str(path), roles=Roles(text="text", label="label")), context)
    step = MaskEntities(entities=("email",))
    last = events(PreviewSteps(version_id=version.id, steps=(step,), most=2), context)[-1]
    assert isinstance(last, StepsPreviewed)
    assert (last.changed, last.counts) == (9, {"email": 9})
    assert last.changes[1].after == "write to [EMAIL-2] now"
    assert last.changes[1].spans == ((9, 24, "email"),)


def test_that_a_large_table_is_previewed_by_a_sample_and_says_so(
    context: Context, version: Version, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(preview, "SAMPLE_ROWS", 20)
    steps = (RemoveDuplicates(), NormalizeText(operations=("trim",)))
    last = events(PreviewSteps(version_id=version.id, steps=steps), context)[-1]
    assert isinstance(last, StepsPreviewed)
    assert (last.rows, last.sampled_rows) == (62, 20)
    quick = events(PreviewSteps(version_id=version.id, steps=(RenameLabels(names={"neg": "x"}),)), context)[-1]
    assert isinstance(quick, StepsPreviewed)
    assert (quick.changed, quick.sampled_rows, len(quick.changes)) == (41, None, 41)


def test_that_an_edit_is_previewed_with_the_part_that_changes(context: Context, version: Version) -> None:
    key = row_keys(tables.read_table(context.library.folder / version.folder))[62]
    step = EditCells(edits=(CellEdit(row=key, column="review", value="=1+2 is three"),))
    last = events(PreviewSteps(version_id=version.id, steps=(step,)), context)[-1]
    assert isinstance(last, StepsPreviewed)
    assert last.changes == (
        RowChange(row=62, column="review", before="=1+1 is two", after="=1+2 is three", spans=((3, 11, "edit"),)),
    )


def test_that_keys_lead_to_rows_and_back(context: Context, version: Version) -> None:
    last = events(RowKeys(version_id=version.id, rows=(60, 0, 3)), context)[-1]
    assert isinstance(last, RowKeysFound)
    assert last.keys[0].removesuffix(":1") == last.keys[1].removesuffix(":0")
    selected = events(SelectRows(version_id=version.id, keys=last.keys), context)[-1]
    assert isinstance(selected, RowsSelected)
    assert tables.read_rows(Path(selected.path)).tolist() == [0, 3, 60]
    both = SelectRows(version_id=version.id, keys=last.keys, issue="exact_duplicates")
    selected = events(both, context)[-1]
    assert isinstance(selected, RowsSelected)
    assert tables.read_rows(Path(selected.path)).tolist() == [60]


def test_that_a_file_that_changed_is_compared_with_what_it_was(context: Context, version: Version, file: Path) -> None:
    lines = file.read_text().splitlines()
    changed = [lines[0], "new one,pos", *reversed(lines[2:-1]), lines[1].replace("pos", "neg")]
    file.write_text("\n".join(changed) + "\n")
    roles = Roles(text="review", label="sentiment")
    new = ready(ImportFile(path=str(file), roles=roles, delimiter=",", has_header=True), context)
    assert (new.dataset_id, new.number) == (version.dataset_id, 2)
    last = events(CompareVersions(old_version_id=version.id, new_version_id=new.id), context)[-1]
    assert isinstance(last, VersionsCompared)
    found = last.difference
    assert (found.added, found.removed, found.relabeled) == (1, 0, 1)
    assert found.examples["added"] == ("new one",)


def exported(context: Context, request: ExportVersion) -> FileExported:
    last = events(request, context)[-1]
    assert isinstance(last, FileExported)
    return last


def test_that_rows_and_rejected_records_are_exported(context: Context, version: Version, tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    done = exported(context, ExportVersion(version_id=version.id, out=str(out), with_split=True))
    assert (done.out, done.rows, done.escaped) == (str(out), 63, 1)
    lines = out.read_text(encoding="utf-8-sig").splitlines()
    assert lines[0] == '"review","sentiment","split"'
    assert lines[1].rpartition(",")[2].strip('"') in ("train", "validation", "test")
    assert lines[63].startswith('"\'=1+1 is two"')
    done = exported(context, ExportVersion(version_id=version.id, out=str(out), part="rejected"))
    assert done.rows == 1
    assert out.read_text(encoding="utf-8-sig").splitlines()[1].startswith('"65","It has 3 cells; 2 are expected."')


def test_that_a_source_and_the_library_are_never_written_to(context: Context, version: Version, file: Path) -> None:
    before = file.read_bytes()
    link = file.with_name("link.csv")
    link.symlink_to(file)
    for out in (file, link):
        with pytest.raises(FileError, match="the file that a dataset was read from"):
            exported(context, ExportVersion(version_id=version.id, out=str(out)))
    with pytest.raises(FileError, match="lies in the library"):
        exported(context, ExportVersion(version_id=version.id, out=str(context.library.folder / "out.csv")))
    with pytest.raises(FileError, match="is a folder"):
        exported(context, ExportVersion(version_id=version.id, out=str(_folder(file.parent / "f.csv"))))
    with pytest.raises(SettingError, match="does not end in"):
        exported(context, ExportVersion(version_id=version.id, out=str(file.parent / "out.pdf")))
    assert file.read_bytes() == before


def _folder(path: Path) -> Path:
    path.mkdir()
    return path


def test_that_choices_made_after_mending_hold(context: Context, version: Version) -> None:
    mended = cleaned(context, version, RemoveDuplicates())
    split = ready(SetSplit(version_id=mended.id, split=SplitRecipe(validation=0.2, test=0.2, seed=5)), context)
    assert split.profile.split.test == 12
    assert ready(SetRoles(version_id=mended.id, roles=Roles(text="review")), context).profile.labels == ()


def test_that_a_role_that_divides_nothing_leaves_the_split_as_it_was(context: Context, tmp_path: Path) -> None:
    path = tmp_path / "numbered.csv"
    path.write_text("number,review,sentiment\n" + "\n".join(f"{n},{row}" for n, row in enumerate(ROWS)) + "\n")
    version = ready(ImportFile(path=str(path), roles=Roles(text="review", label="sentiment")), context)
    mended = cleaned(context, version, RemoveRows(found=RowQuery(query="apple")))
    file = context.library.folder / mended.folder / tables.SPLIT_FILE
    before = tables.read_split(file).tolist()
    named = ready(SetRoles(version_id=mended.id, roles=Roles(text="review", label="sentiment", id="number")), context)
    assert tables.read_split(file).tolist() == before
    assert named.profile.split == mended.profile.split
    seeded = msgspec.structs.replace(mended.profile.split_recipe, seed=9)
    ready(SetSplit(version_id=mended.id, split=seeded), context)
    assert tables.read_split(file).tolist() != before
