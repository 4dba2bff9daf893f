"""Buttons, chips, segments, sliders, cards, facts and labels: clicks, keys, texts and plain text."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QMenu, QWidget
from pytestqt.qtbot import QtBot
from widget_examples import MARKUP, click, color_share, light, press, shown

from workbench.gui.theme import DARK, LIGHT
from workbench.gui.widgets.banner import Banner
from workbench.gui.widgets.buttons import Button, icon_button, plain_button, primary_button, shortcut_text, small_button
from workbench.gui.widgets.card import Card
from workbench.gui.widgets.chip import Chip
from workbench.gui.widgets.drop_area import DropArea
from workbench.gui.widgets.facts import Facts, TextFact
from workbench.gui.widgets.label import Label
from workbench.gui.widgets.locked_view import LockedView
from workbench.gui.widgets.painting import plain_tooltip
from workbench.gui.widgets.row_list import ListRow, RowList
from workbench.gui.widgets.segmented import Option, Segmented
from workbench.gui.widgets.slider import Slider
from workbench.gui.widgets.title_block import TitleBlock

pytestmark = pytest.mark.gui


def test_that_a_tooltip_shows_markup_as_characters() -> None:
    assert plain_tooltip(MARKUP) == "<qt>&lt;img src=x onerror=1&gt; &lt;b&gt;bold&lt;/b&gt; &amp;amp; 中性</qt>"
    assert plain_tooltip("") == ""
    assert len(plain_tooltip("x" * 100_000)) < 2100


def test_that_a_label_is_plain_and_tells_in_its_tooltip_what_was_cut(qtbot: QtBot) -> None:
    label = Label(light())
    qtbot.addWidget(label)
    label.set_text(MARKUP)
    shown(label, 60, 20)
    assert label.textFormat() == Qt.TextFormat.PlainText
    assert label.toolTip() == plain_tooltip(MARKUP)
    label.resize(600, 20)
    qtbot.waitUntil(lambda: label.toolTip() == "")


def test_that_a_shortcut_is_written_with_signs() -> None:
    assert shortcut_text("Ctrl+Return") == "Ctrl ↵"
    assert shortcut_text("Ctrl+Shift+Return") == "Ctrl ⇧ ↵"
    assert shortcut_text("Ctrl+K") == "Ctrl K"


@pytest.mark.parametrize(("kind", "token"), [("primary", "accent"), ("danger_filled", "error")])
def test_that_filled_buttons_have_the_color_of_their_token(qtbot: QtBot, kind: str, token: str) -> None:
    button = Button(light(), "Train", kind=kind)  # type: ignore[arg-type]  # a literal, spread by the parameters
    qtbot.addWidget(button)
    assert color_share(shown(button, 90, 34), getattr(LIGHT, token)) > 0.5


def test_that_a_disabled_button_is_grey_and_does_nothing(qtbot: QtBot) -> None:
    button = primary_button(light(), "Train", shortcut="Ctrl+Return")
    qtbot.addWidget(button)
    button.setEnabled(False)
    assert color_share(shown(button, 130, 34), LIGHT.sunken) > 0.5
    with qtbot.assertNotEmitted(button.clicked):
        click(button)


def test_that_buttons_have_the_heights_of_the_tokens(qtbot: QtBot) -> None:
    theme = light()
    heights = [primary_button(theme, "Train"), plain_button(theme, "Export"), small_button(theme, "Show")]
    for button in heights:
        qtbot.addWidget(button)
    assert [button.sizeHint().height() for button in heights] == [34, 30, 26]
    assert plain_button(theme, "Eine ziemlich lange Beschriftung").sizeHint().width() > 200


def test_that_buttons_react_to_space_and_icon_buttons_have_a_name(qtbot: QtBot) -> None:
    button = icon_button(light(), "copy", "Copy as image")
    qtbot.addWidget(button)
    shown(button, 26, 26)
    assert button.accessibleName() == "Copy as image"
    with qtbot.waitSignal(button.clicked):
        press(button, Qt.Key.Key_Space)


def test_that_a_change_of_theme_repaints(qtbot: QtBot) -> None:
    theme = light()
    card = Card(theme)
    qtbot.addWidget(card)
    assert color_share(shown(card, 200, 100), LIGHT.surface) > 0.8
    theme.set_choice("dark")
    assert color_share(card.grab().toImage(), DARK.surface) > 0.8


def test_that_a_card_tells_its_title_and_emits_its_action(qtbot: QtBot) -> None:
    card = Card(light())
    qtbot.addWidget(card)
    card.set_title(MARKUP, hint="4 found")
    card.set_action("Fix the first three")
    shown(card, 400, 120)
    assert (card.accessibleName(), card.accessibleDescription()) == (MARKUP, "4 found")
    with qtbot.waitSignal(card.action_triggered):
        click(card.action_button())
    card.set_action("")
    assert card.action_button().isHidden()


def test_that_a_card_keeps_fixed_content_under_its_title(qtbot: QtBot) -> None:
    card = Card(light())
    qtbot.addWidget(card)
    card.set_title("This run")
    content = QWidget()
    content.setFixedHeight(40)
    card.body.addWidget(content)
    shown(card, 300, 400)
    assert content.y() < 60


def test_that_a_chip_takes_its_word_and_hides_without_one(qtbot: QtBot) -> None:
    chip = Chip(light(), "best", tone="ok")
    qtbot.addWidget(chip)
    assert color_share(shown(chip, 44, 20), LIGHT.ok_soft) > 0.4
    assert chip.accessibleName() == "best"
    chip.set_state("")
    assert chip.isHidden()


def options(count: int) -> list[Option]:
    return [Option(f"k{at}", f"label {at}", LIGHT.label_color(at)) for at in range(count)]


def test_that_a_segment_is_chosen_by_click_and_by_arrow(qtbot: QtBot) -> None:
    control = Segmented(light())
    qtbot.addWidget(control)
    control.set_options(options(3))
    shown(control, 300, 28)
    assert control.current() == "k0"
    with qtbot.waitSignal(control.chosen) as clicked:
        click(control._parts[2])
    assert clicked.args == ["k2"]
    with qtbot.waitSignal(control.chosen) as moved:
        press(control._parts[2], Qt.Key.Key_Left)
    assert moved.args == ["k1"]
    assert [part.isChecked() for part in control._parts] == [False, True, False]


def test_that_setting_a_segment_emits_nothing_and_new_options_keep_the_choice(qtbot: QtBot) -> None:
    control = Segmented(light())
    qtbot.addWidget(control)
    control.set_options(options(3))
    with qtbot.assertNotEmitted(control.chosen):
        control.set_current("k1")
        control.set_options(options(4))
    assert control.current() == "k1"
    control.set_options(options(1))
    assert control.current() == "k0"


def test_that_segments_without_room_go_into_a_menu(qtbot: QtBot) -> None:
    control = Segmented(light())
    qtbot.addWidget(control)
    control.set_options(options(40))
    control.set_current("k30")
    shown(control, 300, 28)
    assert not control._parts[30].isHidden()
    assert control._parts[20].isHidden()
    click(control._more)
    menu = control.findChild(QMenu)
    assert menu is not None
    with qtbot.waitSignal(control.chosen) as chosen:
        next(action for action in menu.actions() if action.data() == "k20").trigger()
    assert chosen.args == ["k20"]
    assert not control._parts[20].isHidden()
    menu.close()


def test_that_a_slider_moves_by_key_and_by_click(qtbot: QtBot) -> None:
    slider = Slider(light(), "Sure")
    qtbot.addWidget(slider)
    slider.set_range(0.5, 1.0, step=0.05)
    slider.set_number(0.7)
    shown(slider, 214, 24)
    with qtbot.waitSignal(slider.value_changed) as moved:
        press(slider, Qt.Key.Key_Right)
    assert moved.args == [pytest.approx(0.75)]
    click(slider, QPoint(207, 12))
    assert slider.number() == pytest.approx(1.0)


def test_that_facts_open_what_stands_behind_them_and_drop_from_the_right(qtbot: QtBot) -> None:
    opened: list[str] = []
    facts = Facts(light())
    qtbot.addWidget(facts)
    facts.set_facts(["10,603 rows", TextFact("UTF-8", on_click=lambda: opened.append("encoding")), MARKUP])
    shown(facts, 700, 24)
    click(facts._parts[1])
    assert opened == ["encoding"]
    assert facts.accessibleName() == f"10,603 rows · UTF-8 · {MARKUP}"
    facts.resize(160, 24)
    qtbot.waitUntil(lambda: facts._parts[2].isHidden())
    assert not facts._parts[0].isHidden()


def test_that_a_title_block_keeps_its_buttons_beside_a_long_title(qtbot: QtBot) -> None:
    theme = light()
    block = TitleBlock(theme)
    qtbot.addWidget(block)
    block.set_title("customer_reviews_" * 30)
    button = plain_button(theme, "Open another…")
    block.add_button(button)
    shown(block, 500, 52)
    assert button.geometry().right() < block.width()
    assert button.width() == button.sizeHint().width()


def test_that_a_dropped_file_is_told_by_its_path(qtbot: QtBot, tmp_path: Path) -> None:
    area = DropArea(light())
    qtbot.addWidget(area)
    area.set_texts("Drop a table with texts and labels", "CSV, TSV")
    shown(area, 600, 320)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(tmp_path / "客户.csv")), QUrl("https://example.org/x.csv")])
    copy, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPoint(50, 50), copy, data, left, none)
    area.dragEnterEvent(enter)
    assert enter.isAccepted()
    assert color_share(area.grab().toImage(), LIGHT.accent_soft) > 0.4
    with qtbot.waitSignal(area.files_dropped) as dropped:
        area.dropEvent(QDropEvent(QPointF(50, 50), copy, data, left, none))
    assert dropped.args == [[tmp_path / "客户.csv"]]


def test_that_rows_open_by_click_and_return_and_their_buttons_act(qtbot: QtBot) -> None:
    rows = RowList(light())
    qtbot.addWidget(rows)
    rows.set_rows([ListRow("a", MARKUP, "10,603 rows"), ListRow("b", "Customer reviews", action="Open")])
    shown(rows, 400, 100)
    first, second = (rows._column.itemAt(at).widget() for at in (1, 3))  # type: ignore[union-attr]  # hairlines between
    assert first is not None
    assert second is not None
    with qtbot.waitSignal(rows.row_activated) as clicked:
        click(first, QPoint(30, 10))
    assert clicked.args == ["a"]
    with qtbot.waitSignal(rows.row_activated) as pressed:
        press(second, Qt.Key.Key_Return)
    assert pressed.args == ["b"]
    button = second.findChild(Button)
    assert button is not None
    with qtbot.waitSignal(rows.action_triggered) as acted:
        click(button)
    assert acted.args == ["b"]
    assert first.accessibleName() == f"{MARKUP}, 10,603 rows"


def test_that_a_banner_says_what_and_acts_and_copies_diagnostics(qtbot: QtBot) -> None:
    banner = Banner(light())
    qtbot.addWidget(banner)
    banner.show_error("Run 2 ran out of memory", fix=MARKUP, actions=[("retry", "Train with 16")], details="exit -9")
    shown(banner, 420, 130)
    with qtbot.waitSignal(banner.action_triggered) as acted:
        click(banner._actions[0])
    assert acted.args == ["retry"]
    with qtbot.waitSignal(banner.diagnostics_copied):
        click(banner._copy)
    assert banner._details == f"Run 2 ran out of memory\n\n{MARKUP}\n\nexit -9"
    banner.clear()
    assert banner.isHidden()


def test_that_a_locked_view_leads_the_way(qtbot: QtBot) -> None:
    view = LockedView(light())
    qtbot.addWidget(view)
    view.set_texts("Results open when a run has finished", action="Go to Train")
    shown(view, 400, 160)
    with qtbot.waitSignal(view.action_triggered):
        click(view._button)
    assert view.accessibleName() == "Results open when a run has finished"
