"""A pulse on the GUI thread, and a witness that looks where the thread is while a beat is overdue."""

from __future__ import annotations

import os
import sys
import threading
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

from PySide6.QtCore import QObject, Qt, QTimer

PERIOD_MS = 1000 / 60
OVERDUE_S = 0.025
LOOK_EVERY_S = 0.010
STACK_DEPTH = 7


@dataclass(frozen=True)
class Gap:
    """The time between two beats.

    Attributes:
        at_s: When it ended, since the first beat.
        ms: How long it was.
        own_ms: Processor time of the GUI thread in it; the rest was waiting, for work or for a core.
        section: What the owner said was going on.
        stack: Where the thread was when the beat was overdue, if a witness looked.
    """

    at_s: float
    ms: float
    own_ms: float
    section: str
    stack: str


class Witness(threading.Thread):
    """Notes the stack of a thread while its beat is overdue.

    A thread that holds the interpreter's lock in C code keeps the witness away, too: it then sees the thread late.
    """

    def __init__(self, watched: int) -> None:
        super().__init__(name="witness", daemon=True)
        self.stacks: Counter[str] = Counter()
        self.seen: Counter[str] = Counter()  # since the last beat
        self.last_beat = 0.0  # 0 while nothing is counted
        self._watched = watched

    def take(self) -> str:
        """The stack seen most often since the last call, empty if there was no need to look."""
        seen, self.seen = self.seen, Counter()
        self.stacks.update(seen)
        return seen.most_common(1)[0][0] if seen else ""

    def run(self) -> None:
        """Looks until the process ends."""
        while True:
            time.sleep(LOOK_EVERY_S)
            if self.last_beat and time.perf_counter() - self.last_beat > OVERDUE_S:
                self.seen[_stack_text(self._watched)] += 1


class Pulse(QObject):
    """Counts the gaps between the beats of a precise 60 Hz timer; made and used on the GUI thread.

    Args:
        witness: Whether stacks are noted while a beat is overdue; it costs a little itself.
    """

    def __init__(self, *, witness: bool = False) -> None:
        super().__init__()
        self.gaps: list[Gap] = []
        self.section = ""
        self._first = self._last = self._last_own = 0.0
        self._witness = Witness(threading.get_ident()) if witness else None
        if self._witness is not None:
            self._witness.start()
        self._timer = QTimer(self, interval=round(PERIOD_MS), timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)

    def start(self) -> None:
        """Begins to count; what the caller still does before the next beat counts."""
        self._first = self._last = time.perf_counter()
        self._last_own = time.thread_time()
        if self._witness is not None:
            self._witness.last_beat = self._last
        self._timer.start()

    def stop(self) -> None:
        """Ends counting; the gap at hand counts."""
        self._beat()
        self._timer.stop()
        if self._witness is not None:
            self._witness.last_beat = 0.0

    def report(self, name: str) -> str:
        """The figures in one line."""
        gaps = sorted(gap.ms for gap in self.gaps)
        if not gaps:
            return f"{name}: no beat"
        own = sum(gap.own_ms for gap in self.gaps) / sum(gaps)
        line = f"{name}: {len(gaps)} beats, median {_at(gaps, 0.5):.1f} ms, p99 {_at(gaps, 0.99):.1f} ms, "
        return line + f"max {gaps[-1]:.1f} ms; the GUI thread used {own:.0%} of a core"

    def worst(self, count: int = 12) -> str:
        """The longest gaps, with how much of each was the thread's own work."""
        rows = [
            f"  {gap.ms:6.1f} ms, own {gap.own_ms:6.1f} ms, at {gap.at_s:6.2f} s, {gap.section}; {gap.stack}"
            for gap in sorted(self.gaps, key=lambda gap: -gap.ms)[:count]
        ]
        own = sorted(gap.own_ms for gap in self.gaps)
        own_line = f"  own work between two beats: p99 {_at(own, 0.99):.1f} ms, max {own[-1]:.1f} ms"
        return "\n".join(["the longest gaps:", *rows, own_line])

    def culprits(self, count: int = 10) -> str:
        """Where the thread was while beats were overdue."""
        if self._witness is None:
            return ""
        seen = self._witness.stacks.most_common(count)
        return "\n".join(["seen while a beat was overdue:", *(f"  {n:3} x {stack}" for stack, n in seen)])

    def _beat(self) -> None:
        now, own = time.perf_counter(), time.thread_time()
        stack = self._witness.take() if self._witness is not None else ""
        gap = Gap(now - self._first, (now - self._last) * 1000, (own - self._last_own) * 1000, self.section, stack)
        self.gaps.append(gap)
        self._last, self._last_own = now, own
        if self._witness is not None:
            self._witness.last_beat = now


def _at(ordered: list[float], share: float) -> float:
    return ordered[min(len(ordered) - 1, round(len(ordered) * share))]


def _stack_text(thread: int) -> str:
    """The innermost call of a thread and the program's own that led to it, the innermost first.

    No frame is kept, as that would keep a painter alive beyond its paint event.
    """
    frame: FrameType | None = sys._current_frames().get(thread)
    names: list[str] = []
    while frame is not None and len(names) < STACK_DEPTH:
        code = frame.f_code
        if not names or f"{os.sep}workbench{os.sep}" in code.co_filename:
            names.append(f"{code.co_qualname} ({Path(code.co_filename).name}:{frame.f_lineno})")
        frame = frame.f_back
    return " < ".join(names)
