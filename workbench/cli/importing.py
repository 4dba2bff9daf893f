"""Brings a file into the library with the roles and the split that the user named."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from pathlib import Path

import msgspec

from workbench.cli.session import Session
from workbench.errors import DataError
from workbench.i18n import N_, say
from workbench.protocol import ImportFile, SetRoles, SetSplit, VersionReady
from workbench.settings import mask_on_open
from workbench.values import Roles, SplitRecipe, Version

_OPTIONS = {
    "text": "--text",
    "label": "--label",
    "group": "--group",
    "date": "--date",
    "split": "--split-column",
}


def import_version(session: Session, file: Path, *, sheet: str | None = None) -> Version:
    """Imports a file, with its roles guessed.

    Args:
        session: Runs the requests.
        file: Any table that the reader knows.
        sheet: That of a workbook; the first with a table if None.

    Raises:
        CommandFailed: If it cannot be read.
    """
    ready = session.ask(
        ImportFile(path=str(file.expanduser().absolute()), sheet=sheet, mask=mask_on_open(session.folder)), VersionReady
    )
    return session.library.version(ready.version_id)


def set_split(session: Session, version: Version, recipe: SplitRecipe) -> Version:
    """The version with its rows divided by a recipe.

    Raises:
        CommandFailed: If the recipe is not possible, or needs a column that has not its role.
    """
    if version.profile.split_recipe == recipe:
        return version
    ready = session.ask(SetSplit(version_id=version.id, split=recipe), VersionReady)
    return session.library.version(ready.version_id)


def with_roles(session: Session, version: Version, named: Mapping[str, str | None]) -> Version:
    """The version with the columns that the user named in their roles; those not named stay as guessed.

    Args:
        session: Runs the requests.
        version: As it was imported.
        named: The column of each role, None where it was left open.

    Raises:
        DataError: If a column does not exist; the nearest names are given, for all of them at once.
    """
    check_columns(version, named)
    wanted = {role: name for role, name in named.items() if name is not None}
    guessed = msgspec.structs.asdict(version.profile.roles)
    # A column that was guessed to be something else is what the user says that it is.
    kept = {role: None if name in wanted.values() else name for role, name in guessed.items()}
    roles = Roles(**(kept | wanted))
    if roles == version.profile.roles:
        return version
    ready = session.ask(SetRoles(version_id=version.id, roles=roles), VersionReady)
    return session.library.version(ready.version_id)


def check_columns(version: Version, named: Mapping[str, str | None]) -> None:
    """Checks that the named columns exist.

    Args:
        version: Where they should be.
        named: The column of each role, None where it was left open.

    Raises:
        DataError: If one does not, with the nearest names.
    """
    missing = {role: name for role, name in named.items() if name is not None and name not in version.columns}
    if not missing:
        return
    problems = ", ".join(f"{_OPTIONS[role]} “{name}”" for role, name in missing.items())
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
