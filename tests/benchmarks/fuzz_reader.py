"""Reads broken files for some minutes, and prints how many there were and what went wrong.

Run: python tests/benchmarks/fuzz_reader.py [--minutes 10] [--seed 0] [--keep FOLDER]
What a wrong reading is, reader_fuzz.py says. Files that were read wrongly are kept in the folder.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parents[2]), str(Path(__file__).parents[1])]

from reader_fuzz import fuzz_files, what_is_wrong  # noqa: E402 - found by the paths above

UGLY = Path(__file__).parents[1] / "data" / "ugly"


def main() -> None:
    """Fuzzes until the time is over."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--keep", type=Path, default=Path(tempfile.gettempdir()) / "read-wrongly")
    arguments = parser.parse_args()
    started = time.monotonic()
    tried = wrong = 0
    slowest = 0.0
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "fuzz.csv"
        for data in fuzz_files(UGLY, random.Random(arguments.seed)):
            if time.monotonic() - started > arguments.minutes * 60:
                break
            path.write_bytes(data)
            before = time.monotonic()
            problem = what_is_wrong(path)
            slowest = max(slowest, time.monotonic() - before)
            tried += 1
            if problem is not None:
                wrong += 1
                arguments.keep.mkdir(parents=True, exist_ok=True)
                kept = arguments.keep / f"{arguments.seed}-{tried}.csv"
                kept.write_bytes(data)
                print(f"{kept}: {problem}", flush=True)
    print(f"{tried:,} files in {arguments.minutes:g} minutes, {wrong} read wrongly, the slowest in {slowest:.2f} s")


if __name__ == "__main__":
    main()
