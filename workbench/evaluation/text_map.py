"""A map of texts: vectors of many numbers laid out in a plane, so that similar texts lie near each other."""

from __future__ import annotations

import os
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

_COMPONENTS = 50
_MOST_TERMS = 30_000
_PERPLEXITY = 30.0
_LEAST_FOR_NEIGHBORS = 16
_ITERATIONS = 600
_SEED = 0


def word_vectors(texts: Sequence[str], *, unspaced: bool) -> NDArray[np.float32]:
    """Vectors from the words of the texts alone, for a language that the base model cannot read.

    TF-IDF reduced by a truncated singular value decomposition (latent semantic analysis: Deerwester et al. 1990), each
    row of length 1.

    Args:
        texts: n of them.
        unspaced: Whether the language has no spaces between words, so that pairs of characters are counted instead.

    Returns:
        (n, k) float32 with k at most 50; without a column if the texts hold no words.
    """
    from sklearn.decomposition import TruncatedSVD
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.preprocessing import normalize

    units = {"analyzer": "char", "ngram_range": (1, 2)} if unspaced else {"ngram_range": (1, 1)}
    vectorizer = TfidfVectorizer(sublinear_tf=True, min_df=min(2, len(texts)), max_features=_MOST_TERMS, **units)
    try:
        counts = vectorizer.fit_transform(texts)
    except ValueError:  # no word, or none that occurs twice
        return np.zeros((len(texts), 0), np.float32)
    size = min(_COMPONENTS, *(side - 1 for side in counts.shape))
    if size < 1:
        return np.zeros((len(texts), 0), np.float32)
    reduced = TruncatedSVD(size, random_state=_SEED).fit_transform(counts)
    return np.asarray(normalize(reduced), dtype=np.float32)


def lay_out(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    """Places for vectors in a plane, in the square from -1 to 1.

    t-SNE (van der Maaten and Hinton 2008) in scikit-learn's Barnes-Hut form, begun at the two main components so that
    the layout is the same every time; a few vectors are laid out by these alone.

    Args:
        vectors: (n, k).

    Returns:
        (n, 2) float32.
    """
    if vectors.shape[1] == 0 or len(vectors) < 2 or not np.ptp(vectors, axis=0).any():
        return np.zeros((len(vectors), 2), np.float32)
    reduced = _main_components(vectors)
    if len(vectors) < _LEAST_FOR_NEIGHBORS:
        return _fitted(reduced[:, :2])
    from sklearn.manifold import TSNE

    perplexity = min(_PERPLEXITY, (len(vectors) - 1) / 3)
    layout = TSNE(
        2,
        perplexity=perplexity,
        init=_fitted(reduced[:, :2]) * 1e-4,  # the scale that scikit-learn gives its own start
        max_iter=_ITERATIONS,
        random_state=_SEED,
        n_jobs=os.cpu_count(),
    ).fit_transform(reduced)
    return _fitted(np.asarray(layout, dtype=np.float32))


def _main_components(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    """At least two columns, at most 50, in the order of their spread."""
    from sklearn.decomposition import PCA

    size = min(_COMPONENTS, *vectors.shape)
    reduced = PCA(size, random_state=_SEED).fit_transform(vectors).astype(np.float32)
    return np.pad(reduced, ((0, 0), (0, max(0, 2 - size))))


def _fitted(places: NDArray[np.float32]) -> NDArray[np.float32]:
    centered = places - (places.max(axis=0) + places.min(axis=0)) / 2
    farthest = float(np.abs(centered).max())
    return np.asarray(centered / farthest if farthest > 0 else centered, dtype=np.float32)
