"""How good the default recipe is: trains on each file by the command line and prints the test figures.

Usage: python3 tests/benchmarks/bench_accuracy.py FILE ... [--seeds 0 1 2] [--set key=value ...]

Each FILE is a table with texts and labels. A row is one run with the starter model on the default split: accuracy and
macro-F1 on the test rows, those of the simple baseline, and the seconds of the whole run.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

CHECKOUT = Path(__file__).parent.parent.parent


def train(file: Path, library: Path, *, seed: int, settings: list[str]) -> dict[str, Any]:
    """Runs `workbench train` and returns its result object."""
    command = [sys.executable, "-m", "workbench", "--library", str(library), "train", str(file.absolute())]
    command += ["--seed", str(seed), "--json"]
    for assignment in settings:
        command += ["--set", assignment]
    done = subprocess.run(command, cwd=CHECKOUT, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{file.name}: {done.stderr}")
    result: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return result


def main() -> int:
    """Trains on every file with every seed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--seeds", nargs="+", type=int, default=[0])
    parser.add_argument("--set", action="append", default=[], dest="settings")
    options = parser.parse_args()
    print(f"{'file':30} {'seed':>4} {'accuracy':>9} {'macro-F1':>9} {'baseline':>9} {'macro-F1':>9} {'seconds':>8}")
    with tempfile.TemporaryDirectory() as library:
        for file in options.files:
            for seed in options.seeds:
                result = train(file, Path(library), seed=seed, settings=options.settings)
                test, baseline = result["metrics"]["test"], result["baseline"]
                print(
                    f"{file.stem:30} {seed:4} {test['accuracy']:9.4f} {test['macro_f1']:9.4f}"
                    f" {baseline['accuracy']:9.4f} {baseline['macro_f1']:9.4f} {result['seconds']:8.0f}",
                    flush=True,
                )
    return 0


if __name__ == "__main__":
    sys.exit(main())
