"""The table of settings; the form, `--set` and the documentation are made from it.

Training settings belong to a run and are kept with it, split settings to a version of a dataset. Preferences belong to
the library and lie in its `preferences.json`.
"""

from __future__ import annotations

import difflib
import json
import os
from collections.abc import Iterable, Mapping
from pathlib import Path

from workbench.errors import SettingError
from workbench.i18n import N_, say
from workbench.setting_tables import PREFERENCES, SPLIT, TRAINING, Setting, SettingValue
from workbench.values import MaskEntities, Sentence

__all__ = [
    "PREFERENCES",
    "SPLIT",
    "TRAINING",
    "Setting",
    "SettingValue",
    "complete",
    "defaults",
    "load_preferences",
    "mask_on_open",
    "parse",
    "parse_assignments",
    "save_preferences",
]

PREFERENCES_FILE = "preferences.json"


def defaults(table: Iterable[Setting]) -> dict[str, SettingValue]:
    """The default of every setting of a table, by key."""
    return {setting.key: setting.default for setting in table}


def parse(setting: Setting, text: str) -> SettingValue:
    """Reads a value as typed.

    Raises:
        SettingError: If it has the wrong type or is out of range.
    """
    value = _convert(setting, text.strip())
    problem = _problem(setting, value)
    if problem is not None:
        raise SettingError(problem)
    return value


def parse_assignments(table: Iterable[Setting], assignments: Iterable[str]) -> dict[str, SettingValue]:
    """Reads `key=value` assignments as the command line gives them.

    Args:
        table: The settings that may be named.
        assignments: Such as `epochs=5`.

    Returns:
        The named settings only.

    Raises:
        SettingError: One error that lists every problem, with the nearest name for an unknown key.
    """
    by_key = {setting.key: setting for setting in table}
    values: dict[str, SettingValue] = {}
    problems: list[str] = []
    for assignment in assignments:
        key, equals, text = assignment.partition("=")
        try:
            if not equals:
                raise SettingError(say(N_("“{text}” is not of the form key=value."), text=assignment))
            setting = by_key.get(key.strip())
            if setting is None:
                raise _unknown(key.strip(), list(by_key))
            values[setting.key] = parse(setting, text)
        except SettingError as error:
            problems.append(str(error))
    if problems:
        raise SettingError(say(N_("{problems}"), problems=" ".join(problems)))
    return values


def complete(table: Iterable[Setting], values: Mapping[str, SettingValue]) -> dict[str, SettingValue]:
    """The given values checked and the defaults for the rest.

    Raises:
        SettingError: If a key is unknown or a value is out of range.
    """
    by_key = {setting.key: setting for setting in table}
    full = defaults(by_key.values())
    for key, value in values.items():
        if key not in by_key:
            raise _unknown(key, list(by_key))
        problem = _problem(by_key[key], value)
        if problem is not None:
            raise SettingError(problem)
        full[key] = value
    return full


def load_preferences(library: Path) -> dict[str, SettingValue]:
    """The preferences of a library; a value that is damaged or unknown falls back to its default."""
    try:
        stored = json.loads((library / PREFERENCES_FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        stored = {}
    values = defaults(PREFERENCES)
    for setting in PREFERENCES:
        value = stored.get(setting.key) if isinstance(stored, dict) else None
        if isinstance(value, type(setting.default)) and _problem(setting, value) is None:
            values[setting.key] = value
    return values


def mask_on_open(library: Path) -> MaskEntities | None:
    """What is masked before anything of a file is kept, as the preferences say; None for nothing."""
    return MaskEntities() if load_preferences(library)["mask_on_open"] else None


def save_preferences(library: Path, values: Mapping[str, SettingValue]) -> None:
    """Writes the preferences of a library, whole or not at all.

    Raises:
        OSError: If the folder cannot be written.
    """
    library.mkdir(parents=True, exist_ok=True)
    partial = library / (PREFERENCES_FILE + ".partial")
    partial.write_text(json.dumps(dict(values), ensure_ascii=False, indent=1), encoding="utf-8")
    os.replace(partial, library / PREFERENCES_FILE)


def _convert(setting: Setting, text: str) -> SettingValue:
    try:
        if setting.kind == "int":
            return int(text)
        if setting.kind == "float":
            return float(text)
    except ValueError as error:
        raise SettingError(say(N_("“{key}” must be a number, not “{text}”."), key=setting.key, text=text)) from error
    if setting.kind == "bool":
        words = {
            "true": True,
            "yes": True,
            "1": True,
            "on": True,
            "false": False,
            "no": False,
            "0": False,
            "off": False,
        }
        if text.lower() not in words:
            raise SettingError(say(N_("“{key}” must be true or false, not “{text}”."), key=setting.key, text=text))
        return words[text.lower()]
    return text


def _problem(setting: Setting, value: SettingValue) -> Sentence | None:
    if setting.kind == "choice" and value not in setting.choices:
        return say(N_("“{key}” must be one of: {choices}."), key=setting.key, choices=", ".join(setting.choices))
    if setting.kind in ("int", "float"):
        if isinstance(value, bool) or not isinstance(value, int | float):
            return say(N_("“{key}” must be a number, not “{text}”."), key=setting.key, text=str(value))
        low, high = setting.minimum, setting.maximum
        if low is not None and high is not None and not low <= value <= high:
            return say(
                N_("“{key}” must be between {low} and {high}, not {value}."),
                key=setting.key,
                low=f"{low:g}",
                high=f"{high:g}",
                value=value,
            )
    return None


def _unknown(key: str, known: list[str]) -> SettingError:
    near = difflib.get_close_matches(key, known, n=1, cutoff=0.5)
    if near:
        return SettingError(say(N_("There is no setting “{key}”. Did you mean “{near}”?"), key=key, near=near[0]))
    return SettingError(say(N_("There is no setting “{key}”. Known are: {known}."), key=key, known=", ".join(known)))
