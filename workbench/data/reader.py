"""A file to a table of strings, in which every record of the file is either loaded or rejected with a reason.

The rule for records whose number of cells is not that of the table:
- more cells, and the surplus ones are empty: loaded without them;
- more cells that are filled: rejected, for it cannot be known which delimiter was meant as text;
- fewer cells: rejected, unless leaving out empty cells at the end is the habit of the file, that is: at least one
  record in twenty is short and no full one ends in an empty cell. Then the missing cells are empty.
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
_HABIT_SHARE = 0.05


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
    """

    dialect: Dialect
    header: list[str]
    columns: list[str]
    table: pa.Table
    rejected: list[RejectedRow]
    odd_widths: dict[int, int] = field(default_factory=dict)


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
    width = max(commonest_width([len(record.cells) for record in records]), named, 1)
    return form_of(dialect, skips_space=spaced, width=width), header, start


class _Builder:
    """Gathers blocks of rows into columns, and what was rejected."""

    def __init__(self, lines: Sequence[str], width: int) -> None:
        self.lines = lines
        self.width = width
        self.rows = 0
        self.line = 0
        self.rejected: list[RejectedRow] = []
        self._chunks: list[list[pa.Array]] = []
        self._odd_widths: dict[int, int] = {}
        self._short: dict[int, Record] = {}

    def add(self, block: Block) -> None:
        """Adds one block from `read_blocks`."""
        rows: list[list[str]] = []
        for item in block:
            if isinstance(item, list):
                rows.append(item)
            else:
                self._add_record(item, rows)
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
        odd = self._odd_widths
        if self._short and not self._leaves_out_cells(table):
            table, odd = self._without_short(table)
        self.rejected.sort(key=lambda row: row.line)
        return ReadTable(dialect, header, columns, table, self.rejected, odd)

    def _add_record(self, item: Record | Broken, rows: list[list[str]]) -> None:
        if isinstance(item, Broken):
            self._reject(item, item.reason)
            return
        cells = item.cells
        if len(cells) != self.width:
            if any(cell.strip() for cell in cells[self.width :]):
                self._reject(item, wrong_width(len(cells), self.width))
                return
            row = self.rows + len(rows)
            self._odd_widths[row] = len(cells)
            if len(cells) < self.width:
                self._short[row] = item
            cells = (cells + [""] * self.width)[: self.width]
        rows.append(cells)

    def _reject(self, item: Record | Broken, reason: Sentence) -> None:
        raw = "".join(self.lines[item.line - 1 : item.end]).rstrip("\r\n")
        self.rejected.append(RejectedRow(item.line, reason, raw))

    def _leaves_out_cells(self, table: pa.Table) -> bool:
        """Whether the program that wrote the file left out empty cells at the end of a record."""
        if len(self._short) < _HABIT_SHARE * self.rows or self.width < 2:
            return False
        ends = table.column(self.width - 1).to_pylist()
        return all(row in self._short or end.strip() for row, end in enumerate(ends))

    def _without_short(self, table: pa.Table) -> tuple[pa.Table, dict[int, int]]:
        for record in self._short.values():
            self._reject(record, wrong_width(len(record.cells), self.width))
        keep = [row for row in range(self.rows) if row not in self._short]
        odd = {new: self._odd_widths[old] for new, old in enumerate(keep) if old in self._odd_widths}
        return table.take(pa.array(keep, pa.int64())), odd
