"""The rows that a step names: by their keys, and by what they hold."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import pyarrow as pa

from workbench.data.columns import nearest
from workbench.data.issues import Examples, quick_checks
from workbench.data.row_keys import rows_by_key
from workbench.data.select import select_rows
from workbench.data.tables import RowNumbers
from workbench.errors import DataError
from workbench.i18n import N_, say
from workbench.values import Roles, RowQuery, Sentence


def found_rows(
    table: pa.Table, roles: Roles, *, keys: Sequence[str] = (), query: RowQuery | None = None
) -> tuple[RowNumbers, int]:
    """The rows with these keys, and those that a query finds.

    Returns:
        Row numbers, ascending, and how many of the keys no row has.

    Raises:
        DataError: If the query asks for nothing, for a label without a label column, or for an unknown issue.
    """
    by_key = rows_by_key(table, keys)
    found = np.array(sorted(by_key.values()), np.int64)
    if query is not None:
        found = np.union1d(found, query_rows(table, roles, query))
    return found, len(set(keys)) - len(by_key)


def query_rows(table: pa.Table, roles: Roles, query: RowQuery) -> RowNumbers:
    """The rows that meet every condition of a query, ascending.

    Raises:
        DataError: As `found_rows`.
    """
    if not query.query and query.label is None and query.issue is None:
        raise DataError(
            say(N_("A step asks for rows without saying which.")), say(N_("Name a text, a label or an issue."))
        )
    rows = None if query.issue is None else issue_rows(table, roles, query.issue)
    label = None if query.label is None else (_label_column(roles), query.label)
    return select_rows(table, query=query.query, label=label, rows=rows)


def issue_rows(table: pa.Table, roles: Roles, kind: str) -> RowNumbers:
    """The rows of an issue, looked for anew.

    Raises:
        DataError: If no quick check has this name.
    """
    checks = {check.kind: check for check in quick_checks()}
    if kind not in checks:
        raise DataError(say(N_("A step cannot look for the issue “{kind}”."), kind=kind), _other_issues(kind, checks))
    finding = checks[kind](Examples(table, roles))
    return np.empty(0, np.int64) if finding is None else finding.rows


def missing_note(missing: int) -> tuple[Sentence, ...]:
    """What to say of keys without a row."""
    if not missing:
        return ()
    one, many = N_("{n:,} row that a step names is not there."), N_("{n:,} rows that a step names are not there.")
    return (say(one, many, n=missing),)


def _label_column(roles: Roles) -> str:
    if roles.label is None:
        raise DataError(
            say(N_("A step asks for rows of a label, but there is no label column.")),
            say(N_("Choose the label column.")),
        )
    return roles.label


def _other_issues(kind: str, known: Iterable[str]) -> Sentence:
    near = nearest(kind, known)
    if near:
        return say(N_("Did you mean “{name}”?"), name=near)
    return say(N_("Select its rows and name them one by one."))
