"""Finds and orders rows of a table without making Python objects of them."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from workbench.data.coding import trimmed
from workbench.data.tables import RowNumbers


def select_rows(
    table: pa.Table,
    *,
    query: str = "",
    label: tuple[str, str] | None = None,
    rows: RowNumbers | None = None,
    sort: tuple[str, bool] | None = None,
) -> RowNumbers:
    """Selects rows that meet every condition given.

    Args:
        table: Every column a string.
        query: Rows that contain this in any column, without regard to case; empty finds all.
        label: A column and the value that it must have, white space around it aside.
        rows: Only these rows, ascending.
        sort: A column, and whether it is descending; numbers are sorted as numbers, empty cells come last.

    Returns:
        Row numbers, ascending or as sorted; equal values keep the order of the table.
    """
    found = np.arange(table.num_rows, dtype=np.int64) if rows is None else rows
    if query:
        found = found[_holds(table, query)[found]]
    if label is not None:
        column, value = label
        found = found[_numpy(pc.equal(trimmed(table.column(column)), value))[found]]
    if sort is not None:
        column, is_descending = sort
        values = table.column(column)
        is_part = len(found) < table.num_rows
        part = values.filter(pa.array(_mask(found, table.num_rows))) if is_part else values
        found = np.sort(found)[_order(part, descending=is_descending)]
    return found


def _holds(table: pa.Table, query: str) -> npt.NDArray[np.bool_]:
    """Which rows contain a text in any column; each core looks through some of the chunks."""

    def look(chunk: pa.Array) -> npt.NDArray[np.bool_]:
        return _numpy(pc.match_substring(chunk, query, ignore_case=True))

    with ThreadPoolExecutor(os.cpu_count()) as cores:
        mask = np.zeros(table.num_rows, np.bool_)
        for column in table.columns:
            if column.num_chunks:
                mask |= np.concatenate(list(cores.map(look, column.chunks)))
    return mask


def _order(values: pa.ChunkedArray, *, descending: bool) -> RowNumbers:
    keys = trimmed(values)
    is_empty = pc.equal(pc.binary_length(keys), 0)
    if pc.any(is_empty).as_py():
        keys = pc.if_else(is_empty, pa.scalar(None, pa.string()), keys)
    try:
        keys = pc.cast(keys, pa.float64())
    except pa.ArrowInvalid:
        keys = pc.utf8_lower(keys)  # words: sorted as words
    order = "descending" if descending else "ascending"
    # Arrow's documentation promises a stable sort.
    rows: RowNumbers = pc.sort_indices(keys, sort_keys=[("", order, "at_end")]).to_numpy().astype(np.int64)
    return rows


def _mask(rows: RowNumbers, count: int) -> npt.NDArray[np.bool_]:
    mask = np.zeros(count, np.bool_)
    mask[rows] = True
    return mask


def _numpy(mask: pa.Array | pa.ChunkedArray) -> npt.NDArray[np.bool_]:
    array = mask.combine_chunks() if isinstance(mask, pa.ChunkedArray) else mask
    found: npt.NDArray[np.bool_] = array.to_numpy(zero_copy_only=False).astype(np.bool_, copy=False)
    return found
