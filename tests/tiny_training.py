"""A tiny classifier and its examples, for tests of training: twelve words, two layers, no file of the user's."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch

from workbench.settings import TRAINING, SettingValue, complete
from workbench.tasks.text_classification import model as task
from workbench.training import rng
from workbench.training.checkpoint import Checkpoints
from workbench.training.device import Device, cpu_device
from workbench.training.inference import result_of
from workbench.training.method import method
from workbench.training.task_model import Part, Parts
from workbench.training.trainer import Plan, Trainer, TrainingSet

CPU: Device = cpu_device(half=False)

_ANIMALS = ("cat", "dog")
_WORDS = ("the", "sat", "on", "mat", "a")


def make_part(rows: int, *, seed: int = 0) -> Part:
    """Random texts that name a cat or a dog, which is their label."""
    random = np.random.default_rng(seed)
    labels = [_ANIMALS[int(random.integers(2))] for _ in range(rows)]
    texts = []
    for label in labels:
        words = [_WORDS[int(at)] for at in random.integers(0, len(_WORDS), int(random.integers(1, 12)))]
        words.insert(int(random.integers(0, len(words) + 1)), label)
        texts.append(" ".join(words))
    return Part(np.arange(rows), {"text": texts, "label": labels})


def make_parts(rows: int = 60) -> Parts:
    """Training rows, a third as many validation rows and as many test rows."""
    return Parts(make_part(rows, seed=1), make_part(rows // 3, seed=2), make_part(rows // 3, seed=3))


def make_settings(**changes: SettingValue) -> dict[str, SettingValue]:
    """All training settings, small."""
    return complete(TRAINING, {"batch_size": 8, "half_precision": False, **changes})


def make_plan(settings: dict[str, SettingValue], *, seed: int = 0) -> Plan:
    """The plan of a run with these settings."""
    return Plan(
        run_id=1,
        folder="runs/1/checkpoints",
        metric="macro_f1",
        seed=seed,
        epochs=int(settings["epochs"]),
        batch_size=int(settings["batch_size"]),
        learning_rate=float(settings["learning_rate"]),
        head_learning_rate=float(settings["head_learning_rate"]),
        warmup_ratio=float(settings["warmup_ratio"]),
        weight_decay=float(settings["weight_decay"]),
        max_grad_norm=float(settings["max_grad_norm"]),
        evaluations_per_epoch=int(settings["evaluations_per_epoch"]),
        patience=int(settings["patience"]),
    )


def make_model(base: Path, settings: dict[str, SettingValue], parts: Parts) -> task.TextClassifier:
    """A tiny classifier, the same at every call."""
    rng.seed_everything(0)
    return task.build(base, parts, settings)


def make_trainer(base: Path, checkpoints: Path, settings: dict[str, SettingValue], *, kind: str = "full") -> Trainer:
    """A trainer of a tiny classifier, back at its last checkpoint if there is one; on one thread, which is fastest."""
    torch.set_num_threads(1)
    parts = make_parts()
    model = make_model(base, settings, parts)
    train, validation = result_of(model.encode(parts.train)), result_of(model.encode(parts.validation))
    method(kind).mark_trainable(model, settings)
    kept = Checkpoints(checkpoints)
    trainer = Trainer(model, TrainingSet(train, validation), make_plan(settings), checkpoints=kept, device=CPU)
    snapshot = kept.load_latest()
    if snapshot is not None:
        trainer.resume(snapshot)
    return trainer
