"""VerifyLibrary on a real library that is damaged in one way at a time: exactly that is found, and nothing else."""

from __future__ import annotations

import csv
import json
import os
import shutil
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest
from tiny_models import save_tiny_model
from tiny_training import make_part

from workbench.cli.main import main
from workbench.data import tables
from workbench.engine.context import Context
from workbench.engine.leftovers import LEAST_AGE_S
from workbench.engine.predictors import Predictors
from workbench.engine.server import run_request
from workbench.protocol import Event, ImportFile, LibraryVerified, StartRun, VerifyLibrary
from workbench.store import Library, RunLease
from workbench.store.file_lock import FileLock

SETTINGS = {"epochs": 1, "batch_size": 16, "half_precision": False, "patience": 100}
VERSION, BASELINE, RUN = "datasets/1/v1", "runs/1", "runs/2"
Damage = Callable[[Path], object]


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library with a version that has issues and unreadable records, a baseline and a trained run."""
    folder = tmp_path_factory.mktemp("whole")
    file, base = folder / "animals.csv", save_tiny_model(folder / "base")
    part = make_part(60)
    with file.open("w", encoding="utf-8", newline="") as sink:
        rows = list(zip(part.columns["text"], part.columns["label"], strict=True))
        csv.writer(sink).writerows([("text", "label"), *rows, rows[0], ("a", "b", "c", "d", "e")])
    library = folder / "library"
    with opened(library) as context:
        list(run_request(ImportFile(path=str(file)), context))
        events = run_request(StartRun(version_id=1, model=str(base), settings=dict(SETTINGS)), context)
        assert [event for event in events if getattr(event, "error", None)] == []
    return library


@pytest.fixture
def damaged(whole: Path, tmp_path: Path) -> Path:
    """A copy to be damaged."""
    return Path(shutil.copytree(whole, tmp_path / "copy"))


@contextmanager
def opened(folder: Path) -> Iterator[Context]:
    """The collaborators of a handler, for the length of a block."""
    with Library.open(folder) as library:
        yield Context(library=library, predictors=Predictors(library), stop_requested=lambda: False)


def verify(folder: Path, *, deep: bool = False, repair: bool = False) -> LibraryVerified:
    """The answer to a request."""
    with opened(folder) as context:
        events: list[Event] = list(run_request(VerifyLibrary(deep=deep, repair=repair), context))
    last = events[-1]
    assert isinstance(last, LibraryVerified), last
    return last


def found(folder: Path, *, deep: bool = False) -> list[tuple[str, str]]:
    """What is wrong, by kind and path."""
    return [(finding.kind, finding.path) for finding in verify(folder, deep=deep).findings]


def cut(name: str) -> Damage:
    """Cuts a file in half."""
    return lambda folder: (folder / name).write_bytes(
        (folder / name).read_bytes()[: (folder / name).stat().st_size // 2]
    )


def delete(name: str) -> Damage:
    """Deletes a file or folder."""
    return lambda folder: shutil.rmtree(folder / name) if (folder / name).is_dir() else (folder / name).unlink()


def flip(name: str, at: int) -> Damage:
    """Changes one bit of one byte."""

    def run(folder: Path) -> None:
        content = bytearray((folder / name).read_bytes())
        content[at] ^= 1
        (folder / name).write_bytes(content)

    return run


def sql(*statements: str) -> Damage:
    """Changes the database behind the program's back, without foreign keys."""

    def run(folder: Path) -> None:
        connection = sqlite3.connect(folder / "workbench.db")
        for statement in statements:
            connection.execute(statement)
        connection.commit()
        connection.close()

    return run


def leave(name: str, *, age_s: float = 2 * LEAST_AGE_S) -> Damage:
    """Leaves a file of 5 bytes, and gives it and its folder an age."""

    def run(folder: Path) -> None:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"12345")
        for each in (path, path.parent):
            os.utime(each, (time.time() - age_s,) * 2)

    return run


def checkpoint(folder: Path) -> str:
    """The path of the only checkpoint."""
    return next((folder / RUN / "checkpoints").iterdir()).relative_to(folder).as_posix()


