"""Every issue can be acted on: its button does what it says, its sentence shows the rows, and Undo restores."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from data_pane_examples import Desk, write_rows
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from workbench.data.issues import quick_checks
from workbench.gui.commands import Command
from workbench.gui.panes.data import PANE, words
from workbench.gui.panes.data.clean_dialog import CleanDialog
from workbench.gui.panes.data.mask_dialog import MaskDialog
from workbench.gui.panes.data.rejected_dialog import RejectedDialog
from workbench.gui.panes.data.split_popup import SplitPopup
from workbench.gui.panes.data.step_dialog import ASK_DELAY_MS
from workbench.gui.panes.data.view import DataPane
from workbench.gui.theme import Theme
from workbench.gui.widgets.buttons import Button
from workbench.gui.widgets.issue_list import IssueList, IssueRow, NumberSentence
from workbench.i18n import say
from workbench.values import AnyStep, IssueAction, IssueFound, MaskEntities, RemoveDuplicates, RenameLabels

pytestmark = pytest.mark.gui

TROUBLE = (
    "text,label\n"
    + "".join(
        f"a rather ordinary sentence about parcel number {i} of many,{'a' if i % 40 else 'b'}\n" for i in range(240)
    )
    + "a rather ordinary sentence about parcel number 7 of many,a\n"
    "a rather ordinary sentence about parcel number 8 of many,b\n"
    "text,label\n"
    ",a\n"
    "nobody gave this one a label,\n"
    "ok,a\n"
    "<b>bold</b> words &amp; more of them in this line,A\n"
    "look at https://example.org/path for more of this,a\n"
    "zero\u200bwidth signs hide in this sentence here,a\n"
    "  spaces   stand around and in this sentence ,a\n"
    "ＡＢＣ１２３ stand in full width in this sentence,a\n"
    "the letters of this sentence were lost \ufffd somewhere,a\n"
    "one,two,three,four,five\n"
)


@pytest.fixture
def pane(at_desk: Desk, qtbot: QtBot, tmp_path: Path) -> Iterator[DataPane]:
    at_desk.context.commands.add(Command("open_file", "Open", lambda: None, shortcut="Ctrl+O"))
    made = PANE.build(at_desk.context)
    assert isinstance(made, DataPane)
    window = QWidget()
    qtbot.addWidget(window)
    made.setParent(window)
    made.resize(1096, 708)
    window.show()
    at_desk.open(write_rows(tmp_path, TROUBLE, "trouble.csv"))
    yield made  # noqa: PT022 - the frame of the fixture keeps the window


def finish(at_desk: Desk) -> None:
    while at_desk.engines.waiting():
        at_desk.engines.answer()


def press(pane: DataPane, sentence: str) -> None:
    """Presses the button of the issue with that sentence."""
    buttons = pane.filled_page.issues.findChildren(Button)
    found = [button for button in buttons if button.accessibleName().endswith(sentence) and not button.isHidden()]
    assert found, (sentence, [button.accessibleName() for button in buttons])
    found[-1].click()


def issues(at_desk: Desk) -> tuple[IssueFound, ...]:
    assert at_desk.session.version is not None
    return at_desk.session.version.profile.issues


def test_that_the_file_has_trouble_of_many_kinds(at_desk: Desk, pane: DataPane) -> None:
    found = {issue.kind for issue in issues(at_desk)}
    assert pane.filled_page.issues.isVisible()
    assert len(found & {check.kind for check in quick_checks()}) >= 12


def test_that_the_button_of_every_issue_does_what_it_says(at_desk: Desk, pane: DataPane, qtbot: QtBot) -> None:
    first = at_desk.session.version
    assert first is not None
    for issue, row in zip(issues(at_desk), words.issue_rows(first.profile), strict=True):
        if not row.action:
            continue
        press(pane, row.sentence)
        if issue.action == "show":
            finish(at_desk)
            assert pane._presenter.shown_rows == issue.rows
        elif issue.action == "balance":
            assert at_desk.opened[-1] == "balance"
        elif issue.action == "rejected":
            assert _closed(pane, RejectedDialog)
        elif issue.action == "split":
            assert _closed(pane, SplitPopup)
        else:
            _mend(at_desk, pane, row, qtbot)
            assert at_desk.session.version is not None
            assert at_desk.session.version.parent_id == first.id
            at_desk.session.history.undo()
        assert at_desk.session.version == first


def _mend(at_desk: Desk, pane: DataPane, row: IssueRow, qtbot: QtBot) -> None:
    if row.action_text.endswith("…"):
        qtbot.wait(ASK_DELAY_MS + 60)
        finish(at_desk)
        dialog = pane.mending.dialog
        assert isinstance(dialog, CleanDialog | MaskDialog)
        assert dialog.take_button.isEnabled()
        dialog.take_button.click()
    finish(at_desk)
    action = at_desk.notices[-1].action
    assert action is not None
    assert action.text == "Undo"


def _closed(pane: DataPane, kind: type[QWidget]) -> bool:
    """Whether such a window is open; it is closed again."""
    opened = [child for child in pane.findChildren(kind) if child.isVisible()]
    for window in opened:
        window.close()
    return bool(opened)


def test_that_the_sentence_of_every_issue_with_rows_shows_them(at_desk: Desk, pane: DataPane) -> None:
    clicked = 0
    for issue in issues(at_desk):
        if issue.rows and issue.action != "rejected":
            pane.filled_page.issues.sentence_clicked.emit(issue.kind)
            finish(at_desk)
            assert pane._presenter.shown_rows == issue.rows, issue.kind
            clicked += 1
    assert clicked >= 10


def test_that_a_sentence_is_clicked_by_mouse_and_by_key(qtbot: QtBot) -> None:
    view = IssueList(Theme("light"))
    qtbot.addWidget(view)
    view.set_issues(
        [IssueRow("a", "3 rows are odd.", action="show", has_rows=True), IssueRow("b", "1 line was left out.")]
    )
    clicked: list[str] = []
    view.sentence_clicked.connect(clicked.append)
    sentences = view.findChildren(NumberSentence)
    for sentence in sentences:
        QTest.mouseClick(sentence, Qt.MouseButton.LeftButton)
        QTest.keyClick(sentence, Qt.Key.Key_Space)
    assert clicked == ["a", "a"]
    assert [sentence.focusPolicy() for sentence in sentences] == [Qt.FocusPolicy.TabFocus, Qt.FocusPolicy.NoFocus]


@pytest.mark.parametrize(
    ("action", "remedy", "text"),
    [
        ("show", None, "Show"),
        ("rejected", None, "Show"),
        ("balance", None, "Balance"),
        ("split", None, "Change split"),
        ("mend", RemoveDuplicates(level="near"), "Remove"),
        ("mend", RenameLabels(names={"A": "a"}), "Merge"),
        ("mend", RenameLabels(names={"A": "c"}), "Rename"),
        ("mend", MaskEntities(entities=("email",)), "Mask…"),
    ],
)
def test_that_each_action_has_its_verb(
    at_desk: Desk, pane: DataPane, action: IssueAction, remedy: AnyStep | None, text: str
) -> None:
    assert pane.isVisible()
    assert at_desk.session.version is not None
    issue = IssueFound(kind="x", severity="warn", sentence=say("1 row is odd."), rows=1, action=action, remedy=remedy)
    profile = at_desk.session.version.profile
    (row,) = words.issue_rows(msgspec.structs.replace(profile, issues=(issue,)))
    assert row.action_text == text
