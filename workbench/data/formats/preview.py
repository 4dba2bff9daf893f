"""The first rows of a file as they would be read, without reading all of a large one."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from workbench.data.formats.format import Choices
from workbench.data.formats.opening import open_any, recognised
from workbench.values import Dialect

_HEAD_BYTES = 131_072
_MOST_BYTES = 20_000_000
_UNIT_BYTES = 4
"""A cut at a multiple of it parts no character of UTF-16 or UTF-32."""


@dataclass(frozen=True)
class Preview:
    """How a file would be read.

    Attributes:
        dialect: What was detected or chosen.
        columns: The names of its columns.
        rows: The first ones; none of a file that would take long to read.
    """

    dialect: Dialect
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()


def preview(path: Path, choices: Choices | None = None, *, most: int = 5) -> Preview:
    """The first rows of a file.

    Args:
        path: A file of any format.
        choices: How it is to be read.
        most: How many rows.

    Raises:
        FileError: If it cannot be read.
        DataError: If it would be no table.
        SettingError: If there is no such format, encoding or delimiter.
    """
    with _beginning(path) as short, open_any(short, choices) as opened:
        if opened.bytes > _MOST_BYTES:
            return Preview(opened.dialect)
        steps = opened.read()
        while True:
            try:
                next(steps)
            except StopIteration as end:
                read = end.value
                break
        rows = zip(*(column.slice(0, most).to_pylist() for column in read.table.columns), strict=True)
        return Preview(read.dialect, tuple(read.columns), tuple(rows))


@contextmanager
def _beginning(path: Path) -> Iterator[Path]:
    """The file, or a copy of its first lines if it is large and these can be read alone."""
    if path.is_dir() or not recognised(path).has_lines or path.stat().st_size <= _HEAD_BYTES:
        yield path
        return
    with path.open("rb") as file:
        head = file.read(_HEAD_BYTES)
    end = head.rfind(b"\n") + 1 if b"\0" not in head else 0
    with tempfile.TemporaryDirectory(prefix="workbench-") as folder:
        short = Path(folder) / path.name
        short.write_bytes(head[: end or _HEAD_BYTES // _UNIT_BYTES * _UNIT_BYTES])
        yield short