def test_that_a_whole_library_has_no_findings_and_stays_as_it_is(damaged: Path) -> None:
    before = {path: path.read_bytes() for path in damaged.rglob("*") if path.is_file()}

    done = verify(damaged, deep=True, repair=True)

    assert (done.findings, done.versions, done.runs) == ((), 1, 2)
    after = {path: path.read_bytes() for path in damaged.rglob("*") if path.is_file()}
    assert {path for path in after if path.suffix != ".db" and before.get(path) != after[path]} == set()


TABLE = f"{VERSION}/table/data-00000-of-00001.arrow"
WAYS: list[tuple[str, Damage, list[tuple[str, str]]]] = [
    ("table cut", cut(TABLE), [("table", f"{VERSION}/table")]),
    ("table gone", delete(f"{VERSION}/table"), [("table", f"{VERSION}/table")]),
    ("table of other rows", sql("UPDATE versions SET rows = 62"), [
        ("manifest", f"{VERSION}/manifest.json"), ("table", f"{VERSION}/table"), ("split", f"{VERSION}/split.arrow"),
    ]),
    ("split cut", cut(f"{VERSION}/split.arrow"), [("split", f"{VERSION}/split.arrow")]),
    ("issue gone", delete(f"{VERSION}/issues/exact_duplicates.arrow"), [
        ("issue", f"{VERSION}/issues/exact_duplicates.arrow"),
    ]),
    ("rejected gone", delete(f"{VERSION}/rejected.arrow"), [("rejected", f"{VERSION}/rejected.arrow")]),
    ("version's manifest cut", cut(f"{VERSION}/manifest.json"), [("manifest", f"{VERSION}/manifest.json")]),
    ("version's folder gone", delete(VERSION), [("missing_folder", VERSION)]),
    ("run's manifest gone", delete(f"{RUN}/manifest.json"), [("manifest", f"{RUN}/manifest.json")]),
    ("run's note changed in the row", sql("UPDATE runs SET note = 'x' WHERE id = 2"), [
        ("manifest", f"{RUN}/manifest.json"),
    ]),
    ("weights cut", cut(f"{RUN}/model/model.safetensors"), [("model", f"{RUN}/model/model.safetensors")]),
    ("header of weights flipped", flip(f"{RUN}/model/head.safetensors", 8), [
        ("model", f"{RUN}/model/head.safetensors"),
    ]),
    ("tokenizer gone", delete(f"{RUN}/model/tokenizer.json"), [("model", f"{RUN}/model/tokenizer.json")]),
    ("words of the baseline cut", cut(f"{BASELINE}/model/baseline.json"), [
        ("model", f"{BASELINE}/model/baseline.json"),
    ]),
    ("report cut", cut(f"{RUN}/report.json"), [("report", f"{RUN}/report.json")]),
    ("answers gone", delete(f"{RUN}/test_predictions.arrow"), [("predictions", f"{RUN}/test_predictions.arrow")]),
    ("run's split flipped", flip(f"{RUN}/split.arrow", -20), [("split", f"{RUN}/split.arrow")]),
    ("run's folder gone", delete(RUN), [("missing_folder", RUN)]),
    ("run's row gone", sql("DELETE FROM runs WHERE id = 1", "UPDATE runs SET baseline_run_id = NULL"), [
        ("missing_row", BASELINE),
    ]),
    ("run's row gone, though another names it", sql("DELETE FROM runs WHERE id = 1"), [
        ("reference", "runs"), ("missing_row", BASELINE),
    ]),
    ("profile cut in the row", sql("UPDATE versions SET profile = substr(profile, 9)"), [("row", "versions/1")]),
    ("folder without manifest", lambda folder: (folder / "runs/9").mkdir(), [("missing_row", "runs/9")]),
    ("partial version", leave("datasets/1/v2.partial/split.arrow"), [("leftover", "datasets/1/v2.partial")]),
    ("partial model", leave(f"{RUN}/model.partial/config.json"), [("leftover", f"{RUN}/model.partial")]),
    ("partial checkpoint", leave(f"{RUN}/checkpoints/step-00000099.partial/state.json"), [
        ("leftover", f"{RUN}/checkpoints/step-00000099.partial"),
    ]),
    ("abandoned import", leave("incoming/abc/rows"), [("leftover", "incoming/abc")]),
    ("trash", leave("trash/7-abc/report.json"), [("leftover", "trash/7-abc")]),
]  # fmt: skip


