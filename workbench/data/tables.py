"""The files of a version's folder: the table, its split, its issues, what was rejected, and the manifest.

Everything but the manifest is in Arrow's IPC stream format; the table lies in a folder that `datasets.load_from_disk`
reads. This module is light enough for the window.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import msgspec
import numpy as np
import numpy.typing as npt
import pyarrow as pa

from workbench.values import Profile, Sentence, Version

TABLE_FOLDER = "table"
ISSUES_FOLDER = "issues"
SPLIT_FILE = "split.arrow"
REJECTED_FILE = "rejected.arrow"
MANIFEST_FILE = "manifest.json"
_TABLE_FILE = "data-00000-of-00001.arrow"
_BATCH_ROWS = 65_536

RowNumbers = npt.NDArray[np.int64]
SplitCodes = npt.NDArray[np.int8]


@dataclass(frozen=True)
class RejectedRow:
    """A record that was not loaded, or not as it stands in the file.

    Attributes:
        line: Its first line, from 1.
        reason: Why.
        raw: Its text.
        row: Loaded rows above it; its own row, if it was loaded.
        cells: As read, if it is a record of the table that could be read. Not kept in a version's folder.
        file: The name of its file, if the table is made of several.
        is_loaded: Whether it is in the table, but not as it stands in the file.
    """

    line: int
    reason: Sentence
    raw: str
    row: int = 0
    cells: tuple[str, ...] | None = None
    file: str = ""
    is_loaded: bool = False


@dataclass(frozen=True)
class Marks:
    """What is said of single rows of a version.

    Attributes:
        split: The part that each row belongs to, codes of SPLIT_NAMES.
        issues: The rows of each issue by its kind, ascending.
    """

    split: SplitCodes
    issues: dict[str, RowNumbers] = field(default_factory=dict)


def write_version_folder(
    folder: Path, table: pa.Table | Path, *, version: Version, marks: Marks, rejected: Sequence[RejectedRow]
) -> None:
    """Writes a version's folder, whole or not at all.

    Args:
        folder: Appears when all is in it.
        table: Every column a string; or a file of Arrow's stream format with it, on the same disk, which is moved.
        version: For the manifest.
        marks: What is said of its rows.
        rejected: The records that are not in it, and those that are in it otherwise than in the file.

    Raises:
        OSError: If the disk is full or the folder cannot be written.
    """
    partial = folder.with_name(folder.name + ".partial")
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir(parents=True)
    try:
        _write_table(partial / TABLE_FOLDER, table, version)
        _write_rejected(partial / REJECTED_FILE, rejected)
        write_marks(partial, marks)
        write_manifest(partial, version)
        for file in partial.rglob("*"):
            if file.is_file():
                _sync(file)
        if folder.exists():  # left by an import that never reached the database
            shutil.rmtree(folder)
        partial.rename(folder)
    except BaseException:
        shutil.rmtree(partial, ignore_errors=True)
        raise


def write_marks(folder: Path, marks: Marks) -> None:
    """Writes the split and the issues of a version's folder, each file whole or not at all."""
    write_split(folder / SPLIT_FILE, marks.split)
    (folder / ISSUES_FOLDER).mkdir(exist_ok=True)
    for kind, rows in marks.issues.items():
        write_rows(issue_file(folder, kind), rows)
    for file in (folder / ISSUES_FOLDER).glob("*.arrow"):
        if file.stem not in marks.issues:
            file.unlink()


def write_manifest(folder: Path, version: Version) -> None:
    """Writes `manifest.json`, from which the version's row in the database can be rebuilt."""
    _replace(folder / MANIFEST_FILE, msgspec.json.format(msgspec.json.encode(version), indent=1))


def read_table(folder: Path) -> pa.Table:
    """The table of a version's folder, memory-mapped: no rows are read until they are looked at."""
    parts = []
    for file in sorted((folder / TABLE_FOLDER).glob("data-*.arrow")):
        with pa.ipc.open_stream(pa.memory_map(str(file))) as stream:
            parts.append(stream.read_all())
    return pa.concat_tables(parts).replace_schema_metadata(None)


def read_rejected(folder: Path) -> list[RejectedRow]:
    """The records of a version's file that were not loaded, by line."""
    return [row for row in read_odd_records(folder) if not row.is_loaded]


def read_repaired(folder: Path) -> list[RejectedRow]:
    """The records of a version's file that were loaded otherwise than they stand there, by line."""
    return [row for row in read_odd_records(folder) if row.is_loaded]


def read_odd_records(folder: Path) -> list[RejectedRow]:
    """The records that were not loaded, then those that were loaded otherwise than they stand in the file."""
    columns = _read(folder / REJECTED_FILE).to_pydict()
    reasons = [msgspec.json.decode(reason, type=Sentence) for reason in columns["reason"]]
    # The first versions were made of one file each, and had no rows that were repaired.
    files = columns.get("file") or [""] * len(reasons)
    rows = columns.get("row") or [0] * len(reasons)
    loaded = columns.get("loaded") or [False] * len(reasons)
    return [
        RejectedRow(line, reason, raw, row, file=file, is_loaded=is_loaded)
        for line, reason, raw, row, file, is_loaded in zip(
            columns["line"], reasons, columns["raw"], rows, files, loaded, strict=True
        )
    ]


def read_split(path: Path) -> SplitCodes:
    """The split codes of a `split.arrow`, one a row."""
    return _numbers(_read(path).column("split")).astype(np.int8)


def write_split(path: Path, codes: SplitCodes) -> None:
    """Writes a `split.arrow`."""
    _write(path, pa.table({"split": pa.array(codes, pa.int8())}))


