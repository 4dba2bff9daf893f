"""JSON values to a table: which of them are its records, and what the columns are called."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any, NamedTuple

from workbench.data.formats.columns import Records, Rows
from workbench.data.formats.json_values import as_json, as_text, flattened
from workbench.data.header import looks_like_header
from workbench.data.reader import ReadTable, column_names
from workbench.data.records import wrong_width
from workbench.data.tables import RejectedRow
from workbench.errors import DataError
from workbench.i18n import N_, say
from workbench.values import Dialect, Sentence

_PARTS = frozenset(("train", "training", "validation", "valid", "val", "dev", "test"))
_DEPTH = 3
_SAMPLE_ROWS = 300


@dataclass(frozen=True)
class Misfit:
    """Why something is no record."""

    reason: Sentence


class Item(NamedTuple):
    """What stands where a record may stand: its line, its text, and its value or what is wrong with it."""

    line: int
    raw: str
    value: Any


class Gathered:
    """Takes items one by one; objects make one kind of table, lists another, and the first item decides which."""

    def __init__(self) -> None:
        self._objects = Records()
        self._lists: list[tuple[Item, list[str]]] = []
        self._kind: type = dict
        self._has_kind = False
        self._rejected: list[RejectedRow] = []

    def add(self, item: Item) -> None:
        """Adds one."""
        value = item.value
        if not self._has_kind and isinstance(value, dict | list):
            self._kind, self._has_kind = type(value), True
        if isinstance(value, Misfit):
            self._reject(item, value.reason)
        elif isinstance(value, dict) and self._kind is dict:
            self._objects.add(flattened(value))
        elif isinstance(value, list) and self._kind is list:
            self._lists.append((item, [as_text(cell) for cell in value]))
        else:
            self._reject(item, say(N_("It is not an object with names and values.")))

    def finish(self, dialect: Dialect, name: str) -> ReadTable:
        """The table.

        Raises:
            DataError: If nothing could be a record.
        """
        if self._lists:
            return self._finish_lists(dialect)
        if not self._objects.names:
            raise no_table(name)
        columns = column_names(list(self._objects.names), len(self._objects.names))
        table = self._objects.finish().rename_columns(columns)
        return ReadTable(dialect, columns, columns, table, self._rejected)

    def _finish_lists(self, dialect: Dialect) -> ReadTable:
        width = Counter(len(cells) for _, cells in self._lists).most_common(1)[0][0]
        fitting = [cells for _, cells in self._lists if len(cells) == width]
        header = fitting.pop(0) if looks_like_header(fitting[:_SAMPLE_ROWS]) else []
        rows = Rows(width)
        for cells in fitting:
            rows.add(cells)
        for item, cells in self._lists:
            if len(cells) != width:
                self._reject(item, wrong_width(len(cells), width))
        self._rejected.sort(key=lambda row: row.line)
        columns = column_names(header, width)
        return ReadTable(dialect, header, columns, rows.finish(columns), self._rejected)

    def _reject(self, item: Item, reason: Sentence) -> None:
        self._rejected.append(RejectedRow(item.line, reason, item.raw or as_json(item.value)))


def records_of(value: Any, depth: int = 0) -> Iterator[Any] | None:
    """The records that an object holds, or None if it is no table.

    It may hold a list of objects, one for each part of a split, lists that are columns, columns or records by their
    key, or, as pandas writes it, the names of columns and rows.
    """
    if not isinstance(value, dict) or not value:
        return None
    if isinstance(value.get("columns"), list) and isinstance(value.get("data"), list):
        return iter([value["columns"], *value["data"]])
    lists: dict[str, list[Any]] = {name: item for name, item in value.items() if isinstance(item, list) and item}
    tables: dict[str, list[Any]] = {name: item for name, item in lists.items() if isinstance(item[0], dict)}
    if len(tables) > 1 and _PARTS.issuperset(name.lower() for name in tables):
        return ({**record, "split": name} if isinstance(record, dict) else record for name, item in tables.items()
                for record in item)  # fmt: skip
    if tables:
        longest: list[Any] = max(tables.values(), key=len)
        return iter(longest)
    if lists and all(isinstance(item, list) for item in value.values()):
        return (dict(zip(value, cells, strict=True)) for cells in zip_longest(*value.values(), fillvalue=""))
    return _keyed(value, depth)


def no_table(name: str) -> DataError:
    """The error of a file whose JSON is no table."""
    return DataError(
        say(N_("“{name}” holds JSON, but no table."), name=name),
        say(N_("It should be a list of objects, or one object a line, each with the same names.")),
    )


def _keyed(value: dict[str, Any], depth: int) -> Iterator[Any] | None:
    """Objects by their key: columns if the keys inside count rows, else records; or an object with a table inside."""
    inner = [item for item in value.values() if isinstance(item, dict)]
    if len(inner) == len(value) and len(value) > 1:
        if all(key.isdecimal() for item in inner for key in item):
            rows = dict.fromkeys(key for item in inner for key in item)
            return ({name: item.get(row) for name, item in value.items()} for row in rows)
        if len({frozenset(item) for item in inner}) == 1:
            return ({"key": key, **item} for key, item in value.items())
    if depth < _DEPTH:
        for item in inner:
            found = records_of(item, depth + 1)
            if found is not None:
                return found
    return None
