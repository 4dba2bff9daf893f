"""Delimiters of several characters, such as `||`, are read as one character that no text holds."""

from __future__ import annotations

SIGN = "\U0010ffff"
"""Stands for a delimiter of several characters; a code point that is no character."""


def marked(text: str, delimiter: str) -> str:
    """A text in which a delimiter of several characters is one; anything else stays as it is."""
    return text.replace(delimiter, SIGN) if len(delimiter) > 1 else text


def unmarked(text: str, delimiter: str) -> str:
    """The text as it was before `marked`."""
    return text.replace(SIGN, delimiter)
