"""Fine-tuning of the whole model, but for what the settings leave frozen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.i18n import N_
from workbench.training.method import Method

if TYPE_CHECKING:
    from workbench.training.task_model import Settings, TaskModel


def mark_trainable(model: TaskModel, settings: Settings) -> None:
    """Everything learns, but for the word table (unless asked for) and the lowest layers (if asked for)."""
    model.module.requires_grad_(True)
    frozen_layers = int(settings["frozen_layers"])
    if frozen_layers or not settings["train_embeddings"]:
        model.embeddings.requires_grad_(False)
    for layer in model.layers[:frozen_layers]:
        layer.requires_grad_(False)


METHOD = Method(
    title=N_("Full fine-tuning"),
    summary=N_("Adapts every layer of the model to your texts: the most accurate."),
    mark_trainable=mark_trainable,
)
