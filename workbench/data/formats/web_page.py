"""The largest table of a web page; many programs write one and call it .xls. Excel's own XML of 2003 is read as well.

A cell that spans several rows holds for each of them; one that spans several columns stands in the first.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path

from workbench.data.encoding import Decoded, check_encoding, decode
from workbench.data.formats.columns import BLOCK_ROWS, Rows
from workbench.data.formats.format import HEAD_BYTES, Choices, Format, Opened, Progress
from workbench.data.grid_score import commonest_width
from workbench.data.header import looks_like_header
from workbench.data.reader import ReadTable, column_names
from workbench.data.records import wrong_width
from workbench.data.tables import RejectedRow
from workbench.errors import DataError, SettingError
from workbench.i18n import N_, say
from workbench.values import Dialect

_PAGE = re.compile(r"\s*(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|meta|table|style|\?xml)", re.I | re.S)
_TABLE = re.compile(r"<table[\s>]", re.I)
_EXCEL_XML = "urn:schemas-microsoft-com:office:spreadsheet"
_CHARSET = re.compile(rb"(?:charset|encoding)\s*=\s*[\"']?([\w-]+)", re.I)
_ROW, _CELL = frozenset(("tr", "row")), frozenset(("td", "th", "cell"))
_SILENT = frozenset(("style", "script", "head"))
_MOST_SPAN = 10_000
_SAMPLE_ROWS = 300


def _recognises(_path: Path, head: bytes) -> bool:
    text = _decoded(head, None).text.removeprefix("\ufeff")
    if not _PAGE.match(text):
        return False
    is_xml = text.lstrip()[:5].lower() == "<?xml" and "<html" not in text.lower()
    if is_xml:
        return _EXCEL_XML in text
    return bool(_TABLE.search(text)) or len(head) >= HEAD_BYTES


def _open(path: Path, choices: Choices) -> Opened:
    decoded = _decoded(path.read_bytes(), choices.encoding)
    parser = _Tables()
    parser.feed(decoded.text)
    parser.close()
    rows = max(parser.tables, key=lambda table: sum(map(len, table.rows)), default=_Table()).rows
    if not any(rows):
        raise DataError(
            say(N_("“{name}” is a web page or XML without a table."), name=path.name),
            say(N_("Export the data as CSV and open that file.")),
        )
    has_header = looks_like_header(rows[:_SAMPLE_ROWS]) if choices.has_header is None else choices.has_header
    dialect = Dialect(encoding=decoded.encoding, delimiter="", quotechar="", has_header=has_header, format=FORMAT.name)
    return Opened(dialect=dialect, read=lambda _spool: _read(rows, dialect, path.name))


def _read(found: list[list[str]], dialect: Dialect, name: str) -> Progress:
    filled = [(number, row) for number, row in enumerate(found, start=1) if any(map(str.strip, row))]
    header = filled.pop(0)[1] if dialect.has_header and filled else []
    if not filled:
        raise DataError(say(N_("“{name}” has a header but no rows."), name=name), say(N_("Open a file that has rows.")))
    width = max(commonest_width([len(row) for _, row in filled]), len(header))
    rows, rejected = Rows(width), []
    for number, row in filled:
        if any(cell.strip() for cell in row[width:]):
            rejected.append(RejectedRow(number, wrong_width(len(row), width), "\t".join(row)))
            continue
        rows.add((row + [""] * width)[:width])
        if rows.count % BLOCK_ROWS == 0:
            yield number, len(found)
    yield len(found), len(found)
    columns = column_names(header, width)
    return ReadTable(dialect, header, columns, rows.finish(columns), rejected)


def _decoded(data: bytes, encoding: str | None) -> Decoded:
    """The page as text; what it says of its encoding counts if it can be true."""
    if encoding is not None:
        return decode(data, check_encoding(encoding))
    named = _CHARSET.search(data[:2048])
    if named is not None:
        try:
            name = check_encoding(named[1].decode())
            data[:HEAD_BYTES].decode(name, errors="strict" if len(data) < HEAD_BYTES else "ignore")
        except (SettingError, UnicodeDecodeError):  # a page may name an encoding that it does not have
            return decode(data)
        return decode(data, name)
    return decode(data)


@dataclass
class _Table:
    """A table that is being read; `held` are cells that span further rows, by their column."""

    rows: list[list[str]] = field(default_factory=list)
    held: dict[int, tuple[int, str]] = field(default_factory=dict)


@dataclass
class _OpenCell:
    """The cell that is being read."""

    text: list[str]
    rows: int
    columns: int


class _Tables(HTMLParser):
    """Finds the tables of a page; a table inside another is one of its own."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[_Table] = []
        self._open: list[_Table] = []
        self._cells: list[_OpenCell] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Opens a table, a row or a cell."""
        given = dict(attrs)
        self._silent += tag in _SILENT
        if tag == "table":
            self._open.append(_Table())
            self.tables.append(self._open[-1])
        elif tag in _ROW and self._open:
            self._end_cell()
            self._open[-1].rows.append([])
        elif tag in _CELL and self._open:
            self._end_cell()
            self._begin_cell(given)
        elif tag in ("br", "p", "div", "li") and self._cells:
            self._cells[-1].text.append("\n")

    def handle_endtag(self, tag: str) -> None:
        """Closes what was opened."""
        self._silent -= tag in _SILENT and self._silent > 0
        if tag in _CELL or tag in _ROW:
            self._end_cell()
        elif tag == "table" and self._open:
            self._end_cell()
            self._open.pop()

    def handle_data(self, data: str) -> None:
        """Adds to the cell that is open."""
        if self._cells and not self._silent:
            self._cells[-1].text.append(re.sub(r"\s+", " ", data))

    def close(self) -> None:
        """Ends what the page left open."""
        super().close()
        self._end_cell()

    def _begin_cell(self, given: dict[str, str | None]) -> None:
        table = self._open[-1]
        if not table.rows:
            table.rows.append([])
        place = given.get("ss:index")  # Excel's XML leaves empty cells out
        if place is not None and place.isdecimal():
            table.rows[-1] += [""] * (min(int(place), _MOST_SPAN) - 1 - len(table.rows[-1]))
        down = _span(given.get("rowspan"), 1) + _span(given.get("ss:mergedown"), 0)
        across = _span(given.get("colspan"), 1) + _span(given.get("ss:mergeacross"), 0)
        self._cells.append(_OpenCell([], down, across))

    def _end_cell(self) -> None:
        if not self._cells or not self._open:
            return
        cell = self._cells.pop()
        table = self._open[-1]
        row = table.rows[-1]
        self._fill_held(table, row)
        text = "\n".join(line.strip() for line in "".join(cell.text).split("\n")).strip()
        if cell.rows > 1:
            table.held[len(row)] = (cell.rows, text)
        row.append(text)
        row += [""] * (cell.columns - 1)

    def _fill_held(self, table: _Table, row: list[str]) -> None:
        """Puts the cells of the rows above that reach down to here in their places."""
        while (held := table.held.get(len(row))) is not None:
            rows, text = held
            if rows < 2:
                del table.held[len(row)]
                return
            table.held[len(row)] = (rows - 1, text)
            row.append(text)


def _span(given: str | None, default: int) -> int:
    return min(max(int(given), default), _MOST_SPAN) if given is not None and given.isdecimal() else default


FORMAT = Format(
    name="web_page",
    title=N_("Web page"),
    suffixes=(".html", ".htm"),
    recognises=_recognises,
    open=_open,
    rank=3,
)
