"""The instant baseline: weighted counts of words or characters, and one linear classifier a label.

It answers within seconds of the drop, and it is what a fine-tuned model has to beat, so it is built to be strong:
pairs and triples count too, rare labels weigh as much as common ones, and its probabilities can be trusted. Saved as
safetensors and JSON, never as pickle.

Letters in shapes: n texts, f terms, c labels.
"""

from __future__ import annotations

import itertools
import json
import os
import re
import unicodedata
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray
from safetensors import SafetensorError
from safetensors.numpy import load_file, save_file
from scipy.special import softmax
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

from workbench.errors import DataError, RunError
from workbench.i18n import N_, say
from workbench.protocol import Progressed
from workbench.values import LabelScores, Output

Unit = Literal["words", "characters"]

METHODS: dict[Unit, str] = {"words": N_("word counts"), "characters": N_("character counts")}
"""What the run's method is called."""

MAX_CHARACTERS = 20_000
"""Only the beginning of a longer text is read, so that one huge text costs no more than a tenth of a second."""

WEIGHTS_FILE = "baseline.safetensors"
TERMS_FILE = "baseline.json"

_FORMAT = 1
_UNSPACED_SHARE = 0.2  # of the letters; half-Chinese texts have few spaces that mean anything
_LANGUAGE_TEXTS = 2_000  # texts looked at to choose the unit
_INVERSE_REGULARIZATION = 5.0  # from 3 to 10 the accuracy of no data set of the benchmark moves by 1 in 100
_MAX_TERMS = 100_000
_MAX_WEIGHTS = 20_000_000  # terms x labels: 80 MB
_PRUNED_FROM = 1_000  # texts; with fewer, a term that occurs once is kept
_WORD = re.compile(r"\w+|[^\w\s]")  # single characters and punctuation count: "!", "£" and "I" tell a lot
_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
)  # Thai, Lao, Burmese, Khmer, Japanese and Chinese are written without spaces between words


@dataclass(frozen=True)
class BaselinePredictor:
    """A trained baseline; see `Predictor` in training/task_model.py.

    Attributes:
        labels: In the order of the columns of probabilities.
        unit: What is counted.
        terms: The terms in the order of the columns of the weights: f of them.
        idf: Inverse document frequency of each term: (f,) float32.
        weights: (c, f) float32.
        bias: (c,) float32.
        max_tokens: 0, as it does not count tokens.
    """

    labels: tuple[str, ...]
    unit: Unit
    terms: tuple[str, ...]
    idf: NDArray[np.float32]
    weights: NDArray[np.float32]
    bias: NDArray[np.float32]
    vectorizer: TfidfVectorizer
    max_tokens: int = 0

    @property
    def method(self) -> str:
        """What the run's method is called."""
        return METHODS[self.unit]

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
        if not texts:
            return np.zeros((0, len(self.labels)), dtype=np.float32)
        counts = self.vectorizer.transform(texts)  # (n, f)
        logits = np.asarray(counts @ self.weights.T) + self.bias  # (n, c)
        return np.asarray(softmax(logits, axis=1), dtype=np.float32)

    def save(self, folder: Path) -> None:
        """Writes the baseline into an existing folder.

        Raises:
            OSError: If the folder cannot be written.
        """
        save_file({"weights": self.weights, "bias": self.bias, "idf": self.idf}, folder / WEIGHTS_FILE)
        content = {"format": _FORMAT, "unit": self.unit, "labels": self.labels, "terms": self.terms}
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
    unit = choose_unit(texts)
    vectorizer = _vectorizer(unit, rows=len(texts), labels=len(names))
    counts = _counted(vectorizer, texts)  # (n, f)
    weights, bias = yield from _fit_labels(counts, np.asarray(labels, dtype=object), names)
    terms = tuple(vectorizer.get_feature_names_out().tolist())
    return _predictor(names, unit, terms, {"idf": vectorizer.idf_, "weights": weights, "bias": bias})


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
        shape = (len(content["labels"]), len(content["terms"]))
        if arrays["weights"].shape != shape or arrays["bias"].shape != shape[:1] or arrays["idf"].shape != shape[1:]:
            raise ValueError(f"shape {arrays['weights'].shape} instead of {shape}")
        return _predictor(tuple(content["labels"]), content["unit"], tuple(content["terms"]), arrays)
    except (OSError, ValueError, KeyError, TypeError, SafetensorError) as error:
        raise RunError(
            say(N_("The files of the simple baseline in {folder} are gone or damaged."), folder=str(folder)),
            say(N_("Open the data file again; the baseline is then trained anew.")),
            details=repr(error),
        ) from error


