"""CSV and TSV as spreadsheet programs read them: UTF-8 with a byte order mark, every cell quoted (RFC 4180)."""

from __future__ import annotations

import csv
import os
from collections.abc import Sequence
from pathlib import Path

import pyarrow as pa

from workbench.data.formulas import harmless, harmless_column
from workbench.data.writers.writer import Writer

_DELIMITERS = {".csv": ",", ".tsv": "\t"}


class _Sink:
    def __init__(self, path: Path, delimiter: str, columns: Sequence[str]) -> None:
        self._file = path.open("w", encoding="utf-8-sig", newline="")
        # All cells are quoted: an apostrophe in front of a formula must not look like a quote to those who guess.
        self._writer = csv.writer(self._file, delimiter=delimiter, lineterminator="\r\n", quoting=csv.QUOTE_ALL)
        self._writer.writerow([harmless(name) for name in columns])

    def write(self, batch: pa.RecordBatch) -> int:
        safe = [harmless_column(column) for column in batch.columns]
        self._writer.writerows(zip(*(column.to_pylist() for column, _ in safe), strict=True))
        return sum(found for _, found in safe)

    def close(self) -> None:
        with self._file:
            self._file.flush()
            os.fsync(self._file.fileno())


def _open(path: Path, suffix: str, columns: Sequence[str]) -> _Sink:
    return _Sink(path, _DELIMITERS[suffix], columns)


WRITER = Writer(tuple(_DELIMITERS), _open)
