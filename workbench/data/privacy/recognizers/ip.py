"""IP addresses of version 4 and 6, but not version numbers such as `v1.2.3.4`."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterator

from workbench.data.privacy.plain import DIGIT, text_before
from workbench.data.privacy.recognizer import Found, Recognizer
from workbench.i18n import N_

_PART = r"(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)"
_V4 = re.compile(rf"(?<![A-Za-z0-9_.-]){_PART}(?:\.{_PART}){{3}}(?![A-Za-z0-9_]|\.\d|-\d)", re.ASCII)
_V6 = re.compile(r"(?<![A-Za-z0-9:.])(?:[0-9A-Fa-f]{0,4}:){2,7}[0-9A-Fa-f]{0,4}(?:(?<=:)\d+(?:\.\d+){3})?(?![\w:])")
_VERSION_BEFORE = re.compile(
    r"(?:\b(?:v|ver|version|release|rev|revision|build|section|chapter|clause|§)|版本号?|版|固件|第)[ .:]{0,3}$",
    re.IGNORECASE,
)
_LEAST_GROUPS = 3
_NO_HOST = re.compile(r"0\.|\d\.\d\.\d\.\d$")  # not an address of anybody, and what is left to version numbers


def _find(text: str) -> Iterator[Found]:
    for match in _V4.finditer(text):
        if not _NO_HOST.match(match[0]) and not _VERSION_BEFORE.search(text_before(text, match.start(), 12)):
            yield Found(*match.span(), match[0])
    if text.count(":") >= 2:
        yield from _find_v6(text)


def _find_v6(text: str) -> Iterator[Found]:
    for match in _V6.finditer(re.sub(r"(?i)(?<=ipv6):", " ", text)):
        try:
            address = ipaddress.IPv6Address(match[0])
        except ValueError:
            continue
        groups = [group for group in match[0].split(":") if group]
        if len(groups) >= _LEAST_GROUPS:
            yield Found(*match.span(), str(address))


RECOGNIZER = Recognizer(
    title=N_("IP addresses"),
    hint=rf"{DIGIT}[.．]{DIGIT}{{1,3}}[.．]{DIGIT}|[0-9A-Fa-f:]:[0-9A-Fa-f]{{0,4}}:",
    find=_find,
    certainty=60,
    example="203.0.113.7",
)
