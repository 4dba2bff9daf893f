"""Workbooks of Excel and of OpenDocument: one sheet of them, its numbers and dates as people see them.

Numbers of .xlsx have what their format adds (number_formats.py); those of other workbooks are as they are without one.
Rows are those of the sheet, hidden ones included. What stands in cells merged from top to bottom holds for each of
their rows. A cell with an error, such as #N/A, is empty. Rows without any cell are no records.
"""

from __future__ import annotations

import datetime
import itertools
import re
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from workbench.data.formats.columns import BLOCK_ROWS, Rows
from workbench.data.formats.format import Choices, Format, Opened, Progress
from workbench.data.formats.number_formats import RowFormats, column_number, formats_of
from workbench.data.formats.packing import check_unpacked_size
from workbench.data.header import looks_like_header, preamble_records
from workbench.data.reader import ReadTable, column_names
from workbench.data.workbook_probe import why_unreadable
from workbench.errors import DataError, FileError
from workbench.i18n import N_, say
from workbench.values import Dialect

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook

Cell = int | float | str | bool | datetime.time | datetime.date | datetime.datetime | datetime.timedelta

_SUFFIXES = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods")
_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # Excel 97, and every later version if it is encrypted
_BIFF = (b"\x09\x08", b"\x09\x04\x06\x00", b"\x09\x02\x06\x00")  # Excel before 97
_BROKEN_ZIP = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError)
_ODS = b"application/vnd.oasis.opendocument.spreadsheet"
_SAMPLE_ROWS = 300
_DIGITS = 15  # of a number, as many as Excel keeps and shows
_LONGEST_NUMBER = 1e21
_MOST_CELLS = 200_000_000
_DIMENSION = re.compile(rb'<dimension ref="([A-Z]+)(\d+):([A-Z]+)(\d+)"')
_DIMENSION_BYTES = 4096


def _recognises(path: Path, head: bytes) -> bool:
    if head.startswith((_OLE, *_BIFF)):
        return True
    if not head.startswith(_ZIP):
        return False
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
            is_ods = "mimetype" in names and archive.read("mimetype").startswith(_ODS)
    except (OSError, *_BROKEN_ZIP):
        return path.suffix.lower() in _SUFFIXES  # one that is cut off; opening it says so
    return is_ods or any(name.startswith("xl/") for name in names)


def _sheets(path: Path) -> tuple[str, ...]:
    with _workbook(path) as book:
        return _sheet_names(book)


def _open(path: Path, choices: Choices) -> Opened:
    with _workbook(path) as book:
        names = _sheet_names(book)
        chosen = _checked_sheet(choices.sheet, names, path) if choices.sheet is not None else None
        sheet = book.get_sheet_by_name(chosen) if chosen else _first_table(book, path)
    if sheet.start is None:
        raise _no_cells(path, sheet.name)
    formats = formats_of(path, sheet.name)
    sample = list(itertools.islice(_rows(sheet, formats()), sheet.start[0] + _SAMPLE_ROWS))
    filled = [number for number, row in enumerate(sample) if any(map(str.strip, row))]
    rows = [sample[number] for number in filled]
    above = preamble_records([_without_empty_end(row) for row in rows])
    has_header = looks_like_header(rows[above:]) if choices.has_header is None else choices.has_header
    dialect = Dialect(
        encoding="",
        delimiter="",
        quotechar="",
        has_header=has_header,
        skipped_lines=filled[above] if above else 0,
        format=FORMAT.name,
        sheet=sheet.name,
        sheets=names,
    )
    return Opened(dialect=dialect, read=lambda _spool: _read(sheet, formats(), dialect, path.name))


def _read(sheet: CalamineSheet, formats: RowFormats, dialect: Dialect, name: str) -> Progress:
    header: list[str] = []
    rows = Rows(sheet.width)
    total = sheet.total_height
    for number, row in enumerate(_rows(sheet, formats)):
        if number < dialect.skipped_lines or not any(map(str.strip, row)):
            continue
        if dialect.has_header and not header:
            header = row
            continue
        rows.add(row)
        if rows.count % BLOCK_ROWS == 0:
            yield number, total
    if not rows.count:
        raise DataError(say(N_("“{name}” has a header but no rows."), name=name), say(N_("Open a file that has rows.")))
    yield total, total
    header, table = _without_empty_columns(header, rows.finish([str(number) for number in range(sheet.width)]))
    columns = column_names(header, table.num_columns)
    return ReadTable(dialect, header, columns, table.rename_columns(columns), [])


@contextmanager
def _workbook(path: Path) -> Iterator[CalamineWorkbook]:
    """The open workbook; what goes wrong with it is told in words."""
    from python_calamine import CalamineError, PasswordError, load_workbook  # takes a moment

    try:
        _check_size(path)
        problem = why_unreadable(path)
        if problem:
            raise _damaged(path, problem)
        with load_workbook(str(path)) as book:
            yield book
    except PasswordError as error:
        raise FileError(
            say(N_("“{name}” is protected by a password."), name=path.name),
            say(N_("Open it in the spreadsheet program, save a copy without the password, and open the copy.")),
        ) from error
    except (CalamineError, *_BROKEN_ZIP) as error:
        raise _damaged(path, str(error)) from error
    except OSError as error:
        if error.errno is not None:  # else it is about the content
            raise
        raise _damaged(path, str(error)) from error
    except BaseException as error:
        # The reader is written in Rust; where a file breaks one of its assumptions it ends with this.
        if type(error).__name__ != "PanicException":
            raise
        raise _damaged(path, str(error)) from error


def _damaged(path: Path, details: str) -> FileError:
    return FileError(
        say(N_("“{name}” is damaged, cut off, or not a workbook."), name=path.name),
        say(N_("Get the file again, or open it in the spreadsheet program and save a copy.")),
        details=details,
    )


