"""Cleans the writing of texts."""

from __future__ import annotations

import functools

import pyarrow as pa

from workbench.data.columns import check_columns, label_columns, text_columns
from workbench.data.distinct import map_distinct
from workbench.data.normalize import changed_spans, may_change, normalized
from workbench.data.steps.kind import Spans, StepKind, Taken
from workbench.values import NormalizeText, Roles


def normalize_text(step: NormalizeText, table: pa.Table, roles: Roles) -> Taken:
    """Takes the step; without columns named, the text and label columns."""
    check_columns(step.columns, table.column_names)
    change = functools.partial(normalized, operations=step.operations)
    suspects = functools.partial(may_change, operations=step.operations)
    for name in columns_of(step, roles):
        cleaned = map_distinct(table.column(name), change, suspects)
        table = table.set_column(table.column_names.index(name), name, cleaned)
    return Taken(table)


def columns_of(step: NormalizeText, roles: Roles) -> tuple[str, ...]:
    """The columns that the step cleans, each once."""
    return tuple(dict.fromkeys(step.columns or (*text_columns(roles), *label_columns(roles))))


def spans(step: NormalizeText, text: str) -> Spans:
    """What the operations change in a text."""
    return changed_spans(text, step.operations)


STEP = StepKind(NormalizeText, normalize_text, spans, columns_of, reads_texts=True)
