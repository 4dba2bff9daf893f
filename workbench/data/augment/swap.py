"""Lets words change places at random: random swap of EDA (Wei and Zou, "EDA", EMNLP 2019, arXiv:1901.11196)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from workbench.data.augmentation import AugmentationMethod, Resources, Rewriter, changed_count, is_word, units
from workbench.i18n import N_

_CHARACTERS_APART = 3  # characters further apart make another word of a Chinese sentence, not another order


def prepare(share: float, _resources: Resources) -> Rewriter:
    """A rewriter that swaps two words as many times as this share of the words; in Chinese, characters close by."""

    def rewrite(texts: Sequence[str], random: np.random.Generator) -> list[str]:
        return [_swapped(text, share, random) for text in texts]

    return rewrite


def _swapped(text: str, share: float, random: np.random.Generator) -> str:
    pieces = units(text)
    words = [at for at, piece in enumerate(pieces) if is_word(piece)]
    if len(words) < 2:
        return text
    is_dense = all(len(pieces[at]) == 1 for at in words)
    for _ in range(changed_count(len(words), share)):
        first = int(random.integers(len(words)))
        near = range(max(0, first - _CHARACTERS_APART), min(len(words), first + _CHARACTERS_APART + 1))
        others = [at for at in (near if is_dense else range(len(words))) if at != first]
        second = others[int(random.integers(len(others)))]
        left, right = words[first], words[second]
        pieces[left], pieces[right] = pieces[right], pieces[left]
    return "".join(pieces)


METHOD = AugmentationMethod(
    title=N_("swap"), summary=N_("Lets some words (in Chinese, characters) change places."), prepare=prepare
)
