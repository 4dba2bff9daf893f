"""What a step would change in a cell, cut to the places that matter and in pieces that can be highlighted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, get_args

from workbench.values import RowChange, TextOperation

AROUND, MOST_CHARACTERS = 60, 240
"""So much is shown before the first change, and in all."""
_OPERATIONS = get_args(TextOperation)
_SIGNS = {" ": "·", "\u3000": "□", "\u00a0": "·", "\t": "→", "\n": "↵", "\r": "␍", "\ufeff": "⁃", "\u200b": "⁃"}


class Piece(NamedTuple):
    """A part of a text, and whether it changes."""

    text: str
    is_marked: bool


def before(change: RowChange) -> list[Piece]:
    """The text as it is; what cleaning takes away is shown as signs, for much of it is not seen."""
    shown = visible if any(name in _OPERATIONS for _, _, name in change.spans) else _plain
    start, end = _window(change.before, change.spans)
    pieces = _cut(change.before, [(low, high) for low, high, _ in change.spans], (start, end))
    return [Piece(shown(text) if is_marked else _plain(text), is_marked) for text, is_marked in pieces]


def after(change: RowChange) -> list[Piece]:
    """The text as it would be; what took the place of something is marked."""
    start, end = _window(change.before, change.spans)
    kept = _kept(change)
    spans = _gaps(change.after, kept)
    length = len(change.after) - len(change.before)
    return [
        Piece(_plain(text), is_marked)
        for text, is_marked in _cut(change.after, spans, (start, max(end + length, start)))
    ]


def visible(text: str) -> str:
    """The text with a sign for each character that is not seen."""
    return "".join(_SIGNS.get(sign, sign if sign.isprintable() else "�") for sign in text)


def _window(text: str, spans: Sequence[tuple[int, int, str]]) -> tuple[int, int]:
    """What is shown: from a little before the first change."""
    first = min((low for low, _, _ in spans), default=0)
    start = max(first - AROUND, 0) if first > MOST_CHARACTERS // 2 else 0
    return start, min(start + MOST_CHARACTERS, len(text))


def _cut(text: str, spans: Sequence[tuple[int, int]], window: tuple[int, int]) -> list[Piece]:
    start, end = window
    pieces = [Piece("…", False)] if start > 0 else []
    at = start
    for low, high in sorted(spans):
        low, high = max(low, at), min(high, end)
        if high > low:
            pieces += [Piece(text[at:low], False), Piece(text[low:high], True)]
            at = high
    pieces.append(Piece(text[at:end], False))
    if end < len(text):
        pieces.append(Piece("…", False))
    return [piece for piece in pieces if piece.text]


def _kept(change: RowChange) -> list[str]:
    """The parts of the text that stay."""
    parts, at = [], 0
    for low, high, _ in sorted(change.spans):
        parts.append(change.before[at : max(low, at)])
        at = max(high, at)
    return [*parts, change.before[at:]]


def _gaps(text: str, kept: Sequence[str]) -> list[tuple[int, int]]:
    """The places of a text between the parts that stayed; none if they are not all there in their order."""
    gaps, at = [], 0
    for number, part in enumerate(kept):
        found = text.find(part, at) if part else (len(text) if number == len(kept) - 1 else at)
        if found < 0:
            return []
        if found > at:
            gaps.append((at, found))
        at = found + len(part)
    return gaps if at <= len(text) else []


def _plain(text: str) -> str:
    """The text in one line."""
    return text.replace("\r\n", " ").replace("\n", " ").replace("\r", " ").replace("\t", " ")
