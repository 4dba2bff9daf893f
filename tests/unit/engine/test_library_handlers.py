"""Requests to the runs in the library: change, purge, recover. The lease is held by a real lock."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from store_examples import add_run, run, step

from workbench.engine.context import Context
from workbench.engine.handlers import library as handlers
from workbench.engine.predictors import Predictors
from workbench.errors import FileError, RunError
from workbench.protocol import PurgeRuns, RecoverRuns, RunsRecovered, RunUpdated, UpdateRun
from workbench.store import Library, RunLease
from workbench.values import Run


@pytest.fixture
def context(library: Path) -> Iterator[Context]:
    with Library.open(library) as opened:
        yield Context(library=opened, predictors=Predictors(opened), stop_requested=lambda: False)


def test_that_name_note_and_star_change_and_the_rest_stays(context: Context) -> None:
    added = add_run(context.library, starred=False, note="old")

    events = list(handlers.update_run(UpdateRun(run_id=added.id, name=" new\n name ", starred=True), context))

    assert events == [RunUpdated(run_id=added.id)]
    assert context.library.run(added.id) == msgspec.structs.replace(added, name="new name", starred=True)
    list(handlers.update_run(UpdateRun(run_id=added.id, note=" odd \n"), context))
    assert context.library.run(added.id).note == "odd"


def test_that_a_run_keeps_a_name(context: Context) -> None:
    added = add_run(context.library, name="first")

    with pytest.raises(RunError, match="needs a name"):
        list(handlers.update_run(UpdateRun(run_id=added.id, name=" \t"), context))

    assert context.library.run(added.id).name == "first"


def test_that_deleting_hides_a_run_and_can_be_undone(context: Context) -> None:
    added = add_run(context.library)

    list(handlers.update_run(UpdateRun(run_id=added.id, deleted=True), context))
    assert context.library.runs() == []
    assert (context.library.folder / added.folder).is_dir()
    list(handlers.update_run(UpdateRun(run_id=added.id, deleted=False), context))
    assert context.library.runs() == [added]


def test_that_a_run_that_trains_is_neither_deleted_nor_purged(context: Context) -> None:
    added = add_run(context.library, state="running")
    with RunLease(context.library.folder / added.folder):
        with pytest.raises(RunError, match="is still training"):
            list(handlers.update_run(UpdateRun(run_id=added.id, deleted=True), context))
        context.library.change_run(added.id, deleted=True)
        assert list(handlers.purge_runs(PurgeRuns(), context)) == [RunsRecovered(run_ids=())]

    assert (context.library.folder / added.folder).is_dir()


def test_that_purging_removes_deleted_runs_only(context: Context) -> None:
    kept, deleted, without_folder = (add_run(context.library) for _ in range(3))
    folder = context.library.folder
    (folder / deleted.folder / "model").mkdir()
    (folder / deleted.folder / "model" / "model.safetensors").write_bytes(b"x")
    (folder / without_folder.folder / "manifest.json").unlink()
    (folder / without_folder.folder).rmdir()
    (folder / "trash" / "0-left-by-a-killed-purge").mkdir(parents=True)
    for each in (deleted, without_folder):
        context.library.change_run(each.id, deleted=True)

    events = list(handlers.purge_runs(PurgeRuns(), context))

    assert events == [RunsRecovered(run_ids=(without_folder.id, deleted.id))]
    assert context.library.runs(with_deleted=True) == [kept]
    assert [path.name for path in (folder / "runs").iterdir()] == [str(kept.id)]
    assert list((folder / "trash").iterdir()) == []
    assert context.library.restore_missing_runs() == []


def test_that_a_folder_that_cannot_go_is_told_and_the_others_go(
    context: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    stuck, free = (add_run(context.library, deleted=True) for _ in range(2))
    rename = Path.rename

    def refuse(path: Path, target: Path) -> Path:
        if path.name == str(stuck.id):
            raise PermissionError(13, "in use", str(path))
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", refuse)  # as Windows does while a file in it is open

    with pytest.raises(FileError, match="in use"):
        list(handlers.purge_runs(PurgeRuns(), context))

    assert [left.id for left in context.library.runs(with_deleted=True)] == [stuck.id]
    assert not (context.library.folder / free.folder).exists()


def test_that_runs_without_an_engine_become_interrupted(context: Context) -> None:
    gone = add_run(context.library, state="running", seconds=0, epochs=0)
    context.library.record([step(gone.id, 1), step(gone.id, 16)])
    unstarted = add_run(context.library, state="running", deleted=True)
    alive = add_run(context.library, state="running")
    finished = add_run(context.library)

    with RunLease(context.library.folder / alive.folder):
        events = list(handlers.recover_runs(RecoverRuns(), context))

    assert events == [RunsRecovered(run_ids=(gone.id, unstarted.id))]
    expected = msgspec.structs.replace(gone, state="interrupted", pid=None, seconds=1.6, epochs=2.0)
    assert context.library.run(gone.id) == expected
    assert context.library.run(unstarted.id).state == "interrupted"
    assert context.library.run(alive.id) == alive
    assert context.library.run(finished.id) == finished
    assert list(handlers.recover_runs(RecoverRuns(), context)) == [RunsRecovered(run_ids=(alive.id,))]


def test_that_a_run_whose_row_is_lost_is_recovered_as_interrupted(context: Context) -> None:
    version_id = add_run(context.library).version_id
    lost = context.library.add_run(run(version_id, state="running"))
    folder = context.library.folder / lost.folder
    folder.mkdir()
    context.library.change_run(lost.id)
    context.library.remove_run(lost.id)

    events = list(handlers.recover_runs(RecoverRuns(), context))

    assert events == [RunsRecovered(run_ids=(lost.id,))]
    expected = msgspec.structs.replace(lost, state="interrupted", pid=None)
    assert context.library.run(lost.id) == expected
    assert msgspec.json.decode((folder / "manifest.json").read_bytes(), type=Run) == expected
