"""Advice is given when the figures give reason for it, in sentences with the right numbers."""

from __future__ import annotations

import numpy as np
import pytest

from workbench.evaluation.advice import in_hundred
from workbench.evaluation.report import build_report
from workbench.i18n import catalogue, render
from workbench.values import Advice, Figures, Report

FROM_THE_PICTURE = np.array([[348, 18, 8], [22, 118, 25], [6, 17, 498]])
"""The confusion matrix of the mock-up results.png: negative, neutral, positive."""


def report_of(
    confusion: np.ndarray[tuple[int, int], np.dtype[np.int64]],
    *,
    labels: tuple[str, ...] = ("negative", "neutral", "positive"),
    sure: float = 0.97,
    baseline: Figures | None = None,
) -> Report:
    """A report whose confusion matrix is the given one and whose answers are all equally sure."""
    true, predicted = (np.repeat(axis.ravel(), confusion.ravel()) for axis in np.indices(confusion.shape))
    known = confusion.shape[1] - int((confusion.sum(axis=0) == 0).sum()) if confusion.shape[1] > 1 else 1
    probabilities = np.full((len(true), known), (1 - sure) / max(known - 1, 1), dtype=np.float32)
    probabilities[np.arange(len(true)), predicted] = sure
    return build_report(
        labels=labels, true=true, probabilities=probabilities, baseline=baseline, commonest_label=labels[-1]
    )


def piece(report: Report, kind: str) -> Advice | None:
    return next((advice for advice in report.advice if advice.kind == kind), None)


def words(advice: Advice | None) -> tuple[str, str]:
    assert advice is not None
    return render(advice.title), render(advice.text)


def figures(accuracy: float, macro_f1: float) -> Figures:
    return Figures(accuracy=accuracy, macro_f1=macro_f1, accuracy_low=0.0, accuracy_high=1.0)


def test_that_the_weakest_label_is_named_with_its_missed_share() -> None:
    weakest = piece(report_of(FROM_THE_PICTURE), "weakest_label")
    assert words(weakest) == ("“neutral” is the weak spot", "28 in 100 are missed; it has the fewest examples.")
    assert weakest is not None
    assert (weakest.true_label, weakest.predicted_label, weakest.rows) == ("neutral", None, 47)


def test_that_fewest_examples_is_said_only_where_it_is_so() -> None:
    weakest = piece(report_of(np.array([[50, 50], [2, 58]]), labels=("big", "small")), "weakest_label")
    assert words(weakest) == ("“big” is the weak spot", "50 in 100 are missed.")


def test_that_no_label_is_called_weak_where_all_are_found() -> None:
    assert piece(report_of(np.array([[95, 5], [5, 95]]), labels=("a", "b")), "weakest_label") is None


def test_that_the_commonest_mistake_is_named_with_its_cell() -> None:
    pair = piece(report_of(FROM_THE_PICTURE), "confused_pair")
    assert words(pair) == ("25 “neutral” texts look like “positive”", "Read a few: some may carry the wrong label.")
    assert pair is not None
    assert (pair.true_label, pair.predicted_label, pair.rows) == ("neutral", "positive", 25)


def test_that_a_single_mistake_is_no_pattern() -> None:
    assert piece(report_of(np.array([[20, 1], [0, 20]]), labels=("a", "b")), "confused_pair") is None


@pytest.mark.parametrize(
    ("right", "sure", "title"),
    [
        (89, 0.90, "You can trust how sure it is"),
        (70, 0.90, "It is surer than it should be"),
        (99, 0.90, "It is right more often than it says"),
    ],
)
def test_that_confidence_is_judged_where_it_says_90(right: int, sure: float, title: str) -> None:
    confusion = np.array([[right, 100 - right], [0, 0]])
    confusion[1] = [100 - right, right]
    advice = piece(report_of(confusion, labels=("a", "b"), sure=sure), "confidence")
    assert words(advice) == (title, f"When it says 90%, it is right {right} times in 100.")


def test_that_confidence_is_judged_over_all_rows_where_few_lie_at_90() -> None:
    advice = piece(report_of(FROM_THE_PICTURE, sure=0.99), "confidence")
    assert words(advice) == ("It is surer than it should be", "On average it is 99% sure and right 91 times in 100.")


def test_that_confidence_is_not_judged_by_a_handful_of_rows() -> None:
    assert piece(report_of(np.array([[5, 1], [1, 5]]), labels=("a", "b")), "confidence") is None


def test_that_a_label_with_few_test_rows_is_pointed_out() -> None:
    few = piece(report_of(np.array([[50, 0], [1, 2]]), labels=("common", "rare")), "few_examples")
    assert words(few) == (
        "“rare” has too few examples to judge",
        "3 test rows have it. More examples would make its figures reliable.",
    )
    assert few is not None
    assert few.rows == 3


def test_that_no_gain_over_the_baseline_is_said() -> None:
    advice = piece(report_of(FROM_THE_PICTURE, baseline=figures(0.92, 0.9)), "no_better_than_baseline")
    title, text = words(advice)
    assert title == "No better than the simple baseline"
    assert text.startswith("Right 91 times in 100; the simple baseline: 92.")


@pytest.mark.parametrize("baseline", [None, figures(0.86, 0.9), figures(0.95, 0.7)])
def test_that_a_gain_in_one_figure_counts_as_a_gain(baseline: Figures | None) -> None:
    assert piece(report_of(FROM_THE_PICTURE, baseline=baseline), "no_better_than_baseline") is None


def test_that_a_model_that_answers_always_the_same_is_told() -> None:
    advice = piece(report_of(np.array([[1, 9], [1, 39]]), labels=("spam", "ham")), "no_better_than_commonest")
    assert words(advice) == (
        "No better than always “ham”",
        "Right 80 times in 100; always the commonest label: 80.",
    )


def test_that_a_label_that_was_never_learned_is_told() -> None:
    confusion = np.array([[10, 0, 0], [0, 10, 0], [2, 1, 0]])
    advice = piece(report_of(confusion, labels=("a", "b", "新")), "unknown_label")
    assert words(advice) == (
        "“新” was never learned",
        "3 test rows have this label and no training row does, so they count as mistakes.",
    )


def test_that_labels_with_braces_and_markup_are_rendered_as_they_are() -> None:
    labels = ("{missed}", "<img src=x>")
    report = report_of(np.array([[10, 40], [0, 50]]), labels=labels)
    assert words(piece(report, "weakest_label"))[0] == "“{missed}” is the weak spot"
    assert words(piece(report, "confused_pair"))[0] == "40 “{missed}” texts look like “<img src=x>”"


def test_that_every_piece_of_advice_is_translated() -> None:
    chinese = catalogue("zh_CN")
    reports = [
        report_of(FROM_THE_PICTURE, baseline=figures(1, 1)),
        report_of(np.array([[1, 9], [1, 39]]), labels=("spam", "ham")),
        report_of(np.array([[10, 0, 0], [0, 10, 0], [2, 1, 0]]), labels=("a", "b", "c")),
        report_of(np.array([[50, 0], [1, 2]]), labels=("common", "rare")),
    ]
    kinds = {advice.kind for report in reports for advice in report.advice}
    assert len(kinds) == 7
    for report in reports:
        for advice in report.advice:
            for sentence in (advice.title, advice.text):
                assert sentence.one in chinese
                assert not sentence.many or sentence.many in chinese


@pytest.mark.parametrize(("share", "said"), [(0.985, 99), (0.9849, 98), (0.0, 0), (1.0, 100), (0.125, 13)])
def test_that_shares_are_rounded_half_up(share: float, said: int) -> None:
    assert in_hundred(share) == said
