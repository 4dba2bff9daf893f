"""The `manifest.json` in the folder of a version or run: its row's value, from which the row can be made again."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from workbench.values import Value

MANIFEST_FILE = "manifest.json"

V = TypeVar("V", bound=Value)

_log = logging.getLogger(__name__)


def write_manifest(folder: Path, value: Value) -> None:
    """Writes a folder's manifest, whole or not at all; does nothing if there is no such folder.

    Raises:
        OSError: If it cannot be written.
    """
    if not folder.is_dir():
        return
    partial = folder / (MANIFEST_FILE + ".partial")
    partial.write_bytes(msgspec.json.format(msgspec.json.encode(value), indent=1))
    sync_file(partial)
    os.replace(partial, folder / MANIFEST_FILE)
    sync_folder(folder)


def read_manifests(
    library: Path, pattern: str, kind: type[V], renew: Callable[[dict[str, Any]], dict[str, Any]] | None = None
) -> Iterator[tuple[str, V]]:
    """The manifests of folders that match a pattern, oldest first; what cannot be read is logged and passed over.

    Args:
        library: The library.
        pattern: Such as `runs/*`.
        kind: The type of their value.
        renew: Brings the fields of one that an earlier program wrote into today's form.

    Yields:
        The folder, relative to the library and with `/`, and the value.
    """
    for path in sorted(library.glob(f"{pattern}/{MANIFEST_FILE}"), key=_age):
        if path.parent.name.endswith(".partial"):
            continue
        try:
            value = read_manifest(path.parent, kind, renew)
        except (OSError, msgspec.MsgspecError, KeyError) as error:
            _log.warning("%s cannot be read: %s", path, error)
            continue
        yield path.parent.relative_to(library).as_posix(), value


def read_manifest(folder: Path, kind: type[V], renew: Callable[[dict[str, Any]], dict[str, Any]] | None = None) -> V:
    """The value in a folder's manifest; see `read_manifests`.

    Raises:
        OSError: If there is none.
        msgspec.MsgspecError: If it is damaged.
        KeyError: If an earlier program's manifest lacks a field.
    """
    fields = msgspec.json.decode((folder / MANIFEST_FILE).read_bytes(), type=dict[str, Any])
    return msgspec.convert(fields if renew is None else renew(fields), type=kind)


def largest_number(folder: Path) -> int:
    """The largest number that names a folder in `folder` (`7`, `v7` or `7.partial`), 0 if there is none."""
    if not folder.is_dir():
        return 0
    names = (path.name.removesuffix(".partial").removeprefix("v") for path in folder.iterdir())
    return max((int(name) for name in names if name.isascii() and name.isdigit()), default=0)


def sync_file(path: Path) -> None:
    """Waits until a file's content is on the disk."""
    descriptor = os.open(path, os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sync_folder(folder: Path) -> None:
    """Waits until the names in a folder are on the disk; Windows has no such call and needs none."""
    if os.name != "posix":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _age(path: Path) -> tuple[int, str]:
    digits = path.parent.name.removeprefix("v")
    return (int(digits) if digits.isdigit() else 0, path.as_posix())
