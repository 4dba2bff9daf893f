"""The instant baseline: weighted counts of words or characters, and one linear classifier a label.

It answers within seconds of the drop, and it is what a fine-tuned model has to beat, so it is built to be strong:
pairs and triples count too, rare labels weigh as much as common ones, and its probabilities can be trusted. Saved as
safetensors and JSON, never as pickle.

Letters in shapes: n texts, f terms, c labels.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from safetensors import SafetensorError
from safetensors.numpy import load_file, save_file
from threadpoolctl import threadpool_limits

from workbench.errors import DataError, RunError
from workbench.i18n import N_, say
from workbench.protocol import Progressed
from workbench.tasks.text_classification.terms import Terms, Unit, choose_unit, learn_terms
from workbench.values import LabelScores, Output

METHODS: dict[Unit, str] = {"words": N_("word counts"), "characters": N_("character counts")}
"""What the run's method is called."""

WEIGHTS_FILE = "baseline.safetensors"
TERMS_FILE = "baseline.json"

_FORMAT = 1
_INVERSE_REGULARIZATION = 5.0  # from 3 to 10 the accuracy of no data set of the benchmark moves by 1 in 100
_MAX_TERMS = 100_000
_MAX_WEIGHTS = 20_000_000  # terms x labels: 80 MB


