"""Takes the rows of a table as they are read: in memory, or in a file of Arrow's stream format that need not fit there.

The last rows are held back for a while, because they may turn out to stand below the table.
"""

from __future__ import annotations

from collections import deque
from pathlib import Path
from typing import Any, BinaryIO

import pyarrow as pa

from workbench.data.footer import MOST_BELOW


class Spool:
    """The rows of one table, every cell a string.

    Args:
        file: Where they are written; they stay in memory if None. Nothing is there until rows have come.

    Attributes:
        file: As given.
        names: Of the columns; to be set before many rows are added.
    """

    def __init__(self, file: Path | None = None) -> None:
        self.file = file
        self.names: list[str] = []
        self._held: deque[pa.RecordBatch] = deque()
        self._held_rows = 0
        self._batches: list[pa.RecordBatch] = []
        self._sink: BinaryIO | None = None
        self._writer: Any = None  # pyarrow ships no types

    def add(self, columns: pa.RecordBatch) -> None:
        """Adds rows.

        Raises:
            OSError: If they cannot be written.
        """
        self._held.append(columns)
        self._held_rows += columns.num_rows
        while self._held_rows - self._held[0].num_rows > MOST_BELOW:
            self._held_rows -= self._held[0].num_rows
            self._keep(self._held.popleft())

    def first_rows(self, count: int) -> pa.Table | None:
        """The first rows; None while there are none, or once they are in the file only."""
        first = [*self._batches, *self._held]
        if not self.names or not first or self._writer is not None:
            return None
        batches = [batch.rename_columns(self.names) for batch in first]
        return pa.Table.from_batches(batches).slice(0, count)

    def finish(self, *, without_last: int = 0) -> pa.Table:
        """The table, without the last rows where they do not belong to it.

        Raises:
            OSError: If it cannot be written.
        """
        rows = self._held_rows - without_last
        for columns in self._held:
            if rows > 0:
                self._keep(columns.slice(0, rows))
            rows -= columns.num_rows
        self._held.clear()
        if self.file is None:
            return pa.Table.from_batches(self._batches, self._schema())
        if self._writer is None:
            self._writer = self._opened(self.file)
        self.close()
        with pa.ipc.open_stream(pa.memory_map(str(self.file))) as stream:
            return stream.read_all()

    def close(self) -> None:
        """Ends the file; what was written stays."""
        try:
            if self._writer is not None:
                self._writer.close()
        finally:
            self._writer = None
            if self._sink is not None:
                self._sink.close()
            self._sink = None

    def _keep(self, columns: pa.RecordBatch) -> None:
        batch = columns.rename_columns(self.names)
        if self.file is None:
            self._batches.append(batch)
            return
        if self._writer is None:
            self._writer = self._opened(self.file)
        self._writer.write_batch(batch)

    def _opened(self, file: Path) -> Any:
        self._sink = file.open("wb")
        return pa.ipc.new_stream(self._sink, self._schema())

    def _schema(self) -> pa.Schema:
        return pa.schema([(name, pa.string()) for name in self.names])
