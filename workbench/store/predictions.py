"""The history of texts that the user asked about."""

from __future__ import annotations

from collections.abc import Sequence

from workbench.store.clock import now
from workbench.store.connection import Connection
from workbench.store.rows import RowCodec
from workbench.values import Output, Value


class StoredPrediction(Value, frozen=True, kw_only=True):
    """One text with the answer that a run's model gave.

    Attributes:
        run_id: The run.
        text: What was asked.
        output: What was answered.
        created_at: When, in UTC.
    """

    run_id: int
    text: str
    output: Output
    created_at: str


_codec = RowCodec(StoredPrediction)


class Predictions:
    """The table `predictions`.

    Args:
        connection: An open library.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, run_id: int, texts: Sequence[str], outputs: Sequence[Output]) -> None:
        """Adds one row for each text.

        Raises:
            ValueError: If there are not as many outputs as texts: a bug.
        """
        created_at = now()
        rows = [
            _codec.to_row(StoredPrediction(run_id=run_id, text=text, output=output, created_at=created_at))
            for text, output in zip(texts, outputs, strict=True)
        ]
        with self._connection.writing() as transaction:
            transaction.executemany(_codec.insert_sql("predictions"), rows)

    def newest(self, limit: int) -> list[StoredPrediction]:
        """The newest predictions of runs that are not deleted, newest first."""
        rows = self._connection.rows(
            f"SELECT {_codec.columns} FROM predictions WHERE run_id IN (SELECT id FROM runs WHERE deleted = 0)"
            " ORDER BY id DESC LIMIT ?",
            limit,
        )
        return [_codec.from_row(row) for row in rows]
