"""A run whose process is killed with SIGKILL, again and again, ends with the losses of one that never was."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from test_training_handlers import import_file, losses, write_csv
from tiny_models import save_tiny_model

from workbench.engine.context import Context
from workbench.engine.predictors import Predictors
from workbench.store import Library

pytestmark = [pytest.mark.engine, pytest.mark.slow, pytest.mark.timeout(600)]

SCRIPT = Path(__file__).with_name("training_process.py")
KILLS = 4
STEPS = 4 * 10  # 80 training rows in batches of 8, 4 epochs


def launch(library: Path, *arguments: object) -> subprocess.Popen[str]:
    environment = {**os.environ, "OMP_NUM_THREADS": "1", "PYTHONPATH": os.pathsep.join(sys.path)}
    command = [sys.executable, str(SCRIPT), str(library), *map(str, arguments)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment)


def wait_for_end(process: subprocess.Popen[str]) -> int:
    """The run's id, once the process has ended well."""
    with process:
        assert process.stdout is not None
        lines = process.stdout.read().split("\n")
    assert process.returncode == 0
    return int(next(line for line in lines if line.startswith("run ")).split()[1])


def kill_in_training(process: subprocess.Popen[str], chance: random.Random) -> int:
    """Kills the process some steps after it began to train; gives the run's id."""
    run_id, steps = 0, chance.randint(1, 12)
    with process:
        assert process.stdout is not None
        for line in process.stdout:
            word, number = line.split()
            run_id = int(number) if word == "run" else run_id
            steps -= word == "step"
            if steps <= 0:
                time.sleep(chance.random() * 0.05)  # anywhere in the next steps, or in a checkpoint
                process.send_signal(signal.SIGKILL)
                break
    assert run_id
    return run_id


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="Windows has no SIGKILL")
def test_that_a_run_killed_again_and_again_ends_with_equal_losses(library: Path, tmp_path: Path) -> None:
    base = save_tiny_model(tmp_path / "base")
    with Library.open(library) as opened:
        context = Context(library=opened, predictors=Predictors(opened), stop_requested=lambda: False)
        version_id = import_file(context, write_csv(tmp_path / "data.csv"))
    whole = wait_for_end(launch(library, "start", version_id, base))

    chance = random.Random(0)
    killed = kill_in_training(launch(library, "start", version_id, base), chance)
    for _ in range(KILLS - 1):
        kill_in_training(launch(library, "resume", killed), chance)
    assert wait_for_end(launch(library, "resume", killed)) == killed

    with Library.open(library) as opened:
        assert [step for step, _ in losses(opened.steps(killed))] == list(range(1, STEPS + 1))
        assert losses(opened.steps(killed)) == losses(opened.steps(whole))
        assert looks(opened, killed) == looks(opened, whole)
        assert opened.run(killed).state == "finished"
        assert opened.run(killed).report == opened.run(whole).report


def looks(library: Library, run_id: int) -> list[tuple[int, float, bool]]:
    return [(e.step, e.loss, e.is_best) for e in library.evaluations(run_id)]
