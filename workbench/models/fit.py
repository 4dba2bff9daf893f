"""Whether a run fits this computer: its time, memory and disk, from the shapes of the model and a sample of the texts.

Work is counted in floating-point operations: 2 N for each token forward and 4 N backward, N being the weights of the
layers without the word table, plus the attention's own (Kaplan et al. 2020, Scaling Laws for Neural Language Models,
section 2.1). Activations follow Korthikanti et al. 2022, Reducing Activation Recomputation in Large Transformer
Models, section 4, in float32.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from workbench.models import language, loading
from workbench.models.language import Reading
from workbench.settings import SettingValue
from workbench.values import Estimate, Fit, ModelCard

if TYPE_CHECKING:
    from transformers import PreTrainedTokenizerFast

TRAINING_TOKENS = 16_384
"""Most tokens that the training loop puts through at once (`training/batching.py`, TOKEN_BUDGET)."""

_PROGRAM_BYTES = 450_000_000  # measured: Python with torch, transformers, datasets and scikit-learn, before a model
_START_S = 5.0  # loading torch and the model, and writing the result
_ADAM_BYTES_PER_S = 2e10  # measured: weights, gradients and two moments go through memory once a step
_GPU_STEP_S = 0.01
_ADAM_BYTES = 28  # four reads and three writes of 4 bytes
_KEPT_VECTORS = 22
_KEPT_ATTENTION_BYTES = 15
"""Measured in place of section 4's 9 and 9: peaks of six trainings of MiniLM and multilingual-e5-small on a CPU, 25 to
256 tokens, 8 to 64 rows, are met within 7 %; the difference is what the backward pass makes and drops again."""

_CHECKPOINTS = 3  # the last two and the best
_PADDING = 1.08  # batches are made of texts of about equal length
_FITS, _TIGHT = 0.7, 0.9


@dataclass(frozen=True)
class Machine:
    """What a run would compute on.

    Attributes:
        device: Its name, such as `CPU, 8 cores`.
        flops: What it reaches in training, in operations a second.
        memory_bytes: Of the GPU, or of the computer.
        is_cpu: Whether the program itself lies in the same memory.
    """

    device: str
    flops: float
    memory_bytes: int
    is_cpu: bool = True


@dataclass(frozen=True)
class Shape:
    """The size of an encoder.

    Attributes:
        parameters: All of its weights.
        body: Those of its layers, as often as each is computed (ALBERT computes the same ones in every layer).
        body_parameters: Those of its layers, each once.
        layers: Number of layers.
        hidden: Width of a token's vector.
        heads: Attention heads.
        inner: Width inside a layer's feed-forward part.
    """

    parameters: int
    body: int
    body_parameters: int
    layers: int
    hidden: int
    heads: int
    inner: int


@dataclass(frozen=True)
class Sizes:
    """Rows in each part of the split."""

    train: int
    validation: int
    test: int


@dataclass(frozen=True)
class Job:
    """A run as far as its cost depends on it.

    Attributes:
        shape: Of the encoder.
        sizes: Of the split.
        settings: Every training setting.
        reading: Of the texts.
        trains_encoder: Whether the encoder changes; else its vectors are computed once.
        max_tokens: The longest text after the cut.
    """

    shape: Shape
    sizes: Sizes
    settings: Mapping[str, SettingValue]
    reading: Reading
    trains_encoder: bool
    max_tokens: int


def make_job(
    card: ModelCard, texts: list[str], sizes: Sizes, *, settings: Mapping[str, SettingValue], trains_encoder: bool
) -> Job:
    """Reads a sample of the texts with the model's tokenizer and measures the model.

    Raises:
        ModelError: If the model's folder cannot be used.
    """
    folder = Path(card.folder)
    tokenizer = _tokenizer(folder, _age(folder))
    reading = language.read(language.sample(texts), tokenizer.backend_tokenizer, unknown=tokenizer.unk_token)
    longest = min(int(settings["max_tokens"]), int(tokenizer.model_max_length))
    return Job(_shape(folder, _age(folder)), sizes, settings, reading, trains_encoder, longest)


def estimate(job: Job, card: ModelCard, machine: Machine, *, text_language: str) -> Estimate:
    """What a run will probably need, and whether the model suits the texts."""
    memory = memory_bytes(job, machine)
    return Estimate(
        seconds=seconds(job, machine),
        memory_bytes=memory,
        memory_total_bytes=machine.memory_bytes,
        disk_bytes=disk_bytes(job),
        fit=fit(memory, machine.memory_bytes),
        device=machine.device,
        mean_tokens=job.reading.mean_tokens(10**9),
        truncated_share=job.reading.truncated_share(job.max_tokens),
        unknown_share=job.reading.unknown_tokens,
        warning=language.warning(job.reading, languages=card.languages, language=text_language),
    )


def seconds(job: Job, machine: Machine) -> float:
    """Wall time of the whole run, from the start of its process to its report."""
    return fixed_seconds(job, machine) + training_flops(job) / machine.flops


def fixed_seconds(job: Job, machine: Machine) -> float:
    """The part of a run's time that does not come from the texts: its start, and the optimizer's own work."""
    steps = _epochs(job) * math.ceil(job.sizes.train / int(job.settings["batch_size"]))
    step_s = trained_parameters(job) * _ADAM_BYTES / _ADAM_BYTES_PER_S if machine.is_cpu else _GPU_STEP_S
    return _START_S + steps * step_s


def training_flops(job: Job) -> float:
    """Operations of the whole run: training, looks at the validation rows, the fitted head and the final test."""
    tokens = job.reading.mean_tokens(job.max_tokens) * _PADDING
    forward = tokens * _forward_flops(job.shape, tokens)
    if not job.trains_encoder:
        return forward * (job.sizes.train + job.sizes.validation + job.sizes.test)
    looks = _epochs(job) * int(job.settings["evaluations_per_epoch"])
    once = job.sizes.test + (job.sizes.train if job.settings["warm_head"] else 0)
    return forward * (
        job.sizes.train * _epochs(job) * (1 + 2 * _trained_share(job)) + job.sizes.validation * looks + once
    )


def memory_bytes(job: Job, machine: Machine) -> int:
    """Peak memory of the training process; on a GPU, of its tensors."""
    weights = 4 * job.shape.parameters
    learning = 12 * trained_parameters(job)  # gradients and two moments
    longest = int(min(job.max_tokens, max(job.reading.lengths, default=1)))
    rows = min(int(job.settings["batch_size"]), max(1, TRAINING_TOKENS // longest))
    layers = job.shape.layers * _trained_share(job) if job.trains_encoder else 1.0
    activations = layers * _layer_bytes(job.shape, rows=rows, tokens=longest)
    return int((_PROGRAM_BYTES if machine.is_cpu else 0) + weights + learning + activations)


def disk_bytes(job: Job) -> int:
    """What the run's folder takes: two checkpoints, the best one and the model."""
    return _CHECKPOINTS * 12 * trained_parameters(job) + 4 * job.shape.parameters + 2_000_000


