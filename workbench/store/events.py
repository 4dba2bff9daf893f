"""What runs told while they ran: one event type, one table, one event one row.

The key of a row is the run and the step, so that recording twice is the same as once and a resumed run replaces what
it does again.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar, cast

from workbench.protocol import (
    CheckpointSaved,
    EvaluationLogged,
    Event,
    PhaseStarted,
    RunStarted,
    StepLogged,
    TrainingPlanned,
)
from workbench.store.connection import Connection
from workbench.store.rows import RowCodec

E = TypeVar("E", bound=Event)

TABLES: dict[type[Event], str] = {
    RunStarted: "run_started",
    PhaseStarted: "phase_started",
    TrainingPlanned: "training_planned",
    StepLogged: "step_logged",
    EvaluationLogged: "evaluation_logged",
    CheckpointSaved: "checkpoint_saved",
}
STEPPED = ("step_logged", "evaluation_logged", "checkpoint_saved")

_codecs = {kind: RowCodec(kind, without=("request_id",)) for kind in TABLES}


class Events:
    """The tables of events.

    Args:
        connection: An open library.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def record(self, events: Sequence[Event]) -> None:
        """Writes events in one transaction; those without a table are passed over."""
        by_kind: dict[type[Event], list[Event]] = {}
        for event in events:
            if type(event) in TABLES:
                by_kind.setdefault(type(event), []).append(event)
        if not by_kind:
            return
        with self._connection.writing() as transaction:
            for kind, same in by_kind.items():
                codec = _codecs[kind]
                transaction.executemany(codec.insert_sql(TABLES[kind]), [codec.to_row(event) for event in same])

    def forget_after(self, run_id: int, step: int) -> None:
        """Drops what a run told after a step."""
        with self._connection.writing() as transaction:
            for table in STEPPED:
                transaction.execute(f"DELETE FROM {table} WHERE run_id = ? AND step > ?", (run_id, step))

    def of_run(self, kind: type[E], run_id: int) -> list[E]:
        """A run's events of a kind that has no steps, in the order of recording.

        Raises:
            KeyError: If events of this kind are not kept.
        """
        return self._select(kind, "WHERE run_id = ? ORDER BY recorded_at", run_id)

    def after(self, kind: type[E], run_id: int, step: int) -> list[E]:
        """A run's events of a kind that has steps, later than a step, in their order."""
        return self._select(kind, "WHERE run_id = ? AND step > ? ORDER BY step", run_id, step)

    def _select(self, kind: type[E], where: str, *parameters: object) -> list[E]:
        codec = cast(RowCodec[E], _codecs[kind])
        rows = self._connection.rows(f"SELECT {codec.columns} FROM {TABLES[kind]} {where}", *parameters)
        return [codec.from_row(row) for row in rows]
