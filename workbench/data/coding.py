"""Numbers in place of strings: equal values of a column have equal codes, found chunk by chunk with little memory.

Values are told apart by Python's 64-bit hash of strings, and those of one hash are compared, so that codes are exact.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

_BATCH_ROWS = 65_536
_SAMPLE_ROWS = 10_000
_FEW = 10
_MOST_BYTES = 2**31 - 1  # in one array of `string`; `large_string` holds any number

Numbers = npt.NDArray[np.int64]


def count_distinct(column: pa.ChunkedArray) -> int:
    """How many different values a column of strings has, but for two of 2**64 hashes that might be equal."""
    if _has_few_values(column):
        return int(pc.count_distinct(column).as_py())
    hashes = np.sort(_hashes(column))
    return int(np.count_nonzero(hashes[1:] != hashes[:-1])) + 1


def trimmed(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """The values without white space around them; chunks that have none stay where they are."""
    chunks = []
    for chunk in column.chunks:
        short = pc.utf8_trim_whitespace(chunk)
        has_space = pc.sum(pc.binary_length(short)).as_py() != pc.sum(pc.binary_length(chunk)).as_py()
        chunks.append(short if has_space else chunk)
    return pa.chunked_array(chunks, column.type)


def encoded(column: pa.ChunkedArray, *, are_distinct: bool = False) -> pa.DictionaryArray:
    """A column of strings as a dictionary array, its values in the order in which they first stand there.

    Args:
        column: The values.
        are_distinct: Whether it is known that no two are equal.
    """
    if are_distinct:
        return pa.DictionaryArray.from_arrays(pa.array(np.arange(len(column), dtype=np.int32)), _whole(column))
    if _has_few_values(column):
        return column.dictionary_encode().combine_chunks()
    first = _first_rows(_hashes(column))
    if not _are_equal(column, first):  # two values have one hash
        return _whole(column).dictionary_encode()
    is_new = first == np.arange(len(first))
    values = _whole(column if is_new.all() else column.filter(pa.array(is_new)))
    codes = (np.cumsum(is_new) - 1)[first].astype(np.int32)
    return pa.DictionaryArray.from_arrays(pa.array(codes), values)


def _has_few_values(column: pa.ChunkedArray) -> bool:
    """Whether the values come again so often that Arrow counts them quickest."""
    rows = min(len(column), _SAMPLE_ROWS)
    return pc.count_distinct(column.slice(0, rows)).as_py() * _FEW < rows or not rows


def _first_rows(hashes: Numbers) -> Numbers:
    """For each row the first one with its hash."""
    order = np.argsort(hashes, kind="stable")
    arranged = hashes[order]
    is_other = np.ones(len(order), np.bool_)
    is_other[1:] = arranged[1:] != arranged[:-1]
    if is_other.all():
        return np.arange(len(order))
    first = np.empty(len(order), np.int64)
    first[order] = order[is_other][np.cumsum(is_other) - 1]
    return first


def _hashes(column: pa.ChunkedArray) -> Numbers:
    hashes = np.empty(len(column), np.int64)
    place = 0
    for values in _batches(column):
        hashes[place : place + len(values)] = np.fromiter(map(hash, values.to_pylist()), np.int64, len(values))
        place += len(values)
    return hashes


def _batches(column: pa.ChunkedArray) -> Iterator[pa.Array]:
    for chunk in column.chunks:
        for start in range(0, len(chunk), _BATCH_ROWS):
            yield chunk.slice(start, _BATCH_ROWS)


def _are_equal(column: pa.ChunkedArray, first_of_row: Numbers) -> bool:
    """Whether every value equals the one that was taken for the first like it."""
    repeated = np.flatnonzero(first_of_row != np.arange(len(first_of_row)))
    for start in range(0, len(repeated), _BATCH_ROWS):
        rows = repeated[start : start + _BATCH_ROWS]
        if not column.take(pa.array(rows)).equals(column.take(pa.array(first_of_row[rows]))):
            return False
    return True


def _whole(column: pa.ChunkedArray) -> pa.Array:
    """The values in one array."""
    if column.num_chunks == 1:
        return column.chunk(0)
    if column.nbytes > _MOST_BYTES:
        column = column.cast(pa.large_string())
    return pa.concat_arrays(column.chunks) if column.num_chunks else pa.array([], column.type)
