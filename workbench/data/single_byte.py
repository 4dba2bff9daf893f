"""Which single-byte encoding makes the likeliest letters of some bytes.

Every byte above 127 costs the bits that its letter costs in a language (see `letters`), by whether it ends its word;
what no language would write costs much. The encoding and the language that cost least together win. After Kikui,
"Identifying the coding system and language of on-line documents" (COLING 1996), with letters in place of bigrams.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cache

from workbench.data.letters import FAMILIES, Family, Language

_JUDGED_BYTES = 4_000
_UNKNOWN_LETTER = 11
_UNKNOWN_SIGN = 12
_CONTROL = 20
_BROKEN = 40
_ODD_CASE = 6
_ODD_PLACE = 3
_OTHER_SCRIPT = 6
_ALONE = 5
_WORDS = frozenset("àáâãäåèéêíîìòóôöùúø")
_SIGNS = dict.fromkeys("‘’“”„–—…\u00a0", 5) | dict.fromkeys("«»‹›€£°§¦¬¤©®™·•¿¡№²³½×ºª", 7)
_HIGH = re.compile("[\x80-\U0010ffff]")


@dataclass(frozen=True)
class Guess:
    """An encoding, and how well it fits.

    Attributes:
        codec: Its name.
        language: The code of the likeliest language.
        bits: What a byte above 127 costs on average: 3 to 6 where it fits, 9 and more where it does not.
        total: What all of them cost.
    """

    codec: str
    language: str
    bits: float
    total: float


def guess_single_byte(data: bytes) -> Guess | None:
    """The encoding that fits best; None if there are no bytes above 127."""
    sample = data[:_JUDGED_BYTES]
    guesses = [
        guess
        for family in FAMILIES
        for codec, bits in family.codecs.items()
        if (guess := _best_language(sample, codec, family, bits + family.bits)) is not None
    ]
    return min(guesses, key=lambda guess: guess.total, default=None)


def _best_language(sample: bytes, codec: str, family: Family, bits: int) -> Guess | None:
    text = sample.decode(codec, errors="replace")
    seen = Counter(_seen(text, is_latin=family.is_latin))
    count = sum(seen.values())
    if not count:
        return None
    totals = {
        code: bits + language.bits + sum(_cost(place, language) * times for place, times in seen.items())
        for code, language in family.languages.items()
    }
    code = min(totals, key=lambda code: totals[code])
    return Guess(codec, code, totals[code] / count, totals[code])


def _seen(text: str, *, is_latin: bool) -> list[tuple[str, bool, int]]:
    """Each character above 127: in lower case, whether it ends a word, and what its neighbours cost it."""
    found = []
    for match in _HIGH.finditer(text):
        start = match.start()
        before, after = text[start - 1 : start], text[start + 1 : start + 2]
        character = match.group()
        extra = 0
        if character.isalpha():
            is_odd = (character.isupper() and before.islower()) or (character.islower() and after.isupper())
            extra = _ODD_CASE * is_odd + _ALONE * (is_latin and _is_alone(character, before, after))
            if not is_latin and any(near.isascii() and near.isalpha() for near in (before, after)):
                extra += _OTHER_SCRIPT
        found.append((character if character == "İ" else character.lower(), not after.isalpha(), extra))
    return found


def _is_alone(character: str, before: str, after: str) -> bool:
    """Whether a letter that is hardly ever a word of its own is one."""
    return not before.isalpha() and not after.isalpha() and character.lower() not in _WORDS


def _cost(place: tuple[str, bool, int], language: Language) -> int:
    character, is_final, extra = place
    letters = _bits(language)
    if character == "\ufffd":
        return _BROKEN
    if character.isalpha() or (character, is_final) in letters:
        return letters.get((character, is_final), _UNKNOWN_LETTER) + extra
    if character in _SIGNS:
        return _SIGNS[character]
    return _CONTROL if "\x80" <= character <= "\x9f" or "\ue000" <= character <= "\uf8ff" else _UNKNOWN_SIGN


@cache
def _bits(language: Language) -> dict[tuple[str, bool], int]:
    """The bits of each letter inside a word and at its end; one that is known elsewhere only costs more."""
    inner = {letter: int(bits) for letter, bits in zip(language.inner[::2], language.inner[1::2], strict=True)}
    final = {letter: int(bits) for letter, bits in zip(language.final[::2], language.final[1::2], strict=True)}
    at_end = {letter: min(_UNKNOWN_LETTER, bits + _ODD_PLACE) for letter, bits in (inner | final).items()} | final
    inside = {letter: min(_UNKNOWN_LETTER, bits + _ODD_PLACE) for letter, bits in (inner | final).items()} | inner
    return {(letter, True): bits for letter, bits in at_end.items()} | {
        (letter, False): bits for letter, bits in inside.items()
    }
