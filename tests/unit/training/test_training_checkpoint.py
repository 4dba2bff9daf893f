"""Checkpoints that survive damage, and never lose the last good one."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch

from workbench.errors import RunError
from workbench.training.checkpoint import Checkpoints, Snapshot


def snapshot(step: int, *, best_step: int = 0) -> Snapshot:
    return Snapshot(
        step=step,
        best_step=best_step,
        weights={"w": torch.full((4,), float(step))},
        optimizer={"0.exp_avg": torch.ones(3)},
        random={"torch": torch.get_rng_state()},
        values={"progress": {"step": step}},
    )


def test_that_a_checkpoint_comes_back_as_it_was_saved(tmp_path: Path) -> None:
    saved = snapshot(7, best_step=5)

    Checkpoints(tmp_path / "checkpoints").save(saved)
    back = Checkpoints(tmp_path / "checkpoints").load_latest()

    assert back is not None
    assert (back.step, back.best_step, back.values) == (7, 5, {"progress": {"step": 7}})
    assert torch.equal(back.weights["w"], saved.weights["w"])
    assert torch.equal(back.optimizer["0.exp_avg"], saved.optimizer["0.exp_avg"])
    assert torch.equal(back.random["torch"], saved.random["torch"])


def test_that_the_last_two_and_the_best_are_kept(tmp_path: Path) -> None:
    checkpoints = Checkpoints(tmp_path)

    for step in (0, 10, 20, 30, 40):
        checkpoints.save(snapshot(step, best_step=10 if step >= 10 else 0))

    assert checkpoints.steps() == [10, 30, 40]


@pytest.mark.parametrize("name", ["weights.safetensors", "optimizer.safetensors", "state.json", "manifest.json"])
@pytest.mark.parametrize("damage", ["cut", "changed", "removed"])
def test_that_a_damaged_checkpoint_is_passed_over_for_the_older_one(tmp_path: Path, name: str, damage: str) -> None:
    checkpoints = Checkpoints(tmp_path)
    checkpoints.save(snapshot(10))
    path = checkpoints.save(snapshot(20)) / name
    content = path.read_bytes()
    if damage == "removed":
        path.unlink()
    else:
        path.write_bytes(content[:-3] if damage == "cut" else content[:-3] + b"???")

    back = checkpoints.load_latest()

    assert back is not None
    assert back.step == 10


def test_that_a_damaged_checkpoint_is_written_anew(tmp_path: Path) -> None:
    checkpoints = Checkpoints(tmp_path)
    (checkpoints.save(snapshot(10)) / "state.json").unlink()

    checkpoints.save(snapshot(10))

    assert checkpoints.load(10).step == 10


def test_that_what_a_killed_process_left_half_written_is_no_checkpoint(tmp_path: Path) -> None:
    checkpoints = Checkpoints(tmp_path)
    checkpoints.save(snapshot(10)).rename(tmp_path / "step-00000020.partial")

    assert checkpoints.load_latest() is None
    checkpoints.save(snapshot(30))
    assert [path.name for path in tmp_path.iterdir()] == ["step-00000030"]


def test_that_a_full_disk_leaves_the_older_checkpoint(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    checkpoints = Checkpoints(tmp_path)
    checkpoints.save(snapshot(10))

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="No space"):
        checkpoints.save(snapshot(20))

    assert [path.name for path in tmp_path.iterdir()] == ["step-00000010"]
    assert checkpoints.load(10).step == 10


def test_that_a_missing_checkpoint_is_told_in_words(tmp_path: Path) -> None:
    with pytest.raises(RunError, match="The checkpoint of step 5 is missing or damaged"):
        Checkpoints(tmp_path).load(5)
