"""What is wrong with the folder of a version: each file that is missing, damaged, or other than its row says."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec
import numpy as np
import pyarrow as pa

from workbench.data import tables
from workbench.i18n import N_, say
from workbench.store.manifests import MANIFEST_FILE, read_manifest
from workbench.store.old_forms import renewed_version
from workbench.values import SPLIT_NAMES, FindingKind, LibraryFinding, Sentence, Version

UNREADABLE = (
    OSError,
    ValueError,
    KeyError,
    TypeError,
    IndexError,
    OverflowError,
    pa.ArrowException,
    msgspec.MsgspecError,
)
"""What readers of damaged files raise: Arrow's, JSON's, and numpy's where a buffer is too short."""


def version_faults(library: Path, version: Version, *, deep: bool) -> Iterator[LibraryFinding]:
    """What is wrong with a version's folder.

    Args:
        library: The library.
        version: As its row says.
        deep: Also look at every cell: its place in the file, and that it is text.
    """
    folder = library / version.folder
    if not folder.is_dir():
        yield _fault("missing_folder", version, what=say(N_("The folder of “{name}” is gone."), name=version.name))
        return
    if not _is_manifest_true(folder, version):
        yield manifest_fault(version.folder, version.name)
    problem = _table_problem(folder, version, deep=deep)
    if problem is not None:
        yield _fault("table", version, tables.TABLE_FOLDER, what=problem)
    if not _is_split_sound(folder, version):
        what = say(N_("The split of “{name}” is missing or damaged."), name=version.name)
        yield _fault("split", version, tables.SPLIT_FILE, what=what)
    for issue in version.profile.issues:
        if not _are_rows_sound(tables.issue_file(folder, issue.kind), version.rows):
            what = say(
                N_("The rows of the issue “{kind}” of “{name}” are missing or damaged."),
                kind=issue.kind,
                name=version.name,
            )
            yield _fault("issue", version, f"{tables.ISSUES_FOLDER}/{issue.kind}.arrow", what=what)
    if not _are_rejected_sound(folder):
        what = say(N_("The list of unreadable records of “{name}” is missing or damaged."), name=version.name)
        yield _fault("rejected", version, tables.REJECTED_FILE, what=what)


def manifest_fault(folder: str, name: str) -> LibraryFinding:
    """The finding that a folder's manifest is missing, damaged, or not what the row says."""
    return LibraryFinding(
        kind="manifest",
        path=f"{folder}/{MANIFEST_FILE}",
        what=say(N_("The manifest of “{name}” is missing, damaged, or not what the database says."), name=name),
        fix=say(N_("workbench verify --repair writes it anew.")),
    )


def _fault(kind: FindingKind, version: Version, file: str = "", *, what: Sentence) -> LibraryFinding:
    return LibraryFinding(
        kind=kind,
        path=f"{version.folder}/{file}".rstrip("/"),
        what=what,
        fix=say(
            N_("Put it back from a backup, or remove the folder “{folder}” and open “{source}” again."),
            folder=version.folder,
            source=version.source,
        ),
    )


def _is_manifest_true(folder: Path, version: Version) -> bool:
    try:
        told = read_manifest(folder, Version, renewed_version)
    except UNREADABLE:
        return False
    if version.parent_id is None:  # the parent may be gone since, which the database then forgets
        told = msgspec.structs.replace(told, parent_id=None)
    return msgspec.json.encode(told) == msgspec.json.encode(version)  # as JSON, because NaN is not equal to itself


def _table_problem(folder: Path, version: Version, *, deep: bool) -> Sentence | None:
    try:
        table = tables.read_table(folder)
        if deep:
            table.validate(full=True)
    except UNREADABLE:
        return say(N_("The table of “{name}” is missing or damaged."), name=version.name)
    if tuple(table.column_names) != version.columns:
        return say(N_("The table of “{name}” has other columns than the database says."), name=version.name)
    if table.num_rows != version.rows:
        return say(
            N_("The table of “{name}” has {found:,} rows instead of {rows:,}."),
            name=version.name,
            found=table.num_rows,
            rows=version.rows,
        )
    return None


def _is_split_sound(folder: Path, version: Version) -> bool:
    try:
        codes = tables.read_split(folder / tables.SPLIT_FILE)
    except UNREADABLE:
        return False
    return len(codes) == version.rows and bool(np.all((codes >= 0) & (codes < len(SPLIT_NAMES))))


def _are_rows_sound(file: Path, rows: int) -> bool:
    try:
        numbers = tables.read_rows(file)
    except UNREADABLE:
        return False
    return bool(np.all((numbers >= 0) & (numbers < rows)))


def _are_rejected_sound(folder: Path) -> bool:
    try:
        tables.read_odd_records(folder)
    except UNREADABLE:
        return False
    return True
