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
    """One of the two tables: a number for each row's text, and one for its text and label together."""

    table: pa.Table
    roles: Roles
    texts: _Codes
    pairs: _Codes


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
    gone, come = _unmatched(before.pairs, after.pairs), _unmatched(after.pairs, before.pairs)
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
    texts = _numbers(_text_cells(old, old_roles), _text_cells(new, new_roles))
    pairs = texts
    old_labels, new_labels = label_columns(old_roles), label_columns(new_roles)
    if old_labels and new_labels:
        labels = _numbers(_cells(old, old_labels), _cells(new, new_labels))
        pairs = _numbered(texts * (int(labels.max(initial=0)) + 1) + labels)
    rows = old.num_rows
    return _Side(old, old_roles, texts[:rows], pairs[:rows]), _Side(new, new_roles, texts[rows:], pairs[rows:])


def _text_cells(table: pa.Table, roles: Roles) -> pa.ChunkedArray:
    return _cells(table, text_columns(roles) or tuple(table.column_names))


def _cells(table: pa.Table, names: tuple[str, ...]) -> pa.ChunkedArray:
    """What stands in some columns, without white space around it; several are told apart by the hash of all."""
    trimmed = [pc.utf8_trim_whitespace(table.column(name)) for name in names]
    if len(names) == 1:
        return trimmed[0].cast(pa.large_string())
    hashes = row_hashes(pa.table(trimmed, [str(number) for number in range(len(trimmed))]))
    return pa.chunked_array([pa.array(hashes)]).cast(pa.large_string())


def _numbers(old: pa.ChunkedArray, new: pa.ChunkedArray) -> _Codes:
    """Numbers from 0 for the values of two columns, one after the other; equal ones have one number."""
    encoded = pa.chunked_array([*old.chunks, *new.chunks], pa.large_string()).dictionary_encode()
    parts = [codes(chunk) for chunk in encoded.chunks]
    return np.concatenate(parts) if parts else np.empty(0, np.int64)


def _numbered(values: _Codes) -> _Codes:
    return codes(pa.array(values).dictionary_encode())


def _unmatched(values: _Codes, others: _Codes) -> RowNumbers:
    """The places of values that others lack: of one that stands here more often, the last ones; ascending."""
    most = int(max(values.max(initial=-1), others.max(initial=-1))) + 1
    here, there = np.bincount(values, minlength=most), np.bincount(others, minlength=most)
    places = np.flatnonzero(here[values] > there[values])
    order = places[np.argsort(values[places], kind="stable")]
    arranged = values[order]
    rank = np.arange(len(arranged)) - np.searchsorted(arranged, arranged, side="left")
    return np.sort(order[rank >= there[arranged]]).astype(np.int64)


def _examples(side: _Side, rows: RowNumbers) -> tuple[str, ...]:
    names = text_columns(side.roles) or tuple(side.table.column_names)
    some = side.table.select(list(names)).take(pa.array(rows[:MOST_EXAMPLES]))
    cells = zip(*(column.to_pylist() for column in some.columns), strict=True)
    return tuple(_shortened(" | ".join(part.strip() for part in row)) for row in cells)


def _shortened(text: str) -> str:
    return text if len(text) <= _LONGEST_EXAMPLE else text[: _LONGEST_EXAMPLE - 1] + "…"
