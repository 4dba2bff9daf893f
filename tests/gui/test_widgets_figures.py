"""Bars, phases, the confusion matrix, label scores, issues, history and the text box."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt
from pytestqt.qtbot import QtBot
from widget_examples import MARKUP, click, color_share, light, middle, press, shown

from workbench import i18n
from workbench.gui.theme import DARK, LIGHT, Tokens
from workbench.gui.widgets.bar_rows import BarRow, BarRows
from workbench.gui.widgets.buttons import Button
from workbench.gui.widgets.confusion_matrix import ConfusionMatrix
from workbench.gui.widgets.headline_bars import HeadlineBar, HeadlineBars
from workbench.gui.widgets.heat import cell_colors
from workbench.gui.widgets.history_list import HistoryList, HistoryRow
from workbench.gui.widgets.issue_list import IssueList, IssueRow, number_runs
from workbench.gui.widgets.key_values import KeyValue, KeyValues
from workbench.gui.widgets.phase_bar import Phase, PhaseBar
from workbench.gui.widgets.predictions import renderer_for
from workbench.gui.widgets.predictions.label_scores import LabelScoresView
from workbench.gui.widgets.split_bar import SplitBar, SplitPart
from workbench.gui.widgets.text_box import TextBox
from workbench.values import LabelScores

pytestmark = pytest.mark.gui

SURE = LabelScores(labels=("negative", "neutral", "positive"), scores=(0.83, 0.14, 0.03))
UNSURE = LabelScores(labels=(MARKUP, "neutral"), scores=(0.58, 0.42))


def test_that_bars_tell_their_numbers(qtbot: QtBot) -> None:
    rows = BarRows(light())
    qtbot.addWidget(rows)
    rows.set_rows([BarRow(MARKUP, 1.0, "5,214", "49%", LIGHT.chart[0]), BarRow("中性", 0.3, "1,647", "16%")])
    assert rows.accessibleDescription() == f"{MARKUP} 5,214 49%; 中性 1,647 16%"


def test_that_bars_are_as_long_as_their_shares(qtbot: QtBot) -> None:
    rows = BarRows(light())
    qtbot.addWidget(rows)
    shares = []
    for share in (0.25, 0.5, 1.0):
        rows.set_rows([BarRow("label", share, "1", "", LIGHT.chart[3])])
        shares.append(color_share(shown(rows, 500, 28), LIGHT.chart[3]))
    assert shares[0] < shares[1] < shares[2]
    assert shares[2] / shares[1] == pytest.approx(2, rel=0.1)


def test_that_a_hundred_bars_scroll_and_are_chosen_by_click_and_key(qtbot: QtBot) -> None:
    rows = BarRows(light())
    qtbot.addWidget(rows)
    rows.set_can_choose(True)
    rows.set_rows([BarRow(f"label {at}", 0.5, str(at)) for at in range(100)])
    shown(rows, 300, 140)
    with qtbot.waitSignal(rows.row_clicked) as clicked:
        click(rows.viewport(), middle(rows.row_rect(2)))
    assert clicked.args == ["label 2"]
    press(rows, Qt.Key.Key_End)
    assert rows.current_row == 99
    assert rows.row_rect(99).bottom() <= rows.viewport().height()
    assert rows.row_at(middle(rows.row_rect(99))) == 99


def test_that_the_threshold_is_a_line_over_all_rows(qtbot: QtBot) -> None:
    rows = BarRows(light())
    qtbot.addWidget(rows)
    entries = [BarRow("negative", 0.83, "83%", is_winner=True), BarRow("positive", 0.17, "17%")]
    rows.set_rows(entries)
    before = shown(rows, 400, 56)
    rows.set_rows(entries, threshold=0.7)
    assert rows.grab().toImage() != before


def test_that_phases_fill_the_width_and_leave_room_for_their_names(qtbot: QtBot) -> None:
    bar = PhaseBar(light())
    qtbot.addWidget(bar)
    phases = [Phase("Loading", 4, "done", note="4 s"), Phase("Training", 900, "current", 0.7, "epoch 2.8 of 4")]
    bar.set_phases([*phases, Phase("Saving", 0.001, note="2 s")])
    shown(bar, 1000, 30)
    segments = bar.segments()
    assert segments[-1].right() == pytest.approx(1000)
    assert min(segment.width() for segment in segments) >= 80
    assert segments[1].width() > 700
    assert bar.accessibleDescription() == "Loading 4 s 100%; Training epoch 2.8 of 4 70%; Saving 2 s 0%"


def test_that_phases_shrink_alike_where_there_is_no_room(qtbot: QtBot) -> None:
    bar = PhaseBar(light())
    qtbot.addWidget(bar)
    bar.set_phases([Phase(f"Phase {at}", at) for at in range(6)])
    shown(bar, 240, 30)
    assert bar.segments()[-1].right() == pytest.approx(240)


def test_that_key_values_and_split_parts_are_told(qtbot: QtBot) -> None:
    values, split = KeyValues(light()), SplitBar(light())
    for widget in (values, split):
        qtbot.addWidget(widget)
    values.set_rows([KeyValue("Step", "745 of 1,064"), KeyValue("Device", MARKUP)])
    split.set_parts([SplitPart(8, "8 to learn from"), SplitPart(2, "2 to check")])
    assert values.accessibleDescription() == f"Step 745 of 1,064; Device {MARKUP}"
    assert values.sizeHint().height() == 46
    assert split.accessibleName() == "8 to learn from, 2 to check"
    shown(values, 200, 46)
    shown(split, 200, 32)


def test_that_headline_bars_tell_figure_and_interval(qtbot: QtBot) -> None:
    bars = HeadlineBars(light())
    qtbot.addWidget(bars)
    bars.set_bars(
        [HeadlineBar("This model", 0.91, 0.89, 0.93, is_main=True), HeadlineBar("Always “x”", 0.49, 0.46, 0.52)]
    )
    shown(bars, 470, 70)
    assert bars.accessibleDescription().startswith("This model: right 91 times in 100, probably 89 to 93; ")
    i18n.set_language("zh_CN")
    bars.retranslate()
    assert "每 100 条判对 91 条" in bars.accessibleDescription()


# By hand from tokens.md: surface is white in the light theme, so a channel c at strength p is 255 - p (255 - c).
@pytest.mark.parametrize(
    ("tokens", "share", "is_diagonal", "ground", "text"),
    [
        (LIGHT, 0.96, True, (33, 97, 185), LIGHT.on_accent),
        (LIGHT, 0.72, True, (123, 160, 213), LIGHT.text),
        (LIGHT, 0.15, False, (238, 205, 184), LIGHT.text),
        (LIGHT, 1.00, False, (220, 154, 108), LIGHT.text),
        (DARK, 1.00, True, (119, 168, 245), DARK.window),
    ],
)
def test_that_heat_follows_the_rule(
    tokens: Tokens, share: float, is_diagonal: bool, ground: tuple[int, int, int], text: str
) -> None:
    color, ink = cell_colors(tokens, share, is_diagonal=is_diagonal)
    channels = tuple(int(color[at : at + 2], 16) for at in (1, 3, 5))
    assert channels == pytest.approx(ground, abs=6)
    assert ink == text


def matrix(qtbot: QtBot) -> ConfusionMatrix:
    view = ConfusionMatrix(light())
    qtbot.addWidget(view)
    view.set_counts(["negative", "neutral", MARKUP], [[348, 18, 8], [22, 118, 25], [6, 17, 498]])
    shown(view, 380, 170)
    return view


def test_that_a_click_on_a_cell_names_both_labels(qtbot: QtBot) -> None:
    view = matrix(qtbot)
    with qtbot.waitSignal(view.cell_chosen) as chosen:
        click(view.viewport(), middle(view.cell_rect(1, 2)))
    assert chosen.args == ["neutral", MARKUP]
    assert view.accessibleName() == f"neutral taken for {MARKUP}: 25 of 165"


def test_that_arrows_walk_through_the_cells_and_return_chooses(qtbot: QtBot) -> None:
    view = matrix(qtbot)
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Right):
        press(view, key)
    with qtbot.waitSignal(view.cell_chosen) as chosen:
        press(view, Qt.Key.Key_Return)
    assert chosen.args == ["neutral", "neutral"]


def test_that_the_matrix_has_a_table_behind_it(qtbot: QtBot) -> None:
    view = matrix(qtbot)
    assert view.table()[2] == ["neutral", "22", "118", "25"]
    assert "neutral taken for negative: 22 of 165" in view.accessibleDescription()


def test_that_a_hundred_labels_scroll_to_the_current_cell(qtbot: QtBot) -> None:
    view = ConfusionMatrix(light())
    qtbot.addWidget(view)
    labels = [f"a rather long label name {at}" for at in range(100)]
    view.set_counts(labels, [[at if at == other else 1 for other in range(100)] for at in range(100)])
    shown(view, 380, 300)
    assert view.cell_rect(0, 0).height() >= 22
    view.set_current(labels[98], labels[99])
    press(view, Qt.Key.Key_Down)
    cell = view.cell_rect(99, 99)
    assert view.viewport().rect().contains(middle(cell))
    with qtbot.waitSignal(view.cell_chosen) as chosen:
        click(view.viewport(), middle(cell))
    assert chosen.args == [labels[99], labels[99]]


def test_that_a_label_without_examples_divides_nothing_by_zero(qtbot: QtBot) -> None:
    view = ConfusionMatrix(light())
    qtbot.addWidget(view)
    view.set_counts(["a", "b"], [[0, 0], [1, 2]])
    view.set_shows("share")
    shown(view, 300, 140)
    assert view.cell_text(0, 1) == "a taken for b: 0 of 0"


def test_that_a_sure_answer_names_its_label(qtbot: QtBot) -> None:
    view = renderer_for(SURE, light())
    qtbot.addWidget(view)
    view.set_labels(["positive", "negative", "neutral"])
    view.set_output(SURE, threshold=0.7)
    shown(view, 360, 150)
    assert (view.verdict.text(), view.chip.text()) == ("negative", "sure enough")
    assert view.accessibleName() == "negative, 83% sure"
    assert view.accessibleDescription() == "negative 83%; neutral 14%; positive 3%"
    assert [row.color for row in view.bars.rows()] == [LIGHT.chart[1], LIGHT.chart[2], LIGHT.chart[0]]


def test_that_an_unsure_answer_leans(qtbot: QtBot) -> None:
    view = LabelScoresView(light())
    qtbot.addWidget(view)
    view.set_output(UNSURE, threshold=0.7)
    shown(view, 360, 150)
    assert (view.verdict.text(), view.chip.text()) == ("not sure", f"leans to {MARKUP}")
    i18n.set_language("zh_CN")
    view.retranslate()
    assert view.summary() == f"不确定，偏向“{MARKUP}”（58%）。"
    view.set_output(None)
    assert view.verdict.text() == ""


@pytest.mark.parametrize(
    ("sentence", "numbers"),
    [
        ("34 rows are exact duplicates", ["34"]),
        ("Rows 812 and 9,113 could not be read.", ["812", "9,113"]),
        ("“label 3” has 5 examples.", ["5"]),
        ("第 812 行和第 9,113 行无法读取", ["812", "9,113"]),
        ("UTF-8 stays", []),
    ],
)
def test_that_numbers_are_found_but_not_in_names(sentence: str, numbers: list[str]) -> None:
    runs = number_runs(sentence)
    assert [text for text, is_number in runs if is_number] == numbers
    assert "".join(text for text, _ in runs) == sentence


def test_that_an_issue_emits_its_kind_and_action(qtbot: QtBot) -> None:
    issues = IssueList(light())
    qtbot.addWidget(issues)
    issues.set_issues([IssueRow("exact_duplicates", "34 rows are duplicates", action="remove", action_text="Remove")])
    shown(issues, 400, 80)
    button = issues.findChild(Button)
    assert button is not None
    assert button.accessibleName() == "Remove: 34 rows are duplicates"
    with qtbot.waitSignal(issues.action_triggered) as acted:
        click(button)
    assert acted.args == ["exact_duplicates", "remove"]


def test_that_no_issue_is_said_in_a_sentence(qtbot: QtBot) -> None:
    issues = IssueList(light())
    qtbot.addWidget(issues)
    issues.set_issues([], none_text="No issues found in 10,603 rows.")
    assert issues.accessibleDescription() == "No issues found in 10,603 rows."


def test_that_history_gives_back_the_chosen_text(qtbot: QtBot) -> None:
    history = HistoryList(light())
    qtbot.addWidget(history)
    history.set_rows(
        [HistoryRow(MARKUP, "negative", LIGHT.chart[1], "now"), HistoryRow("b", "x", LIGHT.chart[0], "2 min")]
    )
    shown(history, 260, 100)
    with qtbot.waitSignal(history.row_chosen) as chosen:
        click(history.viewport(), QPoint(60, 45))
    assert chosen.args == [1]
    assert history.accessibleDescription().startswith(f"negative: {MARKUP} (now)")


def test_that_typing_settles_once(qtbot: QtBot) -> None:
    box = TextBox(light())
    qtbot.addWidget(box)
    box.set_placeholder("Type a text")
    shown(box, 400, 100)
    settled: list[str] = []
    box.text_settled.connect(settled.append)
    with qtbot.waitSignal(box.text_settled):
        for key in (Qt.Key.Key_H, Qt.Key.Key_I):
            press(box.edit, key)
    assert settled == ["hi"]
    assert box.edit.accessibleName() == "Type a text"


def test_that_only_plain_text_is_pasted(qtbot: QtBot) -> None:
    box = TextBox(light())
    qtbot.addWidget(box)
    data = QMimeData()
    data.setHtml("<b>bold</b>")
    data.setText(MARKUP)
    box.edit.insertFromMimeData(data)
    assert box.text() == MARKUP
    assert not box.edit.textCursor().charFormat().font().bold()


def test_that_a_set_text_settles_at_once_and_undo_takes_it_back(qtbot: QtBot) -> None:
    box = TextBox(light())
    qtbot.addWidget(box)
    box.set_text("first")
    with qtbot.waitSignal(box.text_settled) as settled:
        box.set_text("中文\nsecond line")
    assert settled.args == ["中文\nsecond line"]
    box.edit.undo()
    assert box.text() == "first"
