"""Telephone numbers, national and international; Google's libphonenumber says which of them can exist.

A run of digits is a number where it is called one, begins with +, or is written and divided as its country does; digits
without any sign of it are one only if they are a Chinese mobile number or begin with a 0 as those of Britain do.
"""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Iterator

from workbench.data.privacy.plain import DIGIT, text_before
from workbench.data.privacy.recognizer import Found, Recognizer
from workbench.i18n import N_

_NO_NUMBER_BEFORE = r"(?<![A-Za-z0-9_=&#])(?<!\d[.,:/-])(?<!\+)"
_NO_NUMBER_AFTER = r"(?![A-Za-z0-9_])(?![.,:/-]\d)"
_CHINESE_MOBILE = re.compile(
    rf"{_NO_NUMBER_BEFORE}(?:\(?(?:\+|00)?86\)?[ -]?)?(1[3-9]\d(?:[ -]?\d{{4}}){{2}}){_NO_NUMBER_AFTER}"
)
_INTERNATIONAL = re.compile(r"(?<![A-Za-z0-9_])(?:\(?\+ ?\(?|00(?=[1-9]))\d(?:[ .()/-]{0,3}\d){6,14}(?!\d)")
_NATIONAL = re.compile(
    rf"{_NO_NUMBER_BEFORE}(?:(?:1[ .-]?)?\(\d{{2,5}}\)|\d)(?:[ ./-]{{0,2}}\d){{5,13}}(?!\d)(?![A-Za-z_])"
)
_AFTER = re.compile(_NO_NUMBER_AFTER)
_DATE = re.compile(r"\d{1,2}([./ -])\d{1,2}\1(?:19|20)\d\d|(?:19|20)\d\d([./ -])\d{1,2}\2\d{1,2}(?!\d)")
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_MORE_BEFORE = re.compile(r"\d{3} $")
_MORE_DIGITS = re.compile(r"[ .-]\d")
_EXTENSION = re.compile(r"(?:,? ?(?:ext\.? ?|x|转|分机:?)\d{1,6})(?!\d)")
_CALLED = re.compile(
    r"(?:\b(?:call|calling|tel|telephone|phone|ph|mobile|mob|cell|fax|text|txt|ring|whatsapp|dial|contact)\b"
    r"|电话|手机|座机|热线|联系|致电|拨打|传真|来电|短信)",
    re.IGNORECASE,
)
_CALLED_WITHIN = 24
_CHINESE_LOCAL = re.compile(r"(?:电话|座机|传真)(?:号码|号)?[: 是]{0,3}$")
_LOCAL_DIGITS = re.compile(r"[2-9]\d{2,3}[ -]?\d{4}")
_CALLED_REGIONS = ("US", "GB", "DE", "FR", "IN", "AU", "IT", "ES", "NL", "JP", "KR", "CN")
_LEAST_CALLED = 9
_LONELY = re.compile(r"(?<!\d)\d(?!\d)")


def _find(text: str) -> Iterator[Found]:
    for match in _CHINESE_MOBILE.finditer(text):
        yield _found(text, match.start(), match.end(), "+86" + _digits(match[1]))
    for match in _INTERNATIONAL.finditer(text):
        yield from _international(text, match)
    place = last = 0
    while (national := _NATIONAL.search(text, place)) is not None:
        is_inside = _MORE_BEFORE.search(text[max(last, national.start() - 4) : national.start()]) is not None
        found = None if is_inside else _national(text, national)
        if found is None:
            place = _end_of_digits(text, national.start())
        else:
            place = last = found.end
            yield found


def _international(text: str, match: re.Match[str]) -> Iterator[Found]:
    written = match[0]
    while written:
        number = "+" + _digits(written).removeprefix("00") if written.startswith("00") else "+" + _digits(written)
        key = _international_key(number)
        if key is not None:
            yield _found(text, match.start(), match.start() + len(written), key)
            return
        written = _without_last_group(written)


def _national(text: str, match: re.Match[str]) -> Found | None:
    """The longest number at the start of a run of groups of digits."""
    start, written = match.start(), match[0]
    is_called = _CALLED.search(text_before(text, start, _CALLED_WITHIN)) is not None
    home = "CN" if _CHINESE.search(text) else "GB"
    while written:
        end = start + len(written)
        key = None
        if _AFTER.match(text, end) and not _DATE.match(written):
            key = _national_key(written, home, is_called=is_called and _is_all(text, end))
            if key is None and _LOCAL_DIGITS.fullmatch(written) and _CHINESE_LOCAL.search(text[:start]):
                key = _digits(written)
        if key is not None:
            return _found(text, start, end, key)
        written = _without_last_group(written)
    return None


