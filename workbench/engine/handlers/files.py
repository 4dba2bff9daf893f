"""Requests to files that are not a dataset yet: what a pasted table is, and how a file would be read."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from workbench.data.formats.preview import preview
from workbench.engine.context import Context, Handler
from workbench.engine.handlers.data import import_file
from workbench.engine.masking import masked_text
from workbench.engine.opening import choices_of
from workbench.errors import DataError
from workbench.i18n import N_, say
from workbench.protocol import Event, FilePreviewed, ImportFile, ImportText, PreviewFile

PASTED_FOLDER = "pasted"
_HASH_CHARACTERS = 12


def import_text(request: ImportText, context: Context) -> Iterator[Event]:
    """Keeps a pasted table as a file in the library and reads that.

    Raises:
        DataError: If nothing was pasted, or it is no table.
        SettingError: If a kind of personal data does not exist or needs a model that is not installed.
    """
    if not request.text.strip():
        raise DataError(
            say(N_("The clipboard holds no text.")), say(N_("Copy the cells of a table, then paste them here."))
        )
    text = request.text if request.mask is None else masked_text(request.text, request.mask)
    kept = _kept(context.library.folder, text, request.name)
    yield from import_file(ImportFile(path=str(kept), mask=request.mask), context)


def preview_file(request: PreviewFile, _context: Context) -> Iterator[Event]:
    """Says how a file would be read, and what its first rows would be.

    Raises:
        FileError: If it cannot be read.
        DataError: If it would be no table.
        SettingError: If there is no such encoding, delimiter or format.
    """
    found = preview(Path(request.path), choices_of(request), most=request.most)
    yield FilePreviewed(dialect=found.dialect, columns=found.columns, rows=found.rows)


def _kept(library: Path, text: str, name: str) -> Path:
    """The file that holds a text, in a folder of its own; the same text is the same file, named when it first came."""
    data = text.encode("utf-8", "replace")
    folder = library / PASTED_FOLDER / hashlib.sha256(data).hexdigest()[:_HASH_CHARACTERS]
    known = next(folder.glob("*.tsv"), None)
    if known is not None:
        return known
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name} {datetime.now().astimezone():%Y-%m-%d %H.%M}.tsv"
    partial = path.with_name(path.name + ".partial")
    partial.write_bytes(data)
    partial.replace(path)
    return path


HANDLERS = (
    Handler(ImportText, "interactive", import_text),
    Handler(PreviewFile, "interactive", preview_file),
)
