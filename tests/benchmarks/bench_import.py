"""Prints the time from a CSV file to VersionReady in a warmed process, and pandas.read_csv beside it for scale.

Run: python tests/benchmarks/bench_import.py [FILE] [--rows 10000] [--repeats 7] [--large]
Without FILE a table of that many rows is made from the samples. `--large` also reads a million rows.
"""

from __future__ import annotations

import argparse
import csv
import itertools
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

import datasets  # noqa: F401 - a warmed process has it
import pandas as pd  # type: ignore[import-untyped] # ships no types

from workbench.data.reader import read_file
from workbench.data.samples import samples
from workbench.engine.context import Context
from workbench.engine.handlers.data import import_file
from workbench.engine.predictors import Predictors
from workbench.protocol import ImportFile, VersionReady
from workbench.store import Library

LARGE_ROWS = 1_000_000


def main() -> None:
    """Measures and prints medians."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", nargs="?", type=Path)
    parser.add_argument("--rows", type=int, default=10_000)
    parser.add_argument("--repeats", type=int, default=7)
    parser.add_argument("--large", action="store_true")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = arguments.file or make_table(Path(folder) / "table.csv", arguments.rows)
        compare(path, Path(folder), arguments.repeats)
        if arguments.large:
            large = make_table(Path(folder) / "large.csv", LARGE_ROWS)
            print(f"{LARGE_ROWS:,} rows, {large.stat().st_size / 1e6:.0f} MB")
            print(f"  read_file           {timed(lambda: read_file(large)):.2f} s (once)")
            print(f"  pandas.read_csv     {timed(lambda: pd.read_csv(large, dtype=str)):.2f} s (once)")


def make_table(path: Path, rows: int) -> Path:
    """Writes a table of many different rows out of the texts of the samples."""
    texts = []
    for sample in samples():
        with sample.file.open(encoding="utf-8", newline="") as file:
            texts += list(csv.reader(file))[1:]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["id", "text", "label"])
        for number, (text, label) in zip(range(rows), itertools.cycle(texts), strict=False):
            writer.writerow([number, f"{text} ({number})", label])
    return path


def compare(path: Path, folder: Path, repeats: int) -> None:
    """Measures the import and pandas in turn, so that a busy machine slows both."""
    ours, theirs = [], []
    for number in range(repeats + 1):
        ours.append(timed(lambda number=number: import_once(path, folder / f"library-{number}")))  # type: ignore[misc] # binds the loop's value
        theirs.append(timed(lambda: pd.read_csv(path, dtype=str)))
    rows = len(pd.read_csv(path, dtype=str))
    print(
        f"{path.name}: {rows:,} rows, {path.stat().st_size / 1e6:.1f} MB, medians of {repeats} (the first is left out)"
    )
    for name, times in (("import to VersionReady", ours[1:]), ("pandas.read_csv", theirs[1:])):
        print(f"  {name:24} {statistics.median(times):.3f} s   {min(times):.3f} to {max(times):.3f}")


def import_once(path: Path, folder: Path) -> None:
    """One import into an empty library."""
    with Library.open(folder) as library:
        context = Context(library=library, predictors=Predictors(library), stop_requested=lambda: False)
        last = list(import_file(ImportFile(path=str(path)), context))[-1]
        assert isinstance(last, VersionReady)


def timed(work: Callable[[], object]) -> float:
    """Seconds that some work takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
