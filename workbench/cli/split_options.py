"""Options that say which column plays which part and how the rows are divided; `import` and `train` share them."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Mapping

import msgspec

from workbench import settings
from workbench.cli.importing import set_split, with_roles
from workbench.cli.session import Session
from workbench.i18n import N_, tr
from workbench.settings import SettingValue
from workbench.values import SplitRecipe, Version

_METHODS = ("auto", "label", "group", "time", "given")
_ROLES = {"text": "text", "label": "label", "group": "group", "date": "date", "split": "split_column"}
_SPLIT_OPTIONS = (
    "split", "group", "date", "split_column", "validation_share", "test_share", "split_seed", "divide_near_duplicates",
)  # fmt: skip
_SHARES = {"validation": "validation_share", "test": "test_share", "seed": "split_seed"}


def add_split_arguments(parser: ArgumentParser) -> None:
    """Adds the options."""
    parser.add_argument("--text", metavar="COL", help=tr(N_("the text column; guessed if not given")))
    parser.add_argument("--label", metavar="COL", help=tr(N_("the label column; guessed if not given")))
    parser.add_argument(
        "--split", choices=_METHODS, help=tr(N_("how rows are divided; by the columns that are there if not given"))
    )
    parser.add_argument("--group", metavar="COL", help=tr(N_("rows that share a value here stay in one part")))
    parser.add_argument("--date", metavar="COL", help=tr(N_("when each row was written; for --split time")))
    parser.add_argument("--split-column", metavar="COL", help=tr(N_("names the part of each row; for --split given")))
    parser.add_argument("--validation-share", metavar="F", help=tr(N_("share of the rows for validation")))
    parser.add_argument("--test-share", metavar="F", help=tr(N_("share of the rows for the test")))
    parser.add_argument("--split-seed", metavar="N", help=tr(N_("another number divides the rows in another way")))
    parser.add_argument(
        "--divide-near-duplicates",
        action="store_true",
        help=tr(N_("let texts that differ in little fall into different parts")),
    )


def divided(session: Session, version: Version, options: Namespace) -> Version:
    """The version under the roles and the split of the options; what they leave open stays as it is guessed.

    Args:
        session: Runs the requests.
        version: As it was imported.
        options: Those of `add_split_arguments`.

    Raises:
        DataError: If a column does not exist, or the split needs a column that has not its role.
        SettingError: If a share or a seed is no number or out of range.
    """
    version = with_roles(session, version, named_roles(options))
    if not any(getattr(options, option) for option in _SPLIT_OPTIONS):
        return version
    return set_split(session, version, recipe_of(options, {}))


def named_roles(options: Namespace) -> dict[str, str | None]:
    """The column that the options name for each role; None where they leave it open."""
    return {role: getattr(options, option) for role, option in _ROLES.items()}


def recipe_of(options: Namespace, chosen: Mapping[str, SettingValue]) -> SplitRecipe:
    """The recipe that the options describe.

    A column that is named for a method says that this method is meant.

    Args:
        options: Those of `add_split_arguments`.
        chosen: Split settings that were given in another way (`--set`); an option overrules them.

    Raises:
        SettingError: If a share or a seed is no number or out of range.
    """
    shares = settings.complete(settings.SPLIT, {s.key: chosen[s.key] for s in settings.SPLIT if s.key in chosen})
    given = [f"{key}={getattr(options, key)}" for key in _SHARES.values() if getattr(options, key) is not None]
    shares |= settings.parse_assignments(settings.SPLIT, given)
    meant = "given" if options.split_column else "group" if options.group else "time" if options.date else "auto"
    recipe = SplitRecipe(
        validation=float(shares["validation_share"]),
        test=float(shares["test_share"]),
        seed=int(shares["split_seed"]),
        keeps_near_duplicates_together=not options.divide_near_duplicates,
    )
    return msgspec.structs.replace(recipe, method=options.split or meant)
