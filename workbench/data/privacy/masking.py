"""Masks personal data in texts and tables, so that one thing has one mask wherever it stands.

Masked texts hold nothing more to find: masking them again changes nothing.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field

import pyarrow as pa
import pyarrow.compute as pc

from workbench.data.privacy.finding import KINDS, chosen_kinds, find_entities, find_in_texts
from workbench.data.privacy.recognizer import Entity
from workbench.values import MaskStyle

_STARS = "***"
_NUMBERED = r"\[([A-Z]+(?:_[A-Z]+)*)-(\d{1,9})\]"


@dataclass
class Masker:
    """Gives every entity its mask, and remembers which.

    Attributes:
        kinds: Names of KINDS.
        style: How masks look.
        counts: How many places were masked, by kind.
    """

    kinds: tuple[str, ...]
    style: MaskStyle = "pseudonym"
    counts: dict[str, int] = field(default_factory=dict)
    _numbers: dict[tuple[str, str], int] = field(default_factory=dict)
    _last: dict[str, int] = field(default_factory=dict)

    def reserve(self, texts: Iterable[str]) -> None:
        """Gives no number away that a mask in these texts has already: they were masked before."""
        for text in texts:
            for tag, number in re.findall(_NUMBERED, text):
                self._last[tag] = max(self._last.get(tag, 0), int(number))

    def mask(self, text: str) -> str:
        """The text with its entities masked."""
        return self.masked(text, find_entities(text, self.kinds))

    def masked(self, text: str, entities: Sequence[Entity], *, keeps_words: bool = False) -> str:
        """The text with these entities masked.

        Args:
            text: As it is.
            entities: What find_entities found in it.
            keeps_words: Whether an entity of several words is masked word by word, where each word has a tag.
        """
        pieces: list[str] = []
        end = 0
        for entity in entities:
            self.counts[entity.kind] = self.counts.get(entity.kind, 0) + 1
            mask = self._mask_of(entity)
            if keeps_words:
                mask = re.sub(r"\S+", mask.replace("\\", r"\\"), entity.text)
            pieces += [text[end : entity.start], mask]
            end = entity.end
        return "".join((*pieces, text[end:]))

    def _mask_of(self, entity: Entity) -> str:
        if self.style == "stars":
            return _STARS
        tag = KINDS[entity.kind].tag or entity.kind.upper()
        if self.style == "tag":
            return f"[{tag}]"
        number = self._numbers.get((tag, entity.key))
        if number is None:
            number = self._last[tag] = self._last.get(tag, 0) + 1
            self._numbers[tag, entity.key] = number
        return f"[{tag}-{number}]"


def mask_texts(
    texts: Sequence[str], kinds: Collection[str] | None = None, *, style: MaskStyle = "pseudonym"
) -> list[str]:
    """Masks texts together: the same address has the same number in all of them.

    Raises:
        SettingError: If a kind does not exist or needs a model that is not installed.
    """
    table = mask_table(pa.table({"text": pa.array(texts, pa.string())}), ["text"], Masker(chosen_kinds(kinds), style))
    masked: list[str] = table.column("text").to_pylist()
    return masked


def mask_table(
    table: pa.Table, columns: Sequence[str], masker: Masker, *, word_columns: Collection[str] = ()
) -> pa.Table:
    """Masks columns of a table; numbers are given row by row, from left to right.

    Args:
        table: Every column a string.
        columns: Those to mask.
        masker: Remembers the masks, and counts.
        word_columns: Columns in which each word has a tag, so that no word may go.

    Raises:
        SettingError: If a kind does not exist or needs a model that is not installed.
    """
    found: list[tuple[int, int, str, list[Entity]]] = []
    for place, name in enumerate(columns):
        if masker.style == "pseudonym":
            masker.reserve(_numbered_texts(table.column(name)))
        found += [
            (row, place, text, entities) for row, text, entities in find_in_texts(table.column(name), masker.kinds)
        ]
    masked: list[dict[int, str]] = [{} for _ in columns]
    for row, place, text, entities in sorted(found):
        masked[place][row] = masker.masked(text, entities, keeps_words=columns[place] in word_columns)
    for name, cells in zip(columns, masked, strict=True):
        if cells:
            table = table.set_column(table.column_names.index(name), name, _with_cells(table.column(name), cells))
    return table


def _numbered_texts(column: pa.ChunkedArray) -> list[str]:
    texts: list[str] = column.filter(pc.match_substring_regex(column, _NUMBERED)).to_pylist()
    return texts


def _with_cells(column: pa.ChunkedArray, cells: dict[int, str]) -> pa.ChunkedArray:
    """The column with other texts in some rows; chunks without such rows stay as they are."""
    chunks: list[pa.Array] = []
    start = 0
    rows = sorted(cells)
    for chunk in column.chunks:
        mine = rows[bisect_left(rows, start) : bisect_left(rows, start + len(chunk))]
        if mine:
            texts = chunk.to_pylist()
            for row in mine:
                texts[row - start] = cells[row]
            chunks.append(pa.array(texts, column.type))
        else:
            chunks.append(chunk)
        start += len(chunk)
    return pa.chunked_array(chunks, column.type)
