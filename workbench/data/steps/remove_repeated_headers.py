"""Removes rows that repeat the names of the columns."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from workbench.data.issues import Examples, repeated_header
from workbench.data.steps.kind import StepKind, Taken, kept_rows
from workbench.values import RemoveRepeatedHeaders, Roles


def remove_repeated_headers(_step: RemoveRepeatedHeaders, table: pa.Table, roles: Roles) -> Taken:
    """Takes the step."""
    finding = repeated_header(Examples(table, roles))
    kept = np.ones(table.num_rows, np.bool_)
    kept[finding.rows if finding is not None else []] = False
    return kept_rows(table, kept)


STEP = StepKind(RemoveRepeatedHeaders, remove_repeated_headers)
