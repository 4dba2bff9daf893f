"""Runs whose training rows are drawn anew: what an epoch is made of, and that nothing else changes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import test_training_handlers as handlers

from workbench.data.tables import read_split
from workbench.protocol import TrainingPlanned

if TYPE_CHECKING:
    from workbench.engine.context import Context

base = handlers.base
context = handlers.context
pytestmark = pytest.mark.usefixtures("_one_thread")
_one_thread = handlers._one_thread


def write(path: Path) -> Path:
    """90 cats and 20 dogs."""
    animals = ["cat"] * 90 + ["dog"] * 20
    rows = [f"the {animal} sat on mat {at} times {at * 7919 % 1013},{animal}" for at, animal in enumerate(animals)]
    path.write_text("\n".join(["text,label", *rows]) + "\n")
    return path


@pytest.mark.parametrize(("kind", "examples"), [("none", 88), ("over", 144), ("under", 32)])
def test_that_an_epoch_has_the_rows_that_are_drawn(
    context: Context, base: Path, tmp_path: Path, kind: str, examples: int
) -> None:
    version_id = handlers.import_file(context, write(tmp_path / "data.csv"))
    events = handlers.start(context, base, version_id, settings={**handlers.SETTINGS, "resampling": kind})
    planned = next(event for event in events if isinstance(event, TrainingPlanned))
    assert (planned.train_examples, planned.validation_examples) == (examples, 11)
    run = handlers.finished(context, events)
    assert run.settings["resampling"] == kind
    assert run.report is not None
    assert sum(label.support for label in run.report.per_label) == 11
    split = read_split(context.library.folder / run.folder / "split.arrow")
    assert (split == 0).sum() == 88  # the rows of the split are what they were
