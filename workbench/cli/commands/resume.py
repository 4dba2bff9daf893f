"""`workbench resume RUN`: goes on with a run that was interrupted, from its last checkpoint."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from workbench.cli.commands import Command
from workbench.cli.commands.train import finish
from workbench.cli.session import Session
from workbench.i18n import N_, tr
from workbench.protocol import RecoverRuns, ResumeRun, RunFinished, RunsRecovered


def _add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("run", metavar=tr(N_("RUN")), help=tr(N_("its number, name or folder")))


def _run(options: Namespace, session: Session) -> None:
    session.ask(RecoverRuns(), RunsRecovered)
    run = session.library.find_run(options.run)
    finish(session, session.ask(ResumeRun(run_id=run.id), RunFinished).run_id)


COMMAND = Command(name="resume", help=N_("go on with an interrupted run"), add_arguments=_add_arguments, run=_run)
