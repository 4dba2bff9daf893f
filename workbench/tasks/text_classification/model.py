"""Text classification with a fine-tuned encoder: what the training loop trains, and what answers afterwards.

A saved model is a plain transformers folder (config, weights, tokenizer), with the linear layer in `head.safetensors`
and the labels in `workbench.json`. Letters in shapes: n texts, b of a batch, t tokens, h encoder width, c labels.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import numpy as np
import torch
from numpy.typing import NDArray
from safetensors import SafetensorError
from safetensors.torch import load_file, save_file
from torch import Tensor, nn

from workbench.errors import ModelError
from workbench.i18n import N_, say
from workbench.models import loading
from workbench.protocol import Progressed
from workbench.tasks.text_classification.checks import check_parts
from workbench.tasks.text_classification.network import ClassifierNetwork, Pooling, natural_pooling
from workbench.tasks.text_classification.warm_head import choose_examples, fit_head
from workbench.training import metrics
from workbench.training.device import Device, choose_device
from workbench.training.examples import TokenExamples, VectorExamples
from workbench.training.inference import result_of, run_batches
from workbench.training.task_model import (
    Answers,
    Batch,
    Evaluation,
    Examples,
    Part,
    Parts,
    Predictor,
    Settings,
    Steps,
    TaskDoors,
)
from workbench.values import LabelScores, Output

if TYPE_CHECKING:
    from transformers import PreTrainedModel, PreTrainedTokenizerFast

TASK = "text_classification"
CARD_FILE = "workbench.json"
HEAD_FILE = "head.safetensors"

_TEXTS_AT_ONCE = 2_000


class ModelNotes(msgspec.Struct, frozen=True, kw_only=True):
    """What `workbench.json` says of a saved model."""

    task: str
    labels: tuple[str, ...]
    pooling: Pooling
    max_tokens: int
    format: int = 1


class TextClassifier:
    """A classifier in training; see `training.task_model.TaskModel`.

    Args:
        network: With as many outputs as there are labels.
        tokenizer: Of the base model.
        notes: Labels, pooling and longest text.
        shift: What is added to the logits in the loss, so that rare labels count for more: (c,).
        weights: What a mistake counts in the loss, by its true label: (c,); all alike where None.
    """

    def __init__(
        self,
        network: ClassifierNetwork,
        tokenizer: PreTrainedTokenizerFast,
        notes: ModelNotes,
        *,
        shift: NDArray[np.float32],
        weights: NDArray[np.float32] | None = None,
    ) -> None:
        self.module = network
        self.notes = notes
        self._shift = torch.from_numpy(shift)
        self._weights = None if weights is None else torch.from_numpy(weights)
        self._tokenizer = tokenizer
        self._positions = {label: position for position, label in enumerate(notes.labels)}

    @property
    def encoder(self) -> PreTrainedModel:
        """The base model."""
        return self.module.encoder

    @property
    def embeddings(self) -> nn.Module:
        """The word table, with positions and norm where the family keeps them together."""
        own = getattr(self.encoder, "embeddings", None)
        table: nn.Module = own if isinstance(own, nn.Module) else self.encoder.get_input_embeddings()
        return table

    @property
    def layers(self) -> Sequence[nn.Module]:
        """The encoder's layers, lowest first; none if it uses one layer many times."""
        count = self.encoder.config.num_hidden_layers
        lists = (module for module in self.encoder.modules() if isinstance(module, nn.ModuleList))
        return next((list(found) for found in lists if len(found) == count and count > 1), [])

    @property
    def head(self) -> nn.Module:
        """The linear layer."""
        return self.module.head

    def encode(self, part: Part) -> Steps[TokenExamples]:
        """Cuts the texts into tokens, some thousands at a time."""
        ids: list[list[int]] = []
        texts = part.columns["text"]
        for start in range(0, len(texts), _TEXTS_AT_ONCE):
            ids.extend(encode_texts(self._tokenizer, texts[start : start + _TEXTS_AT_ONCE], self.notes.max_tokens))
            yield Progressed(what=say(N_("Reading the texts")), done=len(ids), total=len(texts))
        targets = np.fromiter(map(self._target, part.columns["label"]), dtype=np.int64, count=len(texts))
        return TokenExamples.pack(ids, targets, pad_id=pad_id(self._tokenizer))

    def warm_up(self, examples: Examples, device: Device) -> Steps[None]:
        """Sets the head to a logistic regression on the untouched encoder's vectors."""
        assert isinstance(examples, TokenExamples | VectorExamples)
        vectors = yield from self.cache_features(examples.take(choose_examples(examples.targets)), device)
        weight, bias = fit_head(vectors.vectors, vectors.targets, labels=len(self.notes.labels))
        with torch.no_grad():
            self.module.head.weight.copy_(torch.from_numpy(weight))
            self.module.head.bias.copy_(torch.from_numpy(bias) - self._shift)

    def cache_features(self, examples: Examples, device: Device) -> Steps[VectorExamples]:
        """The encoder's vectors of every text; those that are vectors already stay."""
        if isinstance(examples, VectorExamples):
            return examples
        assert isinstance(examples, TokenExamples)
        self.module.eval()
        width = self.module.head.in_features
        vectors = yield from run_batches(self.module.vectors, examples, device, width=width)
        return VectorExamples(vectors, examples.targets)

    def loss(self, batch: Batch) -> Tensor:
        """Mean cross-entropy of the shifted logits, weighted by label if that is wanted."""
        logits = self.module(batch).float()  # (b, c)
        return self._cross_entropy(logits + self._shift.to(logits.device), batch["targets"])

    def evaluate(self, examples: Examples, device: Device) -> Steps[Evaluation]:
        """The same loss, of the examples with known labels; accuracy and macro-F1 of all."""
        logits = yield from self._logits(examples, device)
        true = _targets(examples)
        known = true < len(self.notes.labels)
        shifted = torch.from_numpy(logits[known]) + self._shift
        loss = self._cross_entropy(shifted, torch.from_numpy(true[known]))
        predicted = logits.argmax(axis=1).astype(np.int64)
        return Evaluation(
            loss=float(loss) if known.any() else 0.0,
            metrics={
                "accuracy": metrics.accuracy(true, predicted),
                "macro_f1": metrics.macro_f1(true, predicted),
            },
        )

    def answers(self, examples: Examples, device: Device) -> Steps[Answers]:
        """Probabilities and true labels; labels unknown to the model come last."""
        true, known = _targets(examples), len(self.notes.labels)
        unknown, positions = np.unique(true[true >= known], return_inverse=True)
        true = true.copy()
        true[true >= known] = known + positions
        names = list(self._positions)
        labels = (*self.notes.labels, *(names[position] for position in unknown))
        logits = yield from self._logits(examples, device)
        return Answers(labels, true, softmax(logits))

    def save(self, folder: Path) -> None:
        """Writes a folder that transformers, and `load_predictor`, can read."""
        self.encoder.config.architectures = [type(self.encoder).__name__]
        self.encoder.config.save_pretrained(folder)
        save_file(_tensors(self.encoder), folder / "model.safetensors", metadata={"format": "pt"})
        save_file(_tensors(self.module.head), folder / HEAD_FILE)
        self._tokenizer.backend_tokenizer.no_truncation()
        self._tokenizer.save_pretrained(folder)
        (folder / CARD_FILE).write_bytes(msgspec.json.format(msgspec.json.encode(self.notes), indent=1))

    def _logits(self, examples: Examples, device: Device) -> Steps[NDArray[np.float32]]:
        self.module.eval()
        return run_batches(self.module, examples, device, width=len(self.notes.labels))

    def _cross_entropy(self, logits: Tensor, targets: Tensor) -> Tensor:
        if self._weights is None:
            return nn.functional.cross_entropy(logits, targets)
        # Divided by the number of examples, not by their weights: a batch of rare labels shall count for more.
        weights = self._weights.to(logits.device)
        return nn.functional.cross_entropy(logits, targets, weight=weights, reduction="sum") / max(1, len(targets))

    def _target(self, label: str) -> int:
        """A label's position; those that only validation or test rows have count on after the known ones."""
        return self._positions.setdefault(label, len(self._positions))


