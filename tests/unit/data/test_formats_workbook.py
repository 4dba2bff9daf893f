"""Workbooks: the sheet that is meant, cells as people see them, and what is wrong said in words."""

from __future__ import annotations

import datetime
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from workbench.data.formats import Choices, formats
from workbench.data.formats.workbook import as_text
from workbench.data.reader import ReadTable
from workbench.errors import DataError, FileError

OTHER = Path(__file__).parents[2] / "data" / "formats" / "other"


def written(path: Path, write: Callable[[Any], None]) -> Path:
    """A workbook with what is written into it."""
    with xlsxwriter.Workbook(str(path)) as book:
        write(book)
    return path


def read(path: Path, choices: Choices | None = None) -> ReadTable:
    steps = formats()["workbook"].read(path, choices)
    while True:
        try:
            next(steps)
        except StopIteration as end:
            found: ReadTable = end.value
            return found


def rows(found: ReadTable) -> list[list[str]]:
    return [list(row.values()) for row in found.table.to_pylist()]


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (3.0, "3"),
        (2.5, "2.5"),
        (-0.0, "0"),
        (0.1 + 0.2, "0.3"),
        (1e-7, "0.0000001"),
        (123456789012345.0, "123456789012345"),
        (4.40101199001011e17, "440101199001011000"),
        (1e300, "1e+300"),
        (7, "7"),
        (True, "TRUE"),
        ("007", "007"),
        (datetime.date(2024, 3, 1), "2024-03-01"),
        (datetime.datetime(2024, 3, 1, 12, 30), "2024-03-01 12:30:00"),
        (datetime.time(8, 5), "08:05:00"),
        (datetime.timedelta(hours=30, seconds=1), "30:00:01"),
    ],
)
def test_that_a_cell_is_the_text_that_people_see(cell: Any, text: str) -> None:
    assert as_text(cell) == text


def test_that_a_table_anywhere_in_the_sheet_is_found(tmp_path: Path) -> None:
    def write(book: Any) -> None:
        sheet = book.add_worksheet()
        sheet.write("C2", "Survey of 2024")
        for number, row in enumerate([["text", "label"], ["the first text", "a"], [], ["the second text", "b"]]):
            sheet.write_row(5 + number, 2, row)

    found = read(written(tmp_path / "t.xlsx", write))
    assert found.columns == ["text", "label"]
    assert rows(found) == [["the first text", "a"], ["the second text", "b"]]
    assert found.dialect.skipped_lines == 5


def test_that_empty_rows_above_the_table_are_no_preamble(tmp_path: Path) -> None:
    def write(book: Any) -> None:
        sheet = book.add_worksheet()
        for number, row in enumerate([["text", "label"], ["the first text", "a"], ["the second text", "b"]]):
            sheet.write_row(3 + number, 1, row)

    found = read(written(tmp_path / "t.xlsx", write))
    assert (found.columns, found.table.num_rows, found.dialect.skipped_lines) == (["text", "label"], 2, 0)


def test_that_a_merged_label_holds_for_each_of_its_rows_and_a_hidden_row_is_read(tmp_path: Path) -> None:
    def write(book: Any) -> None:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["text", "label"])
        sheet.write_column(1, 0, ["one text", "another text", "a third text"])
        sheet.merge_range(1, 1, 2, 1, "good")
        sheet.write(3, 1, "bad")
        sheet.set_row(2, None, None, {"hidden": True})

    assert rows(read(written(tmp_path / "t.xlsx", write))) == [
        ["one text", "good"],
        ["another text", "good"],
        ["a third text", "bad"],
    ]


def test_that_numbers_and_dates_of_a_real_sheet_are_text(tmp_path: Path) -> None:
    def write(book: Any) -> None:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["text", "stars", "day", "id"])
        sheet.write_row(1, 0, ["fine", 3])
        sheet.write_datetime(1, 2, datetime.datetime(2024, 3, 1), book.add_format({"num_format": "yyyy-mm-dd"}))
        sheet.write_number(1, 3, 123456789012)
        sheet.write_row(2, 0, ["awful", 1.5])

    found = rows(read(written(tmp_path / "t.xlsx", write)))
    assert found == [["fine", "3", "2024-03-01", "123456789012"], ["awful", "1.5", "", ""]]


