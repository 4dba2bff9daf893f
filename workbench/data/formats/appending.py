"""Tables of several files, one below the other, by the names of their columns."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pyarrow as pa

from workbench.data.formats.columns import joined
from workbench.data.reader import ReadTable
from workbench.data.tables import RejectedRow
from workbench.errors import DataError
from workbench.i18n import N_, say


def appended(parts: Sequence[tuple[Path, ReadTable]]) -> ReadTable:
    """One table of several.

    Names that differ only in case or white space are one column, unless that would be so of two columns of one file.
    Rejected records name their file.

    Raises:
        DataError: If a file shares no column with those before it.
    """
    first = parts[0][1]
    columns = list(first.columns)
    tables: list[pa.Table] = []
    rejected: list[RejectedRow] = []
    repaired: list[RejectedRow] = []
    above = 0
    for path, read in parts:
        names = _matched(read.columns, columns)
        if not set(names) & set(columns):
            raise DataError(
                say(N_("“{name}” shares no column with “{first}”."), name=path.name, first=parts[0][0].name),
                say(
                    N_("It has {names}; the other has {others}. Open the two on their own."),
                    names=", ".join(read.columns), others=", ".join(first.columns),
                ),
            )  # fmt: skip
        columns += [name for name in names if name not in columns]
        tables.append(read.table.rename_columns(names))
        rejected += [replace(row, file=path.name, row=row.row + above) for row in read.rejected]
        repaired += [replace(row, file=path.name, row=row.row + above) for row in read.repaired]
        above += read.table.num_rows
    return ReadTable(
        first.dialect,
        columns if first.header else [],
        columns,
        joined(tables, columns),
        rejected,
        repaired=repaired,
    )


def _matched(names: Sequence[str], known: Sequence[str]) -> list[str]:
    """The columns of a file by the names that the table knows them by."""
    folded = Counter(map(_folded, known))
    own = Counter(map(_folded, names))
    by_folded = {_folded(name): name for name in known}
    return [
        by_folded[_folded(name)]
        if name not in known and folded[_folded(name)] == 1 and own[_folded(name)] == 1
        else name
        for name in names
    ]


def _folded(name: str) -> str:
    return " ".join(name.split()).casefold()
