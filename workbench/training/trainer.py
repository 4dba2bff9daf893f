"""One step of training, one look at the validation rows, one checkpoint: what `loop.fit` puts in order."""

from __future__ import annotations

import hashlib
import math
import time
from collections.abc import Generator, Iterator
from dataclasses import dataclass
from typing import Any

import msgspec
import numpy as np
import torch
from numpy.typing import NDArray

from workbench.errors import RunError
from workbench.i18n import N_, say
from workbench.protocol import CheckpointSaved, EvaluationLogged, Event, StepLogged, TrainingPlanned
from workbench.training import batching, optimizer, rng
from workbench.training.checkpoint import Checkpoints, Snapshot
from workbench.training.device import Device
from workbench.training.task_model import Evaluation, Examples, TaskModel

CHECKPOINT_EVERY_S = 60.0


@dataclass(frozen=True, kw_only=True)
class Plan:
    """How to train; the settings of a run that the loop needs.

    Attributes:
        run_id: The run that the events name.
        folder: Of its checkpoints, as the events name it: relative to the library.
        metric: The key of the metric that chooses the best checkpoint; higher is better.
        seed: Decides the order of the examples and all else that is random.
        checkpoint_every_s: The most training time between two checkpoints.
    """

    run_id: int
    folder: str
    metric: str
    seed: int
    epochs: int
    batch_size: int
    learning_rate: float
    head_learning_rate: float
    warmup_ratio: float
    weight_decay: float
    max_grad_norm: float
    evaluations_per_epoch: int
    patience: int
    checkpoint_every_s: float = CHECKPOINT_EVERY_S


@dataclass(frozen=True)
class TrainingSet:
    """What is learned from, and what decides which checkpoint is the best."""

    train: Examples
    validation: Examples


class Progress(msgspec.Struct, kw_only=True):
    """How far training is.

    Attributes:
        step: Steps done over all epochs; the cursor is its remainder in the epoch.
        examples: Examples learned from.
        seconds: Training time, earlier parts of a resumed run included.
        checked_step: The step of the last look at the validation rows, -1 before the first.
        best_step: The step of the best look, likewise its epoch, metric and loss.
        checks_without_gain: Looks since the best one.
        frozen_sha256: Digest of the weights that training does not change.
    """

    step: int = 0
    examples: int = 0
    seconds: float = 0.0
    checked_step: int = -1
    best_step: int = 0
    best_epoch: float = 0.0
    best_metric: float | None = None
    best_loss: float = 0.0
    checks_without_gain: int = 0
    frozen_sha256: str = ""


