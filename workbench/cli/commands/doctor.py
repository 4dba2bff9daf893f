"""`workbench doctor`: versions, devices, folders and a self-check, fit for a bug report."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from typing import Any

from workbench.cli import diagnosis
from workbench.cli.commands import Command
from workbench.cli.session import Session
from workbench.errors import EngineError
from workbench.i18n import N_, render, say, tr


def _add_arguments(_parser: ArgumentParser) -> None:
    """Takes none of its own."""


def _run(_options: Namespace, session: Session) -> None:
    checks = diagnosis.run_checks(session.folder)
    found: dict[str, dict[str, Any]] = {
        "versions": diagnosis.versions(),
        "devices": diagnosis.devices(),
        "folders": diagnosis.folders(session.folder),
        "checks": {check.name: check.problem or "ok" for check in checks},
    }
    for title, values in found.items():
        session.console.table([f"[{title}]", ""], [[name, str(value)] for name, value in values.items()])
        session.console.line()
    session.console.result(found)
    failed = [render(check.title) for check in checks if check.problem]
    if failed:
        raise EngineError(
            say(N_("The self-check found a problem: {names}."), names=", ".join(failed)),
            say(N_("Send the lines above with your bug report.")),
        )
    session.console.line(tr(N_("Everything works.")))


COMMAND = Command(name="doctor", help=N_("check this installation"), add_arguments=_add_arguments, run=_run)
