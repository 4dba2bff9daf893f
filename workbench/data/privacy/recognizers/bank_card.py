"""Numbers of bank cards: 13 to 19 digits that begin as an issuer's do and pass the check of ISO/IEC 7812-1 (Luhn)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from workbench.data.privacy.plain import DIGIT
from workbench.data.privacy.recognizer import Found, Recognizer
from workbench.i18n import N_

_NUMBER = re.compile(
    r"(?<![A-Za-z0-9])(?<!\d[ .-])"
    r"(?:\d{13,19}|\d{4}([ -])\d{4}\1\d{4}\1\d{1,4}(?:\1\d{1,3})?|\d{4}([ -])\d{6}\2\d{4,5}|\d{6}[ -]\d{10,13})"
    r"(?![A-Za-z0-9])(?![ .-]\d)",
    re.ASCII,
)
_ISSUERS: tuple[tuple[re.Pattern[str], frozenset[int]], ...] = (
    (re.compile(r"4"), frozenset({13, 16, 19})),  # Visa
    (re.compile(r"5[1-5]|222[1-9]|22[3-9]\d|2[3-6]\d\d|27[01]\d|2720"), frozenset({16})),  # Mastercard
    (re.compile(r"3[47]"), frozenset({15})),  # American Express
    (re.compile(r"62|81[0-7]"), frozenset(range(16, 20))),  # UnionPay
    (re.compile(r"9558|9559|6013"), frozenset({16, 19})),  # older cards of Chinese banks
    (re.compile(r"6011|64[4-9]|65"), frozenset(range(16, 20))),  # Discover
    (re.compile(r"35(?:2[89]|[3-8]\d)"), frozenset(range(16, 20))),  # JCB
    (re.compile(r"3(?:0[0-5]|[689])"), frozenset({14})),  # Diners Club
    (re.compile(r"220[0-4]"), frozenset({16})),  # Mir
    (re.compile(r"5018|5020|5038|5893|6304|6759|676[1-3]"), frozenset(range(13, 20))),  # Maestro
)
_DIGITS = tuple(range(10))
_DOUBLED = (0, 2, 4, 6, 8, 1, 3, 5, 7, 9)


def passes_luhn(digits: str) -> bool:
    """Whether the last digit is the check digit of those before it (ISO/IEC 7812-1, annex B)."""
    values = (int(digit) for digit in reversed(digits))
    return sum((_DOUBLED if place % 2 else _DIGITS)[value] for place, value in enumerate(values)) % 10 == 0


def _find(text: str) -> Iterator[Found]:
    for match in _NUMBER.finditer(text):
        digits = re.sub("[ -]", "", match[0])
        if _has_issuer(digits) and passes_luhn(digits):
            yield Found(*match.span(), digits)


def _has_issuer(digits: str) -> bool:
    return any(len(digits) in lengths and prefix.match(digits) for prefix, lengths in _ISSUERS)


RECOGNIZER = Recognizer(
    title=N_("Bank cards"),
    hint=rf"({DIGIT}[^0-9０-９A-Za-z]{{0,3}}){{13}}",
    find=_find,
    certainty=90,
    example="4111 1111 1111 1111",
)