@dataclass(frozen=True)
class BaselinePredictor:
    """A trained baseline; see `Predictor` in training/task_model.py.

    Attributes:
        labels: In the order of the columns of probabilities.
        terms: What is counted.
        weights: (c, f) float32.
        bias: (c,) float32.
        max_tokens: 0, as it does not count tokens.
    """

    labels: tuple[str, ...]
    terms: Terms
    weights: NDArray[np.float32]
    bias: NDArray[np.float32]
    max_tokens: int = 0

    @property
    def method(self) -> str:
        """What the run's method is called."""
        return METHODS[self.terms.unit]

    def predict(self, texts: Sequence[str]) -> tuple[list[Output], list[int]]:
        """The answers, one a text, the likeliest label first; and 0 tokens read of each."""
        probabilities = self.predict_probabilities(texts)
        order = np.argsort(-probabilities, axis=1, kind="stable")
        ranked = np.take_along_axis(probabilities, order, axis=1)
        outputs: list[Output] = [
            LabelScores(labels=tuple(self.labels[at] for at in positions), scores=tuple(scores))
            for positions, scores in zip(order.tolist(), ranked.tolist(), strict=True)
        ]
        return outputs, [0] * len(texts)

    def predict_probabilities(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """The probability of each label: (n, c), rows summing to 1."""
        logits = np.asarray(self.terms.weigh(texts) @ self.weights.T) + self.bias  # (n, c)
        odds = np.exp(logits - logits.max(axis=1, keepdims=True))
        return np.asarray(odds / odds.sum(axis=1, keepdims=True), dtype=np.float32)

    def save(self, folder: Path) -> None:
        """Writes the baseline into an existing folder.

        Raises:
            OSError: If the folder cannot be written.
        """
        arrays = {"weights": self.weights, "bias": self.bias, "idf": self.terms.idf}
        save_file(arrays, folder / WEIGHTS_FILE)
        content = {"format": _FORMAT, "unit": self.terms.unit, "labels": self.labels, "terms": self.terms.names}
        (folder / TERMS_FILE).write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
        for name in (WEIGHTS_FILE, TERMS_FILE):
            with (folder / name).open("rb+") as file:
                os.fsync(file.fileno())


def train_baseline(texts: Sequence[str], labels: Sequence[str]) -> Generator[Progressed, None, BaselinePredictor]:
    """Trains a baseline; a generator that tells its progress, can be closed between two labels, and returns it.

    Each label has its own logistic regression against all others, its examples weighing as much as the others
    together (so that rare labels are found); the answer is the softmax of their margins, which lies closer to the
    true frequencies than the usual normalised sigmoids do (see tests/benchmarks/bench_baseline.py).

    Args:
        texts: The training texts.
        labels: The label of each.

    Raises:
        DataError: If there are fewer than two labels, or no text has a character in it.
    """
    names = tuple(sorted(set(labels)))
    if len(names) < 2:
        raise DataError(
            say(N_("The training rows have only one label. A model needs at least two to tell apart.")),
            say(N_("Choose another label column, or a file with more labels.")),
        )
    yield Progressed(what=say(N_("Counting words")), done=0, total=len(names))
    most = max(1_000, min(_MAX_TERMS, _MAX_WEIGHTS // len(names)))
    terms, weighted = learn_terms(texts, choose_unit(texts), most=most)
    if not terms.names:
        raise DataError(
            say(N_("The texts hold no words or characters to learn from.")), say(N_("Choose another text column."))
        )
    weights, bias = yield from _fit_labels(weighted.astype(np.float64), np.asarray(labels, dtype=object), names)
    return BaselinePredictor(names, terms, weights.astype(np.float32), bias.astype(np.float32))


def load_predictor(folder: Path) -> BaselinePredictor:
    """Loads a baseline that was saved.

    Args:
        folder: The model folder of a run.

    Raises:
        RunError: If its files are gone or damaged.
    """
    try:
        content = json.loads((folder / TERMS_FILE).read_text(encoding="utf-8"))
        if content["format"] != _FORMAT or content["unit"] not in METHODS:
            raise ValueError(f"format {content['format']}, unit {content['unit']}")
        arrays = load_file(folder / WEIGHTS_FILE)
        weights, bias, idf = arrays["weights"], arrays["bias"], arrays["idf"]
        shape = (len(content["labels"]), len(content["terms"]))
        if (weights.shape, bias.shape, idf.shape) != (shape, shape[:1], shape[1:]):
            raise ValueError(f"shape {weights.shape} instead of {shape}")
        terms = Terms(content["unit"], tuple(content["terms"]), idf)
        return BaselinePredictor(tuple(content["labels"]), terms, weights, bias)
    except (OSError, ValueError, KeyError, TypeError, SafetensorError) as error:
        raise RunError(
            say(N_("The files of the simple baseline in {folder} are gone or damaged."), folder=str(folder)),
            say(N_("Open the data file again; the baseline is then trained anew.")),
            details=repr(error),
        ) from error


def _fit_labels(
    weighted: Any, labels: NDArray[np.object_], names: tuple[str, ...]
) -> Generator[Progressed, None, tuple[NDArray[np.float64], NDArray[np.float64]]]:
    """Weights (c, f) and biases (c,); two labels share one classifier, which the softmax turns into a sigmoid."""
    if len(names) == 2:
        weights, bias = _fit_one(weighted, labels == names[1])
        return np.stack([-weights / 2, weights / 2]), np.array([-bias / 2, bias / 2])
    fitted: list[tuple[NDArray[np.float64], float]] = []
    for part in _in_threads(lambda name: _fit_one(weighted, labels == name), names):
        fitted.append(part)
        yield Progressed(what=say(N_("Training the simple baseline")), done=len(fitted), total=len(names))
    return np.stack([weights for weights, _ in fitted]), np.array([bias for _, bias in fitted])


def _fit_one(weighted: Any, is_label: NDArray[np.bool_]) -> tuple[NDArray[np.float64], float]:
    from sklearn.linear_model import LogisticRegression  # takes a second, and a model answers without it

    # liblinear is several times faster here than lbfgs, and lets go of the interpreter lock.
    model = LogisticRegression(
        C=_INVERSE_REGULARIZATION, class_weight="balanced", solver="liblinear", tol=1e-2, random_state=0
    )
    model.fit(weighted, is_label)
    return model.coef_[0], float(model.intercept_[0])


def _in_threads(
    fit: Callable[[str], tuple[NDArray[np.float64], float]], names: Sequence[str]
) -> Iterator[tuple[NDArray[np.float64], float]]:
    """Fits label after label on a few threads, in order; what is not begun is dropped if the caller closes it.

    Threads of BLAS within these threads would only get in each other's way: with them it takes up to seven times as
    long.
    """
    pool = ThreadPoolExecutor(max_workers=min(4, os.cpu_count() or 1))
    with threadpool_limits(limits=1, user_api="blas"):
        try:
            yield from pool.map(fit, names)
        finally:
            pool.shutdown(cancel_futures=True)
