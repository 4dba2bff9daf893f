"""Reads licence and languages from the front matter of a model's README, as the Hub defines it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

_MOST_BYTES = 100_000
_ENTRY = re.compile(r"(?P<key>[a-z_]+):\s*(?P<value>.*)")
_ITEM = re.compile(r"\s*-\s+(?P<value>.+)")


@dataclass(frozen=True)
class Readme:
    """What a README states, empty where it states nothing.

    Attributes:
        licence: Such as `apache-2.0`.
        languages: ISO 639-1 codes.
    """

    licence: str = ""
    languages: tuple[str, ...] = ()


def read_readme(folder: Path) -> Readme:
    """What the README.md of a folder states; nothing if there is none."""
    path = folder / "README.md"
    if not path.is_file():
        return Readme()
    with path.open("rb") as stream:
        text = stream.read(_MOST_BYTES).decode("utf-8", errors="replace")
    values = _front_matter(text)
    languages = tuple(language for language in values.get("language", []) if re.fullmatch("[a-z]{2}", language))
    return Readme(licence=", ".join(values.get("license", [])), languages=languages)


def _front_matter(text: str) -> dict[str, list[str]]:
    """The entries of the block between the first two lines `---`: YAML, of which texts and lists of texts are read."""
    lines = text.splitlines()
    if not lines or lines[0].strip() != "---":
        return {}
    values: dict[str, list[str]] = {}
    key = ""
    for line in lines[1:]:
        if line.strip() == "---":
            return values
        if entry := _ENTRY.fullmatch(line):
            key = entry["key"]
            values[key] = [part for part in map(_plain, entry["value"].strip("[]").split(",")) if part]
        elif (item := _ITEM.fullmatch(line)) and key:
            values[key].append(_plain(item["value"]))
    return {}


def _plain(value: str) -> str:
    return value.strip().strip("\"'")
