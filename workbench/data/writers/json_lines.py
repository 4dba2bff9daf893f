"""JSON lines: an object a row, every value a string."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from pathlib import Path

import pyarrow as pa

from workbench.data.writers.writer import Writer


class _Sink:
    def __init__(self, path: Path, columns: Sequence[str]) -> None:
        self._file = path.open("w", encoding="utf-8", newline="\n")
        self._columns = tuple(columns)

    def write(self, batch: pa.RecordBatch) -> int:
        for cells in zip(*(column.to_pylist() for column in batch.columns), strict=True):
            row = dict(zip(self._columns, cells, strict=True))
            self._file.write(json.dumps(row, ensure_ascii=False) + "\n")
        return 0

    def close(self) -> None:
        with self._file:
            self._file.flush()
            os.fsync(self._file.fileno())


def _open(path: Path, _suffix: str, columns: Sequence[str]) -> _Sink:
    return _Sink(path, columns)


WRITER = Writer((".jsonl",), _open)
