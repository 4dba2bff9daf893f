"""Runs a model over many examples without gradients: longest first, little padding, results in their own order."""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np
import torch
from numpy.typing import NDArray

from workbench.i18n import N_, say
from workbench.protocol import Progressed
from workbench.training import batching
from workbench.training.device import Device
from workbench.training.task_model import Batch, Examples, Steps, T

TELL_EVERY_S = 0.5


def run_batches(
    compute: Callable[[Batch], torch.Tensor], examples: Examples, device: Device, *, width: int
) -> Steps[NDArray[np.float32]]:
    """What `compute` gives for every example; tells how far it is some times a second.

    Args:
        compute: From a batch on the device to a tensor (b, width); its module is in evaluation mode.
        examples: Of any length.
        device: Where to compute.
        width: Columns of the result.

    Returns:
        (n, width) float32, in the order of the examples.
    """
    results = np.empty((len(examples), width), dtype=np.float32)
    done, told = 0, time.monotonic()
    for indices in batching.sorted_batches(examples.lengths):
        with torch.inference_mode(), device.autocast():
            batch = device.move(examples.batch(indices))
            results[indices] = compute(batch).float().cpu().numpy()
        done += len(indices)
        if time.monotonic() - told >= TELL_EVERY_S:
            told = time.monotonic()
            yield Progressed(what=say(N_("Reading the texts")), done=done, total=len(examples))
    return results


def result_of(steps: Steps[T]) -> T:
    """Does the work at once, without telling how far it is."""
    while True:
        try:
            next(steps)
        except StopIteration as end:
            result: T = end.value
            return result
