"""Runs: their rows, changes, names and removal."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from store_examples import add_run, add_version, run, step

from workbench.errors import RunError
from workbench.i18n import render
from workbench.store import Library
from workbench.values import LabelScores, ModelCard, Roles, Run


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Library]:
    with Library.open(tmp_path / "library") as library:
        yield library


def test_that_every_field_of_a_run_comes_back(opened: Library) -> None:
    version = add_version(opened)
    given = run(version.id, name="第一次", folder="runs/1")

    added = opened.add_run(given)

    assert opened.run(added.id) == added == msgspec.structs.replace(given, id=1)


def test_that_a_run_without_name_folder_and_start_gets_them(opened: Library) -> None:
    added = opened.add_run(run(add_version(opened).id, started_at=""))

    assert (added.name, added.folder) == ("Run 1", "runs/1")
    assert added.started_at.startswith("20")


def test_that_no_id_is_given_twice(opened: Library) -> None:
    first = add_run(opened)
    opened.remove_run(first.id)
    (opened.folder / "runs" / "6").mkdir()

    assert add_run(opened).id == 7


def test_that_a_change_reaches_row_and_manifest(opened: Library) -> None:
    added = add_run(opened)

    changed = opened.change_run(added.id, state="failed", report=None, best_epoch=None, note="", seconds=3)

    expected = msgspec.structs.replace(added, state="failed", report=None, best_epoch=None, note="", seconds=3.0)
    assert changed == opened.run(added.id) == expected
    manifest = opened.folder / added.folder / "manifest.json"
    assert msgspec.json.decode(manifest.read_bytes(), type=Run) == expected
    assert [path.name for path in manifest.parent.iterdir()] == ["manifest.json"]


def test_that_a_run_without_a_folder_gets_no_manifest(opened: Library) -> None:
    added = opened.add_run(run(add_version(opened).id))

    opened.change_run(added.id, starred=False)

    assert not (opened.folder / added.folder).exists()


def test_that_changes_of_two_processes_to_different_fields_both_stay(opened: Library) -> None:
    added = add_run(opened, starred=False)
    with Library.open(opened.folder) as other:
        opened.change_run(added.id, starred=True)
        other.change_run(added.id, note="from the other")

    assert (opened.run(added.id).starred, opened.run(added.id).note) == (True, "from the other")


def test_that_a_change_of_an_unknown_field_is_refused(opened: Library) -> None:
    added = add_run(opened)

    with pytest.raises(TypeError):
        opened.change_run(added.id, colour="red")


@pytest.mark.parametrize("changes", [{"state": "sleeping"}, {"seconds": "long"}, {"report": {"labels": []}}])
def test_that_a_value_that_could_not_be_read_again_is_never_written(
    opened: Library, changes: dict[str, object]
) -> None:
    added = add_run(opened)

    with pytest.raises((msgspec.ValidationError, TypeError)):
        opened.change_run(added.id, **changes)

    assert opened.runs() == [added]


def test_that_deleted_runs_are_hidden_until_asked_for(opened: Library) -> None:
    first, second = add_run(opened), add_run(opened)
    hidden = opened.change_run(first.id, deleted=True)

    assert opened.runs() == [second]
    assert opened.runs(with_deleted=True) == [second, hidden]
    assert opened.run(first.id) == hidden


def test_that_removing_a_run_removes_what_it_told_and_answered(opened: Library) -> None:
    kept, removed = add_run(opened), add_run(opened)
    for each in (kept, removed):
        opened.record([step(each.id, 1)])
        opened.add_predictions(each.id, ["text"], [LabelScores(labels=("a",), scores=(1.0,))])

    opened.remove_run(removed.id)

    assert opened.runs() == [kept]
    assert opened.steps(removed.id) == []
    assert opened.steps(kept.id) == [step(kept.id, 1)]
    assert [prediction.run_id for prediction in opened.predictions()] == [kept.id]


def test_that_removing_a_baseline_leaves_the_runs_compared_with_it(opened: Library) -> None:
    baseline = add_run(opened)
    tuned = add_run(opened, baseline_run_id=baseline.id)

    opened.remove_run(baseline.id)

    assert opened.run(tuned.id).baseline_run_id is None


@pytest.mark.parametrize("text", ["2", "#2", "Run 2", "run 2", " emotions ", "runs/2", "runs/2/", "runs\\2"])
def test_that_a_run_is_found_by_what_people_call_it(opened: Library, text: str) -> None:
    add_run(opened)
    wanted = add_run(opened, name="emotions")
    add_run(opened)

    assert opened.find_run(text) == wanted


def test_that_a_run_is_found_by_its_absolute_folder(opened: Library) -> None:
    wanted = add_run(opened)

    assert opened.find_run(str(opened.folder / wanted.folder)) == wanted


def test_that_of_two_runs_of_one_name_the_newest_is_meant(opened: Library) -> None:
    add_run(opened, name="emotions")
    newest = add_run(opened, name="emotions")

    assert opened.find_run("emotions") == newest


def test_that_an_unknown_run_is_answered_with_the_nearest_names(opened: Library) -> None:
    add_run(opened, name="emotions")
    deleted = add_run(opened, name="emotion")
    opened.change_run(deleted.id, deleted=True)

    with pytest.raises(RunError) as caught:
        opened.find_run("emotoins")

    assert render(caught.value.what) == "There is no run “emotoins”."
    assert caught.value.fix is not None
    assert render(caught.value.fix) == "Did you mean “emotions”?"


def test_that_an_unknown_run_in_an_empty_library_says_so(opened: Library) -> None:
    with pytest.raises(RunError) as caught:
        opened.find_run("3")

    assert caught.value.fix is not None
    assert render(caught.value.fix) == "The library has no runs yet."
    with pytest.raises(RunError, match="There is no run 3 in the library"):
        opened.run(3)


def test_that_a_baseline_is_found_only_for_the_same_rows_roles_and_split(opened: Library) -> None:
    version = add_version(opened)
    other = add_version(opened, source="/test.csv")
    card = ModelCard(name="baseline", kind="baseline", title="baseline")
    settings = {"split_sha256": "aa"}
    same = add_run(opened, version_id=version.id, model=card, settings=settings, test_version_id=None)
    add_run(opened, version_id=version.id, model=card, settings=settings, test_version_id=other.id)
    add_run(opened, version_id=version.id, model=card, settings={"split_sha256": "bb"}, test_version_id=None)
    add_run(opened, version_id=version.id, model=card, settings=settings, test_version_id=None, state="failed")
    add_run(opened, version_id=version.id, model=card, settings=settings, test_version_id=None, deleted=True)
    add_run(opened, version_id=version.id, model=card, settings=settings, test_version_id=None, roles=Roles(text="x"))
    add_run(opened, version_id=version.id, settings=settings, test_version_id=None)

    assert opened.find_baseline(version, split_sha256="aa", test_version_id=None) == same
    assert opened.find_baseline(version, split_sha256="aa", test_version_id=other.id) is not None
    assert opened.find_baseline(version, split_sha256="cc", test_version_id=None) is None
    assert opened.find_baseline(other, split_sha256="aa", test_version_id=None) is None
