"""The Data pane on the screen: what it shows in each state, and what clicks and keys do."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from data_pane_examples import Desk, write_rows
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from workbench import i18n
from workbench.gui.panes.data.dialect_choice import DialectChoice
from workbench.gui.panes.data.dialect_popup import DialectPopup
from workbench.gui.panes.data.rejected_dialog import RejectedDialog
from workbench.gui.panes.data.view import DataPane
from workbench.values import Dialect

pytestmark = pytest.mark.gui


def test_that_the_first_page_offers_a_file_and_the_samples(at_desk: Desk, pane: DataPane) -> None:
    page = pane.empty_page
    assert page.isVisible()
    assert [row.detail for row in page.samples.rows()] == [
        "2,000 rows, 2 labels", "1,500 rows, 2 labels", "1,200 rows, 4 labels",
    ]  # fmt: skip
    assert page.recent_card.isHidden()
    page.open_button.click()
    assert at_desk.opened == ["file dialog"]
    assert pane.status().bar.facts[0].text == "Open a file to train a model"
    assert pane.status().state == ""


def test_that_a_sample_opens_with_one_click(at_desk: Desk, pane: DataPane) -> None:
    pane.empty_page.sample_button.click()
    at_desk.engines.answer()
    assert pane.filled_page.isVisible()
    assert pane.status().state == "2,000"


def test_that_an_import_shows_the_file_and_can_be_cancelled(at_desk: Desk, pane: DataPane, tmp_path: Path) -> None:
    at_desk.session.imports.open_file(write_rows(tmp_path))
    assert pane.empty_page.progress.isVisible()
    assert pane.empty_page.drop_area.isHidden()
    pane.empty_page.progress.cancel_button.click()
    assert pane.empty_page.drop_area.isVisible()
    assert at_desk.engines.waiting() == []


def test_that_an_open_table_shows_its_facts_labels_issues_and_rows(
    at_desk: Desk, pane: DataPane, tmp_path: Path
) -> None:
    at_desk.open(write_rows(tmp_path))
    page = pane.filled_page
    facts = page.title.facts.accessibleName()
    assert re.fullmatch(
        r"7 rows · 3 columns · 3 labels · UTF-8 · comma-separated · \d+ bytes · opened in \d+\.\d s", facts
    )
    assert [(row.name, row.value, row.note) for row in page.labels.rows()] == [
        ("good", "4", "57%"), ("bad", "2", "29%"), ("fair", "1", "14%"),
    ]  # fmt: skip
    sentences = [issue.sentence for issue in page.issues.issues()]
    assert "1 row is an exact duplicate." in sentences
    assert "Line 8 could not be read." in sentences
    assert page.table_card.table.table_model.rowCount() == 7
    assert [option.text for option in page.table_card.segments.options()] == ["All", "good", "bad", "fair"]


def test_that_labels_have_one_color_in_bars_filter_and_table(at_desk: Desk, pane: DataPane, tmp_path: Path) -> None:
    at_desk.open(write_rows(tmp_path))
    page = pane.filled_page
    for row, option in zip(page.labels.rows(), page.table_card.segments.options()[1:], strict=True):
        assert row.color == option.color == page.table_card.table.label_color(row.name)


def test_that_labels_follow_the_theme(at_desk: Desk, pane: DataPane, tmp_path: Path) -> None:
    at_desk.open(write_rows(tmp_path))
    at_desk.context.theme.set_choice("dark")
    page = pane.filled_page
    assert page.labels.rows()[0].color == page.table_card.segments.options()[1].color == "#77A8F5"


def test_that_more_than_five_labels_stand_in_a_menu(at_desk: Desk, pane: DataPane, tmp_path: Path) -> None:
    rows = "\n".join(f"a text about number {i} and more,label {i % 7}" for i in range(70))
    at_desk.open(write_rows(tmp_path, f"text,label\n{rows}\n"))
    card = pane.filled_page.table_card
    assert card.segments.isHidden()
    assert card.label_menu.isVisible()
    card.label_menu.menu().actions()[1].trigger()
    at_desk.engines.answer()
    assert card.table.table_model.rowCount() == 10
    assert card.label_menu.text() == "label 0"


def test_that_typing_finds_rows_and_escape_shows_all(
    at_desk: Desk, pane: DataPane, tmp_path: Path, qtbot: QtBot
) -> None:
    at_desk.open(write_rows(tmp_path))
    card = pane.filled_page.table_card
    card.find_field.setFocus()
    QTest.keyClicks(card.find_field, "no such thing")
    qtbot.waitUntil(lambda: bool(at_desk.engines.waiting()), timeout=2000)
    at_desk.engines.answer()
    assert card.table.table_model.rowCount() == 0
    assert card.hint.text() == "0 of 7 rows"
    card._leave_filter()  # the shortcut needs an active window, which offscreen tests do not always have
    assert card.find_field.text() == ""
    assert card.table.table_model.rowCount() == 7


def test_that_the_rows_of_an_issue_are_named_and_left_again(at_desk: Desk, pane: DataPane, tmp_path: Path) -> None:
    at_desk.open(write_rows(tmp_path))
    page = pane.filled_page
    page.issues.action_triggered.emit("rare_labels", "show")
    at_desk.engines.answer()
    card = page.table_card
    assert card.showing.isVisible()
    assert card.showing.text().startswith("Showing 7 rows: 3 labels have fewer than 5 examples")
    card.all_button.click()
    assert card.showing.isHidden()
    assert card.segments.isVisible()


def test_that_a_click_on_a_column_name_sorts(at_desk: Desk, pane: DataPane, tmp_path: Path) -> None:
    at_desk.open(write_rows(tmp_path))
    table = pane.filled_page.table_card.table
    table.role_header.sectionClicked.emit(1)
    at_desk.engines.answer()
    assert table.table_model.cell(0, 1) == "arrived a day early and well packed"


def test_that_a_column_without_a_role_stops_training_in_words(at_desk: Desk, pane: DataPane, tmp_path: Path) -> None:
    at_desk.open(write_rows(tmp_path))
    pane.filled_page.table_card.table.role_chosen.emit("kind", "unused")
    at_desk.engines.answer()
    assert pane.filled_page.no_labels.isVisible()
    assert pane.filled_page.split.isHidden()
    assert pane.status().bar.facts[0].text == "Choose the label column."
    primary = pane.status().bar.primary
    assert primary is not None
    assert not primary.enabled


def test_that_the_version_menu_goes_back(at_desk: Desk, pane: DataPane, tmp_path: Path) -> None:
    at_desk.open(write_rows(tmp_path))
    pane.filled_page.issues.action_triggered.emit("exact_duplicates", "mend")
    at_desk.engines.answer()
    page = pane.filled_page
    assert page.version_button.text() == "Version 2"
    texts = [action.text() for action in page.version_menu.actions()]
    assert texts[:2] == ["Version 2 · duplicates removed · 6 rows", "Version 1 · UTF-8, comma-separated · 7 rows"]
    page.version_menu.actions()[1].trigger()
    assert page.version_button.text() == "Version 1"
    assert pane.status().state == "7"


def test_that_a_failure_stands_on_the_page_with_ways_out(at_desk: Desk, pane: DataPane, tmp_path: Path) -> None:
    at_desk.open(write_rows(tmp_path, "text\nhello there\nhow are you\n", "one.csv"))
    banner = pane.empty_page.banner
    assert banner.isVisible()
    assert banner.accessibleName() == "“one.csv” has one column; a text and a label column are needed."
    banner.action_triggered.emit("dismiss")
    assert banner.isHidden()


def test_that_a_failure_leaves_the_open_table_as_it_is(at_desk: Desk, pane: DataPane, tmp_path: Path) -> None:
    at_desk.open(write_rows(tmp_path))
    at_desk.open(tmp_path / "gone.csv")
    assert pane.filled_page.banner.isVisible()
    assert pane.status().state == "7"


def test_that_in_a_low_window_the_banner_takes_the_place_of_the_drop_area(
    at_desk: Desk, pane: DataPane, tmp_path: Path
) -> None:
    pane.resize(968, 588)
    at_desk.open(tmp_path / "gone.csv")
    assert pane.empty_page.drop_area.isHidden()
    pane.resize(968, 760)
    assert pane.empty_page.drop_area.isVisible()


def test_that_a_low_window_tells_the_split_in_one_line(at_desk: Desk, pane: DataPane, tmp_path: Path) -> None:
    at_desk.open(write_rows(tmp_path))
    pane.resize(968, 588)
    assert pane.filled_page.split.isHidden()
    assert pane.filled_page.split_line.isVisible()


def test_that_the_table_has_the_focus_after_an_import(at_desk: Desk, pane: DataPane, tmp_path: Path) -> None:
    at_desk.open(write_rows(tmp_path))
    assert pane.window().focusWidget() is pane.filled_page.table_card.table


def test_that_markup_in_a_name_and_a_label_stays_text(at_desk: Desk, pane: DataPane, tmp_path: Path) -> None:
    rows = "\n".join(f"some words number {i} in a row,{'<b>bold</b>' if i % 2 else 'a&b'}" for i in range(20))
    at_desk.open(write_rows(tmp_path, f"text,label\n{rows}\n", "a&b.csv"))
    page = pane.filled_page
    assert [row.name for row in page.labels.rows()] == ["<b>bold</b>", "a&b"]
    assert page.title.accessibleName() == "a&b.csv"


def test_that_the_window_speaks_chinese_at_once(at_desk: Desk, pane: DataPane, tmp_path: Path) -> None:
    at_desk.open(write_rows(tmp_path))
    i18n.set_language("zh_CN")
    pane.retranslate()
    page = pane.filled_page
    assert page.version_button.text() == "版本 1"
    assert page.title.facts.accessibleName().startswith("7 行 · 3 列 · 3 个标签")
    assert page.table_card.segments.options()[0].text == "全部"


def test_that_the_dialect_popup_begins_with_what_holds(pane: DataPane) -> None:
    popup = DialectPopup(pane._context.theme, Dialect(encoding="utf-8-sig", delimiter=";", has_header=False), pane)
    assert popup.choice() == DialectChoice(encoding="utf-8-sig", delimiter=";", has_header=False)
    assert [popup.encoding.itemText(i) for i in range(3)] == ["detect", "UTF-8", "GB18030"]
    popup.close()
    unknown = DialectPopup(pane._context.theme, None, pane)
    assert unknown.choice() == DialectChoice()
    unknown.close()


def test_that_lines_that_could_not_be_read_can_be_copied(
    at_desk: Desk, pane: DataPane, tmp_path: Path, qtbot: QtBot
) -> None:
    at_desk.open(write_rows(tmp_path))
    dialog = RejectedDialog(at_desk.context.theme, pane._presenter.odd_records(), pane)
    qtbot.addWidget(dialog)
    assert dialog.table.table_model.cell(0, 3) == "one,two,three,four,five"
    dialog.copy_button.click()
    copied = QGuiApplication.clipboard().text()
    assert copied == "8\tIt has 5 cells; 3 are expected.\tone,two,three,four,five"
