"""What the Try pane decides: which models answer, to which text, and what is kept of it."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QObject, QTimer, Signal

from workbench.data import tables
from workbench.errors import WorkbenchError
from workbench.gui.pane import PaneContext
from workbench.protocol import AnyEvent, Predict, Predicted, RequestFailed
from workbench.store import StoredPrediction
from workbench.values import SPLIT_NAMES, ErrorInfo, Output, Run, Version

KEEP_AFTER_MS = 1500
"""A text that has rested so long goes into the history."""
HISTORY = 50
OWN_ROWS = 50
DEFAULT_THRESHOLD = 0.7


@dataclass(frozen=True)
class Answer:
    """What one model said.

    Attributes:
        output: Its answer.
        tokens: Tokens read, 0 where the model does not count.
        max_tokens: The most that it reads, 0 likewise.
        seconds: Time from the question to the answer, as the user waits.
    """

    output: Output
    tokens: int
    max_tokens: int
    seconds: float


@dataclass(frozen=True)
class OwnRow:
    """A test row of the user's own data: its number in the table (from 0), its text, its true label."""

    row: int
    text: str
    label: str


class TryPresenter(QObject):
    """The decisions of the Try pane.

    Signals:
        models_changed: `first`, `second`, `choices` or the user's own rows are others.
        answered: `answers` changed.
        history_changed: `history` is longer.
        failed(object): ErrorInfo of a question that could not be answered.
    """

    models_changed = Signal()
    answered = Signal()
    history_changed = Signal()
    failed = Signal(object)

    def __init__(self, context: PaneContext, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__()
        self._session = context.session
        self._engines = context.engines
        self._clock = clock
        self._asked: dict[int, tuple[int, float]] = {}  # run id -> request id and when it was asked
        self._text = ""
        self._kept = ""
        self._next_own = 0
        self._second_id: int | None = None
        self._chosen_id: int | None = None
        self._run_id: int | None = None  # the run that Results show
        self.first: Run | None = None
        self.second: Run | None = None
        self.choices: list[Run] = []
        self.answers: dict[int, Answer] = {}
        self.history: list[StoredPrediction] = []
        self.own_rows: list[OwnRow] = []
        self.threshold = DEFAULT_THRESHOLD
        self._own_key: tuple[int, int] | None = None
        self._keep_timer = QTimer(self, singleShot=True, interval=KEEP_AFTER_MS)
        self._keep_timer.timeout.connect(self._keep)
        for signal in (self._session.baseline_changed, self._session.runs_changed, self._session.version_changed):
            signal.connect(self.refresh)
        self._session.run_changed.connect(self._on_run_changed)

    @property
    def text(self) -> str:
        """The text that is asked about."""
        return self._text

    def refresh(self) -> None:
        """Looks which models there are, and asks them anew if they are others."""
        runs = [run for run in self._session.library.runs() if run.state in ("finished", "stopped")]
        before = (self.first and self.first.id, self.second and self.second.id)
        self.choices = runs
        self.first = self._pick_first(runs)
        self.second = self._pick_second(runs)
        self._load_own_rows()
        self.models_changed.emit()
        if before != (self.first and self.first.id, self.second and self.second.id):
            self.answers.clear()
            self.ask(self._text)

    def labels(self) -> tuple[str, ...]:
        """The labels of the first model, the most frequent first; their places give their colours."""
        version = self._version_of(self.first)
        if version is None:
            return ()
        return tuple(count.label for count in version.profile.labels)

    def choose_second(self, run_id: int | None) -> None:
        """Puts another model beside the first; None takes it away."""
        self._second_id = run_id if run_id is not None else -1
        self.refresh()

    def choose_first(self, run_id: int) -> None:
        """Lets another run answer; Results show it, too, unless it is a baseline."""
        self._chosen_id = run_id
        if any(run.id == run_id and run.model.kind == "baseline" for run in self.choices):
            self.refresh()
        else:
            self._session.show_run(run_id)

    def ask(self, text: str) -> None:
        """Asks the models about a text; only the newest question counts."""
        self._text = text
        self._keep_timer.stop()
        if not text.strip() or self.first is None:
            self.answers.clear()
            self._asked.clear()
            self.answered.emit()
            return
        for run in (self.first, self.second):
            if run is not None:
                request = Predict(run_id=run.id, texts=(text,))
                self._asked[run.id] = (self._engines.ask("interactive", request, self._on_event), self._clock())
        if text != self._kept:
            self._keep_timer.start()

    def next_own_text(self) -> str:
        """Another test row of the user's own data, empty if there is none."""
        if not self.own_rows:
            return ""
        row = self.own_rows[self._next_own % len(self.own_rows)]
        self._next_own += 1
        return row.text

    def load_history(self) -> None:
        """Reads the texts that were tried, the newest first."""
        self.history = self._session.library.predictions(limit=HISTORY)
        self.history_changed.emit()

    def _pick_first(self, runs: list[Run]) -> Run | None:
        by_id = {run.id: run for run in runs}
        wanted = [self._chosen_id]
        current, baseline = self._session.run, self._session.baseline
        if current is not None and self._is_about_the_data(current):
            wanted.append(current.id)
        if baseline is not None:
            wanted.append(baseline.id)
        return next((by_id[i] for i in wanted if i in by_id), None)

    def _is_about_the_data(self, run: Run) -> bool:
        """Whether a run learned from a version of the file that is open: else that file's own baseline answers."""
        version = self._session.version
        if version is None or run.version_id == version.id:
            return True
        learned_from = self._version_of(run)
        return learned_from is not None and learned_from.dataset_id == version.dataset_id

    def _pick_second(self, runs: list[Run]) -> Run | None:
        if self.first is None or self._second_id == -1:
            return None
        by_id = {run.id: run for run in runs if run.id != self.first.id}
        if self._second_id is not None:
            return by_id.get(self._second_id)
        return by_id.get(self.first.baseline_run_id or 0)

    def _version_of(self, run: Run | None) -> Version | None:
        if run is None:
            return None
        current = self._session.version
        if current is not None and current.id == run.version_id:
            return current
        try:
            return self._session.library.version(run.version_id)
        except WorkbenchError:
            return None

    def _test_version_of(self, run: Run | None) -> Version | None:
        if run is None or run.test_version_id is None:
            return self._version_of(run)
        try:
            return self._session.library.version(run.test_version_id)
        except WorkbenchError:
            return None

    def _load_own_rows(self) -> None:
        run = self.first
        version = self._test_version_of(run)
        if run is None or version is None or run.roles.text is None or run.roles.label is None:
            self.own_rows, self._own_key = [], None
            return
        if self._own_key == (run.id, version.id):
            return
        self._own_key, self._next_own = (run.id, version.id), 0
        library = self._session.library.folder
        try:
            codes = tables.read_split(library / run.folder / "split.arrow")
            table = tables.read_table(library / version.folder).select([run.roles.text, run.roles.label])
        except (OSError, WorkbenchError, KeyError):
            self.own_rows = []  # the folder is gone: there is nothing to offer
            return
        if run.test_version_id is None:
            rows = (codes == SPLIT_NAMES.index("test")).nonzero()[0]
        else:
            rows = np.arange(table.num_rows)  # a file of its own: all of its rows are test rows
        chosen = np.random.default_rng(run.id).permutation(rows)[:OWN_ROWS]
        picked = table.take(chosen)
        texts, labels = picked.column(0).to_pylist(), picked.column(1).to_pylist()
        self.own_rows = [
            OwnRow(int(row), text or "", (label or "").strip())
            for row, text, label in zip(chosen, texts, labels, strict=True)
        ]

    def _on_run_changed(self) -> None:
        run_id = self._session.run.id if self._session.run else None
        if run_id != self._run_id:
            self._run_id = run_id
            self._chosen_id = None  # a run that has just finished takes the place of what was chosen before
        self.refresh()

    def _on_event(self, event: AnyEvent) -> None:
        if isinstance(event, RequestFailed):
            if any(event.request_id == request_id for request_id, _ in self._asked.values()):
                error: ErrorInfo = event.error
                self.failed.emit(error)
            return
        if not isinstance(event, Predicted):
            return
        request_id, asked_s = self._asked.get(event.run_id, (0, 0.0))
        if event.request_id == request_id:
            waited = self._clock() - asked_s
            self.answers[event.run_id] = Answer(event.outputs[0], event.tokens[0], event.max_tokens, waited)
            self.answered.emit()

    def _keep(self) -> None:
        if self.first is None or not self._text.strip():
            return
        self._kept = self._text
        request = Predict(run_id=self.first.id, texts=(self._text,), keep=True)
        self._engines.ask("interactive", request, self._on_kept)

    def _on_kept(self, event: AnyEvent) -> None:
        if isinstance(event, Predicted):
            self.load_history()
