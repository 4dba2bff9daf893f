"""The Train pane's numbers and sentences."""

from __future__ import annotations

from workbench.gui import wording
from workbench.gui.choice_dialog import Choice
from workbench.gui.pane import PaneContext
from workbench.gui.panes.train.presenter import TrainPresenter
from workbench.gui.training import QueuedRun
from workbench.gui.widgets.key_values import KeyValue
from workbench.gui.widgets.phase_bar import Phase, PhaseState
from workbench.gui.widgets.row_list import ListRow
from workbench.i18n import N_, tr
from workbench.settings import TRAINING, complete
from workbench.values import PhaseEstimate, PhaseName

SURE_BELOW_S = 10
"""A shorter expected time is told without "about": a second more or less is seen by nobody."""
NEAR_QUARTER = 0.02
"""Evaluations fall on whole steps, so that the one of epoch 1.5 may be at 1.51."""

PHASE_NAMES: dict[PhaseName, str] = {
    "loading": N_("Loading"),
    "tokenizing": N_("Tokenizing"),
    "training": N_("phase::Training"),
    "evaluating": N_("Evaluating"),
    "saving": N_("phase::Saving"),
}


def epoch(number: float) -> str:
    """An epoch as a short number: 2, 1.5, 0.33; what is a step away from a quarter is that quarter."""
    quarter = round(number * 4) / 4
    near = quarter if abs(number - quarter) <= NEAR_QUARTER else number
    return f"{near:.2f}".rstrip("0").rstrip(".")


def at_epoch(number: float) -> str:
    """An epoch as a place in a run: `epoch 1.5`; the look before the first step is the start."""
    return tr("place::epoch {epoch}", epoch=epoch(number)) if number > 0 else tr("place::the start")


def run_name(presenter: TrainPresenter) -> str:
    """The name of the run shown."""
    if presenter.run is not None:
        return wording.run_name(presenter.run)
    return tr("Run {n}", n=presenter.log.run_id) if presenter.log.run_id else tr("The run")


def title(presenter: TrainPresenter) -> str:
    """The title of the pane: the one thing to know."""
    state = presenter.state
    name = run_name(presenter)
    if state == "running":
        left = presenter.seconds_left()
        words = tr("{time} left", time=wording.about_time(left)) if left is not None else tr("phase::Training")
        return words[:1].upper() + words[1:]
    if state == "finished" and presenter.run is not None and presenter.run.state == "stopped":
        return tr("{name} was stopped; its best epoch is kept", name=name)
    titles = {
        "locked": tr("Train"),
        "ready": tr("Ready to train"),
        "starting": tr("Starting"),
        "stopping": tr("Stopping after this step"),
        "finished": tr("{name} is finished", name=name),
        "interrupted": tr("{name} was interrupted", name=name),
        "failed": tr("{name} failed", name=name),
    }
    return titles[state]


def facts(presenter: TrainPresenter, context: PaneContext) -> list[str]:
    """The facts line: which run it is."""
    run, session, current = presenter.run, context.session, context.training.current
    if run is not None:
        parts = [
            wording.run_name(run),
            presenter.source,
            wording.model_title(run.model),
            wording.method_title(run.method),
        ]
    elif current is not None and context.training.is_running:
        parts = [current.version.name, current.model_title, wording.method_title(current.request.method)]
    else:
        name = session.version.name if session.version else ""
        parts = [name, wording.model_title(session.model), wording.method_title(session.method)]
    epochs = presenter.epochs
    parts.append(tr("{n} epoch", "{n} epochs", n=epochs) if epochs else "")
    return [part for part in parts if part]


def phases(presenter: TrainPresenter) -> list[Phase]:
    """The segments of the phase bar."""
    log = presenter.log
    names = [p.phase for p in log.phases]
    is_over = presenter.state == "finished"
    current = names.index(log.phase) if log.phase in names else -1
    found = []
    for index, estimate in enumerate(log.phases):
        state: PhaseState = "done" if is_over or index < current else "waiting"
        if index == current and not is_over:
            state = "failed" if presenter.state in ("failed", "interrupted") else "current"
        found.append(_phase(presenter, estimate, index, state))
    return found


def _phase(presenter: TrainPresenter, estimate: PhaseEstimate, index: int, state: PhaseState) -> Phase:
    log = presenter.log
    name = tr(PHASE_NAMES[estimate.phase])
    done = 0.0
    if state == "waiting":
        note = _expected(estimate.seconds)
    elif state == "done":
        note = wording.took(max(0.1, presenter.phase_seconds(index)))
    elif estimate.phase == "training" and log.plan is not None and log.last_step is not None:
        done = log.progress
        note = tr("epoch {epoch} of {epochs}", epoch=f"{log.last_step.epoch:.1f}", epochs=log.plan.epochs)
    else:
        used = presenter.phase_seconds(index)
        done = min(0.95, used / estimate.seconds) if estimate.seconds else 0.5
        note = wording.took(used) if used >= 1 else ""
    return Phase(name=name, weight=estimate.seconds, state=state, done=done, note=note)


def _expected(seconds: float) -> str:
    return tr("{n} s", n=max(1, round(seconds))) if seconds < SURE_BELOW_S else wording.about_time(seconds)


