"""The Results pane's numbers and sentences."""

from __future__ import annotations

from workbench.gui import wording
from workbench.gui.panes.results.answers import Choice
from workbench.gui.panes.results.presenter import ResultsPresenter, average
from workbench.gui.theme import Theme
from workbench.gui.widgets.figure_model import Cell, FigureColumn, FigureRow
from workbench.gui.widgets.headline_bars import HeadlineBar
from workbench.i18n import tr
from workbench.values import Figures, LabelReport, Report, Run, ThresholdPoint

AVERAGE = "average"
"""The key of the last row of the label table; the others have their label's position as key."""


def subject(presenter: ResultsPresenter) -> str:
    """Whose results these are, in one line."""
    run = presenter.run
    if run is None:
        return ""
    parts = [wording.run_name(run), wording.model_title(run.model)]
    if not presenter.is_baseline:
        parts.append(wording.method_title(run.method))
    if presenter.is_of_other_data and presenter.version is not None:
        name, number = presenter.version.name, presenter.version.number
        parts.append(tr("trained on version {number} of {name}", number=number, name=name))
    return tr(", ").join(parts)


def headline(report: Report) -> str:
    """The one sentence."""
    return tr("Right {n} times in 100.", n=wording.in_100(report.figures.accuracy))


def comparison(presenter: ResultsPresenter, report: Report) -> str:
    """How that compares, and what it was measured on."""
    if report.baseline is not None and not presenter.is_baseline:
        compared = against_baseline(report.figures, report.baseline)
    else:
        compared = _against_commonest(report)
    test, own = presenter.test_version, presenter.version
    if test is not None and own is not None and test.id != own.id:
        return tr(
            "{compared}, on {n:,} example of {name}.",
            "{compared}, on {n:,} examples of {name}.",
            compared=compared, n=report.examples, name=test.name,
        )  # fmt: skip
    return tr(
        "{compared}, on {n:,} example it never saw.",
        "{compared}, on {n:,} examples it never saw.",
        compared=compared, n=report.examples,
    )  # fmt: skip


def against_baseline(figures: Figures, baseline: Figures) -> str:
    """The difference of the two numbers as they are shown."""
    more = wording.in_100(figures.accuracy) - wording.in_100(baseline.accuracy)
    if more > 0:
        return tr("{n} better than the simple baseline", n=more)
    if more < 0:
        return tr("{n} worse than the simple baseline", n=-more)
    return tr("As good as the simple baseline")


def _against_commonest(report: Report) -> str:
    more = wording.in_100(report.figures.accuracy) - wording.in_100(report.commonest.accuracy)
    if more > 0:
        return tr("{n} better than always “{label}”", n=more, label=report.commonest_label)
    if more < 0:
        return tr("{n} worse than always “{label}”", n=-more, label=report.commonest_label)
    return tr("As good as always “{label}”", label=report.commonest_label)


def interval(report: Report) -> str:
    """The 95 % interval of the accuracy in words."""
    low, high = wording.in_100(report.figures.accuracy_low), wording.in_100(report.figures.accuracy_high)
    if low == high:
        return tr("Expect {n} on similar texts (19 times out of 20).", n=low)
    return tr("Expect {low} to {high} on similar texts (19 times out of 20).", low=low, high=high)


def exact(report: Report) -> str:
    """The exact terms of the headline."""
    figures = report.figures
    return tr(
        "Accuracy {accuracy}, 95% interval {low} to {high}; macro-F1 {f1}",
        accuracy=f"{figures.accuracy:.4f}", low=f"{figures.accuracy_low:.4f}",
        high=f"{figures.accuracy_high:.4f}", f1=f"{figures.macro_f1:.4f}",
    )  # fmt: skip


def bars(presenter: ResultsPresenter, report: Report) -> list[HeadlineBar]:
    """The model, the simple baseline, and always the commonest label."""
    main = tr("Simple baseline") if presenter.is_baseline else tr("This model")
    found = [_bar(main, report.figures, is_main=True)]
    if report.baseline is not None and not presenter.is_baseline:
        found.append(_bar(tr("Simple baseline"), report.baseline))
    found.append(_bar(tr("Always “{label}”", label=report.commonest_label), report.commonest))
    return found


def _bar(name: str, figures: Figures, *, is_main: bool = False) -> HeadlineBar:
    value = str(wording.in_100(figures.accuracy))
    return HeadlineBar(
        name, figures.accuracy, figures.accuracy_low, figures.accuracy_high, is_main=is_main, value=value
    )


# Each label


def label_columns() -> list[FigureColumn]:
    """The columns of the label table."""
    return [
        FigureColumn("label", tr("Label"), "label"),
        FigureColumn(
            "precision", tr("Precision"), "bar", tooltip=tr("Of the texts that got this label: the share that has it.")
        ),
        FigureColumn(
            "recall", tr("Recall"), "bar", tooltip=tr("Of the texts that have this label: the share that got it.")
        ),
        FigureColumn("f1", "F1", "bar", tooltip=tr("Precision and recall in one: their harmonic mean.")),
        FigureColumn("support", tr("Examples"), "number", tooltip=tr("Test rows that have this label.")),
    ]


