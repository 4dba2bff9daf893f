"""Training of the biases only: a thousandth of the weights, and the last layer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.errors import ModelError
from workbench.i18n import N_, say
from workbench.training.method import Method

if TYPE_CHECKING:
    from workbench.training.task_model import Settings, TaskModel

LEARNING_RATE = 5e-4
"""Ten times that of full fine-tuning: Ben Zaken et al. search 1e-4 to 1e-3 where they search 1e-5 to 5e-5 for that."""


def mark_trainable(model: TaskModel, settings: Settings) -> None:
    """Every bias learns, those of norms too, and the head; see Ben Zaken et al., "BitFit", arXiv:2106.10199.

    Layers that the settings freeze keep their biases, and so does the word table below them.

    Raises:
        ModelError: If the base model has no biases, as many newer families.
    """
    model.module.requires_grad_(False)
    biases = [value for name, value in model.encoder.named_parameters() if name.rpartition(".")[2].endswith("bias")]
    if not biases:
        raise ModelError(
            say(N_("This model has no biases, so they cannot be trained.")),
            say(N_("Choose another training method, or another model.")),
        )
    for bias in biases:
        bias.requires_grad_(True)
    frozen_layers = int(settings["frozen_layers"])
    if frozen_layers:
        model.embeddings.requires_grad_(False)
    for layer in model.layers[:frozen_layers]:
        layer.requires_grad_(False)
    model.head.requires_grad_(True)


METHOD = Method(
    title=N_("Biases only"),
    summary=N_("Changes only the biases of the model, about one weight in a thousand, and the last layer."),
    mark_trainable=mark_trainable,
    defaults={"learning_rate": LEARNING_RATE},
)
