"""What writes a table in one format."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import pyarrow as pa


class Sink(Protocol):
    """A file that is being written."""

    def write(self, batch: pa.RecordBatch) -> int:
        """Writes rows; gives how many cells had to be made harmless (see `data/formulas.py`).

        Raises:
            DataError: If the format cannot hold them.
        """

    def close(self) -> None:
        """Writes what is left."""


@dataclass(frozen=True)
class Writer:
    """One way of writing tables.

    Attributes:
        suffixes: The endings of the files, with their dots.
        open: Begins a file with these columns; the ending of the path need not be one of the suffixes.
        most_rows: Rows that a file can hold, 0 for any number.
    """

    suffixes: tuple[str, ...]
    open: Callable[[Path, str, Sequence[str]], Sink]
    most_rows: int = 0
