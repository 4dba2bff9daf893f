"""Exports: what is written is what our own reader and others read, and what a spreadsheet would run is harmless."""

from __future__ import annotations

import errno
import json
import os
import tempfile
from collections.abc import Sequence
from pathlib import Path

import openpyxl
import pandas
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.data import export
from workbench.data.export import rejected_table, with_split_column, write_table
from workbench.data.formats import Choices, read_any
from workbench.data.formulas import harmless, harmless_column
from workbench.data.tables import RejectedRow
from workbench.data.writers import Writer, writers
from workbench.errors import DataError, DiskFullError, FileError, SettingError
from workbench.i18n import say

SUFFIXES = (".csv", ".tsv", ".xlsx", ".parquet", ".jsonl")
SHEETS = (".csv", ".tsv", ".xlsx")
ODD = [
    "=1+1",
    "+1",
    "-x",
    "-5",
    "@a",
    "＝1",
    "\t=1",
    "\r\n",
    "a\nb",
    'say "hi"',
    ",",
    ";",
    "\t",
    "'",
    "'=1",
    "好的",
    "",
    " a ",
]
ODD += [
    "_x0041_",
    "<b>&amp;",
    "\x01\x0b",
    "\ufeff",
    "1e5",
    "2026-11-22",
    "TRUE",
    "0012",
    "#N/A",
    "http://a.example",
    "👩‍👧",
]
CELLS = st.one_of(st.sampled_from(ODD), st.text(max_size=12))


def table(rows: Sequence[Sequence[str]], names: Sequence[str] = ("text", "label")) -> pa.Table:
    columns = list(zip(*rows, strict=True)) or [()] * len(names)
    return pa.table({name: pa.array(cells, pa.string()) for name, cells in zip(names, columns, strict=True)})


def write(made: pa.Table, out: Path) -> export.Written:
    steps = write_table(made, out)
    while True:
        try:
            next(steps)
        except StopIteration as end:
            written: export.Written = end.value
            return written


def read(path: Path) -> pa.Table:
    choices = Choices(has_header=True)
    if path.suffix in (".csv", ".tsv"):
        choices = Choices(has_header=True, encoding="utf-8", delimiter="," if path.suffix == ".csv" else "\t")
    steps = read_any(path, choices)
    while True:
        try:
            next(steps)
        except StopIteration as end:
            return end.value.table


@pytest.mark.parametrize("suffix", SUFFIXES)
@settings(max_examples=60, deadline=None)
@given(rows=st.lists(st.tuples(CELLS, CELLS), min_size=1, max_size=8))
def test_that_our_reader_finds_the_cells_that_were_exported(suffix: str, rows: list[tuple[str, str]]) -> None:
    # A file of control characters is taken for no text, a mark at the start of a line for that of an appended file, and
    # empty rows of a sheet for no records.
    rows = [(text.lstrip("\ufeff") if text.strip("\ufeff").strip() else "x", label) for text, label in rows]
    rows.insert(0, ("An ordinary text. " * 200, "a"))
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / f"out{suffix}"
        written = write(table(rows), out)
        cells = [tuple(map(harmless, row)) for row in rows] if suffix in SHEETS else rows
        assert list(zip(*read(out).to_pydict().values(), strict=True)) == cells
        expected = sum(old != new for old, new in zip(sum(rows, ()), sum(cells, ()), strict=True))
        assert (written.rows, written.escaped) == (len(rows), expected)
        assert os.listdir(folder) == [out.name]


def test_that_every_ending_has_its_writer() -> None:
    assert set(writers()) == set(SUFFIXES)


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_that_an_empty_table_keeps_its_columns(tmp_path: Path, suffix: str) -> None:
    out = tmp_path / f"empty{suffix}"
    assert write(table([]), out).rows == 0
    if suffix == ".parquet":
        assert pq.read_table(out).column_names == ["text", "label"]
    elif suffix == ".xlsx":
        assert [cell.value for cell in next(openpyxl.load_workbook(out).active.rows)] == ["text", "label"]
    elif suffix != ".jsonl":
        assert out.read_text(encoding="utf-8-sig") == f'"text"{"," if suffix == ".csv" else chr(9)}"label"\n'


HARD = [("=SUM(A1)", "neg"), ('two\nlines, "quoted"', "-5"), ("你好\t世界", "＠x"), ("", "")]


def test_that_excel_is_told_that_a_csv_is_unicode(tmp_path: Path) -> None:
    write(table(HARD), tmp_path / "out.csv")
    content = (tmp_path / "out.csv").read_bytes()
    assert content.startswith(b'\xef\xbb\xbf"text","label"\r\n"\'=SUM(A1)","neg"\r\n')


def test_that_pandas_reads_the_same_cells_from_a_csv_and_a_parquet(tmp_path: Path) -> None:
    write(table(HARD), tmp_path / "out.csv")
    found = pandas.read_csv(tmp_path / "out.csv", dtype=str, keep_default_na=False, encoding="utf-8-sig")
    assert list(found.itertuples(index=False, name=None)) == [tuple(map(harmless, row)) for row in HARD]
    write(table(HARD), tmp_path / "out.parquet")
    found = pandas.read_parquet(tmp_path / "out.parquet")
    assert list(found.itertuples(index=False, name=None)) == HARD


