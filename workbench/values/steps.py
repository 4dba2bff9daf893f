"""The steps that mend a table; a version's recipe lists those that made it, and can be replayed on another file.

A step names what it does, never a row number, so that it means the same in a file that has grown. Single rows are named
by their keys (`data/row_keys.py`): the hash of a row's cells, and which of the equal rows it is.
"""

from __future__ import annotations

from typing import Literal

from workbench.values.base import Value

TextOperation = Literal["trim", "spaces", "width", "unicode", "html", "urls", "controls"]
MaskStyle = Literal["pseudonym", "tag", "stars"]
MatchedLevel = Literal["exact", "near"]


class Step(Value, frozen=True, kw_only=True, tag=True):
    """The base of all steps."""


class RowQuery(Value, frozen=True, kw_only=True):
    """Rows named by what they hold; see SelectRows."""

    query: str = ""
    label: str | None = None
    issue: str | None = None


class CellEdit(Value, frozen=True, kw_only=True):
    """One cell, by the key of its row, with its new content."""

    row: str
    column: str
    value: str


class RemoveDuplicates(Step, frozen=True, kw_only=True):
    """Removes all but the first of each set of duplicates.

    Attributes:
        level: `exact` (same text and label, white space around them aside) or `near` (texts that differ in little).
    """

    level: MatchedLevel = "exact"


class RemoveRepeatedHeaders(Step, frozen=True, kw_only=True):
    """Removes rows that repeat the names of the columns."""


class RemoveRows(Step, frozen=True, kw_only=True):
    """Removes rows: those with these keys, and those that a query finds."""

    rows: tuple[str, ...] = ()
    found: RowQuery | None = None


class KeepRows(Step, frozen=True, kw_only=True):
    """Keeps these rows only: those with these keys, and those that a query finds."""

    rows: tuple[str, ...] = ()
    found: RowQuery | None = None


class RenameLabels(Step, frozen=True, kw_only=True):
    """Gives labels other names; two labels with one new name are merged.

    Attributes:
        names: The new name of each label that changes; an empty one takes the label away and keeps the row.
    """

    names: dict[str, str]


class EditCells(Step, frozen=True, kw_only=True):
    """Replaces the content of single cells."""

    edits: tuple[CellEdit, ...]


class NormalizeText(Step, frozen=True, kw_only=True):
    """Cleans the writing of texts.

    Attributes:
        operations: What is done, always in the order of TextOperation: `trim` (white space at the ends), `spaces` (runs
            of white space become one space), `width` (full-width letters, digits and signs become half-width ones),
            `unicode` (NFC), `html` (tags go, entities become characters), `urls` (addresses go), `controls` (control
            and zero-width characters go). They are taken again until nothing changes any more, so that a second
            cleaning never changes anything.
        columns: Which columns; the text and label columns if empty.
    """

    operations: tuple[TextOperation, ...]
    columns: tuple[str, ...] = ()


class MaskEntities(Step, frozen=True, kw_only=True):
    """Masks personal data.

    Attributes:
        entities: The kinds, by the names of `data/privacy`; all kinds that are found without a model if empty.
        columns: Which columns; every column but the label's if empty.
        style: `pseudonym` (`[EMAIL-3]`: the same address, the same number), `tag` (`[EMAIL]`) or `stars` (`***`).
    """

    entities: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    style: MaskStyle = "pseudonym"


AnyStep = (
    RemoveDuplicates
    | RemoveRepeatedHeaders
    | RemoveRows
    | KeepRows
    | RenameLabels
    | EditCells
    | NormalizeText
    | MaskEntities
)
