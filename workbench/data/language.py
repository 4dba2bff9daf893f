"""A small, honest guess at the language of texts: by script, and for Latin letters by the commonest English words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

_SCRIPTS = (
    ("ja", re.compile("[\u3041-\u30ff]")),
    ("ko", re.compile("[\u1100-\u11ff\uac00-\ud7af]")),
    ("zh", re.compile("[\u3400-\u9fff]")),
    ("cyrillic", re.compile("[\u0400-\u04ff]")),
    ("arabic", re.compile("[\u0600-\u06ff]")),
    ("el", re.compile("[\u0370-\u03ff]")),
    ("he", re.compile("[\u0590-\u05ff]")),
    ("th", re.compile("[\u0e00-\u0e7f]")),
    ("hi", re.compile("[\u0900-\u097f]")),
    ("latin", re.compile("[A-Za-z\u00c0-\u024f]")),
)
_ENGLISH_WORDS = (
    "the of and to in a is that it was for on are with as i his they be at one have this from or had by but not what "
    "all were we when your can said there an which she do how their if will other about out many then them these so "
    "some her would make like him into has more you my me he no just"
)
_OTHER_WORDS = (
    "de la le les et un une des que en el los las y por con del der die das und ist nicht ein eine mit zu auf il di "
    "che per non una da o e do os um com não para van het een dat niet och att det som är på jest się nie na w z og "
    "ikke"
)
_ENGLISH = frozenset(_ENGLISH_WORDS.split())
_OTHERS = frozenset(_OTHER_WORDS.split())
_ASCII_WORD = re.compile(r"[^\W\d_]+")
SAMPLE_TEXTS = 400
_SAMPLE_CHARACTERS = 500
_LEAST_ENGLISH = 0.12


def guess_language(texts: Iterable[str]) -> str:
    """The ISO 639-1 code of the language in which most letters are written; empty if unsure."""
    sample = [text[:_SAMPLE_CHARACTERS] for text, _ in zip(texts, range(SAMPLE_TEXTS), strict=False)]
    joined = "\n".join(sample)
    letters = Counter({name: len(pattern.findall(joined)) for name, pattern in _SCRIPTS})
    letters["latin"] //= 3  # a Latin word takes about three times the letters of a Chinese one
    script, count = letters.most_common(1)[0]
    if not count:
        return ""
    if script == "zh" and letters["ja"] * 10 > count:
        return "ja"
    if script == "latin":
        return "en" if _is_english(joined) else ""
    if script == "cyrillic":
        return _cyrillic(joined)
    if script == "arabic":
        return "fa" if len(re.findall("[پچژگ]", joined)) * 100 > count else "ar"
    return script


def _is_english(text: str) -> bool:
    words = Counter(word.lower() for word in _ASCII_WORD.findall(text))
    total = sum(words.values())
    english = sum(count for word, count in words.items() if word in _ENGLISH)
    others = sum(count for word, count in words.items() if word in _OTHERS)
    return english > _LEAST_ENGLISH * total and english > 2 * others


def _cyrillic(text: str) -> str:
    if re.search("[іїєґ]", text, re.IGNORECASE):
        return "uk" if re.search("[їєґ]", text, re.IGNORECASE) else ""
    return "ru" if re.search("[ыэ]", text, re.IGNORECASE) else ""
