"""What the bottom bar says of the runs, and what can be done with the current one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from workbench.gui import wording
from workbench.gui.next_run_bar import next_run_bar
from workbench.gui.pane import BarAction, BottomBar, Fact, PaneContext
from workbench.gui.panes.runs import words
from workbench.gui.panes.runs.comparison import contest
from workbench.gui.panes.runs.presenter import RunsPresenter
from workbench.i18n import tr
from workbench.values import Run

_LONGEST_NAME = 24
"""Characters of a name on a button."""


@dataclass(frozen=True)
class RunActions:
    """What the buttons do with the current run."""

    use: Callable[[], None]
    resume: Callable[[], None]
    watch: Callable[[], None]
    delete: Callable[[], None]
    open_folder: Callable[[], None]


def runs_bar(presenter: RunsPresenter, context: PaneContext, actions: RunActions) -> BottomBar:
    """The bottom bar of the Runs pane."""
    run = presenter.current
    if run is None:
        return BottomBar(facts=tuple(_facts(presenter))) if presenter.runs else next_run_bar(context)
    is_running = presenter.state(run) == "running"
    buttons = (
        BarAction(tr("Open folder"), actions.open_folder, icon="folder", quiet=True),
        BarAction(tr("Delete"), actions.delete, enabled=not is_running),
    )
    primary, reason = _next_step(presenter, run, actions)
    facts = _facts(presenter)
    if reason:
        facts = [Fact(reason, tone="text_2", icon="info"), *facts]
    return BottomBar(facts=tuple(facts), actions=buttons, primary=primary)


def _facts(presenter: RunsPresenter) -> list[Fact]:
    ticked = presenter.ticked
    if not ticked:
        return [Fact(tr("Tick runs in the table to compare them"), tone="text_2")]
    count = Fact(tr("{n} run compared", "{n} runs compared", n=len(ticked)))
    if len(ticked) == 1:
        return [
            Fact(wording.run_name(ticked[0])),
            Fact(tr("tick a second run to compare"), tone="text_2"),
        ]
    told = words.verdict(contest(ticked))
    tip = tr("Chance could explain a difference as long as the 95% intervals of the two overlap.")
    return [count, *([Fact(told, tone="text_2", tooltip=tip)] if told else [])]


def _next_step(presenter: RunsPresenter, run: Run, actions: RunActions) -> tuple[BarAction, str]:
    """The primary button, and why it is off if it is."""
    whole = wording.run_name(run)
    name = whole if len(whole) <= _LONGEST_NAME else whole[: _LONGEST_NAME - 1].rstrip() + "…"
    step = presenter.next_step(run)
    if step == "watch":
        return BarAction(tr("Go to Train"), actions.watch), ""
    if step == "resume":
        reason = "" if presenter.can_resume else tr("{name} can go on when no other run trains", name=name)
        return BarAction(tr("Resume {name}", name=name), actions.resume, enabled=not reason), reason
    reason = "" if step == "use" else words.nothing_to_use(presenter, run)
    return BarAction(tr("Use {name}", name=name), actions.use, enabled=not reason), reason