@pytest.mark.parametrize(("damage", "expected"), [way[1:] for way in WAYS], ids=[way[0] for way in WAYS])
def test_that_one_damage_is_found_and_nothing_else(
    damaged: Path, damage: Damage, expected: list[tuple[str, str]]
) -> None:
    damage(damaged)
    assert sorted(found(damaged)) == sorted(expected)


def test_that_rows_beyond_the_table_and_parts_that_do_not_exist_are_found(damaged: Path) -> None:
    folder = damaged / VERSION
    tables.write_rows(folder / "issues" / "exact_duplicates.arrow", np.array([0, 61]))
    codes = tables.read_split(folder / "split.arrow").copy()
    codes[3] = 9
    tables.write_split(folder / "split.arrow", codes)

    assert found(damaged) == [
        ("split", f"{VERSION}/split.arrow"),
        ("issue", f"{VERSION}/issues/exact_duplicates.arrow"),
    ]


def test_that_digests_of_checkpoints_are_compared_only_deep(damaged: Path) -> None:
    weights = f"{checkpoint(damaged)}/weights.safetensors"
    flip(weights, -1)(damaged)
    assert found(damaged) == []
    assert found(damaged, deep=True) == [("checkpoint", weights)]
    cut(weights)(damaged)
    assert found(damaged) == [("checkpoint", weights)]
    cut(f"{checkpoint(damaged)}/manifest.json")(damaged)
    assert found(damaged) == [("checkpoint", f"{checkpoint(damaged)}/manifest.json")]


def test_that_whatever_byte_of_a_split_is_flipped_an_answer_comes(damaged: Path) -> None:
    file = f"{VERSION}/split.arrow"
    for at in range(0, (damaged / file).stat().st_size, 5):
        flip(file, at)(damaged)
        assert set(found(damaged)) <= {("split", file)}
        flip(file, at)(damaged)


def test_that_what_is_at_work_is_left_alone(damaged: Path) -> None:
    leave(f"{RUN}/model.partial/config.json")(damaged)
    leave("datasets/1/v2.partial/split.arrow", age_s=0)(damaged)
    leave("models/a--b/c.partial/config.json")(damaged)
    with RunLease(damaged / RUN), FileLock(damaged / "incoming" / "abc" / "lock") as lock:
        assert lock.acquire(timeout_s=0)
        assert verify(damaged, repair=True).findings == ()
    assert (damaged / RUN / "model.partial").is_dir()


def test_that_leftovers_go_with_their_size_told_and_nothing_else_goes(damaged: Path) -> None:
    kept = {path for path in damaged.rglob("*") if path.is_file()}
    for name in ("workbench.db.before-m004", "workbench.db.before-m005", "trash/1-x/a", "preferences.json.partial"):
        leave(name)(damaged)
    os.utime(damaged / "workbench.db.before-m004", (1, 1))
    leave("incoming/abc/rows")(damaged)

    done = verify(damaged, repair=True)

    told = {finding.path: (finding.bytes, finding.is_repaired) for finding in done.findings}
    names = ("workbench.db.before-m004", "trash/1-x", "preferences.json.partial", "incoming/abc")
    assert told == dict.fromkeys(names, (5, True))
    left = {path for path in damaged.rglob("*") if path.is_file()}
    assert {path.name for path in left ^ kept} == {"workbench.db.before-m005"}
    assert found(damaged) == []


