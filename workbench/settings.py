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
from typing import Literal

from workbench.errors import SettingError
from workbench.i18n import N_, say
from workbench.values import Sentence, Value

SettingValue = str | int | float | bool

PREFERENCES_FILE = "preferences.json"


class Setting(Value, frozen=True, kw_only=True):
    """One setting.

    Attributes:
        key: Its name on the command line and in files.
        kind: The type of its value.
        default: The value where none is chosen.
        minimum: Smallest value allowed (numbers only).
        maximum: Largest value allowed (numbers only).
        choices: The values allowed (choice only).
        unit: Such as `tokens`; empty for a plain number.
        title: Its name in the window.
        help: One sentence: what it does and when to change it.
    """

    key: str
    kind: Literal["int", "float", "bool", "choice", "text"]
    default: SettingValue
    title: str
    help: str
    minimum: float | None = None
    maximum: float | None = None
    choices: tuple[str, ...] = ()
    unit: str = ""


TRAINING: tuple[Setting, ...] = (
    Setting(
        key="epochs",
        kind="int",
        default=3,
        minimum=1,
        maximum=100,
        unit=N_("epochs"),
        title=N_("Epochs"),
        help=N_("How often the model goes through the training rows. It stops sooner when it no longer improves."),
    ),
    Setting(
        key="learning_rate",
        kind="float",
        default=5e-5,
        minimum=1e-7,
        maximum=0.1,
        title=N_("Learning rate"),
        help=N_("The size of each step. Lower it if the loss jumps; raise it if the loss hardly falls."),
    ),
    Setting(
        key="head_learning_rate",
        kind="float",
        default=1e-4,
        minimum=1e-7,
        maximum=1.0,
        title=N_("Learning rate of the last layer"),
        help=N_("The last layer is new and can learn in larger steps than the model below it."),
    ),
    Setting(
        key="batch_size",
        kind="int",
        default=16,
        minimum=1,
        maximum=1024,
        unit=N_("examples"),
        title=N_("Batch size"),
        help=N_("Examples learned from at once. Larger ones need more memory."),
    ),
    Setting(
        key="max_tokens",
        kind="int",
        default=128,
        minimum=8,
        maximum=8192,
        unit=N_("tokens"),
        title=N_("Longest text"),
        help=N_("Texts are cut after this many tokens. Time and memory grow with it."),
    ),
    Setting(
        key="warmup_ratio",
        kind="float",
        default=0.1,
        minimum=0.0,
        maximum=0.9,
        title=N_("Warm-up"),
        help=N_("The share of all steps during which the learning rate rises from zero."),
    ),
    Setting(
        key="weight_decay",
        kind="float",
        default=0.01,
        minimum=0.0,
        maximum=1.0,
        title=N_("Weight decay"),
        help=N_("Keeps the weights small, which can help when there are few examples."),
    ),
    Setting(
        key="max_grad_norm",
        kind="float",
        default=1.0,
        minimum=0.01,
        maximum=100.0,
        title=N_("Gradient clipping"),
        help=N_("A larger gradient is scaled down to this length, so that one odd batch does no harm."),
    ),
    Setting(
        key="balance",
        kind="float",
        default=0.5,
        minimum=0.0,
        maximum=1.0,
        title=N_("Weight of rare labels"),
        help=N_("0 counts every example alike, 1 every label alike. More of it finds rare labels more often."),
    ),
    Setting(
        key="frozen_layers",
        kind="int",
        default=0,
        minimum=0,
        maximum=128,
        unit=N_("layers"),
        title=N_("Frozen layers"),
        help=N_("The lowest layers that are left as they are. More of them is faster."),
    ),
    Setting(
        key="train_embeddings",
        kind="bool",
        default=False,
        title=N_("Train the word table"),
        help=N_("Also changes the vectors of the words themselves. Slower, rarely better."),
    ),
    Setting(
        key="warm_head",
        kind="bool",
        default=True,
        title=N_("Start from a fitted head"),
        help=N_("Fits the last layer on the untouched model first, then trains everything from there."),
    ),
    Setting(
        key="half_precision",
        kind="bool",
        default=True,
        title=N_("Half precision"),
        help=N_("Computes with 16-bit numbers where the processor is faster with them. Rarely changes the result."),
    ),
    Setting(
        key="evaluations_per_epoch",
        kind="int",
        default=2,
        minimum=1,
        maximum=50,
        title=N_("Checks per epoch"),
        help=N_("How often the validation rows are scored in each epoch."),
    ),
    Setting(
        key="patience",
        kind="int",
        default=4,
        minimum=1,
        maximum=100,
        unit=N_("checks"),
        title=N_("Patience"),
        help=N_("Stops after this many checks without a better validation score."),
    ),
)

SPLIT: tuple[Setting, ...] = (
    Setting(
        key="validation_share",
        kind="float",
        default=0.1,
        minimum=0.01,
        maximum=0.5,
        title=N_("Validation share"),
        help=N_("The share of the rows that decides which epoch is kept."),
    ),
    Setting(
        key="test_share",
        kind="float",
        default=0.1,
        minimum=0.01,
        maximum=0.5,
        title=N_("Test share"),
        help=N_("The share of the rows that is kept back for the final test."),
    ),
    Setting(
        key="split_seed",
        kind="int",
        default=0,
        minimum=0,
        maximum=2**31 - 1,
        title=N_("Split seed"),
        help=N_("Another number divides the rows anew; runs with different splits cannot be compared."),
    ),
)

PREFERENCES: tuple[Setting, ...] = (
    Setting(
        key="language",
        kind="choice",
        default="system",
        choices=("system", "en", "zh_CN"),
        title=N_("Language"),
        help=N_("The language of the window."),
    ),
    Setting(
        key="theme",
        kind="choice",
        default="system",
        choices=("system", "light", "dark"),
        title=N_("Theme"),
        help=N_("Light or dark; system follows the desktop."),
    ),
    Setting(
        key="hub_endpoint",
        kind="text",
        default="https://huggingface.co",
        title=N_("Model hub"),
        help=N_("The address from which models are downloaded. Enter a mirror if the hub cannot be reached."),
    ),
)


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
