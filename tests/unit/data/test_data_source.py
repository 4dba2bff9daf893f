"""A file that is no table says what it is and what to do."""

from __future__ import annotations

from pathlib import Path

import pytest

from workbench.data.reader import read_file
from workbench.errors import DataError, FileError, SettingError, WorkbenchError

OTHERS: list[tuple[str, bytes, type[WorkbenchError], str]] = [
    ("empty.csv", b"", FileError, "is empty"),
    ("blank.csv", b"\n\n  \n", FileError, "is empty"),
    ("book.xlsx", b"PK\x03\x04rest", FileError, "is a ZIP file"),
    ("old.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", FileError, "is a binary Office file"),
    ("data.zip", b"PK\x03\x04rest", FileError, "is a ZIP file"),
    ("paper.csv", b"%PDF-1.7 ...", FileError, "is a PDF file"),
    ("noise.csv", bytes(range(1, 9)) * 100, FileError, "is not a text file"),
    ("page.csv", b"<!DOCTYPE html><html></html>", DataError, "is a web page"),
    ("lines.csv", b'{"text": "a", "label": "b"}\n{"text": "c", "label": "d"}\n', DataError, "holds JSON"),
    ("list.csv", b'[{"text": "a"}, {"text": "c"}]', DataError, "holds JSON"),
    ("header.csv", b"text,label\n", DataError, "has a header but no rows"),
]


@pytest.mark.parametrize(("name", "content", "error", "words"), OTHERS, ids=[item[0] for item in OTHERS])
def test_that_another_kind_of_file_is_named(
    name: str, content: bytes, error: type[WorkbenchError], words: str, tmp_path: Path
) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(error, match=words) as caught:
        read_file(tmp_path / name)
    assert caught.value.fix is not None


def test_that_a_missing_file_suggests_the_nearest_name(tmp_path: Path) -> None:
    (tmp_path / "reviews.csv").write_text("a,b\n1,2\n")
    with pytest.raises(FileError, match="does not exist") as caught:
        read_file(tmp_path / "review.csv")
    assert caught.value.fix is not None
    assert caught.value.fix.values == {"name": "reviews.csv"}


def test_that_a_folder_is_called_a_folder(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="is a folder"):
        read_file(tmp_path)


@pytest.mark.parametrize("delimiter", ["a long word", "\n", '"'])
def test_that_what_can_be_no_delimiter_is_refused(delimiter: str, tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("a,b\n1,2\n")
    with pytest.raises(SettingError, match="cannot be a delimiter"):
        read_file(tmp_path / "t.csv", delimiter=delimiter)


def test_that_a_delimiter_can_be_named(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("a\tb,c\n1\t2,3\n")
    assert read_file(tmp_path / "t.csv", delimiter="tab").header == ["a", "b,c"]
