"""Passport numbers, where they are called so: they have no check that could be made without the whole document."""

from __future__ import annotations

import re
from collections.abc import Iterator

from workbench.data.privacy.recognizer import Found, Recognizer
from workbench.i18n import N_

_NUMBER = re.compile(
    r"(?:(?i:passport)(?: ?(?i:number|no|nr|num|#)\.?)?|护照(?:号码|号)?)[ :是为#]{0,4}(?i:is )?"
    r"((?=[A-Z]{0,2}\d)[A-Z0-9]{6,9}|[A-Z]{2}\d{7}|[A-Z]\d{8})(?![A-Za-z0-9])",
    re.ASCII,
)
_LEAST_DIGITS = 5


def _find(text: str) -> Iterator[Found]:
    for match in _NUMBER.finditer(text):
        if sum(char.isdigit() for char in match[1]) >= _LEAST_DIGITS:
            yield Found(*match.span(1), match[1])


RECOGNIZER = Recognizer(
    title=N_("Passport numbers"),
    hint=r"[Pp]assport|PASSPORT|护照",
    find=_find,
    certainty=50,
    example="E12345678",
)
