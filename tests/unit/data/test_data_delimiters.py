"""Signs that may be delimiters are found, and a sign is preferred to the characters it is made of."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.data.delimiters import candidates, check_delimiter, prior
from workbench.data.signs import SIGN, marked, marked_blocks, unmarked
from workbench.errors import SettingError


def lines(*texts: str) -> list[str]:
    return [text + "\n" for text in texts]


@pytest.mark.parametrize(
    ("written", "found"),
    [
        (["a||b", "c||d", "e||f"], ["||"]),
        (["a::b", "10:30::d", "e::f"], ["::"]),
        (["a;;b", "c; d;;e", "f;;g"], [";;"]),
        (["a,b", "c,d"], [","]),
        (["a | b", "c | d"], [" | "]),
        (["a\x01b", "c\x01d"], ["\x01"]),
        (["a|~|b", "c|~|d"], ["|~|"]),
        (["plain", "words"], [""]),
    ],
)
def test_that_the_signs_between_cells_are_candidates(written: list[str], found: list[str]) -> None:
    assert sorted(candidates(lines(*written))) == sorted(found)


def test_that_empty_columns_of_a_table_with_commas_are_no_sign_of_two() -> None:
    assert "," in candidates(lines("id,name,,city", "1,Ann,,Bonn", "2,Bo,,Rome"))


def test_that_signs_in_quoted_cells_are_no_evidence() -> None:
    assert candidates(lines('"a||b",x', '"c||d",y')) == [",", "|"]


@pytest.mark.parametrize(("typed", "meant"), [("tab", "\t"), ("\\t", "\t"), ("||", "||"), (";", ";"), ("", "")])
def test_that_a_delimiter_is_taken_as_it_is_typed(typed: str, meant: str) -> None:
    assert check_delimiter(typed) == meant


@pytest.mark.parametrize("typed", ["\n", "a\nb", '"', "\0", SIGN, "much too long"])
def test_that_what_cannot_divide_cells_is_refused(typed: str) -> None:
    with pytest.raises(SettingError, match="cannot be a delimiter"):
        check_delimiter(typed)


def test_that_a_comma_is_likelier_than_a_dash_and_a_pipe_twice_than_a_dash_twice() -> None:
    assert prior(",") > prior("-")
    assert prior("||") > prior("--")


@given(text=st.text("ab|~\n", max_size=60), sign=st.sampled_from(["||", "|~|", "~~"]), size=st.integers(1, 7))
def test_that_marking_a_text_in_blocks_is_marking_it_whole(text: str, sign: str, size: int) -> None:
    data = text.encode()
    blocks = [data[start : start + size] for start in range(0, len(data), size)]
    assert b"".join(marked_blocks(iter(blocks), sign)).decode() == marked(text, sign)
    assert unmarked(marked(text, sign), sign) == text
