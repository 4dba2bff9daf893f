"""What a training method is: which weights of a base model it changes, and how."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import msgspec

from workbench import discovery
from workbench.errors import SettingError
from workbench.i18n import N_, say
from workbench.settings import TRAINING, Setting, SettingValue
from workbench.training import methods as methods_package

if TYPE_CHECKING:
    from workbench.training.task_model import Settings, TaskModel


def _leave_as_it_is(model: TaskModel) -> None:
    """Nothing to settle."""


@dataclass(frozen=True)
class Method:
    """One way to train; each `methods/<name>.py` has one as `METHOD`.

    Attributes:
        title: What people call it.
        summary: One sentence: what it changes, and what that costs.
        mark_trainable: Sets which parameters need a gradient.
        caches_features: Whether the encoder never changes, so that its vectors are computed once.
        defaults: Its own defaults of some training settings, by key; what the user sets goes before them.
        settle: Makes a plain model of a trained one, with the same answers, before it is saved.
    """

    title: str
    summary: str
    mark_trainable: Callable[[TaskModel, Settings], None]
    caches_features: bool = False
    defaults: Mapping[str, SettingValue] = field(default_factory=dict)
    settle: Callable[[TaskModel], None] = _leave_as_it_is


@functools.cache
def methods() -> dict[str, Method]:
    """Every method by its name; not to be changed."""
    return discovery.collect(methods_package, "METHOD", Method)


def method(name: str) -> Method:
    """One method.

    Raises:
        SettingError: If there is no such method.
    """
    known = methods()
    if name not in known:
        raise SettingError(
            say(N_("There is no training method “{name}”. Known are: {known}."), name=name, known=", ".join(known))
        )
    return known[name]


def training_settings(name: str) -> tuple[Setting, ...]:
    """The table of training settings with the defaults of a method.

    Raises:
        SettingError: If there is no such method.
    """
    own = method(name).defaults
    return tuple(
        msgspec.structs.replace(setting, default=own[setting.key]) if setting.key in own else setting
        for setting in TRAINING
    )
