"""Text to records, in the way the csv module reads them, but able to go on after a broken quote.

A quote that never closes costs its own line only, not everything that follows. Every record comes out exactly once, as
a Record or as a Broken; blank lines are no records. `read_tolerantly` says what the records of a text are; the quicker
ways of `blocks` give the same.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from workbench.data.signs import SIGN
from workbench.i18n import N_, say
from workbench.values import Dialect, Sentence

if TYPE_CHECKING:
    from _csv import Reader  # has no public name in Python 3.11

LONGEST_RECORD_LINES = 20_000
_MENDED_LINES = 30
_MENDED_LINES_IN_SAMPLE = 3
_FIELD_CHARACTERS = 2**31 - 1  # what fits a C long everywhere
_OTHER_DELIMITERS = "\t;|, "
_MOST_QUOTES = 200  # a line with more of them is not searched for the quotes that close a cell
_MOST_CELLS = 200
_SPACED_WIDTH = 7  # words that happen to be as many as the cells of a narrower table are no record
_REMARK_MARKS = ("#", "//", "--", "%%", "/*")
NO_DELIMITER = "\U0010fffe"  # a code point that is no character, so no text holds it


@dataclass(frozen=True)
class Form:
    """What csv.reader needs to know.

    Attributes:
        delimiter: One character.
        quotechar: One character, or empty.
        escapechar: One character, or empty.
        skips_space: Whether spaces after a delimiter belong to it.
        width: Cells of a record, or 0 while that is not known.
    """

    delimiter: str
    quotechar: str = '"'
    escapechar: str = ""
    skips_space: bool = False
    width: int = 0


@dataclass(frozen=True, slots=True)
class Record:
    """One record.

    Attributes:
        line: The line on which it starts, from 1.
        end: The line on which it ends, from 1.
        cells: As read.
        is_mended: Whether a quote inside a cell had to be taken as it stands, or a delimiter that is not the file's.
        is_after_blank: Whether blank lines stand above it.
    """

    line: int
    end: int
    cells: list[str]
    is_mended: bool = False
    is_after_blank: bool = False


@dataclass(frozen=True, slots=True)
class Broken:
    """One record that cannot be read, with the reason."""

    line: int
    end: int
    reason: Sentence


def split_lines(text: str) -> list[str]:
    r"""The physical lines with their ends, at \n, \r\n and \r only, as csv.reader counts them."""
    return io.StringIO(text, newline="").readlines()


def form_of(dialect: Dialect, *, skips_space: bool = False, width: int = 0) -> Form:
    """The form that reads a dialect."""
    delimiter = SIGN if len(dialect.delimiter) > 1 else dialect.delimiter
    return Form(delimiter or NO_DELIMITER, dialect.quotechar, dialect.escapechar, skips_space, width)


def read_tolerantly(
    lines: Sequence[str], form: Form, start: int = 0, *, is_whole: bool = True, is_after_blank: bool = False
) -> Generator[Record | Broken, None, int]:
    """Reads record by record; see the module's description.

    Args:
        lines: From `split_lines`.
        form: How they are written.
        start: The first line to read, from 0.
        is_whole: Whether the text ends with these lines. If it does not, reading ends before the first record that the
            lines to come might change.
        is_after_blank: Whether blank lines stand above the first one.

    Returns:
        The line, from 0, at which reading ended.
    """
    feed = _Feed(lines, start)
    reader = csv_reader(feed, form)
    while feed.position < len(lines):
        first = feed.position
        feed.limit = first + LONGEST_RECORD_LINES
        try:
            cells: list[str] | None = next(reader)
        except csv.Error:
            cells = None
        if feed.wanted_more and not is_whole:
            return first
        if cells is None or is_swallowed(lines[first : feed.position], cells, form):
            if not is_whole and first + _MENDED_LINES > len(lines):
                return first
            record = _mended(lines, form, first)
            feed.position = record.end
            reader = csv_reader(feed, form)
            yield record
        elif cells and (len(cells) > 1 or not cells[0].isspace() or not lines[first].isspace()):
            other = _otherwise_delimited(lines[first : feed.position], form, len(cells))
            yield Record(first + 1, feed.position, other or cells, other is not None, is_after_blank)
        else:
            is_after_blank = True
            continue
        is_after_blank = False
    return feed.position


class _Feed:
    """Lines for csv.reader, from any position up to a limit that is moved with each record."""

    def __init__(self, lines: Sequence[str], position: int) -> None:
        self.lines = lines
        self.position = position
        self.limit = len(lines)
        self.wanted_more = False

    def __iter__(self) -> _Feed:
        return self

    def __next__(self) -> str:
        if self.position >= self.limit:
            raise StopIteration
        if self.position >= len(self.lines):
            self.wanted_more = True
            raise StopIteration
        self.position += 1
        return self.lines[self.position - 1]


def csv_reader(lines: Iterator[str], form: Form) -> Reader:
    """The csv module's own reader for a form; it raises csv.Error where a quote is not as it should be."""
    csv.field_size_limit(_FIELD_CHARACTERS)
    return csv.reader(
        lines,
        delimiter=form.delimiter,
        quotechar=form.quotechar or None,
        quoting=csv.QUOTE_MINIMAL if form.quotechar else csv.QUOTE_NONE,
        escapechar=form.escapechar or None,
        skipinitialspace=form.skips_space,
        strict=True,
    )


