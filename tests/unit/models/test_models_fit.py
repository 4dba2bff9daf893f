"""Estimates against counts by hand, and against peaks of memory that were measured once."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from workbench import settings
from workbench.models import catalog, fit, memory, speed
from workbench.models.language import Reading

MINILM = fit.Shape(
    parameters=22_713_216, body=10_646_784, body_parameters=10_646_784, layers=6, hidden=384, heads=12, inner=1536
)
E5_SMALL = fit.Shape(
    parameters=117_653_760, body=21_293_568, body_parameters=21_293_568, layers=12, hidden=384, heads=12, inner=1536
)
DEFAULTS = settings.defaults(settings.TRAINING)
CPU = fit.Machine(device="CPU, 2 cores", flops=60e9, memory_bytes=8_000_000_000)


def job(*, tokens: int = 100, shape: fit.Shape = MINILM, trains_encoder: bool = True, **changed: Any) -> fit.Job:
    reading = Reading(
        lengths=np.full(10, tokens, dtype=np.int64),
        unknown_tokens=0.0,
        unknown_characters=0.0,
        tokens_per_character=0.2,
    )
    values = DEFAULTS | changed
    sizes = fit.Sizes(train=800, validation=100, test=100)
    return fit.Job(shape, sizes, values, reading, trains_encoder, max_tokens=min(512, int(values["max_tokens"])))


def test_that_the_starter_has_the_shape_of_its_config(tmp_path: Path) -> None:
    card = catalog.card("starter", library=tmp_path)

    made = fit.make_job(card, ["a text"], fit.Sizes(8, 1, 1), settings=DEFAULTS, trains_encoder=True)

    assert made.shape == MINILM
    # by hand: 6 layers of 4 h h + 2 h i weights, 9 h + i biases and norms
    assert MINILM.body == 6 * (4 * 384 * 384 + 2 * 384 * 1536 + 9 * 384 + 1536)
    assert made.reading.lengths.tolist() == [4]


def test_that_training_costs_six_operations_a_weight_and_token() -> None:
    only_training = dataclasses.replace(
        job(epochs=1, warm_head=False), sizes=fit.Sizes(train=1000, validation=0, test=0)
    )
    tokens = 1000 * 100 * 1.08

    flops = fit.training_flops(only_training)

    # Kaplan et al. 2020, table 1: 6 N + 12 n_layer n_ctx d a token; they count the attention's upper half only once
    assert flops == pytest.approx(tokens * (6 * MINILM.body + 12 * 6 * 108 * 384), rel=0.001)


def test_that_a_frozen_encoder_reads_every_text_once_whatever_the_epochs() -> None:
    once = fit.training_flops(job(trains_encoder=False, epochs=1))

    assert once == fit.training_flops(job(trains_encoder=False, epochs=50))
    assert once == pytest.approx(1000 * 108 * (2 * MINILM.body + 4 * 108 * 384 * 6), rel=0.001)


def test_that_time_grows_with_epochs_and_falls_with_frozen_layers_and_speed() -> None:
    base = fit.seconds(job(), CPU)

    assert fit.seconds(job(epochs=6), CPU) > 1.7 * base
    assert fit.seconds(job(frozen_layers=3), CPU) < 0.9 * base
    assert fit.seconds(job(), dataclasses.replace(CPU, flops=120e9)) < 0.7 * base
    assert fit.seconds(job(tokens=500), CPU) < 1.5 * base  # cut at 128 tokens


@pytest.mark.parametrize(
    ("shape", "rows", "tokens", "train_embeddings", "measured_mb"),
    [
        (MINILM, 16, 25, False, 816),
        (MINILM, 16, 128, False, 1510),
        (MINILM, 64, 64, False, 2076),
        (MINILM, 8, 256, False, 1794),
        (MINILM, 64, 16, True, 1171),
        (E5_SMALL, 16, 64, True, 3022),
    ],
)
def test_that_memory_is_near_measured_peaks(
    shape: fit.Shape, rows: int, tokens: int, train_embeddings: bool, measured_mb: int
) -> None:
    # Measured with getrusage over AdamW steps on a CPU with torch 2.13, transformers, datasets and scikit-learn loaded.
    run = job(tokens=tokens, shape=shape, batch_size=rows, max_tokens=max(8, tokens), train_embeddings=train_embeddings)

    assert fit.memory_bytes(run, CPU) == pytest.approx(measured_mb * 1e6, rel=0.1)


def test_that_the_head_alone_needs_little() -> None:
    assert fit.memory_bytes(job(trains_encoder=False), CPU) < 0.8 * fit.memory_bytes(job(), CPU)
    assert fit.disk_bytes(job(trains_encoder=False)) < 100_000_000


def test_that_disk_holds_three_checkpoints_and_the_model() -> None:
    assert fit.disk_bytes(job()) == pytest.approx(3 * 12 * MINILM.body + 4 * MINILM.parameters, rel=0.01)


@pytest.mark.parametrize(("needed", "expected"), [(70, "fits"), (71, "tight"), (90, "tight"), (91, "too_large")])
def test_that_fit_is_a_share_of_the_memory(needed: int, expected: str) -> None:
    assert fit.fit(needed, 100) == expected


def test_that_unknown_memory_is_thought_to_be_enough() -> None:
    assert fit.fit(10**12, 0) == "fits"


def test_that_a_past_run_of_the_same_job_gives_back_its_own_time() -> None:
    run = job(epochs=3)
    machine = dataclasses.replace(CPU, flops=33e9)
    past = speed.PastRun(
        settings=run.settings,
        epochs=3.0,
        seconds=fit.seconds(run, machine),
        sizes=run.sizes,
        mean_characters=80.0,
        trains_encoder=True,
    )

    assert speed.past_flops(run, past, CPU, mean_characters=80.0) == pytest.approx(33e9)


def test_that_a_run_of_seconds_says_nothing_of_speed() -> None:
    run = job()
    past = speed.PastRun(
        settings=run.settings, epochs=3, seconds=4, sizes=run.sizes, mean_characters=80, trains_encoder=True
    )

    assert speed.past_flops(run, past, CPU, mean_characters=80.0) is None


def test_that_the_probe_gives_a_plausible_speed_and_keeps_the_threads() -> None:
    import torch

    threads = torch.get_num_threads()

    assert 1e8 < speed.expected_flops(torch.device("cpu")) < 1e14
    assert torch.get_num_threads() == threads


def test_that_the_memory_of_this_computer_is_known() -> None:
    assert 10**8 < memory.total_memory_bytes() < 10**15
