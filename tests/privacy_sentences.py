"""The labelled sentences of `tests/data/privacy`."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

FILE = Path(__file__).parent / "data" / "privacy" / "sentences.txt"
_MARK = re.compile(r"⟦([a-z_]+)\|([^⟧]*)⟧")


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
