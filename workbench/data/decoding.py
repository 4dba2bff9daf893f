"""Bytes in any encoding to UTF-8, block by block: what `decode` gives for a whole file, never whole in memory.

Text that is UTF-8 already is checked and passed on as it is.
"""

from __future__ import annotations

import codecs
import itertools
import re
from collections.abc import Callable, Iterator

from workbench.data.encoding import decode_mixed

_MARK = codecs.BOM_UTF8
_INNER_MARK = re.compile(b"([\r\n])(?:" + _MARK + b")+")
_LONGEST_SEQUENCE = 4


def utf8_blocks(
    blocks: Iterator[bytes], encoding: str, *, on_broken: Callable[[], None] | None = None
) -> Iterator[bytes]:
    """Decodes blocks; what cannot be decoded becomes U+FFFD.

    Args:
        blocks: The bytes of a file, cut anywhere.
        encoding: A codec name.
        on_broken: Called once, before the first block with something that cannot be decoded; it may raise.

    Yields:
        UTF-8 without byte order marks, neither at its start nor where files were put together, cut between characters.
    """
    is_utf8 = encoding in ("utf-8", "utf-8-sig")
    decoded = _checked(blocks, on_broken) if is_utf8 else _decoded(blocks, encoding, on_broken)
    marks = 2 if encoding == "utf-8-sig" else 1  # the codec takes one away, and `decode` another
    start = b""
    for block in decoded:
        start += block
        if len(start) >= marks * len(_MARK):
            break
    for _ in range(marks):
        start = start.removeprefix(_MARK)
    last = b"\n"
    for block in itertools.chain([start] if start else [], decoded):
        if _MARK in block:
            block = _INNER_MARK.sub(rb"\1", block.removeprefix(_MARK) if last in b"\r\n" else block)
        last = block[-1:] or last
        yield block


def _checked(blocks: Iterator[bytes], on_broken: Callable[[], None] | None) -> Iterator[bytes]:
    """UTF-8; broken bytes are replaced, and lines in another encoding decoded."""
    rest = b""
    was_broken = False
    for block in blocks:
        data = rest + block
        cut = len(data) - _unfinished(data)
        rest = data[cut:]
        checked = data[:cut]
        if not _is_utf8(checked):
            if not was_broken and on_broken is not None:
                on_broken()
            was_broken = True
            checked = decode_mixed(checked).encode()
        if checked:
            yield checked
    if rest:
        if not was_broken and on_broken is not None:
            on_broken()
        yield rest.decode(errors="replace").encode()


def _is_utf8(data: bytes) -> bool:
    if not data.isascii():
        try:
            data.decode()
        except UnicodeDecodeError:
            return False
    return True


def _unfinished(data: bytes) -> int:
    """How many bytes at the end begin a character that has not come to its end."""
    for length in range(1, min(_LONGEST_SEQUENCE, len(data) + 1)):
        byte = data[-length]
        if byte >= 0xC0:
            needed = 2 if byte < 0xE0 else 3 if byte < 0xF0 else 4
            return length if length < needed else 0
        if byte < 0x80:
            return 0
    return 0


def _decoded(blocks: Iterator[bytes], encoding: str, on_broken: Callable[[], None] | None) -> Iterator[bytes]:
    """Any other encoding."""
    make_decoder = codecs.getincrementaldecoder(encoding)
    decoder = make_decoder("strict")
    is_strict = True
    for data, is_last in _with_end(blocks):
        state = decoder.getstate()
        try:
            text = decoder.decode(data, is_last)
        except UnicodeDecodeError:
            if not is_strict:
                raise
            if on_broken is not None:
                on_broken()
            decoder, is_strict = make_decoder("replace"), False
            decoder.setstate(state)
            text = decoder.decode(data, is_last)
        if text:
            yield text.encode(errors="replace")  # some codecs give half of a character that needs two


def _with_end(blocks: Iterator[bytes]) -> Iterator[tuple[bytes, bool]]:
    for block in blocks:
        yield block, False
    yield b"", True
