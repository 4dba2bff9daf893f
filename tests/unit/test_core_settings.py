"""The table of settings: what may be typed, what is refused and in which words."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from workbench import settings
from workbench.errors import SettingError
from workbench.settings import PREFERENCES, SPLIT, TRAINING, Setting

ALL = (*TRAINING, *SPLIT, *PREFERENCES)


def _setting(kind: str, default: settings.SettingValue, **fields: object) -> Setting:
    known: dict[str, object] = {"key": "k", "kind": kind, "default": default, "title": "T", "help": "H", **fields}
    return Setting(**known)  # type: ignore[arg-type] # the fields under test vary


@pytest.mark.parametrize("setting", ALL, ids=lambda setting: setting.key)
def test_that_every_default_is_a_value_that_may_be_chosen(setting: Setting) -> None:
    assert settings.parse(setting, str(setting.default)) == setting.default
    assert settings.complete([setting], {setting.key: setting.default}) == {setting.key: setting.default}


@pytest.mark.parametrize("setting", ALL, ids=lambda setting: setting.key)
def test_that_every_setting_says_what_it_does_in_a_sentence(setting: Setting) -> None:
    assert setting.title
    assert setting.help.endswith(".")
    assert setting.title[0].isupper()


def test_that_no_two_settings_share_a_key() -> None:
    keys = [setting.key for setting in ALL]

    assert len(keys) == len(set(keys))


@pytest.mark.parametrize(
    ("kind", "default", "text", "value"),
    [
        ("int", 3, " 5 ", 5),
        ("float", 0.1, "1e-4", 1e-4),
        ("float", 0.1, "1", 1.0),
        ("bool", True, "No", False),
        ("bool", False, "on", True),
        ("text", "", " a b ", "a b"),
    ],
)
def test_that_values_are_read_as_typed(
    kind: str, default: settings.SettingValue, text: str, value: settings.SettingValue
) -> None:
    read = settings.parse(_setting(kind, default), text)

    assert read == value
    assert type(read) is type(value)


@pytest.mark.parametrize(
    ("kind", "default", "text"), [("int", 3, "5.5"), ("int", 3, ""), ("float", 0.1, "fast"), ("float", 0.1, "1,5")]
)
def test_that_what_is_no_number_is_named(kind: str, default: settings.SettingValue, text: str) -> None:
    with pytest.raises(SettingError, match=f"“k” must be a number, not “{text}”"):
        settings.parse(_setting(kind, default), text)


@pytest.mark.parametrize("text", ["0", "101", "-5"])
def test_that_the_range_is_told_to_who_leaves_it(text: str) -> None:
    with pytest.raises(SettingError, match=f"“k” must be between 1 and 100, not {text}"):
        settings.parse(_setting("int", 3, minimum=1, maximum=100), text)


@pytest.mark.parametrize("text", ["nan", "inf", "-inf"])
def test_that_a_number_that_is_none_is_out_of_range(text: str) -> None:
    with pytest.raises(SettingError):
        settings.parse(_setting("float", 0.1, minimum=0.0, maximum=1.0), text)


def test_that_the_choices_are_told_to_who_makes_another() -> None:
    with pytest.raises(SettingError, match="“k” must be one of: light, dark"):
        settings.parse(_setting("choice", "light", choices=("light", "dark")), "blue")


def test_that_only_truth_is_read_as_truth() -> None:
    with pytest.raises(SettingError, match="must be true or false, not “maybe”"):
        settings.parse(_setting("bool", True), "maybe")


def test_that_assignments_give_the_named_settings_only() -> None:
    assert settings.parse_assignments(TRAINING, ["epochs=5", "learning_rate = 3e-5"]) == {
        "epochs": 5,
        "learning_rate": 3e-5,
    }


def test_that_all_wrong_assignments_are_told_at_once() -> None:
    with pytest.raises(SettingError) as caught:
        settings.parse_assignments(TRAINING, ["epoch=5", "batch_size=0", "learning_rate", "max_tokens=64"])

    message = str(caught.value)
    assert "There is no setting “epoch”. Did you mean “epochs”?" in message
    assert "“batch_size” must be between 1 and 1024, not 0." in message
    assert "“learning_rate” is not of the form key=value." in message
    assert "max_tokens" not in message


def test_that_an_unknown_setting_far_from_all_lists_them() -> None:
    with pytest.raises(SettingError, match=r"Known are: .*epochs"):
        settings.parse_assignments(TRAINING, ["zzz=5"])


def test_that_what_is_not_chosen_gets_its_default() -> None:
    full = settings.complete(TRAINING, {"epochs": 7})

    assert full == {**settings.defaults(TRAINING), "epochs": 7}


@pytest.mark.parametrize("values", [{"epochs": 0}, {"epochs": "3"}, {"epochs": True}, {"nothing": 1}])
def test_that_completing_checks_what_is_given(values: dict[str, settings.SettingValue]) -> None:
    with pytest.raises(SettingError):
        settings.complete(TRAINING, values)


def test_that_preferences_come_back(tmp_path: Path) -> None:
    values: dict[str, settings.SettingValue] = {
        "language": "zh_CN",
        "theme": "dark",
        "hub_endpoint": "https://mirror.example/路径",
        "mask_on_open": True,
    }

    settings.save_preferences(tmp_path / "new", values)

    assert settings.load_preferences(tmp_path / "new") == values
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["preferences.json"]


@pytest.mark.parametrize("content", ["", "{", "[1]", "\x00", '{"theme": 3, "language": "tlh", "other": 1}'])
def test_that_damaged_preferences_fall_back_to_their_defaults(tmp_path: Path, content: str) -> None:
    (tmp_path / "preferences.json").write_text(content, encoding="utf-8")

    assert settings.load_preferences(tmp_path) == settings.defaults(PREFERENCES)


def test_that_one_damaged_preference_leaves_the_others(tmp_path: Path) -> None:
    (tmp_path / "preferences.json").write_text(json.dumps({"theme": "dark", "language": None}), encoding="utf-8")

    assert settings.load_preferences(tmp_path) == {**settings.defaults(PREFERENCES), "theme": "dark"}
