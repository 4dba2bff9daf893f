"""The labelled sentences of `tests/data/privacy`, and texts made of such pieces."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

from hypothesis import strategies as st

FILE = Path(__file__).parent / "data" / "privacy" / "sentences.txt"
_MARK = re.compile(r"⟦([a-z_]+)\|([^⟧]*)⟧")


PIECES = (
    *("anna@example.org", "13812345678", "+44 20 7946 0958", "11010519491231002X", "4111 1111 1111 1111", "10.2.3.4"),
    *("DE89 3704 0044 0532 0130 00", "https://example.org/a?b=1", "京A12345", "219-09-9999", "Mr Smith", "王小明先生"),
    *(
        "联系人：",
        "电话",
        "call ",
        "ID ",
        "SSN ",
        "passport ",
        "Dear ",
        "我叫",
        "李四",
        "[EMAIL-3]",
        "***",
        "www.",
        "E12345678",
    ),
    *(
        " ",
        ".",
        "-",
        "/",
        "@",
        "：",
        "，",
        "(",
        ")",
        "\n",
        "\u200b",
        "+",
        "v",
        "0",
        "1",
        "23",
        "4567",
        "a",
        "Z",
        "０",
        "Ｘ",
    ),
)
TEXTS = st.lists(st.sampled_from(PIECES) | st.text(max_size=3), max_size=8).map("".join)
"""Texts made of pieces that recognisers look for, in any order."""


class Labelled(NamedTuple):
    """A sentence and the personal data in it: start, end and kind of each."""

    text: str
    entities: tuple[tuple[int, int, str], ...]


def labelled_sentences() -> list[Labelled]:
    """Every sentence of the file."""
    lines = FILE.read_text(encoding="utf-8").splitlines()
    return [parsed(line) for line in lines if line.strip() and not line.startswith("#")]


def parsed(line: str) -> Labelled:
    """A sentence without its marks, and where they stood."""
    text, entities, end = "", [], 0
    for match in _MARK.finditer(line):
        text += line[end : match.start()]
        entities.append((len(text), len(text) + len(match[2]), match[1]))
        text += match[2]
        end = match.end()
    return Labelled(text + line[end:], tuple(entities))
