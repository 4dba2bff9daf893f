"""Recipes as files: the steps that mend a table, to be replayed on another file or read by people.

{"workbench_recipe": 1, "steps": [{"type": "RemoveDuplicates", "level": "exact"}, ...]}
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec

from workbench.data.columns import nearest
from workbench.data.steps import step_kinds
from workbench.errors import FileError
from workbench.i18n import N_, say
from workbench.values import AnyStep

FORMAT = 1
_KEY = "workbench_recipe"


def write_recipe(path: Path, steps: Sequence[AnyStep]) -> None:
    """Writes a recipe, whole or not at all.

    Raises:
        FileError: If the file cannot be written.
    """
    content = msgspec.json.format(msgspec.json.encode({_KEY: FORMAT, "steps": list(steps)}), indent=1)
    partial = path.with_name(f"{path.name}.partial")
    try:
        partial.write_bytes(content + b"\n")
        os.replace(partial, path)
    except OSError as error:
        raise FileError(
            say(N_("“{path}” cannot be written: {problem}."), path=str(path), problem=error.strerror or str(error)),
            say(N_("Close it in other programs, or choose another place.")),
        ) from error
    finally:
        partial.unlink(missing_ok=True)


def read_recipe(path: Path) -> tuple[AnyStep, ...]:
    """The steps of a recipe.

    Raises:
        FileError: If it cannot be read, is no recipe, is newer than this program, or has a step that is wrong.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise FileError(
            say(N_("“{path}” cannot be read: {reason}."), path=str(path), reason=error.strerror or str(error)),
            say(N_("Check the name and the folder.")),
        ) from error
    steps = _listed_steps(path.name, content)
    return tuple(_step(path.name, number, step) for number, step in enumerate(steps, 1))


def _listed_steps(name: str, content: bytes) -> list[Any]:
    fix = say(N_("Open a recipe that Workbench has written."))
    try:
        recipe = msgspec.json.decode(content.removeprefix(b"\xef\xbb\xbf"))
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise FileError(say(N_("“{name}” is not JSON: {problem}."), name=name, problem=str(error)), fix) from error
    version = recipe.get(_KEY) if isinstance(recipe, dict) else None
    if isinstance(version, int) and version > FORMAT:
        raise FileError(
            say(N_("“{name}” was written by a newer Workbench."), name=name), say(N_("Install the newer Workbench."))
        )
    if version != FORMAT or not isinstance(recipe.get("steps"), list):
        raise FileError(say(N_("“{name}” is not a recipe."), name=name), fix)
    steps: list[Any] = recipe["steps"]
    return steps


def _step(name: str, number: int, step: Any) -> AnyStep:
    kind = step.get("type") if isinstance(step, dict) else None
    known = sorted(each.__name__ for each in step_kinds())
    if kind not in known:
        near = nearest(str(kind), known)
        raise FileError(
            say(N_("Step {number} of “{name}” is unknown: “{kind}”."), number=number, name=name, kind=str(kind)),
            say(N_("Did you mean “{name}”?"), name=near)
            if near
            else say(N_("Known are: {known}."), known=", ".join(known)),
        )
    try:
        return msgspec.convert(step, type=AnyStep)  # type: ignore[no-any-return] # a union, which convert is not typed for
    except msgspec.ValidationError as error:
        raise FileError(
            say(N_("Step {number} of “{name}” is wrong: {problem}."), number=number, name=name, problem=str(error)),
            say(N_("Correct it, or have Workbench write the recipe anew.")),
        ) from error
