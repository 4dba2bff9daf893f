"""Checkpoints that are complete or not there, whenever the process dies.

Each is written into a sibling `.partial` folder, every file fsynced, its manifest with sizes and digests last; then
the folder is renamed, and only then is an older one removed: two are always kept, and the best one beside them.
"""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec
import torch
from safetensors.torch import load_file, save_file

from workbench.errors import RunError
from workbench.i18n import N_, say
from workbench.training.checkpoint_files import (
    MANIFEST,
    PREFIX,
    STATE,
    TENSOR_FILES,
    CheckpointManifest,
    damaged_file,
    file_sum,
)

KEPT = 2
_PARTIAL = ".partial"


@dataclass
class Snapshot:
    """Everything that a run needs to go on exactly where it was.

    Attributes:
        step: Steps done.
        best_step: The step of the best checkpoint so far.
        weights: What training changes, by its name in the module.
        optimizer: The optimizer's moments, by parameter and name.
        random: The state of random generators.
        values: The rest, as JSON can hold it.
    """

    step: int
    best_step: int
    weights: dict[str, torch.Tensor]
    optimizer: dict[str, torch.Tensor] = field(default_factory=dict)
    random: dict[str, torch.Tensor] = field(default_factory=dict)
    values: dict[str, Any] = field(default_factory=dict)


class Checkpoints:
    """The checkpoints of one run.

    Args:
        folder: Where they lie; made when the first one is saved.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def save(self, snapshot: Snapshot) -> Path:
        """Writes a checkpoint, then removes those that are no longer needed. Gives its folder.

        Raises:
            OSError: If it cannot be written; those that exist are unharmed.
        """
        target = self._path(snapshot.step)
        if _is_valid(target):
            return target
        partial = target.with_name(target.name + _PARTIAL)
        shutil.rmtree(partial, ignore_errors=True)
        partial.mkdir(parents=True)
        try:
            _write(partial, snapshot)
            shutil.rmtree(target, ignore_errors=True)  # a damaged one of the same step
            os.replace(partial, target)
        except BaseException:
            shutil.rmtree(partial, ignore_errors=True)
            raise
        _sync_folder(self.folder)
        self._remove_old(best_step=snapshot.best_step)
        return target

    def steps(self) -> list[int]:
        """The steps of the checkpoints that lie here, ascending; whether they are whole is not known yet."""
        found = (path.name.removeprefix(PREFIX) for path in self.folder.glob(f"{PREFIX}*") if path.is_dir())
        return sorted(int(name) for name in found if name.isdigit())

    def load_latest(self) -> Snapshot | None:
        """The newest checkpoint that is whole; a damaged one is passed over. None if there is none."""
        for step in reversed(self.steps()):
            if _is_valid(self._path(step)):
                return _read(self._path(step))
        return None

    def load(self, step: int) -> Snapshot:
        """One checkpoint.

        Raises:
            RunError: If it is missing or damaged.
        """
        if not _is_valid(self._path(step)):
            raise RunError(
                say(N_("The checkpoint of step {step} is missing or damaged."), step=step),
                say(N_("Resume the run, or train it again.")),
            )
        return _read(self._path(step))

    def keep_only(self, step: int) -> None:
        """Removes all but one: for a run that is finished."""
        for other in self.steps():
            if other != step:
                shutil.rmtree(self._path(other))

    def _remove_old(self, *, best_step: int) -> None:
        for partial in self.folder.glob(f"{PREFIX}*{_PARTIAL}"):
            shutil.rmtree(partial, ignore_errors=True)
        for step in self.steps()[:-KEPT]:
            if step != best_step:
                shutil.rmtree(self._path(step))

    def _path(self, step: int) -> Path:
        return self.folder / f"{PREFIX}{step:08d}"


def _write(folder: Path, snapshot: Snapshot) -> None:
    for name in TENSOR_FILES:
        tensors = {key: tensor.detach().cpu().contiguous() for key, tensor in getattr(snapshot, name).items()}
        save_file(tensors, folder / f"{name}.safetensors")
    (folder / STATE).write_bytes(msgspec.json.encode(snapshot.values))
    files = {path.name: file_sum(path) for path in sorted(folder.iterdir())}
    for name in files:
        _sync_file(folder / name)
    manifest = CheckpointManifest(step=snapshot.step, best_step=snapshot.best_step, files=files)
    (folder / MANIFEST).write_bytes(msgspec.json.encode(manifest))
    _sync_file(folder / MANIFEST)
    _sync_folder(folder)


def _read(folder: Path) -> Snapshot:
    manifest = msgspec.json.decode((folder / MANIFEST).read_bytes(), type=CheckpointManifest)
    tensors = {name: load_file(folder / f"{name}.safetensors") for name in TENSOR_FILES}
    values = msgspec.json.decode((folder / STATE).read_bytes(), type=dict[str, Any])
    return Snapshot(step=manifest.step, best_step=manifest.best_step, values=values, **tensors)


def _is_valid(folder: Path) -> bool:
    """Whether a checkpoint is whole: every file that its manifest names has its size and digest."""
    return damaged_file(folder) is None


def _sync_file(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def _sync_folder(path: Path) -> None:
    """Makes the names in a folder survive a power cut; Windows has no such call, and needs none."""
    if os.name == "posix":
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
