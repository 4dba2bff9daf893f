"""Tables in the dialect of the file that they came from."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pytest

from workbench.data.export import write_table
from workbench.data.same_dialect import dialect_writer, line_end_of
from workbench.values import Dialect


def written(table: pa.Table, dialect: Dialect, folder: Path, line_end: str = "\n") -> bytes:
    out = folder / "out.data"
    steps = write_table(table, out, writer=dialect_writer(dialect, line_end))
    while next(steps, None) is not None:
        pass
    return out.read_bytes()


TABLE = pa.table({"text": ["a;b", 'say "hi"', "好"], "label": ["x", "-5", "=1+1"]})


def test_that_delimiter_line_end_and_encoding_are_kept(tmp_path: Path) -> None:
    content = written(TABLE, Dialect(encoding="gb18030", delimiter=";"), tmp_path, "\r\n")
    assert content.decode("gb18030") == 'text;label\r\n"a;b";x\r\n"say ""hi""";-5\r\n好;\'=1+1\r\n'


def test_that_a_file_without_a_header_gets_none(tmp_path: Path) -> None:
    content = written(TABLE, Dialect(encoding="utf-8", delimiter="\t", has_header=False), tmp_path)
    assert content.decode().splitlines()[0] == "a;b\tx"


def test_that_escapes_are_written_as_they_were(tmp_path: Path) -> None:
    dialect = Dialect(encoding="utf-8", delimiter=",", escapechar="\\")
    assert written(TABLE, dialect, tmp_path).decode().splitlines()[2] == 'say \\"hi\\",-5'


def test_that_one_column_needs_no_delimiter(tmp_path: Path) -> None:
    content = written(pa.table({"text": ["a,b", "c"]}), Dialect(encoding="utf-8", delimiter=""), tmp_path)
    assert content == b"text\na,b\nc\n"


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "gb18030"])
def test_that_the_line_end_is_that_of_the_first_line(tmp_path: Path, line_end: str, encoding: str) -> None:
    file = tmp_path / "in.csv"
    file.write_bytes(f"文{line_end}b{line_end}".encode(encoding))
    assert line_end_of(file, encoding) == line_end
