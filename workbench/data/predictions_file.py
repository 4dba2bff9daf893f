"""The answers on the test rows as a file: `test_predictions.arrow`, beside a run's report.

Imports only numpy and pyarrow, so that the window may read it.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

FILE_NAME = "test_predictions.arrow"


@dataclass(frozen=True)
class TestPredictions:
    """What a model answered on its test rows; n rows, c labels that the model knows.

    Attributes:
        rows: Row numbers in the test version's table: (n,) int64.
        true: True labels, counted as in the report: (n,) int32.
        predicted: Predicted labels: (n,) int32.
        confidence: Probability of the predicted label: (n,) float32.
        scores: Probability of each label: (n, c) float32.
    """

    __test__ = False  # the name is no test class of pytest

    rows: NDArray[np.int64]
    true: NDArray[np.int32]
    predicted: NDArray[np.int32]
    confidence: NDArray[np.float32]
    scores: NDArray[np.float32]


def read_test_predictions(folder: Path) -> TestPredictions:
    """Reads the answers that lie in a run's folder.

    Args:
        folder: The run's folder.

    Raises:
        FileNotFoundError: If the run has none.
    """
    with pa.memory_map(str(folder / FILE_NAME)) as source:
        table = pa.ipc.open_stream(source).read_all()
        scores = table["scores"].combine_chunks()
        labels = scores.type.list_size
        return TestPredictions(
            rows=np.array(table["row"], dtype=np.int64),
            true=np.array(table["true"], dtype=np.int32),
            predicted=np.array(table["predicted"], dtype=np.int32),
            confidence=np.array(table["confidence"], dtype=np.float32),
            scores=np.array(scores.flatten(), dtype=np.float32).reshape(-1, labels),
        )


def write_test_predictions(
    folder: Path, *, rows: NDArray[np.int64], true: NDArray[np.int_], probabilities: NDArray[np.floating]
) -> None:
    """Writes the answers on the test rows into a run's folder, whole or not at all.

    Args:
        folder: The run's folder, which exists.
        rows: Row numbers in the test version's table: (n,).
        true: True labels, counted as in the report: (n,).
        probabilities: Of each label that the model knows: (n, c), c >= 1.

    Raises:
        OSError: If the folder cannot be written.
    """
    scores = np.ascontiguousarray(probabilities, dtype=np.float32)
    table = pa.table(
        {
            "row": np.asarray(rows, dtype=np.int64),
            "true": np.asarray(true, dtype=np.int32),
            "predicted": scores.argmax(axis=1).astype(np.int32),
            "confidence": scores.max(axis=1),
            "scores": pa.FixedSizeListArray.from_arrays(pa.array(scores.reshape(-1)), scores.shape[1]),
        }
    )
    partial = folder / f"{FILE_NAME}.partial"
    with partial.open("wb") as sink:
        with pa.ipc.new_stream(sink, table.schema) as writer:
            writer.write_table(table)
        sink.flush()
        os.fsync(sink.fileno())
    os.replace(partial, folder / FILE_NAME)
