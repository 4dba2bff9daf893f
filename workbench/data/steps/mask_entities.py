"""Masks personal data."""

from __future__ import annotations

import pyarrow as pa

from workbench.data.columns import check_columns, label_columns
from workbench.data.privacy import Masker, chosen_kinds, find_entities, mask_table
from workbench.data.steps.kind import Spans, StepKind, Taken
from workbench.errors import DataError
from workbench.i18n import N_, say
from workbench.values import MaskEntities, Roles


def mask_entities(step: MaskEntities, table: pa.Table, roles: Roles) -> Taken:
    """Takes the step; without columns named, in every column but the label's."""
    masker = Masker(chosen_kinds(step.entities), step.style)
    return Taken(mask_with(masker, step, table, roles), counts=masker.counts)


def mask_with(masker: Masker, step: MaskEntities, table: pa.Table, roles: Roles) -> pa.Table:
    """The table after the step, with masks that the masker remembers.

    Raises:
        DataError: If the step names a column that does not exist or is learned from.
        SettingError: If it names a kind that does not exist or needs a model that is not installed.
    """
    check_columns(step.columns, table.column_names)
    learned = {name for name in (*label_columns(roles), roles.tags) if name is not None}
    for name in step.columns:
        if name in learned:
            raise DataError(
                say(N_("“{column}” holds the labels, which are never masked."), column=name),
                say(N_("Leave it out, or give the column another role first.")),
            )
    columns = [name for name in step.columns or table.column_names if name not in learned]
    tagged = () if roles.tags is None or roles.text is None else (roles.text,)
    return mask_table(table, list(dict.fromkeys(columns)), masker, word_columns=tagged)


def spans_of(step: MaskEntities, text: str) -> Spans:
    """The places in a text that the step masks: start, end and kind."""
    return [(entity.start, entity.end, entity.kind) for entity in find_entities(text, step.entities)]


STEP = StepKind(MaskEntities, mask_entities, spans_of, reads_texts=True)
