"""Metrics against scikit-learn, the independent reference."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import accuracy_score, f1_score, precision_recall_fscore_support

from workbench.training import metrics

pairs = st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), min_size=1, max_size=60)


@given(pairs)
def test_that_accuracy_and_macro_f1_are_those_of_scikit_learn(rows: list[tuple[int, int]]) -> None:
    true, predicted = np.array(rows, dtype=np.int64).T

    assert metrics.accuracy(true, predicted) == pytest.approx(accuracy_score(true, predicted))
    assert metrics.macro_f1(true, predicted) == pytest.approx(
        f1_score(true, predicted, average="macro", zero_division=0)
    )


@given(pairs)
def test_that_each_label_has_the_figures_of_scikit_learn(rows: list[tuple[int, int]]) -> None:
    true, predicted = np.array(rows, dtype=np.int64).T

    ours = metrics.per_label(true, predicted, labels=5)

    precision, recall, f1, support = precision_recall_fscore_support(true, predicted, labels=range(5), zero_division=0)
    assert ours.precision == pytest.approx(precision)
    assert ours.recall == pytest.approx(recall)
    assert ours.f1 == pytest.approx(f1)
    assert ours.support.tolist() == support.tolist()


def test_that_no_example_scores_zero() -> None:
    none = np.array([], dtype=np.int64)

    assert metrics.accuracy(none, none) == 0.0
    assert metrics.macro_f1(none, none) == 0.0
