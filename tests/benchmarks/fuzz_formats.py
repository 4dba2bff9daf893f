"""Reads damaged workbooks, JSON, Parquet and CoNLL files for some minutes, and prints what went wrong.

Run: python tests/benchmarks/fuzz_formats.py [--minutes 10] [--seed 0] [--format NAME] [--keep FOLDER]
Every file is read in a process of its own. A file may be refused in words, or read; it must not end that process or
keep it busy for LIMIT_S. Of JSON lines and CoNLL no record may be lost: each is loaded or rejected. Needs a platform
with fork. Files that were read wrongly are kept in the folder.
"""

from __future__ import annotations

import argparse
import io
import os
import random
import re
import signal
import sys
import tempfile
import time
import traceback
import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parents[2])]

from workbench.data.formats import formats  # noqa: E402 - found by the path above
from workbench.data.reader import ReadTable  # noqa: E402 - likewise
from workbench.errors import WorkbenchError  # noqa: E402 - likewise

SAMPLES = Path(__file__).parents[1] / "data" / "formats"
LIMIT_S = 60
_NUMBERS = (b"\0\0\0\0", b"\xff\xff\xff\xff", b"\xff\xff\xff\x7f", b"\0\0\0\x80", b"\xff\xff", b"\1\0")
_PIECES = (
    b"", b'"', b"<", b">", b"{", b"[", b"]", b"}", b",", b":", b"\n", b"\r", b"\t", b" ", b"\xff", b"\\u0000",
    b"\\ud800", b"null", b"1e999", b"-1", b"4294967296", b"9223372036854775808", b'r="XFD1048576"', b"&#0;", b"#",
)  # fmt: skip


def main() -> None:
    """Fuzzes until the time is over."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--format", choices=["workbook", "json", "parquet", "conll"])
    parser.add_argument("--keep", type=Path, default=Path(tempfile.gettempdir()) / "read-wrongly")
    arguments = parser.parse_args()
    for file in SAMPLES.glob("*/sample.*"):  # what is loaded at first use is loaded here, not in each process anew
        if file.parent.name in ("workbook", "json", "parquet", "conll"):
            _read(file, file.parent.name)
    started, slowest = time.monotonic(), 0.0
    tried: Counter[str] = Counter()
    wrong: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as folder:
        for name, suffix, data in damaged_files(random.Random(arguments.seed), arguments.format):
            if time.monotonic() - started > arguments.minutes * 60:
                break
            path = Path(folder) / f"fuzz-{sum(tried.values())}{suffix}"
            path.write_bytes(data)
            before = time.monotonic()
            problem = what_is_wrong(path, name)
            slowest = max(slowest, time.monotonic() - before)
            path.unlink()
            tried[name] += 1
            if problem:
                wrong[name] += 1
                arguments.keep.mkdir(parents=True, exist_ok=True)
                kept = arguments.keep / f"{arguments.seed}-{sum(tried.values())}{suffix}"
                kept.write_bytes(data)
                print(f"{kept}: {problem}", flush=True)
    for name, count in sorted(tried.items()):
        print(f"{name}: {count:,} files, {wrong[name]} read wrongly")
    print(f"the slowest in {slowest:.2f} s")


def damaged_files(rng: random.Random, wanted: str | None) -> Iterator[tuple[str, str, bytes]]:
    """Damaged copies of the samples without end: the format, the ending, the bytes."""
    corpus = [
        (file.parent.name if file.parent.name != "other" else "workbook", file.suffix, file.read_bytes())
        for folder in ("workbook", "json", "parquet", "conll", "other")
        for file in sorted((SAMPLES / folder).glob("*.*"))
        if file.name not in ("truth.json", "damaged.xls")
    ]
    names = sorted({name for name, _, _ in corpus} if wanted is None else {wanted})
    while True:
        name = rng.choice(names)
        _, suffix, data = rng.choice([item for item in corpus if item[0] == name])
        is_zip = zipfile.is_zipfile(io.BytesIO(data))
        yield name, suffix, _damaged_member(data, rng) if is_zip and rng.random() < 0.8 else _damaged(data, rng)


def what_is_wrong(path: Path, name: str) -> str:
    """Reads a file in another process; empty if that went as it should, else what did not."""
    receive, send = os.pipe()
    child = os.fork()
    if not child:
        os.close(receive)
        signal.alarm(LIMIT_S)
        problem = _problem(path, name)
        os.write(send, problem.encode(errors="replace")[:60_000])
        os._exit(0)
    os.close(send)
    with os.fdopen(receive, "rb") as pipe:
        problem = pipe.read().decode()
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        return f"ended by {signal.Signals(os.WTERMSIG(status)).name}"
    return problem


def _problem(path: Path, name: str) -> str:
    try:
        read = _read(path, name)
    except WorkbenchError:
        return ""
    except BaseException:  # noqa: BLE001 - whatever it is, it is what is looked for
        return traceback.format_exc()
    count = read.table.num_rows + len(read.rejected)
    least, most = _records(path, name, read) or (count, count)
    return "" if least <= count <= most else f"{count} records of {least} to {most}"


def _read(path: Path, name: str) -> ReadTable:
    steps = formats()[name].read(path)
    while True:
        try:
            next(steps)
        except StopIteration as end:
            found: ReadTable = end.value
            return found


def _records(path: Path, name: str, read: ReadTable) -> tuple[int, int] | None:
    """How many records there must be, at least and at most; None where only the reader itself could count them."""
    if name == "json" and path.suffix == ".jsonl":
        errors = "replace" if read.dialect.encoding.startswith("utf-16") else "surrogateescape"
        with path.open(encoding=read.dialect.encoding, errors=errors) as file:
            count = sum(bool(line.strip()) for line in file)
        return count, count
    if name == "conll":
        text = path.read_bytes().decode(read.dialect.encoding, "replace")
        lines = [line for line in re.split(r"\r\n|\r|\n", text) if not line.startswith("-DOCSTART-")]
        blocks: list[list[str]] = [[]]
        for line in lines:
            if line.strip(" \t"):
                blocks[-1].append(line)
            else:
                blocks.append([])
        filled = [block for block in blocks if block]
        return sum(not all(line.startswith("#") for line in block) for block in filled), len(filled)
    return None


def _damaged(data: bytes, rng: random.Random) -> bytes:
    content = bytearray(data)
    for _ in range(rng.choice([1, 1, 2, 4, 12])):
        place = rng.randint(0, max(0, len(content) - 1))
        kind = rng.randrange(6)
        if kind == 0 and content:
            content[place] = rng.randrange(256)
        elif kind == 1:
            number = rng.choice(_NUMBERS)
            content[place : place + len(number)] = number
        elif kind == 2:
            del content[place : place + rng.choice([1, 1, 4, 100])]
        elif kind == 3:
            content[place:place] = content[place : place + rng.randint(1, 200)] * rng.choice([1, 2, 50])
        elif kind == 4:
            content[place:place] = rng.choice(_PIECES)
        else:
            content = content.replace(rng.choice(_PIECES) or b"a", rng.choice(_PIECES), rng.choice([1, 3, 20]))
    return bytes(content[: rng.choice([len(content)] * 9 + [place])])


def _damaged_member(data: bytes, rng: random.Random) -> bytes:
    """An archive in which one file was damaged before it was packed."""
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as read, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as written:
        names = read.namelist()
        hit = rng.choice(names)
        for name in names:
            content = read.read(name)
            written.writestr(name, _damaged(content, rng) if name == hit else content)
    return packed.getvalue()


if __name__ == "__main__":
    main()
