"""How files come into the window: several, folders, pasted; the popup of the dialect, and what could not be read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from unittest.mock import Mock

import data_pane_examples
import pytest
import xlsxwriter
from data_pane_examples import Desk, shown_desk, write_rows
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QLineEdit
from pytestqt.qtbot import QtBot

from workbench.gui import wording
from workbench.gui.files import name_filters
from workbench.gui.panes.data import words
from workbench.gui.panes.data.dialect_choice import DialectChoice
from workbench.gui.panes.data.dialect_popup import DialectPopup
from workbench.gui.panes.data.rejected_dialog import RejectedDialog
from workbench.gui.panes.data.view import DataPane
from workbench.gui.window_commands import window_commands
from workbench.protocol import ExportVersion, ImportFile, ImportText, PreviewFile
from workbench.values import Dialect

pytestmark = pytest.mark.gui


@pytest.fixture
def at_desk(qtbot: QtBot, library: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:  # noqa: ARG001 - qtbot makes the application
    answered = (*data_pane_examples.ABOUT_DATA, ImportText, PreviewFile, ExportVersion)
    monkeypatch.setattr(data_pane_examples, "ABOUT_DATA", answered)
    with shown_desk(library) as made:
        yield made


def workbook(folder: Path) -> Path:
    path = folder / "reviews.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        for name, label in (("Reviews", "good"), ("Later", "bad")):
            sheet = book.add_worksheet(name)
            sheet.write_row(0, 0, ["review", "kind"])
            for number in range(6):
                sheet.write_row(number + 1, 0, [f"a review with the number {number} in it", label])
    return path


def opened_popup(pane: DataPane, at_desk: Desk) -> DialectPopup:
    pane._choose_dialect()
    at_desk.engines.answer()
    popup = pane.findChild(DialectPopup)
    assert popup is not None
    return popup


def test_that_files_that_are_dropped_together_make_one_table(at_desk: Desk, pane: DataPane, tmp_path: Path) -> None:
    first, second = (
        write_rows(tmp_path),
        write_rows(tmp_path, "review,kind\nanother one that is new,good\n", "more.csv"),
    )
    pane.empty_page.files_dropped.emit([first, second])
    at_desk.engines.answer()
    version = at_desk.session.version
    assert version is not None
    assert (version.rows, version.dialect.more) == (8, (str(second),))
    assert "2 files" in pane.filled_page.title.facts.accessibleName()
    assert not pane._presenter.is_changed_on_disk()
    at_desk.session.imports.open_again(version)
    (request,) = at_desk.engines.waiting()
    assert isinstance(request, ImportFile)
    assert request.more == (str(second),)


def test_that_a_table_is_pasted(at_desk: Desk, pane: DataPane) -> None:
    text = "review\tkind\nthe first of the reviews\tgood\nthe second of the reviews\tbad\n"
    QGuiApplication.clipboard().setText(text)
    at_desk.context.commands.run("paste_table")
    assert pane.empty_page.progress.isVisible()
    at_desk.engines.answer()
    version = at_desk.session.version
    assert version is not None
    assert (version.rows, version.columns) == (2, ("review", "kind"))
    assert Path(version.source).parent.parent == at_desk.library.folder / "pasted"
    assert re.fullmatch(r"Pasted table \d{4}-\d\d-\d\d \d\d\.\d\d\.tsv", version.name)


def test_that_an_empty_clipboard_is_told_and_offers_no_other_reading(at_desk: Desk, pane: DataPane) -> None:
    QGuiApplication.clipboard().clear()
    at_desk.context.commands.run("paste_table")
    at_desk.engines.answer()
    failure = pane._presenter.failure
    assert failure is not None
    assert failure.error.what.one == "The clipboard holds no text."
    assert not failure.may_be_read_otherwise


def test_that_the_facts_name_the_sheet_and_the_popup_opens_another(
    at_desk: Desk, pane: DataPane, tmp_path: Path
) -> None:
    at_desk.open(workbook(tmp_path))
    assert "Excel, sheet “Reviews”" in pane.filled_page.title.facts.accessibleName()
    popup = opened_popup(pane, at_desk)
    assert [popup.sheet.itemText(number) for number in range(popup.sheet.count())] == ["Reviews", "Later"]
    assert popup.encoding.isHidden()
    assert popup.delimiter.isHidden()
    assert popup.table.table_model.cell(0, 1) == "a review with the number 0 in it"
    popup.sheet.setCurrentIndex(1)
    at_desk.engines.answer()
    assert popup.table.table_model.cell(0, 2) == "bad"
    popup.open_button.click()
    at_desk.engines.answer()
    assert at_desk.session.version is not None
    assert at_desk.session.version.dialect.sheet == "Later"


def test_that_the_popup_shows_what_would_come_of_a_choice(at_desk: Desk, pane: DataPane, tmp_path: Path) -> None:
    at_desk.open(write_rows(tmp_path))
    popup = opened_popup(pane, at_desk)
    assert popup.found.text().startswith("UTF-8, comma-separated")
    popup.header.setCurrentIndex(popup.header.findData(False))
    at_desk.engines.answer()
    assert popup.table.table_model.cell(0, 1) == "review"
    popup.kind.setCurrentIndex(popup.kind.findData("workbook"))
    at_desk.engines.answer()
    assert "is damaged, cut off, or not a workbook" in popup.found.text()
    assert not popup.open_button.isEnabled()
    popup.kind.setCurrentIndex(0)
    at_desk.engines.answer()
    assert popup.open_button.isEnabled()
    popup.close()


def test_that_the_confidence_of_the_detection_is_told(at_desk: Desk, pane: DataPane, tmp_path: Path) -> None:
    at_desk.open(write_rows(tmp_path))
    version = at_desk.session.version
    assert version is not None
    share = wording.percent(version.dialect.confidence)
    popup = opened_popup(pane, at_desk)
    expected = f"UTF-8, comma-separated. {share} sure of the delimiter."
    assert popup.found.text() == (expected if version.dialect.confidence < 1 else "UTF-8, comma-separated")
    popup.close()


def test_that_what_could_not_be_read_can_be_exported_or_read_otherwise(
    at_desk: Desk, pane: DataPane, tmp_path: Path
) -> None:
    at_desk.open(write_rows(tmp_path))
    pane._reading.show_rejected(pane._presenter.odd_records(), pane.filled_page.title.facts)
    dialog = pane.findChild(RejectedDialog)
    assert dialog is not None
    dialog.export_button.click()
    chooser = dialog.findChild(QFileDialog)
    assert chooser is not None
    chooser.fileSelected.emit(str(tmp_path / "out.csv"))
    chooser.reject()
    at_desk.engines.answer()
    assert "one,two,three,four,five" in (tmp_path / "out.csv").read_text(encoding="utf-8-sig")
    assert at_desk.notices[-1].text == "Written to out.csv."
    dialog.dialect_button.click()
    popup = pane.findChild(DialectPopup)
    assert popup is not None
    assert popup.choice() == DialectChoice(encoding="utf-8", delimiter=",", has_header=True)
    popup.close()


def test_that_rows_that_were_mended_while_reading_are_listed_and_exported(
    at_desk: Desk, pane: DataPane, tmp_path: Path
) -> None:
    rows = [f"this is review number {i},{'neg' if i % 3 else 'pos'},shop {i}" for i in range(30)]
    rows[4] = "only a text"
    at_desk.open(write_rows(tmp_path, "review,sentiment,place\n" + "\n".join(rows) + "\n"))
    pane.filled_page.issue_chosen.emit("repaired", "rejected")
    dialog = pane.findChild(RejectedDialog)
    assert dialog is not None
    assert dialog.windowTitle() == "1 row was mended while it was read."
    assert [dialog.table.table_model.cell(0, column) for column in (1, 3)] == ["6", "only a text"]
    dialog.export_button.click()
    chooser = dialog.findChild(QFileDialog)
    assert chooser is not None
    chooser.fileSelected.emit(str(tmp_path / "out.csv"))
    chooser.reject()
    at_desk.engines.answer()
    assert "only a text" in (tmp_path / "out.csv").read_text(encoding="utf-8-sig")
    dialog.close()
    pane.filled_page.issues.sentence_clicked.emit("repaired")
    at_desk.engines.answer()
    assert pane._presenter.shown_rows == 1


def test_that_each_format_says_what_it_is_in_the_facts() -> None:
    bare = Dialect(encoding="", delimiter="")
    assert words.dialect_words(Dialect(encoding="utf-8", delimiter=",")) == "UTF-8, comma-separated"
    assert words.dialect_words(Dialect(encoding="utf-8", delimiter="", format="json")) == "JSON, UTF-8"
    assert words.dialect_words(Dialect(encoding="", delimiter="", format="parquet")) == "Parquet or Arrow"
    assert words.dialect_parts(Dialect(encoding="", delimiter="", format="workbook", sheet="S")) == ["Excel, sheet “S”"]
    assert words.dialect_parts(bare) == ["", "one column"]


def test_that_the_file_dialog_offers_every_format() -> None:
    filters = name_filters()
    assert "*.xlsx" in filters[0]
    assert "*.parquet" in filters[0]
    assert any(entry.startswith("CoNLL (*.conll") for entry in filters)
    assert filters[-1] == "All files (*)"


def test_that_ctrl_v_pastes_into_a_field_that_has_the_focus_and_else_a_table(qtbot: QtBot) -> None:
    pasted: list[str] = []
    doings = Mock(paste=lambda: pasted.append("table"))
    paste = next(command for command in window_commands(doings, []) if command.id == "edit_paste")
    assert paste.shortcut == "Ctrl+V"
    QGuiApplication.clipboard().setText("words")
    field = QLineEdit()
    qtbot.addWidget(field)
    field.show()
    field.setFocus()
    qtbot.waitUntil(field.hasFocus)
    paste.run()
    assert (field.text(), pasted) == ("words", [])
    field.clearFocus()
    paste.run()
    assert (field.text(), pasted) == ("words", ["table"])
