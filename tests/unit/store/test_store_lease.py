"""The mark of the engine that runs a run."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from workbench.errors import RunError
from workbench.store import RunLease, lease

HOLDER = """
import sys
from pathlib import Path
from workbench.store.lease import RunLease
with RunLease(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


def _start_holder(folder: Path) -> subprocess.Popen[str]:
    child = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert child.stdout is not None
    assert child.stdout.readline() == "held\n"
    return child


def test_that_a_lease_is_held_from_entering_to_leaving(tmp_path: Path) -> None:
    folder = tmp_path / "runs" / "1"

    assert not RunLease.is_held(folder)
    with RunLease(folder):
        assert RunLease.is_held(folder)
        assert RunLease.is_held(folder)
    assert not RunLease.is_held(folder)
    with RunLease(folder):
        assert RunLease.is_held(folder)


def test_that_a_lease_ends_when_an_error_passes(tmp_path: Path) -> None:
    with pytest.raises(KeyError), RunLease(tmp_path):
        raise KeyError

    assert not RunLease.is_held(tmp_path)


def test_that_a_run_has_one_engine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lease, "PATIENCE_S", 0.01)

    with RunLease(tmp_path):
        with pytest.raises(RunError, match="already being trained"), RunLease(tmp_path):
            pass
        assert RunLease.is_held(tmp_path)


def test_that_asking_makes_no_file(tmp_path: Path) -> None:
    RunLease.is_held(tmp_path)

    assert list(tmp_path.iterdir()) == []


def test_that_a_lease_of_another_process_is_seen_and_ends_with_its_death(tmp_path: Path) -> None:
    child = _start_holder(tmp_path)
    with child:
        assert RunLease.is_held(tmp_path)
        child.kill()  # SIGKILL: nothing of the child runs any more
        child.wait(timeout=10)

    assert not RunLease.is_held(tmp_path)
    with RunLease(tmp_path):
        pass