def three_sheets(book: Any) -> None:
    book.add_worksheet("Empty")
    book.add_worksheet("Notes").write("A1", "made by hand")
    for name, word in (("Reviews", "fine"), ("Later", "late")):
        sheet = book.add_worksheet(name)
        sheet.write_row(0, 0, ["text", "label"])
        sheet.write_row(1, 0, [word, "good"])


def test_that_the_first_sheet_with_a_table_is_read_unless_another_is_chosen(tmp_path: Path) -> None:
    path = written(tmp_path / "t.xlsx", three_sheets)
    assert formats()["workbook"].sheets(path) == ("Empty", "Notes", "Reviews", "Later")
    found = read(path)
    assert (found.dialect.sheet, found.dialect.sheets) == ("Reviews", ("Empty", "Notes", "Reviews", "Later"))
    assert rows(read(path, Choices(sheet="later "))) == [["late", "good"]]


def test_that_a_sheet_that_is_not_there_or_empty_is_told(tmp_path: Path) -> None:
    path = written(tmp_path / "t.xlsx", three_sheets)
    with pytest.raises(DataError, match="has no sheet “Sheet1”") as caught:
        read(path, Choices(sheet="Sheet1"))
    assert caught.value.fix is not None
    assert caught.value.fix.values == {"names": "Empty, Notes, Reviews, Later"}
    with pytest.raises(DataError, match=r"The sheet “Empty” of “t\.xlsx” is empty"):
        read(path, Choices(sheet="Empty"))
    with pytest.raises(DataError, match=r"“bare\.xlsx” is empty"):
        read(written(tmp_path / "bare.xlsx", lambda book: book.add_worksheet()))


def test_that_workbooks_of_other_programs_are_read() -> None:
    old, opened = read(OTHER / "excel97.xls"), read(OTHER / "open.ods")
    assert rows(old) == [["still fine", "good", "1999-12-31"], ["worn out", "bad", "2000-01-01"]]
    assert rows(opened) == [["fine", "good", "3"], ["awful", "bad", "2.5"]]


def test_that_a_password_is_called_a_password() -> None:
    with pytest.raises(FileError, match="is protected by a password") as caught:
        read(OTHER / "password.xlsx")
    assert caught.value.fix is not None


def test_that_a_workbook_with_broken_bytes_ends_in_words_or_a_table(tmp_path: Path) -> None:
    content = (OTHER / "open.ods").read_bytes()
    broken = tmp_path / "open.ods"
    refused = 0
    for place in range(0, len(content), len(content) // 60):
        broken.write_bytes(content[:place] + b"\xff\x00\xff" + content[place + 3 :])
        try:
            read(broken)
        except (FileError, DataError):
            refused += 1
    assert refused > 0


def test_that_a_stray_cell_far_away_is_refused_before_it_fills_the_memory(tmp_path: Path) -> None:
    def write(book: Any) -> None:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["text", "label"])
        sheet.write(1_048_575, 16_383, "x")

    with pytest.raises(DataError, match="reaches to cell XFD1048576"):
        read(written(tmp_path / "t.xlsx", write))


def test_that_a_workbook_that_unpacks_to_gigabytes_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path / "t.xlsx", three_sheets)
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/image1.bin", bytes(250_000_000))
    with pytest.raises(FileError, match="unpacks to more than can be read"):
        read(path)


def test_that_a_sheet_that_cannot_be_unpacked_is_told(tmp_path: Path) -> None:
    path = written(tmp_path / "t.xlsx", three_sheets)
    with zipfile.ZipFile(path) as archive:
        sheet = archive.getinfo("xl/worksheets/sheet3.xml")
    content = bytearray(path.read_bytes())
    packed = sheet.header_offset + 30 + len(sheet.filename)
    content[packed : packed + 40] = b"\xff" * 40
    path.write_bytes(content)
    with pytest.raises(FileError, match="is damaged, cut off, or not a workbook"):
        read(path)
