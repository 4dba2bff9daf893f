"""Files and folders of any format to one table.

Several files are appended by the names of their columns: those of the first file come first, and where a file lacks a
column its cells are empty.
"""

from __future__ import annotations

import errno
import hashlib
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

import msgspec

from workbench.data.formats.appending import appended
from workbench.data.formats.format import HEAD_BYTES, Choices, Format, Opened, Progress, formats
from workbench.data.formats.packing import is_packed, unpacked
from workbench.data.formats.text_folder import files_of
from workbench.data.raw_file import cannot_read
from workbench.data.reader import ReadTable
from workbench.data.spool import Spool
from workbench.errors import FileError, SettingError
from workbench.i18n import N_, say
from workbench.values import Dialect


@dataclass(frozen=True)
class OpenedFiles:
    """One file, or several of which one table is made.

    Attributes:
        path: The first, absolute.
        bytes: The size of all.
        dialect: How the first is written; `more` names the others.
    """

    path: Path
    bytes: int
    dialect: Dialect
    _opened: tuple[tuple[Path, Opened], ...] = field(repr=False)

    @property
    def sha256(self) -> str:
        """Of the bytes of all, in hexadecimal: of one file that of its bytes; quick once it has been read."""
        sums = [_sum(path) if opened.sha256 is None else opened.sha256() for path, opened in self._opened]
        return sums[0] if len(sums) == 1 else hashlib.sha256("\n".join(sums).encode()).hexdigest()

    def read(self, spool: Spool | None = None) -> Progress:
        """Reads all of them.

        Args:
            spool: Takes the rows of a single file as they come, if its format can give them so; see `Opened`.

        Yields:
            How much is done of one file, and how much there is in it.

        Raises:
            FileError: If one is damaged.
            DataError: If one holds no table, or shares no column with those before it.
        """
        parts: list[tuple[Path, ReadTable]] = []
        is_single = len(self._opened) == 1
        for path, opened in self._opened:
            with _told(path):
                parts.append((path, (yield from opened.read(spool if spool is not None and is_single else Spool()))))
        read = appended(parts) if len(parts) > 1 else parts[0][1]
        return replace(read, dialect=msgspec.structs.replace(read.dialect, more=self.dialect.more))


def read_any(path: Path, choices: Choices | None = None, *, more: Sequence[Path] = ()) -> Progress:
    """Reads files of any format as one table; see `open_any`.

    Yields:
        How much is done of one file, and how much there is in it.

    Returns:
        The table.
    """
    with open_any(path, choices, more=more) as opened:
        return (yield from opened.read())


@contextmanager
def open_any(path: Path, choices: Choices | None = None, *, more: Sequence[Path] = ()) -> Iterator[OpenedFiles]:
    """Opens files of any format; they can be read as long as the block runs.

    Args:
        path: A file, or a folder of texts.
        choices: How they are to be read; all is detected where None.
        more: Further files, appended by column name.

    Raises:
        FileError: If one cannot be read, is damaged, or is another kind of file.
        DataError: If one holds no table.
        SettingError: If there is no such format, encoding or delimiter.
    """
    choices = choices or Choices()
    paths = [file.expanduser().absolute() for file in (path, *more)]
    with ExitStack() as stack:
        opened = [(file, _opened(file, choices, stack)) for file in paths]
        dialect = msgspec.structs.replace(opened[0][1].dialect, more=tuple(map(str, paths[1:])))
        yield OpenedFiles(paths[0], _size(paths), dialect, tuple(opened))


def recognised(path: Path) -> Format:
    """The format of a file, by its content.

    Raises:
        FileError: If it cannot be read or is empty.
    """
    head = _head(path)
    return next(kind for kind in formats().values() if kind.recognises(path, head))


def _opened(path: Path, choices: Choices, stack: ExitStack) -> Opened:
    with _told(path):
        return _open(_unpacked(path, stack), choices)


@contextmanager
def _told(path: Path) -> Iterator[None]:
    """Tells in words that a file went away or cannot be read any more; a full disk is not about the file."""
    try:
        yield
    except OSError as error:
        if error.errno == errno.ENOSPC:
            raise
        raise cannot_read(path, error) from error


def _open(path: Path, choices: Choices) -> Opened:
    if choices.format is None:
        return recognised(path).open(path, choices)
    _head(path)
    kind = formats().get(choices.format)
    if kind is None:
        raise SettingError(
            say(N_("There is no format “{name}”."), name=choices.format),
            say(N_("Choose one of: {names}."), names=", ".join(formats())),
        )
    return kind.open(path, choices)


def _unpacked(path: Path, stack: ExitStack) -> Path:
    """The file itself, or the one that is packed in it."""
    if path.is_dir():
        return path
    head = _head(path)
    if is_packed(head) and not any(kind.recognises(path, head) for kind in formats().values() if kind.rank == 0):
        return stack.enter_context(unpacked(path))
    return path


def _head(path: Path) -> bytes:
    """The first bytes of a file; none of a folder."""
    if path.is_dir():
        return b""
    try:
        with path.open("rb") as file:
            head = file.read(HEAD_BYTES)
    except OSError as error:
        raise cannot_read(path, error) from error
    if not head:
        raise FileError(say(N_("“{name}” is empty."), name=path.name), say(N_("Open a file that has rows.")))
    return head


def _size(paths: Sequence[Path]) -> int:
    return sum(file.stat().st_size for path in paths for file in (files_of(path) if path.is_dir() else [path]))


def _sum(path: Path) -> str:
    """Of a file, that of its bytes; of a folder, that of its files with their names."""
    if not path.is_dir():
        with path.open("rb") as content:
            return hashlib.file_digest(content, "sha256").hexdigest()
    whole = hashlib.sha256()
    for file in files_of(path):
        whole.update(f"{file.relative_to(path).as_posix()}\n{_sum(file)}\n".encode())
    return whole.hexdigest()
