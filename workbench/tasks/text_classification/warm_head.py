"""A good start for the head: logistic regression on the vectors of the untouched encoder.

Training a linear layer first, then everything, keeps the features from being distorted by a random head: Kumar et al.,
"Fine-Tuning can Distort Pretrained Features and Underperform Out-of-Distribution" (LP-FT), arXiv:2202.10054. We fit it
with scikit-learn instead of gradient steps.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

MOST_EXAMPLES = 4_000
"""A linear layer gains little from more."""

_INVERSE_REGULARIZATION = 1.0
_MOST_ITERATIONS = 200


def choose_examples(targets: NDArray[np.int64]) -> NDArray[np.int64]:
    """Indices of the examples to fit on: all, or so many at random, at least one of each label."""
    if len(targets) <= MOST_EXAMPLES:
        return np.arange(len(targets))
    order = np.random.Generator(np.random.PCG64(0)).permutation(len(targets))
    _, firsts = np.unique(targets[order], return_index=True)
    others = np.setdiff1d(np.arange(len(order)), firsts)
    return np.sort(order[np.concatenate((firsts, others))[:MOST_EXAMPLES]])


def fit_head(
    vectors: NDArray[np.float32], targets: NDArray[np.int64], *, labels: int
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Fits the linear layer.

    Args:
        vectors: (n, h).
        targets: Labels, 0 to `labels` - 1, each of which occurs: (n,).
        labels: How many there are, c, at least 2.

    Returns:
        Weight (c, h) and bias (c,) whose softmax gives the fitted probabilities.
    """
    from sklearn.linear_model import LogisticRegression

    mean = vectors.mean(axis=0)
    scale = float(np.sqrt(np.mean((vectors - mean) ** 2))) or 1.0  # so that one regularization suits every encoder
    model = LogisticRegression(C=_INVERSE_REGULARIZATION, max_iter=_MOST_ITERATIONS)
    model.fit((vectors - mean) / scale, targets)
    weight, bias = model.coef_, model.intercept_
    if labels == 2:  # scikit-learn gives the difference of the two
        weight, bias = np.concatenate((-weight, weight)) / 2, np.concatenate((-bias, bias)) / 2
    weight = weight / scale
    return weight.astype(np.float32), (bias - weight @ mean).astype(np.float32)
