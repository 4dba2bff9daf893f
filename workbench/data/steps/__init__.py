"""The steps that mend a table: each module takes one kind of step.

To add a step, define it in `values/steps.py` and add a module here with a `STEP`, a StepKind.
"""

from __future__ import annotations

import functools
import sys

from workbench.data.steps.kind import Spans, StepKind, Taken, kept_rows
from workbench.discovery import collect
from workbench.values import Step

__all__ = ["Spans", "StepKind", "Taken", "kept_rows", "step_kind", "step_kinds"]


@functools.cache
def step_kinds() -> dict[type[Step], StepKind]:
    """Every kind of step by its type."""
    return {kind.step: kind for kind in collect(sys.modules[__name__], "STEP", StepKind).values()}


def step_kind(step: Step) -> StepKind:
    """The kind of a step.

    Raises:
        NotImplementedError: If no module takes it: a bug.
    """
    kind = step_kinds().get(type(step))
    if kind is None:
        raise NotImplementedError(type(step).__name__)
    return kind
