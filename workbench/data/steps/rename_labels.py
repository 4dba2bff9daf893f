"""Gives labels other names; merges those that get one name, takes away those that get none."""

from __future__ import annotations

import functools

import pyarrow as pa

from workbench.data.columns import label_columns, nearest
from workbench.data.distinct import map_distinct
from workbench.data.label_cells import joining_sign, split_labels
from workbench.data.steps.kind import Spans, StepKind, Taken
from workbench.errors import DataError
from workbench.i18n import N_, say
from workbench.values import RenameLabels, Roles, Sentence


def rename_labels(step: RenameLabels, table: pa.Table, roles: Roles) -> Taken:
    """Takes the step; white space around a label does not matter.

    Raises:
        DataError: If there is no label column, or it has none of the labels.
    """
    columns = label_columns(roles)
    if not columns:
        raise DataError(say(N_("There is no label column.")), say(N_("Choose the label column.")))
    counts = dict.fromkeys(step.names, 0)
    known: set[str] = set()
    for name in columns:
        cells = table.column(name)
        sign = joining_sign(cells.unique().to_pylist()) if name == roles.labels else ""
        for cell, rows in _cell_counts(cells):
            for label in dict.fromkeys(split_labels(cell, sign)):
                known.add(label)
                counts[label] = counts.get(label, 0) + rows
        renamed = map_distinct(cells, functools.partial(_renamed, names=step.names, sign=sign))
        table = table.set_column(table.column_names.index(name), name, renamed)
    absent = [label for label in step.names if label not in known]
    if absent and len(absent) == len(step.names) and table.num_rows:
        raise DataError(*_absence(absent[0], known))
    notes = tuple(part for label in absent for part in _absence(label, known)[:1])
    return Taken(table, missing=len(absent), counts={name: counts[name] for name in step.names}, notes=notes)


def label_spans(step: RenameLabels, cell: str) -> Spans:
    """Where the labels that change stand in a cell."""
    if cell.strip() in step.names:
        return [_stripped_span(cell, 0)]
    sign = joining_sign([cell])
    spans = []
    start = 0
    for part in cell.split(sign) if sign else ():
        if part.strip() in step.names:
            spans.append(_stripped_span(part, start))
        start += len(part) + len(sign)
    return spans


def _stripped_span(text: str, start: int) -> tuple[int, int, str]:
    """The place of a text without the white space around it."""
    first = start + len(text) - len(text.lstrip())
    return first, first + len(text.strip()), "label"


def _renamed(cell: str, names: dict[str, str], sign: str) -> str:
    labels = split_labels(cell, sign)
    if not any(label in names for label in labels):
        return cell
    renamed = [names.get(label, label) for label in labels]
    return sign.join(dict.fromkeys(label for label in renamed if label))


def _cell_counts(cells: pa.ChunkedArray) -> list[tuple[str, int]]:
    counted = cells.value_counts()
    return list(zip(counted.field("values").to_pylist(), counted.field("counts").to_pylist(), strict=True))


def _absence(label: str, known: set[str]) -> tuple[Sentence, Sentence]:
    near = nearest(label, sorted(known))
    what = say(N_("No row has the label “{name}”."), name=label)
    if near:
        return what, say(N_("Did you mean “{name}”?"), name=near)
    return what, say(N_("Its labels are: {labels}."), labels=", ".join(sorted(known)[:20]))


STEP = StepKind(RenameLabels, rename_labels, label_spans, lambda _step, roles: label_columns(roles))
