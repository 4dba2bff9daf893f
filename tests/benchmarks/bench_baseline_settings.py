"""How the settings of the instant baseline were chosen: macro-F1 on validation rows, for all files the same settings.

    python tests/benchmarks/bench_baseline_settings.py FILE.csv ...

Each file has the columns `text` and `label` and is divided by the default split with three seeds; the test rows of a
split are not looked at. Everything is scikit-learn's; only the split and the choice of words or characters are ours.
"""

from __future__ import annotations

import argparse
import csv
import itertools
import statistics
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score
from sklearn.multiclass import OneVsRestClassifier

sys.path.insert(0, str(Path(__file__).parents[2]))

from workbench.data.split import TRAIN, VALIDATION, split_rows
from workbench.tasks.text_classification.baseline import choose_unit, new_vectorizer
from workbench.values import SplitRecipe

SEEDS = (0, 1, 2)
SETTINGS = tuple(itertools.product((1.0, 5.0, 10.0), (None, "balanced")))


def main() -> None:
    """Prints one line a setting: the mean macro-F1 of each file over the seeds, and of all files."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("files", nargs="+", type=Path)
    files = parser.parse_args().files
    scores = [mean_scores(file) for file in files]
    print("C     class_weight  " + "  ".join(file.stem for file in files) + "  mean")
    for (inverse, weight), row in zip(SETTINGS, zip(*scores, strict=True), strict=True):
        cells = "  ".join(f"{score:{len(file.stem)}.4f}" for file, score in zip(files, row, strict=True))
        print(f"{inverse:<5g} {weight or 'None':12}  {cells}  {statistics.mean(row):.4f}")


def mean_scores(file: Path) -> list[float]:
    """The mean validation macro-F1 of each setting over the seeds."""
    texts, labels = read(file)
    found: list[list[float]] = [[] for _ in SETTINGS]
    for counts, train, validation in divided(texts, labels):
        for (inverse, weight), scores in zip(SETTINGS, found, strict=True):
            one = LogisticRegression(C=inverse, class_weight=weight, solver="liblinear", random_state=0)
            model = OneVsRestClassifier(one).fit(counts[train], labels[train])
            predicted = model.predict(counts[validation])
            scores.append(float(f1_score(labels[validation], predicted, average="macro", zero_division=0)))
    return [statistics.mean(scores) for scores in found]


def divided(texts: list[str], labels: NDArray[np.str_]) -> Iterator[tuple[Any, NDArray[np.intp], NDArray[np.intp]]]:
    """For each seed the weighted counts of all texts, learned from the training rows, and the two kinds of rows."""
    numbers, groups = (np.unique(values, return_inverse=True)[1] for values in (labels, np.array(texts)))
    for seed in SEEDS:
        codes = split_rows(numbers, SplitRecipe(seed=seed), groups=groups)
        train, validation = np.flatnonzero(codes == TRAIN), np.flatnonzero(codes == VALIDATION)
        learned = [texts[at] for at in train]
        vectorizer = new_vectorizer(choose_unit(learned), labels=len(set(labels))).fit(learned)
        yield vectorizer.transform(texts), train, validation


def read(file: Path) -> tuple[list[str], NDArray[np.str_]]:
    """The texts and labels of the rows that have both."""
    csv.field_size_limit(2**31 - 1)
    with file.open(encoding="utf-8-sig", newline="") as opened:
        pairs = [(row["text"], row["label"]) for row in csv.DictReader(opened) if row["text"].strip() and row["label"]]
    return [text for text, _ in pairs], np.array([label for _, label in pairs])


if __name__ == "__main__":
    main()
