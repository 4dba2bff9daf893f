"""The main job in the real window: drop, train, try, restart; and the fault that must not take the window along."""

from __future__ import annotations

import csv
import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from desktop import Desktop, Program, desktop, engine_process, missing_programs, wait_for

from workbench import paths
from workbench.store import Library
from workbench.values import Run

pytestmark = [
    pytest.mark.end_to_end,
    pytest.mark.slow,
    pytest.mark.skipif(os.name != "posix" or not os.path.isdir("/proc"), reason="drives an X server"),
    pytest.mark.timeout(900),
]

ROWS = 300


@pytest.fixture
def small_csv(tmp_path: Path) -> Path:
    """The first rows of the real sample."""
    source = paths.resources() / "samples" / "sms_spam.csv"
    with source.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))[: ROWS + 1]
    target = tmp_path / "messages.csv"
    with target.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    return target


@pytest.fixture
def screen(tmp_path: Path) -> Iterator[Desktop]:
    """A desktop, or a failure that names what must be installed: the set-up command installs it."""
    assert not missing_programs(), f"not installed: {missing_programs()}; run packaging/start.py test"
    with desktop(tmp_path / "desktop.log") as opened:
        try:
            yield opened
        finally:
            opened.screenshot(tmp_path / "last.png")


def runs_in(library: Path, state: str) -> list[Run]:
    """The fine-tuned runs of that state, read beside the running program."""
    if not (library / "workbench.db").exists():
        return []
    with Library.open(library, read_only=True) as opened:
        return [run for run in opened.runs() if run.model.kind != "baseline" and run.state == state]


def texts_tried(library: Path, text: str) -> list[int]:
    """The runs that answered to a text in the Try box."""
    with Library.open(library, read_only=True) as opened:
        return [kept.run_id for kept in opened.predictions() if kept.text == text]


def imported_rows(library: Path) -> list[int]:
    """The rows of every version."""
    if not (library / "workbench.db").exists():
        return []
    with Library.open(library, read_only=True) as opened:
        return [version.rows for version in opened.versions()]


def close(screen: Desktop, program: Program) -> None:
    """Quits by the keyboard and checks that the program ended well."""
    screen.press(program, "ctrl+q")
    assert program.process.wait(timeout=30) == 0


def test_that_a_dropped_csv_becomes_a_model_that_still_answers_after_a_restart(
    screen: Desktop, small_csv: Path, tmp_path: Path
) -> None:
    library = tmp_path / "library"
    program = screen.start_workbench(library)
    with screen.dragged_file(small_csv, to=(700, 450)):
        assert wait_for(lambda: imported_rows(library), timeout_s=30, what="imported file") == [ROWS]

    screen.press(program, "ctrl+Return")
    wait_for(lambda: runs_in(library, "running"), timeout_s=60, what="running run")
    [run] = wait_for(lambda: runs_in(library, "finished"), timeout_s=400, what="finished run")
    assert run.report is not None
    assert run.report.baseline is not None
    assert run.report.figures.accuracy > run.report.commonest.accuracy

    screen.press(program, "ctrl+5", "ctrl+a")
    screen.type(program, "free entry to win cash now")
    assert wait_for(
        lambda: texts_tried(library, "free entry to win cash now"), timeout_s=30, what="answer in the Try box"
    ) == [run.id]
    close(screen, program)

    program = screen.start_workbench(library)
    screen.press(program, "ctrl+5", "ctrl+a")
    screen.type(program, "see you at lunch tomorrow")
    assert wait_for(
        lambda: texts_tried(library, "see you at lunch tomorrow"), timeout_s=60, what="answer after the restart"
    ) == [run.id]
    close(screen, program)


def test_that_a_killed_training_leaves_a_window_that_offers_to_resume(
    screen: Desktop, small_csv: Path, tmp_path: Path
) -> None:
    library = tmp_path / "library"
    program = screen.start_workbench(library, str(small_csv))
    wait_for(lambda: imported_rows(library), timeout_s=30, what="imported file")
    screen.press(program, "ctrl+Return")
    [run] = wait_for(lambda: runs_in(library, "running"), timeout_s=60, what="running run")

    def has_checkpoint() -> bool:
        with Library.open(library, read_only=True) as opened:
            return bool(opened.checkpoints(run.id))

    wait_for(has_checkpoint, timeout_s=120, what="checkpoint")
    os.kill(engine_process(program, "training"), signal.SIGKILL)
    wait_for(lambda: runs_in(library, "interrupted"), timeout_s=20, what="run marked as interrupted")
    assert program.process.poll() is None, "the window has gone with its engine"

    screen.press(program, "ctrl+shift+r")
    [resumed] = wait_for(lambda: runs_in(library, "finished"), timeout_s=400, what="resumed run")
    assert resumed.id == run.id
    with Library.open(library, read_only=True) as opened:
        steps = [step.step for step in opened.steps(run.id)]
    assert steps == list(range(1, len(steps) + 1)), "a step is missing or stands twice"
    close(screen, program)
