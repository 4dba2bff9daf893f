"""What can be said of several runs beside each other: whether they can be compared, which is best, what differs."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import Literal

from workbench.gui import wording
from workbench.settings import TRAINING, SettingValue
from workbench.values import Figures, Run

MOST_TICKED = 6
"""Runs that are compared at once: as many as the chart palette has colors."""

Verdict = Literal["beyond_chance", "could_be_chance", "equal", "different_rows"]


@dataclass(frozen=True)
class Contest:
    """The two best of the runs compared.

    Attributes:
        ahead: How many more in 100 the winner gets right, as both figures are shown.
    """

    verdict: Verdict
    winner: Run
    second: Run
    ahead: int = 0


@dataclass(frozen=True)
class Difference:
    """One thing in which runs differ: its key and its value in each run; None where a run has no such thing."""

    key: str
    values: tuple[SettingValue | None, ...]


def tested_rows(run: Run) -> Hashable:
    """What tells on which rows a run was tested; runs with the same can be compared."""
    if run.test_version_id is not None:
        return ("version", run.test_version_id)
    return ("split", run.version_id, run.settings.get("split_sha256", ""))


def are_comparable(runs: Sequence[Run]) -> bool:
    """Whether runs were tested on the same rows."""
    return len({tested_rows(run) for run in runs}) <= 1


def best_ids(runs: Sequence[Run]) -> frozenset[int]:
    """The best of each group of at least two runs that were tested on the same rows; several if they are equal."""
    groups: dict[Hashable, list[tuple[tuple[float, float], int]]] = {}
    for run in runs:
        if run.report is not None:
            groups.setdefault(tested_rows(run), []).append((_rank(run.report.figures), run.id))
    return frozenset(
        run_id
        for group in groups.values()
        if len(group) > 1
        for rank, run_id in group
        if rank == max(other for other, _ in group)
    )


def contest(runs: Sequence[Run]) -> Contest | None:
    """The two best of some runs, or None if fewer than two have been tested."""
    tested = [(run.report.figures, run) for run in runs if run.report is not None]
    if len(tested) < 2:
        return None
    tested.sort(key=lambda pair: _rank(pair[0]), reverse=True)
    (best, winner), (next_best, second) = tested[:2]
    if not are_comparable([run for _, run in tested]):
        return Contest("different_rows", winner, second)
    ahead = wording.in_100(best.accuracy) - wording.in_100(next_best.accuracy)
    if ahead == 0:
        return Contest("equal", winner, second)
    is_clear = best.accuracy_low > next_best.accuracy_high
    return Contest("beyond_chance" if is_clear else "could_be_chance", winner, second, ahead)


def differences(runs: Sequence[Run], version_name: Callable[[int], str]) -> tuple[list[Difference], int]:
    """The settings that differ between runs, and how many are equal in all runs that have them.

    Args:
        runs: At least one.
        version_name: The words for a dataset version, by its id.
    """
    rows = [
        Difference("version", tuple(version_name(run.version_id) for run in runs)),
        Difference("model", tuple(wording.model_title(run.model) for run in runs)),
        Difference("method", tuple(run.method for run in runs)),
        Difference("seed", tuple(None if run.model.kind == "baseline" else run.seed for run in runs)),
    ]
    rows += [Difference(of.key, tuple(run.settings.get(of.key) for run in runs)) for of in TRAINING]
    known = [row for row in rows if any(value is not None for value in row.values)]
    differing = [row for row in known if len({value for value in row.values if value is not None}) > 1]
    return differing, len(known) - len(differing)


def _rank(figures: Figures) -> tuple[float, float]:
    return figures.accuracy, figures.macro_f1
