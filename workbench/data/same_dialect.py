"""Writes a table in the dialect of the file that it was read from: encoding, delimiter, quotes, line ends, header.

Lines above and below the table are no part of it and are not written. Cells that a spreadsheet would run get an
apostrophe in front (`formulas.py`).
"""

from __future__ import annotations

import csv
import functools
from collections.abc import Sequence
from pathlib import Path

from workbench.data.writers import Writer
from workbench.data.writers.csv_sink import CsvSink
from workbench.values import Dialect

_ONE_COLUMN = "\x1f"  # the csv module wants a delimiter; this one stands in no text
_HEAD_BYTES = 65_536


def dialect_writer(dialect: Dialect, line_end: str) -> Writer:
    """What writes tables as a file is written.

    Args:
        dialect: Of the file.
        line_end: Of its lines; see line_end_of.
    """
    return Writer((), functools.partial(_open, dialect=dialect, line_end=line_end))


def line_end_of(path: Path, encoding: str) -> str:
    """How the lines of a text file end, by the first of them.

    Raises:
        OSError: If it cannot be read.
    """
    with path.open("rb") as file:
        head = file.read(_HEAD_BYTES).decode(encoding, "ignore")
    first = head.find("\n")
    if first < 0:
        return "\r" if "\r" in head else "\n"
    return "\r\n" if head[first - 1 : first] == "\r" else "\n"


def _open(path: Path, _suffix: str, columns: Sequence[str], *, dialect: Dialect, line_end: str) -> CsvSink:
    # Signs that were lost in reading may have no place in the encoding; all others came from it.
    file = path.open("w", encoding=dialect.encoding, errors="replace", newline="")
    writer = csv.writer(
        file,
        delimiter=dialect.delimiter or _ONE_COLUMN,
        quotechar=dialect.quotechar or '"',
        escapechar=dialect.escapechar or None,
        doublequote=not dialect.escapechar,
        lineterminator=line_end,
    )
    return CsvSink(file, writer, columns if dialect.has_header else ())
