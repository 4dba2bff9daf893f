"""Suspected labels, against the definition of the confident joint worked out by hand."""

from __future__ import annotations

import numpy as np

from workbench.data.label_errors import quality, suspects


def test_that_nothing_is_suspected_where_the_model_agrees() -> None:
    given = np.repeat([0, 1, 2], 20)
    likely = np.full((60, 3), 0.05)
    likely[np.arange(60), given] = 0.9
    assert not suspects(given, likely).any()


def test_that_rows_that_lie_beyond_the_threshold_of_another_label_are_suspected() -> None:
    # Northcutt et al. 2021, equations 1 and 2, by hand: the thresholds are the mean probabilities of the given label,
    # (18 * .9 + 2 * .1) / 20 = .82 and .9; two rows with label 0 lie above that of label 1, so two are suspected.
    given = np.repeat([0, 1], 20)
    likely = np.where(np.arange(2) == given[:, None], 0.9, 0.1)
    likely[[4, 9]] = [0.05, 0.95], [0.1, 0.9]
    assert np.flatnonzero(suspects(given, likely)).tolist() == [4, 9]


def test_that_a_label_that_is_hardly_less_likely_is_not_suspected() -> None:
    given = np.repeat([0, 1], 20)
    likely = np.where(np.arange(2) == given[:, None], 0.7, 0.3)
    likely[4] = [0.28, 0.72]  # above the threshold of label 1, which is 0.7, but the margin is 0.44
    likely[9] = [0.2, 0.8]
    assert np.flatnonzero(suspects(given, likely)).tolist() == [9]


def test_that_quality_is_the_probability_of_the_given_label() -> None:
    likely = np.array([[0.2, 0.8], [0.7, 0.3]])
    assert quality(np.array([1, 1]), likely).tolist() == [0.8, 0.3]


def test_that_one_label_or_no_row_is_no_error() -> None:
    assert suspects(np.zeros(3, np.int64), np.ones((3, 1))).tolist() == [False] * 3
    assert suspects(np.zeros(0, np.int64), np.ones((0, 2))).tolist() == []
