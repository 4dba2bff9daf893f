"""The Runs pane as it is used: ticks, renaming in place, delete and undo, the bottom bar, the clipboard."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from runs_pane_examples import Desk, baseline, desk, failed, good_run
from store_examples import checkpoint

from workbench.gui.pane import BarAction
from workbench.gui.panes.runs.name_editor import NameEditor
from workbench.gui.panes.runs.view import RunsPane
from workbench.i18n import set_language

pytestmark = pytest.mark.gui


@pytest.fixture
def at(library: Path, qtbot: QtBot) -> Iterator[Desk]:  # noqa: ARG001 - Qt must run
    with desk(library) as made:
        yield made


def _open(at: Desk, qtbot: QtBot) -> RunsPane:
    pane = RunsPane(at.context)
    qtbot.addWidget(pane)
    pane.resize(1096, 708)
    with qtbot.waitExposed(pane):
        pane.show()
    pane.on_opened()
    return pane


def _place(pane: RunsPane, run_id: int, column: str) -> QPoint:
    keys = [each.key for each in pane.table.figures.columns]
    index = pane.table.figures.index(pane.table.figures.row_of(str(run_id)), keys.index(column))
    return pane.table.visualRect(index).center()


def _click(pane: RunsPane, run_id: int, column: str) -> None:
    QTest.mouseClick(pane.table.viewport(), Qt.MouseButton.LeftButton, pos=_place(pane, run_id, column))


def _facts(pane: RunsPane) -> list[str]:
    return [fact.text for fact in pane.status().bar.facts]


def _primary(pane: RunsPane) -> BarAction:
    primary = pane.status().bar.primary
    assert primary is not None
    return primary


def _editor(pane: RunsPane) -> NameEditor:
    editor = pane.table.findChild(NameEditor)
    assert isinstance(editor, NameEditor)
    return editor


def test_that_the_pane_is_locked_until_there_is_a_run(at: Desk, qtbot: QtBot) -> None:
    pane = _open(at, qtbot)
    assert pane.status().locked
    assert not pane.table.isVisible()
    baseline(at.library)
    at.context.session.runs_changed.emit()
    assert not pane.status().locked
    assert pane.status().state == "1"
    assert pane.table.isVisible()


def test_that_ticking_two_runs_compares_them(at: Desk, qtbot: QtBot) -> None:
    worse, better = good_run(at.library, 0.89), good_run(at.library, 0.91)
    pane = _open(at, qtbot)
    _click(pane, worse.id, "tick")
    assert _facts(pane) == ["2 runs compared", "Run 2 beats Run 1 by 2 in 100, which could be chance"]
    assert "Run 1: Macro-F1 0.800 at best" in pane.curves.plot.summary()
    pane.curves.switch.set_current("loss")
    pane.curves.switch.chosen.emit("loss")
    assert "Run 2: Validation loss 0.400 at best" in pane.curves.plot.summary()
    _click(pane, better.id, "tick")
    _click(pane, worse.id, "tick")
    assert _facts(pane) == ["Tick runs in the table to compare them"]


def test_that_a_new_name_is_typed_over_the_old(at: Desk, qtbot: QtBot) -> None:
    run = good_run(at.library, 0.9)
    pane = _open(at, qtbot)
    at.context.commands.run("rename_run")
    QTest.keyClicks(_editor(pane), "Longer texts")
    QTest.keyClick(_editor(pane), Qt.Key.Key_Return)
    at.engines.answer()
    assert at.library.run(run.id).name == "Longer texts"
    assert pane.table.hasFocus()


def test_that_a_double_click_on_a_name_renames_and_escape_leaves_it(at: Desk, qtbot: QtBot) -> None:
    run = good_run(at.library, 0.9)
    pane = _open(at, qtbot)
    _click(pane, run.id, "name")
    QTest.mouseDClick(pane.table.viewport(), Qt.MouseButton.LeftButton, pos=_place(pane, run.id, "name"))
    assert _editor(pane).isVisible()
    QTest.keyClicks(_editor(pane), "no")
    QTest.keyClick(_editor(pane), Qt.Key.Key_Escape)
    assert not _editor(pane).isVisible()
    assert at.engines.asked == []
    assert at.opened == []


def test_that_a_star_is_set_by_a_click(at: Desk, qtbot: QtBot) -> None:
    run = good_run(at.library, 0.9)
    pane = _open(at, qtbot)
    _click(pane, run.id, "star")
    at.engines.answer()
    assert at.library.run(run.id).starred


def test_that_delete_can_be_undone(at: Desk, qtbot: QtBot) -> None:
    kept, run = good_run(at.library, 0.8), good_run(at.library, 0.9)
    pane = _open(at, qtbot)
    QTest.keyClick(pane.table, Qt.Key.Key_Delete)
    at.engines.answer()
    assert [each.id for each in at.library.runs()] == [kept.id]
    assert at.notices[-1].text == "Run 2 is deleted."
    action = at.notices[-1].action
    assert action is not None
    action.run()
    at.engines.answer()
    assert [each.id for each in at.library.runs()] == [run.id, kept.id]


def test_that_return_uses_the_run_and_opens_results(at: Desk, qtbot: QtBot) -> None:
    run = good_run(at.library, 0.9)
    pane = _open(at, qtbot)
    assert _primary(pane).text == "Use Run 1"
    QTest.keyClick(pane.table, Qt.Key.Key_Return)
    assert at.opened == ["results"]
    assert at.context.session.run == run


def test_that_a_run_without_a_model_says_why_it_cannot_be_used(at: Desk, qtbot: QtBot) -> None:
    failed(at.library)
    pane = _open(at, qtbot)
    assert not _primary(pane).enabled
    assert _facts(pane)[0] == "Run 1 ended before it had a model"


def test_that_an_interrupted_run_goes_on_only_while_none_trains(at: Desk, qtbot: QtBot) -> None:
    run = failed(at.library, state="interrupted")
    at.library.record([checkpoint(run.id, 1)])
    pane = _open(at, qtbot)
    assert _primary(pane).text == "Resume Run 1"
    _primary(pane).run()
    assert at.engines.resumed == [run.id]
    assert at.opened == ["train"]
    assert _primary(pane).text == "Go to Train"
    assert not pane.status().bar.actions[-1].enabled


def test_that_what_differs_is_copied_as_a_table(at: Desk, qtbot: QtBot) -> None:
    slow = good_run(at.library, 0.9, settings={"epochs": 9, "split_sha256": "ab"})
    good_run(at.library, 0.91, settings={"epochs": 3, "split_sha256": "ab"})
    pane = _open(at, qtbot)
    pane.presenter.tick(slow.id, is_on=True)
    pane.differs.action_triggered.emit()
    lines = [line.split("\t") for line in QGuiApplication.clipboard().text().splitlines()]
    assert lines[:4] == [
        ["Settings", "Run 2", "Run 1"],
        ["Epochs", "3", "9"],
        ["Outcome", "", ""],
        ["Right in 100", "91", "90"],
    ]


def test_that_the_seventh_tick_is_refused_in_words(at: Desk, qtbot: QtBot) -> None:
    runs = [good_run(at.library, 0.9) for _ in range(7)]
    pane = _open(at, qtbot)
    for run in runs[1:]:
        pane.presenter.tick(run.id, is_on=True)
    _click(pane, runs[0].id, "tick")
    assert at.notices[-1].text == "6 runs can be compared at once. Untick one first."


def test_that_the_pane_speaks_chinese_at_once(at: Desk, qtbot: QtBot) -> None:
    good_run(at.library, 0.9)
    pane = _open(at, qtbot)
    set_language("zh_CN")
    pane.retranslate()
    assert _primary(pane).text == "使用 训练 1"
    assert pane.filter_button.text() == "全部状态"
    assert [column.title for column in pane.table.figures.columns][2:5] == ["名称", "基础模型", "方法"]
