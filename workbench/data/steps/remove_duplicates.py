"""Removes all but the first of each set of duplicates."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from workbench.data.issues import Examples, codes, exact_duplicates, is_empty
from workbench.data.steps.kind import StepKind, Taken, kept_rows
from workbench.data.tables import RowNumbers
from workbench.values import RemoveDuplicates, Roles


def remove_duplicates(step: RemoveDuplicates, table: pa.Table, roles: Roles) -> Taken:
    """Takes the step; texts that are alike but have different labels are no duplicates of each other."""
    examples = Examples(table, roles)
    kept = np.ones(table.num_rows, np.bool_)
    if step.level == "near":
        kept[near_duplicates(examples)] = False
    else:
        finding = exact_duplicates(examples)
        kept[finding.rows if finding is not None else []] = False
    return kept_rows(table, kept)


def near_duplicates(examples: Examples) -> RowNumbers:
    """The rows whose text is that of an earlier row with the same label, or nearly, ascending."""
    if examples.texts is None:
        return np.empty(0, np.int64)
    is_full = ~is_empty(examples.texts) if examples.labels is None else examples.usable()
    rows = np.flatnonzero(is_full).astype(np.int64)
    groups = examples.text_groups[codes(examples.texts)[rows]]
    if examples.labels is not None:
        groups = groups * len(examples.labels.dictionary) + codes(examples.labels)[rows]
    _, first = np.unique(groups, return_index=True)
    return np.setdiff1d(rows, rows[first])


STEP = StepKind(RemoveDuplicates, remove_duplicates)
