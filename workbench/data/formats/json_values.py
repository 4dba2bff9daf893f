"""JSON values as text: numbers as they stand in the file, objects flattened, lists as JSON."""

from __future__ import annotations

import json
from typing import Any


class Number(str):
    """A number as the file writes it."""

    __slots__ = ()


def decoder() -> json.JSONDecoder:
    """A decoder that leaves numbers as they are written."""
    return json.JSONDecoder(parse_int=Number, parse_float=Number, parse_constant=Number, strict=False)


def flattened(record: dict[str, Any]) -> dict[str, str]:
    """The cells of one record: `{"a": {"b": 1}}` has a cell `a.b`; an empty object has none.

    Args:
        record: From `decoder`.
    """
    cells: dict[str, str] = {}
    _flatten(record, "", cells)
    return cells


def _flatten(record: dict[str, Any], prefix: str, cells: dict[str, str]) -> None:
    for name, value in record.items():
        if isinstance(value, dict) and value:
            _flatten(value, f"{prefix}{name}.", cells)
        else:
            name = prefix + name
            while name in cells:  # {"a.b": 1, "a": {"b": 2}}
                name += "_"
            cells[name] = as_text(value)


def as_text(value: object) -> str:
    """A value as the text of a cell; nothing is empty."""
    if isinstance(value, str):
        return str(value)
    if value is None or value == {}:
        return ""
    return as_json(value)


def as_json(value: object) -> str:
    """A value as JSON, its numbers as they were written."""
    if isinstance(value, Number):
        return str(value)
    if isinstance(value, dict):
        return "{" + ", ".join(f"{as_json(str(name))}: {as_json(item)}" for name, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(as_json, value)) + "]"
    return json.dumps(value, ensure_ascii=False, default=str)
