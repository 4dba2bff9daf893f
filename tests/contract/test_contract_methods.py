"""Every training method, on every kind of base model: it learns, changes only what it names, goes on and is kept."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Generator
from pathlib import Path

import numpy as np
import pytest
import torch
from tiny_models import save_tiny_model
from tiny_training import CPU, make_parts, make_settings, make_trainer
from torch import nn

from workbench.errors import ModelError
from workbench.protocol import Event, StepLogged
from workbench.settings import SettingValue
from workbench.tasks.text_classification.model import load_predictor
from workbench.training.inference import result_of
from workbench.training.loop import Fitted, fit
from workbench.training.method import methods
from workbench.training.trainer import Trainer

FAMILIES = (
    "albert",
    "bert",
    "deberta",
    "deberta-v2",
    "distilbert",
    "electra",
    "gpt2",
    "modernbert",
    "mpnet",
    "roberta",
    "xlm-roberta",
)

CHANGES = {
    "bitfit": r"encoder\..*\bbias|encoder\..*_bias|head\..*",
    "full": r"(?!encoder\.(embeddings|wte)\.).*",
    "head": r"head\..*",
    "lora": r"encoder\..*\.lora_[AB]\.default\.weight|head\..*",
}
"""What each method may change, by the names of its parameters while it trains."""

WITHOUT_BIASES = {("bitfit", "modernbert")}
PAIRS = [(name, family) for name in methods() for family in FAMILIES if (name, family) not in WITHOUT_BIASES]


@pytest.fixture(scope="module")
def bases(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    return {family: save_tiny_model(tmp_path_factory.mktemp(family), family=family) for family in FAMILIES}


def settings(**changes: SettingValue) -> dict[str, SettingValue]:
    return make_settings(**{"learning_rate": 3e-3, "head_learning_rate": 1e-2, "patience": 100, **changes})


def run(trainer: Trainer, *, until: int = 10**9) -> list[tuple[int, float, float]]:
    """Trains up to a step; gives step, loss and length of the gradient of each."""
    found = []
    loop: Generator[Event, None, Fitted] = fit(trainer, lambda: False)
    for event in loop:
        if isinstance(event, StepLogged):
            found.append((event.step, event.loss, event.grad_norm))
            if event.step == until:
                loop.close()
    return found


def without_dropout(network: nn.Module) -> None:
    """So that the loss tells what was learned in few steps."""
    for module in network.modules():
        for key in ("p", "dropout_prob", "attention_dropout"):
            if isinstance(getattr(module, key, None), float):
                setattr(module, key, 0.0)


def test_that_it_is_said_of_every_method_what_it_changes() -> None:
    assert set(CHANGES) == set(methods())


@pytest.mark.parametrize(("name", "family"), PAIRS)
def test_that_it_learns_and_changes_only_what_it_names(
    bases: dict[str, Path], tmp_path: Path, name: str, family: str
) -> None:
    trainer = make_trainer(bases[family], tmp_path, settings(epochs=6), kind=name)
    without_dropout(trainer.model.module)
    before = {key: tensor.clone() for key, tensor in trainer.model.module.named_parameters()}
    examples = result_of(trainer.model.encode(make_parts().train))
    first = result_of(trainer.model.evaluate(examples, CPU))

    for _ in range(trainer.steps):
        trainer.step()

    last = result_of(trainer.model.evaluate(examples, CPU))
    changed = {key for key, tensor in trainer.model.module.named_parameters() if not torch.equal(tensor, before[key])}
    assert last.loss < first.loss - 0.005
    assert {"head.weight", "head.bias"} <= changed
    assert [key for key in changed if not re.fullmatch(CHANGES[name], key)] == []
    if name != "head":
        assert any(key.startswith("encoder.") for key in changed)


@pytest.mark.parametrize(("name", "family"), PAIRS)
def test_that_a_closed_run_goes_on_as_if_it_had_not_been_closed(
    bases: dict[str, Path], tmp_path: Path, name: str, family: str
) -> None:
    whole = make_trainer(bases[family], tmp_path / "whole", settings(epochs=2), kind=name)
    losses = run(whole)
    before = run(make_trainer(bases[family], tmp_path / "parts", settings(epochs=2), kind=name), until=5)
    torch.manual_seed(99)  # what other work does to the generators between the parts

    again = make_trainer(bases[family], tmp_path / "parts", settings(epochs=2), kind=name)

    assert before + run(again) == losses
    for key, tensor in again.model.module.state_dict().items():
        assert torch.equal(tensor, whole.model.module.state_dict()[key]), key


@pytest.mark.parametrize(("name", "family"), PAIRS)
def test_that_a_saved_model_answers_as_before(
    bases: dict[str, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, family: str
) -> None:
    monkeypatch.setattr("workbench.tasks.text_classification.model.choose_device", lambda: CPU)  # not in half precision
    trainer = make_trainer(bases[family], tmp_path / "run", settings(epochs=2), kind=name)
    run(trainer)
    test = make_parts().test
    answers = result_of(trainer.model.answers(result_of(trainer.model.encode(test)), CPU))
    saved = tmp_path / "model"
    saved.mkdir()

    methods()[name].settle(trainer.model)
    trainer.model.save(saved)

    found = load_predictor(saved).predict_probabilities(test.columns["text"])
    assert np.abs(found - answers.probabilities).max() < 1e-5
    assert np.ptp(found[:, 0]) > 1e-4, "texts are told apart"


@pytest.mark.parametrize(("name", "family"), sorted(WITHOUT_BIASES))
def test_that_a_model_without_biases_is_refused_in_words(
    bases: dict[str, Path], tmp_path: Path, name: str, family: str
) -> None:
    with pytest.raises(ModelError, match="has no biases"):
        make_trainer(bases[family], tmp_path, settings(), kind=name)


@pytest.mark.parametrize("family", FAMILIES)
def test_that_lora_adds_to_queries_and_values_of_every_layer_and_leaves_nothing_behind(
    bases: dict[str, Path], tmp_path: Path, family: str
) -> None:
    plain = make_trainer(bases[family], tmp_path / "plain", settings(), kind="full").model.module
    before = {key: tensor.clone() for key, tensor in plain.state_dict().items()}
    trainer = make_trainer(bases[family], tmp_path / "lora", settings(), kind="lora")
    for _ in range(3):
        trainer.step()

    methods()["lora"].settle(trainer.model)

    after = trainer.model.module.state_dict()
    changed = {key for key in before if not torch.equal(before[key], after[key])} - {"head.weight", "head.bias"}
    layers = 1 if family == "albert" else 2  # ALBERT has one layer, used twice
    in_one = family in ("deberta", "gpt2", "modernbert")
    assert list(after) == list(before)
    assert len(changed) == (1 if in_one else 2) * layers
    assert all(re.search(r"attn|attention", key) and key.endswith(".weight") for key in changed)


def test_that_peft_is_not_imported_before_a_run_of_lora_begins() -> None:
    code = "import sys; from workbench.training.method import methods; methods(); print('peft' in sys.modules)"
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert answer.stdout.strip() == "False"
