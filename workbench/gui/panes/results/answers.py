"""The answers on the test rows beside their texts, and which of them a click asks for. Nothing here knows Qt.

Letters: n test rows, k labels of the report; a label is named by its position in the report.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from workbench.data.predictions_file import TestPredictions

Positions = NDArray[np.int64]


@dataclass(frozen=True)
class Choice:
    """Which answers are wanted; nothing named means every mistake.

    Attributes:
        true: Only examples that have this label, or None.
        predicted: Only answers that say this label, or None.
        is_mistake: Only wrong answers.
    """

    true: int | None = None
    predicted: int | None = None
    is_mistake: bool = False


ALL_MISTAKES = Choice(is_mistake=True)


@dataclass(frozen=True)
class Example:
    """One test row with its answer.

    Attributes:
        row: Its number in the test version's table, from 0.
        text: As it stands in the table.
        true: Its label.
        predicted: What the model said.
        confidence: The probability of that, 0 to 1.
        scores: The probability of each label that the model knows.
    """

    row: int
    text: str
    true: int
    predicted: int
    confidence: float
    scores: tuple[float, ...]


class Answers:
    """All answers of a run on its test rows.

    Args:
        predictions: As they lie in the run's folder.
        texts: The text column of the test version's table, not yet read.
    """

    def __init__(self, predictions: TestPredictions, texts: pa.ChunkedArray) -> None:
        self._predictions = predictions
        self._texts = texts

    def __len__(self) -> int:
        return len(self._predictions.rows)

    @property
    def mistakes(self) -> int:
        """How many answers are wrong."""
        return int((self._predictions.true != self._predictions.predicted).sum())

    def select(self, choice: Choice) -> Positions:
        """The positions of the answers that a choice asks for: (m,) int64.

        Mistakes come first, the most confident at the top; then right answers, the least confident at the top.
        """
        p = self._predictions
        is_wrong = p.true != p.predicted
        wanted = is_wrong if choice.is_mistake else np.ones(len(p.rows), dtype=np.bool_)
        if choice.true is not None:
            wanted = wanted & (p.true == choice.true)
        if choice.predicted is not None:
            wanted = wanted & (p.predicted == choice.predicted)
        found = np.flatnonzero(wanted)
        badness = np.where(is_wrong[found], p.confidence[found], -p.confidence[found])
        order: Positions = found[np.argsort(-badness, kind="stable")].astype(np.int64)
        return order

    def text(self, position: int) -> str:
        """The text of one answer; empty where the table has none."""
        return self._texts[int(self._predictions.rows[position])].as_py() or ""

    def true(self, position: int) -> int:
        """The label that its row has."""
        return int(self._predictions.true[position])

    def predicted(self, position: int) -> int:
        """The label that the model said."""
        return int(self._predictions.predicted[position])

    def confidence(self, position: int) -> float:
        """How sure the model was, 0 to 1."""
        return float(self._predictions.confidence[position])

    def example(self, position: int) -> Example:
        """Everything about one answer."""
        return Example(
            row=int(self._predictions.rows[position]),
            text=self.text(position),
            true=self.true(position),
            predicted=self.predicted(position),
            confidence=self.confidence(position),
            scores=tuple(float(score) for score in self._predictions.scores[position]),
        )
