"""The methods, as discovery finds them."""

from __future__ import annotations

import pytest

from workbench.errors import SettingError
from workbench.settings import TRAINING, complete, defaults
from workbench.training.method import method, methods, training_settings


def test_that_every_method_has_a_title_and_a_sentence() -> None:
    assert set(methods()) >= {"bitfit", "full", "head", "lora"}
    for found in methods().values():
        assert found.title
        assert found.summary.endswith(".")


def test_that_an_unknown_method_is_told_with_those_there_are() -> None:
    with pytest.raises(SettingError, match=r"no training method “all”. Known are: bitfit, full, head, lora"):
        method("all")


def test_that_a_method_has_defaults_of_its_own_before_which_the_users_settings_go() -> None:
    table = training_settings("bitfit")

    assert complete(table, {})["learning_rate"] == 5e-4
    assert complete(table, {"learning_rate": 5e-5})["learning_rate"] == 5e-5
    assert training_settings("full") == TRAINING


def test_that_every_own_default_of_a_method_is_a_setting_with_a_valid_value() -> None:
    for name, found in methods().items():
        assert set(found.defaults) <= {setting.key for setting in TRAINING}, name
        table = training_settings(name)
        assert complete(TRAINING, defaults(table)) == {**defaults(TRAINING), **found.defaults}
