"""What slow checks look at besides the table: what models say of its texts."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from workbench.data.issues.examples import Examples, codes, is_empty, rows_where
from workbench.data.tables import RowNumbers


@dataclass(frozen=True)
class TokenCounts:
    """How long texts are for a model.

    Attributes:
        model: The title of the model.
        limit: The most tokens that it reads of a text.
        tokens: Of each text of the evidence.
        unknown: How many of these the model does not know.
    """

    model: str
    limit: int
    tokens: npt.NDArray[np.int64]
    unknown: npt.NDArray[np.int64]


@dataclass(frozen=True)
class Probabilities:
    """How likely each label is for some rows, said by a model that did not learn from the row.

    Attributes:
        rows: Their numbers in the table, ascending.
        given: The position of each row's label.
        values: (rows, labels), each row summing to 1.
    """

    rows: RowNumbers
    given: npt.NDArray[np.int64]
    values: npt.NDArray[np.float64]


@dataclass(frozen=True)
class Evidence:
    """What slow checks look at.

    Attributes:
        examples: The table with its roles.
        rows: The rows that are looked at, ascending: all that have a text, or a sample of these.
        token_counts: Of these rows, or None without a tokenizer.
        probabilities: Of those of these rows that have a label which is common enough; None if there are too few.
    """

    examples: Examples
    rows: RowNumbers
    token_counts: TokenCounts | None = None
    probabilities: Probabilities | None = None

    @property
    def texts(self) -> list[str]:
        """The texts of the rows."""
        column = self.examples.texts
        if column is None:
            return []
        names = column.dictionary.to_pylist()
        return [names[code] for code in codes(column)[self.rows].tolist()]

    @property
    def is_sample(self) -> bool:
        """Whether only some of the rows that have a text are looked at."""
        return len(self.rows) < len(rows_with_text(self.examples))


def rows_with_text(examples: Examples) -> RowNumbers:
    """The rows that have a text, ascending."""
    if examples.texts is None:
        return np.empty(0, np.int64)
    return rows_where(~is_empty(examples.texts))


def spread(rows: RowNumbers, most: int) -> RowNumbers:
    """At most so many of the rows, spread evenly over them."""
    if len(rows) <= most:
        return rows
    return rows[np.linspace(0, len(rows) - 1, most).astype(np.int64)]
