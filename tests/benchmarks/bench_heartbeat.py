"""The window's pulse while a training runs: gaps of a 60 Hz timer on the GUI thread, median, p99 and the largest.

Usage: python tests/benchmarks/bench_heartbeat.py [FILE] [--why] [--alone] [--epochs N]. The real window, the real
engines, the starter model. Gaps are counted from pressing Train on the Data pane (the Train pane has never been open)
until a second after the end of the run; the start of the training process is in it. --why also prints the longest gaps,
how much of each was the thread's own work, and where the thread was; a machine that is busy otherwise shows gaps
without own work.
--alone (Linux, as root) gives the GUI thread, and nothing else, real-time priority, so that other people's programs on
a busy machine do not count: what is left is the window's own work and its wait for its own other threads.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from pathlib import Path

if not os.environ.get("DISPLAY"):
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).parent.parent.parent))

from pulse import Pulse
from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication

from workbench import paths
from workbench.gui.app import Program

IDLE_MS = 3000
AFTER_MS = 1000


class Bench(QObject):
    """Opens a file, trains on it, and counts."""

    def __init__(self, program: Program, *, why: bool, epochs: int) -> None:
        super().__init__()
        self._program = program
        self._why = why
        self._epochs = epochs
        self._opening, self._idle, self._busy = (Pulse(witness=why) for _ in range(3))
        self._opening.section = "opening"
        self._opening.start()
        program.window.painted.connect(self._wait_for_session)

    def _wait_for_session(self) -> None:
        session, training = self._program.session, self._program.training
        if session is None or training is None:
            QTimer.singleShot(1, self, self._wait_for_session)
            return
        session.set_settings({"epochs": self._epochs})
        session.estimate_changed.connect(self._on_estimate)
        session.baseline_changed.connect(self._on_estimate)
        training.started.connect(lambda: self._enter("starting"))
        training.logged.connect(lambda: self._enter(training.log.phase or "starting"))
        training.ended.connect(self._on_ended)
        training.failed.connect(lambda error, _run: print("failed:", error))

    def _on_estimate(self) -> None:
        session = self._program.session
        if session is not None and session.estimate is not None and session.baseline is not None:
            session.estimate_changed.disconnect(self._on_estimate)
            session.baseline_changed.disconnect(self._on_estimate)
            self._opening.stop()
            self._idle.start()
            QTimer.singleShot(IDLE_MS, self, self._train)

    def _train(self) -> None:
        self._idle.stop()
        self._busy.section = "pressing Train"
        self._busy.start()
        self._program.window.run_primary()

    def _enter(self, section: str) -> None:
        self._busy.section = section

    def _on_ended(self, run_id: int, state: str) -> None:
        print(f"run {run_id} {state}")
        self._busy.section = "ended"
        QTimer.singleShot(AFTER_MS, self, self._finish)

    def _finish(self) -> None:
        self._busy.stop()
        for pulse, name in ((self._opening, "opening"), (self._idle, "idle"), (self._busy, "training")):
            print(pulse.report(name))
            if self._why:
                print(pulse.worst())
                print(pulse.culprits())
        sys.stdout.flush()
        self._program.window.close()


def main() -> int:
    """Runs the benchmark in a library of its own."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", nargs="?", type=Path, default=paths.resources() / "samples" / "sms_spam.csv")
    parser.add_argument("--why", action="store_true", help="print where the time of the longest gaps went")
    parser.add_argument("--alone", action="store_true", help="do not count other programs: real-time priority, as root")
    parser.add_argument("--epochs", type=int, default=1)
    options = parser.parse_args()
    if options.alone:
        policy = os.SCHED_FIFO | os.SCHED_RESET_ON_FORK  # threads and engines stay as they are
        os.sched_setscheduler(0, policy, os.sched_param(1))
    load = os.getloadavg()[0]
    print(f"{options.file.name}, {os.cpu_count()} cores, load {load:.1f} at the start, alone: {options.alone}")
    with tempfile.TemporaryDirectory() as folder:
        app = QApplication(sys.argv[:1])
        app.setQuitOnLastWindowClosed(False)
        program = Program(app, Path(folder) / "library", options.file)
        bench = Bench(program, why=options.why, epochs=options.epochs)
        program.window.show()
        code = app.exec()
        del bench
    return code


if __name__ == "__main__":
    sys.exit(main())
