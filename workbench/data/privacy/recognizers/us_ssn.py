"""Social security numbers of the United States: 3-2-4 digits with hyphens, or called what they are.

Never given out are the areas 000, 666 and 900 to 999, the group 00 and the serial number 0000 (Social Security
Administration, "Social Security Number Randomization").
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from workbench.data.privacy.plain import DIGIT, text_before
from workbench.data.privacy.recognizer import Found, Recognizer
from workbench.i18n import N_

_NUMBER = re.compile(
    r"(?<![A-Za-z0-9])(?<!\d[ .-])(?!000|666|9)\d{3}([- ]?)(?!00)\d{2}\1(?!0000)\d{4}(?![A-Za-z0-9])(?![.-]\d)",
    re.ASCII,
)
_NAMED = re.compile(r"\bSSN\b|social security", re.IGNORECASE)
_NAMED_WITHIN = 32


def _find(text: str) -> Iterator[Found]:
    for match in _NUMBER.finditer(text):
        if match[1] == "-" or _NAMED.search(text_before(text, match.start(), _NAMED_WITHIN)):
            yield Found(*match.span(), re.sub("[ -]", "", match[0]))


RECOGNIZER = Recognizer(
    title=N_("US social security numbers"),
    hint=rf"{DIGIT}{{3}}[^0-9]{{0,3}}{DIGIT}{{2}}[^0-9]{{0,3}}{DIGIT}{{4}}",
    find=_find,
    certainty=55,
    example="219-09-9999",
)
