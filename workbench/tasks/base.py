"""What a task is: a specification that the window may read, and a model that only the engine loads.

To add a task, add a folder beside `text_classification` with `spec.py` (a `SPEC`, free of torch), `model.py` (a
`MODEL`, see `training/task_model.py`) and, if it has one, `baseline.py` (with `train_baseline` and `load_predictor`).
No existing file changes.
"""

from __future__ import annotations

import functools

from workbench import discovery, tasks
from workbench.errors import SettingError
from workbench.i18n import N_, say
from workbench.values import RoleName, Roles, Sentence, Value


class TaskSpec(Value, frozen=True, kw_only=True):
    """What a task is called, needs and is judged by.

    Attributes:
        name: Its folder.
        title: What people call it.
        summary: One sentence: what the model will do.
        needs: The roles that must be filled before training.
        metric: The key in `EvaluationLogged.metrics` by which the best checkpoint is chosen; higher is better.
        metric_title: The metric's name in the window.
    """

    name: str
    title: str
    summary: str
    needs: tuple[RoleName, ...]
    metric: str
    metric_title: str


@functools.cache
def specs() -> dict[str, TaskSpec]:
    """Every task by its name; not to be changed."""
    return discovery.collect(tasks, "SPEC", TaskSpec, module="spec")


def spec(name: str) -> TaskSpec:
    """One task.

    Raises:
        SettingError: If there is no such task.
    """
    known = specs()
    if name not in known:
        raise SettingError(say(N_("There is no task “{name}”. Known are: {known}."), name=name, known=", ".join(known)))
    return known[name]


def missing_role(task: TaskSpec, roles: Roles) -> Sentence | None:
    """What the user must choose before this task can be trained; None if nothing is missing."""
    missing = [role for role in task.needs if getattr(roles, role) is None]
    if not missing:
        return None
    if "text" in missing:
        return say(N_("Choose the text column."))
    if roles.labels is not None:
        return say(N_("Several labels per text cannot be trained yet. Choose a column with one label per text."))
    if roles.tags is not None:
        return say(N_("Tags of words cannot be trained yet. Choose a column with one label per text."))
    if roles.text_pair is not None:
        return say(N_("Pairs of texts cannot be trained yet. Choose a column with one label per text."))
    return say(N_("Choose the label column."))
