"""Gathers what slow checks look at: tokens of texts, and what the instant baseline says of rows that it never saw."""

from __future__ import annotations

import importlib
from collections.abc import Generator
from pathlib import Path

import numpy as np
import pyarrow as pa

from workbench.data.issues import Evidence, Examples, Probabilities, codes
from workbench.data.issues.evidence import rows_with_text, spread
from workbench.data.tables import RowNumbers
from workbench.engine.token_counts import count_tokens
from workbench.protocol import Progressed

MOST_ROWS = 50_000
"""A sample of so many rows is looked at if there are more."""

_MOST_FITS = 200_000  # rows times labels that are cross-validated: about 20 seconds on two cores
_MOST_LABELS = 200
_TASK = "text_classification"


def gather(
    examples: Examples, model: str, *, library: Path, with_labels: bool, max_tokens: int = 0
) -> Generator[Progressed, None, Evidence | None]:
    """Gathers the evidence; can be closed after each batch of texts and each classifier.

    Args:
        examples: The table with its roles.
        model: Whose tokenizer counts; see count_tokens.
        library: The user's library.
        with_labels: Whether the labels are cross-validated, which takes longest.
        max_tokens: Where training will cut texts; see count_tokens.

    Returns:
        None if there is no text.

    Raises:
        ModelError: If there is no such model here, or its tokenizer cannot be used.
    """
    rows = spread(rows_with_text(examples), MOST_ROWS)
    if not len(rows):
        return None
    evidence = Evidence(examples, rows)
    counts = yield from count_tokens(model, evidence.texts, library=library, max_tokens=max_tokens)
    probabilities = (yield from _probabilities(examples, rows)) if with_labels else None
    return Evidence(examples, rows, counts, probabilities)


def _probabilities(examples: Examples, rows: RowNumbers) -> Generator[Progressed, None, Probabilities | None]:
    validation = importlib.import_module(f"workbench.tasks.{_TASK}.cross_validation")
    names = [item.label for item in examples.label_counts if item.count >= validation.FOLDS][:_MOST_LABELS]
    if len(names) < 2 or examples.texts is None or examples.labels is None:
        return None
    rows = np.intersect1d(rows, examples.rows_of(names))
    rows = spread(rows, max(_MOST_FITS // len(names), len(names) * validation.FOLDS))
    label_codes = codes(examples.labels)[rows]
    common, counts = np.unique(label_codes, return_counts=True)
    rows = rows[np.isin(label_codes, common[counts >= validation.FOLDS])]
    labels = examples.labels.take(pa.array(rows)).to_pylist()
    if len(set(labels)) < 2:
        return None
    texts = examples.texts.take(pa.array(rows)).to_pylist()
    values = yield from validation.cross_validate(texts, labels)
    _, given = np.unique(np.asarray(labels, dtype=object).astype(str), return_inverse=True)
    return Probabilities(rows, given.astype(np.int64), values)
