"""A copy of a file with the answers of a model beside each row; written whole or not at all.

The copy may be opened in a spreadsheet, so cells that it would run as formulas are made harmless.
"""

from __future__ import annotations

import csv
import itertools
import os
from collections.abc import Generator, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from workbench.data.formulas import harmless
from workbench.data.reader import ReadTable
from workbench.errors import DataError, FileError
from workbench.i18n import N_, say
from workbench.protocol import Progressed

if TYPE_CHECKING:
    from workbench.training.task_model import Predictor

BATCH_TEXTS = 256
"""Texts between two chances to cancel; the model cuts them further to what it can hold."""

_WRITTEN_ROWS = 20_000


def text_column(read: ReadTable, name: str, *, file: str) -> list[str]:
    """The texts of the column that has the name of the training data's text column.

    Raises:
        DataError: If there is none, with the columns that there are.
    """
    if name not in read.columns:
        raise DataError(
            say(
                N_("“{name}” has no column “{column}”. Its columns are: {columns}."),
                name=file,
                column=name,
                columns=", ".join(read.columns),
            ),
            say(N_("Name its text column “{column}”, as in the training data."), column=name),
        )
    return [text or "" for text in read.table.column(name).to_pylist()]


def score_texts(predictor: Predictor, texts: Sequence[str]) -> Generator[Progressed, None, NDArray[np.float32]]:
    """Asks for every text once, those of like length together, so that little is padded.

    Yields:
        Progress before each batch.

    Returns:
        The probabilities: (n, c), NaN for texts that are only white space.
    """
    asked = sorted({text for text in texts if text.strip()}, key=len, reverse=True)
    known: dict[str, NDArray[np.float32]] = {}
    what = say(N_("Scoring rows"))
    for at in range(0, len(asked), BATCH_TEXTS):
        yield Progressed(what=what, done=at, total=len(asked))
        batch = asked[at : at + BATCH_TEXTS]
        known.update(zip(batch, predictor.predict_probabilities(batch), strict=True))
    nothing = np.full(len(predictor.labels), np.nan, dtype=np.float32)
    scores = [known.get(text, nothing) for text in texts]
    return np.stack(scores) if scores else np.zeros((0, len(predictor.labels)), dtype=np.float32)


def write_scored(
    read: ReadTable, scores: NDArray[np.float32], *, labels: Sequence[str], out: Path
) -> Iterator[Progressed]:
    """Writes the copy in UTF-8, with the delimiter of the file, to `out`.

    A byte order mark is written unless the file was UTF-8 without one, because spreadsheets need it.

    Args:
        read: The file.
        scores: Probabilities: (n, c), NaN in rows without an answer.
        labels: The c labels.
        out: Where to write; an older file is replaced when the new one is complete.

    Yields:
        Progress after each block of rows.

    Raises:
        FileError: If it cannot be written.
    """
    partial = out.with_name(f"{out.name}.partial")
    encoding = "utf-8" if read.dialect.encoding in ("utf-8", "ascii") else "utf-8-sig"
    what = say(N_("Writing rows"))
    try:
        with partial.open("w", encoding=encoding, newline="") as file:
            writer = csv.writer(file, delimiter=read.dialect.delimiter or ",", lineterminator="\n")
            writer.writerow([harmless(name) for name in (*read.columns, *added_columns(read.columns, labels))])
            for at in range(0, read.table.num_rows, _WRITTEN_ROWS):
                yield Progressed(what=what, done=at, total=read.table.num_rows)
                block = read.table.slice(at, _WRITTEN_ROWS)
                cells = zip(*(column.to_pylist() for column in block.columns), strict=True)
                added = _answers(scores[at : at + _WRITTEN_ROWS], labels)
                writer.writerows(
                    [*(harmless(cell or "") for cell in row), *answer] for row, answer in zip(cells, added, strict=True)
                )
            file.flush()
            os.fsync(file.fileno())
        os.replace(partial, out)
    except OSError as error:
        raise FileError(
            say(N_("“{path}” cannot be written: {problem}."), path=str(out), problem=error.strerror or str(error)),
            say(N_("Close it in other programs, or choose another place.")),
        ) from error
    finally:
        partial.unlink(missing_ok=True)


def added_columns(columns: Sequence[str], labels: Sequence[str]) -> list[str]:
    """Names of the added columns: label, confidence, and the labels; a name that is taken gets a number."""
    names: list[str] = []
    for wanted in ("label", "confidence", *labels):
        candidates = itertools.chain([wanted], (f"{wanted}_{number}" for number in itertools.count(2)))
        names.append(next(name for name in candidates if name not in columns and name not in names))
    return names


def _answers(scores: NDArray[np.float32], labels: Sequence[str]) -> Iterator[list[str]]:
    shown = [harmless(label) for label in labels]
    for row, best in zip(scores.tolist(), scores.argmax(axis=1).tolist(), strict=True):
        if row[best] != row[best]:  # NaN: the row has no text
            yield [""] * (len(labels) + 2)
        else:
            yield [shown[best], f"{row[best]:.4f}", *(f"{score:.4f}" for score in row)]
