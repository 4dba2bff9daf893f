"""Prints the share of delimited files whose grid each reader gets exactly right, with no dialect told.

Run: python tests/benchmarks/bench_grids.py [--cases 400] [--seed 1] [--failures NAME] [--ugly-only]
Two corpora: tests/data/ugly, and generated files (see grid_corpus.py), clean and polluted. Every reader is asked for
text in every cell; the header counts as the first row, and empty cells at the end of a row do not count, so that
readers that pad are not put at a disadvantage. "utf-8" is the same with the encoding told: the file is given as UTF-8.
Needs pandas, polars, duckdb and clevercsv.
"""

from __future__ import annotations

import argparse
import csv
import io
import json
import signal
import sys
import tempfile
import warnings
from collections import Counter
from collections.abc import Callable, Iterable
from importlib import import_module
from pathlib import Path
from types import FrameType

sys.path.insert(0, str(Path(__file__).parents[2]))

from grid_corpus import Case, Rows, clean_cases, polluted_cases

from workbench.data.reader import read_file
from workbench.data.rows_file import write_rows_jsonl
from workbench.errors import WorkbenchError

clevercsv, duckdb, pd, pl = map(import_module, ("clevercsv", "duckdb", "pandas", "polars"))  # not the program's own
UGLY = Path(__file__).parents[1] / "data" / "ugly"
LIMIT_S = 20


