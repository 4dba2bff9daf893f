"""`workbench show RUN`: everything that is known of one run."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from typing import Any

import msgspec

from workbench.cli.commands import Command
from workbench.cli.console import Console
from workbench.cli.run_result import STATES, result, show_result
from workbench.cli.session import Session
from workbench.i18n import N_, render, tr
from workbench.protocol import EvaluationLogged, RecoverRuns, RunsRecovered
from workbench.values import Run


def _add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("run", metavar=tr(N_("RUN")), help=tr(N_("its number, name or folder")))


def _run(options: Namespace, session: Session) -> None:
    session.ask(RecoverRuns(), RunsRecovered)
    run = session.library.find_run(options.run)
    session.console.result(_everything(run, session))
    _show_facts(run, session.console)
    _show_curve(session.library.evaluations(run.id), session.console)
    show_result(run, session.folder, session.console)
    if run.report is not None:
        for advice in run.report.advice:
            session.console.line(f"- {render(advice.title)}: {render(advice.text)}")


def _everything(run: Run, session: Session) -> dict[str, Any]:
    library = session.library
    row: dict[str, Any] = msgspec.to_builtins(run)
    return {
        **row,
        **result(run, session.folder),
        "model_card": row["model"],
        "data": _data(run, session),
        "steps": library.steps(run.id),
        "evaluations": library.evaluations(run.id),
        "checkpoints": library.checkpoints(run.id),
    }


def _data(run: Run, session: Session) -> dict[str, Any]:
    version = session.library.version(run.version_id)
    return {
        "name": version.name,
        "source": version.source,
        "sha256": version.sha256,
        "rows": version.rows,
        "text": run.roles.text,
        "label": run.roles.label,
    }


def _show_facts(run: Run, console: Console) -> None:
    facts = [
        (tr(N_("State")), tr(STATES[run.state])),
        (tr(N_("Model")), run.model.title),
        (tr(N_("Method")), run.method),
        (tr(N_("Seed")), str(run.seed)),
        (tr(N_("Started")), run.started_at[:19].replace("T", " ")),
        (tr(N_("Settings changed")), ", ".join(f"{key}={run.settings[key]}" for key in run.changed) or "–"),
    ]
    console.table([run.name, ""], facts)
    if run.error is not None:
        console.line(render(run.error.what))


def _show_curve(evaluations: list[EvaluationLogged], console: Console) -> None:
    if not evaluations:
        return
    names = sorted({name for entry in evaluations for name in entry.metrics})
    console.line()
    console.table(
        [tr(N_("Epoch")), tr(N_("Validation loss")), *names, ""],
        [
            [
                f"{entry.epoch:.2f}",
                f"{entry.loss:.3f}",
                *(f"{entry.metrics.get(name, float('nan')):.3f}" for name in names),
                tr(N_("best so far")) if entry.is_best else "",
            ]
            for entry in evaluations
        ],
    )


COMMAND = Command(name="show", help=N_("show one run"), add_arguments=_add_arguments, run=_run)
