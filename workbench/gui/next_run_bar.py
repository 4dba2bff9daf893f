"""The bottom bar of the panes that lead to training: what the next run will be, and the button that starts it."""

from __future__ import annotations

from workbench.gui import wording
from workbench.gui.pane import BarAction, BottomBar, Fact, PaneContext
from workbench.i18n import N_, render, tr
from workbench.values import Estimate, Fit

_FIT_WORDS: dict[Fit, str] = {
    "fits": N_("fits in memory"),
    "tight": N_("memory is tight"),
    "too_large": N_("too large for the memory"),
}


def next_run_bar(context: PaneContext) -> BottomBar:
    """What the next run will be; while something is missing, the first fact says what."""
    missing = context.session.missing()
    actions = (BarAction(tr("Settings"), lambda: context.open_settings(""), quiet=True),)
    if missing is not None:
        return BottomBar(
            facts=(Fact(render(missing), tone="text_2", icon="info"),),
            actions=actions,
            primary=BarAction(tr("button::Train"), context.session.start_run, enabled=False),
        )
    return BottomBar(facts=_facts(context), actions=actions, primary=_train(context))


def _train(context: PaneContext) -> BarAction:
    def start() -> None:
        context.session.start_run()
        context.open_pane("train")

    text = tr("Queue this run") if context.training.is_running else tr("button::Train")
    return BarAction(text, start, shortcut="Ctrl+Return")


def _facts(context: PaneContext) -> tuple[Fact, ...]:
    session = context.session
    facts = [
        Fact(wording.model_title(session.model), on_click=lambda: context.open_pane("model")),
        Fact(wording.method_title(session.method), on_click=lambda: context.open_settings("method")),
    ]
    if session.estimate is not None:
        facts += _estimate_facts(session.estimate)
    elif session.is_estimating:
        facts.append(Fact(tr("estimating the time"), tone="text_2"))
    changed = len(session.settings)
    facts.append(
        Fact(
            tr("{n} setting changed", "{n} settings changed", n=changed) if changed else tr("0 settings changed"),
            tooltip=wording.listed(*session.settings),
            on_click=lambda: context.open_settings(""),
        )
    )
    return tuple(facts)


def _estimate_facts(estimate: Estimate) -> list[Fact]:
    fits = estimate.fit == "fits"
    needs = tr(
        "Needs {memory} of memory ({device}).",
        memory=wording.memory(estimate.memory_bytes, estimate.memory_total_bytes),
        device=wording.device(estimate.device),
    )  # fmt: skip
    return [
        Fact(wording.about_time(estimate.seconds), tooltip=tr("An estimate from the speed of this computer.")),
        Fact(
            tr(_FIT_WORDS[estimate.fit]), tone="ok" if fits else "warn", icon="check" if fits else "triangle-alert",
            tooltip=needs,
        ),
    ]  # fmt: skip
