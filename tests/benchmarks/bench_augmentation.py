"""Whether augmentation helps where there are few rows: test figures of small runs with and without, over some seeds.

    python tests/benchmarks/bench_augmentation.py FILE.csv [--rows 200] [--seeds 3] [--lexicons FOLDER]

FILE has the columns `text` and `label`. Each seed draws other training rows; 200 validation rows and up
to 800 test rows are the same for all methods of a seed. FOLDER is a data directory of `wn` with a wordnet.
"""

from __future__ import annotations

import argparse
import csv
import random
import shutil
import statistics
import sys
import tempfile
import time
from collections import defaultdict
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from workbench.engine.context import Context
from workbench.engine.handlers import data, training
from workbench.engine.predictors import Predictors
from workbench.protocol import Event, ImportFile, Request, RunFinished, StartRun, VersionReady
from workbench.store import Library
from workbench.values import Roles, Run

VALIDATION_ROWS, TEST_ROWS = 200, 800


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("file", type=Path)
    parser.add_argument("--rows", type=int, default=200)
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--copies", type=int, default=2)
    parser.add_argument("--method", default="head")
    parser.add_argument("--lexicons", type=Path)
    options = parser.parse_args()
    ways = ["none", "delete", "swap", *(["synonyms"] if options.lexicons else [])]
    found: dict[str, list[Run]] = defaultdict(list)
    for seed in range(options.seeds):
        with tempfile.TemporaryDirectory() as folder, Library.open(Path(folder) / "library") as library:
            if options.lexicons:
                shutil.copytree(options.lexicons, library.folder / "lexicons")
            context = Context(library=library, predictors=Predictors(library), stop_requested=lambda: False)
            version_id = import_rows(context, sample(options.file, Path(folder), rows=options.rows, seed=seed))
            for way in ways:
                settings = {"augmentation": way, "augmentation_copies": options.copies}
                request = StartRun(version_id=version_id, method=options.method, settings=settings, seed=seed)
                started = time.perf_counter()
                event = last(request, context)
                assert isinstance(event, RunFinished)
                found[way].append(library.run(event.run_id))
                print(f"  seed {seed} {way:9} {time.perf_counter() - started:5.1f} s", file=sys.stderr)
    print(f"{options.file.name}: {options.rows} training rows, {options.seeds} seeds, method {options.method}")
    for way, runs in found.items():
        print(f"  {way:9} accuracy {spread(runs, 'accuracy')}  macro-F1 {spread(runs, 'macro_f1')}")


def spread(runs: list[Run], key: str) -> str:
    values = [float(getattr(run.report.figures, key)) for run in runs if run.report is not None]
    return f"{statistics.mean(values):.4f} ± {statistics.stdev(values) if len(values) > 1 else 0:.4f}"


def sample(file: Path, folder: Path, *, rows: int, seed: int) -> Path:
    """A file with a split column: few training rows, and the rows that all ways are chosen by and measured on."""
    csv.field_size_limit(2**31 - 1)
    with file.open(encoding="utf-8-sig", newline="") as opened:
        pairs = [(row["text"], row["label"]) for row in csv.DictReader(opened) if row["text"].strip() and row["label"]]
    random.Random(seed).shuffle(pairs)
    train = pairs[:rows]
    rest = pairs[rows : rows + VALIDATION_ROWS + TEST_ROWS]
    parts = ["train"] * len(train) + ["validation"] * VALIDATION_ROWS + ["test"] * (len(rest) - VALIDATION_ROWS)
    out = folder / "rows.csv"
    with out.open("w", encoding="utf-8", newline="") as opened:
        writer = csv.writer(opened)
        writer.writerow(["text", "label", "split"])
        writer.writerows([*pair, part] for pair, part in zip([*train, *rest], parts, strict=True))
    return out


def import_rows(context: Context, path: Path) -> int:
    event = last(ImportFile(path=str(path), roles=Roles(text="text", label="label", split="split")), context)
    assert isinstance(event, VersionReady)
    return event.version_id


def last(request: Request, context: Context) -> Event:
    handlers = (*data.HANDLERS, *training.HANDLERS)
    handler = next(handler for handler in handlers if handler.request is type(request))
    return list(handler.run(request, context))[-1]


if __name__ == "__main__":
    main()
