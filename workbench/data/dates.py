"""Reads a column of dates: one way of writing for the whole column, so that 03/04/2024 means the same in every row.

Every way is a pattern whose groups are numbers; the column's way is the one that reads most of its values.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = r"(?P<name>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_CLOCK = (
    r"(?:[t ,]*(?P<hour>\d{1,2})[:时時点點h](?P<minute>\d{1,2})[分m]?(?::?(?P<second>\d{1,2})秒?(?:[.,]\d+)?)?"
    r"(?: ?(?P<half>[ap])\.?m\.?)?(?: ?(?P<zone>z|utc|gmt|[+-]\d{2}:?\d{2}))?(?: ?\([a-z]+\))?)?"
)
_YEAR_FIRST = (
    r"^(?P<year>\d{4}) ?[-/.年] ?(?P<month>\d{1,2})(?: ?[-/.月] ?(?P<day>\d{1,2})[日号號]?|月)?(?: ?(?:星期|周|週).)?"
    + _CLOCK
    + "$"
)
_COMPACT = (
    r"^(?P<year>(?:19|20)\d{2})(?P<month>\d{2})(?P<day>\d{2})"
    r"(?:[t _-]?(?P<hour>\d{2}):?(?P<minute>\d{2}):?(?P<second>\d{2})?(?P<zone>z)?)?$"
)
_YEAR_LAST = r"^(?P<first>\d{1,2})[-/.](?P<other>\d{1,2})[-/.](?P<year>\d{4}|\d{2})" + _CLOCK + "$"
_DAY_NAME = r"^(?:[a-z]{2,9}\.?,? )?"
_NAMED = (
    _DAY_NAME + r"(?P<day>\d{1,2})(?:st|nd|rd|th)?[- ]" + _MONTH + r"[-, ]+(?P<year>\d{4}|\d{2})" + _CLOCK + "$",
    _DAY_NAME + _MONTH + r" (?P<day>\d{1,2})(?:st|nd|rd|th)?,? (?P<year>\d{4})" + _CLOCK + "$",
)
_EPOCH = r"^(?P<epoch>\d{9,10}(?:\.\d+)?|\d{12,13})$"
_DAY_S = 86_400
_PIVOT = 70
_SAMPLE = 500
_FIRST_YEAR, _LAST_YEAR = 1000, 2200

Times = npt.NDArray[np.int64]
_Fields = dict[str, pa.Array]
_Read = tuple[Times, npt.NDArray[np.bool_]]


@dataclass(frozen=True)
class Moments:
    """What a column of dates says.

    Attributes:
        times: Seconds since 1970 (UTC, or the writer's clock where no zone is named), one a row.
        is_known: Which rows have one.
        style: `iso`, `day_first`, `month_first`, `named`, `compact` or `epoch`; empty if nothing was read.
    """

    times: Times
    is_known: npt.NDArray[np.bool_]
    style: str


def read_dates(column: pa.ChunkedArray | pa.Array) -> Moments:
    """Reads a column of strings as moments.

    Of 03/04/2024 the day stands first if any first number is above 12, and second if any second number is. Where no
    row tells, the order under which the column is more nearly sorted is taken, then the month first where the clock
    says am or pm, else the day first.

    Args:
        column: Strings; white space around them does not count.
    """
    array = pa.concat_arrays([pa.array([], pa.string()), *_chunks(column)])
    encoded = pc.utf8_lower(pc.utf8_trim_whitespace(array)).dictionary_encode()
    codes = np.asarray(encoded.indices.to_numpy(zero_copy_only=False)).astype(np.int64)
    style = _style(encoded.dictionary)
    if style not in _WAYS:
        style, (times, known) = _year_last_style(encoded.dictionary, codes)
    else:
        times, known = _WAYS[style](encoded.dictionary)
    if not known.any():
        return Moments(np.zeros(len(codes), np.int64), np.zeros(len(codes), np.bool_), "")
    return Moments(times[codes], known[codes], style)


def _chunks(column: pa.ChunkedArray | pa.Array) -> list[pa.Array]:
    return list(column.chunks) if isinstance(column, pa.ChunkedArray) else [column]


def _style(values: pa.Array) -> str:
    """The way that reads most of a sample; empty for the one with the year last."""
    step = max(1, len(values) // _SAMPLE)
    sample = values.take(pa.array(range(0, len(values), step), pa.int64()))
    readable = {style: int(read(sample)[1].sum()) for style, read in _WAYS.items()}
    readable[""] = int(_fields(sample, _YEAR_LAST)[1].sum())
    return max(readable, key=lambda style: readable[style])


def _read(values: pa.Array, pattern: str) -> _Read:
    fields, matched = _fields(values, pattern)
    month = _month_numbers(fields["name"]) if "name" in fields else _numbers(fields["month"], missing=1)
    return _moments(fields, matched, month=month, day=_numbers(fields["day"], missing=1))


def _year_last_style(values: pa.Array, codes: Times) -> tuple[str, _Read]:
    """Decides over the whole column which number is the day."""
    fields, matched = _fields(values, _YEAR_LAST)
    first, other = _numbers(fields["first"], missing=0), _numbers(fields["other"], missing=0)
    day_first = _moments(fields, matched, month=other, day=first)
    month_first = _moments(fields, matched, month=first, day=other)
    readable = int(day_first[1][codes].sum()), int(month_first[1][codes].sum())
    if readable[0] == readable[1]:
        orders = _disorder(day_first, codes), _disorder(month_first, codes)
        has_half = pc.any(pc.not_equal(fields["half"], "")).as_py() or False
        is_month_first = orders[1] < orders[0] or (orders[0] == orders[1] and has_half)
    else:
        is_month_first = readable[1] > readable[0]
    return ("month_first", month_first) if is_month_first else ("day_first", day_first)


def _disorder(read: _Read, codes: Times) -> int:
    """Neighbours out of order, forwards or backwards, whichever are fewer."""
    times = read[0][codes][read[1][codes]]
    return int(min((np.diff(times) < 0).sum(), (np.diff(times) > 0).sum()))


def _read_epoch(values: pa.Array) -> _Read:
    fields, matched = _fields(values, _EPOCH)
    numbers = pc.cast(pc.if_else(pc.equal(fields["epoch"], ""), "0", fields["epoch"]), pa.float64())
    seconds = np.asarray(numbers.to_numpy(zero_copy_only=False))
    seconds = np.where(seconds >= 1e11, seconds / 1000, seconds)
    return seconds.astype(np.int64), matched


def _read_named(values: pa.Array) -> _Read:
    times, known = _read(values, _NAMED[0])
    others, is_known = _read(values, _NAMED[1])
    return np.where(known, times, others), known | is_known


def _fields(values: pa.Array, pattern: str) -> tuple[_Fields, npt.NDArray[np.bool_]]:
    """The groups of a pattern in each value, as strings, empty where there is none; and which values match."""
    found = pc.extract_regex(values, pattern)
    matched = np.asarray(found.is_valid().to_numpy(zero_copy_only=False))
    names = [found.type.field(i).name for i in range(found.type.num_fields)]
    return {name: pc.fill_null(pc.struct_field(found, name), "") for name in names}, matched


def _numbers(strings: pa.Array, *, missing: int) -> Times:
    filled = pc.if_else(pc.equal(strings, ""), str(missing), strings)
    return np.asarray(pc.cast(filled, pa.int64()).to_numpy(zero_copy_only=False))


def _month_numbers(names: pa.Array) -> Times:
    return np.asarray(pc.add(pc.index_in(names, pa.array(_MONTHS)), 1).fill_null(1).to_numpy(zero_copy_only=False))


def _moments(fields: _Fields, matched: npt.NDArray[np.bool_], *, month: Times, day: Times) -> _Read:
    """Seconds since 1970, and which of the dates exist."""
    year = _numbers(fields["year"], missing=1970)
    year = np.where(year < 100, year + np.where(year < _PIVOT, 2000, 1900), year)
    known = matched & (month >= 1) & (month <= 12) & (day >= 1) & (year >= _FIRST_YEAR) & (year <= _LAST_YEAR)
    months = np.where(known, (year - 1970) * 12 + month - 1, 0).astype("datetime64[M]")
    days = months.astype("datetime64[D]") + np.where(known, day - 1, 0)
    known &= days.astype("datetime64[M]") == months
    clock, exists = _clock(fields)
    known &= exists
    times = days.astype(np.int64) * _DAY_S + clock
    return np.where(known, times, 0), known


def _clock(fields: _Fields) -> _Read:
    """Seconds of the day, less the zone; and which clocks exist."""
    hour, minute, second = (_numbers(fields[name], missing=0) for name in ("hour", "minute", "second"))
    exists = (hour < 25) & (minute < 60) & (second < 61)
    if "half" in fields:
        half = fields["half"]
        is_pm, is_am = (
            np.asarray(pc.equal(half, letter).to_numpy(zero_copy_only=False)).astype(np.bool_) for letter in "pa"
        )
        hour = np.where(is_pm & (hour < 12), hour + 12, np.where(is_am & (hour == 12), 0, hour))
    seconds = hour * 3600 + minute * 60 + second
    zones = pc.extract_regex(pc.replace_substring(fields["zone"], ":", ""), r"^(?P<sign>[+-])(?P<h>\d{2})(?P<m>\d{2})$")
    sign = pc.fill_null(pc.struct_field(zones, "sign"), "")
    hours, minutes = (_numbers(pc.fill_null(pc.struct_field(zones, name), ""), missing=0) for name in ("h", "m"))
    offset = hours * 3600 + minutes * 60
    is_behind = np.asarray(pc.equal(sign, "-").to_numpy(zero_copy_only=False)).astype(np.bool_)
    return seconds - np.where(is_behind, -offset, offset), exists


_WAYS: dict[str, Callable[[pa.Array], _Read]] = {
    "iso": functools.partial(_read, pattern=_YEAR_FIRST),
    "compact": functools.partial(_read, pattern=_COMPACT),
    "named": _read_named,
    "epoch": _read_epoch,
}
