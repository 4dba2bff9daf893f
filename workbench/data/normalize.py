"""Cleans the writing of texts, one small function an operation.

Operations are taken in the order of TextOperation, again and again until the text stays as it is: a tag that goes can
leave white space at an end, an entity can turn out to be a tag. So a second cleaning never changes anything. It ends
because no operation makes a text longer in its decomposed form (NFD), and those that keep its length only move
characters to one form.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from typing import get_args

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from workbench.data.html_text import markup_spans, without_html
from workbench.values import TextOperation

OPERATIONS: tuple[TextOperation, ...] = get_args(TextOperation)

_SPACES = re.compile(r"\s+")
_WIDE = {0xFF01 + number: 0x21 + number for number in range(94)}  # U+FF01 to U+FF5E, in the order of ASCII
_WIDE |= {
    0x3000: 0x20,
    0xFFE0: 0xA2,
    0xFFE1: 0xA3,
    0xFFE2: 0xAC,
    0xFFE3: 0xAF,
    0xFFE4: 0xA6,
    0xFFE5: 0xA5,
    0xFFE6: 0x20A9,
}
_HOST = r"(?:(?:[\w-]+\.)+(?:xn--[a-z0-9-]+|[a-z]{2,}|[0-9]{1,3})|localhost|\[[0-9a-f:.]+\])"
_REST = r"(?::[0-9]{1,5})?(?:[/?#][a-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]*)?"
_URL = re.compile(
    rf"(?<![a-z0-9])(?:(?:https?|ftps?)://(?:[\w.~%-]+(?::[\w.~%-]*)?@)?{_HOST}|www[0-9]?\.{_HOST}){_REST}",
    re.IGNORECASE,
)
_AFTER_URL = ".,;:!?'\"*"
_LINE_ENDS = re.compile("\r\n?|[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_UNSEEN = (
    "\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b\u200e\u200f"
    "\u202a-\u202e\u2060-\u2064\u2066-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb"
)
# Joiners that shape a word or put an emoji together stay; all others are not seen by anybody.
_JOINER = "(?<![\u0600-\u08ff\u0900-\u0dff\u0e80-\u0eff\u1000-\u109f\u1780-\u18af])[\u200c\u200d]"
_EMOJI = "[\u2190-\u2bff\ufe0f\U0001f000-\U0001faff]"
_CONTROLS = re.compile(f"[{_UNSEEN}]|(?<!{_EMOJI}){_JOINER}|{_JOINER}(?!{_EMOJI})")


def normalized(text: str, operations: Iterable[TextOperation]) -> str:
    """The text after operations, in the order of OPERATIONS whatever their order here."""
    chosen = set(operations)
    functions = [_FUNCTIONS[operation] for operation in OPERATIONS if operation in chosen]
    while True:
        before = text
        for function in functions:
            text = function(text)
        if text == before:
            return text


def may_change(values: pa.Array, operations: Iterable[TextOperation]) -> npt.NDArray[np.bool_]:
    """Which of many texts operations might change; the others they certainly leave as they are.

    Args:
        values: Strings.
        operations: Any.
    """
    mask = np.zeros(len(values), np.bool_)
    for operation in operations:
        if operation == "unicode":
            hits = pc.not_equal(pc.utf8_normalize(values, "NFC"), values)
        else:
            hits = pc.match_substring_regex(values, _SUSPECTS[operation])
        mask |= hits.to_numpy(zero_copy_only=False).astype(np.bool_)
    return mask


def changed_spans(text: str, operations: Sequence[TextOperation]) -> list[tuple[int, int, str]]:
    """What each operation by itself would change in a text: start, end and its name; none lies in another."""
    spans = [(start, end, name) for name in OPERATIONS if name in operations for start, end in _SPANS[name](text)]
    result: list[tuple[int, int, str]] = []
    for span in sorted(spans, key=lambda span: (span[0], -span[1])):
        if not result or span[0] >= result[-1][1]:
            result.append(span)
    return result


def _trim(text: str) -> str:
    return text.strip()


def _spaces(text: str) -> str:
    return _SPACES.sub(" ", text)


def _width(text: str) -> str:
    return text.translate(_WIDE)


def _unicode(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def _urls(text: str) -> str:
    """Addresses go, and with them one of the spaces that stood around each."""
    pieces = []
    end = 0
    for start, stop in _url_spans(text):
        pieces.append(text[end:start])
        end = stop
        before, after = text[start - 1 : start], text[stop : stop + 1]
        if after == " " and (before == " " or not before):
            end += 1
        elif before == " " and not after:
            pieces[-1] = pieces[-1][:-1]
    return "".join([*pieces, text[end:]])


def _controls(text: str) -> str:
    return _CONTROLS.sub("", _LINE_ENDS.sub("\n", text))


def _url_spans(text: str) -> list[tuple[int, int]]:
    spans = []
    for found in _URL.finditer(text):
        address = found[0].rstrip(_AFTER_URL)
        while address.endswith((")", "]")) and address.count(address[-1]) > address.count(_OPENING[address[-1]]):
            address = address[:-1].rstrip(_AFTER_URL)
        spans.append((found.start(), found.start() + len(address)))
    return spans


def _trim_spans(text: str) -> list[tuple[int, int]]:
    start, end = len(text) - len(text.lstrip()), len(text.rstrip())
    return [(0, len(text))] if start > end else [span for span in ((0, start), (end, len(text))) if span[0] < span[1]]


def _matches(pattern: re.Pattern[str]) -> Callable[[str], list[tuple[int, int]]]:
    return lambda text: [found.span() for found in pattern.finditer(text)]


_OPENING = {")": "(", "]": "["}
_FUNCTIONS: dict[TextOperation, Callable[[str], str]] = {
    "trim": _trim,
    "spaces": _spaces,
    "width": _width,
    "unicode": _unicode,
    "html": without_html,
    "urls": _urls,
    "controls": _controls,
}
_WIDE_SIGNS = "[\uff01-\uff5e\u3000\uffe0-\uffe6]+"
_SPANS: dict[TextOperation, Callable[[str], list[tuple[int, int]]]] = {
    "trim": _trim_spans,
    "spaces": _matches(re.compile(r"\s{2,}|[^\S ]")),
    "width": _matches(re.compile(_WIDE_SIGNS)),
    # A base with the marks after it, where these are not composed.
    "unicode": lambda text: [
        found.span()
        for found in re.finditer(r"\w?[\u0300-\u036f\u3099\u309a]+|[\u1100-\u11ff]+|[^\x00-\u02ff]", text)
        if not unicodedata.is_normalized("NFC", found[0])
    ],
    "html": markup_spans,
    "urls": _url_spans,
    "controls": _matches(re.compile(f"{_LINE_ENDS.pattern}|{_CONTROLS.pattern}")),
}
# In RE2, which is quick: all that the functions might change. White space is what Python calls so.
_WHITE = r"\t-\r\x1c-\x1f \x{85}\p{Z}"
_WHITE_BUT_SPACE = r"\t-\r\x1c-\x1f\x{85}\x{a0}\x{1680}\x{2000}-\x{200a}\x{2028}\x{2029}\x{202f}\x{205f}\x{3000}"
_UNSEEN_MARKS = r"\p{Cf}\x{34f}\x{115f}\x{1160}\x{17b4}\x{17b5}\x{180b}-\x{180e}\x{2028}\x{2029}\x{3164}\x{ffa0}"
_SUSPECTS: dict[TextOperation, str] = {
    "trim": f"^[{_WHITE}]|[{_WHITE}]$",
    "spaces": f"[{_WHITE}]{{2}}|[{_WHITE_BUT_SPACE}]",
    "width": r"[\x{ff01}-\x{ff5e}\x{3000}\x{ffe0}-\x{ffe6}]",
    "html": "[<&]",
    "urls": "://|(?i)www",
    "controls": rf"[\x00-\x08\x0b-\x1f\x7f\x{{80}}-\x{{9f}}{_UNSEEN_MARKS}]",
}
