"""The loop with a tiny model: what it tells, when it stops, and that it goes on exactly where it was."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Generator
from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file, save_file
from tiny_models import save_tiny_model
from tiny_training import CPU, make_parts, make_settings, make_trainer

from workbench.errors import RunError
from workbench.protocol import CheckpointSaved, EvaluationLogged, Event, StepLogged, TrainingPlanned
from workbench.settings import SettingValue
from workbench.training.inference import result_of
from workbench.training.loop import Fitted, fit
from workbench.training.trainer import Trainer

STEPS = 24  # 60 examples in batches of 8, 3 epochs


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return save_tiny_model(tmp_path_factory.mktemp("base"))


def never() -> bool:
    return False


def run(trainer: Trainer, stop: Callable[[], bool] = never) -> tuple[list[Event], Fitted]:
    events: list[Event] = []
    loop = fit(trainer, stop)
    while True:
        try:
            events.append(next(loop))
        except StopIteration as end:
            return events, end.value


def losses(events: list[Event]) -> list[tuple[int, float, float]]:
    return [(event.step, event.loss, event.grad_norm) for event in events if isinstance(event, StepLogged)]


def looks(events: list[Event]) -> list[tuple[int, float, dict[str, float], bool]]:
    return [(e.step, e.loss, e.metrics, e.is_best) for e in events if isinstance(e, EvaluationLogged)]


def without_dropout(trainer: Trainer) -> None:
    for module in trainer.model.module.modules():
        for name in ("p", "dropout_prob"):
            if isinstance(getattr(module, name, None), float):
                setattr(module, name, 0.0)


def settings(**changes: SettingValue) -> dict[str, SettingValue]:
    return make_settings(**{"learning_rate": 1e-2, "patience": 100, **changes})


def test_that_the_loop_tells_its_plan_its_steps_its_looks_and_its_checkpoints(base: Path, tmp_path: Path) -> None:
    events, fitted = run(make_trainer(base, tmp_path, settings()))

    plan = events[0]
    assert isinstance(plan, TrainingPlanned)
    assert (plan.steps, plan.epochs, plan.train_examples, plan.validation_examples) == (STEPS, 3, 60, 20)
    assert [step for step, _, _ in losses(events)] == list(range(1, STEPS + 1))
    assert [look[0] for look in looks(events)] == [0, 4, 8, 12, 16, 20, 24]
    assert [e.step for e in events if isinstance(e, CheckpointSaved)] == [0, 4, 8, 12, 16, 20, 24]
    assert events[-1] == CheckpointSaved(
        run_id=1, step=24, folder="runs/1/checkpoints/step-00000024", is_best=fitted.best_epoch == 3.0
    )
    assert fitted.epochs == 3.0
    assert not fitted.was_stopped


def test_that_it_learns_to_tell_a_cat_from_a_dog(base: Path, tmp_path: Path) -> None:
    _, fitted = run(make_trainer(base, tmp_path, settings(epochs=8, train_embeddings=True)))

    assert fitted.best_metric == 1.0


def test_that_the_best_weights_are_those_of_the_best_look(base: Path, tmp_path: Path) -> None:
    trainer = make_trainer(base, tmp_path, settings(learning_rate=0.05))
    events, fitted = run(trainer)

    best = max(looks(events), key=lambda look: (look[2]["macro_f1"], -look[1]))
    examples = result_of(trainer.model.encode(make_parts().validation))
    again = result_of(trainer.model.evaluate(examples, CPU))
    assert fitted.best_metric == best[2]["macro_f1"] == again.metrics["macro_f1"]
    assert again.loss == best[1]
    assert [path.name for path in tmp_path.iterdir()] == [f"step-{best[0]:08d}"]


def test_that_two_runs_with_one_seed_are_equal_to_the_last_bit(base: Path, tmp_path: Path) -> None:
    first, _ = run(make_trainer(base, tmp_path / "a", settings()))
    second, _ = run(make_trainer(base, tmp_path / "b", settings()))

    assert losses(first) == losses(second)
    assert looks(first) == looks(second)


@pytest.mark.parametrize("at", [1, 4, 5, 9, 17, 23])
def test_that_a_closed_run_goes_on_with_the_losses_it_would_have_had(base: Path, tmp_path: Path, at: int) -> None:
    whole, _ = run(make_trainer(base, tmp_path / "whole", settings()))
    before: list[Event] = []
    loop: Generator[Event, None, Fitted] = fit(make_trainer(base, tmp_path / "parts", settings()), never)
    while not (before and isinstance(before[-1], StepLogged) and before[-1].step == at):
        before.append(next(loop))
    loop.close()
    torch.manual_seed(99)  # what other work does to the generators between the parts

    after, _ = run(make_trainer(base, tmp_path / "parts", settings()))

    assert losses(before) + losses(after) == losses(whole)
    assert looks(before) + looks(after) == looks(whole)


def test_that_a_run_closed_during_a_look_looks_again(base: Path, tmp_path: Path) -> None:
    whole, _ = run(make_trainer(base, tmp_path / "whole", settings()))
    before: list[Event] = []
    loop = fit(make_trainer(base, tmp_path / "parts", settings()), never)
    while not (before and isinstance(before[-1], EvaluationLogged) and before[-1].step == 8):
        before.append(next(loop))
    loop.close()  # after the look was told, before its checkpoint

    after, _ = run(make_trainer(base, tmp_path / "parts", settings()))

    assert losses(before) + losses(after) == losses(whole)
    assert looks(before) + looks(after) == looks(whole)


def test_that_a_stop_keeps_the_best_and_looks_once_more(base: Path, tmp_path: Path) -> None:
    asked = iter([False] * 6 + [True] * 100)

    events, fitted = run(make_trainer(base, tmp_path, settings()), lambda: next(asked))

    assert losses(events)[-1][0] == 6
    assert [look[0] for look in looks(events)] == [0, 4, 6]
    assert fitted.was_stopped
    assert fitted.epochs == pytest.approx(6 / 8)


def test_that_training_ends_when_it_no_longer_improves(base: Path, tmp_path: Path) -> None:
    chosen = settings(epochs=6, patience=3, learning_rate=1e-7, head_learning_rate=1e-7)

    events, fitted = run(make_trainer(base, tmp_path, chosen))

    best = max(looks(events), key=lambda look: (look[2]["macro_f1"], -look[1]))
    later = [look for look in looks(events) if look[0] > best[0]]
    assert len(later) == 3 or fitted.epochs == 6.0
    assert not fitted.was_stopped


def test_that_a_loss_that_is_no_number_is_told_in_words(base: Path, tmp_path: Path) -> None:
    trainer = make_trainer(base, tmp_path, settings())
    with torch.no_grad():
        next(trainer.model.head.parameters()).fill_(float("nan"))

    with pytest.raises(RunError, match="The loss at step 1 is not a number"):
        run(trainer)


def test_that_a_checkpoint_is_saved_when_the_last_one_is_too_old(base: Path, tmp_path: Path) -> None:
    trainer = make_trainer(base, tmp_path, settings(epochs=1))
    trainer.plan = dataclasses.replace(trainer.plan, checkpoint_every_s=0.0)

    events, _ = run(trainer)

    assert [event.step for event in events if isinstance(event, CheckpointSaved)] == list(range(9))


def test_that_a_run_does_not_go_on_from_another_base_model(base: Path, tmp_path: Path) -> None:
    loop = fit(make_trainer(base, tmp_path / "run", settings()), never)
    while not isinstance(next(loop), CheckpointSaved):
        pass
    loop.close()
    other = save_tiny_model(tmp_path / "other", family="bert")
    weights = load_file(other / "model.safetensors")
    weights["embeddings.word_embeddings.weight"] += 1
    save_file(weights, other / "model.safetensors", metadata={"format": "pt"})

    with pytest.raises(RunError, match="base model has changed"):
        make_trainer(other, tmp_path / "run", settings())


def test_that_a_batch_over_the_token_budget_gives_the_same_gradients(
    base: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    still = settings(epochs=1)
    whole = make_trainer(base, tmp_path / "a", still)
    parts = make_trainer(base, tmp_path / "b", still)
    for trainer in (whole, parts):
        without_dropout(trainer)

    first = [whole.step() for _ in range(8)]
    monkeypatch.setattr("workbench.training.batching.TOKEN_BUDGET", 24)
    second = [parts.step() for _ in range(8)]

    assert [step.loss for step in second] == pytest.approx([step.loss for step in first], rel=1e-4)


def test_that_the_head_method_changes_nothing_but_the_head(base: Path, tmp_path: Path) -> None:
    trainer = make_trainer(base, tmp_path, settings(), kind="head")
    before = {name: tensor.clone() for name, tensor in trainer.model.module.state_dict().items()}

    for _ in range(5):
        trainer.step()

    changed = {
        name for name, tensor in trainer.model.module.state_dict().items() if not torch.equal(tensor, before[name])
    }
    assert changed == {"head.weight", "head.bias"}


def test_that_frozen_layers_and_words_stay_as_they_are(base: Path, tmp_path: Path) -> None:
    trainer = make_trainer(base, tmp_path, settings(frozen_layers=1))
    before = {name: tensor.clone() for name, tensor in trainer.model.module.state_dict().items()}

    for _ in range(3):
        trainer.step()

    for name, tensor in trainer.model.module.state_dict().items():
        frozen = "embeddings" in name or "layer.0." in name
        assert torch.equal(tensor, before[name]) == frozen, name
