"""What a kind of step is, and what taking one gives."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from workbench.data.tables import RowNumbers
from workbench.values import Roles, Sentence, Step

Spans = Sequence[tuple[int, int, str]]
"""Places in a text: start, end (in characters) and a name."""


@dataclass(frozen=True)
class Taken:
    """A table after a step.

    Attributes:
        table: With the same columns, every one a string. A step takes rows away or changes cells, never both.
        rows: Which rows of the table before are left, ascending; None if all are.
        missing: Rows or labels that the step names and the table does not have.
        counts: What was found, by its kind: entities, labels, operations.
        notes: What the user should be told, in words.
    """

    table: pa.Table
    rows: RowNumbers | None = None
    missing: int = 0
    counts: dict[str, int] = field(default_factory=dict)
    notes: tuple[Sentence, ...] = ()


@dataclass(frozen=True)
class StepKind:
    """One kind of step.

    Attributes:
        step: Its type.
        take: Takes a step of this type on a table; raises DataError if it cannot be taken on this one.
        spans: What a step of this type changes in a text, for those that look into texts.
        columns: The columns whose texts a step looks into; all where None.
        reads_texts: Whether it takes its time over every text, so that a preview of many takes a sample.
    """

    step: type[Step]
    take: Callable[[Any, pa.Table, Roles], Taken]
    spans: Callable[[Any, str], Spans] | None = None
    columns: Callable[[Any, Roles], Sequence[str]] | None = None
    reads_texts: bool = False


def kept_rows(table: pa.Table, kept: npt.NDArray[np.bool_]) -> Taken:
    """The table with some of its rows, in their order.

    Args:
        table: The table before.
        kept: For each row whether it is left.
    """
    if kept.all():
        return Taken(table)
    return Taken(table.filter(pa.array(kept)), np.flatnonzero(kept).astype(np.int64))
