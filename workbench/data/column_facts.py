"""What a column looks like, for the guess at its role: shares of numbers, dates, addresses, lists and tags."""

from __future__ import annotations

import functools
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import msgspec
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from workbench.data.dates import read_dates
from workbench.data.split_names import UNKNOWN, given_codes
from workbench.values import ColumnProfile

SAMPLE_ROWS = 600

_NUMBER = re.compile(r"[+-]?[$€£¥]?\d[\d., ]*(?:[eE][+-]?\d+)?%?")
_WHOLE = re.compile(r"[+-]?\d+(?:\.0)?")
_YEAR = re.compile(r"(?:19|20)\d\d(?:\.0)?")
_CLOCK = re.compile(r"\d{1,2}:\d{2}(?::\d{2})?.*")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+|(?:[A-Za-z]:)?[\\/][\w\\/.-]+")
_MAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.]+")
_NAME_SIGNS = r"[\w@.#+-]"
_IDENTIFIER = re.compile(rf"(?=\D*\d)(?=[\d_-]*[^\W\d_])?{_NAME_SIGNS}+")
_HEX = re.compile(r"(?=.*\d)(?=.*[a-f])[0-9a-f-]{12,}", re.IGNORECASE)
_LETTER = re.compile(r"[^\W\d_]")
_TAG = re.compile(r"O|(?:[BIESLUM]-\w[\w.:-]*)")
_DENSE = re.compile("[\u3040-\u9fff]")
_FLAGS = (
    {"true", "false"}, {"yes", "no"}, {"y", "n"}, {"t", "f"}, {"0", "1"}, {"on", "off"}, {"是", "否"}, {"有", "无"},
    {"0.0", "1.0"}, {"x"},
)  # fmt: skip
_LANGUAGE_CODES = (
    "ar bg bn ca cs cy da de el en es et fa fi fr ga he hi hr hu id it ja ko lt lv ms nl no pl pt ro ru sk sl sr sv sw "
    "ta te th tr uk ur vi zh zh-cn zh-tw en-us en-gb pt-br zh_cn zh_tw en_us en_gb pt_br"
)
_LANGUAGES = frozenset(_LANGUAGE_CODES.split())
_SIGNS = ("|", ";", ",", "；", "、", "，", "/")
_LONGEST_PART = 40


