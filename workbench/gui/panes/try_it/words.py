"""The Try pane's sentences."""

from __future__ import annotations

from datetime import datetime

from workbench.gui import wording
from workbench.gui.panes.try_it.presenter import Answer, TryPresenter
from workbench.i18n import tr
from workbench.values import Report, Run


def run_hint(run: Run) -> str:
    """Which model a run's is, in a few words."""
    if run.model.kind == "baseline":
        return tr("simple baseline")
    return wording.listed(wording.model_title(run.model), wording.method_title(run.method))


def facts(presenter: TryPresenter) -> list[str]:
    """The facts line below the title."""
    parts = [tr("Predicts as you type")]
    answer = presenter.answers.get(presenter.first.id) if presenter.first else None
    if answer is not None:
        parts.append(_answered_in(answer.seconds))
    return parts


def _answered_in(seconds: float) -> str:
    if seconds < 1:
        return tr("answered in {n} ms", n=max(1, round(seconds * 1000)))
    return tr("answered in {time}", time=wording.took(seconds))


def words_read(answer: Answer | None) -> str:
    """How much of the text was read."""
    if answer is None:
        return ""
    if not answer.max_tokens:
        return tr("The whole text is read")
    if answer.tokens >= answer.max_tokens:
        return tr("Only the first {n} tokens are read", n=answer.max_tokens)
    return tr("{n} of at most {most} tokens are read", n=answer.tokens, most=answer.max_tokens)


def threshold_words(report: Report | None, threshold: float) -> str:
    """What happens under a threshold, from the test rows."""
    if report is None or not report.thresholds:
        return tr("Under this share of sureness the answer is “not sure”.")
    point = min(report.thresholds, key=lambda p: abs(p.threshold - threshold))
    if point.answered_share <= 0:
        return tr("At {threshold} it answers no text.", threshold=wording.percent(threshold))
    return tr(
        "At {threshold} it answers {answered} in 100 texts and is right {right} times in 100.",
        threshold=wording.percent(threshold),
        answered=wording.in_100(point.answered_share),
        right=wording.in_100(point.accuracy),
    )


def agreement(presenter: TryPresenter) -> tuple[str, str] | None:
    """Whether two models agree on the text: a word and a sentence; None where there is nothing to compare."""
    first, second = presenter.first, presenter.second
    if first is None or second is None:
        return None
    one, other = presenter.answers.get(first.id), presenter.answers.get(second.id)
    if one is None or other is None:
        return None
    names = {"first": wording.run_name(first), "second": wording.run_name(second)}
    if one.output.labels[0] == other.output.labels[0]:
        return tr("they agree"), tr("{first} and {second} give the same label.", **names)
    said = {"one": one.output.labels[0], "other": other.output.labels[0]}
    better = _better(first, second)
    if better is None:
        return tr("they differ"), tr("{first} says “{one}”, {second} says “{other}”.", **said, **names)
    return tr("they differ"), tr(
        "{first} says “{one}”, {second} says “{other}”. On its test rows {better} is right more often.",
        better=wording.run_name(better), **said, **names,
    )  # fmt: skip


def _better(first: Run, second: Run) -> Run | None:
    """The run that is right more often, None if neither is, or nobody knows."""
    if first.report is None or second.report is None:
        return None
    one, other = first.report.figures.accuracy, second.report.figures.accuracy
    if wording.in_100(one) == wording.in_100(other):
        return None
    return first if one > other else second


def age(moment: str, *, now: datetime | None = None) -> str:
    """How long ago something was, in a word."""
    then = datetime.fromisoformat(moment).astimezone()
    seconds = ((now or datetime.now()).astimezone() - then).total_seconds()
    if seconds < 60:
        return tr("now")
    if seconds < 3600:
        return tr("{n} min", n=int(seconds // 60))
    return wording.when(moment, now=now)


def scored(rows: int, rejected: int, name: str) -> str:
    """What came of a scored file."""
    if not rejected:
        return tr("{n:,} row scored: {name}.", "{n:,} rows scored: {name}.", n=rows, name=name)
    return tr(
        "{rows:,} scored, {n:,} row could not be read: {name}.",
        "{rows:,} scored, {n:,} rows could not be read: {name}.",
        n=rejected,
        rows=rows,
        name=name,
    )
