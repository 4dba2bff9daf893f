"""How soon the window answers when a training is stopped, paused or killed, and what it then says.

Usage: python tests/benchmarks/bench_stop.py [FILE]. The real window, the real engines, the starter model; each run is
ended after its first checkpoint.
"""

from __future__ import annotations

import argparse
import os
import signal
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

if not os.environ.get("DISPLAY"):
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).parent.parent.parent))

from PySide6.QtWidgets import QApplication, QLabel

from workbench import paths
from workbench.gui.app import Program
from workbench.gui.widgets.banner import Banner

EPOCHS = 40
PATIENCE_S = 180


class Bench:
    """Drives the window from the outside, as a user would, turn by turn of its event loop."""

    def __init__(self, app: QApplication, program: Program) -> None:
        self._app = app
        self._program = program

    def wait(self, is_so: Callable[[], bool], what: str) -> float:
        """Lets the window work until something is so; gives the seconds that it took."""
        began = time.perf_counter()
        while not is_so():
            self._app.processEvents()
            time.sleep(0.001)
            if time.perf_counter() - began > PATIENCE_S:
                raise TimeoutError(what)
        return time.perf_counter() - began

    def start(self) -> None:
        """Starts a run and waits for its first checkpoint."""
        training = self._program.training
        assert training is not None
        self.wait(lambda: self._program.window.bottom_bar.primary is not None, "Train button")
        self._program.commands.run("train")
        self.wait(lambda: training.log.has_checkpoint, "first checkpoint")

    def measure(self) -> None:
        """The three ways to end a run."""
        program = self._program
        self.wait(lambda: program.session is not None, "panes")
        session, training = program.session, program.training
        assert session is not None
        assert training is not None
        session.set_settings({"epochs": EPOCHS})
        self.wait(lambda: session.baseline is not None and session.estimate is not None, "baseline")
        self.start()
        training.stop_and_keep_best()
        print(f"stop and keep the best: no more steps after {self.wait(self._no_more_steps, 'stop'):.2f} s", end=", ")
        print(f"kept and tested after {self.wait(lambda: not training.is_running, 'end'):.2f} s more")
        self.start()
        training.interrupt()
        print(f"pause: over after {self.wait(lambda: not training.is_running, 'pause'):.2f} s")
        self.start()
        os.kill(self._training_pid(), signal.SIGKILL)
        print(f"kill -9: told after {self.wait(lambda: not training.is_running, 'news'):.2f} s")
        self._app.processEvents()
        self._print_banner()
        program.window.close()

    def _no_more_steps(self) -> bool:
        training = self._program.training
        return training is None or training.log.phase in ("evaluating", "saving") or not training.is_running

    def _training_pid(self) -> int:
        engines = self._program.engines
        assert engines is not None
        pid = engines._threads["training"].pid
        assert pid is not None
        return pid

    def _print_banner(self) -> None:
        for banner in self._program.window.pane("train").findChildren(Banner):
            if banner.isVisible():
                print("  banner:", " | ".join(label.text() for label in banner.findChildren(QLabel) if label.text()))
        primary = self._program.window.bottom_bar.primary
        print("  next step:", primary.text() if primary is not None else "none")


def main() -> int:
    """Runs the benchmark in a library of its own."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", nargs="?", type=Path, default=paths.resources() / "samples" / "sms_spam.csv")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        app = QApplication(sys.argv[:1])
        app.setQuitOnLastWindowClosed(False)
        program = Program(app, Path(folder) / "library", options.file)
        program.window.show()
        Bench(app, program).measure()
        return app.exec()


if __name__ == "__main__":
    sys.exit(main())
