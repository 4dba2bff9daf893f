"""Web addresses: those with a scheme, those that begin with www, and short ones with a path, such as `bit.ly/2xY`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from workbench.data.privacy.recognizer import Found, Recognizer
from workbench.i18n import N_

_SIGN = r"[A-Za-z0-9._~:/?#@!$&'()*+,;=%|\[\]-]"
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_ADDRESS = re.compile(
    rf"(?<![A-Za-z0-9])(?:(?:https?|ftps?|HTTPS?|Https?)://{_SIGN}{{2,}}"
    rf"|(?:www|WWW|Www)\.{_LABEL}(?:\.{_LABEL})*\.[A-Za-z]{{2,24}}(?![A-Za-z0-9])(?:[:/?#]{_SIGN}*)?"
    rf"|(?<![@./-])(?:{_LABEL}\.)+[A-Za-z]{{2,10}}/{_SIGN}+)"
)
_SCHEME = re.compile(r"https?://|ftps?://|www\.", re.IGNORECASE)
_ENDS = ".,;:!?'*"
_PAIRS = {")": "(", "]": "["}
_TOP_LEVEL = re.compile(
    r".*\.(?:com|net|org|info|biz|io|co|me|ly|gl|gd|cn|uk|de|fr|jp|kr|hk|tw|us|eu|tv|cc|ws|st|to|be|im|it|es|nl|ru|ca|au"
    r"|in|link|club|top|xyz|vip|site|shop|app|dev|online|edu|gov|mobi)",
    re.IGNORECASE,
)


def _find(text: str) -> Iterator[Found]:
    for match in _ADDRESS.finditer(text):
        address = _without_end(match[0])
        scheme = _SCHEME.match(address)
        host = address[scheme.end() if scheme else 0 :]
        if not re.match(r"[A-Za-z0-9\[]", host):
            continue
        if scheme is None and not _is_short_address(host):
            continue
        yield Found(match.start(), match.start() + len(address), address.rstrip("/"))


def _without_end(address: str) -> str:
    """The address without the punctuation of the sentence that it stands in."""
    while address:
        last = address[-1]
        if last in _ENDS or (last in _PAIRS and address.count(last) > address.count(_PAIRS[last])):
            address = address[:-1]
        else:
            break
    return address


def _is_short_address(address: str) -> bool:
    """Whether what has no scheme is an address: `bit.ly/2xY`, but not `a.m/b`."""
    host, _, path = address.partition("/")
    return bool(path) and _TOP_LEVEL.fullmatch(host) is not None


RECOGNIZER = Recognizer(
    title=N_("Web addresses"),
    hint=r"[:：][/／][/／]|[wWｗ]{3}[.．]|[A-Za-z]{2}/",
    find=_find,
    certainty=70,
    example="https://example.org/anna",
)
