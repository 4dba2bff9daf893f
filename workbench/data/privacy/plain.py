"""The plain form of a text, in which recognisers look: half-width, with ASCII hyphens and spaces, nothing invisible.

Places in the plain form can be told in the text as it was written.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

DIGIT = "[0-9０-９]"
"""A digit as it may be written, for hints."""

COVER = "*"
"""Stands in place of each character of what was found already, or was masked before."""

_FULL_WIDTH = {0xFF01 + i: 0x21 + i for i in range(94) if chr(0x21 + i) not in ",;!?\"'"}
_HYPHENS = dict.fromkeys(map(ord, "‐‑‒–—―−﹣"), "-")
_SPACES = dict.fromkeys([0xA0, 0x3000, 0x202F, *range(0x2000, 0x200B)], " ")
_TRANSLATED: dict[int, int | str] = {**_FULL_WIDTH, **_HYPHENS, **_SPACES}
_INVISIBLE = re.compile("[\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")


class Plain(NamedTuple):
    """A text in plain form.

    Attributes:
        text: The form.
        places: Where each of its characters stands in the original; empty if in the same place.
    """

    text: str
    places: Sequence[int] = ()

    def original_span(self, start: int, end: int) -> tuple[int, int]:
        """The place in the original of a place in the form, which is not empty."""
        if not self.places:
            return start, end
        return self.places[start], self.places[end - 1] + 1


def text_before(text: str, place: int, characters: int) -> str:
    """The characters before a place, but none from before the last COVER: its length is not that of its mask."""
    before = text[max(0, place - characters) : place]
    return before[before.rfind(COVER) + 1 :]


def plain_form(text: str) -> Plain:
    """The plain form of a text."""
    if text.isascii():
        return Plain(text)
    if _INVISIBLE.search(text) is None:
        return Plain(text.translate(_TRANSLATED))
    places = [place for place, char in enumerate(text) if _INVISIBLE.match(char) is None]
    return Plain("".join(text[place] for place in places).translate(_TRANSLATED), places)
