"""Masking before anything is kept, as it is chosen in the window: the originals are in no file of the library."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import data_pane_examples
import pytest
from data_pane_examples import ABOUT_DATA, Desk, shown_desk, write_rows
from mending_desk import column, finish
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QCheckBox
from pytestqt.qtbot import QtBot

from workbench.gui.panes.data.dialect_popup import DialectPopup
from workbench.gui.panes.data.view import DataPane
from workbench.gui.settings_dialog import SettingsDialog
from workbench.protocol import ImportText, PreviewFile
from workbench.settings import save_preferences
from workbench.values import MaskEntities

pytestmark = pytest.mark.gui

PLANTED = ("13812345678", "anna.schmidt@example.org")
ROWS = (
    "review,kind\n"
    f"我的手机{PLANTED[0]}打不通,bad\n"
    f"write to {PLANTED[1]} for your money,bad\n"
    "a very good shop with friendly people,good\n"
    "the parcel came a day early,good\n"
    f"too,many,cells,{PLANTED[0]}\n"
)


@pytest.fixture
def at_desk(qtbot: QtBot, library: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:  # noqa: ARG001 - qtbot makes the application
    monkeypatch.setattr(data_pane_examples, "ABOUT_DATA", (*ABOUT_DATA, ImportText, PreviewFile))
    with shown_desk(library) as made:
        yield made


@pytest.fixture
def preferred(at_desk: Desk, qtbot: QtBot) -> None:
    """Checks the box in the settings, which keep it as the window does."""
    dialog = SettingsDialog(at_desk.context.theme)
    qtbot.addWidget(dialog)
    dialog.preferences_changed.connect(lambda values: save_preferences(at_desk.library.folder, values))
    box = dialog.program.rows["mask_on_open"].editor
    assert isinstance(box, QCheckBox)
    assert not box.isChecked()
    box.click()


def planted_in(folder: Path) -> set[str]:
    """The planted values that stand in any file of a folder."""
    contents = [path.read_bytes() for path in folder.rglob("*") if path.is_file()]
    return {value for value in PLANTED if any(value.encode() in content for content in contents)}


def facts(pane: DataPane) -> list[str]:
    return pane.filled_page.title.facts.accessibleName().split(" · ")


def popup_of(pane: DataPane) -> DialectPopup:
    popup = pane.findChild(DialectPopup)
    assert popup is not None
    return popup


@pytest.mark.usefixtures("preferred")
def test_that_a_file_is_masked_as_preferred_before_it_is_kept(at_desk: Desk, pane: DataPane, tmp_path: Path) -> None:
    at_desk.open(write_rows(tmp_path, ROWS))
    assert planted_in(at_desk.library.folder) == set()
    assert column(pane)[:2] == ["我的手机[PHONE-1]打不通", "write to [EMAIL-1] for your money"]
    assert "masked" in facts(pane)
    assert [row.raw for row in pane._presenter.odd_records()] == ["too,many,cells,[PHONE-1]"]


@pytest.mark.usefixtures("preferred")
def test_that_a_pasted_table_is_masked_as_preferred(at_desk: Desk, pane: DataPane) -> None:
    QGuiApplication.clipboard().setText(ROWS.replace(",", "\t"))
    at_desk.context.commands.run("paste_table")
    at_desk.engines.answer()
    assert planted_in(at_desk.library.folder) == set()
    assert "masked" in facts(pane)


def test_that_one_file_is_masked_by_the_box_in_the_popup(at_desk: Desk, pane: DataPane, tmp_path: Path) -> None:
    file = write_rows(tmp_path, ROWS)
    pane._reading.choose_dialect(str(file), None, pane.empty_page)
    at_desk.engines.answer()
    popup = popup_of(pane)
    assert not popup.mask_box.isChecked()
    popup.mask_box.click()
    popup.open_button.click()
    at_desk.engines.answer()
    assert planted_in(at_desk.library.folder) == set()
    assert "masked" in facts(pane)
    at_desk.open(file)
    assert planted_in(at_desk.library.folder) == set(PLANTED), "the box holds for one file"
    assert "masked" not in facts(pane)


@pytest.mark.usefixtures("preferred")
def test_that_one_file_is_kept_as_it_is_where_the_box_is_unchecked(
    at_desk: Desk, pane: DataPane, tmp_path: Path
) -> None:
    at_desk.open(write_rows(tmp_path, ROWS))
    pane._choose_dialect()
    at_desk.engines.answer()
    popup = popup_of(pane)
    assert popup.mask_box.isChecked()
    popup.mask_box.click()
    popup.open_button.click()
    at_desk.engines.answer()
    assert PLANTED[0] in column(pane)[0]
    assert "masked" not in facts(pane)


def test_that_what_began_with_masking_goes_on_so(at_desk: Desk, pane: DataPane, tmp_path: Path) -> None:
    """A file that has changed, its test file, and another file that the recipe is replayed on."""
    file = write_rows(tmp_path, ROWS)
    at_desk.session.imports.open_file(file, mask=MaskEntities())
    at_desk.engines.answer()
    write_rows(tmp_path, ROWS + f"call {PLANTED[0]} at once,bad\n")
    pane._reopen()
    finish(at_desk)
    version = at_desk.session.version
    assert version is not None
    assert (version.rows, version.number) == (5, 2)
    pane._dividing.use_test_file(write_rows(tmp_path, ROWS.replace("parcel", "box"), "test.csv"))
    finish(at_desk)
    pane.mending.versions.replay_on(write_rows(tmp_path, ROWS.replace("parcel", "bag"), "other.csv"))
    finish(at_desk)
    assert at_desk.session.version is not None
    assert at_desk.session.version.name == "other.csv"
    assert "masked" in facts(pane)
    assert [notice.text for notice in at_desk.notices if notice.tone == "error"] == []
    assert len(at_desk.library.versions()) == 4
    assert planted_in(at_desk.library.folder) == set()
