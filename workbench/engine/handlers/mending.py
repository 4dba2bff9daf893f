"""Requests that mend a version or write it to a file: clean, preview, keys of rows, compare, export."""

from __future__ import annotations

import time
from collections.abc import Generator, Iterator
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from workbench.data import tables
from workbench.data.clean import follow_steps
from workbench.data.compare import compare_tables
from workbench.data.export import rejected_table, with_split_column, write_table, writer_for
from workbench.data.issues import Examples
from workbench.data.kept_split import kept_split
from workbench.data.preview import preview_steps
from workbench.data.row_keys import row_keys
from workbench.data.split import split_sizes
from workbench.data.tables import Marks, RowNumbers
from workbench.engine.context import Context, Handler
from workbench.engine.profiling import profile_again
from workbench.errors import DataError, FileError
from workbench.i18n import N_, say
from workbench.protocol import (
    CleanVersion,
    CompareVersions,
    Event,
    ExportVersion,
    FileExported,
    PreviewSteps,
    Progressed,
    RowKeys,
    RowKeysFound,
    StepsPreviewed,
    StepTaken,
    VersionReady,
    VersionsCompared,
)
from workbench.store import Library
from workbench.values import Profile, Version

_DEALT_OUT_ANEW = ("given", "time")
"""Ways to divide rows that say for each row where it belongs; all others deal rows out by chance."""


def clean_version(request: CleanVersion, context: Context) -> Iterator[Event]:
    """Makes a new version by taking steps, and tells what each did.

    The roles and the recipe of the split stay. So do the parts of the rows, as far as they can: see `data/kept_split`.

    Raises:
        DataError: If a step cannot be taken, or if all change nothing or leave nothing.
    """
    started = time.perf_counter()
    library = context.library
    parent = library.version(request.version_id)
    folder = library.folder / parent.folder
    before = tables.read_table(folder)
    table, left = before, np.arange(before.num_rows, dtype=np.int64)
    is_changed = False
    for number, outcome in enumerate(follow_steps(before, parent.profile.roles, request.steps), 1):
        taken = outcome.taken
        table, left = taken.table, left if taken.rows is None else left[taken.rows]
        is_changed = is_changed or outcome.changed > 0 or taken.rows is not None
        yield StepTaken(
            number=number,
            step=type(outcome.step).__name__,
            rows_before=outcome.rows_before,
            rows=table.num_rows,
            changed=outcome.changed,
            missing=taken.missing,
            counts=taken.counts,
            notes=taken.notes,
        )
    _check_worth(parent, table, is_changed=is_changed)
    yield Progressed(what=say(N_("Looking at {n:,} row."), N_("Looking at {n:,} rows."), n=table.num_rows))
    rejected = tables.read_rejected(folder)
    examples = Examples(table, parent.profile.roles, rejected, parent.dialect.skipped_lines)
    profile, marks = _profile(library, parent, examples, before, left)
    dataset_id, number, place = library.next_version(source=parent.source, parent=parent)
    version = msgspec.structs.replace(
        parent,
        id=0,
        dataset_id=dataset_id,
        number=number,
        folder=place,
        rows=table.num_rows,
        seconds=round(time.perf_counter() - started, 3),
        profile=profile,
        created_at=datetime.now(UTC).isoformat(timespec="seconds"),
        parent_id=parent.id,
        recipe=(*parent.recipe, *request.steps),
    )
    tables.write_version_folder(library.folder / place, table, version=version, marks=marks, rejected=rejected)
    yield VersionReady(version_id=library.add_version(version).id)


def preview(request: PreviewSteps, context: Context) -> Iterator[Event]:
    """Says what steps would do.

    Raises:
        DataError: If a step cannot be taken.
    """
    version = context.library.version(request.version_id)
    table = tables.read_table(context.library.folder / version.folder)
    found = preview_steps(table, version.profile.roles, request.steps, most=request.most)
    yield StepsPreviewed(
        version_id=version.id,
        rows=found.rows,
        changed=found.changed,
        changes=found.changes,
        counts=found.counts,
        sampled_rows=found.sampled_rows,
    )


def find_row_keys(request: RowKeys, context: Context) -> Iterator[Event]:
    """Gives the keys of rows."""
    version = context.library.version(request.version_id)
    table = tables.read_table(context.library.folder / version.folder)
    keys = row_keys(table, np.array(request.rows, np.int64))
    yield RowKeysFound(version_id=version.id, keys=tuple(keys))


