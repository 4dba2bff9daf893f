"""A file to a table of strings, in which every record of the file is either loaded or rejected with a reason.

The rule for records whose number of cells is not that of the table:
- more cells, and the surplus ones are empty: loaded without them;
- more cells that are filled: rejected, for it cannot be known which delimiter was meant as text;
- fewer cells: loaded, the missing ones empty;
- remarks, and lines below the table such as totals: rejected (see `footer`).
Blank lines and the lines above the table (`Dialect.skipped_lines`) are no records.
"""

from __future__ import annotations

import gc
import itertools
from collections import Counter
from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import pyarrow as pa

from workbench.data.blocks import Block, Odd, read_blocks
from workbench.data.dialect import skips_space
from workbench.data.footer import MOST_BELOW, LastRecord, Tail, is_nearly_empty, is_remark
from workbench.data.grid_score import commonest_width
from workbench.data.records import Broken, Form, Record, form_of, read_tolerantly, wrong_width
from workbench.data.regular import Stretch
from workbench.data.signs import unmarked
from workbench.data.source import OtherEncodingError, Source, open_source
from workbench.data.spool import Spool
from workbench.data.tables import RejectedRow
from workbench.data.window import Window
from workbench.errors import DataError
from workbench.i18n import N_, say
from workbench.values import Dialect

_SAMPLE_RECORDS = 500
_WIDER_SHARE = 0.1
_MOST_REPAIRED = 100_000
_MOST_SAMPLE_BYTES = 1 << 26
_WAITING_ROWS = 20_000
_FIRST_VALUES = 100


@dataclass(frozen=True)
class ReadTable:
    """What was read.

    Attributes:
        dialect: How the file is written.
        header: The first record as read, or empty if it names no columns.
        columns: Unique names, one a column.
        table: The loaded records, every column a string.
        rejected: The others, by line.
        odd_widths: Cells that a loaded record really had, by its row, where that differs from the table.
        repaired: Records that were loaded, but not as they stand in the file, by line.
        file: Where the table lies already, in Arrow's stream format.
    """

    dialect: Dialect
    header: list[str]
    columns: list[str]
    table: pa.Table
    rejected: list[RejectedRow]
    odd_widths: dict[int, int] = field(default_factory=dict)
    repaired: list[RejectedRow] = field(default_factory=list)
    file: Path | None = None


def read_file(
    path: Path,
    *,
    encoding: str | None = None,
    delimiter: str | None = None,
    has_header: bool | None = None,
    on_progress: Callable[[int, int], None] | None = None,
) -> ReadTable:
    """Reads a file; what is None is detected.

    Args:
        path: A delimited text file.
        encoding: A codec name.
        delimiter: One character or a few, or a name such as `tab`.
        has_header: Whether the first record names the columns.
        on_progress: Called with bytes done and bytes in all.

    Raises:
        FileError: If the file cannot be read or is no text.
        DataError: If it holds no table.
        SettingError: If the chosen encoding or delimiter does not exist.
    """
    steps = read_source(open_source(path, encoding=encoding, delimiter=delimiter, has_header=has_header))
    while True:
        try:
            done, total = next(steps)
        except StopIteration as end:
            read: ReadTable = end.value
            return read
        if on_progress is not None:
            on_progress(done, total)


def read_source(source: Source, spool: Spool | None = None) -> Generator[tuple[int, int], None, ReadTable]:
    """Reads the records of a source.

    Args:
        source: The file.
        spool: Takes the rows as they come, so that they need not fit into memory; they are held there without one.

    Yields:
        Bytes done and bytes in all, after each stretch.

    Returns:
        The table.

    Raises:
        FileError: If the file cannot be read to its end, or is changed meanwhile.
        DataError: If there are no rows.
    """
    try:
        return (yield from _read(source, spool))
    except OtherEncodingError:
        return (yield from _read(source.looked_through(), spool))


def _read(source: Source, spool: Spool | None) -> Generator[tuple[int, int], None, ReadTable]:
    dialect = source.dialect
    window = Window(source.blocks())
    form, header, broken = _shape(window, dialect)
    builder = _Builder(form.width, header, spool or Spool(), sign=dialect.delimiter)
    builder.rejected += broken
    blocks = read_blocks(window, form)
    while _add_next(blocks, builder):
        yield min(window.bytes, source.bytes), source.bytes
    if not builder.rows and not builder.rejected:
        raise DataError(
            say(N_("“{name}” has a header but no rows."), name=source.path.name), say(N_("Open a file that has rows."))
        )
    return builder.finish(dialect)


