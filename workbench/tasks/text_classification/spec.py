"""Text classification, as the window knows it."""

from __future__ import annotations

from workbench.i18n import N_
from workbench.tasks.base import TaskSpec

SPEC = TaskSpec(
    name="text_classification",
    title=N_("Text classification"),
    summary=N_("Gives each text one label."),
    needs=("text", "label"),
    metric="macro_f1",
    metric_title=N_("Macro-F1"),
)
