"""Which rows of a table are selected, read from the ranges of the selection: a million rows cost as much as one."""

from __future__ import annotations

from PySide6.QtCore import QItemSelectionModel

Span = tuple[int, int]
"""The first and the last row of a run of rows."""


def selected_spans(model: QItemSelectionModel) -> list[Span]:
    """The runs of selected rows, ascending, none touching another."""
    spans: list[Span] = []
    selection = model.selection()
    for first, last in sorted((part.top(), part.bottom()) for part in map(selection.at, range(selection.size()))):
        if spans and first <= spans[-1][1] + 1:
            spans[-1] = (spans[-1][0], max(spans[-1][1], last))
        else:
            spans.append((first, last))
    return spans


def count_of(spans: list[Span]) -> int:
    """How many rows these are."""
    return sum(last - first + 1 for first, last in spans)


def rows_of(spans: list[Span]) -> list[int]:
    """Each of the rows."""
    return [row for first, last in spans for row in range(first, last + 1)]
