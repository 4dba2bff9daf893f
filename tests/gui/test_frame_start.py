"""The window in a fresh interpreter: nothing heavy before the first paint, no torch ever, and no file forgotten."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.gui

LEARNING = {"torch", "transformers", "datasets", "sklearn", "pandas", "accelerate"}
HEAVY = LEARNING | {"pyqtgraph", "pyarrow", "numpy", "sqlite_utils"}

SCRIPT = """
import json, sys
from pathlib import Path
from PySide6.QtWidgets import QApplication
from workbench.gui.app import Program
app = QApplication(sys.argv[:1])
app.setQuitOnLastWindowClosed(False)
program = Program(app, Path(sys.argv[1]), None)
early = []
def filled():
    print(json.dumps([early, sorted(sys.modules)]))
    program.window.close()
program.window.painted.connect(lambda: early.extend(sys.modules))
program.filled.connect(filled)
program.window.show()
sys.exit(app.exec())
"""


@pytest.fixture(scope="module")
def modules(tmp_path_factory: pytest.TempPathFactory) -> tuple[set[str], set[str]]:
    """The names of the modules that the first paint needs, and those of the filled window."""
    folder = tmp_path_factory.mktemp("library")
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, str(folder)], stdout=subprocess.PIPE, text=True, check=True, timeout=120
    )
    early, all_of_them = json.loads(done.stdout.splitlines()[-1])
    return set(early), set(all_of_them)


def test_that_the_first_paint_needs_no_heavy_library(modules: tuple[set[str], set[str]]) -> None:
    assert modules[0] & HEAVY == set()


def test_that_the_filled_window_knows_no_machine_learning(modules: tuple[set[str], set[str]]) -> None:
    assert modules[1] & LEARNING == set()


DROPPED = """
import json, sys
from pathlib import Path
from PySide6.QtWidgets import QApplication
from workbench.gui.app import Program
app = QApplication(sys.argv[:1])
app.setQuitOnLastWindowClosed(False)
program = Program(app, Path(sys.argv[1]), None)
def filled():
    request = program.session.imports.request
    print(json.dumps([request.path, *request.more]))
    program.window.close()
program.filled.connect(filled)
program.window.files_dropped.emit([Path(name) for name in sys.argv[2:]])
program.window.show()
sys.exit(app.exec())
"""


def test_that_all_files_that_are_dropped_before_the_library_is_open_are_opened(tmp_path: Path) -> None:
    files = [str(tmp_path / name) for name in ("a.csv", "b.csv", "c.csv")]
    for number, file in enumerate(files):
        Path(file).write_text(f"text,label\na text of file {number},good\n", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-c", DROPPED, str(tmp_path / "library"), *files],
        stdout=subprocess.PIPE, text=True, check=True, timeout=120,
    )  # fmt: skip
    assert json.loads(done.stdout.splitlines()[-1]) == files
