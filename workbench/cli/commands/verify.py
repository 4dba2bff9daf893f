"""`workbench verify`: checks every dataset and run of the library, and puts right what can be."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import Any

import msgspec

from workbench.cli.commands import Command
from workbench.cli.session import Session
from workbench.errors import LibraryError
from workbench.i18n import N_, render, say, sentences, tr
from workbench.protocol import LibraryVerified, VerifyLibrary
from workbench.values import LibraryFinding


def _add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--deep", action="store_true", help=tr(N_("read every cell and every checkpoint, too")))
    parser.add_argument(
        "--repair",
        action="store_true",
        help=tr(N_("bring back rows and manifests, and remove what ended processes left behind")),
    )


def _run(options: Namespace, session: Session) -> None:
    closed = _why_closed(session.folder)
    if closed is not None and not options.repair:
        done = LibraryVerified(findings=(closed,), versions=0, runs=0, seconds=0.0)
    else:
        done = session.ask(VerifyLibrary(deep=options.deep, repair=options.repair), LibraryVerified)
    if closed is not None and options.repair:  # opening it for writing has made or migrated it
        done = msgspec.structs.replace(
            done, findings=(msgspec.structs.replace(closed, is_repaired=True), *done.findings)
        )
    _tell(done, session)


def _why_closed(folder: Path) -> LibraryFinding | None:
    """Why the database cannot be opened as it is, or None if it can.

    Raises:
        LibraryError: If there is no library at all.
    """
    from workbench.store import Library
    from workbench.store.failures import DATABASE_FILE
    from workbench.store.integrity import database_finding

    try:
        Library.open(folder, read_only=True).close()
    except LibraryError as error:
        if (folder / DATABASE_FILE).exists():
            return database_finding(error)
        count = sum(1 for pattern in ("datasets/*/v*", "runs/*") for _ in folder.glob(f"{pattern}/manifest.json"))
        if not count:
            raise
        return LibraryFinding(
            kind="database",
            path=DATABASE_FILE,
            what=say(
                N_("“{file}” is gone; {n:,} dataset or run is in its folder."),
                N_("“{file}” is gone; {n:,} datasets and runs are in their folders."),
                n=count,
                file=DATABASE_FILE,
            ),
            fix=say(N_("workbench verify --repair makes it again from their manifests.")),
        )
    return None


def _tell(done: LibraryVerified, session: Session) -> None:
    console = session.console
    console.result({**msgspec.to_builtins(done), "findings": [_in_words(finding) for finding in done.findings]})
    for finding in done.findings:
        if finding.is_repaired:
            console.line("- " + sentences(render(finding.what), tr(N_("Repaired."))))
        else:
            console.line("- " + sentences(render(finding.what), "" if finding.fix is None else render(finding.fix)))
    left = sum(not finding.is_repaired for finding in done.findings)
    if left:
        raise LibraryError(say(N_("{n:,} problem was found."), N_("{n:,} problems were found."), n=left))
    console.line(
        tr(
            N_("Nothing is wrong with the library. Versions of datasets: {versions:,}; runs: {runs:,}."),
            versions=done.versions,
            runs=done.runs,
        )
    )


def _in_words(finding: LibraryFinding) -> dict[str, Any]:
    words: dict[str, Any] = msgspec.to_builtins(finding)
    fix = None if finding.fix is None else render(finding.fix)
    return {**words, "what": render(finding.what), "fix": fix}


COMMAND = Command(name="verify", help=N_("check the library"), add_arguments=_add_arguments, run=_run)
