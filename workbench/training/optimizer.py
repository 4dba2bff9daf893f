"""AdamW with a linear warm-up and decay, as the field fine-tunes encoders.

The learning rate is a function of the step alone, so that it needs no state of its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import torch
from torch import nn

_NORMS = ("LayerNorm", "RMSNorm", "BatchNorm1d", "GroupNorm")


@dataclass(frozen=True)
class Schedule:
    """The learning rate over the steps.

    Attributes:
        warmup_steps: Steps during which it rises from zero.
        total_steps: Steps after which it is back at zero.
    """

    warmup_steps: int
    total_steps: int

    def factor(self, step: int) -> float:
        """The share of the full learning rate at a step counted from 0.

        The same as `transformers.get_linear_schedule_with_warmup`.
        """
        if step < self.warmup_steps:
            return step / max(1, self.warmup_steps)
        return max(0.0, (self.total_steps - step) / max(1, self.total_steps - self.warmup_steps))


def make_optimizer(
    model: nn.Module, *, head: nn.Module, learning_rate: float, head_learning_rate: float, weight_decay: float
) -> torch.optim.AdamW:
    """AdamW over what is trainable; biases and the weights of norms do not decay.

    Args:
        model: The whole model; parameters that need no gradient are left out.
        head: The part of it with a learning rate of its own.
        learning_rate: Of all but the head.
        head_learning_rate: Of the head.
        weight_decay: Decoupled, as in Loshchilov and Hutter, arXiv:1711.05101.
    """
    in_head = {id(parameter) for parameter in head.parameters()}
    plain = set(_undecayed(model))
    groups: dict[tuple[float, float], list[nn.Parameter]] = {}
    for name, parameter in model.named_parameters():
        if parameter.requires_grad:
            rate = head_learning_rate if id(parameter) in in_head else learning_rate
            groups.setdefault((rate, 0.0 if name in plain else weight_decay), []).append(parameter)
    fused = all(parameter.is_floating_point() for group in groups.values() for parameter in group)
    return torch.optim.AdamW(
        [
            {"params": group, "lr": rate, "initial_lr": rate, "weight_decay": decay}
            for (rate, decay), group in groups.items()
        ],
        fused=fused,
    )


def set_learning_rate(optimizer: torch.optim.Optimizer, factor: float) -> float:
    """Sets every group to its share of its full rate; gives the rate of the first group."""
    for group in optimizer.param_groups:
        group["lr"] = group["initial_lr"] * factor
    return float(optimizer.param_groups[0]["lr"])


def trainable_parameters(optimizer: torch.optim.Optimizer) -> list[nn.Parameter]:
    """Every parameter that the optimizer changes, in its order."""
    return [parameter for group in optimizer.param_groups for parameter in group["params"]]


def _undecayed(model: nn.Module) -> Iterator[str]:
    """The names of biases and of the parameters of norms, as transformers.Trainer leaves them undecayed."""
    for name, module in model.named_modules():
        is_norm = type(module).__name__.endswith(_NORMS)
        for own, _ in module.named_parameters(recurse=False):
            if is_norm or own == "bias" or own.endswith("_bias"):
                yield f"{name}.{own}" if name else own
