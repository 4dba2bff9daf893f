"""A file on the disk to text with a known dialect, or an error that says what kind of file it is instead."""

from __future__ import annotations

import difflib
import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

from workbench.data.dialect import detect_dialect
from workbench.data.encoding import decode
from workbench.errors import DataError, FileError
from workbench.i18n import N_, say
from workbench.values import Dialect, Sentence

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
_CONTROLS = bytes([*range(1, 8), *range(14, 27), 28, 127])
_MOST_CONTROLS = 0.02
_PAGE_STARTS = ("<!doctype html", "<html", "<?xml")


@dataclass(frozen=True)
class Source:
    """A file that is ready to be read as a table.

    Attributes:
        path: Absolute.
        bytes: Its size.
        sha256: Of its bytes, in hexadecimal.
        text: Decoded, without a byte order mark.
        replaced: Places that could not be decoded.
        dialect: How it is written.
    """

    path: Path
    bytes: int
    sha256: str
    text: str
    replaced: int
    dialect: Dialect


def open_source(
    path: Path, *, encoding: str | None = None, delimiter: str | None = None, has_header: bool | None = None
) -> Source:
    """Loads a file and finds its dialect; what is None is detected.

    Raises:
        FileError: If it cannot be read, is empty, or is another kind of file.
        DataError: If its text is no delimited table.
        SettingError: If the chosen encoding or delimiter does not exist.
    """
    path = path.expanduser().absolute()
    data = _load(path)
    _refuse_other_kinds(path, data)
    decoded = decode(data, encoding)
    _refuse_other_texts(path, decoded.text)
    dialect = detect_dialect(decoded.text, decoded.encoding, delimiter=delimiter, has_header=has_header)
    sha256 = hashlib.sha256(data).hexdigest()
    return Source(path, len(data), sha256, decoded.text, decoded.replaced, dialect)


def _load(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise cannot_read(path, error) from error


def cannot_read(path: Path, error: OSError) -> FileError:
    """The error of a file that cannot be read, in words."""
    if isinstance(error, FileNotFoundError):
        return FileError(say(N_("“{path}” does not exist."), path=str(path)), _nearest(path))
    if path.is_dir():  # Windows calls it a lack of permission
        return FileError(say(N_("“{path}” is a folder."), path=str(path)), say(N_("Open one of the files in it.")))
    if isinstance(error, PermissionError):
        return FileError(
            say(N_("“{path}” may not be read by this user."), path=str(path)),
            say(N_("Change its permissions, or copy it to a folder of your own.")),
        )
    what = say(N_("“{path}” cannot be read: {reason}."), path=str(path), reason=error.strerror or str(error))
    return FileError(what, say(N_("Copy the file to this computer and open the copy.")))


def _nearest(path: Path) -> Sentence:
    names = [item.name for item in path.parent.iterdir()] if path.parent.is_dir() else []
    near = difflib.get_close_matches(path.name, names, n=1)
    if near:
        return say(N_("Did you mean “{name}”?"), name=near[0])
    return say(N_("Check the name and the folder."))


def _refuse_other_kinds(path: Path, data: bytes) -> None:
    if not data.strip(b"\0\t\n\r \xef\xbb\xbf"):
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
    try:
        value, _ = json.JSONDecoder().raw_decode(head.removeprefix("[").lstrip())
    except ValueError:
        return False
    return isinstance(value, dict)
