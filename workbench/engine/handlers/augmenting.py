"""Requests about augmentation: what it would make of some training texts."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from workbench import settings
from workbench.data import tables
from workbench.data.split import TRAIN
from workbench.engine.augmenting import NONE, new_rewriter, new_texts
from workbench.engine.baselines import labeled_rows
from workbench.engine.context import Context, Handler
from workbench.errors import DataError, SettingError
from workbench.i18n import N_, say
from workbench.protocol import AugmentationPreviewed, Event, PreviewAugmentation

_LONGEST = 2_000


def preview_augmentation(request: PreviewAugmentation, context: Context) -> Iterator[Event]:
    """Shows training texts with what augmentation makes of them; nothing is kept.

    Raises:
        DataError: If there are no training rows, or no text or label column.
        SettingError: If no augmentation is chosen, or what it needs is not installed.
        ModelError: If a translation model is damaged.
    """
    version = context.library.version(request.version_id)
    values = settings.complete(settings.TRAINING, request.settings)
    if values["augmentation"] == NONE:
        raise SettingError(say(N_("No augmentation is chosen.")), say(N_("Choose one to see what it makes.")))
    rows = labeled_rows(context.library, version, version.profile.roles)
    codes = np.asarray(tables.read_split(context.library.folder / version.folder / tables.SPLIT_FILE))[rows.rows]
    train, others = rows.part(codes == TRAIN), rows.part(codes != TRAIN)
    if not train.texts:
        raise DataError(say(N_("“{name}” has no training rows."), name=version.name))
    picked = np.unique(np.linspace(0, len(train.texts) - 1, max(1, request.most)).astype(np.int64)).tolist()
    texts = [train.texts[at] for at in picked if len(train.texts[at]) <= _LONGEST]
    known = [*train.texts, *others.texts]
    made = yield from new_texts(
        texts,
        known,
        rewrite=new_rewriter(values, version, context.library),
        copies=1,
        seed=version.profile.split_recipe.seed,
    )
    examples = tuple((texts[new.source], new.text) for new in made)
    yield AugmentationPreviewed(version_id=version.id, examples=examples)


HANDLERS = (Handler(PreviewAugmentation, "interactive", preview_augmentation),)
