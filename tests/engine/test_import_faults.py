"""An import that is killed or finds the disk full leaves the library as it was, and the next one works."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from workbench.engine.context import Context
from workbench.engine.predictors import Predictors
from workbench.engine.server import run_request
from workbench.protocol import ImportFile, RequestFailed, VersionReady
from workbench.store import Library

pytestmark = [pytest.mark.engine, pytest.mark.timeout(120)]

ROWS = 200_000
CHILD = """
import sys
from pathlib import Path
from workbench.engine.context import Context
from workbench.engine.predictors import Predictors
from workbench.engine.server import run_request
from workbench.protocol import ImportFile, encode
from workbench.store import Library

with Library.open(Path(sys.argv[1])) as library:
    if sys.argv[3] != "0":
        import resource
        resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[3]),) * 2)
    context = Context(library=library, predictors=Predictors(library), stop_requested=lambda: False)
    for event in run_request(ImportFile(path=sys.argv[2]), context):
        print(type(event).__name__, getattr(getattr(event, "error", None), "code", ""), flush=True)
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "rows.csv"
    lines = (f"This is the text of row {number} of many,{number % 3}\n" for number in range(ROWS))
    path.write_text("text,label\n" + "".join(lines))
    return path


def child(library: Path, file: Path, *, most_bytes: int = 0) -> subprocess.Popen[str]:
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    command = [sys.executable, "-c", CHILD, str(library), str(file), str(most_bytes)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment)


def leftovers(library: Path) -> Iterator[Path]:
    """What lies in the library beside the database, as far as it belongs to no version."""
    for folder in ("incoming", "datasets"):
        yield from (path for path in (library / folder).rglob("*") if path.name != "lock" and path.is_file())


def assert_that_an_import_works(library_folder: Path, file: Path) -> None:
    with Library.open(library_folder) as library:
        assert library.versions() == []
        context = Context(library=library, predictors=Predictors(library), stop_requested=lambda: False)
        last = list(run_request(ImportFile(path=str(file)), context))[-1]
        assert isinstance(last, VersionReady)
        version = library.version(last.version_id)
        assert version.rows == ROWS
        inside = library_folder / version.folder
    assert [path for path in leftovers(library_folder) if not path.is_relative_to(inside)] == []


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="Windows has no SIGKILL")
@pytest.mark.parametrize("after", ["Progressed 1", "RowsPreviewed 1", "Progressed 4"])
def test_that_a_killed_import_leaves_no_half_version(tmp_path: Path, file: Path, after: str) -> None:
    library = tmp_path / "library"
    name, _, count = after.partition(" ")
    with child(library, file) as process:
        assert process.stdout is not None
        seen = 0
        for line in process.stdout:
            seen += line.startswith(name)
            if seen == int(count):
                break
        process.kill()
    assert_that_an_import_works(library, file)


@pytest.mark.skipif(sys.platform == "win32", reason="needs a limit on the size of files")
def test_that_a_full_disk_is_told_and_loses_nothing(tmp_path: Path, file: Path) -> None:
    library = tmp_path / "library"
    with child(library, file, most_bytes=2_000_000) as process:
        assert process.stdout is not None
        lines = process.stdout.read().split("\n")
    assert lines[-2] == f"{RequestFailed.__name__} disk"
    assert process.returncode == 0
    assert list(leftovers(library)) == []
    assert_that_an_import_works(library, file)
