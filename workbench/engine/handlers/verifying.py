"""The handler that looks through the whole library, and puts right what can be put right without losing anything."""

from __future__ import annotations

import time
from collections.abc import Generator, Iterator
from pathlib import Path

import msgspec

from workbench.engine.context import Context, Handler
from workbench.errors import DataError, RunError
from workbench.i18n import N_, say
from workbench.protocol import Event, LibraryVerified, Progressed, VerifyLibrary
from workbench.store import Library
from workbench.store.datasets import DATASETS_FOLDER
from workbench.store.integrity import Audit
from workbench.store.manifests import MANIFEST_FILE, read_manifest, read_manifests
from workbench.store.old_forms import renewed_version
from workbench.store.runs import RUNS_FOLDER
from workbench.values import LibraryFinding, Run, Version


def verify_library(request: VerifyLibrary, context: Context) -> Iterator[Event]:
    """Looks for everything that is wrong; with `repair` it looks again afterwards, and says what was put right."""
    started = time.monotonic()
    library = context.library
    audit, found = yield from _look(library, deep=request.deep)
    if request.repair and found and audit.is_whole:
        _repair(library, audit, found)
        audit, left = yield from _look(library, deep=request.deep)
        found = _compared(found, left)
    yield LibraryVerified(
        findings=found, versions=len(audit.versions), runs=len(audit.runs), seconds=time.monotonic() - started
    )


HANDLERS = (Handler(VerifyLibrary, "interactive", verify_library),)


def _look(library: Library, *, deep: bool) -> Generator[Event, None, tuple[Audit, tuple[LibraryFinding, ...]]]:
    from workbench.engine.leftovers import leftovers

    lying = _folders(library.folder)  # before the rows are read: one that is made meanwhile has its row then
    audit = library.audit()
    found = list(audit.findings)
    if not audit.is_whole:
        return audit, tuple(found)
    kept = _kept(audit)
    for done, each in enumerate(kept):
        yield Progressed(what=say(N_("Checking “{name}”"), name=each.name), done=done, total=len(kept))
        found += _faults(library, each, deep=deep)
    found += (_without_row(library.folder, name) for name in lying if name not in audit.folders)
    found += leftovers(library.folder)
    return audit, tuple(found)


def _faults(library: Library, kept: Version | Run, *, deep: bool) -> list[LibraryFinding]:
    """What is wrong with a folder; where its row has changed since it was read, what is wrong under the new one."""
    found = _faults_under(library.folder, kept, deep=deep)
    if not found:
        return []
    now = _row_now(library, kept)
    if now is None or now == kept:
        return found if now == kept else []
    return _faults_under(library.folder, now, deep=deep)


def _faults_under(library: Path, kept: Version | Run, *, deep: bool) -> list[LibraryFinding]:
    from workbench.engine.run_faults import run_faults
    from workbench.engine.version_faults import version_faults

    if isinstance(kept, Version):
        return list(version_faults(library, kept, deep=deep))
    return list(run_faults(library, kept, deep=deep))


def _row_now(library: Library, kept: Version | Run) -> Version | Run | None:
    """A row as it is now, None if it is gone."""
    try:
        return library.version(kept.id) if isinstance(kept, Version) else library.run(kept.id)
    except (DataError, RunError):
        return None


def _kept(audit: Audit) -> list[Version | Run]:
    return [*audit.versions, *audit.runs]


def _folders(library: Path) -> list[str]:
    """The folders of versions and runs, relative to the library."""
    found = (*library.glob(f"{DATASETS_FOLDER}/*/v*"), *library.glob(f"{RUNS_FOLDER}/*"))
    return sorted(
        path.relative_to(library).as_posix()
        for path in found
        if path.is_dir() and path.name.removeprefix("v").isdecimal()
    )


def _without_row(library: Path, folder: str) -> LibraryFinding:
    what = say(N_("The folder “{folder}” has no row in the database."), folder=folder)
    fix = say(N_("workbench verify --repair makes its row again."))
    if not _has_manifest(library / folder, is_run=folder.startswith(RUNS_FOLDER)):
        what = say(N_("The folder “{folder}” has no row in the database and no readable manifest."), folder=folder)
        fix = say(N_("Put its {file} back from a backup, or remove the folder."), file=MANIFEST_FILE)
    return LibraryFinding(kind="missing_row", path=folder, what=what, fix=fix)


def _has_manifest(folder: Path, *, is_run: bool) -> bool:
    try:
        read_manifest(folder, Run) if is_run else read_manifest(folder, Version, renewed_version)
    except (OSError, msgspec.MsgspecError, KeyError):
        return False
    return True


def _repair(library: Library, audit: Audit, found: tuple[LibraryFinding, ...]) -> None:
    """Rows from manifests, manifests from rows, leftovers away; data that somebody made is never touched."""
    from workbench.engine.leftovers import remove_leftovers

    untrue = {finding.path for finding in found}
    for each in _kept(audit):
        if f"{each.folder}/{MANIFEST_FILE}" in untrue:
            _rewrite_manifest(library, each)
    unreadable = {finding.path for finding in found if finding.kind == "row"}
    if unreadable:
        _renew_versions(library, audit)
    if not any(path.startswith(RUNS_FOLDER) for path in unreadable):  # they would be in its way
        library.restore_missing_runs()
    remove_leftovers(library.folder)


def _rewrite_manifest(library: Library, kept: Version | Run) -> None:
    if isinstance(kept, Run):
        library.change_run(kept.id)
    else:
        library.replace_profile(kept.id, library.version(kept.id).profile)


def _renew_versions(library: Library, audit: Audit) -> None:
    """Writes the rows of versions that cannot be read anew, from their manifests."""
    read = {each.folder for each in _kept(audit)}
    for folder, version in read_manifests(library.folder, f"{DATASETS_FOLDER}/*/v*", Version, renewed_version):
        if folder in audit.folders and folder not in read:
            library.add_version(msgspec.structs.replace(version, folder=folder))


def _compared(before: tuple[LibraryFinding, ...], after: tuple[LibraryFinding, ...]) -> tuple[LibraryFinding, ...]:
    """What was found, marked as repaired where it is no longer found, and what has come to light since."""
    old, left = ({(finding.kind, finding.path) for finding in found} for found in (before, after))
    told = [
        msgspec.structs.replace(finding, is_repaired=(finding.kind, finding.path) not in left) for finding in before
    ]
    return (*told, *(finding for finding in after if (finding.kind, finding.path) not in old))
