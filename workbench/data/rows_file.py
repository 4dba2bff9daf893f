"""The loaded records as JSON lines, cell by cell as they were read, for scripts and for checks of the reader."""

from __future__ import annotations

import json
from collections import deque
from pathlib import Path

from workbench.data.reader import ReadTable

_BATCH_ROWS = 20_000


def write_rows_jsonl(read: ReadTable, out: Path) -> None:
    """Writes `{"header": [...]}` and then one JSON array of strings a record, in the order of the file.

    Cells that the table adds to a short record or takes from a long one are written as the file has them, and so are
    records that the table rejects only because they have too many cells.

    Raises:
        OSError: If the file cannot be written.
    """
    row = 0
    beside = deque(record for record in read.rejected if record.cells is not None)
    with out.open("w", encoding="utf-8", newline="\n") as file:
        file.write(_line({"header": read.header}))
        for batch in read.table.to_batches(max_chunksize=_BATCH_ROWS):
            for cells in zip(*(column.to_pylist() for column in batch.columns), strict=True):
                while beside and beside[0].row <= row:
                    file.write(_line(beside.popleft().cells))
                file.write(_line(_as_read(list(cells), read.odd_widths.get(row))))
                row += 1
        for record in beside:
            file.write(_line(record.cells))


def _line(value: object) -> str:
    return json.dumps(value, ensure_ascii=False) + "\n"


def _as_read(cells: list[str], width: int | None) -> list[str]:
    return cells if width is None else (cells + [""] * width)[:width]
