"""Packed files: gzip, bzip2, xz, or a ZIP archive with one file; what is in them is opened in their place."""

from __future__ import annotations

import bz2
import gzip
import lzma
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from workbench.errors import FileError
from workbench.i18n import N_, say

MOST_UNPACKED_BYTES = 8_000_000_000
"""No file may unpack to more."""
MOST_RATIO, _RATIO_FROM_BYTES = 300, 200_000_000
"""How many times larger than itself a large file may be when it is unpacked; tables reach about 30."""

_PACKERS = {b"\x1f\x8b": gzip, b"BZh": bz2, b"\xfd7zXZ\x00": lzma}
"""The modules of the standard library, by how their files begin."""
_ZIP = b"PK\x03\x04"
_DAMAGED = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, gzip.BadGzipFile, NotImplementedError, RuntimeError,
)  # fmt: skip
_IGNORED = ("__MACOSX/", ".DS_Store")
_CHUNK_BYTES = 1 << 20


def is_packed(head: bytes) -> bool:
    """Whether a file is packed, by its first bytes; workbooks are, too, and must be asked first."""
    return head.startswith((_ZIP, *_PACKERS))


@contextmanager
def unpacked(path: Path) -> Iterator[Path]:
    """The file that is packed in another, as long as the block runs.

    Raises:
        FileError: If the file is damaged, holds several files, or unpacks to more than is allowed.
    """
    with tempfile.TemporaryDirectory(prefix="workbench-") as folder:
        try:
            yield _unpack(path, Path(folder))
        except _DAMAGED as error:
            raise FileError(
                say(N_("“{name}” is damaged or cut off."), name=path.name), say(N_("Get the file again.")),
                details=str(error),
            ) from error  # fmt: skip


def check_unpacked_size(path: Path, archive: zipfile.ZipFile) -> None:
    """Refuses an archive that would fill memory or disk.

    Raises:
        FileError: If it would.
    """
    _check_size(path, sum(item.file_size for item in archive.infolist()))


def _unpack(path: Path, folder: Path) -> Path:
    with path.open("rb") as file:
        head = file.read(8)
    if head.startswith(_ZIP):
        with zipfile.ZipFile(path) as archive:
            check_unpacked_size(path, archive)
            item = _only_file(path, archive)
            out = folder / Path(item.filename).name
            with archive.open(item) as packed:
                _copy(packed, out, path)
        return out
    packer = next(packer for start, packer in _PACKERS.items() if head.startswith(start))
    out = folder / (path.stem or path.name)
    with packer.open(path) as packed:
        _copy(packed, out, path)
    return out


def _only_file(path: Path, archive: zipfile.ZipFile) -> zipfile.ZipInfo:
    files = [item for item in archive.infolist() if not item.is_dir() and not _is_ignored(item.filename)]
    if len(files) == 1 and not files[0].flag_bits & 1:
        return files[0]
    if len(files) == 1:
        raise FileError(
            say(N_("“{name}” is protected by a password."), name=path.name),
            say(N_("Unpack it and open the file in it.")),
        )
    raise FileError(
        say(N_("“{name}” is a ZIP archive with {n:,} file."), N_("“{name}” is a ZIP archive with {n:,} files."),
            name=path.name, n=len(files)),
        say(N_("Unpack it and open the files in it.")),
    )  # fmt: skip


def _is_ignored(name: str) -> bool:
    return name.startswith(_IGNORED) or Path(name).name.startswith(".")


def _copy(packed: IO[bytes], out: Path, path: Path) -> None:
    done = 0
    with out.open("wb") as file:
        while chunk := packed.read(_CHUNK_BYTES):
            done += len(chunk)
            _check_size(path, done)
            file.write(chunk)


def _check_size(path: Path, unpacked_bytes: int) -> None:
    ratio = unpacked_bytes / max(path.stat().st_size, 1)
    if unpacked_bytes > MOST_UNPACKED_BYTES or (unpacked_bytes > _RATIO_FROM_BYTES and ratio > MOST_RATIO):
        raise FileError(
            say(N_("“{name}” unpacks to more than can be read."), name=path.name),
            say(N_("Open a file that is smaller.")),
        )
