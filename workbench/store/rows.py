"""Structs as rows: each field is a column of its name; what a column cannot hold is JSON in it.

Neither SQLite nor JSON has NaN, which the figures of a diverged run are: both keep it as null.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from types import UnionType
from typing import Any, Generic, Literal, TypeVar, Union, get_args, get_origin

import msgspec

SqlValue = str | int | float | None

S = TypeVar("S", bound=msgspec.Struct)


class RowCodec(Generic[S]):
    """Turns structs of one type into rows and back.

    Args:
        kind: The type.
        without: Fields that have no column and take their default when read.

    Attributes:
        columns: The names of the columns, as SQL lists them.
    """

    def __init__(self, kind: type[S], *, without: Sequence[str] = ()) -> None:
        fields = {field.name: field.type for field in msgspec.structs.fields(kind) if field.name not in without}
        self.columns = ", ".join(fields)
        self._kind = kind
        self._names = tuple(fields)
        self._writers = {name: _writer(hint) for name, hint in fields.items() if not _is_plain(hint)}
        self._readers = {name: _reader(hint) for name, hint in fields.items() if not _is_plain(hint)}
        self._numbers = tuple(name for name, hint in fields.items() if hint is float)

    def to_row(self, value: S) -> dict[str, SqlValue]:
        """The columns of one struct."""
        row = {name: getattr(value, name) for name in self._names}
        for name, write in self._writers.items():
            row[name] = write(row[name])
        return row

    def from_row(self, row: Mapping[str, Any]) -> S:
        """The struct of one row.

        Args:
            row: The columns of `columns`, no more.

        Raises:
            msgspec.ValidationError: If the JSON in a column is not what the field holds.
        """
        values = dict(row)
        for name, read in self._readers.items():
            values[name] = read(values[name])
        for name in self._numbers:
            if values[name] is None:
                values[name] = math.nan
        return self._kind(**values)

    def insert_sql(self, table: str) -> str:
        """A statement that inserts a row by column name, or replaces the one with the same key."""
        places = ", ".join(f":{name}" for name in self._names)
        return f"INSERT OR REPLACE INTO {table} ({self.columns}) VALUES ({places})"


def _writer(hint: Any) -> Callable[[Any], SqlValue]:
    return int if hint is bool else _to_json


def _reader(hint: Any) -> Callable[[Any], Any]:
    if hint is bool:
        return bool
    if hint == dict[str, float]:
        return _read_numbers
    decode = msgspec.json.Decoder(hint).decode
    return lambda text: None if text is None else decode(text)


def _is_plain(hint: Any) -> bool:
    if get_origin(hint) is Literal:
        return all(isinstance(choice, str) for choice in get_args(hint))
    parts = get_args(hint) if get_origin(hint) in (Union, UnionType) else (hint,)
    return all(part in (str, int, float, type(None)) for part in parts)


def _to_json(value: Any) -> str | None:
    return None if value is None else msgspec.json.encode(value).decode()


def _read_numbers(text: str) -> dict[str, float]:
    return {name: math.nan if number is None else number for name, number in _numbers.decode(text).items()}


_numbers = msgspec.json.Decoder(dict[str, float | None])
