"""Takes HTML out of texts: tags and comments go, entities become their characters.

Only what is HTML counts as such: the elements of the standard, and entities that are closed by a semicolon. “<3”,
“a < b”, “<me@example.org>”, “AT&T” and “?a=1&copy=2” stay as they are.
"""

from __future__ import annotations

import re
from html.entities import html5
from html.parser import HTMLParser

# HTML Living Standard, index of elements (https://html.spec.whatwg.org/#elements-3), and the obsolete ones (16.2).
_INLINE = (
    "a abbr acronym applet area audio b basefont bdi bdo big blink button canvas cite code data datalist del dfn em "
    "embed font i iframe img input ins kbd label link map mark meta meter nobr noscript object output param picture "
    "progress q ruby rb rp rt rtc s samp script select slot small source span strike strong style sub sup svg template "
    "time track tt u var video wbr"
)
_BLOCK = (
    "address article aside base blockquote body br caption center col colgroup dd details dialog dir div dl dt "
    "fieldset figcaption figure footer form frame frameset h1 h2 h3 h4 h5 h6 head header hgroup hr html legend li main "
    "marquee menu nav noframes ol optgroup option p plaintext pre search section summary table tbody td textarea tfoot "
    "th thead title tr ul xmp"
)
_BREAKING = frozenset(_BLOCK.split())
_UNSEEN = frozenset({"script", "style"})
_NAMES = "|".join((*_INLINE.split(), *_BLOCK.split()))
_MARKUP = re.compile(
    rf"<(?:/?(?:{_NAMES})(?=\s*/?>|[\s/]+[a-z_:@][^<>]*>)|!--|!doctype(?=[^<>]*>)|\?xml(?=[^<>]*>))", re.IGNORECASE
)
_ENDINGS = {
    "<!--": re.compile("-->"),
    "<script": re.compile(r"</script\s*>", re.IGNORECASE),
    "<style": re.compile(r"</style\s*>", re.IGNORECASE),
}
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_STAND_INS = [chr(code) for code in range(0xFDD0, 0xFDF0)]  # noncharacters (Unicode 23.7): no text has a use for them
_REPLACED = "\ufffd"
_MOST_CODE = 0x10FFFF


def without_html(text: str) -> str:
    """The text that a reader of the page would see; blocks and line breaks are told apart by one line end."""
    if _MARKUP.search(text):
        text = _without_tags(text)
    return _ENTITY.sub(_character, text) if "&" in text else text


def markup_spans(text: str) -> list[tuple[int, int]]:
    """Where tags and entities begin and end."""
    tags = [(found.start(), _end_of_tag(text, found)) for found in _MARKUP.finditer(text)]
    entities = [found.span() for found in _ENTITY.finditer(text) if _character(found) != found[0]]
    return sorted({(start, end) for start, end in (*tags, *entities) if end > start})


def _end_of_tag(text: str, found: re.Match[str]) -> int:
    close = "-->" if found[0] == "<!--" else ">"
    at = text.find(close, found.end())
    return at + len(close) if at >= 0 else found.start()


def _without_tags(text: str) -> str:
    """Has the tags read by html.parser, which is shown no other `<` and no `&`: others stand in for them meanwhile."""
    less, ampersand, *_ = [sign for sign in _STAND_INS if sign not in text] + ["<", "&"]
    last_endings = {start: _last(ending, text) for start, ending in _ENDINGS.items()}
    pieces = []
    end = 0
    for found in _MARKUP.finditer(text):
        kind = found[0].lower()
        if found.start() < last_endings.get(kind, len(text)):
            pieces += [text[end : found.start()].replace("<", less), "<"]
            end = found.start() + 1
        elif kind != "<!--":  # a script that is never closed hides nothing
            pieces.append(text[end : found.start()].replace("<", less))
            end = _end_of_tag(text, found)
    pieces.append(text[end:].replace("<", less))
    reader = _Reader()
    reader.feed("".join(pieces).replace("&", ampersand))
    reader.close()
    return reader.text().replace(less, "<").replace(ampersand, "&")


def _last(ending: re.Pattern[str], text: str) -> int:
    return max((found.start() for found in ending.finditer(text)), default=-1)


def _character(found: re.Match[str]) -> str:
    """The character of an entity; what is none stays as it is."""
    name = found[0][1:-1]
    if not name.startswith("#"):
        return html5.get(name + ";", found[0])
    code = int(name[2:], 16) if name[1] in "xX" else int(name[1:])
    if not 0 < code <= _MOST_CODE or 0xD800 <= code < 0xE000:
        return _REPLACED
    return chr(code)


class _Reader(HTMLParser):
    """Collects the text between tags."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self._pieces: list[str] = []
        self._is_unseen = False
        self._is_broken = False

    def text(self) -> str:
        """What was collected."""
        return "".join(self._pieces)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 - its signature
        """Notes where a line ends and where a script begins."""
        self._is_broken = self._is_broken or tag in _BREAKING
        self._is_unseen = self._is_unseen or tag in _UNSEEN

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 - its signature
        """Notes where a line ends."""
        self._is_broken = self._is_broken or tag in _BREAKING

    def handle_endtag(self, tag: str) -> None:
        """Notes where a line or a script ends."""
        self._is_broken = self._is_broken or tag in _BREAKING
        self._is_unseen = self._is_unseen and tag not in _UNSEEN

    def handle_data(self, data: str) -> None:
        """Takes text."""
        if not data or self._is_unseen:
            return
        if self._is_broken and self._pieces and not (self._pieces[-1][-1:].isspace() or data[:1].isspace()):
            self._pieces.append("\n")
        self._is_broken = False
        self._pieces.append(data)
