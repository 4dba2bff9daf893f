"""Takes steps on a table, one after the other; each kind of step is a module of `data/steps`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from workbench.data.steps import Taken, step_kind
from workbench.data.tables import RowNumbers
from workbench.values import Roles, Step


@dataclass(frozen=True)
class Outcome:
    """What one step of several did.

    Attributes:
        step: The step.
        taken: What taking it gave.
        rows_before: Rows of the table before.
        changed: Cells of the rows left that are others now.
    """

    step: Step
    taken: Taken
    rows_before: int
    changed: int


def take_steps(table: pa.Table, roles: Roles, steps: Sequence[Step]) -> pa.Table:
    """Takes steps one after the other.

    Args:
        table: Every column a string.
        roles: Which columns are text and label.
        steps: In their order.

    Raises:
        DataError: If a step cannot be taken on this table.
    """
    for step in steps:
        table = take_step(step, table, roles).table
    return table


def follow_steps(table: pa.Table, roles: Roles, steps: Sequence[Step]) -> Iterator[Outcome]:
    """Takes steps one after the other and tells what each did.

    Raises:
        DataError: If a step cannot be taken on this table.
    """
    for step in steps:
        taken = take_step(step, table, roles)
        # A step takes rows away or changes cells, never both.
        yield Outcome(step, taken, table.num_rows, changed_cells(table, taken.table) if taken.rows is None else 0)
        table = taken.table


def take_step(step: Step, table: pa.Table, roles: Roles) -> Taken:
    """Takes one step.

    Raises:
        DataError: If it cannot be taken on this table.
    """
    return step_kind(step).take(step, table, roles)


def rows_left(rows: int, outcomes: Sequence[Outcome]) -> RowNumbers:
    """The rows of the first table that are left after steps, ascending.

    Args:
        rows: Rows of the first table.
        outcomes: Of all steps, in their order.
    """
    left = np.arange(rows, dtype=np.int64)
    for outcome in outcomes:
        left = left if outcome.taken.rows is None else left[outcome.taken.rows]
    return left


def changed_cells(before: pa.Table, after: pa.Table) -> int:
    """How many cells of two tables of one size differ."""
    pairs = zip(before.columns, after.columns, strict=True)
    return sum(pc.sum(pc.not_equal(old, new)).as_py() or 0 for old, new in pairs)
