"""Delimiters of several characters, such as `||`, are read as one character that no text holds."""

from __future__ import annotations

from collections.abc import Iterator

SIGN = "\U0010ffff"
"""Stands for a delimiter of several characters; a code point that is no character."""


def marked(text: str, delimiter: str) -> str:
    """A text in which a delimiter of several characters is one; anything else stays as it is."""
    return text.replace(delimiter, SIGN) if len(delimiter) > 1 else text


def marked_blocks(blocks: Iterator[bytes], delimiter: str) -> Iterator[bytes]:
    """The same for UTF-8 in blocks that are cut anywhere."""
    if len(delimiter) < 2:
        yield from blocks
        return
    sign = delimiter.encode()
    rest = b""
    for block in blocks:
        data = (rest + block).replace(sign, SIGN.encode())
        kept = next((size for size in range(len(sign) - 1, 0, -1) if data.endswith(sign[:size])), 0)
        rest = data[len(data) - kept :]
        yield data[: len(data) - kept]
    yield rest


def unmarked(text: str, delimiter: str) -> str:
    """The text as it was before `marked`."""
    return text.replace(SIGN, delimiter) if len(delimiter) > 1 else text
