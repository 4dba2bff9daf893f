"""The schedule and the weight-decay groups against transformers."""

from __future__ import annotations

import pytest
import torch
import transformers
from tiny_models import tiny_config
from torch import nn
from transformers.trainer_pt_utils import get_parameter_names

from workbench.training import optimizer


@pytest.mark.parametrize(("warmup", "total"), [(0, 10), (3, 10), (10, 10)])
def test_that_the_schedule_is_that_of_transformers(warmup: int, total: int) -> None:
    reference = torch.optim.SGD([nn.Parameter(torch.zeros(1))], lr=1.0)
    schedule = transformers.get_linear_schedule_with_warmup(  # type: ignore[no-untyped-call] # untyped there
        reference, warmup, total
    )
    expected = []
    for _ in range(total):
        expected.append(schedule.get_last_lr()[0])
        reference.step()
        schedule.step()

    ours = optimizer.Schedule(warmup, total)

    assert [ours.factor(step) for step in range(total)] == pytest.approx(expected)


def test_that_biases_and_norms_do_not_decay() -> None:
    model = transformers.BertModel(tiny_config("bert"))
    head = nn.Linear(16, 2)
    whole = nn.ModuleDict({"encoder": model, "head": head})

    made = optimizer.make_optimizer(whole, head=head, learning_rate=1e-4, head_learning_rate=1e-3, weight_decay=0.5)

    forbidden = [r"bias", r"layernorm", r"rmsnorm", r"(?:^|\.)norm(?:$|\.)", r"_norm(?:$|\.)"]  # as Trainer has them
    decayed = set(
        get_parameter_names(whole, [nn.LayerNorm], forbidden)  # type: ignore[no-untyped-call] # likewise
    )
    names = {id(parameter): name for name, parameter in whole.named_parameters()}
    for group in made.param_groups:
        for parameter in group["params"]:
            assert (group["weight_decay"] > 0) == (names[id(parameter)] in decayed), names[id(parameter)]
            assert group["lr"] == (1e-3 if names[id(parameter)].startswith("head") else 1e-4)


def test_that_frozen_parameters_are_left_out() -> None:
    head, body = nn.Linear(3, 2), nn.Linear(3, 3)
    whole = nn.ModuleDict({"body": body, "head": head})
    body.requires_grad_(False)

    made = optimizer.make_optimizer(whole, head=head, learning_rate=1e-4, head_learning_rate=1e-3, weight_decay=0.0)

    assert {id(parameter) for parameter in optimizer.trainable_parameters(made)} == {
        id(parameter) for parameter in head.parameters()
    }


def test_that_the_learning_rate_is_set_as_a_share_of_the_full_one() -> None:
    head = nn.Linear(3, 2)
    made = optimizer.make_optimizer(head, head=head, learning_rate=1.0, head_learning_rate=0.5, weight_decay=0.1)

    assert optimizer.set_learning_rate(made, 0.5) == 0.25
    assert {group["lr"] for group in made.param_groups} == {0.25}
    assert optimizer.set_learning_rate(made, 1.0) == 0.5
