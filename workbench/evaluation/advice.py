"""What the figures of a report mean, in words: one function a piece of advice, found by its name `advise_...`.

To add a piece, write such a function here; they are given in the order of this file, which is that of their weight.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from workbench.i18n import N_, say
from workbench.values import Advice, Figures, LabelReport, Sentence

FEW_EXAMPLES = 10
"""Below so many test rows, one row more or less moves a label's recall by more than 10 in 100."""

WEAK_RECALL = 0.9
"""A label that is found more often than this is no weak spot worth a word."""

_BIN = (0.85, 0.95)  # what is told as "when it says 90 %"
_BIN_ROWS = 30  # fewer rows than this say too little about their share
_TRUSTED_GAP = 0.05


@dataclass(frozen=True)
class Evidence:
    """What a piece of advice may look at; n test rows, k labels.

    Attributes:
        labels: The k labels; the model knows the first `known` of them.
        known: Number of labels that the model knows.
        confusion: Counts by true (row) and predicted (column) label: (k, k).
        confidence: Probability of each answer: (n,).
        correct: Whether each answer is right: (n,).
        per_label: As in the report, in the order of `labels`.
        figures: Of the model.
        baseline: Of the simple baseline, if there is one.
        commonest_label: The commonest label of the training rows.
        commonest: The figures of always answering it.
    """

    labels: tuple[str, ...]
    known: int
    confusion: NDArray[np.int64]
    confidence: NDArray[np.floating]
    correct: NDArray[np.bool_]
    per_label: tuple[LabelReport, ...]
    figures: Figures
    baseline: Figures | None
    commonest_label: str
    commonest: Figures


def give_advice(evidence: Evidence) -> tuple[Advice, ...]:
    """All the advice that the evidence gives reason for, the weightiest first."""
    pieces = (advise(evidence) for advise in _advisers())
    return tuple(piece for piece in pieces if piece is not None)


def _advisers() -> list[Callable[[Evidence], Advice | None]]:
    return [function for name, function in globals().items() if name.startswith("advise_")]


def advise_unknown_label(evidence: Evidence) -> Advice | None:
    """A label occurs only in the test rows."""
    unknown = evidence.per_label[evidence.known :]
    if not unknown:
        return None
    worst = max(unknown, key=lambda label: label.support)
    return Advice(
        kind="unknown_label",
        title=say(N_("“{label}” was never learned"), label=worst.label),
        text=say(
            N_("{n:,} test row has this label and no training row does, so it counts as a mistake."),
            N_("{n:,} test rows have this label and no training row does, so they count as mistakes."),
            n=worst.support,
        ),
        true_label=worst.label,
        rows=worst.support,
    )


def advise_no_better_than_commonest(evidence: Evidence) -> Advice | None:
    """The model is right no more often than a constant answer."""
    if len(evidence.labels) < 2 or evidence.figures.accuracy > evidence.commonest.accuracy:
        return None
    return Advice(
        kind="no_better_than_commonest",
        title=say(N_("No better than always “{label}”"), label=evidence.commonest_label),
        text=say(
            N_("Right {right} times in 100; always the commonest label: {other}."),
            right=in_hundred(evidence.figures.accuracy),
            other=in_hundred(evidence.commonest.accuracy),
        ),
    )


def advise_no_better_than_baseline(evidence: Evidence) -> Advice | None:
    """The model beats the simple baseline in neither figure."""
    baseline, figures = evidence.baseline, evidence.figures
    if baseline is None or figures.accuracy > baseline.accuracy or figures.macro_f1 > baseline.macro_f1:
        return None
    return Advice(
        kind="no_better_than_baseline",
        title=say(N_("No better than the simple baseline")),
        text=say(
            N_("Right {right} times in 100; the simple baseline: {other}. Another model may suit the texts better."),
            right=in_hundred(figures.accuracy),
            other=in_hundred(baseline.accuracy),
        ),
    )