def test_that_openpyxl_reads_the_same_texts_from_a_workbook_and_no_formula(tmp_path: Path) -> None:
    rows = [*HARD, ("0012", "1e5"), ("http://a.example", "TRUE"), ("2026-11-22", "#N/A")]
    write(table(rows), tmp_path / "out.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "out.xlsx").active
    cells = list(sheet.iter_rows(min_row=2))
    found = [tuple(cell.value or "" for cell in row) for row in cells]
    assert found == [tuple(map(harmless, row)) for row in rows]
    assert {cell.data_type for row in cells for cell in row if cell.value} == {"s"}


def test_that_json_lines_are_objects_of_strings(tmp_path: Path) -> None:
    write(table(HARD), tmp_path / "out.jsonl")
    lines = (tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line) for line in lines] == [{"text": text, "label": label} for text, label in HARD]


@pytest.mark.parametrize(
    "cell", ["=1", "+x", "-x", "@a", "\ta", "\ra", "\na", "＝1", "＋1", "－1", "＠a", "+1 555", "-1-1"]
)
def test_that_formulas_get_an_apostrophe(cell: str) -> None:
    assert harmless(cell) == f"'{cell}"
    assert harmless_column(pa.array([cell, "a"]))[0].to_pylist() == [f"'{cell}", "a"]


@pytest.mark.parametrize("cell", ["-5", "+1.5", "-.5e-3", "a=1", " =1", "'=1", "", "好"])
def test_that_numbers_and_texts_stay(cell: str) -> None:
    assert harmless(cell) == cell
    assert harmless_column(pa.array([cell]))[1] == 0


@given(cells=st.lists(CELLS))
def test_that_columns_and_cells_are_made_harmless_alike(cells: list[str]) -> None:
    safe, found = harmless_column(pa.array(cells, pa.string()))
    assert safe.to_pylist() == [harmless(cell) for cell in cells]
    assert found == sum(harmless(cell) != cell for cell in cells)


def test_that_more_rows_than_a_sheet_holds_are_refused_with_a_way_out(tmp_path: Path) -> None:
    many = pa.table({"text": pa.nulls(1_048_576, pa.string()).fill_null("a")})
    with pytest.raises(DataError, match="1,048,575 rows") as caught:
        write(many, tmp_path / "out.xlsx")
    assert caught.value.fix is not None
    assert list(tmp_path.iterdir()) == []


def test_that_a_text_longer_than_a_cell_is_refused_with_its_row_and_column(tmp_path: Path) -> None:
    with pytest.raises(DataError) as caught:
        write(table([("a", "b"), ("好" * 40_000, "b")]), tmp_path / "out.xlsx")
    assert caught.value.what.values == {"row": 2, "n": 40_000, "column": "text", "most": 32_767}
    write(table([("好" * 32_000, "b")]), tmp_path / "out.xlsx")
    assert openpyxl.load_workbook(tmp_path / "out.xlsx").active["A2"].value == "好" * 32_000


def test_that_an_unknown_ending_is_answered_with_those_that_there_are(tmp_path: Path) -> None:
    with pytest.raises(SettingError, match=r"out\.doc") as caught:
        write(table([]), tmp_path / "out.doc")
    assert caught.value.fix is not None
    assert ".xlsx" in str(caught.value.fix.values["known"])


def test_that_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    for suffix in SUFFIXES:
        with pytest.raises(FileError, match="does not exist"):
            write(table(HARD), tmp_path / "none" / f"out{suffix}")


class FullDisk:
    """A sink on a disk that fills up after the first batch."""

    def __init__(self, path: Path) -> None:
        path.write_bytes(b"half")
        self.is_closed = False

    def write(self, _batch: pa.RecordBatch) -> int:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    def close(self) -> None:
        self.is_closed = True
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_that_a_full_disk_is_told_and_an_older_file_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "out.csv"
    out.write_text("older")
    sinks: list[FullDisk] = []

    def begin(path: Path, _suffix: str, _columns: Sequence[str]) -> FullDisk:
        sinks.append(FullDisk(path))
        return sinks[-1]

    writer = Writer((".csv",), begin)
    monkeypatch.setattr(export, "writers", lambda: {".csv": writer})
    with pytest.raises(DiskFullError, match="disk is full"):
        write(table(HARD), out)
    assert out.read_text() == "older"
    assert [each.name for each in tmp_path.iterdir()] == ["out.csv"]
    assert sinks[0].is_closed


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_that_a_cancelled_export_leaves_nothing(tmp_path: Path, suffix: str) -> None:
    steps = write_table(table(HARD * 10_000), tmp_path / f"out{suffix}")
    assert [next(steps), next(steps)] == [0, 20_000]
    steps.close()
    assert list(tmp_path.iterdir()) == []


def test_that_the_split_becomes_a_column_with_a_name_of_its_own() -> None:
    made = table([("a", "x"), ("b", "y")], names=("text", "split"))
    codes = pa.array([0, 2], pa.int8()).to_numpy()
    assert with_split_column(made, codes).to_pydict()["split_2"] == ["train", "test"]


def test_that_rejected_records_keep_line_reason_and_text() -> None:
    rejected = [RejectedRow(7, say("A quote is not closed."), 'a,"b')]
    assert rejected_table(rejected).to_pylist() == [{"line": "7", "reason": "A quote is not closed.", "raw": 'a,"b'}]
