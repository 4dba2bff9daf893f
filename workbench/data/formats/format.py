"""What a format is: how its files are known, and how one is opened and read."""

from __future__ import annotations

import functools
import importlib
from collections.abc import Callable, Generator
from dataclasses import dataclass
from pathlib import Path

from workbench import discovery
from workbench.data.reader import ReadTable
from workbench.data.spool import Spool
from workbench.values import Dialect

HEAD_BYTES = 65_536
"""How much of a file is looked at to find out what it is."""

Progress = Generator[tuple[int, int], None, ReadTable]
"""Yields how much is done and how much there is in all, returns the table; closing it cancels."""


@dataclass(frozen=True)
class Choices:
    """How the user wants files to be read; what is None is detected, and what a format does not have is ignored.

    Attributes:
        format: The name of a member of this package.
        sheet: The sheet of a workbook.
        encoding: A codec name.
        delimiter: One character, or a name such as `tab`.
        has_header: Whether the first record names the columns.
    """

    format: str | None = None
    sheet: str | None = None
    encoding: str | None = None
    delimiter: str | None = None
    has_header: bool | None = None


@dataclass(frozen=True)
class Opened:
    """A file that is known well enough to be read.

    Attributes:
        dialect: How it is written.
        read: Reads the records; a spool takes the rows if the format can give them as they come, which CSV can.
        sha256: Gives the sum of its bytes where the format reads them all; it is quick after `read`.
    """

    dialect: Dialect
    read: Callable[[Spool], Progress]
    sha256: Callable[[], str] | None = None


@dataclass(frozen=True)
class Format:
    """One kind of file.

    Attributes:
        name: That of its module.
        title: What people call it, marked for translation.
        suffixes: Of its files' names, in lower case with the dot.
        recognises: Whether a file may be of this kind, by its path and its first HEAD_BYTES bytes.
        open: Opens a file; raises FileError or DataError if it cannot be read as this kind.
        sheets: The names of the tables in a file that can hold several; empty for other kinds.
        has_lines: Whether the first lines of a file can be read without the others.
        rank: Kinds with a lower one are asked first whether they recognise a file.
    """

    name: str
    title: str
    suffixes: tuple[str, ...]
    recognises: Callable[[Path, bytes], bool]
    open: Callable[[Path, Choices], Opened]
    sheets: Callable[[Path], tuple[str, ...]] = lambda _path: ()
    has_lines: bool = False
    rank: int = 0

    def read(self, path: Path, choices: Choices | None = None) -> Progress:
        """Opens and reads a file.

        Yields:
            How much is done, and how much there is in all.

        Returns:
            The table.

        Raises:
            FileError: If the file cannot be read.
            DataError: If it holds no table.
        """
        return (yield from self.open(path, choices or Choices()).read(Spool()))


@functools.cache
def formats() -> dict[str, Format]:
    """Every format by its name, in the order in which they are asked."""
    package = importlib.import_module("workbench.data.formats")
    found = discovery.collect(package, "FORMAT", Format)
    return dict(sorted(found.items(), key=lambda item: (item[1].rank, item[0])))
