"""Makes broken files out of the ugly ones, and says what the reader does wrong with them.

It may refuse a file in words, or read it. It must not crash, hang, or lose a record: from the first record of the table
to the end of the file, every line that is not blank belongs to one record, and each of these is loaded or rejected.
"""

from __future__ import annotations

import random
import signal
import traceback
from collections.abc import Iterator
from pathlib import Path
from types import FrameType

from workbench.data.dialect import skips_space
from workbench.data.reader import ReadTable, read_source
from workbench.data.records import Record, form_of, read_tolerantly, split_lines
from workbench.data.source import open_source
from workbench.errors import WorkbenchError

LIMIT_S = 5
_LARGEST_BYTES = 60_000
_PIECES = [
    b'"',
    b"'",
    b",",
    b";",
    b"\t",
    b"|",
    b"\n",
    b"\r",
    b"\r\n",
    b"\0",
    b"\\",
    b"\xef\xbb\xbf",
    b"\xff\xfe",
    b"\x1b$B",
]
_PIECES += [
    b'""',
    b'","',
    b'"\n"',
    b"\n\n",
    b",,,",
    b"\xff",
    b"\x80",
    b"sep=,\n",
    b"#",
    b" ",
    b"||",
    b"\xe2\x80\xa8",
    b"~{",
]


def fuzz_files(folder: Path, rng: random.Random) -> Iterator[bytes]:
    """Broken files without end: random bytes, mutations, and pieces of several files put together."""
    corpus = [
        file.read_bytes()[:_LARGEST_BYTES]
        for file in sorted(folder.iterdir())
        if file.suffix in (".csv", ".tsv", ".txt")
    ]
    while True:
        kind = rng.random()
        if kind < 0.1:
            yield rng.randbytes(rng.choice([1, 10, 100, 2_000, 20_000]))
        elif kind < 0.15:
            yield b"".join(rng.choices([*_PIECES, b"a", b"word", b"1.5"], k=rng.randint(1, 400)))
        elif kind < 0.75:
            yield _mutated(rng.choice(corpus), rng)
        else:
            yield b"".join(_piece(rng.choice(corpus), rng) for _ in range(rng.randint(2, 4)))


def what_is_wrong(path: Path) -> str | None:
    """Reads a file; None if that went as it should, else what did not."""
    before = signal.signal(signal.SIGALRM, _stop)
    signal.alarm(LIMIT_S)
    try:
        return _read_wrongly(path)
    except WorkbenchError:
        return None
    except Exception:  # noqa: BLE001 - whatever it is, it is what is looked for
        return traceback.format_exc()
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def _read_wrongly(path: Path) -> str | None:
    source = open_source(path)
    steps = read_source(source)
    while True:
        try:
            next(steps)
        except StopIteration as end:
            read: ReadTable = end.value
            break
    lines = split_lines(b"".join(open_source(path, encoding=read.dialect.encoding).blocks()).decode())
    form = form_of(read.dialect, skips_space=skips_space(lines, read.dialect), width=len(read.columns))
    position = start = read.dialect.skipped_lines
    count = 0
    if read.dialect.has_header:  # what is broken above it is rejected
        above = read_tolerantly(lines, form_of(read.dialect, skips_space=form.skips_space), start)
        for record in above:
            start = record.end
            if isinstance(record, Record):
                break
            count += 1
        position = start
    for record in read_tolerantly(lines, form, start):
        if any(line.strip() for line in lines[position : record.line - 1]):
            return f"lines {position + 1} to {record.line - 1} are in no record"
        position = record.end
        count += 1
    if any(line.strip() for line in lines[position:]):
        return f"lines from {position + 1} are in no record"
    if count != read.table.num_rows + len(read.rejected):
        return f"{count} records, but {read.table.num_rows} loaded and {len(read.rejected)} rejected"
    return None


def _mutated(data: bytes, rng: random.Random) -> bytes:
    content = bytearray(data)
    for _ in range(rng.choice([1, 1, 2, 5, 30])):
        place = rng.randint(0, len(content))
        kind = rng.randrange(5)
        if kind == 0:
            content[place:place] = rng.choice(_PIECES)
        elif kind == 1:
            del content[place : place + rng.choice([1, 1, 3, 40])]
        elif kind == 2 and content:
            content[min(place, len(content) - 1)] = rng.randrange(256)
        elif kind == 3:
            content[place:place] = content[place : place + rng.randint(1, 200)] * rng.choice([1, 2, 20])
        else:
            content = content[:_LARGEST_BYTES].replace(rng.choice(_PIECES), rng.choice(_PIECES), rng.choice([1, 3, -1]))
    return bytes(content[: 4 * _LARGEST_BYTES])


def _piece(data: bytes, rng: random.Random) -> bytes:
    start, end = sorted(rng.randint(0, len(data)) for _ in range(2))
    return data[start:end]


def _stop(signum: int, frame: FrameType | None) -> None:
    raise TimeoutError(signum, frame)
