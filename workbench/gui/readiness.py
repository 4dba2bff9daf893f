"""What must be chosen before training can start."""

from __future__ import annotations

from workbench.i18n import N_, say
from workbench.tasks import base as tasks
from workbench.values import ModelCard, Sentence, Version


def missing(version: Version | None, model: ModelCard, task: str) -> Sentence | None:
    """The first thing that is missing, or None.

    Args:
        version: What is learned from; None while nothing is open.
        model: The base model.
        task: What is learned.
    """
    if version is None:
        return say(N_("Open a file to train a model"))
    if model.problem is not None:
        return model.problem
    role = tasks.missing_role(tasks.spec(task), version.profile.roles)
    if role is not None:
        return role
    if len(version.profile.labels) < 2:
        return say(N_("The label column needs at least two different labels."))
    return None