def is_swallowed(span: Sequence[str], cells: Sequence[str], form: Form) -> bool:
    """Whether a record holds lines that are records of their own, as it does when a quote was left open."""
    if len(span) < 2 or not form.width:
        return False
    if len(cells) == form.width:
        return len(span) > 3 and all(_is_clean(line, form) for line in span[1:-1])
    clean = sum(_is_clean(line, form) for line in span[1:])
    return clean * 2 > len(span) - 1


def _is_clean(line: str, form: Form) -> bool:
    """Whether a line is by itself a record of the right width, its quotes closed."""
    if form.width < 2 or (form.quotechar and line.count(form.quotechar) % 2):
        return False
    try:
        return [len(cells) for cells in csv_reader(iter([line]), form)] == [form.width]
    except csv.Error:
        return False


def _mended(lines: Sequence[str], form: Form, first: int) -> Record | Broken:
    """Reads the record at `first` with quotes inside a quoted cell taken as they stand."""
    odd: Broken | None = None
    longest = _MENDED_LINES if form.width else _MENDED_LINES_IN_SAMPLE
    for end in range(first + 1, min(first + longest, len(lines)) + 1):
        if end > first + 1 and _is_clean(lines[end - 1], form):
            break  # the next record begins here
        span = "".join(lines[first:end])
        for doubled in (True, False):
            cells = _lenient_cells(span, form, doubled=doubled)
            if cells and (not form.width or len(cells) == form.width):
                return Record(first + 1, end, cells, is_mended=True)
            if cells and odd is None:
                odd = Broken(first + 1, end, wrong_width(len(cells), form.width))
    cells = _searched_cells(lines[first], form) or _literal_cells(lines[first], form)
    if cells:
        return Record(first + 1, first + 1, cells, is_mended=True)
    return odd or Broken(first + 1, first + 1, say(N_("A quote is not closed.")))


def _searched_cells(line: str, form: Form) -> list[str] | None:
    """Splits one line where quotes before a delimiter need not close a cell, into as many cells as there should be.

    Returns:
        The cells, none of which is bare and has quotes in it; of several such readings the one that closes soonest.
    """
    text = line.rstrip("\r\n")
    if not form.quotechar or text.count(form.quotechar) > _MOST_QUOTES or form.width > _MOST_CELLS:
        return None
    failed: set[tuple[int, int]] = set()

    def split(position: int, cells: list[str]) -> list[str] | None:
        place = (position, len(cells))
        if len(cells) >= form.width or place in failed:
            return None
        failed.add(place)
        for cell, after in _cells_at(text, form, position):
            if after > len(text):
                return [*cells, cell] if len(cells) + 1 == form.width else None
            found = split(after, [*cells, cell])
            if found:
                return found
        return None

    return split(0, [])


