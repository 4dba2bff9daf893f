"""`workbench clean RECIPE [FILE]`: takes the steps of a recipe on a file or a version, which makes a new version."""

from __future__ import annotations

import time
from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import Any

from workbench.cli.commands import Command
from workbench.cli.importing import import_version
from workbench.cli.session import CommandFailed, Session
from workbench.cli.step_words import OPERATIONS, STEPS, steps_of
from workbench.cli.versions import stored_version
from workbench.errors import SettingError
from workbench.i18n import N_, render, say, tr
from workbench.protocol import CleanVersion, Event, ExportVersion, FileExported, StepTaken, VersionReady
from workbench.values import AnyStep, Version


def _add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "recipe",
        metavar=tr(N_("RECIPE")),
        help=tr(N_("a recipe file, or steps joined by commas: {steps}"), steps=", ".join((*STEPS, *OPERATIONS))),
    )
    parser.add_argument(
        "file", nargs="?", type=Path, metavar=tr(N_("FILE")), help=tr(N_("a table; the newest version if not given"))
    )
    parser.add_argument("--version", type=int, metavar="N", help=tr(N_("a version in the library, by its number")))
    parser.add_argument("--out", type=Path, metavar="OUT", help=tr(N_("also write the rows to a file")))


def _run(options: Namespace, session: Session) -> None:
    from workbench.data.export import writer_for

    started = time.monotonic()
    if options.file is not None and options.version is not None:
        raise SettingError(say(N_("Name a file or a version, not both.")))
    steps = steps_of(options.recipe)
    if options.out is not None:
        writer_for(options.out)  # an ending that cannot be written is better told before the work than after it
    parent = stored_version(session, options.version) if options.file is None else import_version(session, options.file)
    version, taken = _cleaned(session, parent, steps)
    written = None
    if options.out is not None:
        request = ExportVersion(version_id=version.id, out=str(options.out.expanduser().absolute()))
        written = session.ask(request, FileExported)
    session.console.result(
        _described(parent, version, taken, written) | {"seconds": round(time.monotonic() - started, 3)}
    )
    _show(session, parent, version, taken)
    if written is not None:
        show_written(session, written)


def _cleaned(session: Session, parent: Version, steps: tuple[AnyStep, ...]) -> tuple[Version, list[StepTaken]]:
    """The version that the steps make, or the parent if they change nothing, and what each step did."""
    taken: list[StepTaken] = []

    def watch(event: Event) -> None:
        if isinstance(event, StepTaken):
            taken.append(event)

    try:
        ready = session.ask(CleanVersion(version_id=parent.id, steps=steps), VersionReady, watch=watch)
    except CommandFailed:
        if len(taken) < len(steps) or any(event.changed or event.rows < event.rows_before for event in taken):
            raise
        return parent, taken
    return session.library.version(ready.version_id), taken


def _described(
    parent: Version, version: Version, taken: list[StepTaken], written: FileExported | None
) -> dict[str, Any]:
    return {
        "version": version.id,
        "parent": parent.id,
        "rows_before": parent.rows,
        "rows": version.rows,
        "steps": [
            {
                "step": event.step,
                "rows_before": event.rows_before,
                "rows": event.rows,
                "changed": event.changed,
                "missing": event.missing,
                "found": event.counts,
                "notes": [render(note) for note in event.notes],
            }
            for event in taken
        ],
        "out": None if written is None else written.out,
        "escaped": 0 if written is None else written.escaped,
    }


def _show(session: Session, parent: Version, version: Version, taken: list[StepTaken]) -> None:
    console = session.console
    console.table(
        [tr(N_("of a recipe::Step")), tr(N_("Rows before")), tr(N_("Rows after")), tr(N_("Changed cells"))],
        [[event.step, f"{event.rows_before:,}", f"{event.rows:,}", f"{event.changed:,}"] for event in taken],
    )
    for note in (note for event in taken for note in event.notes):
        console.line("- " + render(note))
    if version.id == parent.id:
        console.line(tr(N_("There is nothing to mend; version {id} stays as it is."), id=parent.id))
    else:
        console.line(
            tr(
                N_("Version {id} has {n:,} row; version {before} stays as it is."),
                N_("Version {id} has {n:,} rows; version {before} stays as it is."),
                id=version.id,
                n=version.rows,
                before=parent.id,
            )
        )


def show_written(session: Session, written: FileExported) -> None:
    """Tells people what was written, and what was made harmless in it."""
    session.console.line(
        tr(
            N_("{n:,} row written to {file}."),
            N_("{n:,} rows written to {file}."),
            n=written.rows,
            file=written.out,
        )
    )
    if written.escaped:
        one = N_("{n:,} cell that a spreadsheet would run as a formula got an apostrophe.")
        many = N_("{n:,} cells that a spreadsheet would run as formulas got an apostrophe.")
        session.console.line(tr(one, many, n=written.escaped))


COMMAND = Command(name="clean", help=N_("mend data with a recipe"), add_arguments=_add_arguments, run=_run)
