"""Every format: it knows its own files, reads them cell by cell, refuses what is empty or broken, and can be cancelled.

What is read lies in tests/data/formats/<format>.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pyarrow as pa
import pytest

from workbench.data.formats import Choices, Progress, formats, open_any, read_any
from workbench.data.formats.opening import recognised
from workbench.data.reader import ReadTable
from workbench.errors import WorkbenchError

SAMPLES = Path(__file__).parents[1] / "data" / "formats"
NAMES = sorted(formats())
WITH_SUFFIX = [name for name in NAMES if formats()[name].suffixes]


def finished(steps: Progress) -> ReadTable:
    while True:
        try:
            done, total = next(steps)
        except StopIteration as end:
            read: ReadTable = end.value
            return read
        assert done >= 0
        assert total >= 0


def sample(name: str) -> Path:
    (found,) = (SAMPLES / name).glob("sample*")
    return found


@pytest.mark.parametrize("name", NAMES)
def test_that_a_format_says_what_it_is(name: str) -> None:
    kind = formats()[name]
    assert kind.name == name
    assert kind.title
    assert all(suffix == suffix.lower() and suffix.startswith(".") for suffix in kind.suffixes)


def test_that_no_suffix_belongs_to_two_formats() -> None:
    suffixes = [suffix for kind in formats().values() for suffix in kind.suffixes]
    assert len(set(suffixes)) == len(suffixes)


@pytest.mark.parametrize("name", NAMES)
def test_that_a_small_table_is_read_cell_by_cell(name: str) -> None:
    truth = json.loads((SAMPLES / name / "truth.json").read_text(encoding="utf-8"))
    assert recognised(sample(name)).name == name
    read = finished(read_any(sample(name)))
    assert read.dialect.format == name
    assert read.columns == truth["columns"]
    assert {field.type for field in read.table.schema} == {pa.string()}
    assert [list(row.values()) for row in read.table.to_pylist()] == truth["rows"]
    assert read.rejected == []


@pytest.mark.parametrize("name", NAMES)
def test_that_a_format_that_is_chosen_reads_the_same(name: str) -> None:
    assert finished(formats()[name].read(sample(name))).table.equals(finished(read_any(sample(name))).table)
    assert finished(read_any(sample(name), Choices(format=name))).columns


@pytest.mark.parametrize("name", WITH_SUFFIX)
def test_that_the_content_counts_and_not_the_name(name: str, tmp_path: Path) -> None:
    misnamed = tmp_path / "table.dat"
    shutil.copy(sample(name), misnamed)
    assert recognised(misnamed).name == name


@pytest.mark.parametrize("name", WITH_SUFFIX)
def test_that_an_empty_file_is_refused_in_words(name: str, tmp_path: Path) -> None:
    empty = tmp_path / f"table{formats()[name].suffixes[0]}"
    empty.touch()
    for choices in (Choices(), Choices(format=name)):
        with pytest.raises(WorkbenchError, match=r"“table.* is empty") as caught:
            finished(read_any(empty, choices))
        assert caught.value.fix is not None


@pytest.mark.parametrize("name", WITH_SUFFIX)
@pytest.mark.parametrize("share", [0.2, 0.5, 0.9])
def test_that_a_file_that_is_cut_off_is_read_as_far_as_it_goes_or_refused(
    name: str, share: float, tmp_path: Path
) -> None:
    content = sample(name).read_bytes()
    cut = tmp_path / sample(name).name
    cut.write_bytes(content[: int(len(content) * share)])
    if formats()[name].rank == 0:  # of a binary file nothing can be trusted
        with pytest.raises(WorkbenchError) as caught:
            finished(read_any(cut))
        assert caught.value.fix is not None
        return
    try:
        read = finished(read_any(cut))
    except WorkbenchError:
        return
    assert read.table.num_rows + len(read.rejected) > 0


@pytest.mark.parametrize("name", WITH_SUFFIX)
def test_that_noise_is_refused_in_words(name: str, tmp_path: Path) -> None:
    noise = tmp_path / f"table{formats()[name].suffixes[0]}"
    noise.write_bytes(bytes(range(1, 9)) * 200)
    for choices in (Choices(), Choices(format=name)):
        with pytest.raises(WorkbenchError) as caught:
            finished(read_any(noise, choices))
        assert caught.value.fix is not None


@pytest.mark.parametrize("name", NAMES)
def test_that_reading_can_be_cancelled_and_begun_anew(name: str) -> None:
    with open_any(sample(name)) as opened:
        steps = opened.read()
        next(steps)
        steps.close()
    assert finished(read_any(sample(name))).table.num_rows > 0


def test_that_a_folder_that_is_empty_is_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(WorkbenchError, match="is a folder without") as caught:
        finished(read_any(tmp_path))
    assert caught.value.fix is not None
