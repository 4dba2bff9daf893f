"""What the rail and the bottom bar say of training."""

from __future__ import annotations

from workbench.gui import wording
from workbench.gui.next_run_bar import next_run_bar
from workbench.gui.pane import BarAction, BottomBar, Fact, PaneContext
from workbench.gui.panes.train import words
from workbench.gui.panes.train.presenter import TrainPresenter
from workbench.i18n import tr


def train_rail_state(presenter: TrainPresenter) -> str:
    """One word or number for the rail."""
    if presenter.state in ("running", "stopping"):
        return wording.percent(presenter.log.progress) if presenter.log.progress else "0%"
    names = {
        "starting": tr("starting"),
        "ready": tr("ready"),
        "finished": tr("done"),
        "interrupted": tr("interrupted"),
        "failed": tr("failed"),
    }
    return names.get(presenter.state, "")


def train_bar(presenter: TrainPresenter, context: PaneContext) -> BottomBar:
    """The bottom bar of the Train pane."""
    state = presenter.state
    if state in ("locked", "ready"):
        return next_run_bar(context)
    name = words.run_name(presenter)
    if state in ("starting", "running", "stopping"):
        return _running_bar(presenter, context, name)
    can_train = context.session.missing() is None
    again = BarAction(tr("Train again"), lambda: context.commands.run("train"), quiet=True, enabled=can_train)
    if state == "finished":
        run = presenter.run
        took = wording.took(run.seconds) if run else ""
        facts = (Fact(tr("{name} finished in {time}", name=name, time=took), tone="text", icon="check"),)
        kept = (
            (Fact(tr("{place} was kept", place=words.at_epoch(run.best_epoch)), tone="text_2"),)
            if (run is not None and run.best_epoch is not None)
            else ()
        )
        primary = BarAction(tr("See results"), lambda: _show_results(presenter, context), shortcut="Ctrl+4")
        return BottomBar(facts=facts + kept, actions=(again,), primary=primary)
    fact = Fact(words.title(presenter), tone="error" if state == "failed" else "warn", icon="triangle-alert")
    if presenter.can_resume:
        resume = BarAction(tr("Resume {name}", name=name), presenter.resume, shortcut="Ctrl+Shift+R")
        return BottomBar(facts=(fact,), actions=(again,), primary=resume)
    return BottomBar(
        facts=(fact,),
        primary=BarAction(tr("Train again"), lambda: context.commands.run("train"), enabled=can_train),
    )


def _running_bar(presenter: TrainPresenter, context: PaneContext, name: str) -> BottomBar:
    told = {
        "starting": tr("{name} is starting", name=name),
        "stopping": tr("{name} is stopping", name=name),
    }.get(presenter.state, tr("{name} is training", name=name))
    facts = [Fact(told, icon="zap")]
    if presenter.log.progress:
        facts.append(Fact(wording.percent(presenter.log.progress), tone="text_2"))
    kept = tr("the best epoch so far is kept even if you stop")
    facts.append(Fact(kept if presenter.log.best else tr("you can stop at any time"), tone="text_2"))
    back = BarAction(tr("Back to Data"), lambda: context.open_pane("data"))
    return BottomBar(facts=tuple(facts), hint=tr("You can keep working in the other panes"), actions=(back,))


def _show_results(presenter: TrainPresenter, context: PaneContext) -> None:
    if presenter.run is not None:
        context.session.show_run(presenter.run.id)
    context.open_pane("results")
