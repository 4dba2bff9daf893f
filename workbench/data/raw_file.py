"""The bytes of a file, read once from its start to its end, and never written to.

A file that another program changes meanwhile would give records that never stood in it together: that is an error.
"""

from __future__ import annotations

import difflib
import hashlib
import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from workbench.errors import FileError
from workbench.i18n import N_, say
from workbench.values import Sentence

HELD_BYTES = 1 << 26
"""A file up to this size is read at once and held in memory."""
HEAD_BYTES = 1 << 22
"""Of a larger one, what is looked at before it is read."""
_BLOCK_BYTES = 1 << 20


@dataclass(frozen=True)
class _Stamp:
    """What changes when a file is written to."""

    size: int
    changed_ns: int


class RawFile:
    """A file that is to be read.

    Args:
        path: Absolute.

    Attributes:
        path: Absolute.
        bytes: Its size.
        head: Its first bytes.
        is_held: Whether these are all.

    Raises:
        FileError: If it cannot be read.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            with path.open("rb") as file:
                self._stamp = _stamp(file)
                is_small = self._stamp is None or self._stamp.size <= HELD_BYTES
                self.head = file.read() if is_small else file.read(HEAD_BYTES)
                self.is_held = is_small
                self.bytes = len(self.head) if self._stamp is None else self._stamp.size
                if is_small:
                    self._check(file, len(self.head))
        except OSError as error:
            raise cannot_read(path, error) from error
        self._sha256 = hashlib.sha256(self.head).hexdigest() if self.is_held else ""

    @property
    def sha256(self) -> str:
        """The sum of its bytes, in hexadecimal: of those that were read, if `blocks` has come to its end."""
        if not self._sha256:
            for _ in self.blocks():
                pass
        return self._sha256

    def blocks(self) -> Iterator[bytes]:
        """Its bytes from the start.

        Raises:
            FileError: If it cannot be read to its end, or was changed.
        """
        if self.is_held:
            for start in range(0, len(self.head), _BLOCK_BYTES):
                yield self.head[start : start + _BLOCK_BYTES]
            return
        try:
            with self.path.open("rb") as file:
                yield from self._read(file)
        except OSError as error:
            raise cannot_read(self.path, error) from error

    def _read(self, file: BinaryIO) -> Iterator[bytes]:
        self._check(file, self.bytes)
        read = 0
        whole = hashlib.sha256()
        while block := file.read(_BLOCK_BYTES):
            whole.update(block)
            read += len(block)
            yield block
        self._check(file, read)
        self._sha256 = whole.hexdigest()

    def _check(self, file: BinaryIO, read: int) -> None:
        """Raises FileError if the file is another than when it was opened, or had another number of bytes."""
        if self._stamp is not None and (_stamp(file) != self._stamp or read != self._stamp.size):
            raise FileError(
                say(N_("“{name}” was changed while it was read."), name=self.path.name),
                say(N_("Wait until the program that writes it has ended, then open it again.")),
            )


def _stamp(file: BinaryIO) -> _Stamp | None:
    """None for what is no ordinary file, such as a pipe, and has no size."""
    found = os.fstat(file.fileno())
    return _Stamp(found.st_size, found.st_mtime_ns) if stat.S_ISREG(found.st_mode) else None


def cannot_read(path: Path, error: OSError) -> FileError:
    """The error of a file that cannot be read, in words."""
    if isinstance(error, FileNotFoundError):
        return FileError(say(N_("“{path}” does not exist."), path=str(path)), _nearest(path))
    if path.is_dir():  # Windows calls it a lack of permission
        return FileError(say(N_("“{path}” is a folder."), path=str(path)), say(N_("Open one of the files in it.")))
    if isinstance(error, PermissionError):
        return FileError(
            say(N_("“{path}” may not be read by this user."), path=str(path)),
            say(N_("Change its permissions, or copy it to a folder of your own.")),
        )
    what = say(N_("“{path}” cannot be read: {reason}."), path=str(path), reason=error.strerror or str(error))
    return FileError(what, say(N_("Copy the file to this computer and open the copy.")))


def _nearest(path: Path) -> Sentence:
    names = [item.name for item in path.parent.iterdir()] if path.parent.is_dir() else []
    near = difflib.get_close_matches(path.name, names, n=1)
    if near:
        return say(N_("Did you mean “{name}”?"), name=near[0])
    return say(N_("Check the name and the folder."))
