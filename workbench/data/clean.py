"""The remedies: each makes the table of a new version from the rows of one issue."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pyarrow as pa

from workbench.data.tables import RowNumbers
from workbench.errors import DataError
from workbench.i18n import N_, say
from workbench.values import Value


class Remedy(Value, frozen=True, kw_only=True):
    """What can be done about an issue.

    Attributes:
        step: Its name in a version's recipe.
        apply: Makes the new table from the old one and the rows of the issue.
    """

    step: str
    apply: Callable[[pa.Table, RowNumbers], pa.Table]


def remove_rows(table: pa.Table, rows: RowNumbers) -> pa.Table:
    """The table without these rows, the others in their order."""
    keep = np.setdiff1d(np.arange(table.num_rows, dtype=np.int64), rows)
    return table.take(pa.array(keep))


REMEDIES: dict[str, Remedy] = {
    # The check names all but the first of each set of duplicates.
    "exact_duplicates": Remedy(step="remove_duplicates", apply=remove_rows),
    "repeated_header": Remedy(step="remove_repeated_headers", apply=remove_rows),
}
"""The remedies by the kind of their issue."""


def remedy(kind: str) -> Remedy:
    """The remedy for an issue.

    Raises:
        DataError: If there is none.
    """
    if kind not in REMEDIES:
        raise DataError(
            say(N_("There is no remedy for “{kind}”."), kind=kind),
            say(N_("Known are: {known}."), known=", ".join(sorted(REMEDIES))),
        )
    return REMEDIES[kind]
