"""Changes a column by its distinct values, so that a text that stands in many rows is worked on once."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt
import pyarrow as pa

BATCH_ROWS = 65_536

MayChange = Callable[[pa.Array], npt.NDArray[np.bool_]]


def map_distinct(
    column: pa.ChunkedArray, change: Callable[[str], str], may_change: MayChange | None = None
) -> pa.ChunkedArray:
    """Gives every value of a column another one.

    Args:
        column: Of strings.
        change: Gives the new value.
        may_change: For an array of values, which of them `change` might change; all where None.

    Returns:
        The new column; the same one if no value changes.
    """
    chunks: list[pa.Array] = []
    is_changed = False
    for chunk in column.chunks:
        for start in range(0, len(chunk), BATCH_ROWS):
            part = chunk.slice(start, BATCH_ROWS)
            changed = _changed(part, change, may_change)
            is_changed = is_changed or changed is not None
            chunks.append(part if changed is None else changed)
    return pa.chunked_array(chunks, column.type) if is_changed else column


def _changed(part: pa.Array, change: Callable[[str], str], may_change: MayChange | None) -> pa.Array | None:
    """The new values, or None if none is another."""
    if may_change is not None and not may_change(part).any():
        return None
    encoded = part.dictionary_encode()
    values = encoded.dictionary
    places = np.arange(len(values)) if may_change is None else np.flatnonzero(may_change(values))
    old = values.take(pa.array(places)).to_pylist()
    new = [change(value) for value in old]
    if new == old:
        return None
    all_values = values.to_pylist()
    for place, value in zip(places.tolist(), new, strict=True):
        all_values[place] = value
    return pa.array(all_values, part.type).take(encoded.indices)
