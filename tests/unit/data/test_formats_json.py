"""JSON in the shapes that people have it in; numbers stay as they are written, and broken lines are rejected."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.data.formats import Choices, read_any
from workbench.data.formats.json_values import as_text, decoder, flattened
from workbench.data.reader import ReadTable
from workbench.errors import DataError


def read(path: Path, content: str | bytes, choices: Choices | None = None) -> ReadTable:
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    steps = read_any(path, choices)
    while True:
        try:
            next(steps)
        except StopIteration as end:
            found: ReadTable = end.value
            return found


def rows(found: ReadTable) -> list[list[str]]:
    return [list(row.values()) for row in found.table.to_pylist()]


TWO_ROWS = [["good", "1"], ["bad", "2"]]
SHAPES = {
    "a list of objects": '[{"text": "good", "label": 1}, {"text": "bad", "label": 2}]',
    "an object of lists": '{"text": ["good", "bad"], "label": [1, 2]}',
    "an object with data": '{"version": "1", "data": [{"text": "good", "label": 1}, {"text": "bad", "label": 2}]}',
    "an object inside": '{"response": {"docs": [{"text": "good", "label": 1}, {"text": "bad", "label": 2}]}}',
    "pandas' columns": '{"text": {"0": "good", "1": "bad"}, "label": {"0": 1, "1": 2}}',
    "pandas' split": '{"columns": ["text", "label"], "index": [0, 1], "data": [["good", 1], ["bad", 2]]}',
    "lists below their names": '[["text", "label"], ["good", 1], ["bad", 2]]',
    "one object a line": '{"text": "good", "label": 1}\n{"text": "bad", "label": 2}\n',
    "objects over several lines": '{"text": "good",\n "label": 1}\n{"text": "bad",\n "label": 2}',
}


@pytest.mark.parametrize("content", SHAPES.values(), ids=SHAPES)
def test_that_each_shape_is_a_table(content: str, tmp_path: Path) -> None:
    found = read(tmp_path / "t.json", content)
    assert found.columns == ["text", "label"]
    assert rows(found) == TWO_ROWS
    assert found.rejected == []


def test_that_records_by_their_key_keep_the_key(tmp_path: Path) -> None:
    found = read(tmp_path / "t.json", '{"r1": {"text": "good"}, "r2": {"text": "bad"}}')
    assert rows(found) == [["r1", "good"], ["r2", "bad"]]


def test_that_the_parts_of_a_split_become_a_column(tmp_path: Path) -> None:
    found = read(tmp_path / "t.json", '{"train": [{"text": "good"}], "test": [{"text": "bad"}, {"text": "so"}]}')
    assert found.columns == ["text", "split"]
    assert rows(found) == [["good", "train"], ["bad", "test"], ["so", "test"]]


def test_that_nested_values_are_flattened_and_numbers_stay_as_written(tmp_path: Path) -> None:
    line = '{"a": {"b": 1.50, "c": {"d": 12345678901234567890}}, "e": [1, 2.0, "ü"], "f": null, "g": true, "h": {}}'
    found = read(tmp_path / "t.jsonl", line)
    assert found.columns == ["a.b", "a.c.d", "e", "f", "g", "h"]
    assert rows(found) == [["1.50", "12345678901234567890", '[1, 2.0, "ü"]', "", "true", ""]]


def test_that_no_value_hides_another_of_the_same_flat_name() -> None:
    assert flattened({"a.b": "1", "a": {"b": "2"}}) == {"a.b": "1", "a.b_": "2"}


def test_that_records_with_other_names_are_filled_up(tmp_path: Path) -> None:
    found = read(tmp_path / "t.jsonl", '{"a": "1"}\n\n{"b": "2", "a": "3"}\n')
    assert found.columns == ["a", "b"]
    assert rows(found) == [["1", ""], ["3", "2"]]


def test_that_broken_lines_are_rejected_with_line_reason_and_text(tmp_path: Path) -> None:
    content = b'{"a": "1"}\n{"a": "2"\n[3]\n{"a": "\xff"}\n"x"\n{"a": "4"}\n' + b"[" * 5000 + b"\n"
    found = read(tmp_path / "t.jsonl", content, Choices(encoding="utf-8"))
    assert rows(found) == [["1"], ["4"]]
    assert [(row.line, row.raw[:12]) for row in found.rejected] == [
        (2, '{"a": "2"'),
        (3, "[3]"),
        (4, '{"a": "\ufffd"}'),
        (5, '"x"'),
        (7, "[" * 12),
    ]
    assert [row.reason.one.split(":")[0] for row in found.rejected[:4]] == [
        "It is not JSON",
        "It is not an object with names and values.",
        "It holds bytes that are not {encoding}.",
        "It is not an object with names and values.",
    ]


def test_that_a_list_is_read_on_after_a_broken_element(tmp_path: Path) -> None:
    content = '[\n  {"a": "1"},\n  {"a": 2"},\n  {"a": "3"}\n]\n'
    found = read(tmp_path / "t.json", content)
    assert rows(found) == [["1"], ["3"]]
    assert [(row.line, row.raw) for row in found.rejected] == [(3, '{"a": 2"}')]


def test_that_json_that_is_broken_as_a_whole_names_the_line(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="is broken at line 2, character 10") as caught:
        read(tmp_path / "t.json", '{"text":\n ["good",}')
    assert caught.value.fix is not None


@pytest.mark.parametrize("content", ['{"a": 1}', "[1, 2, 3]", '["a", "b"]', "[[", "{}"])
def test_that_json_that_is_no_table_says_so(content: str, tmp_path: Path) -> None:
    with pytest.raises(DataError, match="holds JSON, but no table"):
        read(tmp_path / "t.json", content)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "gb18030"])
def test_that_other_encodings_are_read(encoding: str, tmp_path: Path) -> None:
    lines = "".join(
        json.dumps({"text": f"这个产品的质量很好，下次还会买 {n}", "label": "好评"}, ensure_ascii=False) + "\n"
        for n in range(20)
    )
    found = read(tmp_path / "t.jsonl", lines.encode(encoding))
    assert rows(found)[7] == ["这个产品的质量很好，下次还会买 7", "好评"]
    assert found.rejected == []


def test_that_half_a_surrogate_pair_does_not_stop_the_others(tmp_path: Path) -> None:
    found = read(tmp_path / "t.jsonl", '{"a": "x\\ud800"}\n{"a": "\\ud83d\\ude00"}\n')
    assert rows(found) == [["x\ufffd"], ["😀"]]


def test_that_a_csv_with_json_in_its_cells_is_a_csv(tmp_path: Path) -> None:
    found = read(tmp_path / "t.csv", '{"a": 1},good\n{"a": 2},bad\n')
    assert found.dialect.format == "delimited"


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@given(VALUES)
def test_that_a_nested_value_is_the_same_json(value: object) -> None:
    text = as_text(decoder().decode(json.dumps([value])))
    assert json.loads(text) == [value]


@given(st.lists(st.dictionaries(st.text(min_size=1), st.text(), min_size=1, max_size=4), min_size=1, max_size=5))
def test_that_flat_records_survive(records: list[dict[str, str]]) -> None:
    text = json.dumps(records)
    assert [flattened(record) for record in decoder().decode(text)] == records


def test_that_names_with_halves_of_characters_are_read(tmp_path: Path) -> None:
    found = read(tmp_path / "t.jsonl", '{"a\\ud800": "x", "a\\ud801": "y", "b": "z"}\n' * 2)
    assert found.columns == ["a\ufffd", "a\ufffd\ufffd", "b"]
    assert found.table.to_pylist()[1] == {"a\ufffd": "x", "a\ufffd\ufffd": "y", "b": "z"}
