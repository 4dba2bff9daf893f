"""Values of runs: what a model answers, how good it is, and everything that is known of a run."""

from __future__ import annotations

from typing import Literal

from workbench.values.base import ErrorInfo, Sentence, Value
from workbench.values.data import Roles
from workbench.values.models import ModelCard

RunState = Literal["running", "finished", "stopped", "interrupted", "failed"]
PhaseName = Literal["loading", "tokenizing", "training", "evaluating", "saving"]


class LabelScores(Value, frozen=True, kw_only=True, tag=True):
    """A probability for each label, highest first.

    Attributes:
        labels: The labels, in the order of their scores.
        scores: Probabilities, summing to 1.
    """

    labels: tuple[str, ...]
    scores: tuple[float, ...]


Output = LabelScores
"""What a model answers; a union once a second task needs another kind."""


class LabelReport(Value, frozen=True, kw_only=True):
    """Precision, recall and F1 of one label, with its number of true examples."""

    label: str
    precision: float
    recall: float
    f1: float
    support: int


class Figures(Value, frozen=True, kw_only=True):
    """The headline figures of one model on the test rows; the interval is the 95 % one of the accuracy."""

    accuracy: float
    macro_f1: float
    accuracy_low: float
    accuracy_high: float


class ThresholdPoint(Value, frozen=True, kw_only=True):
    """What happens if the model answers only when it is at least so sure."""

    threshold: float
    answered_share: float
    accuracy: float


class Advice(Value, frozen=True, kw_only=True):
    """One piece of advice in words, with the cell of the confusion matrix that it is about, if any."""

    kind: str
    title: Sentence
    text: Sentence
    true_label: str | None = None
    predicted_label: str | None = None
    rows: int = 0


class Report(Value, frozen=True, kw_only=True):
    """How good a run is on its test rows.

    Beside it lies `test_predictions.arrow` with one row for each test row: row (int64, in the test version's table),
    true (int32), predicted (int32), confidence (float32), scores (list of float32); labels count as in `labels`.
    """

    labels: tuple[str, ...]
    examples: int
    figures: Figures
    per_label: tuple[LabelReport, ...]
    confusion: tuple[tuple[int, ...], ...]
    """Rows are true labels, columns predicted ones."""
    commonest_label: str
    commonest: Figures
    baseline: Figures | None
    thresholds: tuple[ThresholdPoint, ...]
    advice: tuple[Advice, ...] = ()


class Run(Value, frozen=True, kw_only=True):
    """One run and everything that is known about it; `folder/manifest.json` holds the same.

    The folder (relative to the library) holds `manifest.json`, `split.arrow`, `model/`, `checkpoints/`,
    `report.json` and `test_predictions.arrow`.
    """

    id: int
    name: str
    version_id: int
    task: str
    model: ModelCard
    method: str
    settings: dict[str, str | int | float | bool]
    """Every training setting with the value it had."""
    changed: tuple[str, ...]
    """The settings that differ from their defaults."""
    seed: int
    state: RunState
    folder: str
    roles: Roles
    started_at: str
    test_version_id: int | None = None
    validation_version_id: int | None = None
    baseline_run_id: int | None = None
    pid: int | None = None
    seconds: float = 0.0
    epochs: float = 0.0
    best_epoch: float | None = None
    best_metric: float | None = None
    report: Report | None = None
    error: ErrorInfo | None = None
    starred: bool = False
    note: str = ""
    deleted: bool = False


class PhaseEstimate(Value, frozen=True, kw_only=True):
    """One phase of a run and its expected length."""

    phase: PhaseName
    seconds: float
