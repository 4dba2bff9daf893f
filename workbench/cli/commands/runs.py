"""`workbench runs`: lists every run, the newest first."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from typing import Any

from workbench.cli.commands import Command
from workbench.cli.narrator import duration
from workbench.cli.run_result import STATES
from workbench.cli.session import Session
from workbench.i18n import N_, tr
from workbench.protocol import RecoverRuns, RunsRecovered
from workbench.values import Run


def _add_arguments(_parser: ArgumentParser) -> None:
    """Takes none of its own."""


def _run(_options: Namespace, session: Session) -> None:
    session.ask(RecoverRuns(), RunsRecovered)
    found = session.library.runs()
    session.console.result([_summary(run, session) for run in found])
    if not found:
        session.console.line(tr(N_("There are no runs yet. Make one with: workbench train FILE")))
        return
    header = [
        tr(N_("Run")),
        tr(N_("Name")),
        tr(N_("State")),
        tr(N_("Model")),
        tr(N_("Accuracy")),
        tr(N_("Macro-F1")),
        tr(N_("Time")),
        tr(N_("Started")),
    ]
    session.console.table(header, [_row(run) for run in found])


def _summary(run: Run, session: Session) -> dict[str, Any]:
    figures = run.report.figures if run.report is not None else None
    return {
        "run": run.id,
        "name": run.name,
        "state": run.state,
        "task": run.task,
        "model": run.model.name,
        "kind": run.model.kind,
        "method": run.method,
        "seed": run.seed,
        "folder": str(session.folder / run.folder),
        "started_at": run.started_at,
        "seconds": round(run.seconds, 3),
        "accuracy": figures.accuracy if figures is not None else None,
        "macro_f1": figures.macro_f1 if figures is not None else None,
        "starred": run.starred,
        "note": run.note,
    }


def _row(run: Run) -> list[str]:
    figures = run.report.figures if run.report is not None else None
    return [
        str(run.id),
        run.name,
        tr(STATES[run.state]),
        run.model.title,
        f"{figures.accuracy:.3f}" if figures is not None else "–",
        f"{figures.macro_f1:.3f}" if figures is not None else "–",
        duration(run.seconds),
        run.started_at[:16].replace("T", " "),
    ]


COMMAND = Command(name="runs", help=N_("list the runs"), add_arguments=_add_arguments, run=_run)
