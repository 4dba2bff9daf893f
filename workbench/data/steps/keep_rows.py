"""Keeps the rows that are named, and no others."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from workbench.data.found_rows import found_rows, missing_note
from workbench.data.steps.kind import StepKind, Taken, kept_rows
from workbench.values import KeepRows, Roles


def keep_rows(step: KeepRows, table: pa.Table, roles: Roles) -> Taken:
    """Takes the step."""
    rows, missing = found_rows(table, roles, keys=step.rows, query=step.found)
    kept = np.zeros(table.num_rows, np.bool_)
    kept[rows] = True
    taken = kept_rows(table, kept)
    return Taken(taken.table, taken.rows, missing, notes=missing_note(missing))


STEP = StepKind(KeepRows, keep_rows)
