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
from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pyarrow as pa

from workbench.data.dialect import skips_space
from workbench.data.footer import Tail, is_remark
from workbench.data.grid_score import commonest_width
from workbench.data.records import (
    Block,
    Broken,
    Form,
    Record,
    form_of,
    read_blocks,
    read_tolerantly,
    split_lines,
    wrong_width,
)
from workbench.data.source import Source, open_source
from workbench.data.tables import RejectedRow
from workbench.errors import DataError
from workbench.i18n import N_, say
from workbench.values import Dialect, Sentence

_SAMPLE_RECORDS = 500
_WIDER_SHARE = 0.1
_MOST_REPAIRED = 10_000


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
    """

    dialect: Dialect
    header: list[str]
    columns: list[str]
    table: pa.Table
    rejected: list[RejectedRow]
    odd_widths: dict[int, int] = field(default_factory=dict)
    repaired: list[RejectedRow] = field(default_factory=list)


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
        delimiter: One character, or a name such as `tab`.
        has_header: Whether the first record names the columns.
        on_progress: Called with lines done and lines in all.

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


def read_source(source: Source) -> Generator[tuple[int, int], None, ReadTable]:
    """Reads the records of a source.

    Yields:
        Lines done and lines in all, after each block.

    Returns:
        The table.

    Raises:
        DataError: If there are no rows.
    """
    dialect = source.dialect
    lines = split_lines(source.text)
    form, header, start = _shape(lines, dialect)
    builder = _Builder(lines, form.width)
    blocks = read_blocks(lines, form, start)
    while _add_next(blocks, builder):
        yield builder.line, len(lines)
    if not builder.rows and not builder.rejected:
        raise DataError(
            say(N_("“{name}” has a header but no rows."), name=source.path.name), say(N_("Open a file that has rows."))
        )
    columns = column_names(header, form.width, builder.first_column())
    return builder.finish(dialect, header, columns)


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
    unique: list[str] = []
    for number, name in enumerate(names[:width], start=1):
        base = name or f"column {number}"
        candidate = base
        for copy in itertools.count(2):
            if candidate not in unique:
                break
            candidate = f"{base} {copy}"
        unique.append(candidate)
    return unique


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


def _shape(lines: Sequence[str], dialect: Dialect) -> tuple[Form, list[str], int]:
    """The form with its width, the header, and the line (from 0) at which the records start."""
    spaced = skips_space(lines, dialect)
    sample = itertools.islice(
        read_tolerantly(lines, form_of(dialect, skips_space=spaced), dialect.skipped_lines), _SAMPLE_RECORDS
    )
    records = [record for record in sample if isinstance(record, Record)]
    header, start = [], dialect.skipped_lines
    if dialect.has_header and records:
        header, start = records[0].cells, records[0].end
        records = records[1:]
    named = len(header)
    while named > 1 and not header[named - 1].strip():
        named -= 1
    widths = [len(record.cells) for record in records]
    wide = sorted(widths)[-1 - int(_WIDER_SHARE * len(widths))] if widths and not header else 0
    width = max(commonest_width(widths), named, wide, 1)
    return form_of(dialect, skips_space=spaced, width=width), header, start


class _Builder:
    """Gathers blocks of rows into columns, and what was rejected."""

    def __init__(self, lines: Sequence[str], width: int) -> None:
        self.lines = lines
        self.width = width
        self.rows = 0
        self.line = 0
        self.rejected: list[RejectedRow] = []
        self.repaired: list[RejectedRow] = []
        self._chunks: list[list[pa.Array]] = []
        self._odd_widths: dict[int, int] = {}
        self._tail = Tail(width)

    def add(self, block: Block) -> None:
        """Adds one block from `read_blocks`."""
        rows: list[list[str]] = []
        for item in block:
            if isinstance(item, list):
                rows.append(item)
            else:
                self._add_record(item, rows)
        if isinstance(block[-1], list):
            self._tail.forget()
        self._chunks.append([pa.array(column, pa.string()) for column in zip(*rows, strict=True)] if rows else [])
        self.rows += len(rows)
        last = block[-1]
        self.line = self.line + len(block) if isinstance(last, list) else last.end

    def first_column(self) -> list[str]:
        """The first values of the first column."""
        return self._chunks[0][0].slice(0, 100).to_pylist() if self._chunks and self._chunks[0] else []

    def finish(self, dialect: Dialect, header: list[str], columns: list[str]) -> ReadTable:
        """The table, after the short records have been judged together."""
        chunks = [chunk for chunk in self._chunks if chunk]
        arrays = [pa.chunked_array([chunk[i] for chunk in chunks], pa.string()) for i in range(self.width)]
        table = pa.table(arrays, names=columns)
        below = self._tail.footer()
        if below:
            for _, record in below:
                self._reject(record, say(N_("It stands below the table.")))
            self.rows = below[0][0]
            table = table.slice(0, self.rows)
        odd = {row: cells for row, cells in self._odd_widths.items() if row < self.rows}
        repaired = [record for record in self.repaired if record.row < self.rows]
        self.rejected.sort(key=lambda row: row.line)
        return ReadTable(dialect, header, columns, table, self.rejected, odd, repaired)

    def _add_record(self, item: Record | Broken, rows: list[list[str]]) -> None:
        if isinstance(item, Broken):
            self._reject(item, item.reason)
            return
        cells = item.cells
        row = self.rows + len(rows)
        if len(cells) > self.width and any(cell.strip() for cell in cells[self.width :]):
            self._reject(item, wrong_width(len(cells), self.width), row)
            return
        if len(cells) < self.width and is_remark(cells):
            self._reject(item, say(N_("It is a remark.")))
            return
        self._tail.add(row, item)
        if len(cells) != self.width:
            self._odd_widths[row] = len(cells)
            if len(cells) < self.width:
                self._repair(item, wrong_width(len(cells), self.width), row)
            cells = (cells + [""] * self.width)[: self.width]
        elif item.is_mended:
            self._repair(item, say(N_("Its quotes or delimiters are broken.")), row)
        rows.append(cells)

    def _reject(self, item: Record | Broken, reason: Sentence, row: int = -1) -> None:
        """Notes a record that is not loaded; with its row where it was one of the table's."""
        cells = tuple(item.cells) if isinstance(item, Record) and row >= 0 else None
        self.rejected.append(RejectedRow(item.line, reason, self._raw(item), max(row, 0), cells))

    def _repair(self, item: Record, reason: Sentence, row: int) -> None:
        if len(self.repaired) < _MOST_REPAIRED:
            self.repaired.append(RejectedRow(item.line, reason, self._raw(item), row))

    def _raw(self, item: Record | Broken) -> str:
        return "".join(self.lines[item.line - 1 : item.end]).rstrip("\r\n")