def choose_unit(texts: Sequence[str]) -> Unit:
    """Characters for languages that are written without spaces, words for the others."""
    sample = texts[:: max(1, len(texts) // _LANGUAGE_TEXTS)]
    joined = "".join(text[:1_000] for text in sample)
    letters = sum(map(str.isalpha, joined))
    return "characters" if letters and len(_UNSPACED.findall(joined)) / letters > _UNSPACED_SHARE else "words"


def word_terms(text: str) -> list[str]:
    """The words and pairs of neighbouring words of a text, in lower case."""
    words = _WORD.findall(_normal(text))
    return words + [f"{first} {second}" for first, second in itertools.pairwise(words)]


def character_terms(text: str) -> list[str]:
    """The characters, pairs and triples of neighbouring characters of a text, in lower case, white space as one."""
    line = " ".join(_normal(text).split())
    pairs = [line[at : at + 2] for at in range(len(line) - 1)]
    return [*line, *pairs, *[line[at : at + 3] for at in range(len(line) - 2)]]


_TERMS: dict[Unit, Callable[[str], list[str]]] = {"words": word_terms, "characters": character_terms}


def _normal(text: str) -> str:
    return unicodedata.normalize("NFKC", text[:MAX_CHARACTERS]).lower()


def _vectorizer(unit: Unit, *, rows: int, labels: int) -> TfidfVectorizer:
    return TfidfVectorizer(
        analyzer=_TERMS[unit],
        sublinear_tf=True,
        min_df=2 if rows >= _PRUNED_FROM else 1,
        max_features=max(1_000, min(_MAX_TERMS, _MAX_WEIGHTS // labels)),
    )


def _counted(vectorizer: TfidfVectorizer, texts: Sequence[str]) -> Any:
    """Fits the vectorizer; a scipy matrix (n, f).

    Raises:
        DataError: If the texts have no terms, or each term occurs in one text only.
    """
    try:
        return vectorizer.fit_transform(texts)
    except ValueError as error:  # "empty vocabulary" or "After pruning, no terms remain"
        if vectorizer.min_df > 1:
            return _counted(vectorizer.set_params(min_df=1), texts)
        raise DataError(
            say(N_("The texts hold no words or characters to learn from.")),
            say(N_("Choose another text column.")),
            details=str(error),
        ) from error


def _fit_labels(
    counts: Any, labels: NDArray[np.object_], names: tuple[str, ...]
) -> Generator[Progressed, None, tuple[NDArray[np.float64], NDArray[np.float64]]]:
    """Weights (c, f) and biases (c,); two labels share one classifier, which the softmax turns into a sigmoid."""
    if len(names) == 2:
        weights, bias = _fit_one(counts, labels == names[1])
        return np.stack([-weights / 2, weights / 2]), np.array([-bias / 2, bias / 2])
    fitted: list[tuple[NDArray[np.float64], float]] = []
    for part in _in_threads(lambda name: _fit_one(counts, labels == name), names):
        fitted.append(part)
        yield Progressed(what=say(N_("Training the simple baseline")), done=len(fitted), total=len(names))
    return np.stack([weights for weights, _ in fitted]), np.array([bias for _, bias in fitted])


def _fit_one(counts: Any, is_label: NDArray[np.bool_]) -> tuple[NDArray[np.float64], float]:
    # liblinear is several times faster here than lbfgs, and lets go of the interpreter lock.
    model = LogisticRegression(
        C=_INVERSE_REGULARIZATION, class_weight="balanced", solver="liblinear", tol=1e-2, random_state=0
    )
    model.fit(counts, is_label)
    return model.coef_[0], float(model.intercept_[0])


def _in_threads(
    fit: Callable[[str], tuple[NDArray[np.float64], float]], names: Sequence[str]
) -> Iterator[tuple[NDArray[np.float64], float]]:
    """Fits label after label on a few threads, in order; what is not begun is dropped if the caller closes it."""
    pool = ThreadPoolExecutor(max_workers=min(4, os.cpu_count() or 1))
    try:
        yield from pool.map(fit, names)
    finally:
        pool.shutdown(cancel_futures=True)


def _predictor(
    labels: tuple[str, ...], unit: Unit, terms: tuple[str, ...], arrays: dict[str, NDArray[np.floating]]
) -> BaselinePredictor:
    single = {name: np.ascontiguousarray(array, dtype=np.float32) for name, array in arrays.items()}
    vectorizer = TfidfVectorizer(
        analyzer=_TERMS[unit],
        sublinear_tf=True,
        dtype=np.float32,
        vocabulary={term: at for at, term in enumerate(terms)},
    )
    vectorizer.idf_ = single["idf"]
    return BaselinePredictor(
        labels=labels,
        unit=unit,
        terms=terms,
        vectorizer=vectorizer,
        idf=single["idf"],
        weights=single["weights"],
        bias=single["bias"],
    )
