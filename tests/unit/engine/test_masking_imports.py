"""Masking before anything is kept: nothing of the originals may lie in the library afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from workbench.data import tables
from workbench.engine.context import Context
from workbench.engine.handlers import data, files, mending, prediction
from workbench.engine.predictors import Predictors
from workbench.engine.server import run_request
from workbench.errors import DataError, SettingError
from workbench.protocol import (
    CleanVersion,
    Event,
    ImportFile,
    ImportText,
    Predict,
    Request,
    RequestFailed,
    RunFinished,
    SelectRows,
    SetRoles,
    TrainBaseline,
    VersionReady,
)
from workbench.store import Library
from workbench.values import MaskEntities, Roles, Version

PLANTED = (
    "anna.schmidt@example.org",
    "13812345678",
    "+44 20 7946 0958",
    "11010519491231002X",
    "4111 1111 1111 1111",
    "DE89 3704 0044 0532 0130 00",
    "203.0.113.77",
    "https://example.org/anna-s",
    "京A12345",
    "王小明",
    "Rosalind",
)
SENTENCES = (
    f"Write to {PLANTED[0]}",
    f"我的手机{PLANTED[1]}打不通",
    f"Call {PLANTED[2]} at once",
    f"身份证{PLANTED[3]}办不了",
    f"Card {PLANTED[4]} was refused",
    f"Pay to {PLANTED[5]} please",
    f"Seen from {PLANTED[6]} twice",
    f"Look at {PLANTED[7]} again",
    f"车牌{PLANTED[8]}停错了",
    f"请联系{PLANTED[9]}先生",
    f"Ask Dr {PLANTED[10]} about it",
)


@pytest.fixture
def context(tmp_path: Path) -> Iterator[Context]:
    with Library.open(tmp_path / "library") as library:
        yield Context(library=library, predictors=Predictors(library), stop_requested=lambda: False)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    rows = [f"{SENTENCES[i % len(SENTENCES)]} number {i},{PLANTED[0]},{'good' if i % 3 else 'bad'}" for i in range(66)]
    path = tmp_path / "complaints.csv"
    surplus = f"too,many,cells,{PLANTED[0]},{PLANTED[1]}"
    path.write_text("\n".join(["text,sender,label", *rows, surplus]) + "\n", encoding="utf-8")
    return path


def events(request: Request, context: Context) -> list[Event]:
    handlers = (*data.HANDLERS, *files.HANDLERS, *mending.HANDLERS, *prediction.HANDLERS)
    return list(next(handler for handler in handlers if handler.request is type(request)).run(request, context))


def ready(request: Request, context: Context) -> Version:
    last = events(request, context)[-1]
    assert isinstance(last, VersionReady)
    return context.library.version(last.version_id)


def planted_in(folder: Path) -> list[str]:
    """The planted values that stand in any file of a folder, in the encodings that a program may write."""
    found = []
    for path in (each for each in folder.rglob("*") if each.is_file()):
        content = path.read_bytes()
        for value in PLANTED:
            forms = [value.encode(codec) for codec in ("utf-8", "utf-16-le", "utf-16-be", "gb18030")]
            escaped = value.encode("ascii", "backslashreplace")
            if any(form in content for form in (*forms, escaped)):
                found.append(f"{path.name}: {value}")
    return found


def test_that_nothing_of_the_originals_lies_in_the_library(context: Context, file: Path) -> None:
    told = events(ImportFile(path=str(file), mask=MaskEntities()), context)
    (version,) = context.library.versions()
    last = events(TrainBaseline(version_id=version.id), context)[-1]
    assert isinstance(last, RunFinished)
    events(SelectRows(version_id=version.id, query="EMAIL"), context)
    events(SetRoles(version_id=version.id, roles=Roles(text="sender", label="label")), context)
    table = tables.read_table(context.library.folder / version.folder)
    text = table.column("text").to_pylist()[0]
    events(Predict(run_id=last.run_id, texts=(text,), keep=True), context)
    context.library.close()
    assert (version.rows, version.rejected) == (66, 1)
    assert planted_in(context.library.folder) == []
    assert planted_in(file.parent) != []  # the search finds them in the source, which is never written to
    assert not any(value in repr(event) for event in told for value in PLANTED)


def test_that_the_rejected_text_has_the_masks_of_the_table(context: Context, file: Path) -> None:
    version = ready(ImportFile(path=str(file), mask=MaskEntities()), context)
    folder = context.library.folder / version.folder
    table = tables.read_table(folder)
    assert table.column("text").to_pylist()[:2] == ["Write to [EMAIL-1] number 0", "我的手机[PHONE-1]打不通 number 1"]
    assert set(table.column("sender").to_pylist()) == {"[EMAIL-1]"}
    assert set(table.column("label").to_pylist()) == {"good", "bad"}
    assert [row.raw for row in tables.read_rejected(folder)] == ["too,many,cells,[EMAIL-1],[PHONE-1]"]


def test_that_a_masked_import_is_not_taken_for_a_plain_one(context: Context, file: Path) -> None:
    plain = ready(ImportFile(path=str(file)), context)
    masked = ready(ImportFile(path=str(file), mask=MaskEntities()), context)
    tagged = ready(ImportFile(path=str(file), mask=MaskEntities(style="tag")), context)
    assert len({plain.id, masked.id, tagged.id}) == 3
    assert ready(ImportFile(path=str(file)), context) == plain
    assert ready(ImportFile(path=str(file), mask=MaskEntities()), context) == masked
    assert plain.sha256 == masked.sha256 == tagged.sha256
    assert planted_in(context.library.folder) != []  # the search finds them where they are kept


def test_that_the_recipe_names_the_kinds_that_were_masked(context: Context, file: Path) -> None:
    version = ready(ImportFile(path=str(file), mask=MaskEntities()), context)
    (step,) = version.recipe
    assert isinstance(step, MaskEntities)
    assert {"email", "phone", "cn_id", "bank_card", "iban", "ip", "url", "plate", "name"} <= set(step.entities)
    assert "person" not in step.entities  # needs a model


def test_that_masking_later_gives_what_masking_at_the_import_gives(context: Context, file: Path) -> None:
    first = ready(ImportFile(path=str(file), mask=MaskEntities()), context)
    plain = ready(ImportFile(path=str(file)), context)
    later = ready(CleanVersion(version_id=plain.id, steps=first.recipe), context)
    folder = context.library.folder
    assert tables.read_table(folder / later.folder).equals(tables.read_table(folder / first.folder))


def test_that_only_the_chosen_kinds_are_masked(context: Context, file: Path) -> None:
    version = ready(ImportFile(path=str(file), mask=MaskEntities(entities=("phone",), style="stars")), context)
    texts = tables.read_table(context.library.folder / version.folder).column("text").to_pylist()
    assert texts[0] == f"Write to {PLANTED[0]} number 0"
    assert texts[1] == "我的手机***打不通 number 1"


def test_that_names_of_columns_are_masked(context: Context, tmp_path: Path) -> None:
    path = tmp_path / "headless.csv"
    path.write_text("text,bob@example.org,label\n" + "fine words,x,good\nbad words,y,bad\n" * 9, encoding="utf-8")
    version = ready(ImportFile(path=str(path), has_header=True, mask=MaskEntities()), context)
    assert version.columns == ("text", "[EMAIL-1]", "label")


def test_that_a_guessed_label_column_with_addresses_is_masked_and_a_chosen_one_is_not(
    context: Context, tmp_path: Path
) -> None:
    path = tmp_path / "who.csv"
    rows = [f"This is what was written as number {i},{'ann' if i % 2 else 'bob'}@example.org" for i in range(40)]
    path.write_text("text,who\n" + "\n".join(rows) + "\n", encoding="utf-8")
    guessed = ready(ImportFile(path=str(path), mask=MaskEntities()), context)
    folder = context.library.folder
    assert set(tables.read_table(folder / guessed.folder).column("who").to_pylist()) == {"[EMAIL-1]", "[EMAIL-2]"}
    chosen = ready(
        ImportFile(path=str(path), mask=MaskEntities(style="tag"), roles=Roles(text="text", label="who")), context
    )
    kept = set(tables.read_table(folder / chosen.folder).column("who").to_pylist())
    assert kept == {"ann@example.org", "bob@example.org"}


def test_that_a_pasted_table_is_masked_before_it_is_a_file(context: Context) -> None:
    rows = [f"{text}\t{'good' if i % 2 else 'bad'}" for i, text in enumerate(SENTENCES * 3)]
    pasted = "\n".join(["text\tlabel", *rows])
    version = ready(ImportText(text=pasted, mask=MaskEntities()), context)
    assert version.rows == 33
    assert any(isinstance(step, MaskEntities) for step in version.recipe)
    context.library.close()
    assert planted_in(context.library.folder) == []


def test_that_a_bug_in_a_masked_import_does_not_quote_the_file(
    context: Context, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_arguments: object, **_named: object) -> None:
        try:
            raise ValueError(f"cannot parse {PLANTED[0]}")
        except ValueError as error:
            raise KeyError(f"no place for {PLANTED[1]}") from error

    monkeypatch.setattr(data, "make_profile", broken)
    events_told = list(run_request(ImportFile(path=str(file), mask=MaskEntities()), context))
    (failed,) = (event for event in events_told if isinstance(event, RequestFailed))
    assert "no place for [PHONE-1]" in failed.error.details
    assert "cannot parse [EMAIL-1]" in failed.error.details
    assert not any(value in repr(events_told) for value in PLANTED)


def test_that_a_kind_that_does_not_exist_stops_the_import(context: Context, file: Path) -> None:
    with pytest.raises(SettingError, match="no kind of personal data “fax”"):
        events(ImportFile(path=str(file), mask=MaskEntities(entities=("fax",))), context)
    assert context.library.versions() == []


def test_that_labels_cannot_be_named_for_masking(context: Context, file: Path) -> None:
    version = ready(ImportFile(path=str(file)), context)
    with pytest.raises(DataError, match="“label” holds the labels"):
        events(CleanVersion(version_id=version.id, steps=(MaskEntities(columns=("label",)),)), context)
    with pytest.raises(DataError, match="no column “labels”"):
        events(CleanVersion(version_id=version.id, steps=(MaskEntities(columns=("labels",)),)), context)
