"""The quickest way to read: Arrow's own reader, over stretches of text where it reads as the csv module does.

Arrow takes what the csv module refuses, such as letters behind a closing quote. So it is only given records of which
it has been checked, on the bytes and without a Python object for each of them, that every quote opens or closes a cell
or is doubled in one, that a record has as many cells as it should, and that it holds no lines that look like records
of their own. In such a text the number of quotes above a line end says whether it stands in a cell: it does if the
number is odd.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.csv as pa_csv

from workbench.data.records import LONGEST_RECORD_LINES, Form, Record, is_swallowed, read_tolerantly, split_lines
from workbench.data.window import Window

_NEWLINE, _RETURN = 10, 13
_MARK = b"\xef\xbb\xbf"
_FEW_LINES = 3  # a record of so many lines never looks as if it had swallowed others

Offsets = npt.NDArray[np.int64]
Bytes = npt.NDArray[np.uint8]


@dataclass(frozen=True)
class Stretch:
    """Records that are all as they should be.

    Attributes:
        batch: A column of strings for each cell.
        line: Lines of the text above it.
        size: Bytes of the text that were read.
        lines: Lines of it.
        blanks: Records with blank lines above them.
        ends_blank: Whether the last line is blank.
    """

    batch: pa.RecordBatch
    line: int
    size: int
    lines: int
    blanks: int
    ends_blank: bool
    _data: bytes = field(repr=False)
    _records: _Records = field(repr=False)
    _form: Form = field(repr=False)
    _is_after_blank: bool = False

    def last(self, count: int) -> list[tuple[Record, str]]:
        """The last rows as records with their text; lines are counted from the start of the whole text."""
        is_filled = ~self._records.is_blank()
        ends, lines = self._records.ends[is_filled], self._records.lines[is_filled]
        start, above = (int(ends[-1 - count]), int(lines[-1 - count])) if count < len(ends) else (0, 0)
        text = split_lines(self._data[start : self.size].decode())
        is_after_blank = self._is_after_blank and not start
        above += self.line
        return [
            (
                replace(record, line=record.line + above, end=record.end + above),
                "".join(text[record.line - 1 : record.end]).rstrip("\r\n"),
            )
            for record in read_tolerantly(text, self._form, is_after_blank=is_after_blank)
            if isinstance(record, Record)
        ]


@dataclass(frozen=True)
class _Records:
    """Where the records of a text begin and end, those of blank lines included.

    Attributes:
        ends: Offsets behind the records with their line ends.
        lines: Lines above and in each record.
    """

    text: Bytes
    ends: Offsets
    lines: Offsets

    def first(self, count: int) -> _Records:
        return _Records(self.text, self.ends[:count], self.lines[:count])

    def starts(self) -> Offsets:
        return np.concatenate([[0], self.ends[:-1]]).astype(np.int64) if len(self.ends) else self.ends

    def is_blank(self) -> npt.NDArray[np.bool_]:
        first = self.text[self.starts()]
        blank: npt.NDArray[np.bool_] = (first == _NEWLINE) | (first == _RETURN)
        return blank


def read_stretch(window: Window, form: Form) -> Stretch | None:
    """Reads the records in view, up to the first odd one.

    Args:
        window: Stays where it is.
        form: With its width set.

    Returns:
        The records, or None if the first one is odd already or the form is one that Arrow does not read.
    """
    data = window.data
    if not _can_read(form) or data.startswith(_MARK):
        return None
    text = np.frombuffer(data, np.uint8)
    quotes = _offsets(text, form.quotechar)
    records = _without_swallowed(_well_quoted(text, quotes, form, is_last=window.is_last), data, form)
    batch = _parse(data, records, form, has_quotes=len(quotes) > 0)
    if batch is None:
        records = _without_ragged(records, quotes, form)
        batch = _parse(data, records, form, has_quotes=len(quotes) > 0)
    if batch is None or not batch.num_rows:
        return None
    is_blank = records.is_blank()
    follows_blank = np.concatenate([[window.is_after_blank], is_blank[:-1]])
    return Stretch(
        batch,
        line=window.line,
        size=int(records.ends[-1]),
        lines=int(records.lines[-1]),
        blanks=int(np.count_nonzero(follows_blank & ~is_blank)),
        ends_blank=bool(is_blank[-1]),
        _data=data,
        _records=records,
        _form=form,
        _is_after_blank=window.is_after_blank,
    )


def _can_read(form: Form) -> bool:
    signs = form.delimiter + form.quotechar
    return (
        form.width > 1 and signs.isascii() and len(form.delimiter) == 1 and not form.escapechar and not form.skips_space
    )


def _offsets(text: Bytes, sign: str) -> Offsets:
    return np.flatnonzero(text == ord(sign)) if sign else np.empty(0, np.int64)


def _well_quoted(text: Bytes, quotes: Offsets, form: Form, *, is_last: bool) -> _Records:
    """The records up to the first quote that is neither at the edge of a cell nor doubled."""
    line_ends = _line_ends(text, is_last=is_last)
    odd_quote = _first_odd_quote(text, quotes, form)
    if is_last and len(text) and (not len(line_ends) or line_ends[-1] < len(text)):
        line_ends = np.append(line_ends, len(text))  # the last line has no end
    above = np.searchsorted(quotes, line_ends)
    is_end = (above % 2 == 0) & (line_ends <= odd_quote)
    return _Records(text, line_ends[is_end], np.flatnonzero(is_end) + 1)


def _line_ends(text: Bytes, *, is_last: bool) -> Offsets:
    """Offsets behind the line ends, at the same places where `split_lines` splits."""
    newlines = np.flatnonzero(text == _NEWLINE)
    returns = np.flatnonzero(text == _RETURN)
    if len(returns):
        following = text[np.minimum(returns + 1, len(text) - 1)]
        is_known = (returns + 1 < len(text)) | is_last
        returns = returns[((following != _NEWLINE) | (returns + 1 == len(text))) & is_known]
        newlines = np.sort(np.concatenate([newlines, returns]))
    return newlines + 1


def _first_odd_quote(text: Bytes, quotes: Offsets, form: Form) -> int:
    """The offset of the first quote that does not open, close or stand doubled in a cell; the end if there is none."""
    edges = np.array([_NEWLINE, _RETURN, ord(form.delimiter)], np.uint8)
    opening, closing = quotes[0::2], quotes[1::2]
    before = text[opening - 1]  # that of the first byte is the last one, and does not count
    opens = (opening == 0) | np.isin(before, edges)
    opens[1:] |= opening[1:] == closing[: len(opening) - 1] + 1
    after = text[np.minimum(closing + 1, len(text) - 1)]
    closes = (closing + 1 == len(text)) | np.isin(after, edges) | (after == ord(form.quotechar or "\0"))
    odd = [*opening[~opens][:1].tolist(), *closing[~closes][:1].tolist()]
    return int(min(odd, default=len(text)))


def _without_swallowed(records: _Records, data: bytes, form: Form) -> _Records:
    """The records up to the first that is longer than a record can be, or that holds others."""
    lines = np.diff(records.lines, prepend=0)
    for number in np.flatnonzero(lines > _FEW_LINES).tolist():
        start = int(records.ends[number - 1]) if number else 0
        span = split_lines(data[start : records.ends[number]].decode())
        if len(span) > LONGEST_RECORD_LINES or is_swallowed(span, [""] * form.width, form):
            return records.first(number)
    return records


def _without_ragged(records: _Records, quotes: Offsets, form: Form) -> _Records:
    """The records up to the first that has another number of cells than it should."""
    delimiters = _offsets(records.text, form.delimiter)
    outside = delimiters[np.searchsorted(quotes, delimiters) % 2 == 0]
    cells = np.diff(np.searchsorted(outside, records.ends), prepend=0) + 1
    ragged = np.flatnonzero((cells != form.width) & ~records.is_blank())
    return records.first(int(ragged[0])) if len(ragged) else records


def _parse(data: bytes, records: _Records, form: Form, *, has_quotes: bool) -> pa.RecordBatch | None:
    """What Arrow reads in the records; None if it finds one with the wrong number of cells."""
    if not len(records.ends):
        return None
    names = [str(number) for number in range(form.width)]
    size = int(records.ends[-1])
    try:
        table = pa_csv.read_csv(
            pa.py_buffer(data).slice(0, size),
            read_options=pa_csv.ReadOptions(use_threads=False, block_size=size + 1, column_names=names),
            parse_options=pa_csv.ParseOptions(
                delimiter=form.delimiter, quote_char=form.quotechar or False, newlines_in_values=has_quotes
            ),
            convert_options=pa_csv.ConvertOptions(column_types=dict.fromkeys(names, pa.string()), null_values=[]),
        )
    except pa.ArrowInvalid:
        return None
    if table.num_rows != np.count_nonzero(~records.is_blank()):
        return None
    batches = table.combine_chunks().to_batches()
    return batches[0] if batches else None
