"""How much the records that a dialect gives look like a table: regular widths times cells of known types.

After van den Burg, Nazábal and Sutton, "Wrangling messy CSV files by detecting row and type patterns" (Data Mining and
Knowledge Discovery 33, 2019, sections 3.1 and 3.2). We differ in three ways: a pattern is the width of the parsed
record rather than its abstract string; regularity is the chance that two records have one width, which a few odd
records lower only a little; and text with ordinary punctuation counts as half a known type, because our files are
full of it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

_SCORED_CELLS = 2_000
_LONGEST_KNOWN = 200
_LOOKED_AT = 300
# In order: numbers, money and shares; money; dates with times; times; addresses; missing values; a few words.
_KNOWN = re.compile(
    r"""\s*(?:
      [+-]?\$?\s?(?:\d+|\d{1,3}(?:[,.'\s]\d{3})+)(?:[.,]\d+)?(?:[eE][+-]?\d+)?\s?[%€$£¥]?
    | [$€£¥]\s?\d[\d.,]*
    | \d{1,4}[-/.年]\d{1,2}[-/.月]\d{1,4}日?(?:[T\s]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?
    | \d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?(?:\s?[aApP]\.?[mM]\.?)?
    | (?:https?|ftp)://\S+ | www\.\S+ | [\w.+-]+@[\w-]+\.[\w.-]+
    | (?i:n/?a|nan|null|none|-|\?)
    | \w+(?:[ .\-]\w+){0,4}
    )\s*""",
    re.VERBOSE,
)
_TEXT = re.compile(r"[^\x00-\x08\x0e-\x1f;\t|]*[^\W\d_][^\x00-\x08\x0e-\x1f;\t|]*")
_LEFT_QUOTE = re.compile(r"^\s*[\"']|[\"']\s*$")


def regularity(widths: Sequence[int]) -> float:
    """The chance that two records have the same number of cells, 0 to 1."""
    counts = Counter(widths)
    return sum(count * count for count in counts.values()) / max(1, len(widths)) ** 2


def type_share(records: Sequence[Sequence[str]]) -> float:
    """The share of cells that look like something, 0 to 1; a cell of running text counts half."""
    scored = 0
    total = 0.0
    for record in records:
        for cell in record:
            total += _cell_score(cell)
            scored += 1
        if scored > _SCORED_CELLS:
            break
    return total / max(1, scored)


def commonest_width(widths: Sequence[int]) -> int:
    """The number of cells that most records have; the larger of two that are as common."""
    counts = Counter(widths)
    return max(counts, key=lambda width: (counts[width], width), default=0)


def grid_score(records: Sequence[Sequence[str]]) -> float:
    """The score of a parsed sample, 0 to 1: regularity, width and type share multiplied."""
    widths = [len(record) for record in records]
    width = commonest_width(widths)
    gain = (width - 1) / width if width > 1 else 0.0
    return regularity(widths) * gain * type_share(records)


def _cell_score(cell: str) -> float:
    if not cell or cell.isspace():
        return 0.9
    if len(cell) <= _LONGEST_KNOWN and _KNOWN.fullmatch(cell):
        return 1.0
    if _LEFT_QUOTE.search(cell):
        return 0.1
    return 0.6 if _TEXT.fullmatch(cell[:_LOOKED_AT]) else 0.2
