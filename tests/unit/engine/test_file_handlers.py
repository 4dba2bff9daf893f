"""Imports of every format over a real library: pasted tables, several files, sheets, previews."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import xlsxwriter

from workbench.data import tables
from workbench.engine.context import Context
from workbench.engine.predictors import Predictors
from workbench.engine.server import handlers
from workbench.errors import DataError, FileError
from workbench.protocol import Event, FilePreviewed, ImportFile, ImportText, PreviewFile, Request, VersionReady
from workbench.store import Library
from workbench.values import Version

FORMATS = Path(__file__).parents[2] / "data" / "formats"
LINES = "".join(f'{{"text": "this is review number {n}", "label": "{"neg" if n % 3 else "pos"}"}}\n' for n in range(12))


@pytest.fixture
def context(tmp_path: Path) -> Iterator[Context]:
    with Library.open(tmp_path / "library") as library:
        yield Context(library=library, predictors=Predictors(library), stop_requested=lambda: False)


def last(request: Request, context: Context) -> Event:
    return list(handlers()[type(request)].run(request, context))[-1]


def ready(request: Request, context: Context) -> Version:
    event = last(request, context)
    assert isinstance(event, VersionReady)
    return context.library.version(event.version_id)


def written(path: Path, content: str) -> Path:
    path.write_text(content, encoding="utf-8")
    return path


def two_sheets(path: Path) -> Path:
    with xlsxwriter.Workbook(str(path)) as book:
        for name, label in (("Reviews", "good"), ("Later", "bad")):
            sheet = book.add_worksheet(name)
            sheet.write_row(0, 0, ["text", "label"])
            for number in range(6):
                sheet.write_row(number + 1, 0, [f"a review with the number {number}", label])
        book.add_worksheet("Names").write_column(0, 0, ["name", "Ann", "Bob"])
    return path


def test_that_each_sheet_is_a_version_of_one_dataset(context: Context, tmp_path: Path) -> None:
    path = str(two_sheets(tmp_path / "book.xlsx"))
    first = ready(ImportFile(path=path), context)
    later = ready(ImportFile(path=path, sheet="Later"), context)
    assert (first.dialect.format, first.dialect.sheet, later.dialect.sheet) == ("workbook", "Reviews", "Later")
    assert first.dialect.sheets == ("Reviews", "Later", "Names")
    assert (later.dataset_id, later.number) == (first.dataset_id, 2)
    assert ready(ImportFile(path=path, sheet="Reviews"), context).id == first.id
    with pytest.raises(DataError, match="The sheet “Names” of “book.xlsx” has one column"):  # noqa: RUF043 - the name
        last(ImportFile(path=path, sheet="Names"), context)


def test_that_several_files_are_one_version_wherever_they_lie(context: Context, tmp_path: Path) -> None:
    first, second = written(tmp_path / "a.jsonl", LINES), written(tmp_path / "b.jsonl", LINES + "{broken\n")
    version = ready(ImportFile(path=str(first), more=(str(second),)), context)
    assert (version.rows, version.rejected, version.bytes) == (24, 1, first.stat().st_size + second.stat().st_size)
    (rejected,) = tables.read_rejected(context.library.folder / version.folder)
    assert (rejected.file, rejected.line, rejected.raw) == ("b.jsonl", 13, "{broken")
    moved = written(tmp_path / "moved.jsonl", second.read_text(encoding="utf-8"))
    assert ready(ImportFile(path=str(first), more=(str(moved),)), context).id == version.id
    assert ready(ImportFile(path=str(first)), context).id != version.id


def test_that_a_pasted_table_is_kept_as_a_file_and_known_again(context: Context) -> None:
    text = "text\tlabel\n" + "".join(f"review number {n}\t{'pos' if n % 2 else 'neg'}\n" for n in range(8))
    version = ready(ImportText(text=text), context)
    kept = Path(version.source)
    assert kept.parent.parent == context.library.folder / "pasted"
    assert re.fullmatch(r"Pasted table \d{4}-\d\d-\d\d \d\d\.\d\d\.tsv", version.name)
    assert kept.read_text(encoding="utf-8") == text
    assert (version.rows, version.columns) == (8, ("text", "label"))
    again = ready(ImportText(text=text, name="Another name"), context)
    assert (again.id, again.name) == (version.id, version.name)
    with pytest.raises(DataError, match="clipboard holds no text"):
        last(ImportText(text=" \n"), context)


def test_that_requests_are_answered_after_a_workbook_that_would_end_the_process(
    context: Context, tmp_path: Path
) -> None:
    with pytest.raises(FileError, match=r"“damaged\.xls” is damaged"):
        last(ImportFile(path=str(FORMATS / "other" / "damaged.xls")), context)
    with pytest.raises(FileError, match=r"“damaged\.xls” is damaged"):
        last(PreviewFile(path=str(FORMATS / "other" / "damaged.xls")), context)
    assert ready(ImportFile(path=str(written(tmp_path / "a.jsonl", LINES))), context).rows == 12


def test_that_a_preview_leaves_the_library_alone(context: Context, tmp_path: Path) -> None:
    shown = last(PreviewFile(path=str(written(tmp_path / "a.jsonl", LINES)), most=2), context)
    assert isinstance(shown, FilePreviewed)
    assert (shown.dialect.format, shown.columns) == ("json", ("text", "label"))
    assert shown.rows == (("this is review number 0", "pos"), ("this is review number 1", "neg"))
    assert context.library.versions() == []
