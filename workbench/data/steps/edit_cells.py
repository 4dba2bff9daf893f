"""Replaces the content of single cells."""

from __future__ import annotations

import pyarrow as pa

from workbench.data.columns import check_columns
from workbench.data.found_rows import missing_note
from workbench.data.row_keys import rows_by_key
from workbench.data.steps.kind import StepKind, Taken
from workbench.values import EditCells, Roles


def edit_cells(step: EditCells, table: pa.Table, _roles: Roles) -> Taken:
    """Takes the step; of several edits of one cell the last one holds."""
    check_columns([edit.column for edit in step.edits], table.column_names)
    rows = rows_by_key(table, {edit.row for edit in step.edits})
    by_column: dict[str, dict[int, str]] = {}
    for edit in step.edits:
        if edit.row in rows:
            by_column.setdefault(edit.column, {})[rows[edit.row]] = edit.value
    for name, cells in by_column.items():
        place = table.column_names.index(name)
        table = table.set_column(place, name, _with_cells(table.column(name), cells))
    missing = len({edit.row for edit in step.edits} - rows.keys())
    return Taken(table, missing=missing, notes=missing_note(missing))


def _with_cells(column: pa.ChunkedArray, cells: dict[int, str]) -> pa.ChunkedArray:
    """A column with other content in some rows; chunks without such rows are the same ones."""
    chunks = []
    start = 0
    for chunk in column.chunks:
        own = {row - start: value for row, value in cells.items() if start <= row < start + len(chunk)}
        chunks.append(_replaced(chunk, own) if own else chunk)
        start += len(chunk)
    return pa.chunked_array(chunks, column.type)


def _replaced(chunk: pa.Array, cells: dict[int, str]) -> pa.Array:
    pieces = []
    end = 0
    for row in sorted(cells):
        pieces += [chunk.slice(end, row - end), pa.array([cells[row]], chunk.type)]
        end = row + 1
    return pa.concat_arrays([*pieces, chunk.slice(end)])


STEP = StepKind(EditCells, edit_cells)
