"""How good a model is on its test rows, in numbers; every one of them agrees with scikit-learn's.

Letters: n test rows, c labels that the model knows, k labels in all (the known ones first, then those that occur only
in the test rows: the model cannot be right there, and each such row counts as a mistake).
"""

from __future__ import annotations

import math
import os
from collections.abc import Sequence
from pathlib import Path

import msgspec
import numpy as np
from numpy.typing import NDArray

from workbench.data import predictions_file
from workbench.errors import DataError
from workbench.evaluation.advice import Evidence, give_advice
from workbench.i18n import N_, say
from workbench.values import Figures, LabelReport, Report, ThresholdPoint

REPORT_FILE = "report.json"
THRESHOLDS = np.append(np.arange(49) * 0.02, 0.99)
"""Fifty thresholds: even percents from 0 to 96, then 99."""

write_test_predictions = predictions_file.write_test_predictions

_Z_95 = 1.959963984540054  # 97.5 % quantile of the normal distribution


def build_report(
    *,
    labels: Sequence[str],
    true: NDArray[np.int_],
    probabilities: NDArray[np.floating],
    baseline: Figures | None,
    commonest_label: str,
) -> Report:
    """Measures a model on its test rows.

    Args:
        labels: All k labels; the first c are the columns of `probabilities`.
        true: True labels as positions in `labels`: (n,).
        probabilities: Of each label that the model knows: (n, c), rows summing to 1.
        baseline: The figures of the simple baseline on the same rows, if there is one.
        commonest_label: The commonest label of the training rows.

    Raises:
        DataError: If there is no test row.
    """
    if len(true) == 0:
        raise no_test_rows()
    scores = np.asarray(probabilities, dtype=np.float32)  # as they are written: both must name the same answers
    predicted, confidence = scores.argmax(axis=1), scores.max(axis=1)
    confusion = confusion_matrix(true, predicted, labels=len(labels))
    evidence = Evidence(
        labels=tuple(labels),
        known=scores.shape[1],
        confusion=confusion,
        confidence=confidence,
        correct=predicted == true,
        per_label=_per_label(labels, confusion),
        figures=figures_of(confusion),
        baseline=baseline,
        commonest_label=commonest_label,
        commonest=_commonest_figures(labels, confusion, commonest_label),
    )
    return Report(
        labels=evidence.labels,
        examples=len(true),
        figures=evidence.figures,
        per_label=evidence.per_label,
        confusion=tuple(tuple(row) for row in confusion.tolist()),
        commonest_label=commonest_label,
        commonest=evidence.commonest,
        baseline=baseline,
        thresholds=thresholds_of(confidence, evidence.correct),
        advice=give_advice(evidence),
    )


def no_test_rows() -> DataError:
    """The error that there is nothing to measure a model on; to be raised before anything is trained."""
    return DataError(
        say(N_("There are no test rows to measure the model on.")),
        say(N_("Give the test rows a larger share of the data, or choose another test file.")),
    )


def write_report(folder: Path, report: Report) -> None:
    """Writes `report.json` into a run's folder, whole or not at all.

    Raises:
        OSError: If the folder cannot be written.
    """
    partial = folder / f"{REPORT_FILE}.partial"
    with partial.open("wb") as sink:
        sink.write(msgspec.json.format(msgspec.json.encode(report), indent=1))
        sink.flush()
        os.fsync(sink.fileno())
    os.replace(partial, folder / REPORT_FILE)


def confusion_matrix(true: NDArray[np.int_], predicted: NDArray[np.int_], *, labels: int) -> NDArray[np.int64]:
    """Counts of each pair of true (row) and predicted (column) label: (labels, labels)."""
    cells = np.asarray(true, dtype=np.int64) * labels + predicted
    return np.bincount(cells, minlength=labels * labels).astype(np.int64).reshape(labels, labels)


def figures_of(confusion: NDArray[np.int64]) -> Figures:
    """The headline figures of a confusion matrix with at least one row counted.

    Macro-F1 is the mean over the labels that occur among the true or the predicted ones, as in
    `sklearn.metrics.f1_score(average="macro")`.
    """
    right, total = int(np.trace(confusion)), int(confusion.sum())
    _, _, f1 = _precision_recall_f1(confusion)
    occurs = (confusion.sum(axis=0) + confusion.sum(axis=1)) > 0
    low, high = accuracy_interval(right, total)
    return Figures(accuracy=right / total, macro_f1=float(f1[occurs].mean()), accuracy_low=low, accuracy_high=high)


def accuracy_interval(right: int, total: int) -> tuple[float, float]:
    """The 95 % interval of a share: Wilson's score interval, without continuity correction.

    E. B. Wilson, "Probable inference, the law of succession, and statistical inference", JASA 22 (1927), 209-212;
    recommended over the normal one by Brown, Cai and DasGupta, Statistical Science 16 (2001), 101-133.

    Args:
        right: How many were right, 0 to `total`.
        total: Of how many, at least 1.
    """
    share, z2 = right / total, _Z_95 * _Z_95
    middle = (share + z2 / (2 * total)) / (1 + z2 / total)
    half = _Z_95 / (1 + z2 / total) * math.sqrt(share * (1 - share) / total + z2 / (4 * total * total))
    return (0.0 if right == 0 else middle - half, 1.0 if right == total else middle + half)


def thresholds_of(confidence: NDArray[np.floating], correct: NDArray[np.bool_]) -> tuple[ThresholdPoint, ...]:
    """What happens at each of THRESHOLDS; the accuracy is 0 where nothing is answered.

    Args:
        confidence: Probability of the answer: (n,), n >= 1.
        correct: Whether the answer is right: (n,).
    """
    order = np.argsort(confidence, kind="stable")
    starts = np.searchsorted(confidence[order], THRESHOLDS.astype(confidence.dtype), side="left")
    right_below = np.concatenate(([0], np.cumsum(correct[order])))
    answered = len(confidence) - starts
    right = right_below[-1] - right_below[starts]
    accuracy = np.divide(right, answered, out=np.zeros(len(starts)), where=answered > 0)
    shares = answered / len(confidence)
    return tuple(
        ThresholdPoint(threshold=threshold, answered_share=share, accuracy=value)
        for threshold, share, value in zip(
            THRESHOLDS.round(2).tolist(), shares.tolist(), accuracy.tolist(), strict=True
        )
    )


def _per_label(labels: Sequence[str], confusion: NDArray[np.int64]) -> tuple[LabelReport, ...]:
    precision, recall, f1 = _precision_recall_f1(confusion)
    columns = (precision.tolist(), recall.tolist(), f1.tolist(), confusion.sum(axis=1).tolist())
    return tuple(
        LabelReport(label=label, precision=p, recall=r, f1=f, support=support)
        for label, p, r, f, support in zip(labels, *columns, strict=True)
    )


def _precision_recall_f1(
    confusion: NDArray[np.int64],
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Each (k,); 0 where undefined, as scikit-learn does with `zero_division=0`."""
    right = np.diag(confusion)
    true, predicted = confusion.sum(axis=1), confusion.sum(axis=0)
    return _share(right, predicted), _share(right, true), _share(2 * right, true + predicted)


def _share(part: NDArray[np.int64], whole: NDArray[np.int64]) -> NDArray[np.float64]:
    return np.divide(part, whole, out=np.zeros(len(whole)), where=whole > 0)


def _commonest_figures(labels: Sequence[str], confusion: NDArray[np.int64], commonest: str) -> Figures:
    always = np.zeros_like(confusion)
    always[:, list(labels).index(commonest)] = confusion.sum(axis=1)
    return figures_of(always)
