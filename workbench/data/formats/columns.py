"""Gathers rows of strings, or records with named values, into an Arrow table, block by block."""

from __future__ import annotations

from collections.abc import Sequence

import pyarrow as pa
import pyarrow.compute as pc

BLOCK_ROWS = 20_000


class Rows:
    """Rows of one width.

    Args:
        width: Cells of a row.
    """

    def __init__(self, width: int) -> None:
        self.count = 0
        self._width = width
        self._rows: list[Sequence[str]] = []
        self._blocks: list[list[pa.Array]] = []

    def add(self, row: Sequence[str]) -> None:
        """Adds one row; it has the width."""
        self._rows.append(row)
        self.count += 1
        if len(self._rows) >= BLOCK_ROWS:
            self._flush()

    def finish(self, names: Sequence[str]) -> pa.Table:
        """The table with these names of the columns."""
        self._flush()
        arrays = [pa.chunked_array([block[i] for block in self._blocks], pa.string()) for i in range(self._width)]
        return pa.table(arrays, names=list(names))

    def _flush(self) -> None:
        if self._rows:
            self._blocks.append([strings(cells) for cells in zip(*self._rows, strict=True)])
            self._rows = []


class Records:
    """Records whose values have names; a record that lacks one has an empty cell there."""

    def __init__(self) -> None:
        self.names: dict[str, None] = {}
        self._records: list[dict[str, str]] = []
        self._blocks: list[pa.Table] = []
        self._blocked = 0

    @property
    def count(self) -> int:
        """How many there are."""
        return self._blocked + len(self._records)

    def add(self, record: dict[str, str]) -> None:
        """Adds one record."""
        if not record.keys() <= self.names.keys():
            record = _with_text_names(record)
            self.names.update(dict.fromkeys(record))
        self._records.append(record)
        if len(self._records) >= BLOCK_ROWS:
            self._flush()

    def finish(self) -> pa.Table:
        """The table; its columns are in the order in which their names were first seen."""
        self._flush()
        return joined(self._blocks, list(self.names))

    def _flush(self) -> None:
        if self._records:
            arrays = {name: strings([record.get(name, "") for record in self._records]) for name in self.names}
            self._blocks.append(pa.table(arrays))
            self._blocked += len(self._records)
            self._records = []


def joined(tables: Sequence[pa.Table], names: Sequence[str]) -> pa.Table:
    """Tables of strings one below the other; where one lacks a column its cells are empty."""
    if not tables:
        return pa.table({name: strings([]) for name in names})
    whole = pa.concat_tables(tables, promote_options="default")
    return pa.table({name: pc.fill_null(whole.column(name), "") for name in names})


def _with_text_names(record: dict[str, str]) -> dict[str, str]:
    """The record; halves of surrogate pairs in its names become U+FFFD, one more where two names would be one."""
    if all(name.isascii() for name in record):
        return record
    found: dict[str, str] = {}
    for name, value in record.items():
        text = name.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        while text in found:
            text += "\ufffd"
        found[text] = value
    return found


def strings(values: Sequence[str]) -> pa.Array:
    """An Arrow column; halves of surrogate pairs, which JSON can hold and no text can, become U+FFFD."""
    try:
        return pa.array(values, pa.string())
    except UnicodeEncodeError:
        return pa.array([value.encode("utf-16", "surrogatepass").decode("utf-16", "replace") for value in values])
