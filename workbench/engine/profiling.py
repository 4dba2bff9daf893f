"""Profiles tables for the handlers: checks roles and recipes first, and brings the test rows of another file along."""

from __future__ import annotations

import difflib
from collections.abc import Sequence

import msgspec
import pyarrow as pa

from workbench.data import tables
from workbench.data.division import TestRows
from workbench.data.issues import Examples
from workbench.data.issues.late import with_kept_issues
from workbench.data.profile import profile_columns, profile_table
from workbench.data.roles import RoleGuess, by_hand
from workbench.data.tables import Marks
from workbench.errors import DataError, SettingError
from workbench.i18n import N_, say
from workbench.store import Library
from workbench.values import ColumnProfile, Profile, Roles, SplitRecipe, Version


def make_profile(
    library: Library,
    examples: Examples,
    recipe: SplitRecipe,
    *,
    guess: RoleGuess,
    columns: Sequence[ColumnProfile] | None = None,
) -> tuple[Profile, Marks]:
    """Profiles a table; see `profile_table`.

    Args:
        library: Where the test rows are, if the recipe names a version for them.
        examples: The table with its roles.
        recipe: How its rows are divided.
        guess: Why the roles are what they are.
        columns: The profiles of its columns, where they are known already.

    Raises:
        DataError: If there is no such test version, or it lacks a column.
    """
    test = test_rows(library, recipe, examples.roles)
    return profile_table(examples, recipe, guess=guess, columns=columns, test=test)


def profile_again(library: Library, examples: Examples, old: Profile) -> tuple[Profile, Marks]:
    """Profiles a table that was made from one with this profile: same roles, same recipe, for the same reasons."""
    return make_profile(library, examples, old.split_recipe, guess=guess_of(old))


def with_choices(library: Library, version: Version, *, roles: Roles | None, split: SplitRecipe | None) -> Version:
    """The version under other roles or another split, or as it is if these are the ones it has.

    Raises:
        DataError: If a column does not exist or would have two roles, or the test version is none for this one.
        SettingError: If the recipe is not possible.
    """
    old = version.profile
    new_roles = old.roles if roles is None else checked_roles(roles, version.columns)
    recipe = old.split_recipe if split is None else checked_split(split, new_roles, name=version.name)
    if (new_roles, recipe) == (old.roles, old.split_recipe):
        return version
    if recipe.test_version_id == version.id:
        raise DataError(say(N_("A file cannot be its own test file.")), say(N_("Choose another file.")))
    guess = guess_of(old) if new_roles == old.roles else by_hand(new_roles)
    folder = library.folder / version.folder
    table: pa.Table = tables.read_table(folder)
    examples = Examples(table, new_roles, tables.read_odd_records(folder), version.dialect.skipped_lines)
    columns = old.columns or profile_columns(table)
    profile, marks = make_profile(library, examples, recipe, guess=guess, columns=columns)
    if recipe == old.split_recipe and _dividing(new_roles) == _dividing(old.roles):
        # A mended version has the parts of its parent, which dealing out anew would lose.
        profile = msgspec.structs.replace(profile, split=old.split)
        marks = Marks(tables.read_split(folder / tables.SPLIT_FILE), marks.issues)
    profile, rows = with_kept_issues(
        profile, marks.issues, old, examples=examples, old_rows=tables.read_issues(folder, old)
    )
    tables.write_marks(folder, Marks(marks.split, rows))
    return library.replace_profile(version.id, profile)


def _dividing(roles: Roles) -> tuple[str | None, ...]:
    """The columns on which a split depends."""
    return roles.text, roles.label, roles.group, roles.date, roles.split


def guess_of(profile: Profile) -> RoleGuess:
    """The roles of a profile with their reasons."""
    return RoleGuess(profile.roles, profile.reason, profile.reasons, profile.task)


def test_rows(library: Library, recipe: SplitRecipe, roles: Roles) -> TestRows | None:
    """The rows of the version that the recipe names for the test; None if it names none.

    Raises:
        DataError: If there is no such version, or it lacks the text or the label column.
    """
    if recipe.test_version_id is None:
        return None
    version = library.version(recipe.test_version_id)
    for name in (roles.text, roles.label):
        if name is not None and name not in version.columns:
            what = N_("The test file “{name}” has no column “{column}”. Its columns are: {columns}.")
            raise DataError(
                say(what, name=version.name, column=name, columns=", ".join(version.columns)),
                say(N_("Name its columns as in the training data.")),
            )
    table = tables.read_table(library.folder / version.folder)
    return TestRows(version.name, Examples(table, Roles(text=roles.text, label=roles.label)))


def checked_roles(roles: Roles, columns: Sequence[str]) -> Roles:
    """The roles, if every column exists and has one role only.

    Raises:
        DataError: If not.
    """
    named = [name for name in msgspec.structs.astuple(roles) if name is not None]
    for name in named:
        check_column(name, columns)
    if len(set(named)) < len(named):
        raise DataError(
            say(N_("One column cannot have two roles.")), say(N_("Choose different columns for text and label."))
        )
    return roles


def check_column(name: str, columns: Sequence[str]) -> None:
    """Checks that a column exists.

    Raises:
        DataError: If not, with the nearest name.
    """
    if name in columns:
        return
    near = difflib.get_close_matches(name, columns, n=1, cutoff=0.5)
    fix = (
        say(N_("Did you mean “{name}”?"), name=near[0])
        if near
        else say(N_("Its columns are: {columns}."), columns=", ".join(columns))
    )
    raise DataError(say(N_("There is no column “{name}”."), name=name), fix)


def checked_split(recipe: SplitRecipe, roles: Roles, *, name: str) -> SplitRecipe:
    """The recipe, if it leaves rows to learn from and the column that it needs has a role.

    Raises:
        SettingError: If its shares leave nothing to learn from.
        DataError: If no column has the role that its method needs.
    """
    if recipe.validation < 0 or recipe.test < 0 or recipe.validation + recipe.test >= 1:
        raise SettingError(
            say(N_("These shares leave no rows to learn from.")),
            say(N_("Give validation and test together less than the whole.")),
        )
    missing = {
        "group": (roles.group, N_("No column of “{name}” is chosen as the group.")),
        "time": (roles.date, N_("No column of “{name}” is chosen as the date.")),
        "given": (roles.split, N_("No column of “{name}” is chosen as the split.")),
    }
    column, what = missing.get(recipe.method, ("", ""))
    if column is None:
        raise DataError(say(what, name=name), say(N_("Choose that column, or divide the rows in another way.")))
    return recipe
