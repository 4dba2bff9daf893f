"""Handlers of requests that need a model's answers: the baseline, predictions, scored files, warming up."""

from __future__ import annotations

import importlib
import time
from collections.abc import Generator, Iterator
from pathlib import Path

from workbench.data.formats import read_any
from workbench.data.reader import ReadTable
from workbench.engine.baselines import ensure_baseline
from workbench.engine.context import Context, Handler
from workbench.engine.scoring import score_texts, text_column, write_scored
from workbench.errors import FileError
from workbench.i18n import N_, say
from workbench.protocol import (
    Event,
    FileScored,
    Predict,
    Predicted,
    Progressed,
    RunFinished,
    ScoreFile,
    TrainBaseline,
    WarmedUp,
    WarmUp,
)

__all__ = ["HANDLERS", "ensure_baseline"]


_WARMED_UP = (  # in the order in which they will be needed
    "datasets",
    "sklearn.linear_model",
    "sklearn.feature_extraction.text",
    "torch",
    "transformers",
)


def train_baseline(request: TrainBaseline, context: Context) -> Iterator[Event]:
    """Trains the instant baseline, or finds the one that exists.

    Raises:
        DataError: If a version is unknown or its rows are not enough to train and to test.
    """
    version = context.library.version(request.version_id)
    other_id = request.test_version_id or version.profile.split_recipe.test_version_id
    other = None if other_id is None else context.library.version(other_id)
    run = yield from ensure_baseline(context, version, test_version=other)
    yield RunFinished(run_id=run.id, state=run.state)


def predict(request: Predict, context: Context) -> Iterator[Event]:
    """Asks a run's model for its answers to texts.

    Raises:
        RunError: If there is no such run, or it has no model that can be loaded.
    """
    started = time.monotonic()
    run = context.library.run(request.run_id)
    predictor = context.predictors.get(run)
    outputs, tokens = predictor.predict(request.texts)
    if request.keep:
        context.library.add_predictions(run.id, request.texts, outputs)
    yield Predicted(
        run_id=run.id,
        outputs=tuple(outputs),
        tokens=tuple(tokens),
        max_tokens=predictor.max_tokens,
        seconds=time.monotonic() - started,
    )


def score_file(request: ScoreFile, context: Context) -> Iterator[Event]:
    """Writes a copy of a file with the answers of a run's model.

    Raises:
        RunError: If there is no such run, or it has no model that can be loaded.
        FileError: If the file cannot be read, or the copy not be written or would replace it.
        DataError: If the file lacks the text column.
    """
    started = time.monotonic()
    path, out = Path(request.path), Path(request.out)
    _check_out(path, out)
    run = context.library.run(request.run_id)
    predictor = context.predictors.get(run)
    read = yield from _read(path)
    texts = text_column(read, run.roles.text or "", file=path.name)
    scores = yield from score_texts(predictor, texts)
    yield from write_scored(read, scores, labels=predictor.labels, out=out)
    yield FileScored(
        run_id=run.id,
        out=str(out),
        rows=read.table.num_rows,
        rejected=len(read.rejected),
        seconds=time.monotonic() - started,
    )


def warm_up(request: WarmUp, context: Context) -> Iterator[Event]:
    """Imports what later requests will need, and loads a run's model if one is named.

    Yields after each import, so that a request that has come meanwhile need not wait for the others.

    Raises:
        RunError: If the named run has no model that can be loaded.
    """
    for done, name in enumerate(_WARMED_UP):
        importlib.import_module(name)
        yield Progressed(what=say(N_("Getting ready")), done=done + 1, total=len(_WARMED_UP))
    from workbench.training.device import choose_device

    if request.run_id is not None:
        context.predictors.get(context.library.run(request.run_id))
    yield WarmedUp(device=choose_device().name)


def _read(path: Path) -> Generator[Progressed, None, ReadTable]:
    reading = read_any(path)
    while True:
        try:
            done, total = next(reading)
        except StopIteration as end:
            read: ReadTable = end.value
            return read
        yield Progressed(what=say(N_("Reading lines")), done=done, total=total)


def _check_out(path: Path, out: Path) -> None:
    if not out.parent.is_dir():
        raise FileError(
            say(N_("The folder {folder} does not exist."), folder=str(out.parent)),
            say(N_("Choose a folder that exists.")),
        )
    if out.exists() and path.exists() and out.samefile(path):
        raise FileError(
            say(N_("The scored copy would replace “{name}” itself."), name=path.name),
            say(N_("Choose another name for the copy.")),
        )


HANDLERS = (
    Handler(request=TrainBaseline, role="interactive", run=train_baseline),
    Handler(request=Predict, role="interactive", run=predict),
    Handler(request=ScoreFile, role="background", run=score_file),
    Handler(request=WarmUp, role="interactive", run=warm_up),
)
