"""Masks what was read before anything of it is kept: cells, names of columns, and records that were not loaded."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import msgspec

from workbench.data.privacy import Masker, chosen_kinds
from workbench.data.reader import ReadTable, column_names
from workbench.data.roles import guess_roles
from workbench.data.steps.mask_entities import mask_with
from workbench.data.tables import RejectedRow
from workbench.errors import WorkbenchError
from workbench.values import MaskEntities, Roles, Sentence


def whole_step(step: MaskEntities) -> MaskEntities:
    """The step with its kinds named, as a recipe keeps it: a later program may know more kinds.

    Raises:
        SettingError: If a kind does not exist or needs a model that is not installed.
    """
    return msgspec.structs.replace(step, entities=chosen_kinds(step.entities))


def masked_table(read: ReadTable, step: MaskEntities, roles: Roles | None, masker: Masker | None = None) -> ReadTable:
    """What was read, masked.

    A label column is left alone only where the user named it. A guess may be wrong, and what was kept is kept: labels
    that hold no personal data stay as they are anyway, and others keep their differences.

    Args:
        read: As read.
        step: What is masked, and how.
        roles: As the user chose them, or None.
        masker: Counts what was found; a new one where None.

    Raises:
        DataError: If the step names a column that does not exist or holds the labels.
    """
    masker = masker or Masker(chosen_kinds(step.entities), step.style)
    if roles is None:
        guessed = guess_roles(read.table).roles
        roles = Roles(text=guessed.text, tags=guessed.tags)
    beside = (*read.rejected, *read.repaired)
    masker.reserve((*read.columns, *(row.raw for row in beside)))
    table = mask_with(masker, step, read.table, roles)
    columns = column_names([masker.mask(name) for name in read.columns], len(read.columns))
    return dataclasses.replace(
        read,
        header=[masker.mask(name) for name in read.header],
        columns=columns,
        table=table.rename_columns(columns),
        rejected=_masked_rows(masker, read.rejected),
        repaired=_masked_rows(masker, read.repaired),
    )


@contextmanager
def masked_errors(step: MaskEntities | None) -> Iterator[None]:
    """Masks what an error quotes of a file: messages reach logs and bug reports, which are kept.

    Raises:
        SettingError: If the step names a kind that does not exist or needs a model that is not installed.
    """
    masker = None if step is None else Masker(chosen_kinds(step.entities), step.style)
    try:
        yield
    except Exception as error:
        if masker is not None:
            _mask_error(masker, error)
        raise


def masked_text(text: str, step: MaskEntities) -> str:
    """A pasted table, masked as a whole.

    Raises:
        SettingError: If a kind does not exist or needs a model that is not installed.
    """
    masker = Masker(chosen_kinds(step.entities), step.style)
    masker.reserve([text])
    return masker.mask(text)


def _mask_error(masker: Masker, error: BaseException) -> None:
    error.args = tuple(masker.mask(value) if isinstance(value, str) else value for value in error.args)
    if isinstance(error, WorkbenchError):
        error.what = _masked_sentence(masker, error.what)
        error.fix = None if error.fix is None else _masked_sentence(masker, error.fix)
        error.details = masker.mask(error.details)
    for earlier in (error.__cause__, error.__context__):
        if earlier is not None:
            _mask_error(masker, earlier)


def _masked_rows(masker: Masker, rows: Sequence[RejectedRow]) -> list[RejectedRow]:
    return [
        dataclasses.replace(
            row,
            raw=masker.mask(row.raw),
            reason=_masked_sentence(masker, row.reason),
            cells=None if row.cells is None else tuple(masker.mask(cell) for cell in row.cells),
        )
        for row in rows
    ]


def _masked_sentence(masker: Masker, sentence: Sentence) -> Sentence:
    values = {name: masker.mask(value) if isinstance(value, str) else value for name, value in sentence.values.items()}
    return msgspec.structs.replace(sentence, values=values)
