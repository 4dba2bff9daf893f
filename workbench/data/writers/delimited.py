"""CSV and TSV as spreadsheet programs read them: UTF-8 with a byte order mark, every cell quoted (RFC 4180)."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path

from workbench.data.writers.csv_sink import CsvSink
from workbench.data.writers.writer import Writer

_DELIMITERS = {".csv": ",", ".tsv": "\t"}


def _open(path: Path, suffix: str, columns: Sequence[str]) -> CsvSink:
    file = path.open("w", encoding="utf-8-sig", newline="")
    # All cells are quoted: an apostrophe in front of a formula must not look like a quote to those who guess.
    writer = csv.writer(file, delimiter=_DELIMITERS[suffix], lineterminator="\r\n", quoting=csv.QUOTE_ALL)
    return CsvSink(file, writer, columns)


WRITER = Writer(tuple(_DELIMITERS), _open)
