"""International bank account numbers, checked by ISO 13616: the country's length, and 1 modulo 97."""

from __future__ import annotations

import re
from collections.abc import Iterator

from workbench.data.privacy.plain import DIGIT
from workbench.data.privacy.recognizer import Found, Recognizer
from workbench.i18n import N_

_START = re.compile(r"(?<![A-Za-z0-9])[A-Za-z]{2}\d{2}(?=[ -]?[A-Za-z0-9])", re.ASCII)
# Registry of the IBAN, SWIFT: the number of characters, and the countries that have it.
_LENGTHS = {
    15: "NO", 16: "BE", 18: "DK FO FI GL NL SD FK", 19: "MK SI", 20: "AT BA EE KZ LT LU XK MN", 21: "CH HR LI LV",
    22: "BG BH CR DE GB GE IE ME RS VA", 23: "AE GI IL IQ OM SO TL", 24: "AD CZ ES MD PK RO SA SE SK TN VG",
    25: "LY PT ST", 26: "IS TR", 27: "BI DJ FR GR IT MC MR SM", 28: "AL AZ BY CY DO GT HU LB NI PL SV",
    29: "BR EG PS QA UA", 30: "JO KW MU YE", 31: "MT SC", 32: "LC", 33: "RU",
}  # fmt: skip
_LENGTH_OF = {country: length for length, countries in _LENGTHS.items() for country in countries.split()}


def _find(text: str) -> Iterator[Found]:
    for match in _START.finditer(text):
        length = _LENGTH_OF.get(match[0][:2].upper())
        end = None if length is None else _end_of(text, match.start(), length)
        if end is None:
            continue
        number = re.sub("[ -]", "", text[match.start() : end]).upper()
        if is_valid(number):
            yield Found(match.start(), end, number)


def is_valid(number: str) -> bool:
    """Whether the check digits are right: ISO 7064 MOD 97-10 over the digits, with A as 10 and Z as 35."""
    return int("".join(str(int(char, 36)) for char in number[4:] + number[:4])) % 97 == 1


def _end_of(text: str, start: int, length: int) -> int | None:
    """Where a number of so many letters and digits ends, single spaces and hyphens aside; None if it does not."""
    place, seen = start, 0
    while seen < length and place < len(text):
        char = text[place]
        if char.isascii() and char.isalnum():
            seen += 1
        elif char not in " -" or text[place - 1] in " -":
            return None
        place += 1
    goes_on = place < len(text) and text[place].isascii() and text[place].isalnum()
    return place if seen == length and not goes_on else None


RECOGNIZER = Recognizer(
    title=N_("IBANs"),
    hint=rf"[A-Za-zＡ-Ｚａ-ｚ]{{2}}[^0-9A-Za-z]{{0,2}}{DIGIT}[^0-9A-Za-z]{{0,2}}{DIGIT}.*{DIGIT}{{2}}",
    find=_find,
    certainty=94,
    example="DE89 3704 0044 0532 0130 00",
)
