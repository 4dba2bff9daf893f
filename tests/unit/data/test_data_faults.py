"""A file that changes, vanishes or cannot be read is told in words; the file itself is never touched."""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from workbench.data import raw_file
from workbench.data.reader import ReadTable, read_file, read_source
from workbench.data.source import Source, open_source
from workbench.data.spool import Spool
from workbench.errors import FileError

ROWS = 300_000
LINES = ["text,label\n", *(f'"row {number}, 中文",{number % 3}\n' for number in range(ROWS))]


@pytest.fixture
def _large(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files are read as those are that are too large to be held in memory."""
    monkeypatch.setattr(raw_file, "HELD_BYTES", 100)
    monkeypatch.setattr(raw_file, "HEAD_BYTES", 2_000)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "rows.csv"
    path.write_text("".join(LINES), encoding="utf-8")
    return path


def finish(
    source: Source, spool: Spool | None = None, *, after_first: Callable[[], object] = lambda: None
) -> ReadTable:
    steps = read_source(source, spool)
    next(steps)
    after_first()
    while True:
        try:
            next(steps)
        except StopIteration as end:
            read: ReadTable = end.value
            return read


@pytest.mark.usefixtures("_large")
@pytest.mark.parametrize("size", [1_000, 6_000_000, 9_000_000])
def test_that_a_file_that_changes_while_it_is_read_is_refused(file: Path, size: int) -> None:
    source = open_source(file)
    steps = read_source(source)
    next(steps)
    os.truncate(file, size)
    with pytest.raises(FileError, match=r"“rows\.csv” was changed while it was read"):
        list(steps)


@pytest.mark.usefixtures("_large")
def test_that_a_file_that_changes_before_it_is_read_is_refused(file: Path) -> None:
    source = open_source(file)
    with file.open("a") as more:
        more.write("one more,1\n")
    with pytest.raises(FileError, match="was changed"):
        finish(source)


@pytest.mark.usefixtures("_large")
def test_that_a_file_that_vanishes_before_it_is_read_is_missed(file: Path) -> None:
    source = open_source(file)
    file.unlink()
    with pytest.raises(FileError, match="does not exist"):
        finish(source)


@pytest.mark.skipif(sys.platform == "win32", reason="an open file cannot be removed there")
@pytest.mark.usefixtures("_large")
def test_that_a_file_that_vanishes_while_it_is_read_is_read_to_its_end(file: Path) -> None:
    assert finish(open_source(file), after_first=file.unlink).table.num_rows == ROWS


@pytest.mark.skipif(not Path("/proc/self/mem").exists(), reason="needs a file that cannot be read")
def test_that_a_reading_error_is_told() -> None:
    with pytest.raises(FileError, match=r"cannot be read: Input/output error\.$") as caught:
        open_source(Path("/proc/self/mem"))
    assert caught.value.fix is not None


@pytest.mark.usefixtures("_large")
def test_that_a_large_file_of_blanks_is_called_empty(tmp_path: Path) -> None:
    (tmp_path / "blank.csv").write_bytes(b"\n" * 10_000)
    with pytest.raises(FileError, match="is empty"):
        open_source(tmp_path / "blank.csv")


@pytest.mark.parametrize(
    ("encoding", "text"),
    [("cp1252", "très déçu, garçon"), ("gb18030", "房间很干净，服务也很好"), ("utf-8", "房间很干净")],
)
def test_that_an_encoding_that_shows_late_is_found_in_a_large_file(
    encoding: str, text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "late.csv"
    late = f'"{text}",1\n'.encode(encoding)
    path.write_bytes("".join(LINES[:1]).encode() + b"plain text,2\n" * 100_000 + late * 1_000)
    small = read_file(path)
    monkeypatch.setattr(raw_file, "HELD_BYTES", 100)
    monkeypatch.setattr(raw_file, "HEAD_BYTES", 2_000)
    read = finish(open_source(path))
    assert read.dialect.encoding == small.dialect.encoding == encoding
    assert read.table.equals(small.table)
    assert read.table.column(0)[100_000].as_py() == text


@pytest.mark.usefixtures("_large")
def test_that_a_file_is_read_once_to_know_its_bytes_and_never_written(file: Path) -> None:
    before = (file.read_bytes(), file.stat().st_mtime_ns)
    file.chmod(0o444)
    source = open_source(file)
    finish(source)
    moved = file.rename(file.with_name("elsewhere.csv"))
    assert source.sha256 == hashlib.sha256(before[0]).hexdigest()
    assert (moved.read_bytes(), moved.stat().st_mtime_ns) == before


def test_that_rows_on_the_disk_are_those_in_memory(file: Path, tmp_path: Path) -> None:
    with file.open("a", encoding="utf-8") as more:
        more.write('short\n"two\nlines",2\n\nTotal: 3\n')
    kept = finish(open_source(file), Spool(tmp_path / "rows.arrow"))
    held = finish(open_source(file))
    assert kept.table.equals(held.table)
    assert kept.rejected == held.rejected
    assert kept.file == tmp_path / "rows.arrow"
    assert held.table.num_rows + len(held.rejected) == ROWS + 3


RECORDS = st.sampled_from(
    [
        ("good,pos\n", 1), ('"two\nlines",neg\n', 1), ("a,b,c\n", 1), ("alone\n", 1), ('say "x",pos\n', 1),
        (",\n", 1), ('"q ""r""",pos\r\n', 1), ("中文,neg\r", 1), ("\n", 0), ("  \n", 0),
        ('"s"t,u\nplain,pos\n', 2),
        ('"open,neg\nplain,pos\n', 2),  # what follows an open quote decides whether it is one record or two
    ]
)  # fmt: skip


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(drawn=st.lists(RECORDS, min_size=1, max_size=40))
def test_that_loaded_and_rejected_records_are_the_records_of_the_file(
    drawn: list[tuple[str, int]], tmp_path: Path
) -> None:
    frame = "a plain text,pos\n" * 60  # so that the file is known for what it is
    text = "text,label\n" + frame + "".join(lines for lines, _ in drawn) + frame
    (tmp_path / "t.csv").write_text(text, encoding="utf-8", newline="")
    read = read_file(tmp_path / "t.csv", encoding="utf-8", delimiter=",", has_header=True)
    assert read.table.num_rows + len(read.rejected) == sum(count for _, count in drawn) + 120
