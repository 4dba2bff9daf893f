"""The numbers behind the curves of one run: grow cheaply, are smoothed as they come, and leave as CSV."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.float64]

_FIRST_CAPACITY = 1024


class Column:
    """Numbers that grow at the end; the room doubles, so that appending costs the same however many there are."""

    def __init__(self) -> None:
        self._room: Numbers = np.empty(_FIRST_CAPACITY)
        self._count = 0

    def __len__(self) -> int:
        return self._count

    def extend(self, numbers: Sequence[float] | Numbers) -> None:
        """Appends numbers."""
        needed = self._count + len(numbers)
        if needed > len(self._room):
            room = np.empty(max(needed, 2 * len(self._room)))
            room[: self._count] = self.values()
            self._room = room
        self._room[self._count : needed] = numbers
        self._count = needed

    def clear(self) -> None:
        """Forgets all numbers."""
        self._count = 0

    def values(self) -> Numbers:
        """The numbers; a view, not a copy."""
        return self._room[: self._count]


class SmoothColumn(Column):
    """The exponential moving average of numbers that are appended, with the start corrected.

    m_t = b m_(t-1) + (1 - b) x_t, shown is m_t / (1 - b^t): Kingma and Ba 2015, section 3 (there for the moments of
    Adam). Without the correction the curve would begin at zero.
    """

    def __init__(self, keep: float) -> None:
        super().__init__()
        self._keep = keep
        self._mean = 0.0
        self._weight = 1.0  # b^t

    def extend(self, numbers: Sequence[float] | Numbers) -> None:
        """Appends the smoothed form of numbers; one that is not finite leaves the mean as it was."""
        keep, mean, weight = self._keep, self._mean, self._weight
        smooth = []
        for number in np.asarray(numbers, dtype=np.float64).tolist():
            if math.isfinite(number):
                mean = keep * mean + (1 - keep) * number
                weight *= keep
            smooth.append(mean / (1 - weight) if weight < 1 else np.nan)
        self._mean, self._weight = mean, weight
        super().extend(smooth)


def keep_of(smoothing: float) -> float:
    """The share b of the old mean for a position of the smoothing slider.

    Args:
        smoothing: 0 (none) to 1; the span 1 / (1 - b) grows evenly from 1 to 100 steps on a logarithmic scale.
    """
    return 1 - float(0.01 ** min(max(smoothing, 0.0), 1.0))


@dataclass(frozen=True)
class Evaluation:
    """One look at the validation rows."""

    epoch: float
    loss: float
    metric: float


class RunCurves:
    """Training losses by step and evaluations, in the order in which they came."""

    def __init__(self, smoothing: float) -> None:
        self.epochs = Column()
        self.losses = Column()
        self.smooth = SmoothColumn(keep_of(smoothing))
        self.evaluations: list[Evaluation] = []

    def append_steps(self, epochs: Sequence[float], losses: Sequence[float]) -> None:
        """Appends steps: at which epoch (as a fraction), with which loss."""
        self.epochs.extend(epochs)
        self.losses.extend(losses)
        self.smooth.extend(losses)

    def set_smoothing(self, smoothing: float) -> None:
        """Smooths all losses anew."""
        self.smooth = SmoothColumn(keep_of(smoothing))
        self.smooth.extend(self.losses.values())

    def nearest_step(self, epoch: float) -> int:
        """The step nearest to an epoch, counted from 0; -1 if there is none."""
        epochs = self.epochs.values()
        if not len(epochs):
            return -1
        place = int(np.searchsorted(epochs, epoch))
        if place and (place == len(epochs) or epoch - epochs[place - 1] < epochs[place] - epoch):
            return place - 1
        return place

    def nearest_evaluation(self, epoch: float) -> Evaluation | None:
        """The evaluation nearest to an epoch."""
        return min(self.evaluations, key=lambda each: abs(each.epoch - epoch), default=None)

    def to_csv(self, metric: str) -> str:
        """All numbers as CSV: a row for each step and for each evaluation, by epoch.

        Args:
            metric: The name of the metric's column.
        """
        rows: list[tuple[float, list[float | str]]] = [
            (epoch, [step + 1, epoch, loss, smooth, "", ""])
            for step, (epoch, loss, smooth) in enumerate(
                zip(
                    self.epochs.values().tolist(),
                    self.losses.values().tolist(),
                    self.smooth.values().tolist(),
                    strict=True,
                )
            )
        ]
        rows += [(each.epoch, ["", each.epoch, "", "", each.loss, each.metric]) for each in self.evaluations]
        rows.sort(key=lambda row: row[0])
        text = io.StringIO()
        writer = csv.writer(text)
        writer.writerow(["step", "epoch", "training_loss", "training_loss_smoothed", "validation_loss", metric])
        writer.writerows(cells for _, cells in rows)
        return text.getvalue()


def thinned(x: Numbers, y: Numbers, most: int) -> tuple[Numbers, Numbers]:
    """The outline of a curve with at most so many points: the lowest and the highest of each group of neighbors.

    Args:
        x: Ascending.
        y: As many.
        most: At least 4.
    """
    if len(x) <= most:
        return x, y
    group = -(-len(x) // (most // 2))
    whole = len(x) // group * group
    blocks = y[:whole].reshape(-1, group)
    starts = np.arange(0, whole, group)
    picks = np.sort(np.stack([starts + blocks.argmin(axis=1), starts + blocks.argmax(axis=1)], axis=1), axis=1).ravel()
    picks = np.append(picks, len(x) - 1)
    return x[picks], y[picks]


def nice_ceiling(value: float) -> float:
    """The next round number upward: 1, 1.2, 1.6, 2, 2.4, 3, 4, 5, 6, 8 or 10 times a power of ten."""
    if not np.isfinite(value) or value <= 0:
        return 1.0
    power = 10.0 ** float(np.floor(np.log10(value)))
    steps = (1, 1.2, 1.6, 2, 2.4, 3, 4, 5, 6, 8, 10)
    return float(next(step * power for step in steps if value <= step * power * 1.0001))