def _cells_at(text: str, form: Form, position: int) -> Iterator[tuple[str, int]]:
    """The cells that may stand at a position, each with where the next one begins; beyond the text after the last."""
    if form.skips_space:
        position = _after_spaces(text, position)
    if not text.startswith(form.quotechar, position):
        end = text.find(form.delimiter, position)
        end = end if end >= 0 else len(text)
        if form.quotechar not in text[position:end]:
            yield text[position:end], end + 1
        return
    close = position
    while (close := text.find(form.quotechar, close + 1)) >= 0:
        after = _after_spaces(text, close + 1)
        if after >= len(text) or text.startswith(form.delimiter, after):
            yield _unquoted(text[position + 1 : close], form), after + 1


def _literal_cells(line: str, form: Form) -> list[str] | None:
    """Splits one line with one of its opening quotes taken as a character of its cell, or all of them.

    Returns:
        The cells, if there are as many as there should be.
    """
    if form.width < 2:
        return None
    for literal in range(min(form.width, _MOST_CELLS)):
        cells = _lenient_cells(line, form, literal=literal)
        if cells and len(cells) == form.width:
            return cells
    cells = line.rstrip("\r\n").split(form.delimiter)
    return cells if len(cells) == form.width else None


def is_remark_line(text: str) -> bool:
    """Whether a text begins with a mark of remarks."""
    return text.lstrip().startswith(_REMARK_MARKS)


def _otherwise_delimited(span: Sequence[str], form: Form, found: int) -> list[str] | None:
    """The cells of a record that one of the other common delimiters splits into as many cells as there should be."""
    if found * 2 > form.width or form.width < 3:
        return None
    if is_remark_line(span[0]):
        return None
    for delimiter in _OTHER_DELIMITERS if form.width >= _SPACED_WIDTH else _OTHER_DELIMITERS.rstrip():
        try:
            rows = list(csv_reader(iter(span), replace(form, delimiter=delimiter)))
        except csv.Error:
            continue
        if len(rows) == 1 and len(rows[0]) == form.width:
            return rows[0]
        cells = _lenient_cells("".join(span), replace(form, delimiter=delimiter))
        if cells and len(cells) == form.width:
            return cells
    return None


def wrong_width(cells: int, width: int) -> Sentence:
    """Why a record with the wrong number of cells was rejected."""
    one, many = N_("It has {n:,} cell; {width:,} are expected."), N_("It has {n:,} cells; {width:,} are expected.")
    return say(one, many, n=cells, width=width)


def _lenient_cells(span: str, form: Form, *, doubled: bool = True, literal: int = -1) -> list[str] | None:
    """Splits one record where a quote closes a cell only before a delimiter or the end.

    Args:
        span: The record with its line end.
        form: How the file is written.
        doubled: Whether two quotes before a delimiter are one quote of the cell, rather than a quote and the end.
        literal: The cell (from 0) whose opening quote is taken as it stands.

    Returns:
        The cells, or None if a quote is not closed.
    """
    text = span.rstrip("\r\n")
    cells: list[str] = []
    position = 0
    while True:
        if form.skips_space:
            position = _after_spaces(text, position)
        if form.quotechar and len(cells) != literal and text.startswith(form.quotechar, position):
            close = _closing_quote(text, form, position + 1, doubled=doubled)
            if close < 0:
                return None
            cells.append(_unquoted(text[position + 1 : close], form))
            position = _after_spaces(text, close + 1)
        else:
            end = text.find(form.delimiter, position)
            end = end if end >= 0 else len(text)
            cells.append(text[position:end])
            position = end
        if position >= len(text):
            return cells
        position += 1


def _after_spaces(text: str, position: int) -> int:
    while text.startswith(" ", position):
        position += 1
    return position


def _unquoted(cell: str, form: Form) -> str:
    cell = cell.replace(form.quotechar * 2, form.quotechar)
    return re.sub(re.escape(form.escapechar) + "(.)", r"\1", cell, flags=re.DOTALL) if form.escapechar else cell


def _closing_quote(text: str, form: Form, position: int, *, doubled: bool) -> int:
    """Where the quote that closes a cell stands, or -1."""
    while (found := text.find(form.quotechar, position)) >= 0:
        if form.escapechar and text[found - 1] == form.escapechar:
            position = found + 1
            continue
        if doubled and text.startswith(form.quotechar, found + 1):
            position = found + 2
            continue
        after = _after_spaces(text, found + 1)
        if after >= len(text) or text.startswith(form.delimiter, found + 1) or text.startswith(form.delimiter, after):
            return found
        position = found + 1
    return -1
