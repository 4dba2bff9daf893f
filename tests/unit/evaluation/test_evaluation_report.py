"""The numbers of a report, held against scikit-learn's and against published examples."""

from __future__ import annotations

import time
from pathlib import Path

import msgspec
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from sklearn.metrics import accuracy_score, confusion_matrix, f1_score, precision_recall_fscore_support

from workbench.data.predictions_file import FILE_NAME, read_test_predictions
from workbench.errors import DataError
from workbench.evaluation import report as evaluation
from workbench.evaluation.report import accuracy_interval, build_report, write_report, write_test_predictions
from workbench.values import Figures, Report

pytestmark = pytest.mark.filterwarnings("ignore:A single label was found:UserWarning")  # of scikit-learn, the reference


def random_case(rows: int, labels: int, *, seed: int = 0) -> tuple[NDArray[np.int_], NDArray[np.float32]]:
    """True labels, and probabilities that are right somewhat more often than chance."""
    rng = np.random.default_rng(seed)
    true = rng.integers(0, labels, rows)
    logits = rng.normal(size=(rows, labels)) * 2
    logits[np.arange(rows), true] += 1.5
    scores = np.exp(logits)
    return true, (scores / scores.sum(axis=1, keepdims=True)).astype(np.float32)


def names(count: int) -> list[str]:
    return [f"label {number}" for number in range(count)]


def built(true: NDArray[np.int_], probabilities: NDArray[np.float32], labels: list[str] | None = None) -> Report:
    labels = labels or names(probabilities.shape[1])
    return build_report(labels=labels, true=true, probabilities=probabilities, baseline=None, commonest_label=labels[0])


@settings(max_examples=60, deadline=None)
@given(rows=st.integers(1, 80), labels=st.integers(1, 9), seed=st.integers(0, 10_000))
def test_that_every_figure_equals_scikit_learns(rows: int, labels: int, seed: int) -> None:
    true, probabilities = random_case(rows, labels, seed=seed)
    predicted = probabilities.argmax(axis=1)
    report = built(true, probabilities)

    assert report.figures.accuracy == pytest.approx(accuracy_score(true, predicted))
    macro = f1_score(true, predicted, average="macro", zero_division=0)
    assert report.figures.macro_f1 == pytest.approx(macro)
    expected = precision_recall_fscore_support(true, predicted, labels=range(labels), zero_division=0)
    for position, name in enumerate(("precision", "recall", "f1", "support")):
        assert [getattr(label, name) for label in report.per_label] == pytest.approx(list(expected[position]))
    assert report.confusion == tuple(map(tuple, confusion_matrix(true, predicted, labels=range(labels)).tolist()))
    always = np.zeros_like(true)
    assert report.commonest.accuracy == pytest.approx(accuracy_score(true, always))
    expected_macro = f1_score(true, always, average="macro", zero_division=0)
    assert report.commonest.macro_f1 == pytest.approx(expected_macro)


def test_that_the_interval_is_wilsons() -> None:
    # Newcombe, Statistics in Medicine 17 (1998), 857-872, Table I, method 3 (score without continuity correction).
    assert accuracy_interval(81, 263) == pytest.approx((0.2553, 0.3662), abs=5e-5)
    assert accuracy_interval(15, 148) == pytest.approx((0.0624, 0.1605), abs=5e-5)
    assert accuracy_interval(0, 20) == pytest.approx((0.0, 0.1611), abs=5e-5)
    assert accuracy_interval(1, 29) == pytest.approx((0.0061, 0.1718), abs=5e-5)


@given(total=st.integers(1, 100_000), share=st.floats(0, 1))
def test_that_the_interval_holds_the_share_and_stays_within_0_and_1(total: int, share: float) -> None:
    right = round(total * share)
    low, high = accuracy_interval(right, total)
    assert 0 <= low <= right / total <= high <= 1


def test_that_each_threshold_counts_the_rows_that_are_at_least_so_sure() -> None:
    true, probabilities = random_case(500, 4)
    confidence, correct = probabilities.max(axis=1), probabilities.argmax(axis=1) == true
    points = built(true, probabilities).thresholds

    assert len(points) == 50
    assert (points[0].threshold, points[-1].threshold) == (0.0, 0.99)
    assert 0.7 in [point.threshold for point in points]
    for point in points:
        answered = confidence >= np.float32(point.threshold)
        assert point.answered_share == pytest.approx(answered.mean())
        assert point.accuracy == pytest.approx(correct[answered].mean() if answered.any() else 0.0)


