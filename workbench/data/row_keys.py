"""Names of rows that hold in every file: the hash of a row's cells, and which of the equal rows it is.

A key is 16 hexadecimal digits, a colon and a number from 0, such as `8c1f00b14e9a7d32:0`. The hash is BLAKE2b with 8
bytes (RFC 7693) over the cells in the order of their columns, each with its length in bytes in front: the same on every
machine and with every version of Python, and not to be made on purpose. The names of the columns are not in it.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from hashlib import blake2b

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from workbench.data.tables import RowNumbers

_DIGITS = 16
_BATCH_ROWS = 65_536
_FEW = 1_000

Hashes = npt.NDArray[np.uint64]


def row_keys(table: pa.Table, rows: RowNumbers | None = None) -> list[str]:
    """The keys of rows.

    Args:
        table: Every column a string.
        rows: Their numbers, from 0, in any order; all rows where None.
    """
    if rows is None:
        hashes = row_hashes(table)
        return _written(hashes, _occurrences(hashes))
    like = _rows_like(table, rows) if len(rows) <= _FEW else np.arange(table.num_rows, dtype=np.int64)
    hashes = row_hashes(_taken(table, like))
    places = np.searchsorted(like, rows)
    return _written(hashes[places], _occurrences(hashes)[places])


def rows_of_keys(table: pa.Table, keys: Iterable[str]) -> RowNumbers:
    """The numbers of the rows that have these keys, ascending; a key without a row is passed over."""
    return np.array(sorted(rows_by_key(table, keys).values()), np.int64)


def rows_by_key(table: pa.Table, keys: Iterable[str]) -> dict[str, int]:
    """The row of each key that has one."""
    wanted = {key: parsed for key in keys if (parsed := _parsed(key)) is not None}
    if not wanted:
        return {}
    hashes = row_hashes(table)
    rows = np.flatnonzero(np.isin(hashes, np.array([number for number, _ in wanted.values()], np.uint64)))
    numbers = _occurrences(hashes[rows]).tolist()
    found = dict(zip(zip(hashes[rows].tolist(), numbers, strict=True), rows.tolist(), strict=True))
    return {key: found[pair] for key, pair in wanted.items() if pair in found}


def row_hashes(table: pa.Table) -> Hashes:
    """The hash of each row's cells; equal rows have equal ones."""
    parts = [_batch_digests(batch) for batch in table.to_batches(max_chunksize=_BATCH_ROWS)]
    return np.frombuffer(b"".join(parts), ">u8").astype(np.uint64)


def _batch_digests(batch: pa.RecordBatch) -> bytes:
    """The digests of a batch's rows, one after the other."""
    if not batch.num_columns:
        rows: int = batch.num_rows
        return blake2b(digest_size=8).digest() * rows
    parts: list[pa.Array] = []
    for column in batch.columns:
        cells = pc.cast(pc.fill_null(column, ""), pa.large_binary())
        parts += [pc.cast(pc.cast(pc.binary_length(cells), pa.string()), pa.large_binary()), cells]
    # Each cell with its length: the cells “a:1”, “b” and “a”, “1:b” are different rows.
    joined = pc.binary_join_element_wise(*parts, pa.scalar(b":", pa.large_binary()))
    _, offsets, data = joined.buffers()
    ends = np.frombuffer(offsets, np.int64)[joined.offset : joined.offset + len(joined) + 1].tolist()
    content = memoryview(data)
    return b"".join([blake2b(content[a:b], digest_size=8).digest() for a, b in itertools.pairwise(ends)])


def _occurrences(hashes: Hashes) -> RowNumbers:
    """For each row, how many rows above it are equal to it."""
    order = np.argsort(hashes, kind="stable")
    arranged = hashes[order]
    places = np.arange(len(hashes), dtype=np.int64)
    is_first = np.ones(len(hashes), np.bool_)
    is_first[1:] = arranged[1:] != arranged[:-1]
    result = np.empty(len(hashes), np.int64)
    result[order] = places - np.maximum.accumulate(np.where(is_first, places, 0))
    return result


def _rows_like(table: pa.Table, rows: RowNumbers) -> RowNumbers:
    """The rows that could be equal to one of these, ascending: each of their cells stands in one of them."""
    sample = _taken(table, rows)
    like = np.ones(table.num_rows, np.bool_)
    for name in table.column_names:
        values = sample.column(name).unique()
        like &= pc.is_in(table.column(name), values).to_numpy().astype(np.bool_)
    return np.flatnonzero(like).astype(np.int64)


def _taken(table: pa.Table, rows: RowNumbers) -> pa.Table:
    return table if len(rows) == table.num_rows else table.take(pa.array(rows))


def _written(hashes: Hashes, occurrences: RowNumbers) -> list[str]:
    pairs = zip(hashes.tolist(), occurrences.tolist(), strict=True)
    return [f"{value:0{_DIGITS}x}:{number}" for value, number in pairs]


def _parsed(key: str) -> tuple[int, int] | None:
    digits, _, number = key.partition(":")
    if len(digits) != _DIGITS or not (number.isascii() and number.isdigit()):
        return None
    try:
        return int(digits, 16), int(number)
    except ValueError:
        return None
