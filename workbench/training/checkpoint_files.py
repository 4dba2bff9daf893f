"""The files of a checkpoint and their manifest: what must be there, how large, with which digest. Free of torch."""

from __future__ import annotations

import hashlib
from pathlib import Path

import msgspec

PREFIX = "step-"
MANIFEST = "manifest.json"
STATE = "state.json"
TENSOR_FILES = ("weights", "optimizer", "random")
_CHUNK_BYTES = 1 << 20


class FileSum(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The size of a file and the digest of what is in it."""

    bytes: int
    sha256: str


class CheckpointManifest(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a checkpoint holds: its step, the best step so far, and each file by its name."""

    step: int
    best_step: int
    files: dict[str, FileSum]


def damaged_file(folder: Path, *, deep: bool = True) -> str | None:
    """The first file of a checkpoint that is not what its manifest says, or None if it is whole.

    Args:
        folder: The checkpoint.
        deep: Also compare digests, which reads every byte.
    """
    try:
        manifest = msgspec.json.decode((folder / MANIFEST).read_bytes(), type=CheckpointManifest)
    except (OSError, msgspec.MsgspecError):
        return MANIFEST
    if set(manifest.files) != {STATE, *(f"{name}.safetensors" for name in TENSOR_FILES)}:
        return MANIFEST
    wrong = (name for name, expected in manifest.files.items() if not _is_as_told(folder / name, expected, deep=deep))
    return next(wrong, None)


def file_sum(path: Path) -> FileSum:
    """The size and digest of a file."""
    digest = hashlib.sha256()
    with path.open("rb") as source:
        while chunk := source.read(_CHUNK_BYTES):
            digest.update(chunk)
    return FileSum(bytes=path.stat().st_size, sha256=digest.hexdigest())


def _is_as_told(path: Path, expected: FileSum, *, deep: bool) -> bool:
    try:
        return path.stat().st_size == expected.bytes and (not deep or file_sum(path) == expected)
    except OSError:
        return False
