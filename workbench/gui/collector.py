"""Collects garbage on the GUI thread alone, a little at a time."""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

LOOK_EVERY_MS = 250


class Collector(QObject):
    """Takes the place of Python's own collector.

    That one runs in whichever thread makes the next object: a reader thread would delete widgets, which only the GUI
    thread may, and a full collection stops the window for a tenth of a second. What the start has made stays for
    good and is never looked at again.

    Args:
        parent: The Qt owner.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        self._thresholds = gc.get_threshold()
        self._timer = QTimer(self, interval=LOOK_EVERY_MS)
        self._timer.timeout.connect(self.look)

    def start(self) -> None:
        """Begins, with what exists now as what stays."""
        gc.freeze()
        self._timer.start()

    def look(self) -> None:
        """Collects the generations that are due, as Python's own collector would."""
        counts = gc.get_count()
        due = [number for number, most in enumerate(self._thresholds) if counts[number] > most]
        if due and due[0] == 0:
            gc.collect(due[-1] if due == list(range(len(due))) else 0)
