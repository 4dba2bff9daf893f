"""What stands above a table is told from its header, and a header from data."""

from __future__ import annotations

import pytest

from workbench.data.header import looks_like_header, name_words, preamble_records

HEADER = ["id", "text", "stars"]
ROWS = [["1", "Quick and well packed", "5"], ["2", "Broken on arrival", "1"], ["3", "It works", "4"]]


@pytest.mark.parametrize(
    "above",
    [
        [["Customer feedback"]],
        [["Customer feedback"], ["May 2024"]],
        [["Customer feedback", "", ""], ["", "", ""]],
        [["# by hand"], ["# id", " text", " stars"]],
        [["# source: the shop", " 2024", " May"]],
    ],
)
def test_that_titles_and_remarks_stand_above_a_table(above: list[list[str]]) -> None:
    assert preamble_records([*above, HEADER, *ROWS]) == len(above)


def test_that_a_wider_title_stands_above_a_table_whose_names_are_clear() -> None:
    rows = [[str(number), f"{number}.5"] for number in range(8)]
    assert preamble_records([["New data set", "sample 12", " January 20", " 2016"], ["time", "value"], *rows]) == 1


@pytest.mark.parametrize(
    "records",
    [
        [HEADER, *ROWS],
        [["text", "label", "note"], ["Good", "pos"], ["Bad", "neg"], ["Fine", "pos"]],
        [["# names", "behind", "a mark"], *ROWS],
        [["1", "", ""], *ROWS],
    ],
)
def test_that_nothing_stands_above_a_table_that_begins_at_once(records: list[list[str]]) -> None:
    assert preamble_records(records) == 0


def test_that_a_bare_first_record_is_data_where_there_is_no_header() -> None:
    assert preamble_records([["Report", "", ""], HEADER, *ROWS], may_be_padded=False) == 0


@pytest.mark.parametrize(
    "records",
    [
        [HEADER, *ROWS],
        [["texte", "avis"], ["Très bon café", "pos"], ["Déçu", "neg"]],
        [["評論", "情感"], ["服務非常好", "正面"], ["房間很髒", "負面"]],
        [["отзыв", "метка"], ["Хорошо", "да"], ["Плохо", "нет"]],
        [["reviewText", "overall"], ["Nice", "5"], ["Bad", "1"]],
        [["What did you like about it?", "How many stars, 1 to 5?"], ["Food", "5"], ["The view", "4"]],
    ],
)
def test_that_names_of_columns_are_a_header(records: list[list[str]]) -> None:
    assert looks_like_header(records)


@pytest.mark.parametrize(
    "records",
    [
        [],
        ROWS,
        [["2024-05-01", "3.5"], ["2024-05-02", "2.25"]],
        [["Good", "pos"], ["Bad", "neg"], ["Fine", "pos"]],
        [["The strap broke after two weeks", "negative"], ["It does what it says", "neutral"], ["Fine", "neutral"]],
        [["x" * 80, "pos"], ["short", "neg"]],
    ],
)
def test_that_data_is_no_header(records: list[list[str]]) -> None:
    assert not looks_like_header(records)


def test_that_the_words_of_a_name_are_told_apart() -> None:
    assert name_words("reviewText_en 2") == ["review", "text", "en", "2"]