def _check_size(path: Path) -> None:
    """Refuses what would unpack to more than a computer can hold, and a stray cell far away from the others."""
    if not zipfile.is_zipfile(path):
        return
    with zipfile.ZipFile(path) as archive:
        check_unpacked_size(path, archive)
        for name in archive.namelist():
            if name.startswith("xl/worksheets/") and name.endswith(".xml"):
                with archive.open(name) as part:
                    found = _DIMENSION.search(part.read(_DIMENSION_BYTES))
                if found is not None and _cells(found) > _MOST_CELLS:
                    raise DataError(
                        say(N_("A sheet of “{name}” reaches to cell {cell}."), name=path.name, cell=_corner(found)),
                        say(N_("Delete the cells far away from the table, save the file, and open it again.")),
                    )


def _cells(found: re.Match[bytes]) -> int:
    left, top, right, bottom = found.groups()
    return (column_number(right) - column_number(left) + 1) * (int(bottom) - int(top) + 1)


def _corner(found: re.Match[bytes]) -> str:
    return (found[3] + found[4]).decode()


def _sheet_names(book: CalamineWorkbook) -> tuple[str, ...]:
    from python_calamine import SheetTypeEnum

    return tuple(sheet.name for sheet in book.sheets_metadata if sheet.typ == SheetTypeEnum.WorkSheet)


def _checked_sheet(wanted: str, names: Sequence[str], path: Path) -> str:
    by_folded = {name.strip().casefold(): name for name in reversed(names)}
    found = wanted if wanted in names else by_folded.get(wanted.strip().casefold())
    if found is None:
        raise DataError(
            say(N_("“{name}” has no sheet “{sheet}”."), name=path.name, sheet=wanted),
            say(N_("Its sheets are: {names}."), names=", ".join(names)),
        )
    return found


def _first_table(book: CalamineWorkbook, path: Path) -> CalamineSheet:
    """The first sheet with at least two rows and columns, or else with any cell; those that are shown come first."""
    from python_calamine import SheetVisibleEnum

    hidden = {sheet.name for sheet in book.sheets_metadata if sheet.visible != SheetVisibleEnum.Visible}
    filled: CalamineSheet | None = None
    for name in sorted(_sheet_names(book), key=lambda name: name in hidden):
        sheet = book.get_sheet_by_name(name)
        if sheet.start is None:
            continue
        if sheet.height > 1 and sheet.width > 1:
            return sheet
        filled = filled or sheet
    if filled is None:
        raise _no_cells(path, "")
    return filled


def _no_cells(path: Path, sheet: str) -> DataError:
    if sheet:
        what = say(N_("The sheet “{sheet}” of “{name}” is empty."), sheet=sheet, name=path.name)
        return DataError(what, say(N_("Choose another sheet.")))
    return DataError(say(N_("“{name}” is empty."), name=path.name), say(N_("Open a file that has rows.")))


def _rows(sheet: CalamineSheet, formats: RowFormats) -> Iterator[list[str]]:
    """Every row of the sheet from its first one on, from the first column that is used."""
    left = sheet.start[1] if sheet.start is not None else 0
    begins: dict[int, list[tuple[int, int]]] = {}
    for (top, first), (bottom, last) in sheet.merged_cell_ranges or ():
        if bottom > top and first == last:
            begins.setdefault(top, []).append((first - left, bottom))
    held: dict[int, tuple[int, str]] = {}
    for number, cells in enumerate(sheet.iter_rows()):
        row = [cell if type(cell) is str else as_text(cell) for cell in cells]
        for column, shown in formats(number).items():
            at = column - left
            if 0 <= at < len(row) and type(cells[at]) in (int, float) and "e" not in row[at]:
                row[at] = shown.shown(row[at])
        for column, (bottom, text) in list(held.items()):
            if number > bottom:
                del held[column]
            else:
                row[column] = row[column] or text
        for column, bottom in begins.get(number, ()):
            if 0 <= column < len(row):
                held[column] = (bottom, row[column])
        yield row


def as_text(cell: Cell) -> str:
    """A cell as a spreadsheet shows it when nobody has chosen how: 3, not 3.0; every digit of an id; ISO dates."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return _number(cell)
    if isinstance(cell, datetime.datetime):
        return cell.isoformat(" ")
    if isinstance(cell, datetime.timedelta):
        seconds = round(cell.total_seconds())
        return f"{seconds // 3600}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"
    return str(cell)


def _number(value: float) -> str:
    if value.is_integer() and abs(value) < _LONGEST_NUMBER:
        return format(Decimal(repr(value)), ".0f") if value else "0"  # the fewest digits that mean this number
    digits = format(value, f".{_DIGITS}g")
    return format(Decimal(digits), "f") if abs(value) < _LONGEST_NUMBER else digits


def _without_empty_end(row: list[str]) -> list[str]:
    """The row up to its last cell that is filled; a sheet is as wide everywhere as its widest row."""
    end = len(row)
    while end > 1 and not row[end - 1].strip():
        end -= 1
    return row[:end]


def _without_empty_columns(header: list[str], table: pa.Table) -> tuple[list[str], pa.Table]:
    kept = [
        number
        for number, column in enumerate(table.columns)
        if (header and header[number].strip()) or pc.any(pc.not_equal(pc.utf8_trim_whitespace(column), "")).as_py()
    ]
    return [header[number] for number in kept] if header else [], table.select(kept)


FORMAT = Format(
    name="workbook",
    title=N_("Excel"),
    suffixes=_SUFFIXES,
    recognises=_recognises,
    open=_open,
    sheets=_sheets,
)
