"""The loaded records as JSON lines, cell by cell as they were read, for scripts and for checks of the reader."""

from __future__ import annotations

import json
from pathlib import Path

from workbench.data.reader import ReadTable

_BATCH_ROWS = 20_000


def write_rows_jsonl(read: ReadTable, out: Path) -> None:
    """Writes `{"header": [...]}` and then one JSON array of strings a record, in the order of the file.

    Cells that the table adds to a short record or takes from a long one are written as the file has them.

    Raises:
        OSError: If the file cannot be written.
    """
    row = 0
    with out.open("w", encoding="utf-8", newline="\n") as file:
        file.write(json.dumps({"header": read.header}, ensure_ascii=False) + "\n")
        for batch in read.table.to_batches(max_chunksize=_BATCH_ROWS):
            for cells in zip(*(column.to_pylist() for column in batch.columns), strict=True):
                file.write(json.dumps(_as_read(list(cells), read.odd_widths.get(row)), ensure_ascii=False) + "\n")
                row += 1


def _as_read(cells: list[str], width: int | None) -> list[str]:
    return cells if width is None else (cells + [""] * width)[:width]
