"""Rows are found and ordered as a person would."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

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


CHUNKS = st.lists(st.lists(st.sampled_from(["", "b", "B", " a", "a ", "ab", "中"]), max_size=6), max_size=4)


@given(chunks=CHUNKS, query=st.sampled_from(["", "b", "A", "中"]), is_descending=st.booleans(), data=st.data())
def test_that_chunks_and_parts_do_not_matter(
    chunks: list[list[str]], query: str, is_descending: bool, data: st.DataObject
) -> None:
    cells = [cell for chunk in chunks for cell in chunk]
    table = pa.table({"word": pa.chunked_array([pa.array(chunk, pa.string()) for chunk in chunks], pa.string())})
    allowed = sorted(data.draw(st.sets(st.integers(0, len(cells) - 1)))) if cells else []
    wanted = [row for row in allowed if query.lower() in cells[row].lower()]
    filled = sorted((row for row in wanted if cells[row].strip()), key=lambda row: cells[row].strip().lower())
    if is_descending:  # equal words keep the order of the table
        filled = sorted(filled, key=lambda row: cells[row].strip().lower(), reverse=True)
    found = select_rows(table, query=query, rows=np.array(allowed, np.int64), sort=("word", is_descending))
    assert found.tolist() == filled + [row for row in wanted if not cells[row].strip()]
