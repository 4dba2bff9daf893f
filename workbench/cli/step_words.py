"""The steps that mend data as words of the command line."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import get_args

from workbench.errors import SettingError
from workbench.i18n import N_, say
from workbench.values import (
    AnyStep,
    MaskEntities,
    NormalizeText,
    RemoveDuplicates,
    RemoveRepeatedHeaders,
    Sentence,
    TextOperation,
)

OPERATIONS: tuple[TextOperation, ...] = get_args(TextOperation)
STEPS: dict[str, Callable[[], AnyStep]] = {
    "remove-duplicates": RemoveDuplicates,
    "remove-near-duplicates": lambda: RemoveDuplicates(level="near"),
    "remove-repeated-headers": RemoveRepeatedHeaders,
    "mask": MaskEntities,
}
"""The steps that need nothing but their name; those that do are in recipe files."""


def steps_of(recipe: str) -> tuple[AnyStep, ...]:
    """The steps of a recipe file, or those that words name.

    Args:
        recipe: A file, or words joined by commas, such as `remove-duplicates,trim,html`.

    Raises:
        FileError: If the file is no recipe.
        SettingError: If a word names no step.
    """
    from workbench.data.recipes import read_recipe

    path = Path(recipe).expanduser()
    if path.suffix.lower() == ".json" or path.is_file():
        return read_recipe(path)
    steps: list[AnyStep] = []
    for word in filter(None, map(str.strip, recipe.split(","))):
        step = _step(word)
        last = steps[-1] if steps else None
        if isinstance(step, NormalizeText) and isinstance(last, NormalizeText):  # one after the other is one step
            steps[-1] = NormalizeText(operations=(*last.operations, *step.operations))
        else:
            steps.append(step)
    if not steps:
        raise SettingError(say(N_("The recipe names no step.")), _known())
    return tuple(steps)


def _step(word: str) -> AnyStep:
    for operation in OPERATIONS:
        if word == operation:
            return NormalizeText(operations=(operation,))
    if word not in STEPS:
        from workbench.data.columns import nearest

        near = nearest(word, (*STEPS, *OPERATIONS))
        raise SettingError(
            say(N_("“{word}” is no step and no recipe file."), word=word),
            say(N_("Did you mean “{name}”?"), name=near) if near else _known(),
        )
    return STEPS[word]()


def _known() -> Sentence:
    return say(N_("Known are: {known}."), known=", ".join((*STEPS, *OPERATIONS)))
