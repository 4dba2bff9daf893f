"""All records of a text in stretches, each read in the quickest way that gives what `read_tolerantly` gives.

Arrow reads what is well formed. From the first record on that it might read otherwise, csv.reader reads what is left
of the window, a few hundred records at a time; and of these, those that have something odd among them are read
tolerantly. Where the text is cut into windows does not show in what comes out.
"""

from __future__ import annotations

import csv
import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from workbench.data.footer import is_nearly_empty
from workbench.data.records import Broken, Form, Record, csv_reader, read_tolerantly
from workbench.data.regular import Stretch, read_stretch
from workbench.data.window import Window

_ROWS_AT_A_TIME = 256
_FEW_LINE_ENDS = 2  # a record with no more of them never looks as if it had swallowed others


@dataclass(frozen=True)
class Odd:
    """Records read one by one, as not all of them are as they should be.

    Attributes:
        records: With lines counted from the first of `lines`.
        lines: The text that they stand in.
        line: Lines above it.
    """

    records: list[Record | Broken]
    lines: Sequence[str]
    line: int

    def raw(self, record: Record | Broken) -> str:
        """The text of a record."""
        return "".join(self.lines[record.line - 1 : record.end]).rstrip("\r\n")


Block = Stretch | list[list[str]] | Odd
"""Records that are regular, in Arrow or as rows, or not."""


def read_blocks(window: Window, form: Form) -> Iterator[Block]:
    """Reads all records from the start of the window to the end of its text.

    Args:
        window: Is moved over the text.
        form: With its width set.
    """
    while window.data:
        stretch = read_stretch(window, form)
        if stretch is not None:
            window.advance(stretch.size, lines=stretch.lines, is_after_blank=stretch.ends_blank)
            yield stretch
            window.fill()
            continue
        passage = _Passage(window, form)
        yield from passage.blocks()
        if passage.position:
            passage.leave()
            window.fill()
        elif window.is_last:
            return
        else:
            window.grow()


class _Passage:
    """The lines in view, read by csv.reader or tolerantly.

    Attributes:
        position: The line in view up to which they have been read.
    """

    def __init__(self, window: Window, form: Form) -> None:
        self.position = 0
        self._window = window
        self._form = form
        self._lines = window.lines()
        self._is_after_blank = window.is_after_blank

    def leave(self) -> None:
        """Moves the window to the first line that was not read."""
        size = len("".join(self._lines[: self.position]).encode())
        self._window.advance(size, lines=self.position, is_after_blank=self._is_after_blank)

    def blocks(self) -> Iterator[Block]:
        """Reads as far as it can be read without what follows below."""
        while self.position < len(self._lines):
            yield from self._regular_rows()
            start = self.position
            records = self._odd_records()
            if records:
                yield Odd(records, self._lines, self._window.line)
            if self.position == start:
                return

    def _regular_rows(self) -> Iterator[list[list[str]]]:
        reader = csv_reader(itertools.islice(self._lines, self.position, None), self._form)
        start = self.position
        while rows := self._next_rows(reader):
            self.position = start + reader.line_num
            self._is_after_blank = False
            yield rows

    def _next_rows(self, reader: Iterator[list[str]]) -> list[list[str]]:
        """The next rows if nothing about them is odd; an empty list if something is, or at the end."""
        try:
            rows = list(itertools.islice(reader, _ROWS_AT_A_TIME))
        except csv.Error:
            return []
        if not rows or self._is_after_blank or is_nearly_empty(rows[-1]):
            return []
        return rows if all(map(self._is_regular, rows)) else []

    def _is_regular(self, row: list[str]) -> bool:
        width = self._form.width
        if len(row) != width or (width == 1 and row[0].isspace()):
            return False
        line_ends = sum(cell.count("\n") + cell.count("\r") for cell in row)
        return line_ends <= _FEW_LINE_ENDS

    def _odd_records(self) -> list[Record | Broken]:
        reading = read_tolerantly(
            self._lines, self._form, self.position,
            is_whole=self._window.is_last, is_after_blank=self._is_after_blank,
        )  # fmt: skip
        records: list[Record | Broken] = []
        while len(records) < _ROWS_AT_A_TIME:
            try:
                records.append(next(reading))
            except StopIteration as stop:
                self._is_after_blank = stop.value > (records[-1].end if records else self.position) or (
                    self._is_after_blank and not records
                )
                self.position = stop.value
                return records
        self.position = records[-1].end
        self._is_after_blank = False
        return records
