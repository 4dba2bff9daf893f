"""Sort, filter, search and scrolling over a million rows and more, with what else could do it side by side.

    python tests/benchmarks/bench_table.py [--rows 1000000] [--scrolled 10000000] [--repeats 5] [--proxy-rows 20000]

The engine's part is `select_rows` on the memory-mapped table of a version, against pandas on a DataFrame of strings in
memory; both in turn, so that a busy machine slows both. The window's part is one step of the scroll bar of the real
table widget with the repainting that follows, offscreen, against the same view on Qt's own QSortFilterProxyModel; that
one is also asked to sort and to filter, on fewer rows, because it takes minutes on a million.
"""

from __future__ import annotations

import argparse
import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).parents[2]))

import pandas as pd
import pyarrow as pa
from bench_import import make_table
from PySide6.QtCore import QSortFilterProxyModel, Qt
from PySide6.QtWidgets import QApplication, QTableView

from workbench.data.reader import read_source
from workbench.data.select import select_rows
from workbench.data.source import open_source
from workbench.data.spool import Spool
from workbench.gui.theme import Theme
from workbench.gui.widgets.paged_table import PagedTable

STEPS = 200
QUERY = "free entry"


def main() -> None:
    """Measures and prints medians."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--scrolled", type=int, default=10_000_000)
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--proxy-rows", type=int, default=20_000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        table = stored_table(Path(folder), options.rows)
        select(table, options.repeats)
        scroll(table, options.scrolled)
        proxy(table, options.proxy_rows)


def stored_table(folder: Path, rows: int) -> pa.Table:
    """A table as a version's folder has it: on the disk, mapped into memory."""
    steps = read_source(open_source(make_table(folder / "table.csv", rows)), Spool(folder / "rows.arrow"))
    for _ in steps:
        pass
    with pa.ipc.open_stream(pa.memory_map(str(folder / "rows.arrow"))) as stream:
        return stream.read_all()


def select(table: pa.Table, repeats: int) -> None:
    """Sort, filter and search in the engine, against pandas."""
    frame = table.to_pandas()
    pairs: list[tuple[str, Callable[[], object], Callable[[], object]]] = [
        (
            "sort by text",
            lambda: select_rows(table, sort=("text", False)),
            lambda: frame["text"].str.strip().str.lower().sort_values(kind="stable").index,
        ),
        (
            "sort by number",
            lambda: select_rows(table, sort=("id", True)),
            lambda: pd.to_numeric(frame["id"]).sort_values(ascending=False, kind="stable").index,
        ),
        (
            "filter by label",
            lambda: select_rows(table, label=("label", "spam")),
            lambda: frame.index[frame["label"].str.strip() == "spam"],
        ),
        (
            "search all columns",
            lambda: select_rows(table, query=QUERY),
            lambda: frame.index[
                frame["id"].str.contains(QUERY, case=False, regex=False)
                | frame["text"].str.contains(QUERY, case=False, regex=False)
                | frame["label"].str.contains(QUERY, case=False, regex=False)
            ],
        ),
    ]
    print(f"{table.num_rows:,} rows, medians of {repeats} in ms, processor time in brackets")
    print(f"  {'':22}{'ours':>18}{'pandas':>18}{'ratio':>9}")
    for name, ours, theirs in pairs:
        measured = [(timed(ours), timed(theirs)) for _ in range(repeats)]
        mine, other = (
            tuple(statistics.median(pair[which][clock] for pair in measured) for clock in range(2)) for which in (0, 1)
        )
        print(f"  {name:22}{shown(mine):>18}{shown(other):>18}{other[0] / mine[0]:>8.1f}x")


def scroll(table: pa.Table, most: int) -> None:
    """Steps of the scroll bar: our table, and the same rows behind Qt's proxy."""
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    print(f"scrolling, {STEPS} steps with repainting, ms: median, 99th percentile")
    for rows in sorted({table.num_rows, most}):
        copies = -(-rows // table.num_rows)
        view = PagedTable(Theme("light"))
        view.resize(1000, 600)
        view.set_table(pa.concat_tables([table] * copies).slice(0, rows))
        view.show()
        app.processEvents()
        for name, jump in (("wheel", 3), ("drag", 0)):
            print(f"  {rows:>12,} rows, {name:6} {' '.join(f'{ms:7.1f}' for ms in steps_of(view, app, jump))}")
        if rows == table.num_rows:
            other = QTableView()
            other.resize(1000, 600)
            model = QSortFilterProxyModel()
            start = time.perf_counter()
            model.setSourceModel(view.table_model)
            other.setModel(model)
            other.show()
            app.processEvents()
            print(f"  QSortFilterProxyModel  first paint {time.perf_counter() - start:.2f} s")
            for name, jump in (("wheel", 3), ("drag", 0)):
                print(f"  {rows:>12,} rows, {name:6} {' '.join(f'{ms:7.1f}' for ms in steps_of(other, app, jump))}")
            other.close()
        view.close()


def steps_of(view: QTableView, app: QApplication, jump: int) -> tuple[float, float]:
    """Median and 99th percentile of the steps, in ms; `jump` rows a step, or to any place."""
    bar = view.verticalScrollBar()
    chance = random.Random(0)
    unit = max(1, bar.singleStep())
    took = []
    bar.setValue(0)
    for number in range(STEPS):
        start = time.perf_counter()
        bar.setValue(number * jump * unit if jump else chance.randrange(max(1, bar.maximum())))
        app.processEvents()
        view.viewport().repaint()
        took.append((time.perf_counter() - start) * 1e3)
    return statistics.median(took), sorted(took)[round(0.99 * len(took)) - 1]


def proxy(table: pa.Table, rows: int) -> None:
    """Sorting and filtering by Qt's proxy, on fewer rows, against ours on the same."""
    part = table.slice(0, rows)
    view = PagedTable(Theme("light"))
    view.set_table(part)
    model = QSortFilterProxyModel()
    model.setSourceModel(view.table_model)
    model.setSortCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
    model.setFilterCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
    model.setFilterKeyColumn(-1)
    pairs: list[tuple[str, Callable[[], object], Callable[[], object]]] = [
        ("sort by text", lambda: select_rows(part, sort=("text", False)), lambda: model.sort(2)),
        ("search all columns", lambda: select_rows(part, query=QUERY), lambda: model.setFilterFixedString(QUERY)),
    ]
    print(f"{rows:,} rows, once, ms{'':>14}ours   QSortFilterProxyModel    ratio")
    for name, ours, theirs in pairs:
        mine, other = timed(ours)[0], timed(theirs)[0]
        print(f"  {name:22}{mine * 1e3:>16.1f}{other * 1e3:>24,.0f}{other / mine:>8.0f}x")


def timed(work: Callable[[], object]) -> tuple[float, float]:
    """Seconds of some work, and of the processor."""
    start, used = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - start, time.process_time() - used


def shown(seconds: tuple[float, ...]) -> str:
    """Time and processor time in ms."""
    return f"{seconds[0] * 1e3:,.0f} ({seconds[1] * 1e3:,.0f})"


if __name__ == "__main__":
    main()
