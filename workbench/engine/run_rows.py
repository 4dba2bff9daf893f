"""The rows that a run learns from, chooses by and is measured on: its own split, and test or validation versions.

The run keeps a copy of its split, so that it can be resumed, and explained, after the version was divided anew.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from workbench.data import tables
from workbench.engine.baselines import LabeledRows, labeled_rows
from workbench.errors import RunError
from workbench.i18n import N_, say
from workbench.store import Library
from workbench.values import SPLIT_NAMES, Roles, Run, Version

if TYPE_CHECKING:  # its module imports torch
    from workbench.training.task_model import Part, Parts

SPLIT_SHA256 = "split_sha256"
"""The key in a run's settings."""

_TRAIN, _VALIDATION, _TEST = (SPLIT_NAMES.index(name) for name in ("train", "validation", "test"))


@dataclass(frozen=True)
class RunVersions:
    """The versions of a run; None where its own split has these rows."""

    own: Version
    validation: Version | None
    test: Version | None


def versions_of(library: Library, run: Run) -> RunVersions:
    """The versions that a run names.

    Raises:
        DataError: If one does not exist.
    """
    validation, test = run.validation_version_id, run.test_version_id
    return RunVersions(
        own=library.version(run.version_id),
        validation=None if validation is None else library.version(validation),
        test=None if test is None else library.version(test),
    )


def run_split(library: Library, versions: RunVersions) -> tables.SplitCodes:
    """The split of a run: the version's, with the parts that come from other versions given back to training."""
    codes = np.array(tables.read_split(library.folder / versions.own.folder / tables.SPLIT_FILE))
    if versions.validation is not None:
        codes[codes == _VALIDATION] = _TRAIN
    if versions.test is not None:
        codes[codes == _TEST] = _TRAIN
    return codes


def read_parts(library: Library, versions: RunVersions, codes: tables.SplitCodes, roles: Roles) -> Parts:
    """The rows of each part that have a text and a label.

    Raises:
        DataError: If a role has no column, or a version lacks it.
    """
    from workbench.training.task_model import Parts

    own = labeled_rows(library, versions.own, roles)
    marks = codes[own.rows]
    train, validation, test = (own.part(marks == code) for code in (_TRAIN, _VALIDATION, _TEST))
    if versions.validation is not None:
        validation = labeled_rows(library, versions.validation, roles)
    if versions.test is not None:
        test = labeled_rows(library, versions.test, roles)
    return Parts(_part(train), _part(validation), _part(test))


def keep_split(folder: Path, codes: tables.SplitCodes) -> str:
    """Writes a run's copy of its split; gives its sha256."""
    tables.write_split(folder / tables.SPLIT_FILE, codes)
    return _sha256(folder / tables.SPLIT_FILE)


def kept_split(library: Library, run: Run) -> tables.SplitCodes:
    """A run's copy of its split.

    Raises:
        RunError: If it is missing or not what the run began with.
    """
    path = library.folder / run.folder / tables.SPLIT_FILE
    if not path.is_file() or _sha256(path) != run.settings.get(SPLIT_SHA256):
        raise RunError(
            say(N_("The list of training rows of “{name}” is missing or damaged, so it cannot go on."), name=run.name),
            say(N_("Start a new run.")),
        )
    return tables.read_split(path)


def _part(rows: LabeledRows) -> Part:
    from workbench.training.task_model import Part

    return Part(rows.rows, {"text": rows.texts, "label": rows.labels})


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
