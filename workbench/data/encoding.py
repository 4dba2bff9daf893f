"""Bytes to text: finds the encoding of a file and decodes it; decoding never fails.

The order is: byte order mark, UTF-32 and UTF-16 without one, escape sequences, UTF-8, UTF-8 with some lines in another
encoding or with a few broken bytes, and last the encoding that makes the likeliest letters (`single_byte`,
`east_asian`); where none does, what chardet says, widened to the superset that files really use.
"""

from __future__ import annotations

import codecs
import itertools
import re
from dataclasses import dataclass

import chardet

from workbench.data.east_asian import guess_east_asian
from workbench.data.single_byte import guess_single_byte
from workbench.errors import SettingError
from workbench.i18n import N_, say

REPLACEMENT = "\ufffd"
"""What stands where bytes could not be decoded."""

_SAMPLE_BYTES = 200_000
_JUDGED_BYTES = 1 << 20
_UNLIKELY_BITS = 9.0
_HIGH_LINES = 5_000
_ENOUGH_BYTES = 3_000
_LONG_ASCII = re.compile(rb"([\x00-\x7f]{16})[\x00-\x7f]{64,}([\x00-\x7f]{16})")
_ESCAPES = (b"\x1b$", b"\x1b(", b"~{")
_EAST_ASIAN_TEXT = re.compile("[\u2010-\u2027\u3000-\u30ff\u3400-\u9fff\uac00-\ud7af\uff00-\uffef]")
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16: its mark begins with the same two bytes
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_WIDER = {
    "ascii": "utf-8",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "gb18030": "gb18030",
    "hz": "hz",
    "shift_jis": "cp932",
    "cp932": "cp932",
    "euc_kr": "cp949",
    "iso8859-1": "cp1252",
    "iso8859-15": "cp1252",
    "iso8859-9": "cp1254",
}
_ORDINARY_UTF16 = re.compile(
    "[\t\n\r -~\u00a0-\u024f\u0370-\u03ff\u0400-\u04ff\u0590-\u06ff\u0900-\u097f\u0e00-\u0e7f\u2010-\u2026"
    "\u3000-\u30ff\u4e00-\u9fff\uac00-\ud7af\uff00-\uffef]"
)


@dataclass(frozen=True)
class Decoded:
    """The text of a file.

    Attributes:
        text: Without a byte order mark.
        encoding: The codec that was used.
        replaced: How many places could not be decoded and now hold U+FFFD.
    """

    text: str
    encoding: str
    replaced: int


def decode(data: bytes, encoding: str | None = None) -> Decoded:
    """Decodes a file; what cannot be decoded becomes U+FFFD and is counted.

    Args:
        data: The whole file.
        encoding: A codec chosen by the user, or None to find it.

    Raises:
        SettingError: If the chosen codec does not exist.
    """
    name = check_encoding(encoding) if encoding else detect_encoding(data)
    try:
        return Decoded(data.decode(name).removeprefix("\ufeff"), name, 0)
    except UnicodeDecodeError:
        text = decode_mixed(data) if name.startswith("utf-8") else data.decode(name, errors="replace")
        text = text.removeprefix("\ufeff")
        return Decoded(text, name, max(1, text.count(REPLACEMENT) - _written_replacements(data, name)))


def decode_mixed(data: bytes) -> str:
    """Decodes UTF-8 in which some lines are in another encoding, as in files that were put together.

    A line that is not UTF-8 is read in the other encoding, unless only some bytes in it are broken; they become U+FFFD.
    """
    lines = data.splitlines(keepends=True)
    others = {line for line in lines if not _is_utf8(line) and not _is_mostly_utf8(line)}
    other = _legacy_encoding(b"".join(others)) if others else "utf-8"
    return "".join(line.decode(other if line in others else "utf-8", errors="replace") for line in lines)


def _is_mostly_utf8(line: bytes) -> bool:
    text = line.decode("utf-8", errors="replace")
    broken = text.count(REPLACEMENT)
    return sum(character > "\x7f" for character in text) - broken > broken


def check_encoding(name: str) -> str:
    """The codec's own name for an encoding that a user typed.

    Raises:
        SettingError: If Python has no such text encoding.
    """
    try:
        codec = codecs.lookup(name.strip())
        "".encode(codec.name)  # refuses codecs that do not give text, such as base64
    except (LookupError, UnicodeError) as error:
        raise SettingError(
            say(N_("There is no encoding “{name}”."), name=name),
            say(N_("Common ones are utf-8, gb18030, big5, cp932 and cp1252.")),
        ) from error
    return codec.name


