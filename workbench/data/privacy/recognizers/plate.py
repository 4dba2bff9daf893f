"""Chinese vehicle plates by GA 36-2018: the province, a letter, and five signs; six for new-energy cars."""

from __future__ import annotations

import re
from collections.abc import Iterator

from workbench.data.privacy.recognizer import Found, Recognizer
from workbench.i18n import N_

_PROVINCE = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
_SIGN = "[A-HJ-NP-Z0-9]"
_PLATE = re.compile(
    rf"[{_PROVINCE}][A-HJ-NP-Za-hj-np-z][·.•・ -]?"
    rf"(?:[DF]{_SIGN}\d{{4}}|\d{{5}}[DF]|{_SIGN}{{4}}[A-HJ-NP-Z0-9学警港澳挂领])(?![A-Za-z0-9])"
)
_DIGITS = re.compile(r"\d", re.ASCII)


def _find(text: str) -> Iterator[Found]:
    for match in _PLATE.finditer(text):
        key = re.sub("[·.•・ -]", "", match[0]).upper()
        if _DIGITS.search(key):
            yield Found(*match.span(), key)


RECOGNIZER = Recognizer(
    title=N_("Chinese number plates"),
    hint=f"[{_PROVINCE}][^0-9０-９a-zA-Z]{{0,2}}[A-Za-zＡ-Ｚａ-ｚ]",
    find=_find,
    certainty=75,
    example="京A·12345",
)
