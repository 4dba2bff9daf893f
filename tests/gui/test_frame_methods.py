"""The settings of the next run follow its training method."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit
from pytestqt.qtbot import QtBot

from workbench.gui.settings_dialog import SettingsDialog
from workbench.gui.theme import Theme


@pytest.fixture
def theme(qapp: QApplication) -> Theme:
    made = Theme("light")
    made.apply(qapp)
    return made


def test_that_a_method_brings_its_own_defaults_but_leaves_what_was_typed(qtbot: QtBot, theme: Theme) -> None:
    dialog = SettingsDialog(theme)
    qtbot.addWidget(dialog)
    dialog.set_training({"epochs": 5}, seed=0, method="full")
    told: list[dict[str, object]] = []
    dialog.training_changed.connect(told.append)
    method, rate = dialog.training.rows["method"].editor, dialog.training.rows["learning_rate"].editor
    assert isinstance(method, QComboBox)
    assert isinstance(rate, QLineEdit)

    method.setCurrentIndex(method.findText("Biases only"))
    assert rate.text() == "0.0005"
    rate.setText("0.00005")
    method.setCurrentIndex(method.findText("Last layer only"))
    method.setCurrentIndex(method.findText("Biases only"))
    rate.setText("0.0002")
    method.setCurrentIndex(method.findText("Full fine-tuning"))

    assert told == [
        {"method": "bitfit", "epochs": 5},
        {"method": "bitfit", "epochs": 5, "learning_rate": 5e-5},
        {"method": "head", "epochs": 5},
        {"method": "bitfit", "epochs": 5},
        {"method": "bitfit", "epochs": 5, "learning_rate": 2e-4},
        {"epochs": 5, "learning_rate": 2e-4},
    ]
    dialog.set_training({}, seed=0, method="bitfit")
    assert rate.text() == "0.0005"
