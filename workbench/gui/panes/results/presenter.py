"""What the Results pane decides: which run it shows, which of its answers are asked for, what advice shows."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Literal

import numpy as np
import pyarrow as pa
from PySide6.QtCore import QObject, Signal

from workbench.data.predictions_file import read_test_predictions
from workbench.data.tables import read_table
from workbench.errors import WorkbenchError
from workbench.gui import wording
from workbench.gui.panes.results.answers import ALL_MISTAKES, Answers, Choice, Positions
from workbench.i18n import N_, say
from workbench.values import Advice, ErrorInfo, Report, Run, ThresholdPoint, Version

if TYPE_CHECKING:
    from workbench.gui.session import Session

ResultsState = Literal["locked", "filled"]

DEFAULT_THRESHOLD = 0.7
_NO_POSITIONS: Positions = np.empty(0, dtype=np.int64)


class ResultsPresenter(QObject):
    """The decisions of the Results pane.

    Answers and texts are read when they are first asked for, so that a run that nobody looks at costs nothing.

    Args:
        session: What is current.

    Signals:
        changed: Another run is shown, or something about it is another.
        choice_changed: `choice` is another.
    """

    changed = Signal()
    choice_changed = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._answers: Answers | None = None
        self._is_read = False
        self.run: Run | None = None
        self.version: Version | None = None
        self.test_version: Version | None = None
        self.ranks: dict[str, int] = {}
        self.choice = ALL_MISTAKES
        self.error: ErrorInfo | None = None
        session.run_changed.connect(self._on_run_changed)
        session.version_changed.connect(self.changed)
        session.runs_changed.connect(self.changed)
        self._on_run_changed()

    @property
    def state(self) -> ResultsState:
        """Whether there is something to show."""
        return "locked" if self.report is None else "filled"

    @property
    def report(self) -> Report | None:
        """The report of the run shown, or None."""
        return self.run.report if self.run is not None else None

    @property
    def is_baseline(self) -> bool:
        """Whether the run shown is the simple baseline itself."""
        return self.run is not None and self.run.model.kind == "baseline"

    @property
    def is_of_other_data(self) -> bool:
        """Whether the run learned from other data than what is open."""
        current = self._session.version
        return self.version is not None and current is not None and current.id != self.version.id

    @property
    def has_finished_runs(self) -> bool:
        """Whether some run could be shown."""
        return any(run.report is not None for run in self._session.library.runs())

    def show_last_run(self) -> None:
        """After a start of the window: the newest run with a report, if none is current."""
        if self._session.run is not None:
            return
        runs = [run for run in self._session.library.runs() if run.report is not None and run.model.kind != "baseline"]
        if runs:
            self._session.show_run(runs[0].id, quietly=True)

    # Answers

    def answers(self) -> Answers | None:
        """The answers of the run shown; None if they cannot be read, which `error` then tells."""
        if not self._is_read and self.run is not None and self.report is not None:
            self._is_read = True
            self._answers = self._read(self.run)
        return self._answers

    def chosen(self) -> Positions:
        """The answers that are asked for now."""
        answers = self.answers()
        return answers.select(self.choice) if answers is not None else _NO_POSITIONS

    def choose_label(self, label: int) -> None:
        """Asks for every example of a label."""
        self._choose(Choice(true=label))

    def choose_cell(self, true: int, predicted: int) -> None:
        """Asks for the examples of one cell of the matrix; for those that are shown already, for all mistakes."""
        choice = Choice(true=true, predicted=predicted)
        self._choose(ALL_MISTAKES if choice == self.choice else choice)

    def choose_advice(self, advice: Advice) -> None:
        """Asks for the rows that a piece of advice is about."""
        choice = self.advised(advice)
        if choice is not None:
            self._choose(choice)

    def choose_all(self) -> None:
        """Asks for all mistakes again."""
        self._choose(ALL_MISTAKES)

    def advised(self, advice: Advice) -> Choice | None:
        """The rows that a piece of advice is about, or None if it is about none or they cannot be read.

        A label with fewer rows told than it has examples is about its mistakes.
        """
        report = self.report
        if report is None or self.error is not None or not advice.rows or advice.true_label not in report.labels:
            return None
        true = report.labels.index(advice.true_label)
        if advice.predicted_label in report.labels:
            return Choice(true=true, predicted=report.labels.index(advice.predicted_label))
        return Choice(true=true, is_mistake=advice.rows < report.per_label[true].support)

    def rank(self, label: int) -> int:
        """The rank of a label by frequency, which gives it the colour that it has in every pane."""
        return self.ranks.get(self.report.labels[label], -1) if self.report is not None else -1

    def _choose(self, choice: Choice) -> None:
        if choice != self.choice:
            self.choice = choice
            self.choice_changed.emit()

    def _on_run_changed(self) -> None:
        run = self._session.run
        is_same = run is not None and self.run is not None and (run.id, run.report) == (self.run.id, self.run.report)
        self.run = run
        if not is_same:
            self._answers, self._is_read, self.error = None, False, None
            self.choice = ALL_MISTAKES
            self._find_versions()
        self.changed.emit()

    def _find_versions(self) -> None:
        self.version = self.test_version = None
        self.ranks = {}
        if self.run is None or self.report is None:
            return
        try:
            self.version = self._session.library.version(self.run.version_id)
            test_id = self.run.test_version_id
            self.test_version = self.version if test_id is None else self._session.library.version(test_id)
        except WorkbenchError as error:
            self.error = error.info()
        self.ranks = label_ranks(self.report, self.version)

    def _read(self, run: Run) -> Answers | None:
        if self.test_version is None:
            return None
        library, column = self._session.library.folder, run.roles.text
        try:
            predictions = read_test_predictions(library / run.folder)
            texts = read_table(library / self.test_version.folder).column(column)
        except (OSError, pa.ArrowException, KeyError) as error:
            self.error = _unreadable(run, library / run.folder, error)
            return None
        if len(predictions.rows) and int(predictions.rows.max()) >= len(texts):
            self.error = _unreadable(run, library / self.test_version.folder, IndexError("row"))
            return None
        return Answers(predictions, texts)


def label_ranks(report: Report, version: Version | None) -> dict[str, int]:
    """The rank of each label by frequency in the data that the run learned from, the commonest 0.

    Where that data has been given another label column since, the test rows decide.
    """
    order = [label.label for label in version.profile.labels] if version is not None else []
    if not set(report.labels) & set(order):
        order = [label.label for label in sorted(report.per_label, key=lambda label: (-label.support, label.label))]
    order += [label for label in report.labels if label not in set(order)]
    return {label: rank for rank, label in enumerate(order)}


def average(report: Report) -> tuple[float, float]:
    """Precision and recall averaged over the labels that occur, each counting the same, as macro-F1 does."""
    said = [sum(column) for column in zip(*report.confusion, strict=True)]
    occurring = [of for of, times in zip(report.per_label, said, strict=True) if of.support or times]
    count = max(len(occurring), 1)
    return sum(of.precision for of in occurring) / count, sum(of.recall for of in occurring) / count


def threshold_index(report: Report, threshold: float) -> int:
    """The position of the measured threshold that is nearest to one."""
    distances = [abs(point.threshold - threshold) for point in report.thresholds]
    return distances.index(min(distances)) if distances else 0


def threshold_point(report: Report, index: int) -> ThresholdPoint | None:
    """The measured threshold in that position; None if none was measured."""
    return report.thresholds[index] if 0 <= index < len(report.thresholds) else None


def _unreadable(run: Run, folder: Path, error: Exception) -> ErrorInfo:
    return ErrorInfo(
        code="run",
        what=say(
            N_("The answers of {name} on its test rows cannot be read: files in {folder} are gone or damaged."),
            name=wording.run_name(run), folder=str(folder),
        ),
        fix=say(N_("The figures are kept. Train again to get the texts back.")),
        details=f"{type(error).__name__}: {error}",
    )  # fmt: skip
