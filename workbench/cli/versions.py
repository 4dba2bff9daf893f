"""The versions that a user means by a number."""

from __future__ import annotations

from workbench.cli.session import Session
from workbench.errors import DataError
from workbench.i18n import N_, say
from workbench.values import Version


def stored_version(session: Session, number: int | None) -> Version:
    """A version in the library by its number; the newest one where None.

    Raises:
        DataError: If there is none.
    """
    if number is not None:
        return session.library.version(number)
    for version in session.library.versions():
        return version
    raise DataError(say(N_("The library has no data yet.")), say(N_("Name a file.")))
