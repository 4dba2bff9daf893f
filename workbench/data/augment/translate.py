"""Translates texts into another language and back, with models that the user has installed.

Sennrich, Haddow and Birch, "Improving Neural Machine Translation Models with Monolingual Data", ACL 2016; as
augmentation of texts to be classified in Xie et al., "Unsupervised Data Augmentation", arXiv:1904.12848.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from workbench.data.augmentation import AugmentationMethod, Resources, Rewriter
from workbench.errors import SettingError
from workbench.i18n import N_, say


def prepare(_share: float, resources: Resources) -> Rewriter:
    """A rewriter by way of another language; the same text always comes back the same.

    Raises:
        SettingError: If no pair of translation models for the language is installed.
    """
    translate = resources.translate
    if translate is None:
        raise SettingError(
            say(N_("No translation models for this language are installed.")),
            say(
                N_("Put two folders into the library's folder “models”, such as opus-mt-en-zh and opus-mt-zh-en, "
                   "each with config.json, model.safetensors and tokenizer.json.")
            ),
        )  # fmt: skip

    def rewrite(texts: Sequence[str], _random: np.random.Generator) -> list[str]:
        return translate(texts)

    return rewrite


METHOD = AugmentationMethod(
    title=N_("translate"),
    summary=N_("Translates into another language and back with installed models; one new text a text."),
    prepare=prepare,
)
