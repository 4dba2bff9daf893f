"""How long mending takes: keys of rows, steps, differences and exports of a table with many rows.

python tests/benchmarks/bench_mending.py [--rows 1000000]
"""

from __future__ import annotations

import argparse
import random
import resource
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pyarrow as pa

from workbench.data.clean import take_steps
from workbench.data.compare import compare_tables
from workbench.data.export import write_table
from workbench.data.preview import preview_steps
from workbench.data.row_keys import row_keys, rows_of_keys
from workbench.values import AnyStep, KeepRows, NormalizeText, RemoveDuplicates, RenameLabels, Roles

ROLES = Roles(text="text", label="label")
ENGLISH = ["the", "order", "came", "late", "and", "but", "service", "was", "kind", "price", "fine", "again", "never"]
WORDS = [*ENGLISH, "would", "buy", "快递", "太慢", "了", "东西", "很好"]
ALL = NormalizeText(operations=("trim", "spaces", "width", "unicode", "html", "urls", "controls"))


def made(rows: int) -> pa.Table:
    """Different texts of about 60 characters; one in twenty has something to clean."""
    chance = random.Random(0)
    texts = []
    for number in range(rows):
        text = f"{' '.join(chance.choices(WORDS, k=12))} {number % (rows * 99 // 100)}"
        texts.append(f" <p>{text}&nbsp;ＯＫ</p> see https://a.example/{number}" if number % 20 == 0 else text)
    labels = pa.array([("neg", "pos", "neu")[number % 3] for number in range(rows)])
    return pa.table({"text": pa.array(texts), "label": labels})


def timed(what: str, work: Callable[[], object]) -> None:
    """Prints how long something takes, and the most memory that the process has had."""
    started = time.perf_counter()
    work()
    seconds = time.perf_counter() - started
    print(f"{what:42} {seconds:7.2f} s   {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20:5.2f} GiB")


def main() -> None:
    """Runs all of them on one table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    table = made(parser.parse_args().rows)
    some = np.arange(0, table.num_rows, table.num_rows // 50)
    keys = row_keys(table, some)
    timed("keys of all rows", lambda: row_keys(table))
    timed("keys of 50 rows", lambda: row_keys(table, some))
    timed("rows of 50 keys", lambda: rows_of_keys(table, keys))
    steps: dict[str, AnyStep] = {
        "remove duplicates": RemoveDuplicates(),
        "keep 50 rows by key": KeepRows(rows=tuple(keys)),
        "rename labels": RenameLabels(names={"neg": "bad"}),
        "clean texts, all operations": ALL,
    }
    for what, step in steps.items():
        timed(what, lambda step=step: take_steps(table, ROLES, [step]))  # type: ignore[misc] # bound for each step
    timed("preview of cleaning", lambda: preview_steps(table, ROLES, [RemoveDuplicates(), ALL], most=50))
    shuffled = table.take(pa.array(np.random.default_rng(0).permutation(table.num_rows)))
    timed("compare with a reordered copy", lambda: compare_tables(table, ROLES, shuffled, ROLES))
    with tempfile.TemporaryDirectory() as folder:
        for suffix in (".csv", ".parquet", ".jsonl", ".xlsx"):
            timed(f"export {suffix}", lambda suffix=suffix: list(write_table(table, Path(folder) / f"out{suffix}")))  # type: ignore[misc] # bound for each format


if __name__ == "__main__":
    main()
