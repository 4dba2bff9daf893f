"""The tables: a million rows from Arrow, roles by mouse and keys, figures that sort and toggle."""

from __future__ import annotations

from typing import get_args

import numpy as np
import pyarrow as pa
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot
from widget_examples import MARKUP, click, light, press, shown

from workbench import i18n
from workbench.gui.widgets.arrow_model import ArrowModel
from workbench.gui.widgets.chip import role_texts
from workbench.gui.widgets.figure_model import Cell, FigureColumn, FigureRow
from workbench.gui.widgets.figure_table import FigureTable
from workbench.gui.widgets.paged_table import PagedTable
from workbench.values import RoleName, Roles

pytestmark = pytest.mark.gui

MILLION = 1_000_000


def reviews() -> pa.Table:
    return pa.table(
        {
            "review": ["good", MARKUP, "line one\nline two", "好"],
            "sentiment": ["positive", "negative", "neutral", "positive"],
            "stars": ["5", "1", None, "4"],
        }
    )


@pytest.fixture(scope="module")
def million() -> pa.Table:
    numbers = pa.array(np.arange(MILLION)).cast(pa.string())
    return pa.table({"text": pa.chunked_array([numbers[: MILLION // 2], numbers[MILLION // 2 :]])})


def open_menu(qtbot: QtBot) -> QMenu:
    def find() -> None:
        assert isinstance(QGuiApplication.instance().activePopupWidget(), QMenu)  # type: ignore[union-attr]

    qtbot.waitUntil(find)
    menu = QGuiApplication.instance().activePopupWidget()  # type: ignore[union-attr]
    assert isinstance(menu, QMenu)
    return menu


def test_that_a_million_rows_scroll_to_the_right_cells(qtbot: QtBot, million: pa.Table) -> None:
    table = PagedTable(light())
    qtbot.addWidget(table)
    table.set_table(million)
    shown(table, 500, 320)
    for row in (0, 1, 127, 128, 499_999, 500_000, 777_777, MILLION - 1):
        index = table.table_model.index(row, 1)
        table.scrollTo(index)
        rect = table.visualRect(index)
        seen = table.indexAt(rect.center())
        assert (seen.row(), seen.data()) == (row, str(row))
        assert table.table_model.index(row, 0).data() == f"{row + 1:,}"


def test_that_a_selection_shows_its_rows_in_its_order(qtbot: QtBot, million: pa.Table) -> None:
    table = PagedTable(light())
    qtbot.addWidget(table)
    table.set_table(million)
    table.set_rows(np.array([900_000, 3, 500_001], dtype=np.int64))
    model = table.table_model
    assert [model.cell(row, 1) for row in range(model.rowCount())] == ["900000", "3", "500001"]
    assert model.table_row(0) == 900_000
    table.set_rows(None)
    assert model.rowCount() == MILLION


def test_that_choosing_a_row_emits_its_place_in_the_table(qtbot: QtBot, million: pa.Table) -> None:
    table = PagedTable(light())
    qtbot.addWidget(table)
    table.set_table(million)
    table.set_rows(np.array([42, 7], dtype=np.int64))
    shown(table, 500, 320)
    with qtbot.waitSignal(table.row_chosen) as chosen:
        click(table.viewport(), table.visualRect(table.table_model.index(1, 1)).center())
    assert chosen.args == [7]
    with qtbot.waitSignal(table.row_chosen) as moved:
        press(table, Qt.Key.Key_Up)
    assert moved.args == [42]


def test_that_cells_without_a_value_are_empty_and_copy_takes_the_row(qtbot: QtBot) -> None:
    table = PagedTable(light())
    qtbot.addWidget(table)
    table.set_table(reviews(), roles=Roles(text="review", label="sentiment"), labels=["positive", "negative"])
    shown(table, 700, 320)
    assert table.table_model.cell(2, 3) == ""
    table.select_row(1)
    press(table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == f"{MARKUP}\tnegative\t1"


def test_that_labels_keep_their_color_by_frequency(qtbot: QtBot) -> None:
    theme = light()
    table = PagedTable(theme)
    qtbot.addWidget(table)
    table.set_table(reviews(), roles=Roles(label="sentiment"), labels=["positive", "negative"])
    assert table.label_color("negative") == theme.tokens.chart[1]
    assert table.label_color("unknown") == theme.tokens.text_3


def test_that_a_click_on_a_chip_opens_the_roles_and_emits_the_choice(qtbot: QtBot) -> None:
    table = PagedTable(light())
    qtbot.addWidget(table)
    table.set_table(reviews(), roles=Roles(text="review", label="sentiment"))
    shown(table, 800, 320)
    header = table.role_header
    click(header.viewport(), header.chip_rect(3).center())
    menu = open_menu(qtbot)
    assert [action.data() for action in menu.actions()] == list(role_texts())
    assert set(role_texts()) == set(get_args(RoleName))
    assert [action.text() for action in menu.actions() if action.isChecked()] == ["Unused"]
    with qtbot.waitSignal(table.role_chosen) as chosen:
        menu.actions()[2].trigger()
    assert chosen.args == ["stars", "group"]
    menu.close()


def test_that_roles_can_be_chosen_by_keyboard(qtbot: QtBot) -> None:
    table = PagedTable(light())
    qtbot.addWidget(table)
    table.set_table(reviews(), roles=Roles(text="review", label="sentiment"))
    shown(table, 800, 320)
    header = table.role_header
    header.setFocus()
    press(header, Qt.Key.Key_Right)
    assert header.accessibleName() == "Role of the column sentiment: Label"
    press(header, Qt.Key.Key_Space)
    menu = open_menu(qtbot)
    with qtbot.waitSignal(table.role_chosen) as chosen:
        menu.actions()[-1].trigger()
    assert chosen.args == ["sentiment", "unused"]
    menu.close()


def test_that_the_chips_speak_the_language_of_now(qtbot: QtBot) -> None:
    table = PagedTable(light())
    qtbot.addWidget(table)
    table.set_table(reviews(), roles=Roles(text="review", label="sentiment"))
    shown(table, 800, 320)
    before = table.grab().toImage()
    i18n.set_language("zh_CN")
    table.retranslate()
    assert table.grab().toImage() != before


def test_that_the_text_column_takes_what_the_others_leave(qtbot: QtBot) -> None:
    table = PagedTable(light())
    qtbot.addWidget(table)
    table.set_table(reviews(), roles=Roles(text="review", label="sentiment"))
    shown(table, 900, 320)
    assert sum(table.columnWidth(section) for section in range(4)) == table.viewport().width()
    assert table.columnWidth(1) == max(table.columnWidth(section) for section in range(4))


def test_that_an_empty_model_has_no_columns() -> None:
    model = ArrowModel()
    assert (model.rowCount(), model.columnCount()) == (0, 0)


COLUMNS = [
    FigureColumn("tick", kind="check"),
    FigureColumn("label", "Label", kind="label", is_stretched=True),
    FigureColumn("f1", "F1", kind="bar"),
]


def figure_row(name: str, f1: float | None, *, is_on: bool = False) -> FigureRow:
    score = Cell("–") if f1 is None else Cell(f"{f1:.2f}", value=f1, share=f1)
    return FigureRow(name, {"tick": Cell(is_on=is_on), "label": Cell(name, color="#1F5FB8"), "f1": score})


def figures(qtbot: QtBot) -> FigureTable:
    table = FigureTable(light())
    qtbot.addWidget(table)
    table.set_columns(COLUMNS)
    average = FigureRow("average", {"label": Cell("average"), "f1": Cell("0.87")}, is_pinned=True)
    table.set_rows([figure_row("positive", 0.95), average, figure_row(MARKUP, 0.74), figure_row("negative", 0.93)])
    shown(table, 500, 260)
    return table


def keys(table: FigureTable) -> list[str]:
    return [row.key for row in table.figures.rows]


def test_that_a_click_on_a_title_sorts_and_a_second_one_turns_the_order(qtbot: QtBot) -> None:
    table = figures(qtbot)
    header = table.horizontalHeader()
    spot = QPoint(header.sectionViewportPosition(2) + 20, 16)
    with qtbot.waitSignal(table.sorted_by) as order:
        click(header.viewport(), spot)
    assert order.args == ["f1", False]
    assert keys(table) == [MARKUP, "negative", "positive", "average"]
    click(header.viewport(), spot)
    assert keys(table) == ["positive", "negative", MARKUP, "average"]


def test_that_the_current_row_survives_sorting_and_new_rows_without_a_signal(qtbot: QtBot) -> None:
    table = figures(qtbot)
    table.set_current("negative")
    with qtbot.assertNotEmitted(table.row_chosen):
        table.sort_by("f1", descending=True)
        table.set_rows([figure_row("negative", 0.1), figure_row("positive", 0.2)])
    assert table.current_key() == "negative"


def test_that_rows_are_chosen_by_click_and_key_and_activated_by_return(qtbot: QtBot) -> None:
    table = figures(qtbot)
    with qtbot.waitSignal(table.row_chosen) as chosen:
        click(table.viewport(), table.visualRect(table.figures.index(1, 1)).center())
    assert chosen.args == [MARKUP]
    press(table, Qt.Key.Key_Down)
    with qtbot.waitSignal(table.row_activated) as activated:
        press(table, Qt.Key.Key_Return)
    assert activated.args == ["negative"]


def test_that_a_check_box_toggles_by_click_and_by_space(qtbot: QtBot) -> None:
    table = figures(qtbot)
    with qtbot.waitSignal(table.toggled) as clicked:
        click(table.viewport(), table.visualRect(table.figures.index(0, 0)).center())
    assert clicked.args == ["positive", "tick", True]
    with qtbot.waitSignal(table.toggled) as pressed:
        press(table, Qt.Key.Key_Space)
    assert pressed.args == ["positive", "tick", True]


def test_that_rows_without_a_value_come_last_in_both_orders(qtbot: QtBot) -> None:
    table = figures(qtbot)
    rows = [FigureRow("none", {"f1": Cell()}), figure_row("a", 0.2), figure_row("b", 0.1)]
    table.set_rows(rows)
    for descending, expected in ((False, ["b", "a", "none"]), (True, ["a", "b", "none"])):
        table.sort_by("f1", descending=descending)
        assert keys(table) == expected


def test_that_cells_tell_screen_readers_their_numbers(qtbot: QtBot) -> None:
    table = figures(qtbot)
    spoken = Qt.ItemDataRole.AccessibleTextRole
    assert table.figures.index(0, 2).data(spoken) == "F1 0.95"
    assert table.figures.index(0, 0).data(spoken) == "Not ticked"
