"""Parquet: every column a string, in groups of rows."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pyarrow as pa

from workbench.data.writers.writer import Writer


class _Sink:
    def __init__(self, path: Path, columns: Sequence[str]) -> None:
        import pyarrow.parquet as pq  # only where it is needed: it takes its time

        self._schema = pa.schema([(name, pa.string()) for name in columns])
        self._writer = pq.ParquetWriter(str(path), self._schema)

    def write(self, batch: pa.RecordBatch) -> int:
        arrays = [column.cast(pa.string()) for column in batch.columns]
        self._writer.write_batch(pa.RecordBatch.from_arrays(arrays, schema=self._schema))
        return 0

    def close(self) -> None:
        self._writer.close()


def _open(path: Path, _suffix: str, columns: Sequence[str]) -> _Sink:
    return _Sink(path, columns)


WRITER = Writer((".parquet",), _open)
