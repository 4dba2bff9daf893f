"""What the instant baseline says of each row when it has learned from the other rows only.

The settings are those of the baseline but for the weights of the labels: weighted ones overstate rare labels, and with
them confident learning finds fewer of the labels that were made wrong (tests/benchmarks/bench_label_errors.py).
"""

from __future__ import annotations

from collections.abc import Generator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from workbench.i18n import N_, say
from workbench.protocol import Progressed
from workbench.tasks.text_classification.baseline import choose_unit, new_vectorizer

FOLDS = 5
"""Each row is scored by a model that learned from four fifths of the others; a label needs as many rows."""

_INVERSE_REGULARIZATION = 10.0
_MOST_CHARACTERS = 20_000


def cross_validate(
    texts: Sequence[str], labels: Sequence[str], *, seed: int = 0
) -> Generator[Progressed, None, NDArray[np.float64]]:
    """Scores every row; a generator that can be closed after each classifier.

    Args:
        texts: Any.
        labels: At least two different ones, each with FOLDS rows or more.
        seed: Of the division into folds.

    Returns:
        (texts, labels) the probability of each label, in alphabetical order; rows sum to 1.
    """
    names, given = np.unique(np.asarray(labels, dtype=object).astype(str), return_inverse=True)
    vectorizer = new_vectorizer(choose_unit(texts), labels=len(names))
    try:
        weighted = vectorizer.fit_transform([text[:_MOST_CHARACTERS] for text in texts])
    except ValueError as error:
        if "empty vocabulary" not in str(error):
            raise
        return np.full((len(texts), len(names)), 1 / len(names))
    folds = fold_numbers(given, seed=seed)
    scores = np.zeros((len(texts), len(names)))
    for fold in range(FOLDS):
        yield from _score_fold(weighted, given, scores, folds == fold)
    return np.asarray(scores / scores.sum(axis=1, keepdims=True), np.float64)


def fold_numbers(given: NDArray[np.int64], *, seed: int) -> NDArray[np.int64]:
    """The fold of each row: every label is dealt out evenly."""
    random = np.random.default_rng(seed)
    folds = np.empty(len(given), np.int64)
    for label in range(int(given.max(initial=-1)) + 1):
        rows = np.flatnonzero(given == label)
        folds[random.permutation(rows)] = np.arange(len(rows)) % FOLDS
    return folds


def _score_fold(
    weighted: Any, given: NDArray[np.int64], scores: NDArray[np.float64], held: NDArray[np.bool_]
) -> Generator[Progressed, None, None]:
    """Fills in the scores of the rows that are held out, label by label; two labels share one classifier."""
    from sklearn.linear_model import LogisticRegression

    count = scores.shape[1]
    rest, rows = weighted[~held], np.flatnonzero(held)
    for label in range(1 if count == 2 else 0, count):
        model = LogisticRegression(C=_INVERSE_REGULARIZATION, solver="liblinear", random_state=0)
        model.fit(rest, given[~held] == label)
        scores[rows, label] = model.predict_proba(weighted[rows])[:, 1]
        yield Progressed(what=say(N_("Looking for wrong labels")))
    if count == 2:
        scores[rows, 0] = 1 - scores[rows, 1]
