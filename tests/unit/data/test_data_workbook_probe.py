"""Workbooks that end the process that reads them: told in words, and this process lives on."""

from __future__ import annotations

import re
import sys
import zipfile
from pathlib import Path

import pytest
import xlsxwriter

from workbench.data import workbook_probe
from workbench.data.formats import formats
from workbench.data.workbook_probe import why_unreadable
from workbench.errors import FileError

FORMATS = Path(__file__).parents[2] / "data" / "formats"
DAMAGED = FORMATS / "other" / "damaged.xls"
"""excel97.xls with some bytes changed, found by fuzzing; it asks for 64 GB."""


def with_a_cell_far_away(path: Path) -> Path:
    """A sheet whose last cell is filled, and which does not say so."""
    whole = path.with_name("whole.xlsx")
    with xlsxwriter.Workbook(str(whole)) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["text", "label"])
        sheet.write_row(1_048_575, 16_382, ["a text", "a label"])
    with zipfile.ZipFile(whole) as read, zipfile.ZipFile(path, "w") as written:
        for name in read.namelist():
            written.writestr(name, re.sub(rb"<dimension[^>]*/>", b"", read.read(name)))
    return path


def test_that_a_damaged_workbook_does_not_end_this_process() -> None:
    assert "memory allocation" in why_unreadable(DAMAGED)
    with pytest.raises(FileError, match=r"“damaged\.xls” is damaged, cut off, or not a workbook"):
        formats()["workbook"].sheets(DAMAGED)


def test_that_a_cell_far_away_does_not_end_this_process(tmp_path: Path) -> None:
    path = with_a_cell_far_away(tmp_path / "far.xlsx")
    with pytest.raises(FileError, match="is damaged"):
        formats()["workbook"].sheets(path)


def test_that_reading_for_ever_ends(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "slow.xls"
    path.write_bytes(DAMAGED.read_bytes())
    monkeypatch.setattr(workbook_probe, "LONGEST_S", 0)
    assert why_unreadable(path) == "reading takes more than 0 s"


@pytest.mark.parametrize("name", ["other/excel97.xls", "other/open.ods", "other/password.xlsx", "workbook/sample.xlsx"])
def test_that_what_can_be_read_or_told_in_words_passes(name: str) -> None:
    assert why_unreadable(FORMATS / name) == ""


def test_that_a_file_is_tried_once_until_it_changes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "book.xls"
    path.write_bytes((FORMATS / "other" / "excel97.xls").read_bytes())
    assert why_unreadable(path) == ""
    monkeypatch.setattr(workbook_probe, "LONGEST_S", 0)
    assert why_unreadable(path) == ""
    path.write_bytes(DAMAGED.read_bytes() + b"\0")
    assert why_unreadable(path) != ""


def test_that_a_program_that_cannot_be_started_is_a_bug(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "book.xls"
    path.write_bytes(b"x")
    monkeypatch.setattr(sys, "executable", "/bin/false")
    with pytest.raises(RuntimeError, match="could not be tried"):
        why_unreadable(path)
