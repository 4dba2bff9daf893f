"""The training rows that are really learned from: drawn anew and added to, if the settings say so.

They are a function of the rows, the settings and the seed, so that a resumed run has the same ones. Validation and test
rows never change; their texts come in only as what must not be made.
"""

from __future__ import annotations

from collections.abc import Generator, Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from workbench.data.augmentation import NewText, Resources, Rewriter, augmented, rewriter
from workbench.i18n import N_, say
from workbench.protocol import Progressed
from workbench.settings import SettingValue
from workbench.store import Library
from workbench.values import Run, Version

if TYPE_CHECKING:  # its module imports torch
    from workbench.training.task_model import Part, Parts

LEXICONS_FOLDER = "lexicons"
NONE = "none"


def check_augmentation(values: Mapping[str, SettingValue], version: Version, library: Library) -> None:
    """Checks that what an augmentation needs is installed, before anything starts.

    Raises:
        SettingError: If it is not.
        ModelError: If a translation model is damaged.
    """
    if values["augmentation"] != NONE:
        new_rewriter(values, version, library)


def new_rewriter(values: Mapping[str, SettingValue], version: Version, library: Library) -> Rewriter:
    """The rewriter that the settings describe, for the texts of a version.

    Raises:
        SettingError: If what it needs is not installed.
        ModelError: If a translation model is damaged.
    """
    name, language = str(values["augmentation"]), version.profile.language
    translate = None
    if name == "translate":
        from workbench.models.translation import round_trip

        translate = round_trip(library.folder, language)
    resources = Resources(language=language, lexicons=library.folder / LEXICONS_FOLDER, translate=translate)
    return rewriter(name, share=float(values["augmentation_share"]), resources=resources)


def new_texts(
    texts: Sequence[str], others: Sequence[str], *, rewrite: Rewriter, copies: int, seed: int
) -> Generator[Progressed, None, list[NewText]]:
    """Makes new texts and tells how far it is; see `augmented`."""
    steps = augmented(texts, rewrite, copies=copies, seed=seed, others=others)
    while True:
        try:
            done = next(steps)
        except StopIteration as end:
            made: list[NewText] = end.value
            return made
        yield Progressed(what=say(N_("Making more training texts")), done=done, total=copies * len(texts))


def drawn_parts(parts: Parts, run: Run) -> Parts:
    """The parts with the training rows drawn anew."""
    from workbench.training.resampling import resampled
    from workbench.training.task_model import Parts

    # A run of an earlier version of the program has no such setting.
    train = resampled(parts.train, str(run.settings.get("resampling", NONE)), seed=run.seed)
    return Parts(train, parts.validation, parts.test)


def expected_parts(parts: Parts, run: Run) -> Parts:
    """Parts as large as augmentation will make them, for an estimate of the time."""
    from workbench.training.task_model import Part, Parts

    if run.settings.get("augmentation", NONE) == NONE:
        return parts
    times = 1 + int(run.settings["augmentation_copies"])
    columns = {role: list(values) * times for role, values in parts.train.columns.items()}
    return Parts(Part(np.tile(parts.train.rows, times), columns), parts.validation, parts.test)


def augmented_parts(parts: Parts, run: Run, library: Library) -> Generator[Progressed, None, Parts]:
    """The parts with new texts behind the training rows, each with the row and the label of the text it came from.

    Raises:
        SettingError: If what the augmentation needs is not installed.
        ModelError: If a translation model is damaged.
    """
    from workbench.training.task_model import Parts

    if run.settings.get("augmentation", NONE) == NONE:
        return parts
    rewrite = new_rewriter(run.settings, library.version(run.version_id), library)
    made = yield from new_texts(
        parts.train.columns["text"],
        [*parts.validation.columns["text"], *parts.test.columns["text"]],
        rewrite=rewrite,
        copies=int(run.settings["augmentation_copies"]),
        seed=run.seed,
    )
    return Parts(_with(parts.train, made), parts.validation, parts.test)


def _with(part: Part, made: Sequence[NewText]) -> Part:
    from workbench.training.task_model import Part

    sources = [new.source for new in made]
    columns = {role: [*values, *(values[at] for at in sources)] for role, values in part.columns.items()}
    columns["text"] = [*part.columns["text"], *(new.text for new in made)]
    return Part(np.concatenate([part.rows, part.rows[sources]]), columns)