def column_names(header: Sequence[str], width: int, first_column: Sequence[str] = ()) -> list[str]:
    """Unique names for all columns.

    Args:
        header: As read; empty if there is none.
        width: The number of columns.
        first_column: Some values of the first column. If the header is one name short and these count the rows, the
            names belong to the columns after it, as in tables written by R.
    """
    names = [name.strip() for name in header]
    if header and len(names) == width - 1 and _counts_rows(first_column):
        names.insert(0, "row")
    names += [""] * (width - len(names))
    unique: dict[str, None] = {}  # in order
    copies: Counter[str] = Counter()
    for number, name in enumerate(names[:width], start=1):
        base = name or f"column {number}"
        candidate = base
        while candidate in unique:
            copies[base] += 1
            candidate = f"{base} {copies[base] + 1}"
        unique[candidate] = None
    return list(unique)


def _add_next(blocks: Iterator[Block], builder: _Builder) -> bool:
    """Adds one block, and says whether there was one.

    The cyclic collector is held meanwhile: it would look through the many rows that live for a moment again and
    again, which takes longer than reading them.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        block = next(blocks, None)
        if block is not None:
            builder.add(block)
        return block is not None
    finally:
        if was_enabled:
            gc.enable()


def _counts_rows(values: Sequence[str]) -> bool:
    numbers = [int(value) for value in values if value.isdecimal()]
    return len(numbers) == len(values) > 1 and all(b == a + 1 for a, b in itertools.pairwise(numbers))


def _shape(window: Window, dialect: Dialect) -> tuple[Form, list[str], list[RejectedRow]]:
    """The form with its width, the header, and what is broken above it; moves the window to where the records start."""
    sample, lines = _sample(window, dialect)
    records = [record for record in sample if isinstance(record, Record)]
    broken: list[RejectedRow] = []
    header: list[str] = []
    start = dialect.skipped_lines
    if dialect.has_header and records:
        header, start = records[0].cells, records[0].end
        for item in sample:
            if not isinstance(item, Broken):
                break
            raw = "".join(lines[item.line - 1 : item.end]).rstrip("\r\n")
            broken.append(RejectedRow(item.line, item.reason, unmarked(raw, dialect.delimiter)))
        records = records[1:]
    named = len(header)
    while named > 1 and not header[named - 1].strip():
        named -= 1
    widths = [len(record.cells) for record in records]
    wide = sorted(widths)[-1 - int(_WIDER_SHARE * len(widths))] if widths and not header else 0
    width = max(commonest_width(widths), named, wide, 1)
    window.advance(len("".join(lines[:start]).encode()), lines=start, is_after_blank=False)
    if not window.data:
        window.fill()
    return form_of(dialect, skips_space=skips_space(lines, dialect), width=width), header, broken


def _sample(window: Window, dialect: Dialect) -> tuple[list[Record | Broken], list[str]]:
    """The first records below the preamble, and the lines in view."""
    while True:
        lines = window.lines()
        form = form_of(dialect, skips_space=skips_space(lines, dialect))
        read = read_tolerantly(lines, form, dialect.skipped_lines, is_whole=window.is_last)
        sample = list(itertools.islice(read, _SAMPLE_RECORDS))
        if window.is_last or len(sample) == _SAMPLE_RECORDS or len(window.data) > _MOST_SAMPLE_BYTES:
            return sample, lines
        window.grow()


class _Builder:
    """Gathers blocks of rows into a table, and what was rejected.

    Args:
        width: Cells of a record.
        header: As read, or empty.
        spool: Takes the rows.
        sign: The delimiter, which stands in the text as one character; see `signs`.
    """

    def __init__(self, width: int, header: list[str], spool: Spool, *, sign: str) -> None:
        self.rows = 0
        self.rejected: list[RejectedRow] = []
        self._width = width
        self._sign = sign
        self._header = self._plain(header)
        self._spool = spool
        self._repaired: list[RejectedRow] = []
        self._odd_widths: dict[int, int] = {}
        self._tail = Tail(width)
        self._first: list[str] = []
        self._waiting: list[list[str]] = []

    def add(self, block: Block) -> None:
        """Adds one block from `read_blocks`."""
        if isinstance(block, Stretch):
            self._flush()
            self._add_stretch(block)
        elif isinstance(block, Odd):
            for item in block.records:
                self._add_record(item, block)
        else:
            self._tail.skip()
            self._add_rows(block)
        if len(self._waiting) >= _WAITING_ROWS:
            self._flush()

    def finish(self, dialect: Dialect) -> ReadTable:
        """The table, without what stands below it."""
        self._flush()
        self._name_columns()
        below = self._tail.footer()
        for last in below:
            self.rejected.append(RejectedRow(last.record.line, say(N_("It stands below the table.")), last.raw))
        rows = self.rows - len(below)
        table = self._spool.finish(without_last=len(below))
        odd = {row: cells for row, cells in self._odd_widths.items() if row < rows}
        repaired = [record for record in self._repaired if record.row < rows]
        self.rejected.sort(key=lambda row: row.line)
        return ReadTable(
            dialect, self._header, self._spool.names, table, self.rejected, odd, repaired, self._spool.file
        )  # fmt: skip

    def _add_stretch(self, stretch: Stretch) -> None:
        odd = _nearly_empty_at_end(stretch.batch)
        last = stretch.last(odd) if 0 < odd <= MOST_BELOW else []
        if odd < stretch.batch.num_rows:
            self._tail.skip(gaps=stretch.blanks - sum(record.is_after_blank for record, _ in last))
        if odd > MOST_BELOW:
            self._tail.skip(gaps=stretch.blanks * (odd == stretch.batch.num_rows), is_endless=True)
        self.rows += stretch.batch.num_rows
        for number, (record, raw) in enumerate(last, start=self.rows - len(last)):
            self._tail.add(LastRecord(number, record, raw))
        self._spool_batch(stretch.batch)

    def _add_rows(self, rows: list[list[str]]) -> None:
        self._waiting.extend(map(self._plain, rows) if len(self._sign) > 1 else rows)
        self.rows += len(rows)

    def _add_record(self, item: Record | Broken, block: Odd) -> None:
        line, raw = item.line + block.line, unmarked(block.raw(item), self._sign)
        if isinstance(item, Broken):
            self.rejected.append(RejectedRow(line, item.reason, raw))
            return
        cells = self._plain(item.cells)
        row = self.rows
        if len(cells) > self._width and any(cell.strip() for cell in cells[self._width :]):
            reason = wrong_width(len(cells), self._width)
            self.rejected.append(RejectedRow(line, reason, raw, row, tuple(cells)))
            return
        if len(cells) < self._width and is_remark(cells):
            self.rejected.append(RejectedRow(line, say(N_("It is a remark.")), raw))
            return
        self._tail.add(LastRecord(row, replace(item, line=line), raw))
        if len(cells) != self._width:
            self._odd_widths[row] = len(cells)
            if len(cells) < self._width:
                self._repair(RejectedRow(line, wrong_width(len(cells), self._width), raw, row, is_loaded=True))
            cells = (cells + [""] * self._width)[: self._width]
        elif item.is_mended:
            self._repair(RejectedRow(line, say(N_("Its quotes or delimiters are broken.")), raw, row, is_loaded=True))
        self._add_rows([cells])

    def _plain(self, cells: list[str]) -> list[str]:
        return [unmarked(cell, self._sign) for cell in cells] if len(self._sign) > 1 else cells

    def _repair(self, record: RejectedRow) -> None:
        if len(self._repaired) < _MOST_REPAIRED:
            self._repaired.append(record)

    def _flush(self) -> None:
        """Makes a batch of the rows that wait."""
        if self._waiting:
            columns = [pa.array(column, pa.string()) for column in zip(*self._waiting, strict=True)]
            self._waiting.clear()
            self._spool_batch(pa.RecordBatch.from_arrays(columns, [str(number) for number in range(self._width)]))

    def _spool_batch(self, batch: pa.RecordBatch) -> None:
        if len(self._first) < _FIRST_VALUES:
            self._first += batch.column(0).slice(0, _FIRST_VALUES - len(self._first)).to_pylist()
            if len(self._first) == _FIRST_VALUES:
                self._name_columns()
        self._spool.add(batch)

    def _name_columns(self) -> None:
        self._spool.names = column_names(self._header, self._width, self._first)


def _nearly_empty_at_end(batch: pa.RecordBatch) -> int:
    """How many of the last rows are nearly empty, as far as it matters."""
    found = 0
    for looked_at in (1, 64, MOST_BELOW + 1):
        part = batch.slice(max(0, batch.num_rows - looked_at))
        cells = zip(*(column.to_pylist() for column in part.columns), strict=True)
        found = sum(1 for _ in itertools.takewhile(is_nearly_empty, reversed(list(cells))))
        if found < part.num_rows:
            break
    return found