def read_rows(path: Path) -> RowNumbers:
    """The row numbers of an issue or of a selection."""
    return _numbers(_read(path).column("row")).astype(np.int64)


def write_rows(path: Path, rows: RowNumbers) -> None:
    """Writes row numbers, in the order given."""
    _write(path, pa.table({"row": pa.array(rows, pa.int64())}))


def read_preview(path: Path) -> pa.Table:
    """The first rows of a file that is being read."""
    return _read(path)


def write_preview(path: Path, rows: pa.Table) -> None:
    """Writes the first rows of a file that is being read, whole or not at all."""
    path.parent.mkdir(exist_ok=True)
    _write(path, rows)


def read_issues(folder: Path, profile: Profile) -> dict[str, RowNumbers]:
    """The rows of each issue of a version's folder, by its kind."""
    return {issue.kind: read_rows(issue_file(folder, issue.kind)) for issue in profile.issues}


def read_map(path: Path) -> tuple[RowNumbers, npt.NDArray[np.float32]]:
    """A map of texts: its rows, ascending, and their places (n, 2)."""
    table = _read(path)
    places = [_numbers(table.column(name)).astype(np.float32) for name in ("x", "y")]
    return _numbers(table.column("row")).astype(np.int64), np.stack(places, axis=1)


def write_map(path: Path, rows: RowNumbers, places: npt.NDArray[np.float32]) -> None:
    """Writes a map of texts, whole or not at all."""
    x, y = (pa.array(np.ascontiguousarray(places[:, i]), pa.float32()) for i in range(2))
    _write(path, pa.table({"row": pa.array(rows, pa.int64()), "x": x, "y": y}))


def read_counts(path: Path) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """The tokens of each text, and how many of them the model does not know."""
    table = _read(path)
    tokens, unknown = (_numbers(table.column(name)).astype(np.int64) for name in ("tokens", "unknown"))
    return tokens, unknown


def write_counts(path: Path, tokens: npt.NDArray[np.int64], unknown: npt.NDArray[np.int64]) -> None:
    """Writes the tokens of texts, whole or not at all."""
    _write(path, pa.table({"tokens": pa.array(tokens, pa.int64()), "unknown": pa.array(unknown, pa.int64())}))


def issue_file(folder: Path, kind: str) -> Path:
    """Where a version's folder keeps the rows of one issue."""
    return folder / ISSUES_FOLDER / f"{kind}.arrow"


def _write_table(folder: Path, table: pa.Table | Path, version: Version) -> None:
    """Writes what `datasets.load_from_disk` reads; `datasets` itself takes more than a second to import."""
    folder.mkdir()
    file = folder / _TABLE_FILE
    if isinstance(table, Path):
        _move(table, file)
    else:
        with file.open("wb") as sink, pa.ipc.new_stream(sink, table.schema) as writer:
            writer.write_table(table, max_chunksize=_BATCH_ROWS)
    names = version.columns if isinstance(table, Path) else table.column_names
    features = {name: {"dtype": "string", "_type": "Value"} for name in names}
    info = {"citation": "", "description": "", "features": features, "homepage": "", "license": ""}
    state: dict[str, object] = {
        "_data_files": [{"filename": _TABLE_FILE}],
        "_fingerprint": version.sha256[:16],
        "_format_columns": None,
        "_format_kwargs": {},
        "_format_type": None,
        "_output_all_columns": False,
        "_split": None,
    }
    for name, content in (("dataset_info.json", info), ("state.json", state)):
        (folder / name).write_bytes(msgspec.json.format(msgspec.json.encode(content), indent=2))


def _move(file: Path, target: Path) -> None:
    try:
        os.replace(file, target)
    except PermissionError:  # Windows does not move what is mapped into memory
        shutil.copyfile(file, target)


def _write_rejected(path: Path, rejected: Iterable[RejectedRow]) -> None:
    rows = list(rejected)
    columns = {
        "line": pa.array([row.line for row in rows], pa.int64()),
        "reason": pa.array([msgspec.json.encode(row.reason).decode() for row in rows], pa.string()),
        "raw": pa.array([row.raw for row in rows], pa.string()),
        "file": pa.array([row.file for row in rows], pa.string()),
        "row": pa.array([row.row for row in rows], pa.int64()),
        "loaded": pa.array([row.is_loaded for row in rows], pa.bool_()),
    }
    _write(path, pa.table(columns))


def _read(path: Path) -> pa.Table:
    # Read into memory rather than mapped: these files are replaced while a window looks at them.
    with pa.ipc.open_stream(path.read_bytes()) as stream:
        return stream.read_all()


def _numbers(column: pa.ChunkedArray) -> npt.NDArray[np.generic]:
    """The numbers of a column without gaps. Arrow's own `to_numpy` imports pandas, which the window cannot wait for."""
    parts = [
        np.frombuffer(
            chunk.buffers()[1], chunk.type.to_pandas_dtype(), len(chunk), chunk.offset * chunk.type.byte_width
        )
        for chunk in column.chunks
        if len(chunk)
    ]
    return np.concatenate(parts) if parts else np.empty(0, np.int64)


def _write(path: Path, table: pa.Table) -> None:
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as writer:
        writer.write_table(table)
    _replace(path, sink.getvalue())


def _replace(path: Path, content: bytes | pa.Buffer) -> None:
    partial = path.with_name(path.name + ".partial")
    partial.write_bytes(content)
    _sync(partial)
    os.replace(partial, path)


def _sync(file: Path) -> None:
    with file.open("rb+") as handle:
        os.fsync(handle.fileno())
