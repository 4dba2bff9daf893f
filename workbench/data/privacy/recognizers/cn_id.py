"""Chinese identity numbers: 18 digits with a checksum, and the 15 digits of before 1999.

The layout is that of GB 11643-1999: six digits for the region, the birthday, three for the order, one check sign by
ISO 7064 MOD 11-2. The older form has no check sign, so that it must be alone or be called what it is.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator

from workbench.data.privacy.plain import DIGIT, text_before
from workbench.data.privacy.recognizer import Found, Recognizer
from workbench.i18n import N_

# GB/T 2260, and 81 to 83 for residents from Hong Kong, Macau and Taiwan.
_PROVINCE = r"(?:1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3])"
_FIRST_YEAR = 1880
_LONG = re.compile(
    rf"(?<![A-Za-z0-9])(?<!\d[.-]){_PROVINCE}\d{{4}}([ -]?)(?:18|19|20)\d{{6}}\1\d{{3}}[0-9Xx](?![A-Za-z0-9])", re.ASCII
)
_SHORT = re.compile(rf"(?<![A-Za-z0-9]){_PROVINCE}\d{{13}}(?![A-Za-z0-9])", re.ASCII)
_NAMED = re.compile(r"身份|证件|证号|\bID\b|identity", re.IGNORECASE)
_NAMED_WITHIN = 16


def check_sign(digits: str) -> str:
    """The check sign of the first 17 digits, by ISO 7064 MOD 11-2."""
    return "10X98765432"[sum(int(digit) * pow(2, 17 - i, 11) for i, digit in enumerate(digits)) % 11]


def _find(text: str) -> Iterator[Found]:
    for match in _LONG.finditer(text):
        number = re.sub("[ -]", "", match[0]).upper()
        if _is_day(number[6:14]) and check_sign(number[:17]) == number[17]:
            yield Found(*match.span(), number)
    for match in _SHORT.finditer(text):
        number = match[0]
        if _is_day("19" + number[6:12]) and _is_called_so(text, match):
            yield Found(*match.span(), number)


def _is_day(digits: str) -> bool:
    try:
        day = datetime.date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return False
    return day.year >= _FIRST_YEAR


def _is_called_so(text: str, match: re.Match[str]) -> bool:
    is_alone = text.strip() == match[0]
    return is_alone or _NAMED.search(text_before(text, match.start(), _NAMED_WITHIN)) is not None


RECOGNIZER = Recognizer(
    title=N_("Chinese identity numbers"),
    hint=rf"({DIGIT}[^0-9０-９A-Za-z]{{0,3}}){{14}}",
    find=_find,
    certainty=95,
    example="11010519491231002X",
)