def compare(request: CompareVersions, context: Context) -> Iterator[Event]:
    """Says what changed from one version to another, of the same dataset or not."""
    library = context.library
    old, new = library.version(request.old_version_id), library.version(request.new_version_id)
    yield Progressed(what=say(N_("Comparing with “{name}”."), name=old.name))
    difference = compare_tables(
        tables.read_table(library.folder / old.folder),
        old.profile.roles,
        tables.read_table(library.folder / new.folder),
        new.profile.roles,
    )
    yield VersionsCompared(old_version_id=old.id, new_version_id=new.id, difference=difference)


def export(request: ExportVersion, context: Context) -> Iterator[Event]:
    """Writes a version's rows, or its rejected records, to a file.

    Raises:
        SettingError: If the ending of the file is unknown.
        FileError: If the file is a source of the library, or cannot be written.
        DataError: If the format cannot hold the rows.
        DiskFullError: If the disk is full.
    """
    library = context.library
    version = library.version(request.version_id)
    out = Path(request.out).expanduser().absolute()
    writer_for(out)
    _check_target(out, library)
    folder = library.folder / version.folder
    if request.part != "rows":
        read = tables.read_rejected if request.part == "rejected" else tables.read_repaired
        table = rejected_table(read(folder))
    else:
        table = tables.read_table(folder)
        if request.with_split:
            table = with_split_column(table, tables.read_split(folder / tables.SPLIT_FILE))
    escaped = yield from _write(table, out)
    yield FileExported(version_id=version.id, out=str(out), rows=table.num_rows, escaped=escaped)


HANDLERS = (
    Handler(CleanVersion, "interactive", clean_version),
    Handler(PreviewSteps, "interactive", preview),
    Handler(RowKeys, "interactive", find_row_keys),
    Handler(CompareVersions, "interactive", compare),
    Handler(ExportVersion, "interactive", export),
)


def _check_worth(parent: Version, table: pa.Table, *, is_changed: bool) -> None:
    if not is_changed:
        raise DataError(say(N_("“{name}” has nothing to mend there."), name=parent.name))
    if not table.num_rows:
        raise DataError(
            say(N_("These steps would leave no row of “{name}”."), name=parent.name),
            say(N_("Remove fewer rows, or keep more.")),
        )


def _profile(
    library: Library, parent: Version, examples: Examples, before: pa.Table, left: RowNumbers
) -> tuple[Profile, Marks]:
    """Profiles the mended table; its rows keep their parts of the split where these were dealt out by chance."""
    profile, marks = profile_again(library, examples, parent.profile)
    recipe, roles = parent.profile.split_recipe, parent.profile.roles
    is_given = recipe.method in _DEALT_OUT_ANEW or (recipe.method == "auto" and roles.split is not None)
    if is_given or recipe.test_version_id is not None or "split_left_out" in marks.issues:
        return profile, marks
    old = tables.read_split(library.folder / parent.folder / tables.SPLIT_FILE)[left]
    codes = kept_split(
        examples,
        recipe,
        fresh=marks.split,
        old=old,
        is_reworded=_is_reworded(before, examples, left),
    )
    return msgspec.structs.replace(profile, split=split_sizes(codes)), Marks(codes, marks.issues)


def _is_reworded(before: pa.Table, examples: Examples, left: RowNumbers) -> bool:
    """Whether a text or group is another than it was in the row that it comes from."""
    kept = np.zeros(before.num_rows, np.bool_)
    kept[left] = True
    names = [name for name in (examples.roles.text, examples.roles.group) if name is not None]
    was = before.select(names).filter(pa.array(kept))
    return any(not pc.all(pc.equal(was.column(name), examples.table.column(name))).as_py() for name in names)


def _check_target(out: Path, library: Library) -> None:
    """Refuses a file that a dataset was read from, and the library's own folder.

    Raises:
        FileError: If it is one of them.
    """
    fix = say(N_("Choose another name or folder."))
    if out.is_dir():
        raise FileError(say(N_("“{path}” is a folder."), path=str(out)), fix)
    if out.resolve().is_relative_to(library.folder.resolve()):
        raise FileError(say(N_("“{path}” lies in the library itself."), path=str(out)), fix)
    sources = {source for version in library.versions() for source in (version.source, *version.dialect.more)}
    if any(_is_same_file(out, Path(source)) for source in sources):
        raise FileError(say(N_("“{path}” is the file that a dataset was read from."), path=str(out)), fix)


def _is_same_file(out: Path, source: Path) -> bool:
    if out.exists() and source.exists():
        return out.samefile(source)
    return out.resolve() == source.resolve()


def _write(table: pa.Table, out: Path) -> Generator[Event, None, int]:
    what = say(N_("Writing “{name}”."), name=out.name)
    steps = write_table(table, out)
    try:
        while True:
            yield Progressed(what=what, done=next(steps), total=table.num_rows)
    except StopIteration as end:
        escaped: int = end.value.escaped
        return escaped
    finally:
        steps.close()
