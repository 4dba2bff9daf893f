"""`workbench predict RUN`: asks a run's model for the labels of texts, or of a whole file."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import Any

from workbench.cli.commands import Command
from workbench.cli.session import Session
from workbench.errors import SettingError
from workbench.i18n import N_, say, tr
from workbench.protocol import FileScored, Predict, Predicted, ScoreFile
from workbench.values import Output, Run


def _add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("run", metavar=tr(N_("RUN")), help=tr(N_("its number, name or folder")))
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("--text", action="append", metavar="T", help=tr(N_("a text; can be given many times")))
    what.add_argument("--file", type=Path, metavar="F", help=tr(N_("a table with the same text column")))
    parser.add_argument("--out", type=Path, metavar="G", help=tr(N_("where the scored copy of the table goes")))


def _run(options: Namespace, session: Session) -> None:
    if (options.file is None) != (options.out is None):
        raise SettingError(say(N_("--file and --out belong together: the table, and where its scored copy goes.")))
    run = session.library.find_run(options.run)
    if options.file is not None:
        _score(session, run, file=options.file.expanduser().absolute(), out=options.out.expanduser().absolute())
    else:
        _predict(session, run, tuple(options.text))


def _predict(session: Session, run: Run, texts: tuple[str, ...]) -> None:
    answer = session.ask(Predict(run_id=run.id, texts=texts), Predicted)
    session.console.result([as_dict(text, output) for text, output in zip(texts, answer.outputs, strict=True)])
    session.console.table(
        [tr(N_("Label")), tr(N_("Confidence")), tr(N_("Text"))],
        [
            [output.labels[0], f"{output.scores[0]:.1%}", text]
            for text, output in zip(texts, answer.outputs, strict=True)
        ],
    )


def as_dict(text: str, output: Output) -> dict[str, Any]:
    """One answer for programs: the likeliest label, and the probability of every label."""
    return {
        "text": text,
        "label": output.labels[0],
        "confidence": output.scores[0],
        "scores": dict(zip(output.labels, output.scores, strict=True)),
    }


def _score(session: Session, run: Run, *, file: Path, out: Path) -> None:
    scored = session.ask(ScoreFile(run_id=run.id, path=str(file), out=str(out)), FileScored)
    session.console.result(
        {
            "run": run.id,
            "out": scored.out,
            "rows": scored.rows,
            "rejected": scored.rejected,
            "seconds": round(scored.seconds, 3),
        }
    )
    session.console.line(
        tr(
            N_("{n:,} row written to {file}; {rejected:,} could not be read."),
            N_("{n:,} rows written to {file}; {rejected:,} could not be read."),
            n=scored.rows,
            file=scored.out,
            rejected=scored.rejected,
        )
    )


COMMAND = Command(name="predict", help=N_("ask a trained model"), add_arguments=_add_arguments, run=_run)