def test_that_a_confidence_of_exactly_the_threshold_is_answered() -> None:
    points = built(np.array([0]), np.array([[0.7, 0.3]], dtype=np.float32)).thresholds
    assert [p.answered_share for p in points if p.threshold in (0.7, 0.72)] == [1.0, 0.0]


def test_that_a_test_label_that_was_never_learned_is_listed_and_counts_as_mistakes() -> None:
    probabilities = np.array([[0.9, 0.1], [0.2, 0.8], [0.6, 0.4]], dtype=np.float32)
    report = built(np.array([0, 1, 2]), probabilities, ["ham", "spam", "new"])

    assert report.labels == ("ham", "spam", "new")
    assert report.figures.accuracy == pytest.approx(2 / 3)
    assert report.confusion[2] == (1, 0, 0)
    assert report.per_label[2].recall == 0
    assert report.per_label[2].support == 1
    assert report.figures.macro_f1 == pytest.approx(f1_score([0, 1, 2], [0, 1, 0], average="macro", zero_division=0))


def test_that_one_label_alone_is_measured() -> None:
    report = built(np.zeros(5, dtype=np.int64), np.ones((5, 1), dtype=np.float32), ["only"])
    assert report.figures.accuracy == 1.0
    assert report.confusion == ((5,),)


def test_that_no_test_row_is_an_error_with_a_remedy() -> None:
    with pytest.raises(DataError) as caught:
        built(np.array([], dtype=np.int64), np.zeros((0, 2), dtype=np.float32))
    assert caught.value.fix is not None


def test_that_labels_of_any_characters_come_through() -> None:
    labels = ["=1+1", "<img src=x>", "中性", "\U0001f600", ""]
    true, probabilities = random_case(50, 5)
    report = built(true, probabilities, labels)
    assert report.labels == tuple(labels)
    assert [label.label for label in report.per_label] == labels


def test_that_the_baselines_figures_are_passed_on() -> None:
    baseline = Figures(accuracy=0.5, macro_f1=0.4, accuracy_low=0.4, accuracy_high=0.6)
    true, probabilities = random_case(20, 2)
    report = build_report(
        labels=["a", "b"], true=true, probabilities=probabilities, baseline=baseline, commonest_label="b"
    )
    assert report.baseline == baseline
    assert report.commonest_label == "b"


def test_that_a_report_comes_back_from_its_file(tmp_path: Path) -> None:
    report = built(*random_case(30, 3))
    write_report(tmp_path, report)
    assert msgspec.json.decode((tmp_path / evaluation.REPORT_FILE).read_bytes(), type=Report) == report
    assert [path.name for path in tmp_path.iterdir()] == [evaluation.REPORT_FILE]


@pytest.mark.parametrize("labels", [1, 3])
@pytest.mark.parametrize("rows", [0, 1, 7])
def test_that_test_predictions_come_back_from_their_file(tmp_path: Path, rows: int, labels: int) -> None:
    true, probabilities = random_case(rows, labels)
    numbers = np.arange(rows) * 3 + 1
    write_test_predictions(tmp_path, rows=numbers, true=true, probabilities=probabilities)
    read = read_test_predictions(tmp_path)

    assert [path.name for path in tmp_path.iterdir()] == [FILE_NAME]
    assert read.rows.tolist() == numbers.tolist()
    assert read.true.tolist() == true.tolist()
    assert read.predicted.tolist() == probabilities.argmax(axis=1).tolist()
    np.testing.assert_array_equal(read.confidence, probabilities.max(axis=1))
    np.testing.assert_array_equal(read.scores, probabilities)


@pytest.mark.slow
def test_that_100_labels_and_100_000_rows_take_less_than_a_second() -> None:
    true, probabilities = random_case(100_000, 100)
    started = time.perf_counter()
    built(true, probabilities)
    assert time.perf_counter() - started < 1.0
