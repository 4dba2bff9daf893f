"""Leaves out words at random: random deletion of EDA (Wei and Zou, "EDA", EMNLP 2019, arXiv:1901.11196)."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from workbench.data.augmentation import AugmentationMethod, Resources, Rewriter, changed_count, is_word, units
from workbench.i18n import N_


def prepare(share: float, _resources: Resources) -> Rewriter:
    """A rewriter that leaves out this share of the words, in Chinese of the characters; one word always stays.

    EDA leaves out each word with this probability; a fixed number changes short texts as surely as long ones.
    """

    def rewrite(texts: Sequence[str], random: np.random.Generator) -> list[str]:
        return [_without(text, share, random) for text in texts]

    return rewrite


def _without(text: str, share: float, random: np.random.Generator) -> str:
    pieces = units(text)
    words = [at for at, piece in enumerate(pieces) if is_word(piece)]
    if len(words) < 2:
        return text
    count = min(changed_count(len(words), share), len(words) - 1)
    left_out = set(random.choice(words, count, replace=False).tolist())
    return re.sub(r"\s{2,}", " ", "".join(p for at, p in enumerate(pieces) if at not in left_out)).strip()


METHOD = AugmentationMethod(
    title=N_("delete"), summary=N_("Leaves out some words (in Chinese, characters) at random."), prepare=prepare
)
