"""The popup of the split: what it offers for the roles there are, and what follows from a choice."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from data_pane_examples import Desk, write_rows
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot
from widget_examples import light

from workbench.gui.panes.data.split_popup import SplitPopup
from workbench.gui.panes.data.view import DataPane
from workbench.values import Roles, SplitMethod, SplitRecipe

pytestmark = pytest.mark.gui

CUSTOMERS = "review,kind,customer,written\n" + "".join(
    f"review number {i} of this shop was handed in,{'good' if i % 3 else 'bad'},c{i % 10},2024-03-{i % 28 + 1:02}\n"
    for i in range(60)
)


@pytest.fixture
def parent(qtbot: QtBot) -> Iterator[QWidget]:
    made = QWidget()
    qtbot.addWidget(made)
    yield made  # noqa: PT022 - the frame of the fixture keeps the widget


def opened(parent: QWidget, recipe: SplitRecipe, *, roles: Roles | None = None, test_file: str = "") -> SplitPopup:
    return SplitPopup(light(), recipe, roles or Roles(), test_file=test_file, parent=parent)


def chosen_by(popup: SplitPopup) -> list[SplitRecipe]:
    chosen: list[SplitRecipe] = []
    popup.recipe_chosen.connect(chosen.append)
    return chosen


def choose(popup: SplitPopup, method: SplitMethod) -> None:
    popup.method.setCurrentIndex(popup.method.findData(method))


def offered(popup: SplitPopup) -> list[str]:
    return [popup.method.itemData(number) for number in range(popup.method.count())]


def test_that_shares_that_leave_nothing_are_refused(parent: QWidget) -> None:
    popup = opened(parent, SplitRecipe())
    chosen = chosen_by(popup)
    popup.validation.setText("60")
    popup.test.setText("40")
    assert not popup.apply_button.isEnabled()
    popup.test.setText("20")
    popup.seed.setText("3")
    QTest.keyClick(popup.seed, Qt.Key.Key_Return)
    assert chosen == [SplitRecipe(validation=0.6, test=0.2, seed=3)]


def test_that_a_method_is_offered_where_a_column_has_its_role(parent: QWidget) -> None:
    bare = opened(parent, SplitRecipe())
    assert offered(bare) == ["label"]
    assert "role Group or Date" in bare.hint.text()
    full = opened(parent, SplitRecipe(), roles=Roles(group="customer", date="day", split="part"))
    assert offered(full) == ["label", "group", "time", "given"]
    assert full.method.currentData() == "given"  # what `auto` means here
    assert full.hint.isHidden()


def test_that_nothing_is_said_when_nothing_was_changed(parent: QWidget) -> None:
    popup = opened(parent, SplitRecipe(), roles=Roles(group="customer"))
    chosen = chosen_by(popup)
    popup.apply_button.click()
    assert chosen == []


def test_that_method_and_near_duplicates_are_chosen(parent: QWidget) -> None:
    popup = opened(parent, SplitRecipe(), roles=Roles(group="customer", date="day"))
    chosen = chosen_by(popup)
    choose(popup, "time")
    assert not popup.seed.isEnabled()
    popup.together.setChecked(False)
    popup.apply_button.click()
    assert chosen == [SplitRecipe(method="time", keeps_near_duplicates_together=False)]


def test_that_a_given_split_needs_no_shares(parent: QWidget) -> None:
    popup = opened(parent, SplitRecipe(method="label"), roles=Roles(split="part"))
    popup.test.setText("99")
    assert not popup.apply_button.isEnabled()
    choose(popup, "given")
    assert popup.apply_button.isEnabled()
    assert not popup.validation.isEnabled()


def test_that_a_test_file_is_named_and_can_be_left(parent: QWidget) -> None:
    popup = opened(parent, SplitRecipe(test_version_id=7), test_file="held out.csv")
    chosen = chosen_by(popup)
    assert not popup.test.isEnabled()
    popup.no_file_button.click()
    assert popup.test.isEnabled()
    popup.apply_button.click()
    assert chosen == [SplitRecipe()]


def test_that_another_method_divides_the_rows_by_it(at_desk: Desk, pane: DataPane, tmp_path: Path) -> None:
    at_desk.open(write_rows(tmp_path, CUSTOMERS))
    at_desk.session.set_role("customer", "group")
    at_desk.engines.answer()
    at_desk.session.set_role("written", "date")
    at_desk.engines.answer()
    pane.filled_page.split_wanted.emit()
    popup = next(child for child in pane.findChildren(SplitPopup) if child.isVisible())
    assert popup.method.currentData() == "group"
    choose(popup, "time")
    popup.apply_button.click()
    at_desk.engines.answer()
    version = at_desk.session.version
    assert version is not None
    assert version.profile.split_recipe.method == "time"
    assert version.profile.split.test == 6


def test_that_every_row_of_a_test_file_is_a_test_row(at_desk: Desk, pane: DataPane, tmp_path: Path) -> None:
    held_out = "review,kind\n" + "".join(
        f"another text about thing {i},{'good' if i % 2 else 'bad'}\n" for i in range(8)
    )
    at_desk.open(write_rows(tmp_path, CUSTOMERS))
    pane._dividing.use_test_file(write_rows(tmp_path, held_out, "held_out.csv"))
    at_desk.engines.answer()
    at_desk.engines.answer()
    version = at_desk.session.version
    assert version is not None
    assert version.name == "reviews.csv"
    assert version.profile.split.train + version.profile.split.validation == 60
    captions = [part.caption for part in pane.filled_page.split.parts()]
    assert captions[2] == "8 for the final test, from “held_out.csv”"


def test_that_a_test_file_that_cannot_be_used_is_said(at_desk: Desk, pane: DataPane, tmp_path: Path) -> None:
    at_desk.open(write_rows(tmp_path, CUSTOMERS))
    pane._dividing.use_test_file(write_rows(tmp_path, "a,b\nsome text of this kind,c\nanother text,d\n", "other.csv"))
    at_desk.engines.answer()
    failures: list[object] = []
    at_desk.session.failed.connect(failures.append)
    at_desk.engines.answer()
    assert len(failures) == 1
    assert at_desk.session.version is not None
    assert at_desk.session.version.profile.split_recipe == SplitRecipe()
