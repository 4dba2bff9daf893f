"""Answers of a model on the starter: milliseconds for one text, and a scored file beside a transformers pipeline.

    python tests/benchmarks/bench_predict.py [--rows 2000] [--rounds 5]

One text: Predict through the real handler, warm, the median of 50. A file: ScoreFile, reading and writing included,
beside `pipeline("text-classification")` with batches of 32 on the same list of texts, the same encoder, the same
longest text and the same threads; it has the head that transformers gives to the family. The rounds are interleaved.
Where the processor computes in bfloat16 so does ScoreFile, and a pipeline under autocast runs as well, so that the
ratio tells apart what that gives. On a busy computer pin it to one core (`taskset -c 0`) and compare seconds of CPU.
"""

from __future__ import annotations

import argparse
import csv
import itertools
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any, TypeVar

sys.path.insert(0, str(Path(__file__).parents[2]))

import torch

from workbench import paths
from workbench.engine.context import Context
from workbench.engine.predictors import MODEL_FOLDER, Predictors
from workbench.engine.server import run_request
from workbench.protocol import (
    Event,
    FileScored,
    ImportFile,
    Predict,
    Predicted,
    RequestFailed,
    RunFinished,
    ScoreFile,
    StartRun,
    VersionReady,
)
from workbench.protocol.requests import Request
from workbench.store import Library
from workbench.training.device import choose_device
from workbench.values import Run

E = TypeVar("E", bound=Event)

BATCH = 32
SINGLE_TEXTS = 50
TRAINED_ROWS = 200


def main() -> None:
    """Trains a small run in a library of its own and measures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=2_000)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    texts = mixed_texts(options.rows)
    with tempfile.TemporaryDirectory() as name, Library.open(Path(name) / "library") as library:
        context = Context(library=library, predictors=Predictors(library), stop_requested=lambda: False)
        run = train(context, Path(name))
        device = choose_device()
        precision = str(device.half_precision or torch.float32).removeprefix("torch.")
        print(f"{device.name}, {torch.get_num_threads()} threads; the program computes in {precision}")
        print(f"one text: median {predict_ms(context, run, texts[:SINGLE_TEXTS]):.1f} ms of {SINGLE_TEXTS}", flush=True)
        ways = contestants(context, run, texts, folder=Path(name))
        report(interleaved(ways, rounds=options.rounds), rows=len(texts))


def mixed_texts(rows: int) -> list[str]:
    """Distinct texts of the samples, short messages and definitions by turns, shuffled."""
    columns = (sample_column("sms_spam.csv", "text"), sample_column("definitions.csv", "definition"))
    turns = itertools.chain.from_iterable(itertools.zip_longest(*columns))
    texts = list(dict.fromkeys(text for text in turns if text and text.strip()))[:rows]
    random.Random(0).shuffle(texts)
    return texts


def sample_column(file: str, column: str) -> list[str]:
    """One column of a sample."""
    with (paths.resources() / "samples" / file).open(encoding="utf-8-sig", newline="") as opened:
        return [row[column] for row in csv.DictReader(opened)]


def train(context: Context, folder: Path) -> Run:
    """A finished run of the starter on a few messages, one epoch."""
    pairs = zip(sample_column("sms_spam.csv", "text"), sample_column("sms_spam.csv", "label"), strict=True)
    path = folder / "train.csv"
    write_csv(path, [("text", "label"), *itertools.islice(pairs, TRAINED_ROWS)])
    version_id = last(ImportFile(path=str(path)), context, VersionReady).version_id
    finished = last(StartRun(version_id=version_id, settings={"epochs": 1}), context, RunFinished)
    return context.library.run(finished.run_id)


def predict_ms(context: Context, run: Run, texts: list[str]) -> float:
    """Median milliseconds from the request to its answer."""
    last(Predict(run_id=run.id, texts=("warm",), keep=False), context, Predicted)
    seconds = []
    for text in texts:
        started = time.perf_counter()
        last(Predict(run_id=run.id, texts=(text,), keep=False), context, Predicted)
        seconds.append(time.perf_counter() - started)
    return statistics.median(seconds) * 1_000


def contestants(context: Context, run: Run, texts: list[str], *, folder: Path) -> dict[str, Callable[[], object]]:
    """What scores all texts, by name; the program first."""
    path, out = folder / "texts.csv", folder / "scored.csv"
    write_csv(path, [("text",), *((text,) for text in texts)])
    request = ScoreFile(run_id=run.id, path=str(path), out=str(out))
    plain = plain_pipeline(context.library.folder / run.folder / MODEL_FOLDER)
    max_tokens = context.predictors.get(run).max_tokens

    def ask_pipeline(*, half: torch.dtype | None) -> list[Any]:
        with ExitStack() as stack:
            if half is not None:
                stack.enter_context(torch.autocast("cpu", dtype=half))
            return list(plain(texts, batch_size=BATCH, top_k=None, truncation=True, max_length=max_tokens))

    ways: dict[str, Callable[[], object]] = {
        "ScoreFile": lambda: last(request, context, FileScored),
        "pipeline": lambda: ask_pipeline(half=None),
    }
    half = choose_device().half_precision
    if half is not None:
        ways["pipeline, autocast"] = lambda: ask_pipeline(half=half)
    return ways


def plain_pipeline(folder: Path) -> Any:
    """A text-classification pipeline as a script makes it, on the CPU."""
    from transformers import AutoModelForSequenceClassification, AutoTokenizer, logging, pipeline

    logging.set_verbosity_error()  # type: ignore[no-untyped-call] # the head is new, which it would say
    model = AutoModelForSequenceClassification.from_pretrained(folder)
    tokenizer = AutoTokenizer.from_pretrained(folder)
    return pipeline("text-classification", model=model, tokenizer=tokenizer, device="cpu")


def interleaved(ways: dict[str, Callable[[], object]], *, rounds: int) -> dict[str, list[tuple[float, float]]]:
    """Seconds on the clock and of CPU of each in each round, after one round that does not count."""
    found: dict[str, list[tuple[float, float]]] = {name: [] for name in ways}
    for number in range(rounds + 1):
        for name, work in ways.items():
            started, cpu = time.perf_counter(), time.process_time()
            work()
            if number:
                found[name].append((time.perf_counter() - started, time.process_time() - cpu))
        print(f"round {number} of {rounds}", flush=True)
    return found


def report(found: dict[str, list[tuple[float, float]]], *, rows: int) -> None:
    """Prints medians, and how many times as long as the program each takes."""
    own_clock, own_cpu = medians(found["ScoreFile"])
    for name, seconds in found.items():
        clock, cpu = medians(seconds)
        print(
            f"{name:18} {rows} rows: {clock:.2f} s, {rows / clock:.0f} rows/s, {cpu:.2f} s of CPU; "
            f"{clock / own_clock:.2f} times as long as ScoreFile, {cpu / own_cpu:.2f} times the CPU"
        )


def medians(seconds: list[tuple[float, float]]) -> tuple[float, float]:
    """Of the clock and of the CPU."""
    return statistics.median(clock for clock, _ in seconds), statistics.median(cpu for _, cpu in seconds)


def write_csv(path: Path, rows: Iterable[tuple[str, ...]]) -> None:
    """Writes a table."""
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)


def last(request: Request, context: Context, kind: type[E]) -> E:
    """The terminal event of a request, which must be of a kind."""
    events: Iterator[Event] = run_request(request, context)
    event = next(event for event in events if isinstance(event, (kind, RequestFailed)))
    for _ in events:
        continue
    assert isinstance(event, kind), event
    return event


if __name__ == "__main__":
    main()
