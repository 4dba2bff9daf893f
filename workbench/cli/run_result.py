"""A run as the command line shows it: a dictionary for programs, a table for people."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from workbench.cli.console import Console
from workbench.cli.narrator import duration
from workbench.i18n import N_, tr
from workbench.values import Figures, Report, Run

STATES = {
    "running": N_("running"),
    "finished": N_("finished"),
    "stopped": N_("stopped"),
    "interrupted": N_("interrupted"),
    "failed": N_("failed"),
}


def result(run: Run, library: Path) -> dict[str, Any]:
    """A finished run in the form that `--json` promises.

    Args:
        run: The run.
        library: The folder of the library, absolute.
    """
    report = run.report
    return {
        "run": run.id,
        "folder": str(library / run.folder),
        "task": run.task,
        "model": run.model.name,
        "seconds": round(run.seconds, 3),
        "metrics": {"test": _test_metrics(report) if report is not None else None},
        "baseline": _figures(report.baseline) if report is not None and report.baseline is not None else None,
    }


def show_result(run: Run, library: Path, console: Console) -> None:
    """Writes how good a run is: the figures, then a row for each label."""
    console.line()
    console.line(tr(N_("{name}: {folder}"), name=run.name, folder=str(library / run.folder)))
    if run.report is None:
        console.line(tr(N_("It has no test result.")))
        return
    report = run.report
    named = [(run.name, report.figures)]
    if report.baseline is not None:
        named.append((tr(N_("Baseline")), report.baseline))
    named.append((tr(N_("Always “{label}”"), label=report.commonest_label), report.commonest))
    console.table(
        ["", tr(N_("Accuracy")), tr(N_("Macro-F1"))],
        [[name, f"{figures.accuracy:.3f}", f"{figures.macro_f1:.3f}"] for name, figures in named],
    )
    console.line()
    console.table(
        [tr(N_("Label")), tr(N_("Precision")), tr(N_("Recall")), "F1", tr(N_("Test rows"))],
        [
            [entry.label, f"{entry.precision:.3f}", f"{entry.recall:.3f}", f"{entry.f1:.3f}", f"{entry.support:,}"]
            for entry in report.per_label
        ],
    )
    console.line()
    console.line(
        tr(
            N_("Tested on {n:,} row, {time} in all."),
            N_("Tested on {n:,} rows, {time} in all."),
            n=report.examples,
            time=duration(run.seconds),
        )
    )


def _test_metrics(report: Report) -> dict[str, Any]:
    per_label = {
        entry.label: {
            "precision": entry.precision,
            "recall": entry.recall,
            "f1": entry.f1,
            "support": entry.support,
        }
        for entry in report.per_label
    }
    return {**_figures(report.figures), "per_label": per_label}


def _figures(figures: Figures) -> dict[str, float]:
    return {"accuracy": figures.accuracy, "macro_f1": figures.macro_f1}
