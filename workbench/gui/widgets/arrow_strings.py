"""Small Arrow tables from Python strings; `pa.array` would import pandas, which takes most of a second."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyarrow as pa


def strings(values: Sequence[str]) -> pa.StringArray:
    """An Arrow column of strings."""
    encoded = [value.encode("utf-8", "replace") for value in values]
    ends = np.cumsum([0, *map(len, encoded)], dtype=np.int32)
    return pa.StringArray.from_buffers(len(encoded), pa.py_buffer(ends), pa.py_buffer(b"".join(encoded)))


def table_of_rows(names: Sequence[str], rows: Sequence[Sequence[str]]) -> pa.Table:
    """A table of strings from its rows."""
    columns = [strings([row[number] for row in rows]) for number in range(len(names))]
    return pa.Table.from_arrays(columns, names=list(names))
