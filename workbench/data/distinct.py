"""Changes a column by its distinct values, so that a text that stands in many rows is worked on once."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

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
    if may_change is None:
        encoded = part.dictionary_encode()
        old = encoded.dictionary.to_pylist()
        new = [change(value) for value in old]
        return None if new == old else pa.array(new, part.type).take(encoded.indices)
    mask = pa.array(may_change(part))
    old = part.filter(mask).to_pylist()
    known = {value: change(value) for value in dict.fromkeys(old)}
    if all(before == after for before, after in known.items()):
        return None
    return pc.replace_with_mask(part, mask, pa.array([known[value] for value in old], part.type))
