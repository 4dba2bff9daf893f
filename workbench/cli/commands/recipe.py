"""`workbench recipe [VERSION] --out R.json`: writes the steps that made a version, to be replayed on another file."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path

from workbench.cli.commands import Command
from workbench.cli.session import Session
from workbench.cli.versions import stored_version
from workbench.i18n import N_, tr


def _add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "version",
        nargs="?",
        type=int,
        metavar=tr(N_("VERSION")),
        help=tr(N_("its number; the newest version if not given")),
    )
    parser.add_argument("--out", type=Path, metavar="R.json", help=tr(N_("where the recipe goes")))


def _run(options: Namespace, session: Session) -> None:
    from workbench.data.recipes import write_recipe

    version = stored_version(session, options.version)
    out = None if options.out is None else options.out.expanduser().absolute()
    if out is not None:
        write_recipe(out, version.recipe)
    session.console.result({"version": version.id, "steps": version.recipe, "out": None if out is None else str(out)})
    rows = [[str(number), type(step).__name__] for number, step in enumerate(version.recipe, 1)]
    if rows:
        session.console.table([tr(N_("Number")), tr(N_("of a recipe::Step"))], rows)
    else:
        session.console.line(tr(N_("Version {id} is as it was imported; its recipe is empty."), id=version.id))


COMMAND = Command(name="recipe", help=N_("show the steps that made a version"), add_arguments=_add_arguments, run=_run)
