"""The instant baseline: TF-IDF and logistic regression from scikit-learn, with ordinary settings.

It answers within seconds of the drop, and it is what a fine-tuned model has to beat. Its probabilities are those of
`make_pipeline(TfidfVectorizer(...), OneVsRestClassifier(LogisticRegression(...)))`; it is saved as safetensors and
JSON, never as pickle.

Letters in shapes: n texts, f terms, c labels, m classifiers (one a label, or one for two labels).
"""

from __future__ import annotations

import json
import os
from collections.abc import Generator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from numpy.typing import NDArray
from safetensors import SafetensorError
from safetensors.numpy import load_file, save_file

from workbench.data.language import guess_language
from workbench.errors import DataError, RunError
from workbench.i18n import N_, say
from workbench.protocol import Progressed
from workbench.values import LabelScores, Output

if TYPE_CHECKING:  # takes a second, so it is imported where it is used
    from sklearn.feature_extraction.text import TfidfVectorizer

Unit = Literal["words", "characters"]

METHODS: dict[Unit, str] = {"words": N_("word counts"), "characters": N_("character counts")}
"""What the run's method is called."""

WEIGHTS_FILE = "baseline.safetensors"
TERMS_FILE = "baseline.json"

LEAST_TERMS = 1_000
"""That many terms may be kept however many labels there are."""

_FORMAT = 1
_UNSPACED = ("zh", "ja", "th")  # written without spaces between words
_INVERSE_REGULARIZATION = 10.0  # the best of six settings, see tests/benchmarks/bench_baseline_settings.py
_CLASS_WEIGHT = "balanced"
_MAX_TERMS = 100_000
_MAX_WEIGHTS = 10_000_000  # f times c: 80 MB
_MAX_CHARACTERS = 20_000  # read of each text, so that one huge text costs no more than a tenth of a second


@dataclass(frozen=True)
class BaselinePredictor:
    """A trained baseline; see `Predictor` in training/task_model.py.

    Attributes:
        labels: In the order of the columns of probabilities.
        unit: What is counted.
        vectorizer: Turns texts into weighted counts: (n, f).
        weights: (f, m) float64.
        bias: (m,) float64.
        max_tokens: 0, as it does not count tokens.
    """

    labels: tuple[str, ...]
    unit: Unit
    vectorizer: TfidfVectorizer
    weights: NDArray[np.float64]
    bias: NDArray[np.float64]
    max_tokens: int = 0

    @property
    def method(self) -> str:
        """What the run's method is called."""
        return METHODS[self.unit]

    @property
    def term_count(self) -> int:
        """How many terms it knows."""
        return len(self.weights)

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
        """The probability of each label: (n, c), rows summing to 1.

        With more than two labels each classifier's probability is divided by the sum over all, as in scikit-learn's
        OneVsRestClassifier.
        """
        if not texts:
            return np.zeros((0, len(self.labels)), dtype=np.float32)
        margins = self.vectorizer.transform(_beginnings(texts)) @ self.weights + self.bias  # (n, m)
        odds = 1 / (1 + np.exp(-margins))
        if len(self.labels) == 2:
            return np.hstack([1 - odds, odds]).astype(np.float32)
        return np.asarray(odds / odds.sum(axis=1, keepdims=True), dtype=np.float32)

    def save(self, folder: Path) -> None:
        """Writes the baseline into an existing folder.

        Raises:
            OSError: If the folder cannot be written.
        """
        arrays = {"weights": self.weights, "bias": self.bias, "idf": self.vectorizer.idf_}
        save_file(arrays, folder / WEIGHTS_FILE)
        terms = self.vectorizer.get_feature_names_out().tolist()
        content = {"format": _FORMAT, "unit": self.unit, "labels": self.labels, "terms": terms}
        (folder / TERMS_FILE).write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
        for name in (WEIGHTS_FILE, TERMS_FILE):
            with (folder / name).open("rb+") as file:
                os.fsync(file.fileno())


