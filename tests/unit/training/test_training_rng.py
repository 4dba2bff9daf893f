"""All random generators go back to where they were."""

from __future__ import annotations

import json
import random

import numpy as np
import torch

from workbench.training import rng


def draw() -> tuple[float, float, float, float]:
    return random.random(), np.random.normal(), float(torch.rand(())), random.gauss(0, 1)


def test_that_a_captured_state_gives_the_same_numbers_again() -> None:
    rng.seed_everything(3)
    draw()
    tensors, values = rng.capture()
    values = json.loads(json.dumps(values))
    expected = draw()
    draw()

    rng.restore(tensors, values)

    assert draw() == expected


def test_that_a_seed_decides_everything() -> None:
    rng.seed_everything(2**40 + 1)
    first = draw()
    rng.seed_everything(2**40 + 1)

    assert draw() == first
