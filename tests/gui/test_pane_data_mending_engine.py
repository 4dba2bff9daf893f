"""Every step of mending and its undo in the pane, with a real engine process and a real file."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from workbench.gui.commands import Command, Commands
from workbench.gui.engines import Engines
from workbench.gui.language import Language
from workbench.gui.messages import Messages, Notice
from workbench.gui.pane import PaneContext
from workbench.gui.panes.data import PANE
from workbench.gui.panes.data.clean_dialog import CleanDialog
from workbench.gui.panes.data.mask_dialog import MaskDialog
from workbench.gui.panes.data.view import DataPane
from workbench.gui.session import Session
from workbench.gui.theme import Theme
from workbench.gui.training import Training
from workbench.store import Library
from workbench.values import (
    EditCells,
    KeepRows,
    MaskEntities,
    NormalizeText,
    RemoveDuplicates,
    RemoveRepeatedHeaders,
    RemoveRows,
    RenameLabels,
)

pytestmark = [pytest.mark.gui, pytest.mark.engine, pytest.mark.timeout(600)]

LONGEST_MS = 120_000


@pytest.fixture
def mixed_csv(sms_csv: Path) -> Path:
    """Real messages, with one of each thing that wants mending."""
    with sms_csv.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    head = rows[0]
    text, label = head.index("text"), head.index("label")

    def made(words: str, name: str) -> list[str]:
        row = [""] * len(head)
        row[text], row[label] = words, name
        return row

    rows += [rows[1], head, made("  two   spaces  ", "Spam"), made("call ann.lee@example.org tonight", "ham")]
    with sms_csv.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    return sms_csv


@pytest.fixture
def pane(qtbot: QtBot, library: Path) -> Iterator[DataPane]:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    with Library.open(library) as opened:
        engines = Engines(library)
        training, messages, theme, commands = Training(engines), Messages(), Theme("light"), Commands()
        theme.apply(app)
        commands.add(Command("open_file", "Open", lambda: None))
        notices: list[Notice] = []
        messages.told.connect(notices.append)
        session = Session(opened, engines, training)
        session.failed.connect(messages.show_error)
        made = PANE.build(
            PaneContext(
                session=session, training=training, engines=engines, messages=messages, commands=commands,
                theme=theme, language=Language("en"), open_pane=lambda _name: None, open_settings=lambda _key: None,
                preference=lambda _key: "", set_preference=lambda _key, _value: None,
            )
        )  # fmt: skip
        assert isinstance(made, DataPane)
        window = QWidget()
        qtbot.addWidget(window)
        made.setParent(window)
        made.resize(1096, 708)
        window.show()
        made.notices = notices  # type: ignore[attr-defined]  # for the test to read
        yield made
        with qtbot.waitSignal(engines.shut_down, timeout=30_000):
            engines.shutdown()


def session_of(pane: DataPane) -> Session:
    return pane._context.session


def cells(pane: DataPane) -> list[tuple[str, ...]]:
    table = pane._presenter.table
    assert table is not None
    return list(zip(*(column.to_pylist() for column in table.columns), strict=True))


def test_that_every_step_is_taken_and_undone(pane: DataPane, mixed_csv: Path, qtbot: QtBot) -> None:
    session, presenter, mending = session_of(pane), pane._presenter, pane._presenter.mending
    session.imports.open_file(mixed_csv)
    qtbot.waitUntil(lambda: session.version is not None, timeout=LONGEST_MS)
    first = session.version
    assert first is not None
    original = cells(pane)
    table = pane.filled_page.table_card.table

    def delete_row() -> None:
        table.select_row(3)
        QTest.keyClick(table, Qt.Key.Key_Delete)

    def keep_two_rows() -> None:
        table.select_row(0)
        QTest.keyClick(table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
        pane.filled_page.table_card.selection_bar.keep_button.click()

    def edit_cell() -> None:
        table.edit_wanted.emit(table.table_model.index(2, table.table_model.column_names().index("text") + 1))
        editor = pane.filled_page.table_card.row_actions.editor
        assert editor is not None
        editor.edit.setPlainText("written anew")
        QTest.keyClick(editor.edit, Qt.Key.Key_Return)

    def take_in_dialog(kind: type[CleanDialog | MaskDialog]) -> None:
        dialog = pane.mending.dialog
        assert isinstance(dialog, kind)
        qtbot.waitUntil(dialog.take_button.isEnabled, timeout=LONGEST_MS)
        dialog.take_button.click()

    def clean() -> None:
        pane.mending.open_clean()
        take_in_dialog(CleanDialog)

    def mask() -> None:
        pane.mending.open_mask()
        take_in_dialog(MaskDialog)

    doings: list[tuple[Callable[[], None], type]] = [
        (lambda: pane.filled_page.issues.action_triggered.emit("exact_duplicates", "mend"), RemoveDuplicates),
        (lambda: pane.filled_page.issues.action_triggered.emit("repeated_header", "mend"), RemoveRepeatedHeaders),
        (delete_row, RemoveRows),
        (keep_two_rows, KeepRows),
        (edit_cell, EditCells),
        (lambda: mending.set_cells([0, 1], "label", "ham"), EditCells),
        (lambda: mending.rename_label("ham", "fine"), RenameLabels),
        (lambda: mending.merge_labels(["Spam"], "spam"), RenameLabels),
        (lambda: mending.remove_labels(["ham"]), RemoveRows),
        (clean, NormalizeText),
        (mask, MaskEntities),
    ]
    for do, kind in doings:
        do()
        qtbot.waitUntil(lambda: session.version is not None and session.version.id != first.id, timeout=LONGEST_MS)
        assert session.version is not None
        assert isinstance(session.version.recipe[-1], kind)
        changed = cells(pane)
        assert changed != original
        notices = pane.notices  # type: ignore[attr-defined]  # see the fixture
        assert [notice.text for notice in notices if notice.tone == "error"] == []
        action = next(notice.action for notice in reversed(notices) if notice.action is not None)
        assert action.text == "Undo"
        action.run()
        assert session.version.id == first.id
        assert cells(pane) == original
        session.history.redo()
        assert cells(pane) == changed
        session.history.undo()
    assert presenter.versions()[-1].id == first.id
    assert len(presenter.versions()) == 1 + len(doings)