def fit(needed: int, total: int) -> Fit:
    """Whether so much memory fits; where the total is unknown it is thought to."""
    if not total or needed <= _FITS * total:
        return "fits"
    return "tight" if needed <= _TIGHT * total else "too_large"


def trained_parameters(job: Job) -> int:
    """Weights that change."""
    if not job.trains_encoder:
        return job.shape.hidden
    embeddings = job.shape.parameters - job.shape.body_parameters
    learned = job.shape.body_parameters * (1 - _frozen_share(job))
    return int(learned + (embeddings if job.settings["train_embeddings"] else 0))


def _forward_flops(shape: Shape, tokens: float) -> float:
    """Operations for one token of a text of so many tokens."""
    return 2 * shape.body + 4 * tokens * shape.hidden * shape.layers


def _layer_bytes(shape: Shape, *, rows: int, tokens: int) -> float:
    """What one layer keeps for its backward pass."""
    vectors = rows * tokens * (_KEPT_VECTORS * shape.hidden + 2 * shape.inner) * 4
    attention = rows * shape.heads * tokens * tokens * _KEPT_ATTENTION_BYTES
    return float(vectors + attention)


def _trained_share(job: Job) -> float:
    return 1 - _frozen_share(job)


def _frozen_share(job: Job) -> float:
    return min(1.0, int(job.settings["frozen_layers"]) / max(1, job.shape.layers))


def _epochs(job: Job) -> float:
    return float(job.settings["epochs"])


def _age(folder: Path) -> int:
    """Changes when the folder's config does, so that what is remembered of a folder is forgotten then."""
    return (folder / "config.json").stat().st_mtime_ns


@functools.lru_cache(maxsize=4)
def _tokenizer(folder: Path, age: int) -> PreTrainedTokenizerFast:  # noqa: ARG001 - a part of the key
    return loading.load_tokenizer(folder)


@functools.lru_cache(maxsize=16)
def _shape(folder: Path, age: int) -> Shape:  # noqa: ARG001 - likewise
    config = loading.load_config(folder)
    sizes = {name: value.numel() for name, value in loading.skeleton(config).named_parameters()}
    outside = sum(size for name, size in sizes.items() if _is_outside_layers(name))
    layers = int(config.num_hidden_layers)
    once = sum(sizes.values()) - outside
    repeats = layers / max(1, getattr(config, "num_hidden_groups", layers) or layers)
    inner = getattr(config, "intermediate_size", None) or 4 * config.hidden_size
    return Shape(
        parameters=sum(sizes.values()),
        body=int(once * repeats),
        body_parameters=once,
        layers=layers,
        hidden=int(config.hidden_size),
        heads=int(config.num_attention_heads),
        inner=int(inner),
    )


def _is_outside_layers(name: str) -> bool:
    """Whether a weight is looked up (or, a pooler's, not used) rather than multiplied with every token."""
    return any(part in name for part in ("embed", "wte", "wpe", "pooler"))
