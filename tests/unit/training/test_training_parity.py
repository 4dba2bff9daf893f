"""The losses of transformers.Trainer, step by step, at equal settings: same model, same order, same schedule."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from tiny_models import save_tiny_model
from tiny_training import CPU, make_model, make_parts, make_plan, make_settings
from torch import Tensor, nn
from torch.utils.data import DataLoader
from transformers import Trainer as ReferenceTrainer
from transformers import TrainingArguments

from workbench.training import batching
from workbench.training.checkpoint import Checkpoints
from workbench.training.examples import TokenExamples
from workbench.training.inference import result_of
from workbench.training.method import method
from workbench.training.trainer import Trainer, TrainingSet

pytestmark = pytest.mark.skipif(
    importlib.util.find_spec("accelerate") is None, reason="transformers.Trainer needs accelerate"
)

STEPS = 20


class WithLoss(nn.Module):
    """Our network as Trainer wants a model: its output begins with the loss."""

    def __init__(self, network: nn.Module) -> None:
        super().__init__()
        self.network = network

    def forward(self, input_ids: Tensor, targets: Tensor, attention_mask: Tensor | None = None) -> dict[str, Tensor]:
        batch = {"input_ids": input_ids}
        if attention_mask is not None:
            batch["attention_mask"] = attention_mask
        return {"loss": nn.functional.cross_entropy(self.network(batch), targets)}


class InOurOrder(ReferenceTrainer):
    """Trainer with our batches."""

    batches: list[dict[str, Tensor]]

    def get_train_dataloader(self) -> Any:
        return DataLoader(Batches(self.batches), batch_size=None)


class Batches(torch.utils.data.IterableDataset[dict[str, Tensor]]):
    def __init__(self, batches: list[dict[str, Tensor]]) -> None:
        self._batches = batches

    def __iter__(self) -> Iterator[dict[str, Tensor]]:
        return iter(self._batches)

    def __len__(self) -> int:
        return len(self._batches)


def test_that_the_losses_are_those_of_transformers_trainer(tmp_path: Path) -> None:
    base = save_tiny_model(tmp_path / "base")
    settings = make_settings(
        epochs=1, learning_rate=5e-3, head_learning_rate=5e-3, train_embeddings=True, weight_decay=0.1, balance=0.0
    )
    parts = make_parts(8 * STEPS)

    ours = make_model(base, settings, parts)
    examples = result_of(ours.encode(parts.train))
    nothing = TokenExamples.pack([], np.zeros(0, dtype=np.int64), pad_id=0)
    method("full").mark_trainable(ours, settings)
    trainer = Trainer(
        ours, TrainingSet(examples, nothing), make_plan(settings), checkpoints=Checkpoints(tmp_path / "c"), device=CPU
    )
    without_dropout(ours.module)
    logged = [trainer.step() for _ in range(STEPS)]

    theirs = make_model(base, settings, parts)
    without_dropout(theirs.module)
    order = batching.epoch_batches(examples.lengths, 8, seed=0, epoch=0)
    reference = InOurOrder(
        model=WithLoss(theirs.module),
        args=TrainingArguments(
            output_dir=str(tmp_path / "reference"),
            max_steps=STEPS,
            learning_rate=5e-3,
            warmup_steps=2,
            weight_decay=0.1,
            logging_steps=1,
            save_strategy="no",
            report_to=[],
            use_cpu=True,
            disable_tqdm=True,
        ),
    )
    reference.batches = [examples.batch(indices) for indices in order]
    reference.train()
    expected = [entry for entry in reference.state.log_history if "loss" in entry]

    assert len(logged) == len(expected) == STEPS
    assert [step.loss for step in logged] == pytest.approx([entry["loss"] for entry in expected], abs=1e-5)
    assert [step.grad_norm for step in logged] == pytest.approx([e["grad_norm"] for e in expected], rel=1e-3)
    assert [step.learning_rate for step in logged] == pytest.approx([e["learning_rate"] for e in expected])


def without_dropout(network: nn.Module) -> None:
    for module in network.modules():
        if isinstance(module, nn.Dropout):
            module.p = 0.0
