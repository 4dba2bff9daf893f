"""How fast this computer trains: from runs that are done, else from a matrix product of a sixth of a second."""

from __future__ import annotations

import dataclasses
import functools
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from workbench.models import fit
from workbench.settings import SettingValue

if TYPE_CHECKING:
    import torch

_PROBE_S = 0.08
_CPU_SIZE = 512
_GPU_SIZE = 4096  # a GPU is not busy with less
_CPU_EFFICIENCY = 0.7  # of a matrix product's speed that training reaches; measured with the starter model
_GPU_EFFICIENCY = 0.25  # small batches leave a GPU waiting
_LEAST_RUN_S = 10.0  # shorter runs tell of starting, not of training


@dataclass(frozen=True)
class PastRun:
    """A finished run of the same model.

    Attributes:
        settings: Its training settings.
        epochs: Those that it went through.
        seconds: Its wall time.
        sizes: Of its split.
        mean_characters: Of its texts.
        trains_encoder: Whether it changed the encoder.
    """

    settings: Mapping[str, SettingValue]
    epochs: float
    seconds: float
    sizes: fit.Sizes
    mean_characters: float
    trains_encoder: bool


def past_flops(job: fit.Job, run: PastRun, machine: fit.Machine, *, mean_characters: float) -> float | None:
    """Operations a second that a past run reached, or None if it was too short to tell.

    Args:
        job: The run at hand, of the same model.
        run: The past run.
        machine: What both compute on.
        mean_characters: Of the texts at hand; the past ones' tokens are reckoned from their characters.
    """
    scale = run.mean_characters / mean_characters if mean_characters else 1.0
    lengths = np.maximum(1, job.reading.lengths * scale).astype(np.int64)
    past = dataclasses.replace(
        job,
        sizes=run.sizes,
        settings={**job.settings, **run.settings, "epochs": run.epochs},
        reading=dataclasses.replace(job.reading, lengths=lengths),
        trains_encoder=run.trains_encoder,
    )
    spent = run.seconds - fit.fixed_seconds(past, machine)
    flops = fit.training_flops(past)
    return flops / spent if run.seconds >= _LEAST_RUN_S and spent > 1 and flops > 0 else None


def expected_flops(device: torch.device) -> float:
    """Operations a second that training will probably reach on a device, measured once in a process."""
    return _probe(device.type) * (_CPU_EFFICIENCY if device.type == "cpu" else _GPU_EFFICIENCY)


@functools.cache
def _probe(device_type: str) -> float:
    """Operations a second of a matrix product."""
    import torch

    if device_type != "cpu":
        return _product_flops(device_type, _GPU_SIZE)
    threads = torch.get_num_threads()
    together = _product_flops(device_type, _CPU_SIZE)
    torch.set_num_threads(1)  # threads wait for each other: where another program is busy, one alone tells more
    try:
        return max(together, _product_flops(device_type, _CPU_SIZE))
    finally:
        torch.set_num_threads(threads)


def _product_flops(device_type: str, size: int) -> float:
    """The fastest of several products, so that other programs disturb it less."""
    import torch

    dtype = torch.bfloat16 if device_type == "cuda" else torch.float32
    a = torch.ones(size, size, device=device_type, dtype=dtype)
    best = float("inf")
    with torch.inference_mode():
        (a @ a)[0, 0].item()  # the first one also starts threads and chooses a kernel
        end = time.perf_counter() + _PROBE_S
        while (start := time.perf_counter()) < end:
            (a @ a)[0, 0].item()  # item waits for the device
            best = min(best, time.perf_counter() - start)
    return 2 * size**3 / best