def this_run(presenter: TrainPresenter, context: PaneContext) -> list[KeyValue]:
    """The rows of the card "This run"."""
    log = presenter.log
    best = log.best
    estimate = context.session.estimate
    metric = tr(presenter.metric_title)
    rows = [
        KeyValue(
            tr("Best {metric}", metric=_in_a_sentence(metric)),
            tr("{value}, {place}", value=f"{best.metrics[presenter.metric]:.2f}", place=at_epoch(best.epoch))
            if best
            else "–",
            tr("On the validation rows."),
        ),
        KeyValue(tr("Step"), _steps(presenter)),
        KeyValue(
            tr("Speed"),
            tr(
                "{n:,} examples/s",
                n=round(log.examples_per_s, 1) if log.examples_per_s < 10 else round(log.examples_per_s),
            )
            if log.examples_per_s
            else "–",
        ),
    ]
    if log.last_step is not None and estimate is not None:
        used = wording.memory(log.last_step.memory_bytes, estimate.memory_total_bytes)
        rows.append(KeyValue(tr("Memory"), used, tr("Memory of the training process.")))
    device = log.device or (estimate.device if estimate else "")
    if device:
        rows.append(KeyValue(tr("Device"), wording.device(device)))
    return rows


def _steps(presenter: TrainPresenter) -> str:
    log = presenter.log
    done = log.last_step.step if log.last_step else 0
    if log.plan is not None:
        return tr("{done:,} of {total:,}", done=done, total=log.plan.steps)
    return f"{done:,}" if done else "–"


def metric_note(presenter: TrainPresenter) -> str:
    """How often the validation rows were looked at, and when next."""
    count = len(presenter.log.evaluations)
    if not count:
        return ""
    next_s = presenter.log.seconds_to_evaluation if presenter.state == "running" else None
    if next_s is None:
        return tr("checked once", "checked {n} times", n=count)
    when = tr("{n} s", n=max(1, round(next_s))) if next_s < SURE_BELOW_S else wording.about_time(next_s)
    return tr("checked once, next in {time}", "checked {n} times, next in {time}", n=count, time=when)


def waiting(presenter: TrainPresenter) -> str:
    """What stands in a plot without data."""
    if presenter.state in ("locked", "ready"):
        return tr("The curves appear here while the model trains")
    if presenter.state in ("starting", "running", "stopping"):
        return tr("Waiting for the first evaluation")
    return tr("No curves: the run ended before its first step")


def queue_rows(context: PaneContext, presenter: TrainPresenter) -> list[ListRow]:
    """The runs that wait."""
    ahead = presenter.seconds_left() or 0.0
    rows = []
    for index, run in enumerate(context.training.queue):
        rows.append(_queue_row(index, run, ahead))
        ahead += run.estimate.seconds if run.estimate else 0.0
    return rows


def _queue_row(index: int, run: QueuedRun, ahead_s: float) -> ListRow:
    soon = tr("in {time}", time=wording.about_time(ahead_s)) if ahead_s else tr("next")
    starts = soon if index == 0 else tr("then")
    takes = tr("takes {time}", time=wording.about_time(run.estimate.seconds)) if run.estimate else ""
    epochs = int(complete(TRAINING, run.request.settings)["epochs"])
    what = (wording.method_title(run.request.method), tr("{n} epoch", "{n} epochs", n=epochs))
    return ListRow(
        key=str(index),
        title=wording.listed(*what),
        detail=wording.listed(starts, takes),
        tooltip=wording.listed(run.version.name, run.model_title, *what),
        icon="clock",
        action=tr("Take out of the queue"),
        action_icon="x",
    )


def stop_choices(presenter: TrainPresenter, context: PaneContext) -> list[Choice]:
    """The answers to "Stop this run?", the safe one first, each with its consequence."""
    best = presenter.log.best
    left = presenter.seconds_left()
    stays = tr("{time} left.", time=wording.about_time(left)) if left is not None else tr("Nothing changes.")
    choices = [Choice(tr("Continue training"), stays[:1].upper() + stays[1:])]
    if best is None:
        choices.append(Choice(tr("Stop and keep the best"), tr("Nothing could be kept yet."), is_off=True))
    else:
        figures = {
            "epoch": epoch(best.epoch),
            "metric": _in_a_sentence(tr(presenter.metric_title)),
            "value": f"{best.metrics[presenter.metric]:.2f}",
        }
        kept = tr("Epoch {epoch} is kept: {metric} {value}. Results open soon after.", **figures)
        if best.epoch <= 0:
            kept = tr("The start is kept: {metric} {value}. Results open soon after.", **figures)
        choices.append(Choice(tr("Stop and keep the best"), kept, context.training.stop_and_keep_best))
    if presenter.log.has_checkpoint:
        later = tr("It can be resumed from its last checkpoint at any time.")
        choices.append(Choice(tr("Pause and resume later"), later, context.training.interrupt))
    gone = tr("Its model and curves go. Undo is possible until you quit.")
    choices.append(Choice(tr("Discard this run"), gone, context.training.discard, is_danger=True))
    return choices


def stop_facts(presenter: TrainPresenter) -> str:
    """How far the run is."""
    log = presenter.log
    if log.plan is None or log.last_step is None:
        return ""
    now, epochs = f"{log.last_step.epoch:.1f}", log.plan.epochs
    if log.best is None:
        return tr("Epoch {epoch} of {epochs}.", epoch=now, epochs=epochs)
    place = at_epoch(log.best.epoch)
    return tr("Epoch {epoch} of {epochs}. The best so far is {place}.", epoch=now, epochs=epochs, place=place)


def _in_a_sentence(title: str) -> str:
    """A title in the middle of a sentence: `Macro-F1` becomes `macro-F1`."""
    return title[:1].lower() + title[1:]
