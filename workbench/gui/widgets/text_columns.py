"""An Arrow table of strings for a list that the window shows; `pa.array` would import pandas, most of a second."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pyarrow as pa


def table_of(columns: Mapping[str, Sequence[str]]) -> pa.Table:
    """A table with these columns, all of one length."""
    return pa.Table.from_arrays([_strings(values) for values in columns.values()], names=list(columns))


def _strings(values: Sequence[str]) -> pa.StringArray:
    encoded = [value.encode() for value in values]
    ends = np.cumsum([0, *map(len, encoded)], dtype=np.int32)
    return pa.StringArray.from_buffers(len(encoded), pa.py_buffer(ends), pa.py_buffer(b"".join(encoded)))
