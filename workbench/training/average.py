"""A running average of the weights: what is looked at, kept and saved, while training goes on with the newest ones.

Averages along the path lie in flatter regions and do better on new texts than its last point: Polyak and Juditsky, SIAM
J. Control Optim. 30 (1992); Izmailov et al., arXiv:1803.05407; the exponential kind as in Tarvainen and Valpola,
arXiv:1703.01780.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import torch
from torch import nn

_RAMP_STEPS = 10  # at first the average forgets fast: its early points are those of a model that knew nothing


class WeightAverage:
    """The exponential moving average of a module's trainable weights.

    Args:
        module: What is trained; its trainable parameters are marked already.
        horizon_steps: How many of the last steps count, roughly; 1 is the newest weights alone.
    """

    def __init__(self, module: nn.Module, *, horizon_steps: float) -> None:
        self._parameters = {name: p for name, p in module.named_parameters() if p.requires_grad}
        self._values = {name: p.detach().clone() for name, p in self._parameters.items()}
        self._decay = 1 - 1 / max(1.0, horizon_steps)

    @torch.no_grad()
    def update(self, step: int) -> None:
        """Takes in the weights after a step, counted from 1."""
        decay = min(self._decay, step / (_RAMP_STEPS + step))
        torch._foreach_lerp_(list(self._values.values()), list(self._parameters.values()), 1 - decay)

    @contextmanager
    def applied(self) -> Iterator[None]:
        """Puts the average into the module for a while."""
        self._swap()
        try:
            yield
        finally:
            self._swap()

    def tensors(self) -> dict[str, torch.Tensor]:
        """The averages by their parameter's name."""
        return dict(self._values)

    def load(self, tensors: dict[str, torch.Tensor]) -> None:
        """Goes back to averages that were saved."""
        for name, value in self._values.items():
            value.copy_(tensors[name])

    def _swap(self) -> None:
        for name, parameter in self._parameters.items():
            parameter.data, self._values[name] = self._values[name], parameter.data
