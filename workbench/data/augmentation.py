"""Makes new training texts from old ones: seeded, never one that the data have already, and with the label kept.

A method rewrites texts; this module decides how often, with which random numbers, and what of it is kept. The texts of
validation and test rows come in only as what must not be made.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Callable, Generator, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from workbench import discovery
from workbench.data import augment
from workbench.errors import SettingError
from workbench.i18n import N_, say

Rewriter = Callable[[Sequence[str], np.random.Generator], list[str]]
"""Gives each text another form, or the same where it cannot."""

_ATTEMPTS = 3
_TEXTS_AT_ONCE = 64
_DENSE = re.compile("[\u3040-\u30ff\u3400-\u9fff]")
_WORD = re.compile(r"\w+(?:['’-]\w+)*")


@dataclass(frozen=True)
class Resources:
    """What a method may need beside the texts.

    Attributes:
        language: Of the texts, as `Profile.language`; empty if unknown.
        lexicons: The folder of dictionaries of synonyms.
        translate: Translates texts into another language and back; None where no model for it is installed.
    """

    language: str
    lexicons: Path
    translate: Callable[[Sequence[str]], list[str]] | None = None


@dataclass(frozen=True)
class AugmentationMethod:
    """One way to rewrite texts; each `augment/<name>.py` has one as `METHOD`.

    Attributes:
        title: What people call it; also what the form shows for it.
        summary: One sentence: what it does to a text.
        prepare: Takes the share of words that change, 0 to 1, and the resources, and gives the rewriter. Raises
            SettingError, in words, where something that it needs is not installed.
    """

    title: str
    summary: str
    prepare: Callable[[float, Resources], Rewriter]


@dataclass(frozen=True)
class NewText:
    """A text that was made.

    Attributes:
        source: The position of the text that it was made from.
        text: Unlike all texts of the data.
    """

    source: int
    text: str


@functools.cache
def augmentation_methods() -> dict[str, AugmentationMethod]:
    """Every method by its name; not to be changed."""
    return discovery.collect(augment, "METHOD", AugmentationMethod)


def rewriter(name: str, *, share: float, resources: Resources) -> Rewriter:
    """The rewriter of one method.

    Raises:
        SettingError: If there is no such method, or something that it needs is not installed.
    """
    known = augmentation_methods()
    if name not in known:
        raise SettingError(
            say(N_("There is no augmentation “{name}”. Known are: {known}."), name=name, known=", ".join(known))
        )
    return known[name].prepare(share, resources)


def augmented(
    texts: Sequence[str], rewrite: Rewriter, *, copies: int, seed: int, others: Iterable[str] = ()
) -> Generator[int, None, list[NewText]]:
    """Makes up to so many new texts of each text.

    A text that comes out equal to one that is there already (case, width and white space aside) is tried three times
    and then left out.

    Args:
        texts: The training texts.
        rewrite: Of a method.
        copies: New texts for each.
        seed: Of the run; the same texts, seed and method make the same new ones.
        others: Texts that must not be made: those of validation and test rows.

    Yields:
        How many texts have been worked on.

    Returns:
        In the order of the texts, all first copies first.
    """
    taken = {_plain(text) for text in (*texts, *others)}
    made: list[NewText] = []
    done = 0
    for copy in range(copies):
        for start in range(0, len(texts), _TEXTS_AT_ONCE):
            random = np.random.default_rng((seed, 2, copy, start))
            open_at = list(range(start, min(len(texts), start + _TEXTS_AT_ONCE)))
            found: dict[int, str] = {}
            for _ in range(_ATTEMPTS):
                written = rewrite([texts[at] for at in open_at], random) if open_at else []
                for at, text in zip(open_at, written, strict=True):
                    plain = _plain(text)
                    if plain and plain not in taken:
                        taken.add(plain)
                        found[at] = text
                open_at = [at for at in open_at if at not in found]
            made += [NewText(at, found[at]) for at in sorted(found)]
            done += min(_TEXTS_AT_ONCE, len(texts) - start)
            yield done
    return made


def units(text: str) -> list[str]:
    """A text in pieces that joined together are the text: its words, or its characters where it is written without.

    Spaces and signs are pieces of their own; `is_word` tells the words from them.
    """
    pieces: list[str] = []
    at = 0
    for match in _WORD.finditer(text):
        if match.start() > at:
            pieces.append(text[at : match.start()])
        word = match.group()
        pieces += list(word) if _DENSE.search(word) else [word]
        at = match.end()
    return [*pieces, text[at:]] if at < len(text) else pieces


def is_word(piece: str) -> bool:
    """Whether a piece of `units` is a word or a character, not what stands between them."""
    return bool(_WORD.match(piece))


def changed_count(words: int, share: float) -> int:
    """How many words of a text change: the share of them, at least one (Wei and Zou 2019, section 3.1)."""
    return max(1, round(share * words)) if words else 0


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())
