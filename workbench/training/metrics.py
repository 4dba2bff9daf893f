"""Accuracy, precision, recall and F1 from labels counted as numbers; numpy only, equal to scikit-learn's.

Letters: n examples, c labels that the model knows. A true label beyond them counts as a mistake.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class LabelMetrics:
    """One number for each label, 0 where it is undefined: (k,) each; k counts unknown labels, too."""

    precision: NDArray[np.float64]
    recall: NDArray[np.float64]
    f1: NDArray[np.float64]
    support: NDArray[np.int64]


def accuracy(true: NDArray[np.int64], predicted: NDArray[np.int64]) -> float:
    """The share of right answers, 0 to 1; 0 if there is no example.

    Args:
        true: Labels: (n,).
        predicted: Labels: (n,).
    """
    return float(np.mean(true == predicted)) if len(true) else 0.0


def macro_f1(true: NDArray[np.int64], predicted: NDArray[np.int64]) -> float:
    """The mean F1 over the labels that occur among the true or the predicted ones; 0 if there is no example."""
    labels = int(max(true.max(initial=-1), predicted.max(initial=-1))) + 1
    occurs = np.bincount(true, minlength=labels) + np.bincount(predicted, minlength=labels) > 0
    return float(per_label(true, predicted, labels=labels).f1[occurs].mean()) if len(true) else 0.0


def per_label(true: NDArray[np.int64], predicted: NDArray[np.int64], *, labels: int) -> LabelMetrics:
    """Precision, recall, F1 and number of true examples of each label.

    Args:
        true: Labels, 0 to `labels` - 1: (n,).
        predicted: Likewise: (n,).
        labels: How many there are.
    """
    right = np.bincount(true[true == predicted], minlength=labels)
    support = np.bincount(true, minlength=labels)
    answered = np.bincount(predicted, minlength=labels)
    return LabelMetrics(
        precision=_share(right, answered),
        recall=_share(right, support),
        f1=_share(2 * right, support + answered),
        support=support.astype(np.int64),
    )


def _share(part: NDArray[np.int64], whole: NDArray[np.int64]) -> NDArray[np.float64]:
    return np.divide(part, whole, out=np.zeros(len(whole)), where=whole > 0)
