"""Parquet, Arrow and Feather files: every column as text, nested values as JSON."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from workbench.data.formats.columns import strings
from workbench.data.formats.format import Choices, Format, Opened, Progress
from workbench.data.reader import ReadTable, column_names
from workbench.errors import DataError, FileError
from workbench.i18n import N_, say
from workbench.values import Dialect

_PARQUET, _ARROW, _FEATHER, _STREAM = b"PAR1", b"ARROW1", b"FEA1", b"\xff\xff\xff\xff"
_BATCH_ROWS = 50_000
_FEATURES = b"huggingface"
_NO_FRACTION = r"\.0+(Z?)$"


@dataclass(frozen=True)
class _Content:
    """The columns of a file and a way to its batches; `rows` is 0 if unknown."""

    schema: pa.Schema
    rows: int
    batches: Callable[[], Iterator[pa.RecordBatch]]


def _recognises(path: Path, head: bytes) -> bool:
    if head.startswith(_STREAM):
        return path.suffix.lower() in FORMAT.suffixes
    return head.startswith((_PARQUET, _ARROW, _FEATHER))


def _open(path: Path, _choices: Choices) -> Opened:
    try:
        content = _content(path)
    except (pa.ArrowException, OSError, UnicodeDecodeError) as error:  # the last for names that are no UTF-8
        raise _damaged(path, error) from error
    if not content.schema.names:
        raise DataError(say(N_("“{name}” has no columns."), name=path.name), say(N_("Open a file that has rows.")))
    dialect = Dialect(encoding="", delimiter="", quotechar="", format=FORMAT.name)
    return Opened(dialect=dialect, read=lambda _spool: _read(path, content, dialect))


def _content(path: Path) -> _Content:
    with path.open("rb") as file:
        head = file.read(8)
    if head.startswith(_PARQUET):
        from pyarrow import parquet

        opened = parquet.ParquetFile(path)
        return _Content(
            opened.schema_arrow, opened.metadata.num_rows, lambda: opened.iter_batches(batch_size=_BATCH_ROWS)
        )
    if head.startswith(_FEATHER):
        from pyarrow import feather

        table = feather.read_table(str(path))
        return _Content(table.schema, table.num_rows, lambda: iter(table.to_batches(max_chunksize=_BATCH_ROWS)))
    if head.startswith(_ARROW):
        reader = pa.ipc.open_file(pa.memory_map(str(path)))
        return _Content(reader.schema, 0, lambda: map(reader.get_batch, range(reader.num_record_batches)))
    stream = pa.ipc.open_stream(pa.memory_map(str(path)))
    return _Content(stream.schema, 0, lambda: iter(stream))


def _read(path: Path, content: _Content, dialect: Dialect) -> Progress:
    names = _label_names(content.schema)
    header = list(content.schema.names)
    columns = column_names(header, len(header))
    blocks: list[pa.Table] = []
    done = 0
    try:
        for batch in content.batches():
            texts = [as_text(column, names.get(name)) for name, column in zip(header, batch.columns, strict=True)]
            blocks.append(pa.table(texts, names=columns))
            done += batch.num_rows
            yield done, content.rows
    except (pa.ArrowException, OSError) as error:
        raise _damaged(path, error) from error
    if not done:
        raise DataError(
            say(N_("“{name}” has a header but no rows."), name=path.name), say(N_("Open a file that has rows."))
        )
    return ReadTable(dialect, header, columns, pa.concat_tables(blocks), [])


def as_text(column: pa.Array, names: list[str] | None = None) -> pa.Array:
    """A column as text; nothing is empty.

    Args:
        column: Of any type.
        names: What its numbers stand for, if the file says so.
    """
    kind = column.type
    if pa.types.is_dictionary(kind):
        column = column.dictionary_decode()
        kind = column.type
    if names is not None and pa.types.is_integer(kind):
        return strings([_named(number, names) for number in column.to_pylist()])
    if pa.types.is_nested(kind):
        return strings([_as_json(value) for value in column.to_pylist()])
    if pa.types.is_binary(kind) or pa.types.is_large_binary(kind) or pa.types.is_fixed_size_binary(kind):
        return strings([_decoded(value) for value in column.to_pylist()])
    try:
        text = pc.cast(column, pa.string())
    except (pa.ArrowNotImplementedError, pa.ArrowInvalid):
        return strings(["" if value is None else str(value) for value in column.to_pylist()])
    if pa.types.is_timestamp(kind) or pa.types.is_time(kind):
        text = pc.replace_substring_regex(text, _NO_FRACTION, r"\1")
    return pc.fill_null(text, "")


def _label_names(schema: pa.Schema) -> dict[str, list[str]]:
    """The names of the labels that `datasets` keeps beside a column of their numbers."""
    kept = (schema.metadata or {}).get(_FEATURES)
    try:
        features = json.loads(kept)["info"]["features"] if kept else {}
        return {
            name: list(map(str, feature["names"]))
            for name, feature in features.items()
            if isinstance(feature, dict) and feature.get("_type") == "ClassLabel" and "names" in feature
        }
    except (ValueError, KeyError, TypeError, AttributeError):  # somebody else's metadata
        return {}


def _named(number: int | None, names: list[str]) -> str:
    if number is None or number == -1:  # -1 marks a row without a label
        return ""
    return names[number] if 0 <= number < len(names) else str(number)


def _as_json(value: Any) -> str:
    return "" if value is None else json.dumps(value, ensure_ascii=False, default=str)


def _decoded(value: bytes | None) -> str:
    if value is None:
        return ""
    try:
        return value.decode()
    except UnicodeDecodeError:
        return value.hex()


def _damaged(path: Path, error: Exception) -> FileError:
    return FileError(
        say(N_("“{name}” is damaged or cut off."), name=path.name), say(N_("Get the file again.")), details=str(error)
    )


FORMAT = Format(
    name="parquet",
    title=N_("Parquet or Arrow"),
    suffixes=(".parquet", ".arrow", ".feather"),
    recognises=_recognises,
    open=_open,
)
