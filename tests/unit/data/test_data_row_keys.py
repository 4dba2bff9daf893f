"""Keys of rows: what they are, that they hold elsewhere, and that equal rows are told apart."""

from __future__ import annotations

from hashlib import blake2b

import numpy as np
import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from workbench.data.row_keys import row_keys, rows_by_key, rows_of_keys

CELLS = st.sampled_from(["", "a", "b", "1:a", "a:1", "好", "a b", "\n"])
ROWS = st.lists(st.tuples(CELLS, CELLS), max_size=30)


def table(*rows: tuple[str, ...], names: tuple[str, ...] = ("text", "label")) -> pa.Table:
    columns = list(zip(*rows, strict=True)) or [()] * len(names)
    return pa.table({name: pa.array(cells, pa.string()) for name, cells in zip(names, columns, strict=True)})


def test_that_a_key_is_the_hash_of_the_cells_with_their_lengths() -> None:
    digest = blake2b(b"6:\xe5\xa5\xbd\xe7\x9a\x84:3:pos", digest_size=8).hexdigest()
    assert row_keys(table(("好的", "pos"))) == [f"{digest}:0"]
    assert row_keys(table(("好的", "pos"))) == ["708c5de948319f13:0"]  # the same on every machine, for ever


def test_that_equal_rows_are_told_apart_by_their_order() -> None:
    keys = row_keys(table(("a", "x"), ("b", "x"), ("a", "x"), ("a", "x")))
    assert [key.partition(":")[2] for key in keys] == ["0", "0", "1", "2"]
    assert len({key.partition(":")[0] for key in keys}) == 2


def test_that_cells_are_not_run_together() -> None:
    assert len(set(row_keys(table(("ab", ""), ("a", "b"), ("", "ab"), ("a:1", "b"), ("a", "1:b"))))) == 5


def test_that_the_names_of_columns_do_not_matter() -> None:
    assert row_keys(table(("a", "b"), names=("x", "y"))) == row_keys(table(("a", "b")))


def test_that_a_key_finds_its_row_in_a_file_that_has_grown() -> None:
    old, grown = table(("a", "x"), ("b", "x"), ("a", "x")), table(("new", "y"), ("a", "x"), ("b", "x"), ("a", "x"))
    assert rows_of_keys(grown, row_keys(old)).tolist() == [1, 2, 3]
    assert rows_of_keys(old, row_keys(grown)).tolist() == [0, 1, 2]


def test_that_what_is_no_key_finds_nothing() -> None:
    assert rows_by_key(table(("a", "x")), ["", "a", ":0", "zzzzzzzzzzzzzzzz:0", "0" * 16 + ":x", "0" * 16 + ":0"]) == {}


def test_that_an_empty_table_has_no_keys() -> None:
    assert row_keys(table()) == []
    assert rows_of_keys(table(), ["0" * 16 + ":0"]).tolist() == []


def test_that_chunks_make_no_difference() -> None:
    whole = table(*[(str(number % 7), "x") for number in range(100)])
    parts = pa.concat_tables([whole.slice(0, 3), whole.slice(3, 50), whole.slice(53)])
    assert row_keys(parts) == row_keys(whole)
    assert row_keys(parts, np.array([99, 5, 5])) == [row_keys(whole)[row] for row in (99, 5, 5)]


@given(rows=ROWS, data=st.data())
def test_that_keys_lead_back_to_their_rows(rows: list[tuple[str, str]], data: st.DataObject) -> None:
    made = table(*rows)
    keys = row_keys(made)
    assert len(set(keys)) == len(rows)
    assert rows_of_keys(made, keys).tolist() == list(range(len(rows)))
    some = data.draw(st.lists(st.integers(0, len(rows) - 1), max_size=5)) if rows else []
    assert row_keys(made, np.array(some, np.int64)) == [keys[row] for row in some]
