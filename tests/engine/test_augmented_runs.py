"""Runs that learn from augmented texts: only training rows grow, labels are kept, and a resumed run has the same."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import test_training_handlers as handlers

from workbench.data.tables import read_split, read_table
from workbench.engine import run_rows
from workbench.engine.augmenting import augmented_parts, drawn_parts
from workbench.protocol import AugmentationPreviewed, PreviewAugmentation, Request, RequestFailed, TrainingPlanned
from workbench.training.inference import result_of

if TYPE_CHECKING:
    from workbench.engine.context import Context
    from workbench.training.task_model import Parts
    from workbench.values import Run

base = handlers.base
context = handlers.context
_one_thread = handlers._one_thread
DELETE = {**handlers.SETTINGS, "augmentation": "delete", "augmentation_copies": 2, "augmentation_share": 0.2}


@pytest.fixture
def version_id(context: Context, tmp_path: Path) -> int:
    return handlers.import_file(context, handlers.write_csv(tmp_path / "data.csv"))


def parts_of(context: Context, run: Run) -> Parts:
    versions = run_rows.versions_of(context.library, run)
    return run_rows.read_parts(context.library, versions, run_rows.kept_split(context.library, run), run.roles)


def test_that_only_the_training_rows_grow(context: Context, base: Path, version_id: int) -> None:
    events = handlers.start(context, base, version_id, settings=DELETE)
    run = handlers.finished(context, events)
    parts = parts_of(context, run)
    grown = result_of(augmented_parts(parts, run, context.library))
    planned = next(event for event in events if isinstance(event, TrainingPlanned))
    assert planned.train_examples == len(grown.train) > 2 * len(parts.train)
    assert planned.validation_examples == len(parts.validation)
    assert grown.validation is parts.validation
    assert grown.test is parts.test
    assert run.settings["augmentation"] == "delete"


def test_that_labels_and_rows_are_those_of_the_source_and_no_other_part_is_met(
    context: Context, base: Path, version_id: int
) -> None:
    run = handlers.finished(context, handlers.start(context, base, version_id, settings=DELETE))
    parts = parts_of(context, run)
    grown = result_of(augmented_parts(parts, run, context.library)).train
    labels = dict(zip(parts.train.rows.tolist(), parts.train.columns["label"], strict=True))
    assert [labels[row] for row in grown.rows.tolist()] == list(grown.columns["label"])
    new = grown.columns["text"][len(parts.train) :]
    known = [text for part in (parts.train, parts.validation, parts.test) for text in part.columns["text"]]
    assert not set(new) & set(known)
    assert len(set(new)) == len(new)


def test_that_drawing_comes_first_and_the_seed_decides(context: Context, base: Path, version_id: int) -> None:
    settings = {**DELETE, "resampling": "over"}
    run = handlers.finished(context, handlers.start(context, base, version_id, settings=settings, seed=4))
    parts = parts_of(context, run)
    first, again = (result_of(augmented_parts(drawn_parts(parts, run), run, context.library)).train for _ in range(2))
    assert list(first.columns["text"]) == list(again.columns["text"])
    assert first.rows.tolist() == again.rows.tolist()


def failed(context: Context, request: Request) -> RequestFailed:
    return handlers.failure(handlers.ask(context, request))


def test_that_a_preview_shows_training_texts_only(context: Context, version_id: int) -> None:
    settings: dict[str, str | int | float | bool] = {"augmentation": "swap", "augmentation_share": 0.3}
    shown = handlers.ask(context, PreviewAugmentation(version_id=version_id, settings=settings, most=5))[-1]
    assert isinstance(shown, AugmentationPreviewed)
    assert 0 < len(shown.examples) <= 5
    version = context.library.version(version_id)
    folder = context.library.folder / version.folder
    codes, texts = read_split(folder / "split.arrow"), read_table(folder).column("text")
    training = {text for text, code in zip(texts.to_pylist(), codes.tolist(), strict=True) if code == 0}
    assert {old for old, _ in shown.examples} <= training
    assert all(new not in texts.to_pylist() for _, new in shown.examples)


def test_that_what_is_missing_is_told_before_anything_starts(context: Context, base: Path, version_id: int) -> None:
    none = failed(context, PreviewAugmentation(version_id=version_id))
    assert handlers.words(none) == "No augmentation is chosen."
    missing = failed(context, PreviewAugmentation(version_id=version_id, settings={"augmentation": "translate"}))
    assert "No translation models" in handlers.words(missing)
    refused = handlers.failure(handlers.start(context, base, version_id, settings={"augmentation": "translate"}))
    assert "No translation models" in handlers.words(refused)
    assert [run for run in context.library.runs() if run.model.kind != "baseline"] == []
