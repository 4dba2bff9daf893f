"""Undo, redo, differences, recipes and exports of the Data pane."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from data_pane_examples import ROWS, Desk, write_rows
from mending_desk import FIRST_ROWS, choose, column, finish, label_menu, select, table_of, told, trigger
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog

from workbench.gui.panes.data.difference_dialog import DifferenceDialog
from workbench.gui.panes.data.view import DataPane
from workbench.gui.session import Session

pytestmark = pytest.mark.gui


@pytest.fixture
def opened(at_desk: Desk, pane: DataPane, tmp_path: Path) -> DataPane:
    at_desk.open(write_rows(tmp_path))
    return pane


def test_that_undo_and_redo_go_back_and_forth_and_survive_a_restart(at_desk: Desk, opened: DataPane) -> None:
    opened.filled_page.issues.action_triggered.emit("exact_duplicates", "mend")
    finish(at_desk)
    trigger(label_menu(opened, 2), "Merge into…")
    choose(opened, "good")
    finish(at_desk)
    history = at_desk.session.history
    assert (history.undo_what(), history.redo_what()) == ("labels merged", "")
    history.undo()
    history.undo()
    assert column(opened) == FIRST_ROWS
    assert (history.undo_what(), history.redo_what()) == ("", "duplicates removed")
    at_desk.session.end()
    again = Session(at_desk.library, at_desk.engines, at_desk.context.training)
    again.begin()
    assert again.history.redo_what() == "duplicates removed"
    again.history.redo()
    again.history.redo()
    assert again.version is not None
    assert [item.label for item in again.version.profile.labels] == ["good", "bad"]
    assert again.history.redo_what() == ""


def test_that_redo_goes_to_the_version_that_was_left_last(at_desk: Desk, opened: DataPane) -> None:
    for row in (0, 1):
        select(opened, row, row)
        QTest.keyClick(table_of(opened), Qt.Key.Key_Delete)
        finish(at_desk)
        at_desk.session.history.undo()
    at_desk.session.history.redo()
    assert column(opened) == [FIRST_ROWS[0], *FIRST_ROWS[2:]]


def test_that_going_back_by_the_version_menu_can_be_redone(at_desk: Desk, opened: DataPane) -> None:
    opened.filled_page.issues.action_triggered.emit("exact_duplicates", "mend")
    finish(at_desk)
    opened.filled_page.version_menu.actions()[1].trigger()
    assert at_desk.session.history.redo_what() == "duplicates removed"
    at_desk.context.commands.run("redo_mending")
    assert len(column(opened)) == 6
    at_desk.context.commands.run("undo_mending")
    assert len(column(opened)) == 7


def test_that_a_toast_undoes_only_what_it_tells_of(at_desk: Desk, opened: DataPane) -> None:
    opened.filled_page.issues.action_triggered.emit("exact_duplicates", "mend")
    finish(at_desk)
    first = at_desk.notices[-1].action
    select(opened, 0, 0)
    QTest.keyClick(table_of(opened), Qt.Key.Key_Delete)
    finish(at_desk)
    assert first is not None
    first.run()
    assert len(column(opened)) == 5


def test_that_what_changed_between_versions_is_shown(at_desk: Desk, opened: DataPane) -> None:
    trigger(label_menu(opened, 2), "Rename…")
    choose(opened, "so so")
    finish(at_desk)
    at_desk.context.commands.run("compare_versions")
    dialog = opened.mending.dialog
    assert isinstance(dialog, DifferenceDialog)
    finish(at_desk)
    assert [option.text for option in dialog.kinds.options()] == ["1 row relabeled"]
    assert dialog.table.table_model.cell(0, 1) == FIRST_ROWS[5]
    dialog.new_box.setCurrentIndex(1)
    finish(at_desk)
    assert dialog.sentence.text() == "No row was added, removed or relabeled."
    dialog.close()


def test_that_a_file_that_has_changed_says_what_is_new(at_desk: Desk, opened: DataPane, tmp_path: Path) -> None:
    changed = ROWS.replace("after two weeks,bad", "after two weeks,fair").replace(
        "best chair that I have ever", "worst"
    )
    write_rows(tmp_path, changed + "one more row about nothing,bad,A24\n")
    opened.filled_page.reopen_wanted.emit()
    finish(at_desk)
    assert told(at_desk) == "Version 2: 2 rows added, 1 row removed, 1 row relabeled."
    action = at_desk.notices[-1].action
    assert action is not None
    action.run()
    finish(at_desk)
    dialog = opened.mending.dialog
    assert isinstance(dialog, DifferenceDialog)
    assert [option.key for option in dialog.kinds.options()] == ["added", "removed", "relabeled"]
    dialog.close()


def test_that_the_same_file_again_is_no_news(at_desk: Desk, opened: DataPane, tmp_path: Path) -> None:
    at_desk.open(tmp_path / "reviews.csv")
    finish(at_desk)
    assert opened.filled_page.isVisible()
    assert at_desk.notices == []


def test_that_a_recipe_is_replayed_on_another_file(at_desk: Desk, opened: DataPane, tmp_path: Path) -> None:
    opened.filled_page.issues.action_triggered.emit("exact_duplicates", "mend")
    finish(at_desk)
    trigger(label_menu(opened, 2), "Merge into…")
    choose(opened, "bad")
    finish(at_desk)
    other = write_rows(tmp_path, ROWS + "a last row of the other file,fair,A30\n", "other.csv")
    opened.mending.versions.replay_on(other)
    finish(at_desk)
    assert at_desk.session.version is not None
    assert at_desk.session.version.name == "other.csv"
    assert column(opened, 2) == ["bad", "good", "good", "bad", "bad", "good", "bad"]
    assert told(at_desk) == "1 row removed. 2 cells changed."
    assert at_desk.session.history.undo_what() == "2 steps of a recipe"


def test_that_a_recipe_is_not_replayed_on_a_file_that_could_not_be_opened(
    at_desk: Desk, opened: DataPane, tmp_path: Path
) -> None:
    opened.filled_page.issues.action_triggered.emit("exact_duplicates", "mend")
    finish(at_desk)
    opened.mending.versions.replay_on(tmp_path / "gone.csv")
    finish(at_desk)
    at_desk.open(write_rows(tmp_path, ROWS, "gone.csv"))
    finish(at_desk)
    assert at_desk.session.version is not None
    assert at_desk.session.version.recipe == ()


def test_that_a_recipe_is_kept_and_taken_again(at_desk: Desk, opened: DataPane, tmp_path: Path) -> None:
    trigger(label_menu(opened, 0), "Rename…")
    choose(opened, "great")
    finish(at_desk)
    opened.mending.versions.save_recipe(tmp_path / "mine.json")
    assert told(at_desk) == "Recipe saved as “mine.json”."
    at_desk.session.history.undo()
    opened.mending.versions.take_saved_recipe(tmp_path / "mine.json")
    finish(at_desk)
    assert opened.filled_page.labels.rows()[0].name == "great"
    (tmp_path / "bad.json").write_text("nonsense")
    opened.mending.versions.take_saved_recipe(tmp_path / "bad.json")
    assert at_desk.notices[-1].tone == "error"
    assert "bad.json" in told(at_desk)


@pytest.mark.parametrize("ending", [".csv", ".xlsx", ".parquet"])
def test_that_cleaned_data_is_exported(at_desk: Desk, opened: DataPane, tmp_path: Path, ending: str) -> None:
    out = tmp_path / f"out{ending}"
    opened.mending.versions.export(out)
    finish(at_desk)
    assert told(at_desk).startswith(f"7 rows written to “out{ending}”.")
    action = at_desk.notices[-1].action
    assert action is not None
    assert action.text == "Open folder"
    assert out.stat().st_size > 0
    if ending == ".parquet":
        assert pq.read_table(out).column("review").to_pylist() == FIRST_ROWS


def test_that_an_export_that_fails_says_why(at_desk: Desk, opened: DataPane, tmp_path: Path) -> None:
    opened.mending.versions.export(tmp_path / "no such folder" / "out.csv")
    finish(at_desk)
    assert at_desk.notices[-1].tone == "error"


@pytest.mark.parametrize(
    ("open_dialog", "accepts"),
    [
        (lambda view: view.export(), QFileDialog.AcceptMode.AcceptSave),
        (lambda view: view.save_recipe(), QFileDialog.AcceptMode.AcceptSave),
        (lambda view: view.take_recipe(), QFileDialog.AcceptMode.AcceptOpen),
        (lambda view: view.replay(), QFileDialog.AcceptMode.AcceptOpen),
    ],
)
def test_that_files_are_asked_for_without_blocking(
    at_desk: Desk, opened: DataPane, open_dialog: Callable[[object], None], accepts: QFileDialog.AcceptMode
) -> None:
    opened.filled_page.issues.action_triggered.emit("exact_duplicates", "mend")
    finish(at_desk)
    open_dialog(opened.mending)
    dialog = opened.mending.dialog
    assert isinstance(dialog, QFileDialog)
    assert dialog.acceptMode() == accepts
    if accepts == QFileDialog.AcceptMode.AcceptSave:
        assert Path(dialog.selectedFiles()[0]).name.startswith("reviews v2")
    dialog.close()
