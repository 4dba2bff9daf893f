"""How many labels that were made wrong are found: precision and recall of the list of suspects.

    python tests/benchmarks/bench_label_errors.py FILE.csv ...

Each file has the columns `text` and `label`. With several seeds 5 % of the labels are replaced by another one at
random. "At the number flipped" takes as many rows as were made wrong, those with the least probability of their label;
a row that was wrong before counts as a false alarm. `balanced` weighs the labels as the instant baseline does.
"""

from __future__ import annotations

import argparse
import csv
import statistics
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import PredefinedSplit, cross_val_predict
from sklearn.multiclass import OneVsRestClassifier

sys.path.insert(0, str(Path(__file__).parents[2]))

from workbench.data.label_errors import quality, suspects
from workbench.tasks.text_classification.baseline import choose_unit, new_vectorizer
from workbench.tasks.text_classification.cross_validation import cross_validate, fold_numbers

FLIPPED = 0.05
SEEDS = (0, 1, 2, 3, 4)


def main() -> None:
    """Prints one line a file and way of scoring: means over the seeds."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("files", nargs="+", type=Path)
    print(f"{'file':24} {'scored':9} at flipped  suspects  precision  recall  seconds")
    for file in parser.parse_args().files:
        for way in ("ours", "balanced"):
            rows = [measure(file, way, seed) for seed in SEEDS]
            at, count, precision, recall, seconds = (statistics.mean(column) for column in zip(*rows, strict=True))
            least = min(row[0] for row in rows)
            print(
                f"{file.stem:24} {way:9} {at:.3f} ({least:.3f})  {count:5.0f}  {precision:9.3f}  {recall:6.3f}  "
                f"{seconds:7.1f}"
            )


def measure(file: Path, way: str, seed: int) -> tuple[float, float, float, float, float]:
    """Precision at the number flipped; how many are suspected, their precision and recall; and the seconds."""
    texts, labels = read(file)
    given, is_wrong = flip(labels, seed)
    started = time.perf_counter()
    likely = ours(texts, given) if way == "ours" else balanced(texts, given)
    found = suspects(given, likely)
    seconds = time.perf_counter() - started
    least = np.argsort(quality(given, likely), kind="stable")[: is_wrong.sum()]
    right = is_wrong[found].sum()
    return is_wrong[least].mean(), found.sum(), right / found.sum(), right / is_wrong.sum(), seconds


def flip(labels: Sequence[str], seed: int) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """The labels as numbers, 5 % of them wrong; and which."""
    names, given = np.unique(np.asarray(labels), return_inverse=True)
    random = np.random.default_rng(seed)
    rows = random.choice(len(given), round(FLIPPED * len(given)), replace=False)
    given[rows] = (given[rows] + random.integers(1, len(names), len(rows))) % len(names)
    is_wrong = np.zeros(len(given), np.bool_)
    is_wrong[rows] = True
    return given, is_wrong


def ours(texts: list[str], given: NDArray[np.int64]) -> NDArray[np.float64]:
    """What the program makes of it."""
    running = cross_validate(texts, [f"{label:06}" for label in given.tolist()])
    while True:
        try:
            next(running)
        except StopIteration as end:
            value: NDArray[np.float64] = end.value
            return value


def balanced(texts: list[str], given: NDArray[np.int64]) -> NDArray[np.float64]:
    """The same with every label weighing alike."""
    weighted = new_vectorizer(choose_unit(texts), labels=int(given.max()) + 1).fit_transform(texts)
    one = LogisticRegression(C=10.0, class_weight="balanced", solver="liblinear", random_state=0)
    folds = PredefinedSplit(fold_numbers(given, seed=0))
    return np.asarray(cross_val_predict(OneVsRestClassifier(one), weighted, given, cv=folds, method="predict_proba"))


def read(file: Path) -> tuple[list[str], list[str]]:
    """The texts and labels of a file."""
    with file.open(encoding="utf-8", newline="") as source:
        rows = list(csv.DictReader(source))
    return [row["text"] for row in rows], [row["label"] for row in rows]


if __name__ == "__main__":
    main()
