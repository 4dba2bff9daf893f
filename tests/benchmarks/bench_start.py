"""Window start: seconds from the start of the process to the first paint and to the filled panes, and no torch in it.

Usage: python tests/benchmarks/bench_start.py [ROUNDS]. The first round is the cold one (as cold as the page cache is).
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent

CHILD = """
import sys, time
from pathlib import Path
began = float(sys.argv[2])
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from workbench.gui.app import Program
import json
app = QApplication(sys.argv[:1])
app.setQuitOnLastWindowClosed(False)
program = Program(app, Path(sys.argv[1]), None)
told = {}
def tell():
    told["filled"] = time.time() - began
    heavy = ("torch", "transformers", "datasets", "sklearn", "pandas")
    told["heavy"] = sorted(name for name in heavy if name in sys.modules)
    print(json.dumps(told), flush=True)
    program.window.close()
program.window.painted.connect(lambda: told.setdefault("painted", time.time() - began))
program.filled.connect(lambda: QTimer.singleShot(0, tell))
program.window.show()
sys.exit(app.exec())
"""


def start_once(library: Path) -> dict[str, float | list[str]]:
    """Starts the window in a fresh process and closes it once its panes stand."""
    began = str(time.time())
    command = [sys.executable, "-c", CHILD, str(library), began]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        command, stdout=subprocess.PIPE, text=True, check=True, cwd=ROOT, env=environment, timeout=120
    )
    result: dict[str, float | list[str]] = json.loads(done.stdout.splitlines()[-1])
    return result


def main() -> None:
    """Prints each round and the median of the warm ones."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    if not os.environ.get("DISPLAY"):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with tempfile.TemporaryDirectory() as folder:
        results = [start_once(Path(folder) / "library") for _ in range(rounds)]
    for number, result in enumerate(results):
        kind = "warm" if number else "first"
        print(f"{kind:5}  painted {result['painted']:.2f} s  filled {result['filled']:.2f} s  heavy {result['heavy']}")
    for key in ("painted", "filled"):
        values = [float(str(result[key])) for result in results[1:]]
        print(f"median of the warm starts, {key}: {statistics.median(values):.2f} s")


if __name__ == "__main__":
    main()
