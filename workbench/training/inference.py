"""Runs a model over many examples without gradients: longest first, little padding, results in their own order."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import torch
from numpy.typing import NDArray

from workbench.training import batching
from workbench.training.device import Device
from workbench.training.task_model import Batch, Examples


def run_batches(
    compute: Callable[[Batch], torch.Tensor], examples: Examples, device: Device, *, width: int
) -> NDArray[np.float32]:
    """What `compute` gives for every example.

    Args:
        compute: From a batch on the device to a tensor (b, width); its module is in evaluation mode.
        examples: Of any length.
        device: Where to compute.
        width: Columns of the result.

    Returns:
        (n, width) float32, in the order of the examples.
    """
    results = np.empty((len(examples), width), dtype=np.float32)
    with torch.inference_mode(), device.autocast():
        for indices in batching.sorted_batches(examples.lengths):
            batch = device.move(examples.batch(indices))
            results[indices] = compute(batch).float().cpu().numpy()
    return results
