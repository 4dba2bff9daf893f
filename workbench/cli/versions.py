"""The versions that a user means by a number, and what changed in a file since its last version."""

from __future__ import annotations

from typing import TypedDict

from workbench.cli.session import Session
from workbench.errors import DataError
from workbench.i18n import N_, say, tr
from workbench.protocol import CompareVersions, VersionsCompared
from workbench.values import Version


class Changes(TypedDict):
    """What changed in a file since the version with a number."""

    since: int
    added: int
    removed: int
    relabeled: int


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


def changes_since(session: Session, version: Version) -> Changes | None:
    """What changed since the import before this one of the same file; None if there is none."""
    imports = [
        other
        for other in session.library.versions(dataset_id=version.dataset_id)
        if other.parent_id is None and other.number < version.number and other.sha256 != version.sha256
    ]
    if version.parent_id is not None or not imports:
        return None
    old = imports[0]
    found = session.ask(CompareVersions(old_version_id=old.id, new_version_id=version.id), VersionsCompared).difference
    return Changes(since=old.id, added=found.added, removed=found.removed, relabeled=found.relabeled)


def changes_told(changes: Changes) -> str:
    """The same in words."""
    return tr(
        N_("Since version {since}, rows added: {added:,}, removed: {removed:,}, relabeled: {relabeled:,}."), **changes
    )