def _is_all(text: str, end: int) -> bool:
    """Whether no further digits follow, as they do within the groups of a longer number."""
    return _MORE_DIGITS.match(text, end) is None


def _end_of_digits(text: str, place: int) -> int:
    """The end of the group of digits that begins here, or behind an opening bracket."""
    group = re.compile(r"\(?\d+\)?").match(text, place)
    return place + 1 if group is None else group.end()


def _found(text: str, start: int, end: int, key: str) -> Found:
    if text[start] == "(" and ")" not in text[start:end]:
        start += 1
    extension = _EXTENSION.match(text, end)
    return Found(start, end if extension is None else extension.end(), key)


@functools.lru_cache(maxsize=10_000)
def _national_key(written: str, home: str, *, is_called: bool) -> str | None:
    """The number in the form E.164, if it can exist in one of the countries that are thought of; else None.

    Args:
        written: Groups of digits.
        home: The country that is thought of first.
        is_called: Whether it is called a telephone number.
    """
    digits = _digits(written)
    if (
        not 7 <= len(digits) <= 13
        or len(set(digits)) < 3
        or {".", " "} <= set(written)
        or len(_LONELY.findall(written)) > 1
    ):
        return None
    for region in sorted(_regions(digits), key=lambda region: region != home):
        key, groups = _parsed(digits, region)
        if key is not None and _is_divided_as(written, groups, region):
            return key
    if not is_called or len(digits) < _LEAST_CALLED:
        return None
    for region in ("CN",) if home == "CN" else _CALLED_REGIONS:
        key, _ = _parsed(digits, region)
        if key is not None:
            return key
    return None


def _regions(digits: str) -> tuple[str, ...]:
    """The countries in which a number may begin so."""
    if digits.startswith("0"):
        return ("CN", "GB", "FR", "DE") if len(digits) >= 9 else ()
    if digits.startswith("1") and len(digits) == 11:
        return ("US",)
    if digits.startswith(("400", "800")) and len(digits) == 10:
        return ("US", "CN")
    return ("US",) if len(digits) == 10 else ()


def _is_divided_as(written: str, groups: str, region: str) -> bool:
    """Whether a number is divided where those of its country are; `groups` is how they write it."""
    ends, usual = _group_ends(written), _group_ends(groups)
    if region == "US" or not written.lstrip("(").startswith("0"):
        has_prefix = region == "US" and len(_digits(written)) == 11
        return len(ends) > 1 and ends == (usual | {10} if has_prefix else usual)
    if ends <= usual:
        return len(ends) > 1 or region in {"GB", "FR", "CN"}
    return region == "GB" and set(re.sub(r"\d", "", written)) <= {" "} and len(_digits(written)) >= 10


def _group_ends(written: str) -> set[int]:
    """How many digits follow the start of each group but the first."""
    groups = re.findall(r"\d+", written)
    return set(itertools.accumulate((len(group) for group in reversed(groups[1:])), initial=0))


@functools.lru_cache(maxsize=10_000)
def _parsed(digits: str, region: str) -> tuple[str | None, str]:
    """A number in the form E.164 and as its country writes it; None if it cannot exist there."""
    import phonenumbers

    try:
        number = phonenumbers.parse(digits, region)
    except phonenumbers.NumberParseException:
        return None, ""
    if not phonenumbers.is_valid_number(number):  # or in one that shares its code, as Jersey does Britain's
        return None, ""
    formats = phonenumbers.PhoneNumberFormat
    return (
        phonenumbers.format_number(number, formats.E164),
        phonenumbers.format_number(number, formats.NATIONAL),
    )


@functools.lru_cache(maxsize=10_000)
def _international_key(number: str) -> str | None:
    import phonenumbers

    try:
        parsed = phonenumbers.parse(number, None)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(parsed):
        return None
    return str(phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164))


def _without_last_group(written: str) -> str:
    """What is left before the last group of digits; empty if there is one group only."""
    shorter = re.sub(r"[ .()/-]*\d+\)?$", "", written)
    return shorter if re.search(r"\d", shorter) else ""


def _digits(written: str) -> str:
    return re.sub(r"[^0-9]", "", written)


RECOGNIZER = Recognizer(
    title=N_("Telephone numbers"),
    hint=rf"({DIGIT}[^0-9０-９A-Za-z]{{0,4}}){{7}}",
    find=_find,
    certainty=40,
    example="+86 138 0013 8000",
)
