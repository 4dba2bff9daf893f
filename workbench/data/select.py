"""Finds and orders rows of a table without making Python objects of them."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

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
    part = table if rows is None else table.take(pa.array(rows))
    mask: pa.ChunkedArray | None = None
    if query:
        hits = [pc.match_substring(part.column(name), query, ignore_case=True) for name in part.column_names]
        mask = hits[0]
        for hit in hits[1:]:
            mask = pc.or_(mask, hit)
    if label is not None:
        column, value = label
        equal = pc.equal(pc.utf8_trim_whitespace(part.column(column)), value)
        mask = equal if mask is None else pc.and_(mask, equal)
    if mask is not None:
        found, part = found[mask.to_numpy().astype(np.bool_)], part.filter(mask)
    if sort is not None:
        found = found[_order(part.column(sort[0]), descending=sort[1])]
    return found


def _order(values: pa.ChunkedArray, *, descending: bool) -> RowNumbers:
    trimmed = pc.utf8_trim_whitespace(values)
    keys = pc.if_else(pc.equal(trimmed, ""), pa.scalar(None, pa.string()), trimmed)
    try:
        keys = pc.cast(keys, pa.float64())
    except pa.ArrowInvalid:
        keys = pc.utf8_lower(keys)  # words: sorted as words
    numbered = pa.table({"key": keys, "row": np.arange(len(keys))})
    order = "descending" if descending else "ascending"
    # The row number makes the order stable, which Arrow's sort alone does not promise.
    sorted_rows = pc.sort_indices(numbered, sort_keys=[("key", order, "at_end"), ("row", "ascending")])
    result: RowNumbers = sorted_rows.to_numpy().astype(np.int64)
    return result
