"""A library with made-up runs, and a session whose requests about runs are answered in this process."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec
from store_examples import REPORT, add_run, add_version

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
from workbench.protocol import AnyRequest, EngineRole, EvaluationLogged, ResumeRun, UpdateRun
from workbench.store import Library
from workbench.values import Figures, ModelCard, Report, Run


class HeldRuns(Engines):
    """Engines without a process: changes of runs wait for `answer`, all else is only kept."""

    def __init__(self, library: Library) -> None:
        super().__init__(library.folder)
        self._context = Context(library=library, predictors=Predictors(library), stop_requested=lambda: False)
        self._waiting: list[tuple[AnyRequest, Listener]] = []
        self.asked: list[AnyRequest] = []

    def ask(self, role: EngineRole, request: AnyRequest, listener: Listener) -> int:  # noqa: ARG002 - one for all
        request = msgspec.structs.replace(request, request_id=len(self.asked) + 1)
        self.asked.append(request)
        if isinstance(request, UpdateRun):
            self._waiting.append((request, listener))
        return request.request_id

    def answer(self) -> None:
        """Answers what waits, oldest first."""
        waiting, self._waiting = self._waiting, []
        for request, listener in waiting:
            for event in run_request(request, self._context):
                listener(event)  # type: ignore[arg-type]  # every event is one of AnyEvent

    @property
    def resumed(self) -> list[int]:
        """The runs that were asked to go on."""
        return [request.run_id for request in self.asked if isinstance(request, ResumeRun)]


@dataclass
class Desk:
    """What the pane is given, and what it did."""

    context: PaneContext
    engines: HeldRuns
    library: Library
    notices: list[Notice]
    opened: list[str]


@contextmanager
def desk(folder: Path) -> Iterator[Desk]:
    """A session over an empty library."""
    with Library.open(folder) as library:
        engines = HeldRuns(library)
        training, messages = Training(engines), Messages()
        notices: list[Notice] = []
        opened: list[str] = []
        messages.told.connect(notices.append)
        context = PaneContext(
            session=Session(library, engines, training), training=training, engines=engines, messages=messages,
            commands=Commands(), theme=Theme("light"), language=Language("en"), open_pane=opened.append,
            open_settings=opened.append, preference=lambda _key: "", set_preference=lambda _key, _value: None,
        )  # fmt: skip
        yield Desk(context, engines, library, notices, opened)


def report(accuracy: float, macro_f1: float = 0.8, *, half: float = 0.02, examples: int = 1060) -> Report:
    """A report with those figures and an interval of twice that half."""
    figures = Figures(accuracy=accuracy, macro_f1=macro_f1, accuracy_low=accuracy - half, accuracy_high=accuracy + half)
    return msgspec.structs.replace(REPORT, examples=examples, figures=figures)


def good_run(library: Library, accuracy: float, **changes: Any) -> Run:
    """A finished run with that share of right answers, and two looks at the validation rows."""
    if not library.versions():
        add_version(library)
    plain: dict[str, Any] = {
        "report": report(accuracy), "test_version_id": None, "validation_version_id": None, "starred": False,
        "error": None, "note": "", "settings": {"epochs": 3, "learning_rate": 1e-4, "split_sha256": "ab"},
    }  # fmt: skip
    run = add_run(library, **{**plain, **changes})
    library.record([look(run.id, 1, macro_f1=0.6, loss=0.7), look(run.id, 2, macro_f1=0.8, loss=0.4)])
    return run


def failed(library: Library, **changes: Any) -> Run:
    """A run that came to no result."""
    return good_run(library, 0.5, **{"report": None, "state": "failed", "best_epoch": None, **changes})


def baseline(library: Library, accuracy: float = 0.86) -> Run:
    """A simple baseline, which has no curve."""
    card = ModelCard(name="baseline", kind="baseline", title="simple baseline")
    if not library.versions():
        add_version(library)
    return add_run(
        library, model=card, method="word counts", report=report(accuracy, 0.79), test_version_id=None,
        settings={"split_sha256": "ab"}, changed=(), error=None, best_epoch=None, starred=False,
    )  # fmt: skip


def look(run_id: int, epoch: int, *, macro_f1: float, loss: float) -> EvaluationLogged:
    """One look at the validation rows."""
    return EvaluationLogged(
        run_id=run_id, step=epoch * 10, epoch=float(epoch), loss=loss, metrics={"macro_f1": macro_f1}, is_best=True,
        seconds=1.0,
    )  # fmt: skip
