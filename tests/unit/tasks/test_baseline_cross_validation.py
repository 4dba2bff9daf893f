"""Cross-validated probabilities, held against scikit-learn's own cross_val_predict on the same folds."""

from __future__ import annotations

import random
from collections.abc import Generator

import numpy as np
import pytest
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import PredefinedSplit, cross_val_predict
from sklearn.multiclass import OneVsRestClassifier

from workbench.protocol import Progressed
from workbench.tasks.text_classification.baseline import new_vectorizer
from workbench.tasks.text_classification.cross_validation import FOLDS, cross_validate, fold_numbers

WORDS = {"pos": ("good", "great", "fine"), "neg": ("bad", "poor", "late"), "neu": ("box", "red", "size")}


def rows(labels: tuple[str, ...], count: int) -> tuple[list[str], list[str]]:
    source = random.Random(0)
    names = [labels[at % len(labels)] for at in range(count)]
    texts = [" ".join(source.choices((*WORDS[name], "the", "it", "was", "and"), k=6)) for name in names]
    return texts, names


def result(running: Generator[Progressed, None, NDArray[np.float64]]) -> NDArray[np.float64]:
    while True:
        try:
            next(running)
        except StopIteration as end:
            value: NDArray[np.float64] = end.value
            return value


@pytest.mark.parametrize("labels", [("neg", "pos"), ("neg", "neu", "pos")])
def test_that_the_probabilities_are_those_of_scikit_learn(labels: tuple[str, ...]) -> None:
    texts, names = rows(labels, 90)
    given = np.unique(names, return_inverse=True)[1]
    weighted = new_vectorizer("words", labels=len(labels)).fit_transform(texts)
    expected = cross_val_predict(
        OneVsRestClassifier(LogisticRegression(C=10.0, solver="liblinear", random_state=0)),
        weighted,
        given,
        cv=PredefinedSplit(fold_numbers(given, seed=0)),
        method="predict_proba",
    )
    np.testing.assert_allclose(result(cross_validate(texts, names)), expected, atol=1e-6)


def test_that_every_label_is_in_every_fold() -> None:
    given = np.array([0] * 50 + [1] * 7 + [2] * 5)
    folds = fold_numbers(given, seed=3)
    counts = np.array(
        [[int(((folds == fold) & (given == label)).sum()) for fold in range(FOLDS)] for label in range(3)]
    )
    assert (counts >= 1).all()
    assert (counts.max(axis=1) - counts.min(axis=1) <= 1).all()


def test_that_texts_without_a_word_tell_nothing() -> None:
    found = result(cross_validate(["?", "!"] * 10, ["a", "b"] * 10))
    np.testing.assert_allclose(found, 0.5)
