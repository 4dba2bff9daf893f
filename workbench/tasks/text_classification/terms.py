"""Texts as weighted counts of words or characters (TF-IDF), so that one text becomes one sparse row.

The numbers are those of scikit-learn's TfidfVectorizer with `sublinear_tf=True`; counting here takes half the time on
Chinese, where nearly all terms are rare and are dropped before they are sorted, and a model can answer without loading
scikit-learn.

Letters in shapes: n texts, f terms.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from array import array
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

Unit = Literal["words", "characters"]

MAX_CHARACTERS = 20_000
"""Only the beginning of a longer text is read, so that one huge text costs no more than a tenth of a second."""

_UNSPACED_SHARE = 0.2  # of the letters; half-Chinese texts have few spaces that mean anything
_LANGUAGE_TEXTS = 2_000  # texts looked at to choose the unit
_PRUNED_FROM = 5_000  # texts; with fewer, dropping the terms that occur in one text only costs up to 1.5 in 100
_WORD = re.compile(r"\w+|[^\w\s]")  # single characters and punctuation count: "!", "£" and "I" tell a lot
_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
)  # Thai, Lao, Burmese, Khmer, Japanese and Chinese are written without spaces between words


@dataclass(frozen=True)
class Terms:
    """The terms that count, each with its weight.

    Attributes:
        unit: What is counted.
        names: The f terms, in the order of the columns.
        idf: Inverse document frequency of each: (f,) float32.
    """

    unit: Unit
    names: tuple[str, ...]
    idf: NDArray[np.float32]
    _columns: dict[str, int] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_columns", {name: at for at, name in enumerate(self.names)})

    def weigh(self, texts: Iterable[str]) -> Any:
        """A scipy matrix (n, f) float32 with rows of length 1, or 0 for a text without a known term."""
        split, columns = _SPLITTERS[self.unit], self._columns
        found = ([columns[term] for term in split(text) if term in columns] for text in texts)
        return _weighted(_count(found, width=lambda: len(self.names)), self.idf)


def learn_terms(texts: Sequence[str], unit: Unit, *, most: int) -> tuple[Terms, Any]:
    """Finds the terms of texts.

    A term must occur in two texts if there are many texts; of more than `most` terms those in most texts are kept.

    Args:
        texts: The training texts.
        unit: What to count.
        most: The largest f.

    Returns:
        The terms in the order of their first appearance, and the weighted texts: (n, f). There are no terms if the
        texts are only white space.
    """
    columns: defaultdict[str, int] = defaultdict()
    columns.default_factory = columns.__len__
    split = _SPLITTERS[unit]
    counts = _count((map(columns.__getitem__, split(text)) for text in texts), width=lambda: len(columns))
    frequency = np.bincount(counts.indices, minlength=len(columns))
    kept = _commonest(frequency, most=most, prune=len(texts) >= _PRUNED_FROM)
    names = np.fromiter(columns, dtype=object, count=len(columns))[kept]
    idf = (np.log((1 + len(texts)) / (1 + frequency[kept])) + 1).astype(np.float32)
    return Terms(unit, tuple(names.tolist()), idf), _weighted(counts[:, kept], idf)


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


_SPLITTERS: dict[Unit, Callable[[str], list[str]]] = {"words": word_terms, "characters": character_terms}


def _normal(text: str) -> str:
    return unicodedata.normalize("NFKC", text[:MAX_CHARACTERS]).lower()


def _count(texts: Iterable[Iterable[int]], *, width: Callable[[], int]) -> csr_matrix:
    """How often each column occurs in each text; `width` is asked when all texts have been read."""
    indices, ends = array("i"), array("q", [0])
    for columns in texts:
        indices.extend(columns)
        ends.append(len(indices))
    ones = np.ones(len(indices), dtype=np.float32)
    counts = csr_matrix((ones, np.frombuffer(indices, dtype=np.intc), np.array(ends)), shape=(len(ends) - 1, width()))
    counts.sum_duplicates()
    return counts


def _commonest(frequency: NDArray[np.int_], *, most: int, prune: bool) -> NDArray[np.intp]:
    """The columns to keep, ascending."""
    kept = np.flatnonzero(frequency >= 2) if prune else np.arange(len(frequency))
    if len(kept) == 0:
        kept = np.arange(len(frequency))
    if len(kept) > most:
        kept = np.sort(kept[np.argsort(-frequency[kept], kind="stable")[:most]])
    return kept


def _weighted(counts: csr_matrix, idf: NDArray[np.float32]) -> csr_matrix:
    """Counts as 1 + ln(count), times idf, each row scaled to length 1."""
    values = (1 + np.log(counts.data)) * idf[counts.indices]
    rows = np.repeat(np.arange(counts.shape[0]), np.diff(counts.indptr))
    lengths = np.sqrt(np.bincount(rows, weights=np.square(values, dtype=np.float64), minlength=counts.shape[0]))
    values = (values / lengths[rows]).astype(np.float32)
    return csr_matrix((values, counts.indices, counts.indptr), shape=counts.shape)
