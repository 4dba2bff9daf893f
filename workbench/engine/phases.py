"""How long each phase of a run will probably take, for the bar that shows them."""

from __future__ import annotations

import dataclasses

from workbench.models import fit, memory, speed
from workbench.training.device import Device
from workbench.training.method import method
from workbench.training.task_model import Parts
from workbench.values import PhaseEstimate, Run

_LOADING_S = 1.5
_SAVING_S = 1.0
_TEXTS_PER_S = 10_000.0  # measured: a fast tokenizer on one core, short texts


def phase_estimates(run: Run, parts: Parts, device: Device) -> tuple[PhaseEstimate, ...]:
    """The phases in order with their expected seconds."""
    sizes = fit.Sizes(train=len(parts.train), validation=len(parts.validation), test=len(parts.test))
    machine = fit.Machine(
        device=device.name,
        flops=speed.expected_flops(device.torch_device),
        memory_bytes=memory.total_memory_bytes(),
        is_cpu=device.torch_device.type == "cpu",
    )
    job = fit.make_job(
        run.model,
        list(parts.train.columns["text"]),
        sizes,
        settings=run.settings,
        trains_encoder=not method(run.method).caches_features,
    )
    reading_s = (sizes.train + sizes.validation + sizes.test) / _TEXTS_PER_S
    testing = dataclasses.replace(job, sizes=fit.Sizes(train=0, validation=0, test=sizes.test), trains_encoder=False)
    testing_s = fit.training_flops(testing) / machine.flops
    training_s = max(1.0, fit.seconds(job, machine) - testing_s - reading_s)
    return (
        PhaseEstimate(phase="loading", seconds=_LOADING_S),
        PhaseEstimate(phase="tokenizing", seconds=reading_s),
        PhaseEstimate(phase="training", seconds=training_s),
        PhaseEstimate(phase="evaluating", seconds=testing_s),
        PhaseEstimate(phase="saving", seconds=_SAVING_S),
    )
