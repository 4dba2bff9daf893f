"""Dates are read as they were meant, one way of writing for a whole column."""

from __future__ import annotations

from datetime import UTC, datetime

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.data.dates import read_dates


def read(*values: str) -> tuple[str, list[str | None]]:
    moments = read_dates(pa.array(values, pa.string()))
    texts = [datetime.fromtimestamp(t, UTC).strftime("%Y-%m-%d %H:%M:%S") for t in moments.times.tolist()]
    return moments.style, [
        text.removesuffix(" 00:00:00") if known else None
        for text, known in zip(texts, moments.is_known.tolist(), strict=True)
    ]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2024-03-02", "2024-03-02"),
        (" 2024/3/2 ", "2024-03-02"),
        ("2024.03.02 10:20", "2024-03-02 10:20:00"),
        ("2024-03-02T10:20:30Z", "2024-03-02 10:20:30"),
        ("2024-03-02T10:20:30.123+08:00", "2024-03-02 02:20:30"),
        ("2024-03-02 10:20:30 -0500", "2024-03-02 15:20:30"),
        ("2024年3月2日", "2024-03-02"),
        ("2024年3月2日 8:05", "2024-03-02 08:05:00"),
        ("2024年3月2日 8时05分30秒", "2024-03-02 08:05:30"),
        ("2024年12月", "2024-12-01"),
        ("20240302", "2024-03-02"),
        ("20240302T101112Z", "2024-03-02 10:11:12"),
        ("1709337600", "2024-03-02"),
        ("1709337600000", "2024-03-02"),
        ("1709337600.5", "2024-03-02"),
        ("2 March 2024", "2024-03-02"),
        ("Mar 2, 2024", "2024-03-02"),
        ("March 2nd, 2024 3:05 PM", "2024-03-02 15:05:00"),
        ("Sat, 02 Mar 2024 10:00:00 +0800", "2024-03-02 02:00:00"),
        ("02-Mar-24", "2024-03-02"),
        ("31.12.2023 12:00 AM", "2023-12-31"),
        ("31/12/99", "1999-12-31"),
    ],
)
def test_that_a_date_is_read(value: str, expected: str) -> None:
    assert read(value)[1] == [expected]


@pytest.mark.parametrize("value", ["", "yesterday", "2024-02-30", "2024-13-01", "12345", "3.14", "2024-03-02 27:00"])
def test_that_what_is_no_date_is_left_open(value: str) -> None:
    assert read(value, "2024-01-01")[1] == [None, "2024-01-01"]


@pytest.mark.parametrize(
    ("column", "style"),
    [
        (["03/04/2024", "13/04/2024"], "day_first"),
        (["03/04/2024", "04/13/2024"], "month_first"),
        (["01/02/2024", "01/03/2024", "02/01/2024", "02/02/2024"], "month_first"),  # in order only this way
        (["01/11/2023", "02/11/2023", "01/12/2023", "05/01/2024"], "day_first"),
        (["03/04/2024 5:00 PM"], "month_first"),
        (["03/04/2024"], "day_first"),
    ],
)
def test_that_the_whole_column_decides_what_stands_first(column: list[str], style: str) -> None:
    assert read(*column)[0] == style


@settings(max_examples=60, deadline=None)
@given(moments=st.lists(st.datetimes(datetime(1990, 1, 1), datetime(2040, 1, 1)), min_size=1, max_size=20))
def test_that_any_moment_survives_its_writing(moments: list[datetime]) -> None:
    for style in ("%Y-%m-%d %H:%M:%S", "%Y%m%d %H%M%S", "%d %b %Y %H:%M:%S", "%Y年%m月%d日 %H:%M:%S"):
        assert read(*(moment.strftime(style) for moment in moments))[1] == [
            moment.strftime("%Y-%m-%d %H:%M:%S").removesuffix(" 00:00:00") for moment in moments
        ]


def test_that_a_column_of_nothing_is_read_as_nothing() -> None:
    assert read() == ("", [])
    assert read("", "x") == ("", [None, None])
    assert read_dates(pa.chunked_array([], pa.string())).times.tolist() == []
