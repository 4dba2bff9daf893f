"""Replaces words by synonyms of a wordnet: synonym replacement of EDA (Wei and Zou, EMNLP 2019, arXiv:1901.11196).

The wordnets are those of the library `wn`, which reads any of the Global WordNet Association's format. They have
licences of their own (Open English WordNet CC BY 4.0, Chinese Open Wordnet the WordNet licence), are downloaded once on
the user's demand, and lie in the library's folder `lexicons`.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import numpy as np

from workbench.data.augmentation import AugmentationMethod, Resources, Rewriter, changed_count, is_word, units
from workbench.errors import SettingError
from workbench.i18n import N_, say

if TYPE_CHECKING:
    from wn import Wordnet

_LEXICONS = {"en": ("en", "oewn:2024"), "zh": ("cmn-Hans", "omw-cmn:1.4")}
_OTHER_TAGS = {"zh": ("zh", "cmn", "zh-Hans", "zho")}
_SHORTEST = 4  # “in”, “as” and “no” are indium, arsenic and Noh in a wordnet
_LONGEST = 6  # characters of a Chinese word

_Lookup = Callable[[str], tuple[str, ...]]


def prepare(share: float, resources: Resources) -> Rewriter:
    """A rewriter that replaces this share of the words by a synonym of their commonest meaning that has one.

    Function words (scikit-learn's list) and words of fewer than four letters stay. Chinese is cut into the longest
    words that the wordnet has.

    Raises:
        SettingError: If `wn` or a wordnet of the language is not installed.
    """
    wordnet = _wordnet(resources)
    lookup = functools.lru_cache(maxsize=50_000)(functools.partial(_synonyms, wordnet))
    is_dense = resources.language == "zh"
    stays = frozenset[str]() if is_dense else _function_words()

    def rewrite(texts: Sequence[str], random: np.random.Generator) -> list[str]:
        return [_replaced(text, share, random, lookup=lookup, stays=stays) for text in texts]

    return rewrite


def _replaced(text: str, share: float, random: np.random.Generator, *, lookup: _Lookup, stays: frozenset[str]) -> str:
    pieces = _words(units(text), lookup)
    words = [at for at, piece in enumerate(pieces) if is_word(piece)]
    able = [at for at in words if _may_change(pieces[at], stays) and lookup(pieces[at].lower())]
    if not able:
        return text
    for at in random.permutation(able)[: changed_count(len(words), share)].tolist():
        found = lookup(pieces[at].lower())
        pieces[at] = _cased(found[int(random.integers(len(found)))], pieces[at])
    return "".join(pieces)


def _may_change(word: str, stays: frozenset[str]) -> bool:
    return (not word.isascii() or len(word) >= _SHORTEST) and word.lower() not in stays and not word.isdecimal()


def _words(pieces: list[str], lookup: _Lookup) -> list[str]:
    """Puts single Chinese characters together to the longest words that have synonyms."""
    joined: list[str] = []
    at = 0
    while at < len(pieces):
        size = 1
        if len(pieces[at]) == 1 and not pieces[at].isascii():
            for length in range(min(_LONGEST, len(pieces) - at), 1, -1):
                parts = pieces[at : at + length]
                if all(len(part) == 1 and is_word(part) for part in parts) and lookup("".join(parts)):
                    size = length
                    break
        joined.append("".join(pieces[at : at + size]))
        at += size
    return joined


def _synonyms(wordnet: Wordnet, word: str) -> tuple[str, ...]:
    """The other words of the first meaning that has any."""
    for synset in wordnet.synsets(word):
        # Chinese Open Wordnet marks what may be left out with a plus sign: 漂亮+的.
        lemmas = (lemma.replace("_", " ").replace("+", "") for lemma in synset.lemmas())
        others = tuple(dict.fromkeys(lemma for lemma in lemmas if lemma.lower() != word))
        if others:
            return others
    return ()


def _cased(word: str, like: str) -> str:
    if like.isupper() and len(like) > 1:
        return word.upper()
    return word[:1].upper() + word[1:] if like[:1].isupper() else word


def _function_words() -> frozenset[str]:
    from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS

    return frozenset(ENGLISH_STOP_WORDS)


def _wordnet(resources: Resources) -> Wordnet:
    if resources.language not in _LEXICONS:
        raise SettingError(
            say(N_("Synonyms are there for English and Chinese only, and these texts are in neither.")),
            say(N_("Choose another augmentation.")),
        )
    try:
        import wn
    except ModuleNotFoundError as error:
        raise SettingError(
            say(N_("The part of the program that looks up synonyms is not installed.")),
            say(N_("Install it with: pip install “workbench[augment]”")),
        ) from error
    tag, lexicon = _LEXICONS[resources.language]
    if resources.lexicons.is_dir():
        wn.config.data_directory = str(resources.lexicons)  # type: ignore[attr-defined] # it is there, though not named
        for lang in (tag, *_OTHER_TAGS.get(resources.language, ())):
            if wn.lexicons(lang=lang):
                return wn.Wordnet(lang=lang, expand="")
    raise SettingError(
        say(N_("No dictionary of synonyms for this language is installed.")),
        say(N_("Get one with: {command}"), command=f"python -m wn --dir “{resources.lexicons}” download {lexicon}"),
    )


METHOD = AugmentationMethod(
    title=N_("synonyms"), summary=N_("Replaces some words by synonyms from a dictionary."), prepare=prepare
)
