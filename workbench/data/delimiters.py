"""Which delimiters a text may have: single characters, and signs of several characters such as `||`."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from workbench.data.grid_score import regularity
from workbench.data.records import split_lines
from workbench.data.signs import SIGN
from workbench.errors import SettingError
from workbench.i18n import N_, say

PRIORS = {
    ",": 1.0,
    ";": 1.0,
    "\t": 1.0,
    "|": 1.0,
    "\x01": 1.0,
    "\x1f": 1.0,
    "\x1e": 0.9,
    "\x02": 0.9,
    "^": 0.9,
    "~": 0.9,
}
PRIORS |= {"¦": 0.9, "§": 0.9, "¬": 0.9, "þ": 0.5, "\x14": 0.9, "\x07": 0.9, ":": 0.8, "·": 0.5, "•": 0.6, "→": 0.6}
PRIORS |= {
    "#": 0.7,
    "&": 0.7,
    "@": 0.6,
    "$": 0.5,
    "%": 0.5,
    "+": 0.4,
    "_": 0.3,
    "`": 0.5,
    "\\": 0.5,
    "*": 0.6,
    "!": 0.6,
}
PRIORS |= {"，": 0.6, "；": 0.7, "、": 0.5, "｜": 0.9, "：": 0.5, "/": 0.5, "=": 0.5, "-": 0.3, " ": 0.35}
"""How often a character that could be the delimiter is meant as one; what is not named here stands at 0.5."""

_COMMON = ",;\t|"
_RARE_REGULARITY = 0.3
_NAMED = {"tab": "\t", "\\t": "\t", "comma": ",", "semicolon": ";", "pipe": "|", "space": " "}
_LONGEST = 8
_SIGN = re.compile(r"(?<![ \t]) [^\w\s\"'] (?![ \t])|[^\w\s\"'.()\[\]{}¿¡«»“”„‘’。！？…（）「」\x00]{2,12}|\t{2,}")
_SIGN_SHARE = 0.9  # of the lines that hold a sign
_SIGN_REGULARITY = 0.6
_SURE_REGULARITY = 0.9
_SIGN_LINES = 200
_MOST_SIGNS = 4
_LONGEST_SIGN = 5
_FEWEST_LINES = 3
_NEVER = frozenset("\"'.()[]{}?<>\0\ufeff")
_DASHES = frozenset("-=_*.+<>/ ")


def check_delimiter(delimiter: str) -> str:
    """The delimiter that a user means.

    Raises:
        SettingError: If it is neither a sign of a few characters nor a known name.
    """
    sign = _NAMED.get(delimiter.lower(), delimiter)
    if len(sign) > _LONGEST or "\n" in sign or "\r" in sign or sign in ('"', "\0", SIGN):
        raise SettingError(
            say(N_("“{text}” cannot be a delimiter."), text=delimiter),
            say(N_("Give a character or a few, such as a comma, or the word tab.")),
        )
    return sign


def candidates(lines: Sequence[str]) -> list[str]:
    """The delimiters worth a reading: the four common ones where they occur, others where they occur regularly."""
    filled = [line for line in lines if not line.isspace()]
    sample = "".join(filled)
    bare = re.sub('"[^"]*"', '""', sample) if '"' in sample else sample
    bare_lines = [line for line in split_lines(bare) if not line.isspace()]
    signs = _signs(bare_lines)
    found = [character for character in _COMMON if character in sample]
    for character in [*PRIORS, *_others(bare_lines)]:
        if character not in found and character in sample:
            counted = map(_squeezed, bare_lines) if character == " " and is_aligned(bare_lines) else bare_lines
            counts = [count for line in counted if (count := line.count(character))]
            if regularity(counts) >= _RARE_REGULARITY and len(counts) * 2 > len(filled):
                found.append(character)
    return [*(sign for sign in found if not _belongs(sign, signs, bare_lines)), *signs] or [""]


def is_aligned(lines: Sequence[str]) -> bool:
    """Whether runs of spaces put the cells of most lines into columns."""
    filled = [line for line in lines if not line.isspace()]
    padded = [line for line in filled if "  " in line.strip()]
    if len(padded) * 2 <= len(filled):
        return False
    return regularity([_squeezed(line).count(" ") for line in filled]) >= _SURE_REGULARITY


def _squeezed(line: str) -> str:
    return re.sub(" +", " ", line.strip())


def _others(lines: Sequence[str]) -> list[str]:
    """Signs without a name here that stand equally often in every line."""
    if len(lines) < _FEWEST_LINES:
        return []
    found = {sign for sign in lines[0] if not sign.isalnum() and not sign.isspace() and sign not in _NEVER}
    return [sign for sign in sorted(found - PRIORS.keys()) if len({line.count(sign) for line in lines}) == 1]


def prior(delimiter: str) -> float:
    """How often a sign that could be the delimiter is meant as one, 0 to 1."""
    if len(delimiter) < 2:
        return PRIORS.get(delimiter, 0.5)
    return 0.4 if _DASHES.issuperset(delimiter) else 0.95


def _signs(lines: Sequence[str]) -> list[str]:
    """Signs of several characters that stand in nearly every line, about as often in each; the longest of such."""
    lines = lines[:_SIGN_LINES]
    counts = Counter(sign for line in lines for sign in set(_parts(line)))
    found: list[str] = []
    for sign in sorted(counts, key=lambda sign: (-len(sign), sign)):
        if counts[sign] < max(2, _SIGN_SHARE * len(lines)) or any(sign in longer for longer in found):
            continue
        if regularity([line.count(sign) for line in lines]) >= _SIGN_REGULARITY:
            found.append(sign)
    return found[:_MOST_SIGNS]


def _parts(line: str) -> Iterator[str]:
    """The runs of marks in a line, and their parts: the mark that ends a sentence may stand before a sign."""
    for run in _SIGN.findall(line):
        yield run
        for size in range(2, min(len(run), _LONGEST_SIGN + 1)):
            yield from (run[start : start + size] for start in range(len(run) - size + 1) if run[start] != " ")


def _belongs(character: str, signs: Sequence[str], lines: Sequence[str]) -> bool:
    """Whether a character is but a part of a sign of several: nearly always, or the sign alone is regular."""
    counts = [line.count(character) for line in lines]
    for sign in signs:
        if character in sign:
            whole = [line.count(sign) for line in lines]
            if sum(whole) * sign.count(character) >= _SIGN_SHARE * sum(counts):
                return True
            if all(whole) and regularity(whole) > max(_SURE_REGULARITY, regularity(counts)):
                return True
    return False
