"""Rows are found and ordered as a person would."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest

from workbench.data.select import select_rows

TABLE = pa.table(
    {
        "text": ["Good ROOM", "bad room", "", "Éclair 50% [x]", "good"],
        "label": ["pos", "neg", "pos", " pos ", "neg"],
        "stars": ["10", "9", "", "2", "9"],
    }
)


@pytest.mark.parametrize(
    ("query", "rows"),
    [("", [0, 1, 2, 3, 4]), ("room", [0, 1]), ("éclair", [3]), ("[x", [3]), ("NEG", [1, 4]), ("q", [])],
)
def test_that_a_query_is_found_in_any_column_and_case(query: str, rows: list[int]) -> None:
    assert select_rows(TABLE, query=query).tolist() == rows


def test_that_conditions_add_up() -> None:
    assert select_rows(TABLE, query="good", label=("label", "pos")).tolist() == [0]
    assert select_rows(TABLE, label=("label", "pos")).tolist() == [0, 2, 3]
    assert select_rows(TABLE, rows=np.array([1, 3]), label=("label", "pos")).tolist() == [3]


def test_that_numbers_are_sorted_as_numbers_and_empty_cells_come_last() -> None:
    assert select_rows(TABLE, sort=("stars", False)).tolist() == [3, 1, 4, 0, 2]
    assert select_rows(TABLE, sort=("stars", True)).tolist() == [0, 1, 4, 3, 2]


def test_that_words_are_sorted_without_regard_to_case() -> None:
    assert select_rows(TABLE, sort=("text", False)).tolist() == [1, 4, 0, 3, 2]
