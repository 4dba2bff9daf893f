"""Every ugly file of tests/data/ugly is read as its truth says."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from workbench.data.reader import read_file
from workbench.data.rows_file import write_rows_jsonl

FOLDER = Path(__file__).parents[2] / "data" / "ugly"
TRUTH: dict[str, dict[str, Any]] = json.loads((FOLDER / "truth.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", sorted(TRUTH))
def test_that_an_ugly_file_is_read_as_its_truth_says(name: str, tmp_path: Path) -> None:
    truth = TRUTH[name]
    read = read_file(FOLDER / name)
    write_rows_jsonl(read, tmp_path / "rows.jsonl")
    first, *rows = [json.loads(line) for line in (tmp_path / "rows.jsonl").read_text("utf-8").split("\n") if line]
    assert first == {"header": truth["header"]}, truth["why"]
    assert rows == truth["rows"], truth["why"]
    assert read.dialect.delimiter == truth.get("delimiter", read.dialect.delimiter), truth["why"]
    assert read.dialect.skipped_lines == truth.get("skipped_lines", read.dialect.skipped_lines), truth["why"]
    rejected = [row.line for row in read.rejected]
    assert rejected == truth.get("rejected_lines", rejected), truth["why"]


def test_that_every_ugly_file_has_a_truth() -> None:
    files = {file.name for file in FOLDER.iterdir()} - {"truth.json", "README.md", "make_ugly.py"}
    assert files == set(TRUTH)
