"""What is current in the window: the dataset version, the base model, the settings of the next run, the run looked at.

Panes read it and ask it for changes; it turns them into requests and answers with signals. It holds no widget.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import msgspec
from PySide6.QtCore import QObject, QTimer, Signal

from workbench.errors import WorkbenchError
from workbench.gui import readiness
from workbench.gui.checking import Checking
from workbench.gui.history import History
from workbench.gui.imports import Imports
from workbench.gui.session_state import SessionState, load_state, save_state
from workbench.gui.training import QueuedRun
from workbench.gui.training_log import TrainingLog
from workbench.protocol import (
    AnyEvent,
    AnyRequest,
    EstimateRun,
    InspectModel,
    ModelInspected,
    PurgeRuns,
    RecoverRuns,
    RequestFailed,
    RunEstimated,
    RunFinished,
    SetRoles,
    SetSplit,
    StartRun,
    TrainBaseline,
    UpdateRun,
    VersionReady,
    WarmUp,
    is_terminal,
)
from workbench.settings import TRAINING, complete
from workbench.values import (
    ErrorInfo,
    Estimate,
    ModelCard,
    RoleName,
    Roles,
    Run,
    Sentence,
    SplitRecipe,
    Version,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from workbench.gui.engines import Engines
    from workbench.gui.training import Training
    from workbench.settings import SettingValue
    from workbench.store import Library

ESTIMATE_DELAY_MS = 150


class Session(QObject):
    """The current state of the window.

    Signals:
        version_changed: `version` is another, or was profiled anew.
        model_changed: `model` is another, or more is known of it.
        settings_changed: `task`, `method`, `settings` or `seed` changed.
        estimate_changed: `estimate` is another or unknown; `is_estimating` says whether one is on its way.
        baseline_changed: `baseline` is another, or `baseline_state` changed.
        run_changed: `run`, the run that Results and Try show, is another or has changed.
        runs_changed: Some run's row changed.
        failed(object): ErrorInfo of anything else that went wrong.
        recovered(object): The ids of runs whose engine was gone when the window opened.
    """

    version_changed = Signal()
    model_changed = Signal()
    settings_changed = Signal()
    estimate_changed = Signal()
    baseline_changed = Signal()
    run_changed = Signal()
    runs_changed = Signal()
    failed = Signal(object)
    recovered = Signal(object)

    def __init__(self, library: Library, engines: Engines, training: Training, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.library = library
        self.engines = engines
        self.training = training
        self.version: Version | None = None
        self.model = ModelCard(name="starter", kind="starter", title="starter model")
        self.task = "text_classification"
        self.method = "full"
        self.settings: dict[str, SettingValue] = {}
        self.seed = 0
        self.estimate: Estimate | None = None
        self.is_estimating = False
        self.baseline: Run | None = None
        self.is_baseline_training = False
        self.run: Run | None = None
        self.imports, self.history, self.checking = Imports(self), History(self), Checking(self)
        self._estimate_timer = QTimer(self, singleShot=True, interval=ESTIMATE_DELAY_MS)
        self._estimate_timer.timeout.connect(self._ask_estimate)
        self._estimate_id = self._baseline_id = 0
        training.ended.connect(self._on_training_ended)
        training.failed.connect(self._on_training_failed)

    # Beginning and end

    def begin(self) -> None:
        """Warms the interactive engine, looks for runs whose engine is gone, and restores what was current."""
        state = load_state(self.library.folder)
        self._ask(RecoverRuns(), self._on_recovered)
        self.engines.ask("interactive", WarmUp(run_id=state.run_id), self._ignore)
        self.method, self.settings, self.seed = state.method, dict(state.settings), state.seed
        self.settings_changed.emit()
        self.history.restore(state.left)
        self.choose_model(state.model)
        run_id = state.run_id or next((run.id for run in self.library.runs() if run.model.kind != "baseline"), None)
        version_id = state.version_id or next((version.id for version in self.library.versions()), None)
        if run_id is not None:
            self.show_run(run_id, quietly=True)
        if version_id is not None:
            self.show_version(version_id, quietly=True)

    def end(self) -> None:
        """Keeps what is current for the next start, and removes deleted runs for good."""
        state = SessionState(
            version_id=self.version.id if self.version else None,
            run_id=self.run.id if self.run else None,
            model=self.model.name, method=self.method, settings=self.settings, seed=self.seed,
            left=self.history.left,
        )  # fmt: skip
        save_state(self.library.folder, state)
        self.engines.ask("interactive", PurgeRuns(), self._ignore)

    # Data

    def withdraw_baseline(self) -> None:
        """Gives up the baseline if it is being trained; another version will be asked for."""
        self.engines.withdraw(self._baseline_id)

    def show_version(self, version_id: int, *, quietly: bool = False) -> None:
        """Makes a version current; if `quietly`, one that is gone is passed over."""
        try:
            version = self.library.version(version_id)
        except WorkbenchError as error:
            if not quietly:
                self.failed.emit(error.info())
            return
        self.history.note_move(self.version, version)
        self.version = version
        self.baseline = None
        self.version_changed.emit()
        self._train_baseline()
        self.forget_estimate()

    def set_role(self, column: str, role: RoleName) -> None:
        """Gives one column another role; a role that only one column can have leaves its earlier one."""
        if self.version is None:
            return
        roles: dict[str, str | None] = msgspec.structs.asdict(self.version.profile.roles)
        changed = {name: None if other == column else other for name, other in roles.items()}
        if role != "unused":
            changed[role] = column
        self._ask(SetRoles(version_id=self.version.id, roles=Roles(**changed)), self._on_version_event)

    def set_split(self, split: SplitRecipe) -> None:
        """Divides the rows in another way."""
        if self.version is not None:
            self._ask(SetSplit(version_id=self.version.id, split=split), self._on_version_event)

    # Model and settings

    def choose_model(self, name: str) -> None:
        """Makes a base model current: `starter`, a folder, or the id of a model that is on this computer."""
        if name != self.model.name:
            self.model = ModelCard(name=name, kind="folder" if os.path.isabs(name) else "hub", title=name)
            self.model_changed.emit()
        self._ask(InspectModel(name=name), self._on_model_event)

    def set_method(self, method: str) -> None:
        """Chooses how the model is trained."""
        self.method = method
        self.settings_changed.emit()
        self.forget_estimate()

    def set_settings(self, settings: dict[str, SettingValue], *, seed: int | None = None) -> None:
        """Replaces the settings that differ from their defaults."""
        self.settings = dict(settings)
        self.seed = self.seed if seed is None else seed
        self.settings_changed.emit()
        self.forget_estimate()

    @property
    def max_tokens(self) -> int:
        """Where the next run will cut texts, in tokens."""
        return int(complete(TRAINING, self.settings)["max_tokens"])

    def missing(self) -> Sentence | None:
        """What must be chosen before training can start, or None."""
        return readiness.missing(self.version, self.model, self.task)

    def forget_estimate(self) -> None:
        """Asks for a new estimate, a moment from now."""
        self.estimate = None
        self.is_estimating = self.version is not None and self.missing() is None
        self.estimate_changed.emit()
        self._estimate_timer.start()

    # Runs

    def next_run(self) -> QueuedRun | None:
        """The run that Train would start, or None while something is missing."""
        if self.version is None or self.missing() is not None:
            return None
        request = StartRun(
            version_id=self.version.id, task=self.task, model=self.model.name, method=self.method,
            settings=self.settings, seed=self.seed,
        )  # fmt: skip
        return QueuedRun(request=request, version=self.version, model_title=self.model.title, estimate=self.estimate)

    def start_run(self) -> None:
        """Starts the next run, or lets it wait if one is being trained."""
        run = self.next_run()
        if run is not None:
            self.training.start(run)

    def resume_run(self, run_id: int) -> None:
        """Goes on with an interrupted run."""
        try:
            run = self.library.run(run_id)
            version = self.library.version(run.version_id)
        except WorkbenchError as error:
            self.failed.emit(error.info())
            return
        request = StartRun(
            version_id=run.version_id, task=run.task, model=run.model.name, method=run.method, name=run.name,
            settings={key: run.settings[key] for key in run.changed}, seed=run.seed,
        )  # fmt: skip
        queued = QueuedRun(request=request, version=version, model_title=run.model.title, estimate=None)
        self.training.resume(queued, TrainingLog.of_past_run(self.library, run_id))

    def show_run(self, run_id: int, *, quietly: bool = False) -> None:
        """Makes a run the one that Results and Try show; if `quietly`, one that is gone is passed over."""
        try:
            self.run = self.library.run(run_id)
        except WorkbenchError as error:
            if not quietly:
                self.failed.emit(error.info())
            return
        self.run_changed.emit()

    def change_run(self, request: UpdateRun) -> None:
        """Renames, stars, notes, deletes or brings back a run."""
        self._ask(request, self._on_run_updated)

    # Answers

    def _ask(self, request: AnyRequest, then: Callable[[AnyEvent], None]) -> int:
        """Sends a request to the interactive engine; `then` gets its terminal event unless that is a failure."""

        def listener(event: AnyEvent) -> None:
            if isinstance(event, RequestFailed):
                self.failed.emit(event.error)
            elif is_terminal(event):
                then(event)

        return self.engines.ask("interactive", request, listener)

    def _ignore(self, event: AnyEvent) -> None:
        """For requests whose answer changes nothing in the window."""

    def _on_version_event(self, event: AnyEvent) -> None:
        if isinstance(event, VersionReady):
            self.show_version(event.version_id)

    def _on_model_event(self, event: AnyEvent) -> None:
        if isinstance(event, ModelInspected) and event.model.name == self.model.name:
            self.model = event.model
            self.model_changed.emit()
            self.forget_estimate()

    def _train_baseline(self) -> None:
        if self.version is None or self.missing() is not None:
            self.is_baseline_training = False
            self.baseline_changed.emit()
            return
        version_id = self.version.id
        self.engines.withdraw(self._baseline_id)
        self.is_baseline_training = True
        self.baseline_changed.emit()

        def listener(event: AnyEvent) -> None:
            if not is_terminal(event) or self.version is None or self.version.id != version_id:
                return
            self.is_baseline_training = False
            if isinstance(event, RunFinished):
                self.baseline = self.library.run(event.run_id)
                self.runs_changed.emit()
            elif isinstance(event, RequestFailed) and event.error.code != "data":
                self.failed.emit(event.error)  # that the rows are too few for one is no news: nobody asked for it
            self.baseline_changed.emit()

        self._baseline_id = self.engines.ask("interactive", TrainBaseline(version_id=version_id), listener)

    def _ask_estimate(self) -> None:
        if self.version is None or self.missing() is not None:
            return
        request = EstimateRun(
            version_id=self.version.id, model=self.model.name, method=self.method, settings=self.settings
        )
        self._estimate_id = self.engines.ask("interactive", request, self._on_estimate)

    def _on_estimate(self, event: AnyEvent) -> None:
        if event.request_id != self._estimate_id or not is_terminal(event):
            return
        self.estimate = event.estimate if isinstance(event, RunEstimated) else None
        self.is_estimating = False
        self.estimate_changed.emit()
        if isinstance(event, RequestFailed):
            self.failed.emit(event.error)

    def _on_run_updated(self, event: AnyEvent) -> None:  # noqa: ARG002 - any terminal event says that it is done
        if self.run is not None:
            self.show_run(self.run.id, quietly=True)
        self.runs_changed.emit()

    def _on_recovered(self, event: AnyEvent) -> None:
        ids = getattr(event, "run_ids", ())
        if ids:
            self.runs_changed.emit()
            self.recovered.emit(ids)

    def _on_training_ended(self, run_id: int, state: str) -> None:
        if run_id and state in ("finished", "stopped"):
            self.show_run(run_id)
        self.runs_changed.emit()

    def _on_training_failed(self, error: ErrorInfo, run_id: int | None) -> None:  # noqa: ARG002 - the panes say it
        self._ask(RecoverRuns(), lambda _event: self.runs_changed.emit())