def label_rows(presenter: ResultsPresenter, report: Report, theme: Theme) -> list[FigureRow]:
    """A row for each label, and the average at the end."""
    said = [sum(column) for column in zip(*report.confusion, strict=True)]
    colors = [theme.label_color(presenter.rank(at)) for at in range(len(report.labels))]
    rows = [
        FigureRow(str(at), _label_cells(of, said[at], color=colors[at], accent=theme.tokens.accent))
        for at, of in enumerate(report.per_label)
    ]
    return [*rows, _average_row(report)]


def _label_cells(of: LabelReport, times_said: int, *, color: str, accent: str) -> dict[str, Cell]:
    never_said = tr("The model never said this label.") if not times_said else ""
    never_seen = tr("No test row has this label.") if not of.support else ""
    return {
        "label": Cell(of.label, color=color),
        "precision": _figure(of.precision, missing=never_said),
        "recall": _figure(of.recall, missing=never_seen),
        "f1": _figure(of.f1, color=accent, missing=never_said if not of.support else ""),
        "support": Cell(f"{of.support:,}", value=of.support),
    }


def _figure(value: float, *, color: str = "", missing: str = "") -> Cell:
    if missing:
        return Cell("–", value=value, is_dim=True, tooltip=missing)
    return Cell(f"{value:.2f}", value=value, share=value, color=color, tooltip=f"{value:.4f}")


def _average_row(report: Report) -> FigureRow:
    precision, recall = average(report)
    hint = tr("Every label counts the same (macro average).")
    cells = {
        name: Cell(f"{value:.2f}", is_dim=True, tooltip=hint)
        for name, value in (("precision", precision), ("recall", recall), ("f1", report.figures.macro_f1))
    }
    cells["label"] = Cell(tr("average"), is_dim=True, tooltip=hint)
    cells["support"] = Cell(f"{report.examples:,}", is_dim=True)
    return FigureRow(AVERAGE, cells, is_pinned=True)


# Threshold


def sureness(point: ThresholdPoint) -> str:
    """The threshold as it stands beside the slider."""
    return tr("{n}% sure", n=round(point.threshold * 100))


def consequence(point: ThresholdPoint) -> str:
    """What the threshold brings and costs."""
    silent = wording.in_100(1 - point.answered_share)
    if point.answered_share == 0:
        return tr("never that sure: silent on all")
    return tr("right {right} in 100, silent on {silent}", right=wording.in_100(point.accuracy), silent=silent)


def consequence_exact(report: Report, point: ThresholdPoint) -> str:
    """The same in numbers of examples."""
    answered = round(point.answered_share * report.examples)
    return tr(
        "Answers {answered:,} of {examples:,} test rows and is right on {right:,} of them.",
        answered=answered, examples=report.examples, right=round(point.accuracy * answered),
    )  # fmt: skip


# Examples


def list_title(choice: Choice, report: Report) -> str:
    """What the list below holds."""
    if choice.true is None:
        return tr("Most confident mistakes")
    true = report.labels[choice.true]
    if choice.predicted is None:
        return tr("Missed “{label}”", label=true) if choice.is_mistake else tr("Examples of “{label}”", label=true)
    if choice.predicted == choice.true:
        return tr("“{label}”, answered right", label=true)
    return tr("“{true}” taken for “{predicted}”", true=true, predicted=report.labels[choice.predicted])


def list_hint(choice: Choice, *, shown: int, total: int) -> str:
    """How many of the list are in view, and in which order they are."""
    count = tr("{shown:,} of {total:,}", shown=shown, total=total) if shown < total else f"{total:,}"
    is_mixed = choice.true is not None and choice.predicted is None and not choice.is_mistake
    return tr("{count}, mistakes first", count=count) if is_mixed and total else count


def list_empty(choice: Choice, report: Report) -> str:
    """What stands in a list without rows."""
    if choice.true is None:
        return tr("No mistakes on {n:,} example.", "No mistakes on {n:,} examples.", n=report.examples)
    return tr("No test row is like this.")


# Bottom bar


def finished(run: Run) -> str:
    """That it is done, and how long it took."""
    time = wording.took(run.seconds)
    if run.state == "stopped":
        return tr("{name} was stopped after {time}", name=wording.run_name(run), time=time)
    return tr("{name} finished in {time}", name=wording.run_name(run), time=time)


def kept_epoch(run: Run) -> str:
    """Which epoch the model is from; empty for a model without epochs."""
    epochs = run.settings.get("epochs")
    if run.best_epoch is None:
        return ""
    best = f"{run.best_epoch:.2f}".rstrip("0").rstrip(".")
    if epochs is None:
        return tr("epoch {epoch} was kept", epoch=best)
    return tr("epoch {epoch} of {epochs} was kept", epoch=best, epochs=epochs)
