"""A file on the disk to text with a known dialect, or an error that says what kind of file it is instead."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from workbench.data.decoding import utf8_blocks
from workbench.data.dialect import detect_dialect
from workbench.data.encoding import check_encoding, detect_encoding
from workbench.data.raw_file import HEAD_BYTES, RawFile, cannot_read
from workbench.data.signs import marked_blocks
from workbench.errors import DataError, FileError
from workbench.i18n import N_, say

__all__ = ["OtherEncodingError", "Source", "cannot_read", "open_source"]

_KINDS = (
    (b"%PDF", "PDF"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"PAR1", "Parquet"),
    (b"ARROW1", "Arrow"),
    (b"SQLite format 3", "SQLite"),
    (b"PK\x03\x04", "ZIP"),
    (b"\x1f\x8b", "gzip"),
    (b"BZh", "bzip2"),
    (b"7z\xbc\xaf", "7-Zip"),
    (b"\x28\xb5\x2f\xfd", "Zstandard"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "binary Office"),
    (b"{\\rtf", "RTF"),
)
_BLANKS = b"\0\t\n\r \xef\xbb\xbf"
_CONTROLS = bytes([*range(3, 7), *range(14, 20), *range(21, 27), 127])  # 1, 2, 7 and 20 serve as delimiters
_MOST_CONTROLS = 0.02
_PAGE_STARTS = ("<!doctype html", "<html", "<?xml")


class Source:
    """A file that is ready to be read as a table.

    Args:
        raw: The file.
        choices: What was chosen; see `open_source`.
        encoding: The codec; found if None.

    Attributes:
        path: Absolute.
        bytes: Its size.
        dialect: How it is written.
    """

    def __init__(self, raw: RawFile, choices: _Choices, encoding: str | None = None) -> None:
        self.path = raw.path
        self.bytes = raw.bytes
        self._raw = raw
        self._choices = choices
        self._is_settled = raw.is_held or encoding is not None or choices.encoding is not None
        if encoding is None:
            encoding = check_encoding(choices.encoding) if choices.encoding else detect_encoding(raw.head)
        text = self._head(encoding)
        _refuse_other_texts(self.path, text)
        self.dialect = detect_dialect(text, encoding, delimiter=choices.delimiter, has_header=choices.has_header)

    @property
    def sha256(self) -> str:
        """Of its bytes, in hexadecimal; known without reading it once more if it has been read."""
        return self._raw.sha256

    def blocks(self) -> Iterator[bytes]:
        """The text in UTF-8, without a byte order mark, cut between characters; its delimiter is one character.

        Raises:
            FileError: If it cannot be read to its end, or is changed meanwhile.
            OtherEncodingError: If the beginning of a large file was no evidence of its encoding.
        """
        on_broken = None if self._is_settled else self._raise_not_as_it_seemed
        blocks = utf8_blocks(self._raw.blocks(), self.dialect.encoding, on_broken=on_broken)
        return marked_blocks(blocks, self.dialect.delimiter)

    def looked_through(self) -> Source:
        """The same file, its encoding found by what is odd in all of it."""
        rest = bytearray()
        for block in self._raw.blocks():
            for line in block.splitlines(keepends=True):
                if not line.isascii():
                    rest += line
            if len(rest) > HEAD_BYTES:
                break
        return Source(self._raw, self._choices, detect_encoding(self._raw.head + bytes(rest)))

    def _head(self, encoding: str) -> str:
        """The beginning of the text, as much as detection looks at; all of it if that is less."""
        data = self._raw.head[:HEAD_BYTES]
        text = b"".join(utf8_blocks(iter([data]), encoding)).decode()
        return text if len(data) == self.bytes else text[:-1]  # the last character may be cut

    def _raise_not_as_it_seemed(self) -> None:
        raise OtherEncodingError


class OtherEncodingError(Exception):
    """The text is in another encoding than its beginning."""


@dataclass(frozen=True)
class _Choices:
    """What the user chose; None is detected."""

    encoding: str | None
    delimiter: str | None
    has_header: bool | None


def open_source(
    path: Path, *, encoding: str | None = None, delimiter: str | None = None, has_header: bool | None = None
) -> Source:
    """Opens a file and finds its dialect; what is None is detected.

    Raises:
        FileError: If it cannot be read, is empty, or is another kind of file.
        DataError: If its text is no delimited table.
        SettingError: If the chosen encoding or delimiter does not exist.
    """
    raw = RawFile(path.expanduser().absolute())
    _refuse_other_kinds(raw)
    return Source(raw, _Choices(encoding, delimiter, has_header))


def _refuse_other_kinds(raw: RawFile) -> None:
    path, data = raw.path, raw.head
    if not data.strip(_BLANKS) and not any(block.strip(_BLANKS) for block in raw.blocks()):
        raise FileError(say(N_("“{name}” is empty."), name=path.name), say(N_("Open a file that has rows.")))
    kind = next((kind for start, kind in _KINDS if data.startswith(start)), None)
    if kind is not None:
        raise FileError(
            say(N_("“{name}” is a {kind} file, not a table of text."), name=path.name, kind=kind),
            say(N_("Export the data as CSV and open that file.")),
        )


def _refuse_other_texts(path: Path, text: str) -> None:
    start = text[:65_536]
    # NUL is allowed: some programs pad fields with it. A NUL in every place would have been UTF-16.
    controls = len(start) - len(start.translate(dict.fromkeys(_CONTROLS)))
    if controls > _MOST_CONTROLS * len(start) or start.count("\0") > len(start) / 2:
        raise FileError(
            say(N_("“{name}” is not a text file."), name=path.name),
            say(N_("Export the data as CSV and open that file.")),
        )
    head = start.lstrip()
    if head[:20].lower().startswith(_PAGE_STARTS):
        raise DataError(
            say(N_("“{name}” is a web page or XML, not a table."), name=path.name),
            say(N_("Export the data as CSV and open that file.")),
        )
    if head.startswith(("{", "[")) and _is_json(head):
        raise DataError(
            say(N_("“{name}” holds JSON, not cells in columns."), name=path.name),
            say(N_("Open it as JSON.")),
        )


def _is_json(head: str) -> bool:
    """Whether a text begins with a JSON object, or with a list of them."""
    text = head.removeprefix("[").lstrip()
    try:
        value, end = json.JSONDecoder().raw_decode(text)
    except ValueError:
        return False
    after = text[end:].lstrip(" \t")
    # Before a delimiter it is a cell that holds JSON.
    return isinstance(value, dict) and (head.startswith("[") or not after or after[0] in "\r\n")
