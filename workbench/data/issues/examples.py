"""A table as the checks see it: its texts and labels as codes, and the rows that carry them."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from workbench.data.coding import encoded, trimmed
from workbench.data.near_duplicates import near_duplicate_groups
from workbench.data.tables import RejectedRow, RowNumbers, SplitCodes
from workbench.values import ColumnProfile, LabelCount, Roles

MOST_CHARACTERS = 10_000_000
"""Texts of up to so many characters together are looked into at the import: about 100,000 short ones."""


@dataclass(frozen=True)
class Examples:
    """A table as the checks see it.

    Attributes:
        table: Every column a string.
        roles: Which columns are checked.
        rejected: The records of the file that were not loaded, or otherwise than they stand there.
        skipped_lines: Lines above the table.
        split: The part that each row belongs to, codes of SPLIT_NAMES; None where that is not known.
        columns: The profiles of its columns, where they are known already.
    """

    table: pa.Table
    roles: Roles
    rejected: Sequence[RejectedRow] = ()
    skipped_lines: int = 0
    split: SplitCodes | None = None
    columns: Sequence[ColumnProfile] = ()

    @functools.cached_property
    def texts(self) -> pa.Array | None:
        """The texts without white space around them, as a dictionary array."""
        return self._column(self.roles.text)

    @functools.cached_property
    def labels(self) -> pa.Array | None:
        """The labels without white space around them, as a dictionary array."""
        return self._column(self.roles.label)

    @functools.cached_property
    def label_counts(self) -> tuple[LabelCount, ...]:
        """Every label with its number of rows, the commonest first; rows without a text count, too."""
        if self.labels is None:
            return ()
        counts = np.bincount(codes(self.labels), minlength=len(self.labels.dictionary))
        pairs = zip(self.labels.dictionary.to_pylist(), counts.tolist(), strict=True)
        found = [LabelCount(label=label, count=count) for label, count in pairs if label]
        return tuple(sorted(found, key=lambda item: (-item.count, item.label)))

    @functools.cached_property
    def text_groups(self) -> npt.NDArray[np.int64]:
        """For each different text the number of its group; near duplicates are in one group."""
        return near_duplicate_groups([] if self.texts is None else self.texts.dictionary.to_pylist())

    @functools.cached_property
    def is_large(self) -> bool:
        """Whether the different texts are so many that what looks into each of them takes more than some seconds."""
        if self.texts is None:
            return False
        return int(pc.sum(pc.utf8_length(self.texts.dictionary)).as_py() or 0) > MOST_CHARACTERS

    def divided(self, split: SplitCodes) -> Examples:
        """The same examples with their split; what was found out about them is kept."""
        known = {name: value for name, value in vars(self).items() if name not in self.__dataclass_fields__}
        examples = replace(self, split=split)
        vars(examples).update(known)
        return examples

    def rows_of(self, labels: Sequence[str]) -> RowNumbers:
        """The rows that carry one of these labels."""
        if self.labels is None:
            return no_rows()
        return rows_where(np.isin(codes(self.labels), codes_of(self.labels, labels)))

    def rows_with(self, is_meant: npt.NDArray[np.bool_]) -> RowNumbers:
        """The rows whose text is one of those that are meant.

        Args:
            is_meant: One value for each different text.
        """
        return no_rows() if self.texts is None else rows_where(is_meant[codes(self.texts)])

    def usable(self) -> npt.NDArray[np.bool_]:
        """Which rows have both a text and a label."""
        mask = np.ones(self.table.num_rows, np.bool_)
        for column in (self.texts, self.labels):
            mask &= ~is_empty(column) if column is not None else False
        return mask

    def _column(self, name: str | None) -> pa.Array | None:
        if name is None:
            return None
        rows = self.table.num_rows
        is_known = any(column.name == name and column.distinct == rows for column in self.columns)
        return encoded(trimmed(self.table.column(name)), are_distinct=is_known)


def codes(column: pa.Array) -> npt.NDArray[np.int64]:
    """The index of each row's value in the column's dictionary."""
    indices: npt.NDArray[np.int64] = column.indices.to_numpy(zero_copy_only=False).astype(np.int64, copy=False)
    return indices


def is_empty(column: pa.Array) -> npt.NDArray[np.bool_]:
    """Which rows hold nothing."""
    return np.isin(codes(column), codes_of(column, [""]))


def codes_of(column: pa.Array, values: Sequence[str]) -> npt.NDArray[np.int64]:
    """The codes of those of the values that stand in the column."""
    wanted = pc.is_in(column.dictionary, pa.array(values, pa.string())).to_numpy(zero_copy_only=False)
    return np.flatnonzero(wanted).astype(np.int64)


def rows_where(mask: npt.NDArray[np.bool_]) -> RowNumbers:
    """The numbers of the rows where the mask is true."""
    return np.flatnonzero(mask).astype(np.int64)


def no_rows() -> RowNumbers:
    """No row at all."""
    return np.empty(0, np.int64)
