"""The Runs pane's numbers and sentences."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from workbench.gui import wording
from workbench.gui.forms import shown as setting_text
from workbench.gui.panes.runs.comparison import Contest, Difference, are_comparable
from workbench.gui.panes.runs.presenter import RunsPresenter, StateFilter, Story
from workbench.i18n import N_, render, tr
from workbench.settings import TRAINING, SettingValue
from workbench.values import Run, RunState, Version

if TYPE_CHECKING:
    from workbench.gui.widgets.painting import ChipTone

NOTHING = "–"

FILTERS: dict[StateFilter, str] = {
    "all": N_("All states"),
    "starred": N_("Starred"),
    "finished": N_("Finished"),
    "stopped": N_("Stopped"),
    "interrupted": N_("Interrupted"),
    "failed": N_("Failed"),
    "running": N_("Running"),
}

_FAILURES = {"memory": N_("ran out of memory"), "disk": N_("ran out of disk space")}
_QUARTERS = {25: "¼", 50: "½", 75: "¾"}
_OWN_TITLES = {
    "version": N_("Data"),
    "model": N_("Base model"),
    "method": N_("Method"),
    "seed": N_("Seed"),
}
_SETTINGS = {setting.key: setting for setting in TRAINING}


def epoch(number: float) -> str:
    """An epoch as a short number: 2, 3¼, 1.33."""
    whole, hundredths = divmod(round(number * 100), 100)
    if hundredths in _QUARTERS:
        return f"{whole or ''}{_QUARTERS[hundredths]}"
    return f"{number:.2f}".rstrip("0").rstrip(".")


def method(run: Run) -> str:
    """How a run was trained."""
    return tr(run.method) if run.model.kind == "baseline" else wording.method_title(run.method)


def version_name(version: Version | None) -> str:
    """A dataset version: `reviews.csv, version 1`."""
    return tr("{name}, version {n}", name=version.name, n=version.number) if version is not None else NOTHING


def moment(started_at: str) -> str:
    """The exact time of a start."""
    return f"{datetime.fromisoformat(started_at).astimezone():%Y-%m-%d %H:%M:%S}"


def right(run: Run) -> str:
    """Right answers in 100."""
    return str(wording.in_100(run.report.figures.accuracy)) if run.report is not None else NOTHING


def right_tooltip(run: Run) -> str:
    """The exact terms behind the right answers in 100."""
    if run.report is None:
        return ""
    figures = run.report.figures
    return tr(
        "Accuracy {value}, 95% interval {low} to {high}, {n:,} test row",
        "Accuracy {value}, 95% interval {low} to {high}, {n:,} test rows",
        n=run.report.examples, value=f"{figures.accuracy:.3f}", low=f"{figures.accuracy_low:.3f}",
        high=f"{figures.accuracy_high:.3f}",
    )  # fmt: skip


def macro_f1(run: Run) -> str:
    """The macro-F1 on the test rows."""
    return f"{run.report.figures.macro_f1:.2f}" if run.report is not None else NOTHING


def took(run: Run, state: RunState) -> str:
    """How long a run took; unknown while it runs."""
    return wording.took(run.seconds) if run.seconds and state != "running" else NOTHING


def chip(presenter: RunsPresenter, run: Run) -> tuple[str, ChipTone, str]:
    """The state of a run in a word or two, its tone, and more words; a finished run that is not the best has none."""
    state = presenter.state(run)
    if state == "failed":
        code = run.error.code if run.error is not None else ""
        text = tr(_FAILURES[code]) if code in _FAILURES else tr("failed")
        return text, "error", render(run.error.what) if run.error is not None else ""
    if state == "interrupted":
        return tr("interrupted"), "warn", ""
    if state == "running":
        progress = presenter.progress if presenter.is_training(run) else None
        return (tr("running {share}", share=wording.percent(progress)) if progress else tr("running")), "accent", ""
    if state == "stopped":
        return tr("stopped at epoch {epoch}", epoch=epoch(run.epochs)), "warn", ""
    if run.id in presenter.best:
        return tr("best"), "ok", tr("The most right answers of all runs that were tested on the same rows.")
    return "", "neutral", ""


def facts(presenter: RunsPresenter) -> list[str]:
    """The facts line: how many, of which data, and whether they can be compared."""
    runs, shown = presenter.runs, presenter.shown
    parts = [tr("{n:,} run", "{n:,} runs", n=len(runs))]
    if len(shown) != len(runs):
        parts = [tr("{shown:,} of {n:,} runs", shown=len(shown), n=len(runs))]
    versions = {run.version_id for run in shown}
    if len(versions) == 1:
        parts.append(version_name(presenter.versions.get(next(iter(versions)))))
    elif versions:
        parts.append(tr("{n} dataset versions", n=len(versions)))
    tested = [run for run in shown if run.report is not None]
    examples = tested[0].report.examples if tested and tested[0].report else 0
    if len(tested) > 1 and are_comparable(tested):
        parts.append(tr("all measured on the same {n:,} examples", n=examples))
    elif len(tested) > 1:
        parts.append(tr("measured on different rows"))
    elif tested:
        parts.append(tr("measured on {n:,} example", "measured on {n:,} examples", n=examples))
    return parts


def search_words(run: Run, versions: Mapping[int, Version], state: str) -> str:
    """What the search field looks through."""
    return " ".join(
        (
            wording.run_name(run),
            wording.model_title(run.model),
            method(run),
            version_name(versions.get(run.version_id)),
            state,
        )
    )


def verdict(result: Contest | None) -> str:
    """Whether the best of the runs compared is better than chance would explain."""
    if result is None:
        return ""
    names = {"winner": wording.run_name(result.winner), "second": wording.run_name(result.second)}
    if result.verdict == "different_rows":
        return tr("measured on different rows, not comparable")
    if result.verdict == "equal":
        return tr("{winner} and {second} are equally good", **names)
    if result.verdict == "beyond_chance":
        return tr("{winner} beats {second} by {n} in 100, more than chance would explain", n=result.ahead, **names)
    return tr("{winner} beats {second} by {n} in 100, which could be chance", n=result.ahead, **names)


def nothing_to_use(presenter: RunsPresenter, run: Run) -> str:
    """Why a run that has no model cannot be used."""
    if presenter.state(run) == "running":
        return tr("{name} is being trained by another window", name=wording.run_name(run))
    return tr("{name} ended before it had a model", name=wording.run_name(run))


def setting_title(key: str) -> str:
    """The name of one thing in which runs differ."""
    return tr(_OWN_TITLES[key]) if key in _OWN_TITLES else tr(_SETTINGS[key].title)


def setting_value(key: str, value: SettingValue | None) -> str:
    """The value of one thing in which runs differ, as people say it."""
    if value is None:
        return NOTHING
    if isinstance(value, bool):
        return tr("yes") if value else tr("no")
    if key == "method":
        name = wording.method_title(str(value))
        return tr(name) if name == value else name
    if key.endswith("_ratio"):
        return f"{float(value) * 100:g}%" if value else tr("none")
    return f"{value:,}" if isinstance(value, int) and key != "seed" else setting_text(value)


def difference(row: Difference) -> tuple[str, list[str]]:
    """One row of What differs: its name and its values."""
    return setting_title(row.key), [setting_value(row.key, value) for value in row.values]


def outcome(runs: list[Run], stories: list[Story]) -> list[tuple[str, list[str]]]:
    """The rows below the settings: what came of each run."""
    rows = [
        (tr("Right in 100"), [right(run) for run in runs]),
        (tr("Macro-F1"), [macro_f1(run) for run in runs]),
        (tr("Best epoch"), [epoch(run.best_epoch) if run.best_epoch is not None else NOTHING for run in runs]),
        (tr("Took"), [took(run, run.state) for run in runs]),
        (tr("Memory"), [_memory(story.memory_bytes) for story in stories]),
    ]
    return [(name, values) for name, values in rows if any(value != NOTHING for value in values)]


def equal_settings(count: int) -> str:
    """How many settings do not differ."""
    return tr("{n} setting is equal", "{n} settings are equal", n=count)


def _memory(size_bytes: int) -> str:
    return f"{size_bytes / 2**30:.1f} GB" if size_bytes else NOTHING
