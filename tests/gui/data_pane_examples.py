"""A session over a real library whose requests to the data are answered in this process, when the test says so."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import msgspec
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from workbench.engine.context import Context
from workbench.engine.predictors import Predictors
from workbench.engine.server import run_request
from workbench.gui.commands import Command, Commands
from workbench.gui.engines import Engines, Listener
from workbench.gui.language import Language
from workbench.gui.messages import Messages, Notice
from workbench.gui.pane import PaneContext
from workbench.gui.panes.data import PANE
from workbench.gui.panes.data.view import DataPane
from workbench.gui.session import Session
from workbench.gui.theme import Theme
from workbench.gui.training import Training
from workbench.protocol import (
    AnyRequest,
    CleanVersion,
    CompareVersions,
    EngineRole,
    ExportVersion,
    ImportFile,
    MapVersion,
    MeasureLengths,
    PreviewAugmentation,
    PreviewSteps,
    RequestCancelled,
    RowKeys,
    SelectRows,
    SetRoles,
    SetSplit,
)
from workbench.store import Library

ABOUT_DATA = (
    CleanVersion,
    CompareVersions,
    ExportVersion,
    ImportFile,
    MapVersion,
    MeasureLengths,
    PreviewAugmentation,
    PreviewSteps,
    RowKeys,
    SelectRows,
    SetRoles,
    SetSplit,
)

ROWS = (
    "review,kind,order\n"
    "the strap broke after two weeks,bad,A17\n"
    "keeps coffee hot until noon and looks good,good,A18\n"
    "keeps coffee hot until noon and looks good,good,A19\n"
    "arrived a day early and well packed,good,A20\n"
    "the left earbud went silent after a month,bad,A21\n"
    "it does what it says and nothing more,fair,A22\n"
    "one,two,three,four,five\n"
    "best chair that I have ever owned,good,A23\n"
)
"""Seven rows, one of them a duplicate, and one line that cannot be read."""


class HeldEngines(Engines):
    """Engines without a process: requests to the data wait for `answer`, all others for ever."""

    def __init__(self, library: Library) -> None:
        super().__init__(library.folder)
        self._context = Context(library=library, predictors=Predictors(library), stop_requested=lambda: False)
        self._waiting: dict[int, tuple[AnyRequest, Listener]] = {}
        self._number = 0
        self.cancelled: list[int] = []

    def ask(self, role: EngineRole, request: AnyRequest, listener: Listener) -> int:  # noqa: ARG002 - one for all
        self._number += 1
        if isinstance(request, ABOUT_DATA):
            self._waiting[self._number] = (msgspec.structs.replace(request, request_id=self._number), listener)
        return self._number

    def cancel(self, request_id: int) -> None:
        self.cancelled.append(request_id)
        _, listener = self._waiting.pop(request_id)
        listener(RequestCancelled(request_id=request_id))

    def is_open(self, request_id: int) -> bool:
        return request_id in self._waiting

    def waiting(self) -> list[AnyRequest]:
        """The requests to the data that were not answered yet, oldest first."""
        return [request for request, _ in self._waiting.values()]

    def withdraw(self, request_id: int) -> None:
        if request_id in self._waiting:
            self.cancel(request_id)

    def answer(self, *, newest_first: bool = False) -> None:
        """Answers what waits."""
        for number in sorted(self._waiting, reverse=newest_first):
            request, listener = self._waiting.pop(number)
            for event in run_request(request, self._context):
                listener(event)  # type: ignore[arg-type]  # every event is one of AnyEvent


@dataclass
class Desk:
    """What a pane is given, and what it said to the user."""

    context: PaneContext
    engines: HeldEngines
    library: Library
    notices: list[Notice]
    opened: list[str]

    @property
    def session(self) -> Session:
        return self.context.session

    def open(self, path: Path) -> None:
        """Opens a file and waits for the answer."""
        self.session.imports.open_file(path)
        self.engines.answer()


@contextmanager
def desk(folder: Path) -> Iterator[Desk]:
    """A session over a library in that folder."""
    with Library.open(folder) as library:
        engines = HeldEngines(library)
        training = Training(engines)
        messages = Messages()
        notices: list[Notice] = []
        opened: list[str] = []
        messages.told.connect(notices.append)
        context = PaneContext(
            session=Session(library, engines, training), training=training, engines=engines, messages=messages,
            commands=Commands(), theme=Theme("light"), language=Language("en"), open_pane=opened.append,
            open_settings=opened.append, preference=lambda _key: "", set_preference=lambda _key, _value: None,
        )  # fmt: skip
        yield Desk(context, engines, library, notices, opened)


@contextmanager
def shown_desk(library: Path) -> Iterator[Desk]:
    """A desk whose colours the application wears."""
    with desk(library) as made:
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        made.context.theme.apply(app)
        yield made


@contextmanager
def shown_pane(at_desk: Desk, qtbot: QtBot) -> Iterator[DataPane]:
    """The pane in a window."""
    at_desk.context.commands.add(
        Command("open_file", "Open", lambda: at_desk.opened.append("file dialog"), shortcut="Ctrl+O")
    )
    made = PANE.build(at_desk.context)
    assert isinstance(made, DataPane)
    window = QWidget()
    qtbot.addWidget(window)
    made.setParent(window)
    window.resize(1096, 708)
    made.resize(1096, 708)
    window.show()
    made.on_opened()
    yield made


def write_rows(folder: Path, text: str = ROWS, name: str = "reviews.csv") -> Path:
    """Writes a table and gives its path."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path