def advise_weakest_label(evidence: Evidence) -> Advice | None:
    """The label that is missed most often, among those with enough test rows to tell."""
    candidates = [label for label in evidence.per_label[: evidence.known] if label.support >= FEW_EXAMPLES]
    if len(candidates) < 2:
        return None
    weakest = min(candidates, key=lambda label: (label.recall, label.label))
    if weakest.recall >= WEAK_RECALL:
        return None
    return Advice(
        kind="weakest_label",
        title=say(N_("“{label}” is the weak spot"), label=weakest.label),
        text=_weakness(evidence, weakest),
        true_label=weakest.label,
        rows=round(weakest.support * (1 - weakest.recall)),
    )


def _weakness(evidence: Evidence, weakest: LabelReport) -> Sentence:
    missed = in_hundred(1 - weakest.recall)
    counts = [label.support for label in evidence.per_label if label.support]
    if weakest.support == min(counts) and counts.count(weakest.support) == 1:
        return say(N_("{missed} in 100 are missed; it has the fewest examples."), missed=missed)
    return say(N_("{missed} in 100 are missed."), missed=missed)


def advise_confused_pair(evidence: Evidence) -> Advice | None:
    """The commonest mistake, if it happened more than once and the model knows the label."""
    mistakes = evidence.confusion[: evidence.known].copy()
    np.fill_diagonal(mistakes, 0)
    true, predicted = np.unravel_index(int(mistakes.argmax()), mistakes.shape)
    count = int(mistakes[true, predicted])
    if count < 2:
        return None
    return Advice(
        kind="confused_pair",
        title=say(
            N_("{n:,} “{true}” texts look like “{predicted}”"),
            n=count,
            true=evidence.labels[true],
            predicted=evidence.labels[predicted],
        ),
        text=say(N_("Read a few: some may carry the wrong label.")),
        true_label=evidence.labels[true],
        predicted_label=evidence.labels[predicted],
        rows=count,
    )


def advise_few_examples(evidence: Evidence) -> Advice | None:
    """A label has so few test rows that its figures say little."""
    few = [label for label in evidence.per_label[: evidence.known] if label.support < FEW_EXAMPLES]
    if not few:
        return None
    fewest = min(few, key=lambda label: (label.support, label.label))
    return Advice(
        kind="few_examples",
        title=say(N_("“{label}” has too few examples to judge"), label=fewest.label),
        text=say(
            N_("{n:,} test row has it. More examples would make its figures reliable."),
            N_("{n:,} test rows have it. More examples would make its figures reliable."),
            n=fewest.support,
        ),
        true_label=fewest.label,
        rows=fewest.support,
    )


def advise_confidence(evidence: Evidence) -> Advice | None:
    """Whether it is right as often as it says; around 90 % if enough rows lie there, else over all of them."""
    inside = (evidence.confidence >= _BIN[0]) & (evidence.confidence < _BIN[1])
    if int(inside.sum()) >= _BIN_ROWS:
        right, said = float(evidence.correct[inside].mean()), float(evidence.confidence[inside].mean())
        text = say(N_("When it says 90%, it is right {right} times in 100."), right=in_hundred(right))
    elif len(evidence.correct) >= _BIN_ROWS:
        right, said = float(evidence.correct.mean()), float(evidence.confidence.mean())
        text = say(
            N_("On average it is {said}% sure and right {right} times in 100."),
            said=in_hundred(said),
            right=in_hundred(right),
        )
    else:
        return None
    return Advice(kind="confidence", title=_trust(right - said), text=text)


def _trust(gap: float) -> Sentence:
    """What to think of a model that is right `gap` more often than it says."""
    if abs(gap) <= _TRUSTED_GAP:
        return say(N_("You can trust how sure it is"))
    if gap < 0:
        return say(N_("It is surer than it should be"))
    return say(N_("It is right more often than it says"))


def in_hundred(share: float) -> int:
    """A share as "n in 100", rounded half up, so that 0.985 is 99 and 1.0 alone is never hidden."""
    return int(share * 100 + 0.5)
