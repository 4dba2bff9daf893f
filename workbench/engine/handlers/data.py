"""Requests to the data: import, roles, split, select."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Generator, Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import numpy as np

from workbench.data import tables
from workbench.data.formats import OpenedFiles, open_any
from workbench.data.issues import Examples
from workbench.data.profile import profile_columns
from workbench.data.reader import ReadTable
from workbench.data.roles import by_hand, guess_roles
from workbench.data.row_keys import rows_of_keys
from workbench.data.select import select_rows
from workbench.data.spool import Spool
from workbench.engine.context import Context, Handler
from workbench.engine.incoming import incoming_folder
from workbench.engine.masking import masked_errors, masked_table, whole_step
from workbench.engine.opening import choices_of, read_files
from workbench.engine.profiling import (
    check_column,
    checked_roles,
    checked_split,
    make_profile,
    with_choices,
)
from workbench.errors import DataError
from workbench.i18n import N_, say
from workbench.protocol import (
    Event,
    ImportFile,
    Progressed,
    RowsSelected,
    SelectRows,
    SetRoles,
    SetSplit,
    VersionReady,
)
from workbench.store import Library
from workbench.values import MaskEntities, SplitRecipe, Version

SELECTIONS_FOLDER = "selections"
_KEPT_SELECTIONS = 20


def import_file(request: ImportFile, context: Context) -> Iterator[Event]:
    """Reads files into the library; the same bytes read in the same way are the version that exists already.

    Raises:
        FileError: If a file cannot be read, is damaged, or is of a kind that holds no table.
        DataError: If it is no table, or lacks a column that was named.
        SettingError: If the encoding, delimiter or split is not possible.
    """
    started = time.perf_counter()
    path = Path(request.path).expanduser().absolute()
    yield Progressed(what=say(N_("Reading “{name}”."), name=path.name))
    more = [Path(file) for file in request.more]
    with masked_errors(request.mask), open_any(path, choices_of(request), more=more) as opened:
        version = _known(context.library, opened, request)
        if version is None:
            version = yield from _import(context.library, opened, request, started=started)
        else:
            version = with_choices(context.library, version, roles=request.roles, split=request.split)
    yield VersionReady(version_id=version.id)


def set_roles(request: SetRoles, context: Context) -> Iterator[Event]:
    """Gives the columns other roles.

    Raises:
        DataError: If there is no such column, or one column would have two roles.
    """
    version = context.library.version(request.version_id)
    version = with_choices(context.library, version, roles=request.roles, split=None)
    yield VersionReady(version_id=version.id)


def set_split(request: SetSplit, context: Context) -> Iterator[Event]:
    """Divides the rows in another way.

    Raises:
        SettingError: If the shares leave nothing to learn from.
    """
    version = context.library.version(request.version_id)
    version = with_choices(context.library, version, roles=None, split=request.split)
    yield VersionReady(version_id=version.id)


def select(request: SelectRows, context: Context) -> Iterator[Event]:
    """Finds and orders rows, and writes their numbers into the library's `selections` folder.

    Raises:
        DataError: If there is no such column or issue, or no label column to filter by.
    """
    library = context.library
    version = library.version(request.version_id)
    folder = library.folder / version.folder
    roles = version.profile.roles
    if request.label is not None and roles.label is None:
        raise DataError(
            say(N_("“{name}” has no label column."), name=version.name), say(N_("Choose the label column."))
        )
    if request.sort_by is not None:
        check_column(request.sort_by, version.columns)
    rows = select_rows(
        tables.read_table(folder),
        query=request.query,
        label=None if request.label is None or roles.label is None else (roles.label, request.label),
        rows=_rows_asked(version, folder, request),
        sort=None if request.sort_by is None else (request.sort_by, request.descending),
    )
    path = _selection_path(library.folder / SELECTIONS_FOLDER, request)
    tables.write_rows(path, rows)
    yield RowsSelected(version_id=version.id, path=str(path), rows=len(rows))


HANDLERS = (
    Handler(ImportFile, "interactive", import_file),
    Handler(SetRoles, "interactive", set_roles),
    Handler(SetSplit, "interactive", set_split),
    Handler(SelectRows, "interactive", select),
)


def _known(library: Library, opened: OpenedFiles, request: ImportFile) -> Version | None:
    """The version that these files became before; they are only summed before they are read if one has their size."""
    if all(version.bytes != opened.bytes for version in library.versions()):
        return None
    return library.find_import(opened.sha256, opened.dialect, _first_steps(request))


def _first_steps(request: ImportFile) -> tuple[MaskEntities, ...]:
    """What is done before anything is kept."""
    return () if request.mask is None else (whole_step(request.mask),)


def _import(
    library: Library, opened: OpenedFiles, request: ImportFile, *, started: float
) -> Generator[Event, None, Version]:
    """Reads files that are new. What is to be masked is not written to the disk before."""
    with incoming_folder(library.folder) as folder:
        spool = Spool(folder / "rows.arrow" if request.mask is None else None)
        with closing(spool):
            preview = None if request.mask is not None else library.folder / SELECTIONS_FOLDER / "first-rows.arrow"
            read = yield from read_files(opened, spool, preview=preview)
        if request.mask is not None:
            read = masked_table(read, request.mask, request.roles)
        yield Progressed(what=say(N_("Looking at {n:,} row."), N_("Looking at {n:,} rows."), n=read.table.num_rows))
        known = library.find_import(opened.sha256, read.dialect, _first_steps(request))
        if known is not None:  # its encoding was other than its beginning said
            return with_choices(library, known, roles=request.roles, split=request.split)
        return _add_import(library, opened, read, request, started=started)


def _add_import(
    library: Library, source: OpenedFiles, read: ReadTable, request: ImportFile, *, started: float
) -> Version:
    columns = profile_columns(read.table)
    if request.roles is None:
        guess = guess_roles(read.table, columns)
    else:
        guess = by_hand(checked_roles(request.roles, read.columns))
    odd = [*read.rejected, *read.repaired]
    examples = Examples(read.table, guess.roles, odd, read.dialect.skipped_lines, columns=columns)
    recipe = checked_split(request.split or SplitRecipe(), guess.roles, name=source.path.name)
    profile, marks = make_profile(library, examples, recipe, guess=guess, columns=columns)
    dataset_id, number, place = library.next_version(source=str(source.path), parent=None)
    version = Version(
        id=0,
        dataset_id=dataset_id,
        number=number,
        name=source.path.name,
        folder=place,
        source=str(source.path),
        bytes=source.bytes,
        sha256=source.sha256,
        dialect=read.dialect,
        columns=tuple(read.columns),
        rows=read.table.num_rows,
        rejected=len(read.rejected),
        seconds=0.0,
        profile=profile,
        created_at=_now(),
        recipe=_first_steps(request),
    )
    table = read.table if read.file is None else read.file
    tables.write_version_folder(library.folder / place, table, version=version, marks=marks, rejected=odd)
    return library.add_version(msgspec.structs.replace(version, seconds=round(time.perf_counter() - started, 3)))


def _rows_asked(version: Version, folder: Path, request: SelectRows) -> tables.RowNumbers | None:
    """The rows of the issue and of the keys that were asked for; None if neither was."""
    rows = None if request.issue is None else _issue_rows(version, folder, request.issue)
    if request.keys is None:
        return rows
    named = rows_of_keys(tables.read_table(folder), request.keys)
    return named if rows is None else np.intersect1d(rows, named)


def _issue_rows(version: Version, folder: Path, kind: str) -> tables.RowNumbers:
    file = tables.issue_file(folder, kind)
    if all(issue.kind != kind for issue in version.profile.issues) or not file.exists():
        raise DataError(say(N_("“{name}” has no issue “{kind}”."), name=version.name, kind=kind))
    return tables.read_rows(file)


def _selection_path(folder: Path, request: SelectRows) -> Path:
    """A file named for what is asked, after the oldest selections were removed."""
    folder.mkdir(exist_ok=True)
    files = sorted(folder.glob("*.arrow"), key=lambda file: file.stat().st_mtime, reverse=True)
    for file in files[_KEPT_SELECTIONS - 1 :]:
        file.unlink(missing_ok=True)
    asked = msgspec.json.encode(msgspec.structs.replace(request, request_id=0))
    return folder / f"v{request.version_id}-{hashlib.sha256(asked).hexdigest()[:12]}.arrow"


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