def test_that_rows_and_manifests_come_back_and_lost_files_stay_told(damaged: Path) -> None:
    sql("DELETE FROM runs WHERE id = 1", "DELETE FROM versions")(damaged)
    delete(f"{RUN}/manifest.json")(damaged)
    delete(f"{RUN}/report.json")(damaged)

    done = verify(damaged, repair=True)

    told = {(finding.kind, finding.path): finding.is_repaired for finding in done.findings}
    assert told.pop(("report", f"{RUN}/report.json")) is False
    assert set(told) >= {("missing_row", VERSION), ("missing_row", BASELINE), ("manifest", f"{RUN}/manifest.json")}
    assert set(told.values()) == {True}
    assert found(damaged) == [("report", f"{RUN}/report.json")]


def test_that_a_row_that_cannot_be_read_comes_back_from_its_manifest(damaged: Path) -> None:
    sql("UPDATE versions SET profile = substr(profile, 9)", "DELETE FROM runs WHERE id = 2")(damaged)

    done = verify(damaged, repair=True)

    told = {(finding.kind, finding.path): finding.is_repaired for finding in done.findings}
    assert set(told) >= {("row", "versions/1"), ("missing_row", RUN), ("reference", "step_logged")}  # events stay
    assert set(told.values()) == {True}
    assert found(damaged) == []


def test_that_a_run_whose_row_cannot_be_read_does_not_stop_the_repair_of_others(damaged: Path) -> None:
    sql("UPDATE runs SET roles = 'x' WHERE id = 1")(damaged)
    delete(f"{RUN}/manifest.json")(damaged)

    done = verify(damaged, repair=True)

    assert {(finding.kind, finding.path): finding.is_repaired for finding in done.findings} == {
        ("row", "runs/1"): False,
        ("manifest", f"{RUN}/manifest.json"): True,
    }


def test_that_a_run_that_has_ended_since_its_row_was_read_is_no_finding(damaged: Path) -> None:
    with opened(damaged) as context:
        events = run_request(VerifyLibrary(), context)
        first = next(events)  # the rows are read, and the newest version is about to be checked
        context.library.change_run(2, note="changed meanwhile")
        last = [first, *events][-1]
    assert isinstance(last, LibraryVerified)
    assert last.findings == ()


def test_that_the_command_repairs_a_library_whose_database_was_deleted(
    damaged: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (damaged / "workbench.db").unlink()
    arguments = ["verify", "--library", str(damaged)]

    assert main(arguments) == 2
    assert "“workbench.db” is gone; 3 datasets and runs are in their folders." in capsys.readouterr().out
    assert not (damaged / "workbench.db").exists()
    assert main([*arguments, "--repair", "--json"]) == 0
    result = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert [(each["kind"], each["is_repaired"]) for each in result["findings"]] == [("database", True)]
    assert (result["versions"], result["runs"]) == (1, 2)
    assert main(arguments) == 0
    assert "Versions of datasets: 1; runs: 2." in capsys.readouterr().out


def test_that_the_command_says_what_is_wrong_and_what_to_do(damaged: Path, capsys: pytest.CaptureFixture[str]) -> None:
    cut(f"{RUN}/model/model.safetensors")(damaged)

    assert main(["verify", "--library", str(damaged)]) == 2

    told = capsys.readouterr()
    assert "- The file “model.safetensors” of the model of “Run 2” is damaged. Put it back from a backup" in told.out
    assert told.err == "workbench: 1 problem was found.\n"


@pytest.mark.parametrize("page", [0, 3], ids=["first page", "later page"])
def test_that_a_damaged_database_is_told_and_left(damaged: Path, page: int, capsys: pytest.CaptureFixture[str]) -> None:
    content = bytearray((damaged / "workbench.db").read_bytes())
    content[page * 4096 : page * 4096 + 64] = b"\xff" * 64
    (damaged / "workbench.db").write_bytes(content)

    assert main(["verify", "--library", str(damaged)]) == 2
    assert main(["verify", "--library", str(damaged), "--repair"]) == 2

    assert "is damaged and was left as it is" in capsys.readouterr().out
    assert (damaged / "workbench.db").read_bytes() == bytes(content)


def test_that_a_folder_without_a_library_is_refused_and_left_empty(tmp_path: Path) -> None:
    assert main(["verify", "--repair", "--library", str(tmp_path / "none")]) == 2
    assert not (tmp_path / "none").exists()
