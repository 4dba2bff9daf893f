"""The steps that mend a table: each function takes one kind of step on a table and gives the new table.

To add a step, define it in `values/steps.py` and register its function here.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence

import numpy as np
import pyarrow as pa

from workbench.data.issues import Examples, exact_duplicates, repeated_header
from workbench.data.tables import RowNumbers
from workbench.values import AnyStep, RemoveDuplicates, RemoveRepeatedHeaders, Roles


def take_steps(table: pa.Table, roles: Roles, steps: Sequence[AnyStep]) -> pa.Table:
    """Takes steps one after the other.

    Args:
        table: Every column a string.
        roles: Which columns are text and label.
        steps: In their order.

    Raises:
        DataError: If a step cannot be taken on this table.
    """
    for step in steps:
        table = take_step(step, table, roles)
    return table


@functools.singledispatch
def take_step(step: AnyStep, table: pa.Table, roles: Roles) -> pa.Table:
    """Takes one step; each kind of step has its own function."""
    raise NotImplementedError(type(step).__name__)


@take_step.register
def _remove_duplicates(_step: RemoveDuplicates, table: pa.Table, roles: Roles) -> pa.Table:
    finding = exact_duplicates(Examples(table, roles))
    return table if finding is None else without_rows(table, finding.rows)


@take_step.register
def _remove_repeated_headers(_step: RemoveRepeatedHeaders, table: pa.Table, roles: Roles) -> pa.Table:
    finding = repeated_header(Examples(table, roles))
    return table if finding is None else without_rows(table, finding.rows)


def without_rows(table: pa.Table, rows: RowNumbers) -> pa.Table:
    """The table without these rows, the others in their order."""
    keep = np.setdiff1d(np.arange(table.num_rows, dtype=np.int64), rows)
    return table.take(pa.array(keep))
