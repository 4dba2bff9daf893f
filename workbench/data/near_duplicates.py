"""Finds texts that differ in little: the same message with another code in it, another signature, a typing error.

Two texts are near duplicates if they are alike but for case, width, punctuation, white space and long numbers, or if
the Jaccard similarity of their shingles (runs of 5 characters, of 3 in Chinese and Japanese) is at least SIMILARITY.
A short text in which one word is another is therefore none (“good” for “bad”, “5 stars” for “1 star”): one word of
five letters is too much for a text of fewer than about 100 letters, one Chinese character for one of fewer than 35.

Candidates come from MinHash signatures in bands (Broder 1997; Leskovec, Rajaraman and Ullman, Mining of Massive
Datasets, 3.4), and each pair is then compared in full, so that a chance likeness of two signatures joins nothing.
This is numpy because datasketch hashes one text at a time (ten times slower) and rensa (as fast) compares signatures
only and has one maintainer.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

SIMILARITY = 0.85
"""Texts with at least this Jaccard similarity are near duplicates."""

_BANDS, _BAND_HASHES = 12, 4  # a pair at the threshold shares no band once in 7,000 times: (1 - 0.85**4) ** 12
_LONG, _SHORT = 5, 3  # characters in a shingle
_CHUNK_CHARACTERS = 2_000_000  # bounds the memory: about 100 bytes a character
_MOST_CHARACTERS = 20_000  # read of each text
_SEPARATOR = "\uffff"  # stands between texts; Unicode says that it is no character

_SMALL_SIGNS = re.compile(r"[\s.,;!'\"`…。、“”‘’·~_\-–—]+")
_LONG_NUMBERS = re.compile(r"\d{5,}")

_FACTOR = np.uint32(0x01000193)  # the prime of FNV

_Hashes = npt.NDArray[np.uint32]
_Numbers = npt.NDArray[np.int64]


@dataclass(frozen=True)
class _Shingles:
    """The shingles of texts, as sets of hashes: those of one text after those of another, each set ascending.

    Attributes:
        hashes: Of all texts.
        starts: Where the set of each text begins; one more at the end.
    """

    hashes: _Hashes
    starts: _Numbers


def near_duplicate_groups(texts: Sequence[str]) -> npt.NDArray[np.int64]:
    """Gives each text its group; near duplicates of near duplicates are in one group.

    Args:
        texts: In any language; white space around them does not matter.

    Returns:
        For each text the position of the first text of its group. An empty text is alone.
    """
    forms = [form for chunk in _chunks(texts) for form in plain_forms(chunk)]
    first: dict[str, int] = {}
    groups = np.array([first.setdefault(form, at) if form else at for at, form in enumerate(forms)], np.int64)
    different = np.fromiter(first.values(), np.int64, len(first))
    forms = [forms[at] for at in different.tolist()]
    labels = np.arange(len(forms), dtype=np.int64)
    for pairs in _candidates(_signatures(forms)):
        new = pairs[labels[pairs[:, 0]] != labels[pairs[:, 1]]]
        labels = _joined(labels, new[_similarities(forms, new) >= SIMILARITY])
    roots = np.arange(len(texts), dtype=np.int64)
    roots[different] = different[labels]
    return roots[groups]


def plain_forms(texts: Sequence[str]) -> list[str]:
    """Texts without what makes no difference: case, width, small signs, runs of white space, digits of long numbers.

    A text of small signs alone stays as it is.
    """
    clean = [text[:_MOST_CHARACTERS].replace(_SEPARATOR, " ") for text in texts]
    joined = unicodedata.normalize("NFKC", _SEPARATOR.join(clean)).casefold()
    joined = _LONG_NUMBERS.sub("0", _SMALL_SIGNS.sub(" ", joined))
    forms = [form.strip() for form in joined.split(_SEPARATOR)] if clean else []
    return [form or text.strip() for form, text in zip(forms, clean, strict=True)]


def _chunks(texts: Sequence[str]) -> Iterator[Sequence[str]]:
    """The texts in pieces of bounded size."""
    start, characters = 0, 0
    for at, text in enumerate(texts):
        characters += min(len(text), _MOST_CHARACTERS)
        if characters > _CHUNK_CHARACTERS:
            yield texts[start : at + 1]
            start, characters = at + 1, 0
    yield texts[start:]


def _shingles(forms: Sequence[str]) -> _Shingles:
    """The shingles of plain forms, none of them empty."""
    lengths = np.array([len(form) for form in forms], np.int64)
    front, back = _SHORT - 1, _LONG - 1  # padding, so that the ends weigh as much as the middle
    padding = "\0" * (front + back)
    joined = "\0" * front + padding.join(forms) + "\0" * back
    characters = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), np.uint32)
    owners = np.repeat(np.arange(len(forms)), lengths + front)
    begins = np.cumsum(lengths + len(padding)) - lengths - len(padding)
    at = np.arange(len(owners)) + (begins - (np.cumsum(lengths + front) - lengths - front))[owners]
    hashes = _window_hashes(characters)[at]
    keys = np.sort(owners.astype(np.uint64) << np.uint64(32) | hashes)
    keys = keys[np.r_[True, keys[1:] != keys[:-1]]]
    starts = np.searchsorted(keys, np.arange(len(forms) + 1, dtype=np.uint64) << np.uint64(32))
    return _Shingles((keys & np.uint64(0xFFFFFFFF)).astype(np.uint32), starts.astype(np.int64))


def _window_hashes(characters: npt.NDArray[np.uint32]) -> _Hashes:
    """A hash of the window that begins at each character: short if a Chinese or Japanese character is in it."""
    mixed = _mix(characters + np.uint32(1))  # zero would stay zero, and padding would not count
    padded = np.concatenate([mixed, np.zeros(_LONG, np.uint32)])
    size = len(characters)
    hashes = np.zeros(size, np.uint32)
    for step in range(_SHORT):
        hashes = hashes * _FACTOR + padded[step : step + size]
    is_dense = (characters >= 0x3040) & (characters <= 0x9FFF) | (characters >= 0x20000) & (characters <= 0x3FFFF)
    padded_dense = np.concatenate([is_dense, np.zeros(_LONG, np.bool_)])
    is_short = padded_dense[:size] | padded_dense[1 : size + 1] | padded_dense[2 : size + 2]
    longer = hashes
    for step in range(_SHORT, _LONG):
        longer = longer * _FACTOR + padded[step : step + size]
    return _mix(np.where(is_short, hashes, longer))


def _mix(values: npt.NDArray[np.uint32]) -> npt.NDArray[np.uint32]:
    """Spreads the bits; the finalizer of MurmurHash3 (Appleby, public domain)."""
    values = (values ^ (values >> np.uint32(16))) * np.uint32(0x85EBCA6B)
    values = (values ^ (values >> np.uint32(13))) * np.uint32(0xC2B2AE35)
    return values ^ (values >> np.uint32(16))


def _signatures(forms: Sequence[str]) -> npt.NDArray[np.uint64]:
    """One number for each band of each text: (bands, texts)."""
    factors = np.random.default_rng(0).integers(1, 2**31, (_BANDS, _BAND_HASHES), dtype=np.uint32) * np.uint32(2)
    factors += np.uint32(1)
    parts = [np.empty((_BANDS, 0), np.uint64)]
    for chunk in _chunks(forms):
        if not len(chunk):
            continue
        shingles = _shingles(chunk)
        bands = np.zeros((_BANDS, len(chunk)), np.uint64)
        for band in range(_BANDS):
            for factor in factors[band]:
                least = np.minimum.reduceat(shingles.hashes * factor, shingles.starts[:-1])
                bands[band] = bands[band] * np.uint64(0x9E3779B97F4A7C15) + _mix(least)
        parts.append(bands)
    return np.concatenate(parts, axis=1)


def _candidates(bands: npt.NDArray[np.uint64]) -> Iterator[_Numbers]:
    """Pairs of texts that share a band: (pairs, 2), each text with the first that shares it and the one before it.

    All pairs of a band would be a million for a thousand texts from one template.
    """
    for band in bands:
        order = np.argsort(band, kind="stable")
        is_first = np.r_[True, band[order][1:] != band[order][:-1]] if len(order) else np.empty(0, np.bool_)
        firsts = order[np.flatnonzero(is_first)[np.cumsum(is_first) - 1]]
        later = np.flatnonzero(~is_first)
        yield np.stack([firsts[later], order[later]], axis=1)
        yield np.stack([order[later - 1], order[later]], axis=1)


def _similarities(forms: Sequence[str], pairs: _Numbers) -> npt.NDArray[np.float64]:
    """The Jaccard similarity of the shingles of each pair."""
    found = np.empty(len(pairs))
    if not len(pairs):
        return found
    characters = np.cumsum([len(forms[left]) + len(forms[right]) for left, right in pairs.tolist()])
    edges = np.searchsorted(characters, np.arange(0, characters[-1], _CHUNK_CHARACTERS)).tolist()
    for begin, end in itertools.pairwise([*edges, len(pairs)]):
        members, at = np.unique(pairs[begin:end], return_inverse=True)
        shingles = _shingles([forms[member] for member in members.tolist()])
        found[begin:end] = _jaccard(shingles, at.reshape(-1, 2))
    return found


def _jaccard(shingles: _Shingles, pairs: _Numbers) -> npt.NDArray[np.float64]:
    """The similarity of each pair: all hashes of both in a row, sorted, so that shared ones lie side by side."""
    sizes = np.diff(shingles.starts)[pairs]  # (pairs, 2)
    owners = np.repeat(np.arange(len(pairs)), sizes.sum(axis=1))
    flat, lengths = pairs.ravel(), sizes.ravel()
    at = np.arange(lengths.sum()) + np.repeat(shingles.starts[flat] - (np.cumsum(lengths) - lengths), lengths)
    keys = np.sort(owners.astype(np.uint64) << np.uint64(32) | shingles.hashes[at])
    is_shared = keys[1:] == keys[:-1]
    shared = np.bincount((keys[1:][is_shared] >> np.uint64(32)).astype(np.int64), minlength=len(pairs))
    return np.asarray(shared / (sizes.sum(axis=1) - shared))


def _joined(labels: _Numbers, pairs: _Numbers) -> _Numbers:
    """Labels after the components of these pairs were joined; a component's label is its least member."""
    while True:
        ends = labels[pairs]
        low, high = ends.min(axis=1), ends.max(axis=1)
        if np.array_equal(low, high):
            return labels
        np.minimum.at(labels, high, low)
        while not np.array_equal(labels, further := labels[labels]):
            labels = further
