"""Brings a file into the library with the roles and the split that the user named."""

from __future__ import annotations

import difflib
from pathlib import Path

from workbench.cli.session import Session
from workbench.errors import DataError
from workbench.i18n import N_, say
from workbench.protocol import ImportFile, SetRoles, SetSplit, VersionReady
from workbench.values import Roles, SplitRecipe, Version

_KEYS = {"text": "--text", "label": "--label"}


def import_version(session: Session, file: Path, *, split: SplitRecipe | None = None) -> Version:
    """Imports a file, with its roles guessed.

    Args:
        session: Runs the requests.
        file: Any table that the reader knows.
        split: How its rows are divided; the default where None.

    Raises:
        CommandFailed: If it cannot be read.
    """
    ready = session.ask(ImportFile(path=str(file.expanduser().absolute()), split=split), VersionReady)
    version = session.library.version(ready.version_id)
    if split is not None and version.profile.split_recipe != split:
        ready = session.ask(SetSplit(version_id=version.id, split=split), VersionReady)
        version = session.library.version(ready.version_id)
    return version


def with_roles(session: Session, version: Version, *, text: str | None, label: str | None) -> Version:
    """The version with the columns that the user named in their roles; those not named stay as guessed.

    Raises:
        DataError: If a column does not exist; the nearest names are given, for all of them at once.
    """
    check_columns(version, text=text, label=label)
    guessed = version.profile.roles
    wanted = Roles(text=text or guessed.text, label=label or guessed.label, group=guessed.group)
    if wanted.text == wanted.label:  # the other one was guessed to be this column
        wanted = Roles(text=text, label=label, group=guessed.group)
    if wanted == guessed:
        return version
    ready = session.ask(SetRoles(version_id=version.id, roles=wanted), VersionReady)
    return session.library.version(ready.version_id)


def check_columns(version: Version, *, text: str | None, label: str | None) -> None:
    """Checks that the named columns exist.

    Raises:
        DataError: If one does not, with the nearest names.
    """
    named = {"text": text, "label": label}
    missing = {role: name for role, name in named.items() if name is not None and name not in version.columns}
    if not missing:
        return
    problems = ", ".join(f"{_KEYS[role]} “{name}”" for role, name in missing.items())
    near = [found for name in missing.values() for found in _nearest(name, version.columns)]
    raise DataError(
        say(N_("{file} has no column {problems}."), file=Path(version.source).name, problems=problems),
        say(N_("Did you mean {names}?"), names=_quoted(near))
        if near
        else say(N_("Its columns are {names}."), names=_quoted(version.columns)),
    )


def _nearest(name: str, columns: tuple[str, ...]) -> list[str]:
    by_folded = {column.casefold().strip(): column for column in columns}
    found = difflib.get_close_matches(name.casefold().strip(), by_folded, n=2, cutoff=0.5)
    return [by_folded[folded] for folded in found]


def _quoted(names: list[str] | tuple[str, ...]) -> str:
    return ", ".join(f"“{name}”" for name in dict.fromkeys(names))
