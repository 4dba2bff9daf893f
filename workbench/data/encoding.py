"""Bytes to text: finds the encoding of a file and decodes it; decoding never fails.

The order is: byte order mark, UTF-32 and UTF-16 without one, strict UTF-8, UTF-8 with a few broken bytes, and last the
judgement of chardet, with the codec widened to the superset that files really use (GB 18030 for GB 2312 and GBK ...).
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

import chardet

from workbench.errors import SettingError
from workbench.i18n import N_, say

REPLACEMENT = "\ufffd"
"""What stands where bytes could not be decoded."""

_SAMPLE_BYTES = 200_000
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
_EAST_ASIAN = frozenset({"gb18030", "hz", "big5", "big5hkscs", "cp950", "cp932", "euc_jp", "cp949", "johab"})
_EAST_ASIAN_TEXT = re.compile("[\u2010-\u2027\u3000-\u30ff\u3400-\u9fff\uac00-\ud7af\uff00-\uffef]")
_HANGUL = re.compile("[\uac00-\ud7af]")
_COMMON_HANGUL = frozenset("이다는에의을가고하지로서도한은사기어를있자나리스대그인시정수일아해들보라전여제부장습니았었")
_COMMON_HAN = frozenset(
    "的一是了我不在人有他这上们来到时大地为子中你说生国年着就那和要她出也得里后自以会家可下而过天去能对小多然于心学么之都好看起"
    "发当没成只如事把还用第样道想作种开美很些点给但很买服务质量差快东西店房间书"
)
_HAN = re.compile("[\u3400-\u9fff]")
_WESTERN = ("cp1252", "cp1250")
_COMMON_EAST_ASIAN = ("gb18030", "big5", "cp932", "cp949")
_IMPLAUSIBLE = re.compile("[\x80-\x9f\u2500-\u259f\ue000-\uf8ff\ufffd]")  # such characters show that the codec is wrong
_HIGH_RUN = re.compile("[\x80-\U0010ffff]{5,}")
_LATIN_WORD = re.compile(r"[^\W\d_]+")
_TYPOGRAPHY = frozenset("‘’‚“”„–—…•€™°§«»©®£¿¡·´½¼²³ªº\u00a0\u00ad")
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
        text = data.decode(name, errors="replace").removeprefix("\ufeff")
        return Decoded(text, name, max(1, text.count(REPLACEMENT) - _written_replacements(data, name)))


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


def _is_nearly_utf8(data: bytes) -> bool:
    """Whether a file is UTF-8, with at most one broken place for ten characters that only UTF-8 explains."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        text = data.decode("utf-8", errors="replace")
        broken = text.count(REPLACEMENT)
        wide = sum(1 for byte in data if byte >= 0xC2) if len(data) <= _SAMPLE_BYTES else _lead_bytes(data)
        return broken * 10 <= wide - broken
    return True


def _lead_bytes(data: bytes) -> int:
    """Bytes that begin a character of several bytes, counted without a Python loop."""
    return len(data) - len(data.translate(None, bytes(range(0xC2, 0xF5))))


def _legacy_encoding(data: bytes) -> str:
    sample = _high_lines(data)
    found = chardet.detect(sample)
    name = _codec(str(found["encoding"] or ""))
    if name == "cp949" and not _reads_as_korean(sample):
        name = "gb18030"
    if (found["confidence"] or 0) < 0.3 and _reads_as_chinese(sample):
        return "gb18030"
    if name in _EAST_ASIAN and (found["confidence"] or 0) > 0.2 and _reads_as_east_asian(sample, name):
        return name
    if (
        found["language"] in (None, "en", "fr", "de", "es", "it", "pt", "nl", "sv", "da", "no", "fi", "is")
        or (found["confidence"] or 0) < 0.15
    ):
        for western in _WESTERN:
            if _reads_as_western(sample, western):
                return western
    for candidate in (name, *_COMMON_EAST_ASIAN, *_WESTERN):
        if not candidate or _IMPLAUSIBLE.search(sample.decode(candidate, errors="replace")):
            continue
        if candidate == name or candidate in _WESTERN or _reads_as_east_asian(sample, candidate):
            return candidate
    return name or "cp1252"


def _high_lines(data: bytes) -> bytes:
    """The lines that hold a byte above 127, as many as are needed for a judgement."""
    lines: list[bytes] = []
    size = 0
    for line in data.splitlines(keepends=True):
        if not line.isascii():
            lines.append(line)
            size += len(line)
            if size > _SAMPLE_BYTES // 4:
                break
    return b"".join(lines)


def _codec(name: str) -> str:
    """The widest codec that contains an encoding; empty if Python has none."""
    try:
        plain = codecs.lookup(name).name
    except LookupError:
        return ""
    return _WIDER.get(plain, plain)


def _reads_as_east_asian(sample: bytes, name: str) -> bool:
    text = sample.decode(name, errors="replace")
    high = [c for c in text if c > "\x7f"]
    return not high or len(_EAST_ASIAN_TEXT.findall(text)) / len(high) > 0.8


def _reads_as_chinese(sample: bytes) -> bool:
    """Whether GB 18030 gives the characters that Chinese is full of; other bytes give rare ones."""
    try:
        text = sample.decode("gb18030")
    except UnicodeDecodeError:
        return False
    han = _HAN.findall(text)
    return len(han) > 1 and sum(character in _COMMON_HAN for character in han) > 0.2 * len(han)


def _reads_as_korean(sample: bytes) -> bool:
    """Whether nearly all is Hangul, and common Hangul: Chinese in GB 18030 looks like rare syllables and rare Hanja."""
    text = sample.decode("cp949", errors="replace")
    hangul = _HANGUL.findall(text)
    common = sum(syllable in _COMMON_HANGUL for syllable in hangul)
    return len(hangul) > 10 * len(_HAN.findall(text)) and common > 0.15 * len(hangul)


def _reads_as_western(sample: bytes, name: str) -> bool:
    """Whether every high byte is a letter inside an ordinary word or a mark that people type."""
    try:
        text = sample.decode(name)
    except UnicodeDecodeError:
        return False
    high = [c for c in text if c > "\x7f"]
    if sum(map(len, _HIGH_RUN.findall(text))) > 0.3 * len(high):
        return False  # Western words have one or two such letters in a row, not five
    plain = sum(c.isalpha() or c in _TYPOGRAPHY for c in high)
    words = [word for word in _LATIN_WORD.findall(text) if not word.isascii()]
    mixed = sum(not (word.islower() or word.isupper() or word.istitle()) for word in words)
    foreign = sum(sum(c > "\x7f" for c in word) > 0.7 * len(word) for word in words if len(word) > 2)
    return plain >= 0.95 * len(high) and mixed + foreign <= 0.1 * len(words)