def train_baseline(texts: Sequence[str], labels: Sequence[str]) -> Generator[Progressed, None, BaselinePredictor]:
    """Trains a baseline; a generator that tells its progress, can be closed between two labels, and returns it.

    Args:
        texts: The training texts.
        labels: The label of each.

    Raises:
        DataError: If there are fewer than two labels, or no text has a word in it.
    """
    names = tuple(sorted(set(labels)))
    if len(names) < 2:
        raise DataError(
            say(N_("The training rows have only one label. A model needs at least two to tell apart.")),
            say(N_("Choose another label column, or a file with more labels.")),
        )
    yield Progressed(what=say(N_("Counting words")), done=0, total=_classifiers(names))
    unit = choose_unit(texts)
    vectorizer = new_vectorizer(unit, labels=len(names))
    try:
        weighted = vectorizer.fit_transform(_beginnings(texts))
    except ValueError as error:
        if "empty vocabulary" not in str(error):
            raise
        raise DataError(
            say(N_("The texts hold no words or characters to learn from.")), say(N_("Choose another text column."))
        ) from error
    weights, bias = yield from _fit_labels(weighted, np.asarray(labels, dtype=object), names)
    return BaselinePredictor(names, unit, vectorizer, weights, bias)


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
        labels, terms = tuple(content["labels"]), content["terms"]
        shapes = ((len(terms), _classifiers(labels)), (_classifiers(labels),), (len(terms),))
        if (weights.shape, bias.shape, idf.shape) != shapes or len(labels) < 2:
            raise ValueError(f"shape {weights.shape} instead of {shapes[0]}")
        vectorizer = new_vectorizer(content["unit"], labels=len(labels), terms=terms)
        vectorizer.idf_ = idf
        return BaselinePredictor(labels, content["unit"], vectorizer, weights, bias)
    except (OSError, ValueError, KeyError, TypeError, SafetensorError) as error:
        raise RunError(
            say(N_("The files of the simple baseline in {folder} are gone or damaged."), folder=str(folder)),
            say(N_("Open the data file again; the baseline is then trained anew.")),
            details=repr(error),
        ) from error


def choose_unit(texts: Sequence[str]) -> Unit:
    """Characters for languages that are written without spaces, words for the others."""
    return "characters" if guess_language(texts) in _UNSPACED else "words"


def new_vectorizer(unit: Unit, *, labels: int, terms: Sequence[str] | None = None) -> TfidfVectorizer:
    """What counts words and pairs of words, or single characters to triples.

    Args:
        unit: What to count.
        labels: How many labels there are; with very many, fewer terms are kept.
        terms: The terms in the order of the columns, if they are known already.
    """
    from sklearn.feature_extraction.text import TfidfVectorizer

    ways: dict[Unit, dict[str, Any]] = {
        "words": {"ngram_range": (1, 2)},
        "characters": {"analyzer": "char", "ngram_range": (1, 3)},
    }
    most = max(LEAST_TERMS, min(_MAX_TERMS, _MAX_WEIGHTS // labels))
    return TfidfVectorizer(**ways[unit], sublinear_tf=True, max_features=most, vocabulary=terms)


def _fit_labels(
    weighted: Any, labels: NDArray[np.object_], names: tuple[str, ...]
) -> Generator[Progressed, None, tuple[NDArray[np.float64], NDArray[np.float64]]]:
    """Weights (f, m) and biases (m,) of one classifier a label against all others; two labels share one."""
    from sklearn.linear_model import LogisticRegression

    count = _classifiers(names)
    weights, bias = np.empty((weighted.shape[1], count)), np.empty(count)
    for at, name in enumerate(names[-count:]):
        model = LogisticRegression(
            C=_INVERSE_REGULARIZATION, class_weight=_CLASS_WEIGHT, solver="liblinear", random_state=0
        )
        model.fit(weighted, labels == name)
        weights[:, at], bias[at] = model.coef_[0], model.intercept_[0]
        yield Progressed(what=say(N_("Training the simple baseline")), done=at + 1, total=count)
    return weights, bias


def _classifiers(labels: Sequence[str]) -> int:
    """m: two labels share one classifier, which tells the second from the first."""
    return 1 if len(labels) == 2 else len(labels)


def _beginnings(texts: Sequence[str]) -> list[str]:
    return [text[:_MAX_CHARACTERS] for text in texts]