class Trainer:
    """Trains a model step by step.

    Args:
        model: Its trainable parameters are marked, and it is on the device.
        examples: What it learns from.
        plan: How.
        checkpoints: Where its states are kept.
        device: Where it computes.
    """

    def __init__(
        self, model: TaskModel, examples: TrainingSet, plan: Plan, *, checkpoints: Checkpoints, device: Device
    ) -> None:
        self.model = model
        self.plan = plan
        self.progress = Progress(frozen_sha256=_frozen_sha256(model.module))
        self._examples = examples
        self._checkpoints = checkpoints
        self._device = device
        self._steps_per_epoch = batching.steps_per_epoch(len(examples.train), plan.batch_size)
        self._check_steps = batching.evaluation_steps(self._steps_per_epoch, plan.evaluations_per_epoch)
        self._schedule = optimizer.Schedule(math.ceil(plan.warmup_ratio * self.steps), self.steps)
        self._optimizer = optimizer.make_optimizer(
            model.module,
            head=model.head,
            learning_rate=plan.learning_rate,
            head_learning_rate=plan.head_learning_rate,
            weight_decay=plan.weight_decay,
        )
        self._trainable = optimizer.trainable_parameters(self._optimizer)
        self._batches: tuple[int, list[NDArray[np.int64]]] | None = None
        self._saved_at = self.progress.seconds
        rng.seed_everything(plan.seed)

    @property
    def steps(self) -> int:
        """Steps of the whole run."""
        return self._steps_per_epoch * self.plan.epochs

    @property
    def epochs(self) -> float:
        """Epochs done, as a fraction."""
        return self.progress.step / self._steps_per_epoch

    @property
    def is_done(self) -> bool:
        """Whether all steps are done, or the validation metric no longer improves."""
        return self.progress.step >= self.steps or self.progress.checks_without_gain >= self.plan.patience

    @property
    def is_check_due(self) -> bool:
        """Whether the validation rows should be looked at now: before the first step, and at the planned ones."""
        if self.is_checked:
            return False
        in_epoch = (self.progress.step - 1) % self._steps_per_epoch + 1
        return self.progress.step == 0 or in_epoch in self._check_steps

    @property
    def is_checked(self) -> bool:
        """Whether the validation rows were looked at with the present weights."""
        return self.progress.checked_step == self.progress.step

    @property
    def is_checkpoint_due(self) -> bool:
        """Whether the last checkpoint is too long ago."""
        return self.progress.seconds - self._saved_at >= self.plan.checkpoint_every_s

    def planned(self) -> TrainingPlanned:
        """The length of what is ahead."""
        return TrainingPlanned(
            run_id=self.plan.run_id,
            steps=self.steps,
            epochs=self.plan.epochs,
            train_examples=len(self._examples.train),
            validation_examples=len(self._examples.validation),
        )

    def step(self) -> StepLogged:
        """Learns from the next batch.

        Raises:
            RunError: If the loss or a gradient is no longer a number; the weights are then unchanged.
        """
        started = time.monotonic()
        indices = self._next_batch()
        rate = optimizer.set_learning_rate(self._optimizer, self._schedule.factor(self.progress.step))
        self.model.module.train()
        loss = self._backward(indices)
        norm = torch.nn.utils.clip_grad_norm_(self._trainable, self.plan.max_grad_norm)
        loss_value, norm_value = torch.stack([loss, norm.to(loss.device)]).tolist()  # one wait for the device
        if not (math.isfinite(loss_value) and math.isfinite(norm_value)):
            raise _not_a_number(self.progress.step + 1)
        self._optimizer.step()
        self._optimizer.zero_grad(set_to_none=True)
        self.progress.step += 1
        self.progress.examples += len(indices)
        self.progress.seconds += time.monotonic() - started
        return StepLogged(
            run_id=self.plan.run_id,
            step=self.progress.step,
            epoch=self.epochs,
            loss=loss_value,
            learning_rate=rate,
            grad_norm=norm_value,
            examples=self.progress.examples,
            seconds=self.progress.seconds,
            memory_bytes=self._device.memory_bytes(),
        )

    def check(self) -> Iterator[Event]:
        """Looks at the validation rows and saves a checkpoint."""
        started = time.monotonic()
        evaluation = yield from self._evaluate()
        self.progress.seconds += time.monotonic() - started
        is_best = self._take_note(evaluation)
        if evaluation is not None:
            yield EvaluationLogged(
                run_id=self.plan.run_id,
                step=self.progress.step,
                epoch=self.epochs,
                loss=evaluation.loss,
                metrics=evaluation.metrics,
                is_best=is_best,
                seconds=self.progress.seconds,
            )
        yield self.save()

    def save(self) -> CheckpointSaved:
        """Saves a checkpoint."""
        random_tensors, random_values = rng.capture()
        snapshot = Snapshot(
            step=self.progress.step,
            best_step=self.progress.best_step,
            weights=_changing(self.model.module),
            optimizer=self._optimizer_tensors(),
            random=random_tensors,
            values={"progress": msgspec.to_builtins(self.progress), "random": random_values},
        )
        folder = self._checkpoints.save(snapshot)
        self._saved_at = self.progress.seconds
        is_best = self.progress.step == self.progress.best_step
        name = f"{self.plan.folder}/{folder.name}"
        return CheckpointSaved(run_id=self.plan.run_id, step=snapshot.step, folder=name, is_best=is_best)

    def resume(self, snapshot: Snapshot) -> None:
        """Goes back to a checkpoint, so that the next step is the one after it.

        Raises:
            RunError: If the base model is no longer the one that the checkpoint was made from.
        """
        progress = msgspec.convert(snapshot.values["progress"], Progress)
        if progress.frozen_sha256 != self.progress.frozen_sha256:
            raise RunError(
                say(N_("The base model has changed since this run was started, so it cannot go on.")),
                say(N_("Put the old model back, or start a new run.")),
            )
        self.progress = progress
        self._saved_at = progress.seconds
        self.model.module.load_state_dict(snapshot.weights, strict=False)
        self._load_optimizer(snapshot.optimizer)
        rng.restore(snapshot.random, snapshot.values["random"])

    def load_best(self) -> None:
        """Gives the model the weights of the best checkpoint, and drops the other checkpoints.

        Raises:
            RunError: If that checkpoint is damaged.
        """
        if self.progress.best_step != self.progress.step:
            best = self._checkpoints.load(self.progress.best_step)
            self.model.module.load_state_dict(best.weights, strict=False)
        self.model.module.eval()
        self._checkpoints.keep_only(self.progress.best_step)

    def _next_batch(self) -> NDArray[np.int64]:
        epoch, cursor = divmod(self.progress.step, self._steps_per_epoch)
        if self._batches is None or self._batches[0] != epoch:
            lengths = self._examples.train.lengths
            batches = batching.epoch_batches(lengths, self.plan.batch_size, seed=self.plan.seed, epoch=epoch)
            self._batches = (epoch, batches)
        return self._batches[1][cursor]

    def _backward(self, indices: NDArray[np.int64]) -> torch.Tensor:
        """Gradients of the mean loss of a batch, in parts if it is over the token budget; gives that loss."""
        total = torch.zeros((), device=self._device.torch_device)
        train = self._examples.train
        for part in batching.within_budget(indices, train.lengths, tokens=batching.TOKEN_BUDGET):
            batch = self._device.move(train.batch(part))
            with self._device.autocast():
                loss = self.model.loss(batch) * (len(part) / len(indices))
            loss.backward()  # type: ignore[no-untyped-call] # torch leaves it untyped
            total += loss.detach()
        return total

    def _evaluate(self) -> Generator[Event, None, Evaluation | None]:
        if len(self._examples.validation) == 0:
            return None
        return (yield from self.model.evaluate(self._examples.validation, self._device))

    def _take_note(self, evaluation: Evaluation | None) -> bool:
        """Remembers a look at the validation rows; without any, the newest weights count as the best."""
        progress = self.progress
        progress.checked_step = progress.step
        metric = None if evaluation is None else evaluation.metrics[self.plan.metric]
        loss = 0.0 if evaluation is None else evaluation.loss
        is_best = (
            metric is None
            or progress.best_metric is None
            or (metric, -loss) > (progress.best_metric, -progress.best_loss)
        )
        progress.checks_without_gain = 0 if is_best else progress.checks_without_gain + 1
        if is_best:
            progress.best_step, progress.best_epoch = progress.step, self.epochs
            progress.best_metric, progress.best_loss = metric, loss
        return is_best

    def _optimizer_tensors(self) -> dict[str, torch.Tensor]:
        state = self._optimizer.state_dict()["state"]
        return {f"{index}.{key}": value for index, values in state.items() for key, value in values.items()}

    def _load_optimizer(self, tensors: dict[str, torch.Tensor]) -> None:
        state: dict[int, dict[str, Any]] = {}
        for name, tensor in tensors.items():
            index, _, key = name.partition(".")
            state.setdefault(int(index), {})[key] = tensor.clone()  # not a view of the file
        groups = self._optimizer.state_dict()["param_groups"]
        self._optimizer.load_state_dict({"state": state, "param_groups": groups})


def _changing(module: torch.nn.Module) -> dict[str, torch.Tensor]:
    """What training changes: trainable parameters and the buffers that are kept."""
    trainable = {name for name, parameter in module.named_parameters() if parameter.requires_grad}
    fixed = {name for name, parameter in module.named_parameters() if not parameter.requires_grad}
    return {name: tensor for name, tensor in module.state_dict().items() if name in trainable or name not in fixed}


def _frozen_sha256(module: torch.nn.Module) -> str:
    digest = hashlib.sha256()
    for name, parameter in module.named_parameters():
        if not parameter.requires_grad:
            digest.update(name.encode())
            digest.update(parameter.detach().cpu().contiguous().flatten().view(torch.uint8).numpy().data)
    return digest.hexdigest()


def _not_a_number(step: int) -> RunError:
    return RunError(
        say(N_("The loss at step {step} is not a number: the model has lost its way."), step=step),
        say(N_("Lower the learning rate or the gradient clipping, then train again.")),
    )
