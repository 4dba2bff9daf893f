"""Values of base models, and what a run with one will need."""

from __future__ import annotations

from typing import Literal

from workbench.values.base import Sentence, Value

ModelKind = Literal["starter", "folder", "hub", "baseline"]
Fit = Literal["fits", "tight", "too_large"]


class ModelCard(Value, frozen=True, kw_only=True):
    """A base model as the Model pane shows it.

    Attributes:
        name: `starter`, an absolute folder, or a Hub id such as `org/name`.
        kind: Where it comes from.
        title: What people call it.
        folder: Where its files lie, empty if they are not on this computer yet.
        architecture: `bert`, `roberta` ... (`model_type` of its config).
        parameters: Number of weights, 0 if unknown.
        bytes: Size of its weights on disk.
        max_tokens: Longest input in tokens.
        languages: ISO 639-1 codes, empty if unknown.
        licence: As its authors state it, empty if unknown.
        problem: Why it cannot be used, or None.
    """

    name: str
    kind: ModelKind
    title: str
    folder: str = ""
    architecture: str = ""
    parameters: int = 0
    bytes: int = 0
    max_tokens: int = 0
    languages: tuple[str, ...] = ()
    licence: str = ""
    problem: Sentence | None = None


class Estimate(Value, frozen=True, kw_only=True):
    """What a run will probably need.

    Attributes:
        seconds: Wall time of the whole run.
        memory_bytes: Peak memory of the training process.
        memory_total_bytes: What the device has.
        disk_bytes: What the run folder will take.
        fit: Whether it fits.
        device: Such as `CPU, 8 cores`.
        mean_tokens: Mean tokens in a text.
        truncated_share: Share of texts longer than the model reads, 0 to 1.
        unknown_share: Share of tokens that the model does not know, 0 to 1.
        warning: A sentence where the model does not suit the data, such as a language that it cannot read.
    """

    seconds: float
    memory_bytes: int
    memory_total_bytes: int
    disk_bytes: int
    fit: Fit
    device: str
    mean_tokens: float
    truncated_share: float
    unknown_share: float
    warning: Sentence | None = None
