"""The state of every random generator that training draws from, as tensors and plain values: never pickled."""

from __future__ import annotations

import random
from typing import Any

import numpy as np
import torch


def seed_everything(seed: int) -> None:
    """Sets the generators of Python, numpy and torch (all devices)."""
    random.seed(seed)
    np.random.seed(seed % 2**32)
    torch.manual_seed(seed)


def capture() -> tuple[dict[str, torch.Tensor], dict[str, Any]]:
    """The state of all generators: tensors, and values that JSON can hold."""
    name, keys, position, has_gauss, gauss = np.random.get_state(legacy=True)
    tensors = {
        "torch": torch.get_rng_state(),
        "numpy": torch.from_numpy(np.asarray(keys, dtype=np.uint32).astype(np.int64)),
    }
    if torch.cuda.is_available():
        tensors |= {f"cuda.{index}": state for index, state in enumerate(torch.cuda.get_rng_state_all())}
    if torch.backends.mps.is_available():
        tensors["mps"] = torch.mps.get_rng_state()
    version, state, gauss_next = random.getstate()
    values = {
        "numpy": [name, int(position), int(has_gauss), float(gauss)],
        "python": [version, list(state), gauss_next],
    }
    return tensors, values


def restore(tensors: dict[str, torch.Tensor], values: dict[str, Any]) -> None:
    """Puts all generators back; those of devices that are gone are passed over."""
    torch.set_rng_state(tensors["torch"])
    for index in range(torch.cuda.device_count() if torch.cuda.is_available() else 0):
        if f"cuda.{index}" in tensors:
            torch.cuda.set_rng_state(tensors[f"cuda.{index}"], index)
    if torch.backends.mps.is_available() and "mps" in tensors:
        torch.mps.set_rng_state(tensors["mps"])
    name, position, has_gauss, gauss = values["numpy"]
    keys = tensors["numpy"].numpy().astype(np.uint32)
    np.random.set_state((name, keys, position, has_gauss, gauss))
    version, state, gauss_next = values["python"]
    random.setstate((version, tuple(state), gauss_next))
