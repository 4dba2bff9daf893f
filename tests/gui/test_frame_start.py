"""What the window imports, in a fresh interpreter: nothing heavy before the first paint, no torch ever."""

from __future__ import annotations

import json
import subprocess
import sys

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
