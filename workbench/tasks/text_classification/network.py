"""The classifier: an encoder, one vector for each text, and a linear layer from it to the labels.

Letters in shapes: b texts, t tokens, h width of the encoder, c labels.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import torch
from torch import Tensor, nn

from workbench.models import families

if TYPE_CHECKING:
    from transformers import PreTrainedModel

    from workbench.training.task_model import Batch

Pooling = Literal["mean", "last"]

_DROPOUTS = ("classifier_dropout", "hidden_dropout_prob", "dropout", "resid_pdrop")
_INITIAL_STD = 0.02  # as BERT initialises its heads (Devlin et al., arXiv:1810.04805, and its published code)


class ClassifierNetwork(nn.Module):
    """Encoder, pooling, dropout and linear head.

    Args:
        encoder: A base model without its own pooler.
        labels: How many there are.
        pooling: `mean` over the real tokens, or the `last` one for a decoder, which alone has seen the whole text.
    """

    def __init__(self, encoder: PreTrainedModel, labels: int, *, pooling: Pooling) -> None:
        super().__init__()
        if getattr(encoder, "pooler", None) is not None:
            encoder.pooler = None  # type: ignore[assignment] # transformers allows it; unused: it would only cost memory and time
        self.encoder = encoder
        self.pooling = pooling
        self.dropout = nn.Dropout(_dropout(encoder))
        self.head = nn.Linear(int(encoder.config.hidden_size), labels)
        nn.init.normal_(self.head.weight, std=_INITIAL_STD)
        nn.init.zeros_(self.head.bias)

    def vectors(self, batch: Batch) -> Tensor:
        """One vector for each text: (b, h) float32; those of the batch where they were computed before."""
        if "vectors" in batch:
            return batch["vectors"]
        mask = batch.get("attention_mask")  # (b, t), missing where nothing is padded
        hidden = self.encoder(input_ids=batch["input_ids"], attention_mask=mask).last_hidden_state  # (b, t, h)
        return pool(hidden.float(), mask, pooling=self.pooling)

    def forward(self, batch: Batch) -> Tensor:
        """The logits: (b, c)."""
        logits: Tensor = self.head(self.dropout(self.vectors(batch)))
        return logits


def pool(hidden: Tensor, mask: Tensor | None, *, pooling: Pooling) -> Tensor:
    """Makes one vector of a text's tokens.

    Args:
        hidden: (b, t, h).
        mask: 1 for real tokens, which come first, 0 for padding: (b, t); None if all are real.
        pooling: How.

    Returns:
        (b, h).
    """
    if mask is None:
        return hidden.mean(dim=1) if pooling == "mean" else hidden[:, -1]
    if pooling == "mean":
        weights = mask.unsqueeze(-1).to(hidden.dtype)  # (b, t, 1)
        return (hidden * weights).sum(dim=1) / weights.sum(dim=1)
    last = mask.sum(dim=1) - 1  # (b,)
    return hidden[torch.arange(len(hidden), device=hidden.device), last]


def natural_pooling(family: str) -> Pooling:
    """The pooling that suits a family of models."""
    return "last" if family in families.DECODERS else "mean"


def _dropout(encoder: PreTrainedModel) -> float:
    """The dropout before the head: what the model's config says, else 0.1."""
    stated = (getattr(encoder.config, name, None) for name in _DROPOUTS)
    return next((float(value) for value in stated if isinstance(value, int | float)), 0.1)
