"""The seam between the training loop, which knows no task, and a task, which knows no loop.

Letters in shapes: b examples of a batch, t tokens, c labels that the model knows, n examples of a part.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray
from torch import Tensor, nn

from workbench.protocol import Progressed
from workbench.settings import SettingValue
from workbench.training.device import Device
from workbench.values import Output, RoleName

T = TypeVar("T")

Batch = dict[str, Tensor]
Steps = Generator[Progressed, None, T]
"""Work that can take long: it tells how far it is, can be closed between two parts of it, and returns its result."""

Settings = Mapping[str, SettingValue]


@dataclass(frozen=True)
class Part:
    """The rows of one part of a split, as they lie in their table.

    Attributes:
        rows: Row numbers in the version's table: (n,).
        columns: The values of each role that the task needs: n strings each.
    """

    rows: NDArray[np.int64]
    columns: Mapping[RoleName, Sequence[str]]

    def __len__(self) -> int:
        return len(self.rows)


@dataclass(frozen=True)
class Parts:
    """The rows that a run learns from, chooses its best checkpoint by, and is measured on at the end."""

    train: Part
    validation: Part
    test: Part


@dataclass(frozen=True)
class Evaluation:
    """How a model does on some examples: the mean loss, and metrics by key."""

    loss: float
    metrics: dict[str, float]


@dataclass(frozen=True)
class Answers:
    """What a model answers on the rows of a part.

    Attributes:
        labels: All labels, those that the model knows first.
        true: The true labels as positions in `labels`: (n,).
        probabilities: Of each label that the model knows: (n, c), rows summing to 1.
    """

    labels: tuple[str, ...]
    true: NDArray[np.int64]
    probabilities: NDArray[np.float32]


class Examples(Protocol):
    """Examples ready to be learned from."""

    @property
    def lengths(self) -> NDArray[np.int64]:
        """Tokens of each example: (n,)."""

    def __len__(self) -> int:
        """How many there are."""

    def batch(self, indices: NDArray[np.int64]) -> Batch:
        """The tensors of some examples, on the CPU, padded to the longest of them."""


class TaskModel(Protocol):
    """A model being trained, as the loop and the methods see it.

    Attributes:
        module: Everything with weights.
        encoder: The base model in it.
        embeddings: The word table of the encoder, with what belongs to it.
        layers: The layers of the encoder, lowest first; empty if they cannot be told apart.
        head: What the task adds to the base model.
    """

    @property
    def module(self) -> nn.Module: ...  # noqa: D102
    @property
    def encoder(self) -> nn.Module: ...  # noqa: D102
    @property
    def embeddings(self) -> nn.Module: ...  # noqa: D102
    @property
    def layers(self) -> Sequence[nn.Module]: ...  # noqa: D102
    @property
    def head(self) -> nn.Module: ...  # noqa: D102

    def encode(self, part: Part) -> Steps[Examples]:
        """Makes examples of the rows of a part."""

    def warm_up(self, examples: Examples, device: Device) -> Steps[None]:
        """Gives the head a good start, fitted on what the untouched encoder makes of the training examples."""

    def cache_features(self, examples: Examples, device: Device) -> Steps[Examples]:
        """The same examples as the encoder's fixed vectors, for a method that never changes the encoder."""

    def loss(self, batch: Batch) -> Tensor:
        """The mean loss of a batch, with gradients: a scalar in float32."""

    def evaluate(self, examples: Examples, device: Device) -> Steps[Evaluation]:
        """Scores examples, without gradients."""

    def answers(self, examples: Examples, device: Device) -> Steps[Answers]:
        """The model's answers and the truth, in the order of the examples."""

    def save(self, folder: Path) -> None:
        """Writes everything that `load_predictor` needs into an existing folder."""


class Predictor(Protocol):
    """A trained model that answers.

    Attributes:
        labels: The labels, in the order of the columns of probabilities.
        max_tokens: The most tokens that are read of a text; 0 if it reads everything.
    """

    @property
    def labels(self) -> tuple[str, ...]: ...  # noqa: D102
    @property
    def max_tokens(self) -> int: ...  # noqa: D102

    def predict(self, texts: Sequence[str]) -> tuple[list[Output], list[int]]:
        """The answers, one a text, and the tokens read of each."""

    def predict_probabilities(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """The probability of each label: (n, c), rows summing to 1."""


@dataclass(frozen=True)
class TaskDoors:
    """How the engine enters a task; each `tasks/<task>/model.py` has one as `MODEL`.

    Attributes:
        check: Raises DataError, in words, if nothing can be learned from these parts.
        build: Makes a model for these parts from the folder of a base model, with fresh random weights in its head.
        load_predictor: Reads a folder that `TaskModel.save` wrote.
    """

    check: Callable[[Parts], None]
    build: Callable[[Path, Parts, Settings], TaskModel]
    load_predictor: Callable[[Path], Predictor]
