"""A session over a real library whose engines are silent: requests are kept, and the test tells what comes of them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import msgspec
import numpy as np
from results_examples import LABELS, MadeRun, add_run

from workbench.data.tables import write_split
from workbench.engine.context import Context
from workbench.engine.predictors import Predictors
from workbench.engine.server import run_request
from workbench.gui.commands import Commands
from workbench.gui.engines import Engines, Listener
from workbench.gui.language import Language
from workbench.gui.messages import Messages, Notice
from workbench.gui.pane import PaneContext
from workbench.gui.session import Session
from workbench.gui.theme import Theme
from workbench.gui.training import Training
from workbench.protocol import (
    AnyEvent,
    AnyRequest,
    CheckpointSaved,
    EngineRole,
    EvaluationLogged,
    Event,
    PhaseStarted,
    RunFinished,
    RunStarted,
    StepLogged,
    TrainBaseline,
    TrainingPlanned,
    is_terminal,
)
from workbench.store import Library
from workbench.values import ModelCard, PhaseEstimate, PhaseName, Run, RunState, Version

STEPS, EPOCHS = 40, 4


@dataclass
class Asked:
    """One request that reached the engines."""

    number: int
    role: EngineRole
    request: AnyRequest
    listener: Listener
    is_open: bool = True


class ToldEngines(Engines):
    """Engines without a process."""

    def __init__(self, library: Library) -> None:
        super().__init__(library.folder)
        self._context = Context(library=library, predictors=Predictors(library), stop_requested=lambda: False)
        self.asked: list[Asked] = []
        self.cancelled: list[int] = []
        self.stopped: list[int] = []

    def ask(self, role: EngineRole, request: AnyRequest, listener: Listener) -> int:
        number = len(self.asked) + 1
        self.asked.append(Asked(number, role, msgspec.structs.replace(request, request_id=number), listener))
        return number

    def cancel(self, request_id: int) -> None:
        self.cancelled.append(request_id)

    def stop(self, request_id: int) -> None:
        self.stopped.append(request_id)

    def is_open(self, request_id: int) -> bool:
        return self.asked[request_id - 1].is_open

    def all_of(self, kind: type[AnyRequest]) -> list[Asked]:
        """The requests of one kind, oldest first."""
        return [asked for asked in self.asked if isinstance(asked.request, kind)]

    def newest(self, kind: type[AnyRequest]) -> Asked:
        """The newest request of one kind."""
        return self.all_of(kind)[-1]

    def tell(self, asked: Asked, *events: Event) -> None:
        """Lets the engine tell events of a request."""
        for event in events:
            told: AnyEvent = msgspec.structs.replace(event, request_id=asked.number)  # type: ignore[assignment]
            if is_terminal(told):
                asked.is_open = False
            asked.listener(told)

    def answer(self, kind: type[AnyRequest]) -> None:
        """Answers what is open of one kind, with the real handler in this process."""
        for asked in self.all_of(kind):
            if asked.is_open:
                self.tell(asked, *run_request(asked.request, self._context))


@dataclass
class Desk:
    """What a pane is given, and what it said to the user."""

    context: PaneContext
    engines: ToldEngines
    library: Library
    notices: list[Notice] = field(default_factory=list)
    opened: list[str] = field(default_factory=list)
    settings_opened: list[str] = field(default_factory=list)
    preferences: dict[str, str] = field(default_factory=dict)

    @property
    def session(self) -> Session:
        return self.context.session

    @property
    def training(self) -> Training:
        return self.context.training

    def show(self, version_id: int) -> None:
        """Opens a version."""
        self.session.show_version(version_id)

    def give_baseline(self, made: MadeRun) -> Run:
        """Answers the request for the baseline of the open version."""
        baseline = add_baseline(self.library, made)
        self.engines.tell(self.engines.newest(TrainBaseline), RunFinished(run_id=baseline.id, state="finished"))
        return baseline

    def begin_run(self, version: Version) -> Begun:
        """Starts a run from the session, and lets the engine give it a row."""
        self.session.start_run()
        run = add_row(self.library, version, state="running")
        begun = Begun(self, self.engines.asked[-1], run)
        begun.tell(started(run))
        return begun


@dataclass
class Begun:
    """A run under way, and the hand that tells its story."""

    desk: Desk
    asked: Asked
    run: Run

    def tell(self, *events: Event) -> None:
        self.desk.engines.tell(self.asked, *events)

    def phase(self, phase: PhaseName) -> None:
        self.tell(PhaseStarted(run_id=self.run.id, phase=phase))

    def train(self, first: int = 1, last: int = 10) -> None:
        """The training phase, from one step to another."""
        plan = TrainingPlanned(
            run_id=self.run.id, steps=STEPS, epochs=EPOCHS, train_examples=160, validation_examples=20
        )
        self.tell(PhaseStarted(run_id=self.run.id, phase="training"), plan)
        self.tell(*(step(self.run.id, number) for number in range(first, last + 1)))

    def evaluate(self, at: int, macro_f1: float, *, is_best: bool = True) -> None:
        look = evaluation(self.run.id, at, macro_f1, is_best=is_best)
        self.tell(look, CheckpointSaved(run_id=self.run.id, step=at, folder="c", is_best=is_best))

    def end(self, state: RunState = "finished", **changes: object) -> Run:
        """The row says how it ended, and the engine tells it."""
        run = self.desk.library.change_run(self.run.id, state=state, **changes)
        self.tell(RunFinished(run_id=self.run.id, state=state))
        return run


def step(run_id: int, number: int) -> StepLogged:
    return StepLogged(
        run_id=run_id, step=number, epoch=number * EPOCHS / STEPS, loss=1.0 / number, learning_rate=1e-4,
        grad_norm=1.0, examples=number * 16, seconds=number * 0.5, memory_bytes=2**30,
    )  # fmt: skip


def evaluation(run_id: int, at: int, macro_f1: float, *, is_best: bool = True) -> EvaluationLogged:
    return EvaluationLogged(
        run_id=run_id, step=at, epoch=at * EPOCHS / STEPS, loss=0.5, metrics={"macro_f1": macro_f1},
        is_best=is_best, seconds=1.0,
    )  # fmt: skip


def started(run: Run) -> RunStarted:
    lengths: dict[PhaseName, float] = {"loading": 4, "tokenizing": 6, "training": 60, "evaluating": 9, "saving": 2}
    phases = tuple(PhaseEstimate(phase=phase, seconds=seconds) for phase, seconds in lengths.items())
    return RunStarted(run_id=run.id, folder=run.folder, phases=phases, device="CPU, 2 cores")


def add_row(library: Library, version: Version, *, state: RunState) -> Run:
    """A run as its engine enters it before it trains."""
    return library.add_run(
        Run(
            id=0, name="", version_id=version.id, task="text_classification",
            model=ModelCard(name="starter", kind="starter", title="starter model"), method="full",
            settings={"epochs": EPOCHS}, changed=("epochs",), seed=0, state=state, folder="",
            roles=version.profile.roles, started_at="2025-03-02T14:02:00+00:00",
        )
    )  # fmt: skip


def add_baseline(library: Library, made: MadeRun) -> Run:
    """A finished baseline that was tested on the same rows."""
    card = ModelCard(name="baseline", kind="baseline", title="simple baseline")
    run = library.add_run(msgspec.structs.replace(made.run, id=0, name="", folder="", model=card))
    keep_split(library, run)
    return run


def add_finished(library: Library, *, labels: tuple[str, ...] = LABELS, examples: int = 60, seed: int = 0) -> MadeRun:
    """A version, and a finished run on it with the split that it was trained on."""
    made = add_run(library, labels=labels, examples=examples, seed=seed)
    keep_split(library, made.run)
    return made


def keep_split(library: Library, run: Run) -> None:
    """Every second row is a test row, as `results_examples` has it."""
    rows = library.version(run.version_id).rows
    folder = library.folder / run.folder
    folder.mkdir(parents=True, exist_ok=True)
    write_split(folder / "split.arrow", np.where(np.arange(rows) % 2, 2, 0).astype(np.int8))


@contextmanager
def desk(folder: Path, engines: Engines | None = None) -> Iterator[Desk]:
    """A session over a library in that folder; `engines` are real ones, in place of the silent ones."""
    with Library.open(folder) as library:
        silent = ToldEngines(library)
        engines = engines or silent
        training = Training(engines)
        messages = Messages()
        notices: list[Notice] = []
        opened: list[str] = []
        settings_opened: list[str] = []
        preferences: dict[str, str] = {"hub_endpoint": "https://huggingface.co"}
        messages.told.connect(notices.append)
        context = PaneContext(
            session=Session(library, engines, training), training=training, engines=engines, messages=messages,
            commands=Commands(), theme=Theme("light"), language=Language("en"), open_pane=opened.append,
            open_settings=settings_opened.append, preference=lambda key: preferences.get(key, ""),
            set_preference=lambda _key, _value: None,
        )  # fmt: skip
        yield Desk(context, silent, library, notices, opened, settings_opened, preferences)
