"""Libraries with a run whose answers are made up, for the tests of the Results pane: real files, no training."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa

from workbench.data.predictions_file import write_test_predictions
from workbench.data.tables import write_split
from workbench.evaluation.report import build_report, figures_of
from workbench.i18n import say
from workbench.store import Library
from workbench.values import (
    Dialect,
    LabelCount,
    ModelCard,
    Profile,
    Report,
    Roles,
    Run,
    SplitRecipe,
    SplitSizes,
    Version,
)

MARKUP = "<img src=x onerror=1>"
LABELS = ("negative", "neutral", "positive")


@dataclass(frozen=True)
class MadeRun:
    """A run in a library, with what its answers are.

    Attributes:
        run: As the library has it.
        rows: Row of each test example: (n,).
        true: Its label: (n,).
        scores: Its probabilities: (n, c).
        texts: Every text of the version.
    """

    run: Run
    rows: np.ndarray
    true: np.ndarray
    scores: np.ndarray
    texts: list[str]

    @property
    def predicted(self) -> np.ndarray:
        """The label that the model said for each example."""
        return np.asarray(self.scores.argmax(axis=1))


def add_run(
    library: Library,
    *,
    labels: tuple[str, ...] = LABELS,
    examples: int = 200,
    skill: float = 2.0,
    seed: int = 0,
) -> MadeRun:
    """Adds a version of twice as many rows as there are examples, and a run that was tested on every second one."""
    random = np.random.default_rng(seed)
    weights = 1.0 / (1.0 + np.arange(len(labels)))[::-1]
    own = random.choice(len(labels), size=2 * examples, p=weights / weights.sum())
    texts = [f"text {row} about {labels[label]}" for row, label in enumerate(own)]
    rows = np.arange(1, 2 * examples, 2)
    true = own[rows]
    logits = random.normal(size=(examples, len(labels)))
    logits[np.arange(examples), true] += skill
    odds = np.exp(1.5 * logits)
    scores = (odds / odds.sum(axis=1, keepdims=True)).astype(np.float32)
    version = add_version(library, texts, [labels[at] for at in own], labels=labels)
    rougher = random.choice(len(labels), size=examples)
    guess = np.where(random.random(examples) < 0.75, true, rougher)
    counts = np.zeros((len(labels), len(labels)), dtype=np.int64)
    np.add.at(counts, (true, guess), 1)
    commonest = labels[int(np.bincount(own, minlength=len(labels)).argmax())]
    report = build_report(
        labels=labels, true=true, probabilities=scores, baseline=figures_of(counts), commonest_label=commonest
    )
    run = _add_run(library, version, report)
    folder = library.folder / run.folder
    folder.mkdir(parents=True, exist_ok=True)
    write_test_predictions(folder, rows=rows, true=true, probabilities=scores)
    return MadeRun(run=run, rows=rows, true=true, scores=scores, texts=texts)


def add_version(library: Library, texts: list[str], own: list[str], *, labels: tuple[str, ...]) -> Version:
    """Adds a version whose table has a text column and a label column."""
    dataset_id, number, folder = library.next_version(source=f"/data/{len(texts)}.csv", parent=None)
    path = library.folder / folder
    (path / "table").mkdir(parents=True)
    table = pa.table({"review": texts, "stars": own})
    file = str(path / "table" / "data-00000-of-00001.arrow")
    with pa.OSFile(file, "wb") as sink, pa.ipc.new_stream(sink, table.schema) as writer:
        writer.write_table(table, max_chunksize=1000)
    write_split(path / "split.arrow", np.where(np.arange(len(texts)) % 2, 2, 0).astype(np.int8))
    counts = sorted((LabelCount(label=label, count=own.count(label)) for label in labels), key=lambda of: -of.count)
    profile = Profile(
        roles=Roles(text="review", label="stars"),
        reason=say("Guessed from the columns."),
        columns=(),
        labels=tuple(counts),
        split_recipe=SplitRecipe(),
        split=SplitSizes(train=len(texts) // 2, test=len(texts) // 2),
        issues=(),
        language="en",
        mean_characters=20.0,
    )
    return library.add_version(
        Version(
            id=0, dataset_id=dataset_id, number=number, name="reviews.csv", folder=folder, source="/data/reviews.csv",
            bytes=1000, sha256=f"{dataset_id:064d}", dialect=Dialect(encoding="utf-8", delimiter=","),
            columns=("review", "stars"), rows=len(texts), rejected=0, seconds=0.1, profile=profile,
            created_at="2025-03-02T12:00:00+00:00",
        )
    )  # fmt: skip


def _add_run(library: Library, version: Version, report: Report) -> Run:
    return library.add_run(
        Run(
            id=0, name="", version_id=version.id, task="text_classification",
            model=ModelCard(name="starter", kind="starter", title="starter model"), method="full",
            settings={"epochs": 4}, changed=("epochs",), seed=0, state="finished", folder="",
            roles=Roles(text="review", label="stars"), started_at="2025-03-02T14:02:00+00:00",
            seconds=171.0, epochs=4.0, best_epoch=2.0, best_metric=0.86, report=report,
        )
    )  # fmt: skip


def open_library(folder: Path) -> Library:
    """A new library in that folder."""
    return Library.open(folder)
