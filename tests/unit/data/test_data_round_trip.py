"""Any table in any dialect comes back cell by cell, and a labeled one with nothing told."""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Sequence
from pathlib import Path

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from workbench.data.reader import read_file

CELLS = st.text(
    st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufeff"), max_size=12
) | st.sampled_from(["a, b", 'say "x"', "line\nline", "", "don't", "1,5", "2024-01-02", "好，很好", "a\r\nb", ";|\t"])


@st.composite
def tables(draw: st.DrawFn) -> list[list[str]]:
    width = draw(st.integers(2, 5))
    rows = draw(st.lists(st.lists(CELLS, min_size=width, max_size=width), min_size=1, max_size=8))
    # A row of blanks in a file whose other rows are blank, too, is what the reader calls a blank line.
    return [["x" if not row[0].strip() else row[0], *row[1:]] for row in rows]


def written(rows: Sequence[Sequence[str]], *, delimiter: str, quoting: int, line_end: str) -> str:
    file = io.StringIO(newline="")
    csv.writer(file, delimiter=delimiter, quoting=quoting, lineterminator=line_end).writerows(rows)  # type: ignore[arg-type] # an int is one of the constants
    return file.getvalue()


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    rows=tables(),
    delimiter=st.sampled_from([*",;\t|^~:# ", "\x01", "¦"]),
    quoting=st.sampled_from([csv.QUOTE_ALL, csv.QUOTE_MINIMAL]),
    line_end=st.sampled_from(["\n", "\r\n"]),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
)
@example(rows=[["a", "b"], ['"', "'"]], delimiter=",", quoting=csv.QUOTE_ALL, line_end="\n", encoding="utf-8")
def test_that_a_written_table_comes_back_when_its_delimiter_is_known(
    rows: list[list[str]], delimiter: str, quoting: int, line_end: str, encoding: str
) -> None:
    data = written(rows, delimiter=delimiter, quoting=quoting, line_end=line_end).encode(encoding)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "table.csv"
        path.write_bytes(data)
        read = read_file(path, encoding=encoding, delimiter=delimiter, has_header=False)
    assert [list(row.values()) for row in read.table.to_pylist()] == rows
    assert read.rejected == []


def joined(rows: Sequence[Sequence[str]], sign: str, line_end: str) -> str:
    """Written without the csv module: every cell quoted, quotes doubled, any sign between them."""
    quoted = [['"' + cell.replace('"', '""') + '"' for cell in row] for row in rows]
    return "".join(sign.join(row) + line_end for row in quoted)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    rows=tables(),
    sign=st.sampled_from([",", ";", "\t", "||", "::", "|~|", ", ", ";;", "\x1f", "->"]),
    line_end=st.sampled_from(["\n", "\r\n", "\r"]),
    encoding=st.sampled_from(["utf-8", "utf-16-le", "utf-32", "gb18030"]),
)
def test_that_a_table_with_any_sign_between_its_cells_comes_back(
    rows: list[list[str]], sign: str, line_end: str, encoding: str
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "table.csv"
        path.write_bytes(joined(rows, sign, line_end).encode(encoding))
        read = read_file(path, encoding=encoding, delimiter=sign, has_header=False)
    assert [list(row.values()) for row in read.table.to_pylist()] == rows
    assert read.rejected == []


SENTENCE = "the room was clean and quiet but breakfast cold, honestly; service: slow — 房间 很 干净 it's"
WORDS = st.sampled_from(SENTENCE.split())
TEXTS = st.lists(WORDS, min_size=3, max_size=15).map(" ".join)


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    texts=st.lists(TEXTS, min_size=6, max_size=30, unique=True),
    delimiter=st.sampled_from([*",;\t|^~", "\x01"]),
    quoting=st.sampled_from([csv.QUOTE_ALL, csv.QUOTE_MINIMAL]),
    encoding=st.sampled_from(["utf-8", "utf-16", "gb18030"]),
)
def test_that_a_labeled_table_comes_back_with_nothing_told(
    texts: list[str], delimiter: str, quoting: int, encoding: str
) -> None:
    # One dash alone could be two marks of a Western code page: GB 18030 needs something Chinese to be known by.
    rows = [[text, ("pos", "neg")[i % 2]] for i, text in enumerate(["房间很干净，服务也很好", *texts])]
    data = written([["text", "label"], *rows], delimiter=delimiter, quoting=quoting, line_end="\n").encode(encoding)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "table.csv"
        path.write_bytes(data)
        read = read_file(path)
    assert read.dialect.delimiter == delimiter
    assert read.header == ["text", "label"]
    assert [list(row.values()) for row in read.table.to_pylist()] == rows


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    texts=st.lists(TEXTS, min_size=6, max_size=30, unique=True),
    sign=st.sampled_from(["||", "::", "|~|", "@@", ", ", "; "]),
    line_end=st.sampled_from(["\n", "\r\n", "\r"]),
)
def test_that_a_sign_of_several_characters_is_found(texts: list[str], sign: str, line_end: str) -> None:
    rows = [[text, ("pos", "neg")[i % 2]] for i, text in enumerate(texts)]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "table.csv"
        path.write_bytes(joined([["text", "label"], *rows], sign, line_end).encode())
        read = read_file(path)
    assert read.dialect.delimiter == sign.strip()
    assert read.header == ["text", "label"]
    assert [list(row.values()) for row in read.table.to_pylist()] == rows
