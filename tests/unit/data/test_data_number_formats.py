"""Numbers as a sheet shows them: what a format adds is added, and nothing is taken away."""

from __future__ import annotations

import datetime
import zipfile
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from workbench.data.formats import Choices, formats
from workbench.data.formats.number_formats import formats_of, parsed

NUMBERS = ("3", "-2.5", "0.1534")


@pytest.mark.parametrize(
    ("code", "shown"),
    [
        ("00000", ("00003", "-00002.5", "00000.1534")),
        ("0%", ("300%", "-250%", "15.34%")),
        ("0.00%", ("300.00%", "-250.00%", "15.34%")),
        ("#,##0.00", ("3.00", "-2.50", "0.1534")),
        ('"$"#,##0.00', ("$3.00", "-$2.50", "$0.1534")),
        ("[$€-407] 0.0", ("€ 3.0", "-€ 2.5", "€ 0.1534")),
        ('0 "kg"', ("3 kg", "-2.5 kg", "0.1534 kg")),
        ('_("$"* #,##0.00_);_("$"* (#,##0.00)', ("$3.00", "-$2.50", "$0.1534")),
        ("\\N\\o\\. 0;;", ("No. 3", "-No. 2.5", "No. 0.1534")),
        ('0.0"%"', ("3.0%", "-2.5%", "0.1534%")),
    ],
)
def test_that_a_format_adds_what_it_shows(code: str, shown: tuple[str, ...]) -> None:
    found = parsed(code)
    assert found is not None
    assert tuple(found.shown(number) for number in NUMBERS) == shown


@pytest.mark.parametrize(
    "code",
    [
        "",
        "General",
        "0",
        "@",
        "#,##0",
        "0.00E+00",
        "# ?/?",
        "yyyy-mm-dd",
        "000-00-0000",
        "[Red]-0.0",
        "0" * 50,
        '"',
        ";",
    ],
)
def test_that_other_formats_are_left_alone(code: str) -> None:
    assert parsed(code) is None


@pytest.fixture
def book(tmp_path: Path) -> Path:
    path = tmp_path / "t.xlsx"
    with xlsxwriter.Workbook(str(path)) as made:
        made.add_worksheet("Other").write_row("A1", ["x", "y"])
        sheet = made.add_worksheet("Shop & Co")
        zip_code, share = made.add_format({"num_format": "00000"}), made.add_format({"num_format": "0%"})
        price, day = made.add_format({"num_format": "$0.00"}), made.add_format({"num_format": "dd.mm.yyyy hh:mm"})
        sheet.write_row("B3", ["text", "zip", "share", "price", "day", "id", "true"])
        sheet.write_row("B4", ["a fine text"])
        sheet.write_number("C4", 123, zip_code)
        sheet.write_number("D4", 0.15, share)
        sheet.write_number("E4", 4.5, price)
        sheet.write_datetime("F4", datetime.datetime(2024, 3, 1, 12, 30), day)
        sheet.write_number("G4", 1234567890123456)
        sheet.write_boolean("H4", True, zip_code)
        sheet.write_row("B5", ["another text"])
        sheet.write_string("C5", "77", zip_code)
        sheet.write_number("D5", 1e-9, share)
    return path


def test_that_cells_of_a_sheet_are_as_they_are_shown(book: Path) -> None:
    steps = formats()["workbook"].read(book, Choices(sheet="Shop & Co"))
    table: Any = None
    while table is None:
        try:
            next(steps)
        except StopIteration as end:
            table = end.value.table
    first, second = (list(row.values()) for row in table.to_pylist())
    assert first == ["a fine text", "00123", "15%", "$4.50", "2024-03-01 12:30:00", "1234567890123456", "TRUE"]
    assert second == ["another text", "77", "0.0000001%", "", "", "", ""]


def test_that_numbers_are_kept_where_the_formats_are_damaged(book: Path) -> None:
    damaged = book.with_name("damaged.xlsx")
    with zipfile.ZipFile(book) as read, zipfile.ZipFile(damaged, "w") as written:
        for name in read.namelist():
            written.writestr(name, b"<styles" if name == "xl/styles.xml" else read.read(name))
    of_row = formats_of(damaged, "Shop & Co")()
    assert of_row(3) == {}
    assert formats_of(book, "Shop & Co")()(3)[2] == parsed("00000")
