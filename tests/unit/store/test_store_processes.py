"""What other processes do to a library, and what a killed one leaves behind. Real processes."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest
import store_examples
from store_examples import add_run

from workbench.store import Library

pytestmark = pytest.mark.engine

WRITER = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[3])
from store_examples import step
from workbench.store import Library
with Library.open(Path(sys.argv[1])) as library:
    for first in range(1, int(sys.argv[2]) + 1, 50):
        library.record([step(1, number) for number in range(first, first + 50)])
        print(first + 49, flush=True)
"""


def _start_writer(library: Path, rows: int) -> subprocess.Popen[str]:
    arguments = [sys.executable, "-c", WRITER, str(library), str(rows), str(Path(store_examples.__file__).parent)]
    return subprocess.Popen(arguments, stdout=subprocess.PIPE, text=True)


def test_that_one_process_reads_while_another_writes_five_thousand_steps(library: Path) -> None:
    with Library.open(library) as opened:
        add_run(opened)
    seen = 0
    slowest = 0.0

    with _start_writer(library, 5000) as child, Library.open(library, read_only=True) as reader:
        deadline = time.monotonic() + 60
        while seen < 5000 and time.monotonic() < deadline:
            begun = time.perf_counter()
            new = reader.steps(1, after=seen)
            slowest = max(slowest, time.perf_counter() - begun)
            assert [logged.step for logged in new] == list(range(seen + 1, seen + 1 + len(new)))
            assert seen % 50 == 0  # a transaction is seen whole or not at all
            seen += len(new)
        child.communicate(timeout=60)

    assert child.returncode == 0
    assert seen == 5000
    assert slowest < 1.0


def test_that_two_processes_write_at_the_same_time(library: Path) -> None:
    with Library.open(library) as opened:
        added = add_run(opened)
        with _start_writer(library, 1000) as child:
            for number in range(50):
                opened.change_run(added.id, note=str(number))
            child.communicate(timeout=60)

        assert child.returncode == 0
        assert opened.run(added.id).note == "49"
        assert len(opened.steps(added.id)) == 1000


@pytest.mark.parametrize("commits_before_death", [1, 7, 23])
def test_that_a_killed_writer_loses_nothing_that_was_committed(library: Path, commits_before_death: int) -> None:
    with Library.open(library) as opened:
        add_run(opened)
    with _start_writer(library, 1_000_000) as child:
        assert child.stdout is not None
        told = [int(child.stdout.readline()) for _ in range(commits_before_death)]
        child.kill()  # SIGKILL in the middle of whatever it does
        told += [int(line) for line in child.stdout.read().split()]

    with Library.open(library) as opened:
        steps = [logged.step for logged in opened.steps(1)]
        assert len(steps) >= told[-1]
        assert steps == list(range(1, len(steps) + 1))
        assert len(steps) % 50 == 0
        with Library.open(library) as other:
            assert [logged.step for logged in other.steps(1)] == steps


def test_that_processes_that_open_a_new_library_at_once_all_succeed(library: Path) -> None:
    code = "import sys; from pathlib import Path; from workbench.store import Library; Library.open(Path(sys.argv[1]))"
    children = [
        subprocess.Popen([sys.executable, "-c", code, str(library)], stderr=subprocess.PIPE, text=True)
        for _ in range(4)
    ]

    for child in children:
        _, errors = child.communicate(timeout=60)
        assert (child.returncode, errors) == (0, "")
    with Library.open(library) as opened:
        assert opened.runs() == []
