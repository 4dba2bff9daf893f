"""What is done with rows in the Data pane: removed, kept, labelled anew, edited in place."""

from __future__ import annotations

import csv
from pathlib import Path

import data_pane_examples
import pytest
from data_pane_examples import ABOUT_DATA, Desk, write_rows
from mending_desk import (
    COFFEE,
    FIRST_ROWS,
    column,
    finish,
    menu_texts,
    select,
    table_of,
    taken,
    told,
    trigger,
    undo_by_toast,
)
from PySide6.QtCore import Qt
from PySide6.QtGui import QContextMenuEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from workbench.gui.panes.data.view import DataPane
from workbench.protocol import RowKeys, TrainBaseline
from workbench.values import EditCells, KeepRows, RemoveRows, RowQuery

pytestmark = pytest.mark.gui


@pytest.fixture
def opened(at_desk: Desk, pane: DataPane, tmp_path: Path) -> DataPane:
    at_desk.open(write_rows(tmp_path))
    return pane


def test_that_selected_rows_bring_the_bar_and_escape_takes_it_away(opened: DataPane) -> None:
    card = opened.filled_page.table_card
    assert card.selection_bar.isHidden()
    select(opened, 1, 3)
    assert card.selection_bar.isVisible()
    assert card.selection_bar.count.text() == "3 rows selected"
    assert card.segments.isHidden()
    card._leave()
    assert card.selection_bar.isHidden()
    assert card.segments.isVisible()


def test_that_the_delete_key_removes_the_selected_rows_and_undo_brings_them_back(
    at_desk: Desk, opened: DataPane
) -> None:
    select(opened, 1, 2)
    QTest.keyClick(table_of(opened), Qt.Key.Key_Delete)
    finish(at_desk)
    assert column(opened) == [FIRST_ROWS[0], *FIRST_ROWS[3:]]
    assert told(at_desk) == "2 rows removed."
    undo_by_toast(at_desk)
    assert column(opened) == FIRST_ROWS


def test_that_one_of_two_equal_rows_is_removed_not_both(at_desk: Desk, opened: DataPane) -> None:
    select(opened, 2, 2)
    opened.filled_page.table_card.selection_bar.remove_button.click()
    finish(at_desk)
    assert column(opened, 3) == ["A17", "A18", "A20", "A21", "A22", "A23"]


def test_that_only_the_selected_rows_are_kept(at_desk: Desk, opened: DataPane) -> None:
    select(opened, 0, 1)
    opened.filled_page.table_card.selection_bar.keep_button.click()
    finish(at_desk)
    assert column(opened) == FIRST_ROWS[:2]
    assert told(at_desk) == "2 rows kept, the others removed."
    assert isinstance(taken(at_desk), KeepRows)
    undo_by_toast(at_desk)
    assert column(opened) == FIRST_ROWS


