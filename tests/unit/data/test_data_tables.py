"""A version's folder is whole or absent, and light to read."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from workbench.data import tables
from workbench.data.reader import read_file
from workbench.data.samples import samples
from workbench.i18n import say
from workbench.values import Dialect, Profile, Roles, SplitRecipe, SplitSizes, Version

VERSION = Version(
    id=0,
    dataset_id=1,
    number=1,
    name="t.csv",
    folder="datasets/1/v1",
    source="/t.csv",
    bytes=1,
    sha256="0" * 64,
    dialect=Dialect(encoding="utf-8", delimiter=","),
    columns=("text", "label"),
    rows=2,
    rejected=1,
    seconds=0.1,
    created_at="2026-01-01T00:00:00+00:00",
    profile=Profile(
        roles=Roles(),
        reason=say("x"),
        columns=(),
        labels=(),
        split_recipe=SplitRecipe(),
        split=SplitSizes(),
        issues=(),
        language="",
        mean_characters=0.0,
    ),
)
TABLE = pa.table({"text": ["a", "好\0"], "label": ["x", "y"]})
MARKS = tables.Marks(np.array([0, 3], np.int8), {"exact_duplicates": np.array([1], np.int64)})
REJECTED = [tables.RejectedRow(4, say("It has {n:,} cells; {width:,} are expected.", n=3, width=2), "a,b,c")]
REPAIRED = tables.RejectedRow(7, say("Its quotes or delimiters are broken."), 'a,"b', 1, is_loaded=True)


def test_that_everything_written_is_read_back(tmp_path: Path) -> None:
    folder = tmp_path / "datasets" / "1" / "v1"
    tables.write_version_folder(folder, TABLE, version=VERSION, marks=MARKS, rejected=[*REJECTED, REPAIRED])
    assert tables.read_table(folder).equals(TABLE)
    assert tables.read_split(folder / tables.SPLIT_FILE).tolist() == [0, 3]
    assert tables.read_rows(tables.issue_file(folder, "exact_duplicates")).tolist() == [1]
    assert tables.read_rejected(folder) == REJECTED
    assert tables.read_repaired(folder) == [REPAIRED]
    assert [item.name for item in folder.parent.iterdir()] == ["v1"]


def test_that_a_failed_write_leaves_nothing(tmp_path: Path) -> None:
    broken = tables.Marks(MARKS.split, {"no/such/folder": MARKS.issues["exact_duplicates"]})
    with pytest.raises(FileNotFoundError):
        tables.write_version_folder(tmp_path / "v1", TABLE, version=VERSION, marks=broken, rejected=[])
    assert list(tmp_path.iterdir()) == []


def test_that_marks_written_anew_leave_no_old_issue(tmp_path: Path) -> None:
    tables.write_version_folder(tmp_path / "v1", TABLE, version=VERSION, marks=MARKS, rejected=[])
    tables.write_marks(tmp_path / "v1", tables.Marks(np.array([1, 2], np.int8)))
    assert tables.read_split(tmp_path / "v1" / tables.SPLIT_FILE).tolist() == [1, 2]
    assert not tables.issue_file(tmp_path / "v1", "exact_duplicates").exists()


@pytest.mark.slow
def test_that_reading_loads_neither_datasets_nor_pandas(tmp_path: Path) -> None:
    tables.write_version_folder(tmp_path / "v1", TABLE, version=VERSION, marks=MARKS, rejected=REJECTED)
    code = (
        "import sys; from pathlib import Path; from workbench.data import tables; import workbench.data.samples\n"
        f"folder = Path({str(tmp_path / 'v1')!r}); t = tables.read_table(folder); t.slice(0, 1).to_pylist()\n"
        "tables.read_split(folder / 'split.arrow'); tables.read_rejected(folder)\n"
        "tables.read_rows(tables.issue_file(folder, 'exact_duplicates'))\n"
        "print({'datasets', 'pandas', 'torch', 'chardet'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"


def test_that_the_samples_are_what_they_are_said_to_be() -> None:
    listed = samples()
    assert [sample.file.name for sample in listed] == ["sms_spam.csv", "zh_reviews.csv", "definitions.csv"]
    for sample in listed:
        read = read_file(sample.file)
        assert (read.table.num_rows, read.rejected) == (sample.rows, [])
        assert len(set(read.table.column(1).to_pylist())) == sample.labels
