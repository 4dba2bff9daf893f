"""A delimited file that is being written, with the cells that a spreadsheet would run made harmless."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from typing import Any, Protocol, TextIO

import pyarrow as pa

from workbench.data.formulas import harmless, harmless_column


class RowWriter(Protocol):
    """What `csv.writer` gives."""

    def writerow(self, row: Iterable[Any], /) -> Any:
        """Writes one row."""

    def writerows(self, rows: Iterable[Iterable[Any]], /) -> Any:
        """Writes rows."""


class CsvSink:
    """See `writer.Sink`.

    Args:
        file: Open for writing; closed with the sink.
        writer: Writes into it.
        header: The names of the columns; empty for none.
    """

    def __init__(self, file: TextIO, writer: RowWriter, header: Sequence[str]) -> None:
        self._file = file
        self._writer = writer
        if header:
            writer.writerow([harmless(name) for name in header])

    def write(self, batch: pa.RecordBatch) -> int:
        """Writes rows; gives how many cells had to be made harmless."""
        safe = [harmless_column(column) for column in batch.columns]
        self._writer.writerows(zip(*(column.to_pylist() for column, _ in safe), strict=True))
        return sum(found for _, found in safe)

    def close(self) -> None:
        """Writes what is left, down to the disk."""
        with self._file:
            self._file.flush()
            os.fsync(self._file.fileno())
