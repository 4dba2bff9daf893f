"""Prints the time and memory of an import, with pandas, polars, DuckDB and csv.reader beside it, as text columns.

    python tests/benchmarks/bench_import.py [FILE] [--rows 10000] [--repeats 7]
    python tests/benchmarks/bench_import.py --large [--rows 1000000] [--repeats 3]

Without --large: from a CSV file to VersionReady in one warmed process, and pandas.read_csv in turn with it.
With --large: each in a process of its own, in turn, so that a busy machine slows all of them; the processor time is
what a quiet machine would take at most. Ours is the whole import: reading, guessing roles, profile, quick checks,
split, and writing the version to the disk with fsync; the others only read the file into memory. Memory is the largest
resident set above that of the process before it began. Without FILE a table is made from the samples, with quotes, line
ends in cells and Chinese.
"""

from __future__ import annotations

import argparse
import csv
import importlib.util
import itertools
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

LONGEST = 136  # characters of a text; makes 127 MB of a million rows


def main() -> None:
    """Measures and prints medians."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", nargs="?", type=Path)
    parser.add_argument("--rows", type=int)
    parser.add_argument("--repeats", type=int)
    parser.add_argument("--large", action="store_true")
    parser.add_argument("--once", choices=sorted(READERS), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.once:
        print(json.dumps(measured(READERS[options.once], options.file)))
        return
    rows = options.rows or (1_000_000 if options.large else 10_000)
    with tempfile.TemporaryDirectory() as folder:
        path = options.file or make_table(Path(folder) / "table.csv", rows)
        if options.large:
            compare_processes(path, options.repeats or 3)
        else:
            compare_warm(path, Path(folder), options.repeats or 7)


def make_table(path: Path, rows: int) -> Path:
    """Writes a table of many different rows out of the texts of the samples."""
    from workbench.data.samples import samples

    texts = []
    for sample in samples():
        with sample.file.open(encoding="utf-8", newline="") as file:
            texts += list(csv.reader(file))[1:]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["id", "text", "label"])
        for number, (text, label) in zip(range(rows), itertools.cycle(texts), strict=False):
            text = text[:LONGEST]
            if number % 20 == 7:
                text = f'{text[:40]}\n{text[40:]} "quoted"'
            writer.writerow([number, f"{text} ({number})", label])
    return path


def compare_warm(path: Path, folder: Path, repeats: int) -> None:
    """Measures the import and pandas in turn in this process."""
    import pandas as pd

    ours, theirs = [], []
    for number in range(repeats + 1):
        ours.append(timed(lambda number=number: import_once(path, folder / f"library-{number}")))  # type: ignore[misc] # binds the loop's value
        theirs.append(timed(lambda: pd.read_csv(path, dtype=str)))
    rows = len(pd.read_csv(path, dtype=str))
    print(f"{path.name}: {rows:,} rows, {path.stat().st_size / 1e6:.1f} MB, medians of {repeats} (the first left out)")
    for name, times in (("import to VersionReady", ours[1:]), ("pandas.read_csv", theirs[1:])):
        print(f"  {name:24} {statistics.median(times):.3f} s   {min(times):.3f} to {max(times):.3f}")


def compare_processes(path: Path, repeats: int) -> None:
    """Measures every reader in processes of their own, in turn."""
    names = [name for name in READERS if importlib.util.find_spec(NEEDED.get(name, "csv"))]
    for name in READERS.keys() - set(names):
        print(f"{name} is not installed: pip install {NEEDED[name]}")
    found: dict[str, list[dict[str, float]]] = {name: [] for name in names}
    for _ in range(repeats):
        for name in names:
            command = [sys.executable, __file__, str(path), "--once", name]
            done = subprocess.run(command, check=True, stdout=subprocess.PIPE)
            found[name].append(json.loads(done.stdout.splitlines()[-1]))
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0
    size = path.stat().st_size / 1e6
    print(f"{path.name}: {size:.0f} MB, medians of {repeats}, {os.cpu_count()} cores, load {load:.1f}")
    print(f"  {'':26}{'seconds':>9}{'processor':>11}{'memory MB':>11}{'first rows':>12}{'rows':>12}")
    for name, results in found.items():
        middle = {key: statistics.median(result[key] for result in results) for key in results[0]}
        first = f"{middle['first']:.2f}" if middle["first"] else ""
        print(
            f"  {name:26}{middle['seconds']:>9.2f}{middle['processor']:>11.2f}{middle['megabytes']:>11,.0f}"
            f"{first:>12}{middle['rows']:>12,.0f}"
        )


def measured(read: Callable[[Path], tuple[int, float]], path: Path) -> dict[str, float]:
    """Reads once in this process."""
    before = peak_megabytes()
    start, used = time.perf_counter(), time.process_time()
    rows, first = read(path)
    return {
        "seconds": time.perf_counter() - start,
        "processor": time.process_time() - used,
        "megabytes": peak_megabytes() - before,
        "first": first,
        "rows": rows,
    }


def peak_megabytes() -> float:
    """The largest resident set of this process so far; 0 where the system does not tell."""
    try:
        import resource
    except ImportError:
        return 0.0
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1 << 20 if sys.platform == "darwin" else 1 << 10)


def import_once(path: Path, folder: Path) -> tuple[int, float]:
    """One import into an empty library; gives the rows, and when the first could be shown."""
    from workbench.engine.context import Context
    from workbench.engine.handlers.data import import_file
    from workbench.engine.predictors import Predictors
    from workbench.protocol import ImportFile, RowsPreviewed, VersionReady
    from workbench.store import Library

    start, first = time.perf_counter(), 0.0
    with Library.open(folder) as library:
        context = Context(library=library, predictors=Predictors(library), stop_requested=lambda: False)
        for event in import_file(ImportFile(path=str(path)), context):
            if isinstance(event, RowsPreviewed):
                first = time.perf_counter() - start
        assert isinstance(event, VersionReady)
        return library.version(event.version_id).rows, first


def with_ours(path: Path) -> tuple[int, float]:
    """The whole import."""
    with tempfile.TemporaryDirectory(dir=path.parent) as folder:
        return import_once(path, Path(folder))


def with_our_reader(path: Path) -> tuple[int, float]:
    """Only the reading, into memory, as the others do."""
    from workbench.data.reader import read_file

    return read_file(path).table.num_rows, 0.0


def with_pandas(path: Path) -> tuple[int, float]:
    """pandas.read_csv."""
    import pandas as pd

    return len(pd.read_csv(path, dtype=str, keep_default_na=False)), 0.0


def with_polars(path: Path) -> tuple[int, float]:
    """polars.read_csv."""
    import polars as pl  # type: ignore[import-not-found, unused-ignore] # only here for comparison

    return pl.read_csv(path, infer_schema=False).height, 0.0


def with_duckdb(path: Path) -> tuple[int, float]:
    """DuckDB's sniffer, into an Arrow table."""
    import duckdb  # type: ignore[import-not-found, unused-ignore] # only here for comparison

    with duckdb.connect() as connection:
        return connection.read_csv(str(path), all_varchar=True).to_arrow_table().num_rows, 0.0


def with_csv(path: Path) -> tuple[int, float]:
    """csv.reader, into a list of lists."""
    with path.open(encoding="utf-8", newline="") as file:
        return len(list(csv.reader(file))) - 1, 0.0


READERS: dict[str, Callable[[Path], tuple[int, float]]] = {
    "ours, the whole import": with_ours,
    "ours, reading only": with_our_reader,
    "pandas": with_pandas,
    "polars": with_polars,
    "DuckDB": with_duckdb,
    "csv.reader": with_csv,
}
NEEDED = {"pandas": "pandas", "polars": "polars", "DuckDB": "duckdb"}


def timed(work: Callable[[], object]) -> float:
    """Seconds that some work takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
