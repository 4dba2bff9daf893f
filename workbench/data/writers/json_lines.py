"""JSON lines: an object a row, every value a string."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import msgspec
import pyarrow as pa

from workbench.data.writers.writer import Writer


class _Sink:
    def __init__(self, path: Path, columns: Sequence[str]) -> None:
        self._file = path.open("wb")
        self._columns = tuple(columns)
        self._encoder = msgspec.json.Encoder()

    def write(self, batch: pa.RecordBatch) -> int:
        cells = zip(*(column.to_pylist() for column in batch.columns), strict=True)
        self._file.write(self._encoder.encode_lines([dict(zip(self._columns, row, strict=True)) for row in cells]))
        return 0

    def close(self) -> None:
        with self._file:
            self._file.flush()
            os.fsync(self._file.fileno())


def _open(path: Path, _suffix: str, columns: Sequence[str]) -> _Sink:
    return _Sink(path, columns)


WRITER = Writer((".jsonl",), _open)
