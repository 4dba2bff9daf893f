"""Rows made again from the folders' manifests."""

from __future__ import annotations

import logging
from pathlib import Path

import msgspec
import pytest
from store_examples import add_run, add_version, version

from workbench.store import Library
from workbench.values import RemoveDuplicates


def _lose_the_database(folder: Path) -> None:
    for path in folder.glob("workbench.db*"):
        path.unlink()


def test_that_a_lost_database_is_made_again_from_the_folders(library: Path) -> None:
    with Library.open(library) as opened:
        first, second = add_version(opened), add_version(opened, source="/b.csv")
        cleaned = add_version(opened, source="/b.csv", parent_id=second.id, recipe=(RemoveDuplicates(),))
        baseline = add_run(opened, version_id=first.id)
        tuned = add_run(opened, version_id=cleaned.id, baseline_run_id=baseline.id, starred=True, name="情感")
    _lose_the_database(library)

    with Library.open(library) as opened:
        assert opened.versions() == [cleaned, second, first]
        assert opened.runs() == [tuned, baseline]
        assert opened.restore_missing_runs() == []


def test_that_new_ids_do_not_collide_with_restored_ones_or_with_folders(library: Path) -> None:
    with Library.open(library) as opened:
        add_run(opened)
    _lose_the_database(library)
    (library / "runs" / "4").mkdir()

    with Library.open(library) as opened:
        fresh = add_version(opened, source="/new.csv")
        assert (fresh.id, fresh.dataset_id, fresh.folder) == (2, 2, "datasets/2/v1")
        assert add_run(opened, version_id=fresh.id).id == 5
        assert opened.version(opened.run(1).version_id).folder == "datasets/1/v1"


def test_that_only_what_is_missing_is_restored(library: Path) -> None:
    with Library.open(library) as opened:
        kept, lost = add_run(opened), add_run(opened)
        opened.remove_run(lost.id)

        assert opened.restore_missing_runs() == [lost.id]
        assert opened.runs() == [lost, kept]


def test_that_a_reference_to_a_run_that_is_lost_is_dropped(library: Path) -> None:
    with Library.open(library) as opened:
        baseline = add_run(opened)
        tuned = add_run(opened, baseline_run_id=baseline.id)
        opened.remove_run(baseline.id)
        opened.remove_run(tuned.id)
        (opened.folder / baseline.folder / "manifest.json").unlink()

        assert opened.restore_missing_runs() == [tuned.id]
        assert opened.run(tuned.id).baseline_run_id is None


def test_that_a_folder_that_was_written_without_its_row_is_taken_up(library: Path) -> None:
    with Library.open(library) as opened:
        dataset_id, number, folder = opened.next_version(source="/a.csv", parent=None)
        unknown = version(dataset_id=dataset_id, number=number, folder=folder, source="/a.csv")
        (library / folder).mkdir(parents=True)
        (library / folder / "manifest.json").write_bytes(msgspec.json.encode(unknown))

        opened.restore_missing_runs()
        assert opened.versions() == [msgspec.structs.replace(unknown, id=1)]

        assert opened.add_version(unknown).id == 1


def test_that_what_cannot_be_restored_is_logged_and_passed_over(
    library: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with Library.open(library) as opened:
        damaged, orphan, whole = add_run(opened), add_run(opened), add_run(opened)
        for each in (damaged, orphan, whole):
            opened.remove_run(each.id)
        (library / damaged.folder / "manifest.json").write_bytes(b'{"id": 1')
        manifest = library / orphan.folder / "manifest.json"
        manifest.write_bytes(msgspec.json.encode(msgspec.structs.replace(orphan, version_id=99)))
        (library / "runs" / "9.partial").mkdir()
        (library / "runs" / "9.partial" / "manifest.json").write_bytes(msgspec.json.encode(whole))

        with caplog.at_level(logging.WARNING):
            assert opened.restore_missing_runs() == [whole.id]

    assert [record.levelname for record in caplog.records] == ["WARNING", "WARNING"]
    assert "version 99, which is lost" in caplog.text
    assert str(Path("1") / "manifest.json") in caplog.text