@dataclass(frozen=True)
class Facts:
    """What the guess looks at; shares are of the cells of a sample that are not empty.

    Attributes:
        name: Of the column.
        place: Its position, from 0.
        rows: Of the table.
        distinct: Different values in the whole column, an empty one included.
        empty_share: Cells of the whole column with nothing in them.
        sample: Cells that are not empty.
    """

    name: str
    place: int
    rows: int
    distinct: int
    empty_share: float
    sample: tuple[str, ...]

    @property
    def filled(self) -> float:
        """Cells that are not empty."""
        return self.rows * (1 - self.empty_share)

    @property
    def values(self) -> int:
        """Different values that are not empty."""
        return self.distinct - (1 if self.empty_share else 0)

    @functools.cached_property
    def variety(self) -> float:
        """Different values for each cell: 1 where no two are alike."""
        return self.values / max(1.0, self.filled)

    @functools.cached_property
    def mean_characters(self) -> float:
        """Characters in a cell."""
        return sum(map(len, self.sample)) / max(1, len(self.sample))

    @functools.cached_property
    def mean_words(self) -> float:
        """Words in a cell; two Chinese or Japanese characters count as one."""
        words = sum(len(value.split()) + len(_DENSE.findall(value[:400])) / 2 for value in self.sample)
        return words / max(1, len(self.sample))

    @functools.cached_property
    def letter_share(self) -> float:
        """Letters among the characters."""
        heads = [value[:200] for value in self.sample]
        return sum(len(_LETTER.findall(head)) for head in heads) / max(1, sum(map(len, heads)))

    @functools.cached_property
    def number_share(self) -> float:
        """Numbers, with units of money or per cent."""
        return self._share(_NUMBER)

    @functools.cached_property
    def is_whole(self) -> bool:
        """Whether the cells are whole numbers."""
        return self._share(_WHOLE) > 0.95

    @functools.cached_property
    def is_year(self) -> bool:
        """Whether the cells are years."""
        return self._share(_YEAR) > 0.9

    @functools.cached_property
    def is_address(self) -> bool:
        """Whether the cells are links or paths."""
        return self._share(_ADDRESS) > 0.5

    @functools.cached_property
    def is_name(self) -> bool:
        """Whether the cells are e-mail addresses, or identifiers such as `user_12` and `3f2a-…`."""
        return self._share(_MAIL) > 0.5 or self.identifier_share > 0.9

    @functools.cached_property
    def identifier_share(self) -> float:
        """Cells of one word that has both letters and digits."""
        found = sum(
            bool(_IDENTIFIER.fullmatch(v) and _LETTER.search(v)) or bool(_HEX.fullmatch(v)) for v in self.sample
        )
        return found / max(1, len(self.sample))

    @functools.cached_property
    def is_clock(self) -> bool:
        """Whether the cells are times of the day."""
        return self._share(_CLOCK) > 0.5

    @functools.cached_property
    def date_style(self) -> str:
        """How the dates are written (see `dates.Moments`); empty where the cells are none."""
        if not self.sample:
            return ""
        moments = read_dates(pa.array(self.sample, pa.string()))
        if moments.is_known.mean() < 0.9:
            return ""
        return moments.style

    @functools.cached_property
    def is_recent(self) -> bool:
        """Whether numbers, read as seconds since 1970, lie between 2001 and 2034: other numbers rarely do."""
        times = read_dates(pa.array(self.sample, pa.string())).times
        return bool(((times >= 1_000_000_000) & (times < 2_050_000_000)).all())

    @functools.cached_property
    def is_flag(self) -> bool:
        """Whether the cells say yes or no."""
        found = {value.lower() for value in self.sample}
        return any(found <= flags for flags in _FLAGS)

    @functools.cached_property
    def is_language(self) -> bool:
        """Whether the cells are codes of languages, such as en or zh-CN."""
        return bool(self.sample) and all(value.lower() in _LANGUAGES for value in self.sample)

    @functools.cached_property
    def parts(self) -> frozenset[int]:
        """The parts of a split that the cells name; empty where they are something else."""
        if not 1 <= self.values <= 8 or not self.sample:
            return frozenset()
        codes = given_codes(pa.array(self.sample, pa.string()))
        return frozenset(codes.tolist()) if (codes == UNKNOWN).mean() <= 0.02 else frozenset()

    @functools.cached_property
    def tag_example(self) -> str:
        """A tag, where the cells are tags of the words of a text (B-PER I-PER O); else empty."""
        cells = [_list_of(value) or value.split() for value in self.sample]
        if not cells:
            return ""
        tagged = sum(all(_TAG.fullmatch(tag) for tag in cell) for cell in cells)
        others = Counter(tag for cell in cells for tag in cell if tag != "O")
        several = sum(len(cell) > 1 for cell in cells)
        if tagged < 0.95 * len(cells) or not others or several * 2 < len(cells):
            return ""
        return others.most_common(1)[0][0]

    @functools.cached_property
    def is_list(self) -> bool:
        """Whether the cells are JSON lists."""
        return bool(self.sample) and sum(_list_of(v) is not None for v in self.sample) > 0.9 * len(self.sample)

    @functools.cached_property
    def joined_by(self) -> str:
        """The sign between several labels in a cell, `[` for JSON lists; empty where a cell holds one thing.

        Some label must stand in two different cells: of “Home, Garden” and “Toys, Games” none does, and each is one
        label.
        """
        cells = list(dict.fromkeys(self.sample))
        if self.is_list:
            return "[" if _is_joined([_list_of(cell) or [] for cell in cells], most_words=6) else ""
        for sign in _SIGNS:
            is_plain = sign in "|;；"
            if _is_joined([cell.split(sign) for cell in cells], most_words=6 if is_plain else 3):
                return sign
        return ""

    @functools.cached_property
    def part_count(self) -> int:
        """Different labels in a sample, where a cell holds several."""
        split = (
            (_list_of(cell) or []) if self.joined_by == "[" else cell.split(self.joined_by) for cell in self.sample
        )
        return len({part.strip() for cell in split for part in cell}) if self.joined_by else 0

    def _share(self, pattern: re.Pattern[str]) -> float:
        return sum(bool(pattern.fullmatch(value)) for value in self.sample) / max(1, len(self.sample))


def look_at(table: pa.Table, columns: Sequence[ColumnProfile] | None = None) -> list[Facts]:
    """The facts of every column.

    Args:
        table: Every column a string.
        columns: The profiles of its columns, where they are known already.
    """
    rows = table.num_rows
    picked = np.unique(np.linspace(0, max(0, rows - 1), min(rows, SAMPLE_ROWS)).astype(np.int64)).tolist()
    found = []
    for place, name in enumerate(table.column_names):
        column = table.column(name)
        sampled = pa.array([column[row].as_py() for row in picked], pa.string())  # `take` would copy the whole column
        cells = pc.utf8_trim_whitespace(sampled).to_pylist()
        if columns is None:
            trimmed = pc.utf8_trim_whitespace(column)
            distinct, empty = pc.count_distinct(trimmed).as_py(), int(pc.sum(pc.equal(trimmed, "")).as_py() or 0)
        else:
            distinct, empty = columns[place].distinct, columns[place].empty
        sample = tuple(cell for cell in cells if cell)
        found.append(Facts(name, place, rows, distinct, empty / rows if rows else 1.0, sample))
    return found


def _list_of(value: str) -> list[str] | None:
    """The strings of a JSON list; None where a cell is none."""
    if not value.startswith("["):
        return None
    try:
        return [str(item) for item in msgspec.json.decode(value.replace("'", '"'), type=list[str | int | float])]
    except msgspec.MsgspecError:
        return None


def _is_joined(cells: Sequence[Sequence[str]], *, most_words: int) -> bool:
    """Whether different cells are several labels each, some of them the same."""
    parts = [part.strip() for cell in cells for part in cell]
    several = sum(len(cell) > 1 for cell in cells)
    if len(cells) < 2 or several < max(2, 0.05 * len(cells)) or len(parts) < 5:
        return False
    known = set(parts)
    is_short = all(len(part) <= _LONGEST_PART and len(part.split()) <= most_words for part in known)
    has_letters = sum(bool(_LETTER.search(part)) for part in known) > 0.8 * len(known)
    return is_short and has_letters and "" not in known and len(parts) >= 1.5 * len(known)
