"""What stands below a table is rejected with its line and a reason, and nothing else is."""

from __future__ import annotations

from pathlib import Path

import pytest

from workbench.data.reader import ReadTable, read_file
from workbench.i18n import render

TABLE = "id,text,label\n" + "".join(f"{number},Some text {number},pos\n" for number in range(1, 6))


def read(folder: Path, text: str) -> ReadTable:
    (folder / "t.csv").write_text(text, encoding="utf-8", newline="")
    return read_file(folder / "t.csv")


@pytest.mark.parametrize("below", ["Total: 5", "\nCustomer desk", "Итого: 5", "合计 5", "Total,,", "*** end", "======"])
def test_that_a_footer_is_rejected_with_its_line(below: str, tmp_path: Path) -> None:
    table = read(tmp_path, TABLE + below + "\n")
    assert table.table.num_rows == 5
    assert [(row.line, render(row.reason), row.raw) for row in table.rejected] == [
        (TABLE.count("\n") + below.count("\n") + 1, "It stands below the table.", below.strip())
    ]


@pytest.mark.parametrize("remark", ["# 5 rows", "-- end of file", "// made by a program"])
def test_that_a_remark_is_rejected_wherever_it_stands(remark: str, tmp_path: Path) -> None:
    for text in (TABLE + remark + "\n", TABLE.replace("3,Some", remark + "\n3,Some")):
        table = read(tmp_path, text)
        assert table.table.num_rows == 5
        assert [(render(row.reason), row.raw) for row in table.rejected] == [("It is a remark.", remark)]


@pytest.mark.parametrize("last", ["6", "6,Some text", "6,,", '"","",""', "total,Total text,neg"])
def test_that_a_last_record_which_is_odd_but_no_footer_is_loaded(last: str, tmp_path: Path) -> None:
    table = read(tmp_path, TABLE + last + "\n")
    assert (table.table.num_rows, table.rejected) == (6, [])


def test_that_blank_lines_between_records_make_no_footer_of_the_last_one(tmp_path: Path) -> None:
    table = read(tmp_path, TABLE.replace("3,Some", "\n3,Some") + "\n6,short\n")
    assert (table.table.num_rows, table.rejected) == (6, [])


def test_that_a_padded_record_is_told_as_repaired(tmp_path: Path) -> None:
    table = read(tmp_path, TABLE + "6,short\n7,Some text,neg\n")
    assert [(row.row, row.line, row.raw) for row in table.repaired] == [(5, 7, "6,short")]
    assert table.table.slice(5, 1).to_pylist() == [{"id": "6", "text": "short", "label": ""}]


def test_that_another_table_below_is_rejected_whole(tmp_path: Path) -> None:
    table = read(tmp_path, TABLE + "\nlabel,count\npos,5\n")
    assert table.table.num_rows == 5
    assert [row.raw for row in table.rejected] == ["label,count", "pos,5"]
