"""E-mail addresses, also where the signs are written out: `name [at] example [dot] org`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from workbench.data.privacy.recognizer import Found, Recognizer
from workbench.i18n import N_

_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_LOCAL = r"(?<![A-Za-z0-9._%+'-])[A-Za-z0-9_](?:[A-Za-z0-9._%+'-]{0,62}[A-Za-z0-9_+-])?"
_ADDRESS = re.compile(rf"{_LOCAL}@(?:{_LABEL}\.)+([A-Za-z]{{2,24}})(?![A-Za-z0-9])")
_AT = r" ?[\[({<] ?(?:at|AT) ?[\])}>] ?"
_DOT = r"(?:\.| ?[\[({<] ?(?:dot|DOT) ?[\])}>] ?)"
_SPELLED = re.compile(rf"{_LOCAL}{_AT}(?:{_LABEL}{_DOT})+[A-Za-z]{{2,24}}(?![A-Za-z0-9])")
_FILE_ENDINGS = {"png", "jpg", "jpeg", "gif", "webp", "svg", "css", "js"}


def _find(text: str) -> Iterator[Found]:
    for match in _ADDRESS.finditer(text):
        if match[1].lower() not in _FILE_ENDINGS:  # icon@2x.png
            yield Found(*match.span(), match[0].lower())
    for match in _SPELLED.finditer(text):
        name, domain = re.split(_AT, match[0], maxsplit=1)
        yield Found(*match.span(), f"{name}@{re.sub(_DOT, '.', domain)}".lower())


RECOGNIZER = Recognizer(
    title=N_("E-mail addresses"),
    hint=r"[@＠]|[\[({<] ?(at|AT) ?[\])}>]",
    find=_find,
    certainty=80,
    example="name@example.org",
)
