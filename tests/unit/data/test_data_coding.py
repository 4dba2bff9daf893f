"""Codes of strings are those that Arrow's own dictionary gives, also where hashes are equal."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.data import coding

CHUNKS = st.lists(st.lists(st.sampled_from(["", " ", "a", " a", "b\t", "中", "ab", "z\x1f"]), max_size=8), max_size=4)


def column(chunks: list[list[str]]) -> pa.ChunkedArray:
    return pa.chunked_array([pa.array(chunk, pa.string()) for chunk in chunks], pa.string())


@pytest.fixture(params=["many values", "one hash"])
def _hashing(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(coding, "_FEW", 10**9)  # else so few rows would be left to Arrow
    if request.param == "one hash":
        monkeypatch.setattr(coding, "hash", lambda _value: 7, raising=False)


@pytest.mark.usefixtures("_hashing")
def test_that_equal_values_have_equal_codes_in_the_order_of_the_column() -> None:
    values = column([["b", "a"], [], ["b", "", "中", "a"]])
    found = coding.encoded(values)
    assert found.indices.to_pylist() == [0, 1, 0, 2, 3, 1]
    assert found.dictionary.to_pylist() == ["b", "a", "", "中"]


@given(chunks=CHUNKS)
def test_that_codes_and_counts_are_those_of_arrow(chunks: list[list[str]]) -> None:
    values = coding.trimmed(column(chunks))
    assert values.to_pylist() == pc.utf8_trim_whitespace(column(chunks)).to_pylist()
    assert coding.count_distinct(values) == pc.count_distinct(values).as_py()
    assert coding.encoded(values).to_pylist() == values.to_pylist()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(coding, "_FEW", 10**9)
        wanted = pa.concat_arrays([pa.array([], pa.string()), *values.chunks]).dictionary_encode()
        found = coding.encoded(values)
        assert found.indices.to_pylist() == wanted.indices.to_pylist()
        assert found.dictionary.equals(wanted.dictionary)
        distinct = coding.trimmed(column([list(dict.fromkeys(values.to_pylist()))]))
        assert coding.encoded(distinct, are_distinct=True).equals(coding.encoded(distinct))
        assert coding.count_distinct(values) == pc.count_distinct(values).as_py()