class TextClassifierPredictor:
    """A trained classifier that answers; see `training.task_model.Predictor`.

    Args:
        network: With its trained weights.
        tokenizer: Of its base model.
        notes: Labels, pooling and longest text.
        device: Where it computes.
    """

    def __init__(
        self, network: ClassifierNetwork, tokenizer: PreTrainedTokenizerFast, notes: ModelNotes, *, device: Device
    ) -> None:
        self._network = network.eval().to(device.torch_device)
        self._tokenizer = tokenizer
        self._notes = notes
        self._device = device

    @property
    def labels(self) -> tuple[str, ...]:
        """The labels, in the order of the columns of probabilities."""
        return self._notes.labels

    @property
    def max_tokens(self) -> int:
        """The most tokens that are read of a text."""
        return self._notes.max_tokens

    def predict(self, texts: Sequence[str]) -> tuple[list[Output], list[int]]:
        """The labels with their probabilities, highest first, and the tokens read of each text."""
        probabilities, lengths = self._answer(texts)
        outputs: list[Output] = []
        for row in probabilities:
            order = np.argsort(-row, kind="stable").tolist()
            scores = tuple(float(row[position]) for position in order)
            outputs.append(LabelScores(labels=tuple(self.labels[position] for position in order), scores=scores))
        return outputs, lengths.tolist()

    def predict_probabilities(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """The probability of each label: (n, c), rows summing to 1."""
        return self._answer(texts)[0]

    def _answer(self, texts: Sequence[str]) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
        ids = encode_texts(self._tokenizer, texts, self.max_tokens)
        targets = np.zeros(len(texts), dtype=np.int64)
        examples = TokenExamples.pack(ids, targets, pad_id=pad_id(self._tokenizer))
        logits = result_of(run_batches(self._network, examples, self._device, width=len(self.labels)))
        return softmax(logits), examples.lengths


def build(folder: Path, parts: Parts, settings: Settings) -> TextClassifier:
    """A classifier for the labels of the training rows, on a base model, with a random head.

    Raises:
        ModelError: If the base model cannot be used.
    """
    labels = tuple(sorted(set(parts.train.columns["label"])))
    tokenizer = loading.load_tokenizer(folder)
    encoder = loading.load_encoder(folder)
    for parameter in encoder.parameters():  # out of the mapped file: aligned, and safe from what happens to that
        parameter.data = parameter.data.clone()
    notes = ModelNotes(
        task=TASK,
        labels=labels,
        pooling=natural_pooling(encoder.config.model_type),
        max_tokens=min(int(settings["max_tokens"]), tokenizer.model_max_length),
    )
    network = ClassifierNetwork(encoder, len(labels), pooling=notes.pooling)
    examples = parts.train.columns["label"]
    shift = label_shift(examples, labels, balance=float(settings["balance"]))
    # A run of an earlier version of the program has no such setting.
    weights = label_weights(examples, labels, strength=float(settings.get("label_weights", 0.0)))
    return TextClassifier(network, tokenizer, notes, shift=shift, weights=weights)


def load_predictor(folder: Path) -> Predictor:
    """Reads a folder that `TextClassifier.save` wrote.

    Raises:
        ModelError: If it is incomplete or damaged.
    """
    notes = _read_notes(folder)
    network = ClassifierNetwork(loading.load_encoder(folder), len(notes.labels), pooling=notes.pooling)
    try:
        network.head.load_state_dict(load_file(folder / HEAD_FILE))
    except (OSError, RuntimeError, SafetensorError) as error:
        raise _damaged(folder, error) from error
    return TextClassifierPredictor(network, loading.load_tokenizer(folder), notes, device=choose_device())


def label_shift(examples: Sequence[str], labels: Sequence[str], *, balance: float) -> NDArray[np.float32]:
    """What the loss adds to the logits: `balance` times the logarithm of each label's share, (c,).

    The loss of Menon et al., "Long-tail learning via logit adjustment", arXiv:2007.07314, equation 10: the model need
    not learn that a label is rare, so it finds it more often. They use a balance of 1; half of it keeps the accuracy.
    """
    counts = Counter(examples)
    shares = np.array([counts[label] / len(examples) for label in labels])
    return np.asarray(balance * np.log(shares), dtype=np.float32)


def label_weights(examples: Sequence[str], labels: Sequence[str], *, strength: float) -> NDArray[np.float32] | None:
    """What a mistake counts by its true label, (c,): (n / (c * n_label)) ** strength, scaled to a mean of 1 over rows.

    A strength of 1 is the `balanced` of scikit-learn (King and Zeng, "Logistic regression in rare events data", 2001).
    Unlike `label_shift` it changes how much is learned from an example, not what is aimed at. None for a strength of 0.
    """
    if not strength:
        return None
    counts = Counter(examples)
    rows = np.array([counts[label] for label in labels], dtype=np.float64)
    weights = (rows.sum() / (len(rows) * rows)) ** strength
    return np.asarray(weights * rows.sum() / (weights * rows).sum(), dtype=np.float32)


def encode_texts(tokenizer: PreTrainedTokenizerFast, texts: Sequence[str], max_tokens: int) -> list[list[int]]:
    """The token ids of each text, special tokens included, cut at `max_tokens`."""
    backend = tokenizer.backend_tokenizer
    if backend.truncation is None or backend.truncation["max_length"] != max_tokens:
        backend.enable_truncation(max_tokens)
    return [encoding.ids for encoding in backend.encode_batch_fast(list(texts))]


def pad_id(tokenizer: PreTrainedTokenizerFast) -> int:
    """The token that fills the shorter texts of a batch."""
    number = tokenizer.pad_token_id
    return number if isinstance(number, int) else 0


def softmax(logits: NDArray[np.float32]) -> NDArray[np.float32]:
    """Probabilities of each row, in float32: (n, c)."""
    powers = np.exp(logits - logits.max(axis=1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=1, keepdims=True), dtype=np.float32)


def _targets(examples: Examples) -> NDArray[np.int64]:
    assert isinstance(examples, TokenExamples | VectorExamples)
    return examples.targets


def _tensors(module: nn.Module) -> dict[str, Tensor]:
    """A module's tensors, each in memory of its own, as safetensors wants them."""
    return {name: tensor.detach().cpu().clone().contiguous() for name, tensor in module.state_dict().items()}


def _read_notes(folder: Path) -> ModelNotes:
    try:
        return msgspec.json.decode((folder / CARD_FILE).read_bytes(), type=ModelNotes)
    except (OSError, msgspec.MsgspecError) as error:
        raise _damaged(folder, error) from error


def _damaged(folder: Path, error: Exception) -> ModelError:
    return ModelError(
        say(N_("The trained model in “{folder}” is incomplete or damaged."), folder=str(folder)),
        say(N_("Train the run again.")),
        details=str(error),
    )


MODEL = TaskDoors(check=check_parts, build=build, load_predictor=load_predictor)
