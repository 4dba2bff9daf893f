"""Numbers and names in the words of the window."""

from __future__ import annotations

from datetime import datetime

import pytest

from workbench.gui import wording


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0.2, "about 1 s"), (7.4, "about 7 s"), (12, "about 15 s"), (54, "about 55 s"), (58, "about 1 min"),
     (171, "about 3 min"), (3599, "about 60 min"), (7300, "about 2 h")],
)  # fmt: skip
def test_that_an_estimate_is_no_more_exact_than_it_is(seconds: float, words: str) -> None:
    assert wording.about_time(seconds) == words


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0.34, "0.3 s"), (9.96, "10 s"), (38.2, "38 s"), (59.7, "1 min 00 s"), (171, "2 min 51 s"), (3725, "1 h 02 min")],
)
def test_that_a_measured_time_is_told_in_minutes_and_seconds(seconds: float, words: str) -> None:
    assert wording.took(seconds) == words


@pytest.mark.parametrize(
    ("count", "words"),
    [(1, "1 byte"), (999, "999 bytes"), (2_400_000, "2.4 MB"), (90_868_376, "91 MB"), (1_190_000_000, "1.2 GB")],
)
def test_that_a_size_has_two_digits_and_a_unit(count: int, words: str) -> None:
    assert wording.size(count) == words


def test_that_one_mistake_in_a_thousand_is_not_called_always_right() -> None:
    assert wording.in_100(0.999) == 99
    assert wording.in_100(1.0) == 100
    assert wording.in_100(0.001) == 1
    assert wording.in_100(0.0) == 0


def test_that_memory_is_told_in_the_units_in_which_it_is_sold() -> None:
    assert wording.memory(3.1 * 2**30, 16 * 2**30) == "3.1 of 16 GB"


@pytest.mark.parametrize(
    ("moment", "words"),
    [("2026-03-04T14:02:00", "today 14:02"), ("2026-03-03T23:59:00", "yesterday"), ("2026-03-02T01:00:00", "2 Mar"),
     ("2025-12-31T01:00:00", "31 Dec 2025")],
)  # fmt: skip
def test_that_a_moment_is_told_as_people_say_it(moment: str, words: str) -> None:
    assert wording.when(moment, now=datetime(2026, 3, 4, 16, 0)) == words


def test_that_delimiters_and_encodings_have_names() -> None:
    assert wording.delimiter("\t") == "tab-separated"
    assert wording.delimiter("§") == "split by “§”"
    assert wording.encoding("utf-8-sig") == "UTF-8"
    assert wording.encoding("gb18030") == "GB18030"
