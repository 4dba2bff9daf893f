"""Structs as rows: each field is a column of its name; what a column cannot hold is JSON in it."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Generic, Literal, TypeVar, get_args, get_origin

import msgspec

SqlValue = str | int | float | None

S = TypeVar("S", bound=msgspec.Struct)


class RowCodec(Generic[S]):
    """Turns structs of one type into rows and back.

    Args:
        kind: The type.
        without: Fields that have no column and take their default when read.

    Attributes:
        columns: The names of the columns, in the order of the fields.
    """

    def __init__(self, kind: type[S], *, without: Sequence[str] = ()) -> None:
        fields = [field for field in msgspec.structs.fields(kind) if field.name not in without]
        self.columns = tuple(field.name for field in fields)
        self._kind = kind
        self._converters = {field.name: _converters(field.type) for field in fields}

    def to_row(self, value: S) -> dict[str, SqlValue]:
        """The columns of one struct."""
        return {name: write(getattr(value, name)) for name, (write, _) in self._converters.items()}

    def from_row(self, row: Mapping[str, Any]) -> S:
        """The struct of one row, which may have more columns.

        Raises:
            msgspec.ValidationError: If the JSON in a column is not what the field holds.
        """
        return self._kind(**{name: read(row[name]) for name, (_, read) in self._converters.items()})

    def insert_sql(self, table: str) -> str:
        """A statement that inserts a row by column name, or replaces the one with the same key."""
        places = ", ".join(f":{name}" for name in self.columns)
        return f"INSERT OR REPLACE INTO {table} ({', '.join(self.columns)}) VALUES ({places})"


Converter = Callable[[Any], Any]


def _converters(hint: Any) -> tuple[Converter, Converter]:
    """How a field of this type is written and read."""
    if hint is bool:
        return int, bool
    if hint is float:
        return _same, _number
    if hint == dict[str, float]:
        numbers = msgspec.json.Decoder(dict[str, float | None])
        return _to_json, lambda text: {key: _number(number) for key, number in numbers.decode(text).items()}
    if _is_plain(hint):
        return _same, _same
    decode = msgspec.json.Decoder(hint).decode
    return _to_json_or_null, lambda text: None if text is None else decode(text)


def _is_plain(hint: Any) -> bool:
    if get_origin(hint) is Literal:
        return all(isinstance(choice, str) for choice in get_args(hint))
    plain = (str, int, float, type(None))
    return hint in plain or (bool(get_args(hint)) and all(part in plain for part in get_args(hint)))


def _number(value: float | None) -> float:
    """SQLite and JSON have no NaN, which a diverged loss is: both keep it as null."""
    return math.nan if value is None else value


def _same(value: Any) -> Any:
    return value


def _to_json(value: Any) -> str:
    return msgspec.json.encode(value).decode()


def _to_json_or_null(value: Any) -> str | None:
    return None if value is None else _to_json(value)
