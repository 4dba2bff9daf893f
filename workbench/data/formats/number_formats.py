"""How the numbers of an .xlsx sheet are shown: 00123, 15%, $4.50. Dates come as dates, without this.

What a format adds to a number is added, and nothing is taken away: it is not rounded, and thousands are not separated.
Fractions, exponents and parts for negative numbers or zero are left alone, and so are the formats of .xls and .ods.
Most workbooks have no such format, and then nothing is read.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from xml.etree import ElementTree

_BUILT_IN = {2: "0.00", 4: "#,##0.00", 9: "0%", 10: "0.00%", 39: "#,##0.00", 40: "#,##0.00"}  # ECMA-376, 18.8.30
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_LINK = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_PART = re.compile(r'"([^"]*)"|\\(.)|\[\$([^\]-]*)[^\]]*\]|\[[^\]]*\]|_.|\*.|([#0?,]*[#0?](?:\.[#0?]*)?)|(%)|([ $€£¥])')
_MOST_DIGITS = 40


@dataclass(frozen=True)
class NumberFormat:
    """What is added to a number.

    Attributes:
        before: Stands in front, such as a currency.
        after: Stands behind.
        digits: So many at least before the point.
        decimals: So many at least behind it.
        is_percent: Whether a hundred times the number is shown.
    """

    before: str = ""
    after: str = ""
    digits: int = 1
    decimals: int = 0
    is_percent: bool = False

    def shown(self, plain: str) -> str:
        """A number as it is shown.

        Args:
            plain: With all its digits and no exponent, as it is shown without a format.
        """
        number = plain.lstrip("-")
        sign = "-" if number != plain else ""
        if self.is_percent:
            number = format(Decimal(number).scaleb(2).normalize(), "f")
        whole, _, decimals = number.partition(".")
        if self.digits > 1:
            whole = whole.zfill(self.digits)
        if self.decimals or decimals:
            whole = f"{whole}.{decimals.ljust(self.decimals, '0')}"
        return f"{sign}{self.before}{whole}{self.after}"


def parsed(code: str) -> NumberFormat | None:
    """A format by its code, such as `0.00%`; None if it adds nothing, or is of a kind that is left alone."""
    texts, number, is_percent, at = ["", ""], "", False, 0
    section = re.split(r';(?=(?:[^"]*"[^"]*")*[^"]*$)', code)[0]
    while at < len(section):
        part = _PART.match(section, at)
        if part is None:
            return None
        quoted, escaped, currency, digits, percent, sign = part.groups()
        if digits:
            if number:
                return None
            number = digits
        is_percent |= bool(percent)
        texts[bool(number)] += quoted or escaped or currency or percent or sign or ""
        at = part.end()
    whole, _, decimals = number.partition(".")
    found = NumberFormat(
        texts[0].lstrip(), texts[1].rstrip(), max(1, whole.count("0")), decimals.count("0"), is_percent
    )
    if not number or found == NumberFormat() or max(found.digits, found.decimals) > _MOST_DIGITS:
        return None
    return found


RowFormats = Callable[[int], Mapping[int, NumberFormat]]
"""Gives the formats of a row's cells, by their columns; rows and columns count from 0, rows must ascend."""


def formats_of(path: Path, sheet: str) -> Callable[[], RowFormats]:
    """What gives, from the first row on, the formats of a sheet.

    Args:
        path: Any workbook; only those of Excel 2007 and later have formats here.
        sheet: Its name.
    """
    if not zipfile.is_zipfile(path):
        return lambda: _by_row(iter(()))
    with zipfile.ZipFile(path) as archive:
        if "xl/styles.xml" not in archive.namelist():
            return lambda: _by_row(iter(()))
        try:
            styles = _styles(archive.read("xl/styles.xml"))
            content = archive.read(_part(archive, sheet)) if styles else b""
        except (ElementTree.ParseError, KeyError, ValueError, zipfile.BadZipFile, zlib.error):
            return lambda: _by_row(iter(()))  # the sheet could be read, so that its numbers are kept without formats
    return lambda: _by_row(_cells(content, styles))


def _by_row(cells: Iterator[tuple[int, int, NumberFormat]]) -> RowFormats:
    ahead = next(cells, None)

    def of_row(row: int) -> Mapping[int, NumberFormat]:
        nonlocal ahead
        found: dict[int, NumberFormat] = {}
        while ahead is not None and ahead[0] <= row:
            if ahead[0] == row:
                found[ahead[1]] = ahead[2]
            ahead = next(cells, None)
        return found

    return of_row


def _styles(content: bytes) -> dict[bytes, NumberFormat]:
    """The number formats that add something, by the index of the style as cells name it."""
    root = ElementTree.fromstring(content)
    codes = {int(item.get("numFmtId", "0")): item.get("formatCode", "") for item in root.iter(f"{_MAIN}numFmt")}
    by_id = {number: parsed(code) for number, code in {**_BUILT_IN, **codes}.items()}
    used = [by_id.get(int(item.get("numFmtId", "0"))) for item in root.iterfind(f"{_MAIN}cellXfs/{_MAIN}xf")]
    return {str(index).encode(): found for index, found in enumerate(used) if found is not None}


def _part(archive: zipfile.ZipFile, sheet: str) -> str:
    """Where in the archive a sheet is."""
    book = ElementTree.fromstring(archive.read("xl/workbook.xml"))
    links = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))
    targets = {link.get("Id"): link.get("Target", "") for link in links}
    link = next((item.get(_LINK) for item in book.iter(f"{_MAIN}sheet") if item.get("name") == sheet), None)
    target = targets.get(link, "")
    return target[1:] if target.startswith("/") else f"xl/{target}"


def _cells(content: bytes, styles: Mapping[bytes, NumberFormat]) -> Iterator[tuple[int, int, NumberFormat]]:
    if not content:
        return
    named = b"|".join(styles)
    for found in re.finditer(rb'<c r="([A-Z]{1,3})(\d{1,7})" s="(' + named + rb')"', content):
        yield int(found[2]) - 1, column_number(found[1]) - 1, styles[found[3]]


def column_number(letters: bytes) -> int:
    """The number of a column by its letters, from 1."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number
