"""What changed from one table to another; rows are the same if their texts are, wherever they stand.

Rows are matched with their multiplicity: first those with the same text and label, then, of what is left of a text,
one old with one new row, which is relabeled. What is left of the new table was added, of the old one removed.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from workbench.data.columns import label_columns, text_columns
from workbench.data.issues import codes
from workbench.data.row_keys import row_hashes
from workbench.data.tables import RowNumbers
from workbench.values import Roles, VersionDifference

MOST_EXAMPLES = 20
_LONGEST_EXAMPLE = 300

_Codes = npt.NDArray[np.int64]


@dataclass(frozen=True)
class _Side:
    """One of the two tables: a number for each row's text, for its label, and for both together."""

    table: pa.Table
    roles: Roles
    texts: _Codes
    labels: _Codes


def compare_tables(old: pa.Table, old_roles: Roles, new: pa.Table, new_roles: Roles) -> VersionDifference:
    """Compares two tables by their texts and labels; without a text column, by whole rows.

    Args:
        old: Every column a string.
        old_roles: Which of its columns are text and label.
        new: Likewise.
        new_roles: Likewise.

    Returns:
        The difference, with examples in the order of their table.
    """
    before, after = _sides(old, old_roles, new, new_roles)
    labels = int(max(before.labels.max(initial=0), after.labels.max(initial=0))) + 1
    gone = _unmatched(before.texts * labels + before.labels, after.texts * labels + after.labels)
    come = _unmatched(after.texts * labels + after.labels, before.texts * labels + before.labels)
    # Of the rows that have no equal one, those whose text has a partner are relabeled.
    removed = gone[_unmatched(before.texts[gone], after.texts[come])]
    added = come[_unmatched(after.texts[come], before.texts[gone])]
    relabeled = np.setdiff1d(come, added)
    rows = {"added": (after, added), "removed": (before, removed), "relabeled": (after, relabeled)}
    return VersionDifference(
        added=len(added),
        removed=len(removed),
        relabeled=len(relabeled),
        examples={kind: _examples(side, found) for kind, (side, found) in rows.items() if len(found)},
    )


def _sides(old: pa.Table, old_roles: Roles, new: pa.Table, new_roles: Roles) -> tuple[_Side, _Side]:
    texts = _numbers(_text_keys(old, old_roles), _text_keys(new, new_roles))
    if label_columns(old_roles) and label_columns(new_roles):
        labels = _numbers(_label_keys(old, old_roles), _label_keys(new, new_roles))
    else:
        labels = np.zeros(old.num_rows, np.int64), np.zeros(new.num_rows, np.int64)
    return _Side(old, old_roles, texts[0], labels[0]), _Side(new, new_roles, texts[1], labels[1])


def _text_keys(table: pa.Table, roles: Roles) -> npt.NDArray[np.uint64]:
    names = text_columns(roles) or tuple(table.column_names)
    return row_hashes(_trimmed(table, names))


def _label_keys(table: pa.Table, roles: Roles) -> npt.NDArray[np.uint64]:
    return _hashed_distinct(_trimmed(table, label_columns(roles)))


def _trimmed(table: pa.Table, names: tuple[str, ...]) -> pa.Table:
    return pa.table(
        [pc.utf8_trim_whitespace(table.column(name)) for name in names], [str(at) for at, _ in enumerate(names)]
    )


def _hashed_distinct(table: pa.Table) -> npt.NDArray[np.uint64]:
    """The hashes of rows of which few are different."""
    if table.num_columns > 1:
        return row_hashes(table)
    column = table.column(0).combine_chunks()
    encoded = (
        column.dictionary_encode() if isinstance(column, pa.Array) else column.dictionary_encode().combine_chunks()
    )
    return row_hashes(pa.table({"value": encoded.dictionary}))[codes(encoded)]


def _numbers(old: npt.NDArray[np.uint64], new: npt.NDArray[np.uint64]) -> tuple[_Codes, _Codes]:
    """Numbers from 0 for the values of two arrays, equal ones alike."""
    _, codes = np.unique(np.concatenate([old, new]), return_inverse=True)
    codes = codes.astype(np.int64)
    return codes[: len(old)], codes[len(old) :]


def _unmatched(values: _Codes, others: _Codes) -> RowNumbers:
    """The places of values that others lack: of one that stands here more often, the last ones; ascending."""
    order = np.argsort(values, kind="stable")
    arranged = values[order]
    rank = np.arange(len(values)) - np.searchsorted(arranged, arranged, side="left")
    sorted_others = np.sort(others)
    there = np.searchsorted(sorted_others, arranged, side="right") - np.searchsorted(
        sorted_others, arranged, side="left"
    )
    return np.sort(order[rank >= there]).astype(np.int64)


def _examples(side: _Side, rows: RowNumbers) -> tuple[str, ...]:
    names = text_columns(side.roles) or tuple(side.table.column_names)
    some = side.table.select(list(names)).take(pa.array(rows[:MOST_EXAMPLES]))
    cells = zip(*(column.to_pylist() for column in some.columns), strict=True)
    return tuple(_shortened(" | ".join(part.strip() for part in row)) for row in cells)


def _shortened(text: str) -> str:
    return text if len(text) <= _LONGEST_EXAMPLE else text[: _LONGEST_EXAMPLE - 1] + "…"