def main() -> None:
    """Reads every file with every reader, and prints the shares."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cases", type=int, default=400, help="generated files of each kind")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--failures", choices=sorted(READERS), help="list the files that this reader gets wrong")
    parser.add_argument("--ugly-only", action="store_true")
    parser.add_argument("--only", choices=sorted(READERS), help="one reader")
    arguments = parser.parse_args()
    csv.field_size_limit(2**31 - 1)
    signal.signal(signal.SIGALRM, _stop)
    corpora: dict[str, list[Case]] = {"ugly": list(ugly_cases())}
    if not arguments.ugly_only:
        corpora["clean"] = list(clean_cases(arguments.cases, seed=arguments.seed))
        corpora["polluted"] = list(polluted_cases(arguments.cases, seed=arguments.seed))
    readers = {arguments.only: READERS[arguments.only]} if arguments.only else READERS
    print("exact grids      " + "".join(f"{name:>9} {'utf-8':>6}" for name in corpora) + f"{'all':>9} {'utf-8':>6}")
    with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for name, reader in readers.items():
            _measure(name, reader, corpora, Path(folder), shows_failures=name == arguments.failures)


def _measure(
    name: str, reader: Callable[[Path], Rows], corpora: dict[str, list[Case]], folder: Path, *, shows_failures: bool
) -> None:
    total, right = 0, [0, 0]
    line = f"{name:16}"
    wrong: Counter[str] = Counter()
    for corpus, cases in corpora.items():
        counts = [0, 0]
        for case in cases:
            for told in (0, 1):
                grid = _grid(reader, folder / "table.csv", _as_utf8(case) if told else case.data)
                is_right = grid is not None and _even(grid) == _even(_truth(case))
                counts[told] += is_right
                if not is_right and not told:
                    wrong[f"{corpus}: {case.name if corpus == 'ugly' else case.kind}"] += 1
                    if shows_failures:
                        print(f"  {corpus} {case.name} {case.kind}: {_difference(grid, _truth(case))}"[:300])
        line += "".join(
            f"{count / max(1, len(cases)):{width}.3f}" for count, width in zip(counts, (10, 7), strict=True)
        )
        total += len(cases)
        right = [a + b for a, b in zip(right, counts, strict=True)]
    print(line + f"{right[0] / total:10.3f}{right[1] / total:7.3f}", flush=True)
    if shows_failures:
        print("  " + ", ".join(f"{what} {count}" for what, count in wrong.most_common()))


def ugly_cases() -> Iterable[Case]:
    """The files of tests/data/ugly."""
    truth = json.loads((UGLY / "truth.json").read_text(encoding="utf-8"))
    for name, what in sorted(truth.items()):
        yield Case(name, what["why"], (UGLY / name).read_bytes(), what["header"], what["rows"])


def _truth(case: Case) -> Rows:
    return [case.header, *case.rows] if case.header else case.rows


def _even(grid: Rows) -> Rows:
    """Rows without the empty cells at their ends; rows of nothing else are left out."""
    rows = []
    for row in grid:
        cells = list(row)
        while cells and not cells[-1]:
            cells.pop()
        if cells:
            rows.append(cells)
    return rows


def _difference(grid: Rows | None, truth: Rows) -> str:
    if grid is None:
        return "not read"
    for number, (ours, theirs) in enumerate(zip(_even(grid), _even(truth), strict=False)):
        if ours != theirs:
            return f"row {number}: {ours} instead of {theirs}"
    return f"{len(_even(grid))} rows instead of {len(_even(truth))}"


def _as_utf8(case: Case) -> bytes:
    """The file in UTF-8, decoded by what its truth needs."""
    cells = {cell for row in _truth(case) for cell in row if not cell.isascii()}
    for encoding in ("utf-8-sig", "utf-16", "utf-32", *_SINGLE_BYTE):
        try:
            text = case.data.decode(encoding)
        except UnicodeError:
            continue
        if all(cell.replace('"', "") in text.replace('"', "").replace("\\", "") for cell in cells):
            return text.encode("utf-8")
    return case.data


_SINGLE_BYTE = (
    *("utf-16-le", "utf-16-be", "utf-32-le", "gb18030", "big5", "cp932", "euc_jp", "cp949", "cp1252", "cp1250"),
    *("cp1251", "koi8-r", "cp1253", "cp1254", "cp1255", "cp1256", "iso8859-2", "iso8859-15"),
)


def _stop(signum: int, frame: FrameType | None) -> None:
    raise TimeoutError(signum, frame)


def _grid(reader: Callable[[Path], Rows], path: Path, data: bytes) -> Rows | None:
    path.write_bytes(data)
    signal.alarm(LIMIT_S)
    try:
        return reader(path)
    except (Exception, pl.exceptions.PanicException):  # noqa: BLE001 - whatever a reader raises, it did not read the file
        return None
    finally:
        signal.alarm(0)


def _ours(path: Path) -> Rows:
    out = path.with_suffix(".jsonl")
    try:
        write_rows_jsonl(read_file(path), out)
    except WorkbenchError:
        return []
    first, *rows = [json.loads(line) for line in out.read_text(encoding="utf-8").split("\n") if line]
    return [first["header"], *rows] if first["header"] else rows


def _as_text(rows: Iterable[Iterable[object]]) -> Rows:
    return [["" if cell is None else str(cell) for cell in row] for row in rows]


def _pandas(path: Path) -> Rows:
    return _as_text(pd.read_csv(path, header=None, dtype=str, keep_default_na=False, na_filter=False).values.tolist())


def _pandas_sniffing(path: Path) -> Rows:
    frame = pd.read_csv(path, header=None, dtype=str, keep_default_na=False, na_filter=False, sep=None, engine="python")
    return _as_text(frame.values.tolist())


def _polars(path: Path) -> Rows:
    frame = pl.read_csv(path, has_header=False, infer_schema=False)
    return _as_text(frame.rows())


def _duckdb(path: Path) -> Rows:
    return _as_text(duckdb.sql(f"select * from read_csv('{path}', all_varchar = true, header = false)").fetchall())


def _clevercsv(path: Path) -> Rows:
    clevercsv.field_size_limit(2**31 - 1)  # an error while it sniffs would leave a limit of 30 for all later files
    return [list(row) for row in clevercsv.read_table(str(path))]


def _sniffer(path: Path) -> Rows:
    with path.open(encoding="utf-8", newline="") as file:
        text = file.read()
    return list(csv.reader(io.StringIO(text, newline=""), csv.Sniffer().sniff(text[:32_768])))


READERS: dict[str, Callable[[Path], Rows]] = {
    "Workbench": _ours,
    "CleverCSV": _clevercsv,
    "csv.Sniffer": _sniffer,
    "DuckDB": _duckdb,
    "pandas sep=None": _pandas_sniffing,
    "pandas": _pandas,
    "polars": _polars,
}


if __name__ == "__main__":
    main()
