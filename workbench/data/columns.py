"""Columns and labels that a step or a request names, and the nearest name where there is none."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence

from workbench.errors import DataError
from workbench.i18n import N_, say
from workbench.values import Roles, Sentence


def check_columns(names: Iterable[str], columns: Sequence[str]) -> None:
    """Checks that a table has columns of these names.

    Raises:
        DataError: If it lacks one, with the nearest name.
    """
    for name in names:
        if name not in columns:
            raise DataError(say(N_("There is no column “{name}”."), name=name), nearest_column(name, columns))


def nearest_column(name: str, columns: Sequence[str]) -> Sentence:
    """What to do where a column is not there."""
    near = nearest(name, columns)
    if near:
        return say(N_("Did you mean “{name}”?"), name=near)
    return say(N_("Its columns are: {columns}."), columns=", ".join(columns))


def nearest(name: str, names: Iterable[str]) -> str:
    """The name most like another, case and white space aside; empty if none is."""
    by_form = {each.strip().casefold(): each for each in names}
    found = difflib.get_close_matches(name.strip().casefold(), by_form, n=1, cutoff=0.5)
    return by_form[found[0]] if found else ""


def text_columns(roles: Roles) -> tuple[str, ...]:
    """The columns that are read."""
    return tuple(name for name in (roles.text, roles.text_pair) if name is not None)


def label_columns(roles: Roles) -> tuple[str, ...]:
    """The columns that are learned."""
    return tuple(name for name in (roles.label, roles.labels) if name is not None)