def test_that_rows_too_few_for_a_baseline_do_not_take_undo_away(
    at_desk: Desk, opened: DataPane, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(data_pane_examples, "ABOUT_DATA", (*ABOUT_DATA, TrainBaseline))
    at_desk.session.failed.connect(at_desk.context.messages.show_error)  # as the window does
    select(opened, 0, 1)
    opened.filled_page.table_card.selection_bar.keep_button.click()
    finish(at_desk)
    assert not at_desk.session.is_baseline_training
    assert at_desk.session.baseline is None
    undo_by_toast(at_desk)
    assert column(opened) == FIRST_ROWS


def test_that_all_rows_that_a_search_found_are_named_by_the_search(at_desk: Desk, opened: DataPane) -> None:
    opened._presenter.show_label("good")
    finish(at_desk)
    QTest.keyClick(table_of(opened), Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(table_of(opened), Qt.Key.Key_Delete)
    finish(at_desk)
    assert taken(at_desk) == RemoveRows(found=RowQuery(label="good"))
    assert column(opened, 2) == ["bad", "bad", "fair"]


def test_that_rows_of_an_issue_are_named_one_by_one(at_desk: Desk, opened: DataPane) -> None:
    opened._presenter.show_issue("exact_duplicates")
    finish(at_desk)
    table_of(opened).selectAll()
    QTest.keyClick(table_of(opened), Qt.Key.Key_Delete)
    assert isinstance(at_desk.engines.waiting()[0], RowKeys)
    finish(at_desk)
    assert told(at_desk) == "1 row removed."


def test_that_the_whole_table_cannot_be_removed(at_desk: Desk, opened: DataPane) -> None:
    table_of(opened).selectAll()
    bar = opened.filled_page.table_card.selection_bar
    assert not bar.remove_button.isEnabled()
    assert not bar.keep_button.isEnabled()
    QTest.keyClick(table_of(opened), Qt.Key.Key_Delete)
    assert at_desk.engines.waiting() == []


def test_that_a_second_delete_waits_for_the_first(at_desk: Desk, opened: DataPane) -> None:
    select(opened, 0, 0)
    QTest.keyClick(table_of(opened), Qt.Key.Key_Delete)
    QTest.keyClick(table_of(opened), Qt.Key.Key_Delete)
    assert len(at_desk.engines.waiting()) == 1
    finish(at_desk)
    assert len(column(opened)) == 6


def test_that_selected_rows_get_another_label(at_desk: Desk, opened: DataPane) -> None:
    select(opened, 0, 1)
    actions = opened.filled_page.table_card.row_actions
    opened.filled_page.table_card.selection_bar.label_button.click()
    assert actions.chooser is not None
    QTest.keyClicks(actions.chooser.field, "fai")
    QTest.keyClick(actions.chooser.field, Qt.Key.Key_Return)
    finish(at_desk)
    assert column(opened, 2)[:3] == ["fair", "fair", "good"]
    assert told(at_desk) == "2 rows are now “fair”."
    undo_by_toast(at_desk)
    assert column(opened, 2)[:3] == ["bad", "good", "good"]


def test_that_a_label_that_does_not_exist_yet_can_be_written(at_desk: Desk, opened: DataPane) -> None:
    table = table_of(opened)
    table.edit_wanted.emit(table.table_model.index(0, 2))
    chooser = opened.filled_page.table_card.row_actions.chooser
    assert chooser is not None
    QTest.keyClicks(chooser.field, "broken")
    assert chooser.rows.row_text(0) == "New label “broken”"
    QTest.keyClick(chooser.field, Qt.Key.Key_Return)
    finish(at_desk)
    assert column(opened, 2)[0] == "broken"


def test_that_f2_edits_a_text_in_its_place_and_undo_restores_it(at_desk: Desk, opened: DataPane) -> None:
    table = table_of(opened)
    table.select_row(0)
    QTest.keyClick(table, Qt.Key.Key_F2)
    editor = opened.filled_page.table_card.row_actions.editor
    assert editor is not None
    assert editor.text() == FIRST_ROWS[0]
    editor.edit.setPlainText("the strap held")
    QTest.keyClick(editor.edit, Qt.Key.Key_Return)
    finish(at_desk)
    assert column(opened)[0] == "the strap held"
    assert isinstance(taken(at_desk), EditCells)
    assert told(at_desk) == "1 cell changed."
    undo_by_toast(at_desk)
    assert column(opened)[0] == FIRST_ROWS[0]


def test_that_escape_leaves_a_cell_as_it_was(at_desk: Desk, opened: DataPane) -> None:
    table = table_of(opened)
    place = table.visualRect(table.table_model.index(3, 1)).center()
    QTest.mouseDClick(table.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)
    editor = opened.filled_page.table_card.row_actions.editor
    assert editor is not None
    editor.edit.setPlainText("something else")
    QTest.keyClick(editor.edit, Qt.Key.Key_Escape)
    assert opened.filled_page.table_card.row_actions.editor is None
    assert at_desk.engines.waiting() == []


@pytest.mark.parametrize("text", ["two\nlines", "two\r\nlines", "hard\u00a0space", "  ends  ", "<b>&amp;</b>"])
def test_that_an_untouched_cell_is_not_changed_by_looking_at_it(
    at_desk: Desk, pane: DataPane, tmp_path: Path, text: str
) -> None:
    path = tmp_path / "cells.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([["text", "label"], [text, "a"], ["another text", "b"]])
    at_desk.open(path)
    table = table_of(pane)
    table.edit_wanted.emit(table.table_model.index(0, 1))
    editor = pane.filled_page.table_card.row_actions.editor
    assert editor is not None
    assert editor.text() == column(pane)[0]
    QTest.keyClick(editor.edit, Qt.Key.Key_Return)
    assert at_desk.engines.waiting() == []


def test_that_the_menu_of_a_row_has_what_the_keys_do(at_desk: Desk, opened: DataPane) -> None:
    table = table_of(opened)
    place = table.visualRect(table.table_model.index(4, 1)).center()
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, place, table.viewport().mapToGlobal(place))
    QApplication.sendEvent(table.viewport(), event)
    menu = opened.filled_page.table_card.row_actions.menu
    assert menu_texts(menu) == [
        "Edit the cell", "Change label…", "Copy the row", "Copy the cell", "Remove the row", "Keep only these",
    ]  # fmt: skip
    trigger(menu, "Copy the cell")
    assert QGuiApplication.clipboard().text() == FIRST_ROWS[4]
    trigger(menu, "Remove the row")
    finish(at_desk)
    assert column(opened) == [*FIRST_ROWS[:4], *FIRST_ROWS[5:]]


def test_that_several_rows_are_copied_as_a_table(opened: DataPane) -> None:
    select(opened, 0, 1)
    opened.filled_page.table_card.selection_bar.copy_button.click()
    assert QGuiApplication.clipboard().text() == f"{FIRST_ROWS[0]}\tbad\tA17\n{COFFEE}\tgood\tA18"


def test_that_the_table_stays_where_it_is_after_a_step(at_desk: Desk, pane: DataPane, tmp_path: Path) -> None:
    rows = "\n".join(f"a text about number {i} and more,{'a' if i % 2 else 'b'}" for i in range(500))
    at_desk.open(write_rows(tmp_path, f"text,label\n{rows}\n"))
    table = table_of(pane)
    table.verticalScrollBar().setValue(6000)
    table.select_row(210)
    where = table.verticalScrollBar().value()
    QTest.keyClick(table, Qt.Key.Key_Delete)
    finish(at_desk)
    assert len(column(pane)) == 499
    assert table.verticalScrollBar().value() == where
    assert table.currentIndex().row() == 210


def test_that_what_is_looked_for_stays_after_a_step(at_desk: Desk, opened: DataPane) -> None:
    opened._presenter.show_label("good")
    finish(at_desk)
    select(opened, 0, 0)
    QTest.keyClick(table_of(opened), Qt.Key.Key_Delete)
    finish(at_desk)
    assert opened._presenter.filter.label == "good"
    assert column(opened, 2) == ["good"] * 3
