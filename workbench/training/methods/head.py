"""Training of the last layer only: the base model is read once and never changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.i18n import N_
from workbench.training.method import Method

if TYPE_CHECKING:
    from workbench.training.task_model import Settings, TaskModel


def mark_trainable(model: TaskModel, settings: Settings) -> None:  # noqa: ARG001 - the same for every setting
    """Only the head learns."""
    model.module.requires_grad_(False)
    model.head.requires_grad_(True)


METHOD = Method(
    title=N_("Last layer only"),
    summary=N_("Leaves the model as it is and trains only the last layer: the fastest, for a first look."),
    mark_trainable=mark_trainable,
    caches_features=True,
)