def detect_encoding(data: bytes) -> str:
    """The most likely codec of a file; `utf-8` for an empty one."""
    for mark, name in _MARKS:
        if data.startswith(mark):
            return name
    if b"\0" in data[:_SAMPLE_BYTES]:
        wide = _wide_encoding(data[:_SAMPLE_BYTES])
        if wide:
            return wide
    if data.isascii() and any(sign in data[:_SAMPLE_BYTES] for sign in _ESCAPES):
        return _escaped_encoding(data[:_SAMPLE_BYTES])
    if _is_nearly_utf8(data):
        return "utf-8"
    return _legacy_encoding(data)


def _written_replacements(data: bytes, name: str) -> int:
    """How often U+FFFD was really written in the file."""
    return data.count(REPLACEMENT.encode("utf-8")) if name.startswith("utf-8") else 0


def _wide_encoding(sample: bytes) -> str | None:
    """UTF-32 or UTF-16 without a mark, judged by what the text would be; None if neither makes sense."""
    for name in ("utf-32-le", "utf-32-be"):
        try:
            if (
                sample[: len(sample) // 4 * 4].decode(name).isprintable()
                or b"\n\0\0\0" in sample
                or b"\0\0\0\n" in sample
            ):
                return name
        except UnicodeDecodeError:
            continue
    best, best_score = None, 0.9
    for name in ("utf-16-le", "utf-16-be"):
        text = sample[: len(sample) // 2 * 2].decode(name, errors="replace")
        ordinary = len(_ORDINARY_UTF16.findall(text)) / max(1, len(text))
        ascii_share = sum(c < "\x7f" for c in text) / max(1, len(text))
        # Read in the wrong order, Latin letters become Chinese ones; only the right one has ASCII line ends.
        if "\0" not in text and ordinary + ascii_share > best_score and ascii_share > 0:
            best, best_score = name, ordinary + ascii_share
    return best


def _escaped_encoding(sample: bytes) -> str:
    """An encoding of 7-bit bytes in which escape sequences begin East Asian characters; UTF-8 if none makes sense."""
    for name in ("iso2022_jp_ext", "iso2022_kr", "hz"):
        text = sample.decode(name, errors="replace")
        high = [character for character in text if character > "\x7f"]
        if high and REPLACEMENT not in text[:-2] and len(_EAST_ASIAN_TEXT.findall(text)) > 0.9 * len(high):
            return name
    return "utf-8"


def _is_nearly_utf8(data: bytes) -> bool:
    """Whether a file is UTF-8: all of it, most lines, or ten characters that only UTF-8 explains for a broken place."""
    if _is_utf8(data):
        return True
    lines = [_is_utf8(line) for line in data[:_JUDGED_BYTES].splitlines() if not line.isascii()]
    if sum(lines) * 2 > len(lines):
        return True
    text = data.decode("utf-8", errors="replace")
    broken = text.count(REPLACEMENT)
    return broken * 10 <= _lead_bytes(data) - broken


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _lead_bytes(data: bytes) -> int:
    """Bytes that begin a character of several bytes, counted without a Python loop."""
    return len(data) - len(data.translate(None, bytes(range(0xC2, 0xF5))))


def _legacy_encoding(data: bytes) -> str:
    """Whatever makes the likeliest letters; what chardet says where nothing does."""
    sample = _high_lines(data)
    guesses = [guess for guess in (guess_single_byte(sample), guess_east_asian(sample)) if guess is not None]
    best = min(guesses, key=lambda guess: guess.total, default=None)
    if best is None:
        return "cp1252"
    if best.bits > _UNLIKELY_BITS:
        found = _codec(str(chardet.detect(sample)["encoding"] or ""))
        return best.codec if not found or found.startswith("utf") else found  # those were looked for before
    return best.codec


def _high_lines(data: bytes) -> bytes:
    """Some of the lines that hold a byte above 127, as many as are needed for a judgement, from all over the data.

    Lines that come again and long stretches of ASCII are left out.
    """
    high = (line for line in data.splitlines(keepends=True) if not line.isascii())
    lines = list(dict.fromkeys(_LONG_ASCII.sub(rb"\1\n\2", line) for line in itertools.islice(high, _HIGH_LINES)))
    step = max(1, sum(map(len, lines)) // _ENOUGH_BYTES)
    return b"".join(lines[::step])


def _codec(name: str) -> str:
    """The widest codec that contains an encoding; empty if Python has none."""
    try:
        plain = codecs.lookup(name).name
    except LookupError:
        return ""
    return _WIDER.get(plain, plain)
