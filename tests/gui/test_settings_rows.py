"""The form of training settings has a row for every setting of the table, choices in the user's language."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QComboBox
from pytestqt.qtbot import QtBot

from workbench.gui.forms import SettingsForm
from workbench.gui.theme import Theme
from workbench.i18n import set_language
from workbench.settings import TRAINING

pytestmark = pytest.mark.gui


@pytest.fixture
def chinese() -> Iterator[None]:
    set_language("zh_CN")
    yield
    set_language("en")


@pytest.mark.usefixtures("chinese")
@pytest.mark.parametrize(
    ("key", "titles"),
    [
        ("resampling", ["无", "过采样", "欠采样"]),
        ("augmentation", ["无", "随机删除", "随机交换", "同义词替换", "回译"]),
    ],
)
def test_that_choices_are_offered_by_their_titles(qtbot: QtBot, key: str, titles: list[str]) -> None:
    form = SettingsForm(Theme("light"), TRAINING)
    qtbot.addWidget(form)
    assert list(form.rows) == [setting.key for setting in TRAINING]
    editor = form.rows[key].editor
    assert isinstance(editor, QComboBox)
    assert [editor.itemText(at) for at in range(editor.count())] == titles
