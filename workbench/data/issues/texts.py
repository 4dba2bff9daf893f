"""Checks of the texts, one by one."""

from __future__ import annotations

from workbench.data.issues.check import Finding, about, quick
from workbench.data.issues.examples import Examples, is_empty, rows_where
from workbench.i18n import N_


@quick
def empty_text(examples: Examples) -> Finding | None:
    """Rows without a text."""
    if examples.texts is None:
        return None
    one, many = N_("{n:,} row has no text and is not used."), N_("{n:,} rows have no text and are not used.")
    return about(rows_where(is_empty(examples.texts)), one, many, severity="info")
