"""What steps would do to a table, without keeping the result."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from workbench.data.clean import Outcome, follow_steps, rows_left
from workbench.data.normalize import OPERATIONS
from workbench.data.steps import step_kind
from workbench.data.tables import RowNumbers
from workbench.values import Roles, RowChange, Step

SAMPLE_ROWS = 20_000
_SEED = 0
EDIT = "edit"
"""The name of a span where no step says what changes."""
MISSING = "missing"
"""In the counts: rows and labels that steps name and the table does not have."""


@dataclass(frozen=True)
class Preview:
    """What steps would do.

    Attributes:
        rows: Rows that would be left.
        changed: Cells of these that would be others.
        changes: Some of them, in the order of the rows.
        counts: What was found, by its kind.
        sampled_rows: Rows that were looked at, where these were too many to look at all; `changed` and `counts` are
            about these rows only.
    """

    rows: int
    changed: int
    changes: tuple[RowChange, ...]
    counts: dict[str, int]
    sampled_rows: int | None = None


def preview_steps(table: pa.Table, roles: Roles, steps: Sequence[Step], *, most: int) -> Preview:
    """Takes steps on a table, or from the first step that reads every text on a sample of its rows.

    Args:
        table: Every column a string.
        roles: Which columns are text and label.
        steps: In their order.
        most: How many changed cells are shown.

    Raises:
        DataError: If a step cannot be taken on this table.
    """
    quick = next((at for at, step in enumerate(steps) if step_kind(step).reads_texts), len(steps))
    outcomes = list(follow_steps(table, roles, steps[:quick]))
    now = outcomes[-1].taken.table if outcomes else table
    left = rows_left(table.num_rows, outcomes)
    sampled = None
    if quick < len(steps) and now.num_rows > SAMPLE_ROWS:
        rows = _sample(now.num_rows)
        sampled = len(rows)
        now, left = now.take(pa.array(rows)), left[rows]
    later = list(follow_steps(now, roles, steps[quick:]))
    total = outcomes[-1].taken.table.num_rows if outcomes else table.num_rows
    outcomes += later
    after = later[-1].taken.table if later else now
    left = left[rows_left(len(left), later)]
    before = table if len(left) == table.num_rows else table.take(pa.array(left))
    changed = {name: _changed_rows(before.column(name), after.column(name)) for name in table.column_names}
    marker = _Marker(steps, roles)
    # Operations on texts are counted cell by cell; these are few then.
    looked_at = None if quick < len(steps) else most
    cells = [
        RowChange(row=row, column=name, before=was, after=becomes, spans=marker.spans(name, was, becomes))
        for name, rows in changed.items()
        for row, was, becomes in _cells(before.column(name), after.column(name), rows[:looked_at], left)
    ]
    removed = now.num_rows - after.num_rows
    return Preview(
        rows=total - (removed if sampled is None else round(removed * total / sampled)),
        changed=sum(map(len, changed.values())),
        changes=tuple(sorted(cells, key=lambda change: change.row)[:most]),
        counts=_counts(outcomes, cells),
        sampled_rows=sampled,
    )


def _sample(rows: int) -> RowNumbers:
    """Some rows from everywhere, ascending; always the same ones."""
    return np.sort(np.random.default_rng(_SEED).choice(rows, SAMPLE_ROWS, replace=False)).astype(np.int64)


class _Marker:
    """Says what steps change in a cell."""

    def __init__(self, steps: Sequence[Step], roles: Roles) -> None:
        self._marks = []
        for step in steps:
            kind = step_kind(step)
            if kind.spans is not None:
                columns = None if kind.columns is None else frozenset(kind.columns(step, roles))
                self._marks.append((columns, functools.partial(kind.spans, step)))

    def spans(self, column: str, before: str, after: str) -> tuple[tuple[int, int, str], ...]:
        """What changes in the text before; one span where no step says it more exactly."""
        found = [span for columns, mark in self._marks if columns is None or column in columns for span in mark(before)]
        spans: list[tuple[int, int, str]] = []
        for span in sorted(found, key=lambda span: (span[0], -span[1])):
            if not spans or span[0] >= spans[-1][1]:
                spans.append(span)
        return tuple(spans) or (_difference(before, after),)


def _changed_rows(before: pa.ChunkedArray, after: pa.ChunkedArray) -> RowNumbers:
    return np.flatnonzero(pc.not_equal(before, after).to_numpy()).astype(np.int64)


def _cells(
    before: pa.ChunkedArray, after: pa.ChunkedArray, places: RowNumbers, rows: RowNumbers
) -> Iterator[tuple[int, str, str]]:
    """Row number, old and new content of some cells of a column."""
    taken = pa.array(places)
    return zip(rows[places].tolist(), before.take(taken).to_pylist(), after.take(taken).to_pylist(), strict=True)


def _difference(before: str, after: str) -> tuple[int, int, str]:
    """The part of a text that is not at the start or the end of the other one, too."""
    most = min(len(before), len(after))
    start = next((at for at in range(most) if before[at] != after[at]), most)
    end = next((at for at in range(most - start) if before[-1 - at] != after[-1 - at]), most - start)
    return start, len(before) - end, EDIT


def _counts(outcomes: Sequence[Outcome], cells: Sequence[RowChange]) -> dict[str, int]:
    """What the steps counted themselves, and for each operation on texts the cells that it changes."""
    counts: dict[str, int] = {}
    for outcome in outcomes:
        for kind, number in outcome.taken.counts.items():
            counts[kind] = counts.get(kind, 0) + number
    for cell in cells:
        for name in {name for _, _, name in cell.spans} & set(OPERATIONS):
            counts[name] = counts.get(name, 0) + 1
    missing = sum(outcome.taken.missing for outcome in outcomes)
    return counts | ({MISSING: missing} if missing else {})
