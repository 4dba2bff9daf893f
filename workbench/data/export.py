"""Writes a table to a file that other programs read: whole or not at all."""

from __future__ import annotations

import errno
import itertools
import os
from collections.abc import Generator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa

from workbench.data.tables import RejectedRow, SplitCodes
from workbench.data.writers import Sink, Writer, writers
from workbench.errors import DataError, DiskFullError, FileError, SettingError
from workbench.i18n import N_, render, say
from workbench.values import SPLIT_NAMES

BATCH_ROWS = 20_000
_FULL = {errno.ENOSPC, errno.EDQUOT}


@dataclass(frozen=True)
class Written:
    """What was written.

    Attributes:
        rows: How many.
        escaped: Cells that got an apostrophe in front, because a spreadsheet would have run them as formulas.
    """

    rows: int
    escaped: int


def write_table(table: pa.Table, out: Path, *, writer: Writer | None = None) -> Generator[int, None, Written]:
    """Writes a table; the ending of the file says how.

    Args:
        table: Every column a string.
        out: Absolute. An older file is replaced when the new one is complete.
        writer: Writes it whatever the ending of the file is.

    Yields:
        Rows written so far.

    Raises:
        SettingError: If the ending is unknown.
        DataError: If the format cannot hold the table.
        FileError: If the file cannot be written.
        DiskFullError: If the disk is full.
    """
    writer = writer or writer_for(out)
    if writer.most_rows and table.num_rows > writer.most_rows:
        raise DataError(
            say(N_("A sheet holds {most:,} rows; this table has {n:,}."), most=writer.most_rows, n=table.num_rows),
            say(N_("Export it as .csv or .parquet, or select fewer rows.")),
        )
    partial = out.with_name(f"{out.name}.partial")
    try:
        partial.open("wb").close()  # a folder that is not there is an error before a writer has begun anything
        sink = writer.open(partial, out.suffix.lower(), table.column_names)
        escaped = yield from _write_rows(sink, table)
        os.replace(partial, out)
    except OSError as error:
        raise _cannot_write(out, error) from error
    finally:
        partial.unlink(missing_ok=True)
    return Written(table.num_rows, escaped)


def writer_for(out: Path) -> Writer:
    """What writes a file of this ending.

    Raises:
        SettingError: If nothing does.
    """
    known = writers()
    if out.suffix.lower() not in known:
        raise SettingError(
            say(N_("“{name}” does not end in a format that can be written."), name=out.name),
            say(N_("Let it end in {known}."), known=", ".join(known)),
        )
    return known[out.suffix.lower()]


def with_split_column(table: pa.Table, codes: SplitCodes) -> pa.Table:
    """The table with a column that says where each row belongs; `split`, or `split_2` where that name is taken."""
    names = itertools.chain(["split"], (f"split_{number}" for number in itertools.count(2)))
    name = next(name for name in names if name not in table.column_names)
    parts = pa.array(SPLIT_NAMES, pa.string()).take(pa.array(codes.astype(np.int64)))
    return table.append_column(name, parts)


def rejected_table(rejected: Sequence[RejectedRow]) -> pa.Table:
    """The records that could not be read, with line and reason, as strings; with the file if there are several."""
    columns = {
        "line": [str(row.line) for row in rejected],
        "reason": [render(row.reason) for row in rejected],
        "raw": [row.raw for row in rejected],
    }
    if any(row.file for row in rejected):
        columns = {"file": [row.file for row in rejected], **columns}
    return pa.table({name: pa.array(cells, pa.string()) for name, cells in columns.items()})


def _write_rows(sink: Sink, table: pa.Table) -> Generator[int, None, int]:
    """Writes all rows and closes the file, also if it cannot be finished."""
    rows = escaped = 0
    try:
        for batch in table.to_batches(max_chunksize=BATCH_ROWS):
            yield rows
            escaped += sink.write(batch)
            rows += batch.num_rows
    except BaseException:
        with suppress(OSError):  # what went wrong first is what is told
            sink.close()
        raise
    sink.close()
    return escaped


def _cannot_write(out: Path, error: OSError) -> FileError | DiskFullError:
    if error.errno in _FULL:
        return DiskFullError(
            say(N_("The disk is full; “{path}” was not written."), path=str(out)),
            say(N_("Free some space, or choose another disk.")),
        )
    if not out.parent.is_dir():
        return FileError(
            say(N_("The folder “{folder}” does not exist."), folder=str(out.parent)), say(N_("Choose another folder."))
        )
    return FileError(
        say(N_("“{path}” cannot be written: {problem}."), path=str(out), problem=error.strerror or str(error)),
        say(N_("Close it in other programs, or choose another place.")),
    )
