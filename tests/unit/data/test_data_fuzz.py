"""Broken files are refused in words or read, and no record of them is lost."""

from __future__ import annotations

import itertools
import random
from pathlib import Path

import pytest
from reader_fuzz import fuzz_files, what_is_wrong

UGLY = Path(__file__).parents[2] / "data" / "ugly"
FILES = 25


@pytest.mark.parametrize("seed", range(4))
def test_that_a_broken_file_neither_stops_the_reader_nor_loses_a_record(seed: int, tmp_path: Path) -> None:
    path = tmp_path / "broken.csv"
    for data in itertools.islice(fuzz_files(UGLY, random.Random(seed)), FILES):
        path.write_bytes(data)
        assert what_is_wrong(path) is None, data[:200]
