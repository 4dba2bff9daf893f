"""Excel workbooks through XlsxWriter, row by row: every cell a text, so that nothing becomes a date or a formula."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from workbench.data.formulas import harmless, harmless_column
from workbench.data.writers.writer import Writer
from workbench.errors import DataError
from workbench.i18n import N_, say

# Excel specifications and limits (support.microsoft.com): rows and columns of a sheet, UTF-16 units of a cell.
MOST_ROWS = 1_048_576 - 1
_MOST_COLUMNS = 16_384
_MOST_UNITS = 32_767


class _Sink:
    def __init__(self, path: Path, columns: Sequence[str]) -> None:
        import xlsxwriter

        if len(columns) > _MOST_COLUMNS:
            raise DataError(
                say(N_("A sheet holds {most:,} columns; this table has {n:,}."), most=_MOST_COLUMNS, n=len(columns)),
                say(N_("Export it as .csv or .parquet.")),
            )
        # In-memory only is never so: rows go to a temporary file as they come.
        self._book = xlsxwriter.Workbook(str(path), {"constant_memory": True, "strings_to_urls": False})
        self._sheet = self._book.add_worksheet()
        self._columns = tuple(columns)
        self._row = 0
        for column, name in enumerate(columns):
            self._sheet.write_string(0, column, harmless(name))
        self._sheet.freeze_panes(1, 0)

    def write(self, batch: pa.RecordBatch) -> int:
        self._check_lengths(batch)
        safe = [harmless_column(column) for column in batch.columns]
        for cells in zip(*(column.to_pylist() for column, _ in safe), strict=True):
            self._row += 1
            for column, cell in enumerate(cells):
                if cell:
                    self._sheet.write_string(self._row, column, cell)
        return sum(found for _, found in safe)

    def close(self) -> None:
        from xlsxwriter.exceptions import FileCreateError

        try:
            self._book.close()
        except FileCreateError as error:
            raise error.args[0] from error

    def _check_lengths(self, batch: pa.RecordBatch) -> None:
        for name, column in zip(self._columns, batch.columns, strict=True):
            if (pc.max(pc.binary_length(column)).as_py() or 0) < _MOST_UNITS:  # no unit is less than a byte
                continue
            for place, cell in enumerate(column.to_pylist()):
                units = len(cell.encode("utf-16-le")) // 2
                if units >= _MOST_UNITS:  # one is left for the apostrophe
                    raise DataError(
                        say(
                            N_("Row {row:,} has {n:,} characters in “{column}”; a cell of a sheet holds {most:,}."),
                            row=self._row + place + 1,
                            n=units,
                            column=name,
                            most=_MOST_UNITS,
                        ),
                        say(N_("Export it as .csv or .parquet.")),
                    )


def _open(path: Path, _suffix: str, columns: Sequence[str]) -> _Sink:
    return _Sink(path, columns)


WRITER = Writer((".xlsx",), _open, MOST_ROWS)
