"""What the charts of the Data pane decide: when lengths and map are asked for, and whether an answer still counts."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject, Signal

from workbench.data import tables
from workbench.i18n import render, tr
from workbench.protocol import (
    AnyEvent,
    LengthsMeasured,
    MapVersion,
    MeasureLengths,
    Progressed,
    RequestFailed,
    VersionMapped,
    is_terminal,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy.typing as npt

    from workbench.gui.engines import Engines
    from workbench.gui.session import Session
    from workbench.protocol import AnyRequest, EngineRole
    from workbench.values import LengthHistogram

MOST_DOTS = 2_000
"""More dots lie on each other, and take long to lay out."""

_Question = tuple[int, str | None, str, int]


class TextMapData:
    """A map with what is drawn of it.

    Attributes:
        rows: The table's row of each dot, ascending: (n,).
        places: (n, 2).
    """

    def __init__(self, path: Path) -> None:
        self.rows, self.places = tables.read_map(path)

    def dots_of(self, rows: tables.RowNumbers) -> tables.RowNumbers:
        """The dots of those rows that are on the map, ascending."""
        return np.flatnonzero(np.isin(self.rows, rows)).astype(np.int64)


class ChartsPresenter(QObject):
    """Lengths and map of the current version for the current model; each is asked for when it is first looked at.

    Signals:
        lengths_changed: `lengths` or `lengths_note` is another.
        map_changed: `map` or `map_note` is another.
    """

    lengths_changed = Signal()
    map_changed = Signal()

    def __init__(self, session: Session, engines: Engines, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._engines = engines
        self.lengths: LengthHistogram | None = None
        self.lengths_note = ""
        self.map: TextMapData | None = None
        self.map_note = ""
        self._asked: dict[str, _Question] = {}
        self._requests: dict[str, int] = {}
        self._looked_at: set[str] = set()
        session.version_changed.connect(self._on_question_changed)
        session.model_changed.connect(self._on_question_changed)
        session.settings_changed.connect(self._on_question_changed)

    def label_ranks(self) -> npt.NDArray[np.int64]:
        """For each dot of the map, the rank of its label by frequency; -1 for none."""
        version = self._session.version
        assert version is not None
        assert self.map is not None
        column = version.profile.roles.label
        if column is None:
            return np.full(len(self.map.rows), -1, np.int64)
        ranks = {item.label: rank for rank, item in enumerate(version.profile.labels)}
        labels = tables.read_table(self._session.library.folder / version.folder).column(column)
        return np.array([ranks.get(labels[row].as_py().strip(), -1) for row in self.map.rows.tolist()], np.int64)

    def look_at(self, chart: str) -> None:
        """Asks for `lengths` or `map` if that has not been done, or has been made for something else."""
        self._looked_at = {chart}
        question = self._question(chart)
        if question is None or self._asked.get(chart) == question:
            return
        self._withdraw(chart)
        self._asked[chart] = question
        version_id, _, model, max_tokens = question
        if chart == "lengths":
            self.lengths, self.lengths_note = None, tr("Counting tokens…")
            measure = MeasureLengths(version_id=version_id, model=model, max_tokens=max_tokens)
            self._ask(chart, "interactive", measure, self._on_lengths)
            self.lengths_changed.emit()
        else:
            self.map, self.map_note = None, tr("Reading the texts")
            request = MapVersion(version_id=version_id, model=model, most=MOST_DOTS)
            self._ask(chart, "background", request, self._on_map)
            self.map_changed.emit()

    def look_away(self) -> None:
        """The charts are not seen any more; what is on its way still comes."""
        self._looked_at = set()

    def _question(self, chart: str) -> _Question | None:
        version = self._session.version
        if version is None:
            return None
        max_tokens = self._session.max_tokens if chart == "lengths" else 0  # a map does not depend on it
        return version.id, version.profile.roles.text, self._session.model.name, max_tokens

    def _on_question_changed(self) -> None:
        for chart in self._looked_at:
            self.look_at(chart)

    def _ask(self, chart: str, role: EngineRole, request: AnyRequest, then: Callable[[AnyEvent], None]) -> None:
        def listener(event: AnyEvent) -> None:
            if event.request_id == self._requests.get(chart):
                then(event)

        self._requests[chart] = self._engines.ask(role, request, listener)

    def _withdraw(self, chart: str) -> None:
        request_id = self._requests.pop(chart, None)
        if request_id is not None:
            self._engines.withdraw(request_id)

    def _on_lengths(self, event: AnyEvent) -> None:
        if isinstance(event, LengthsMeasured):
            self.lengths, self.lengths_note = event.lengths, ""
        elif isinstance(event, RequestFailed):
            self.lengths_note = render(event.error.what)
        elif is_terminal(event):
            self._asked.pop("lengths", None)
        self.lengths_changed.emit()

    def _on_map(self, event: AnyEvent) -> None:
        if isinstance(event, VersionMapped):
            self.map, self.map_note = TextMapData(Path(event.path)), ""
        elif isinstance(event, RequestFailed):
            self.map_note = render(event.error.what)
        elif isinstance(event, Progressed):
            self.map_note = render(event.what)
        elif is_terminal(event):
            self._asked.pop("map", None)
        self.map_changed.emit()
