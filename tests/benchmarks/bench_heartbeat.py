"""The window's pulse while a training runs: gaps of a 60 Hz timer on the GUI thread, p50, p99 and the largest.

Usage: python tests/benchmarks/bench_heartbeat.py [FILE]. The real window, the real engine, the starter model; the gaps
are counted from the start of the run to its end, the start-up of the training process included.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from pathlib import Path

if not os.environ.get("DISPLAY"):
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).parent.parent.parent))

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication

from workbench import paths
from workbench.gui.app import Program

PERIOD_MS = 1000 / 60


class Heartbeat(QObject):
    """Counts the gaps between two beats of a precise timer."""

    def __init__(self) -> None:
        super().__init__()
        self.gaps_ms: list[float] = []
        self._last = 0.0
        self._timer = QTimer(self, interval=round(PERIOD_MS), timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)

    def start(self) -> None:
        """Begins to count."""
        self._last = time.perf_counter()
        self._timer.start()

    def stop(self) -> None:
        """Ends counting."""
        self._timer.stop()

    def report(self, name: str) -> str:
        """The figures in one line."""
        gaps = sorted(self.gaps_ms)
        if not gaps:
            return f"{name}: no beat"
        p50, p99 = gaps[len(gaps) // 2], gaps[min(len(gaps) - 1, round(len(gaps) * 0.99))]
        return f"{name}: {len(gaps)} beats, p50 {p50:.1f} ms, p99 {p99:.1f} ms, largest {gaps[-1]:.1f} ms"

    def _beat(self) -> None:
        now = time.perf_counter()
        self.gaps_ms.append((now - self._last) * 1000)
        self._last = now


class Bench(QObject):
    """Opens a file, trains on it, and counts."""

    def __init__(self, program: Program) -> None:
        super().__init__()
        self._program = program
        self._idle, self._busy = Heartbeat(), Heartbeat()
        program.window.painted.connect(self._on_painted)

    def _on_painted(self) -> None:
        session, training = self._program.session, self._program.training
        assert session is not None
        assert training is not None
        session.estimate_changed.connect(self._on_estimate)
        training.ended.connect(self._on_ended)
        training.failed.connect(lambda error, _run: print("failed:", error))

    def _on_estimate(self) -> None:
        session = self._program.session
        if session is not None and session.estimate is not None and not session.is_baseline_training:
            session.estimate_changed.disconnect(self._on_estimate)
            self._idle.start()
            QTimer.singleShot(3000, self, self._train)

    def _train(self) -> None:
        self._idle.stop()
        print(self._idle.report("idle"))
        session = self._program.session
        assert session is not None
        self._program.window.open_pane("train")
        self._busy.start()
        session.start_run()

    def _on_ended(self, run_id: int, state: str) -> None:
        self._busy.stop()
        print(f"run {run_id} {state}")
        print(self._busy.report("training"))
        self._program.window.close()


def main() -> int:
    """Runs the benchmark in a library of its own."""
    file = Path(sys.argv[1]) if len(sys.argv) > 1 else paths.resources() / "samples" / "sms_spam.csv"
    with tempfile.TemporaryDirectory() as folder:
        app = QApplication(sys.argv[:1])
        app.setQuitOnLastWindowClosed(False)
        program = Program(app, Path(folder) / "library", file)
        bench = Bench(program)
        program.window.show()
        code = app.exec()
        del bench
    return code


if __name__ == "__main__":
    sys.exit(main())
