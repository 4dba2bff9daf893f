"""What a check is: a function that looks at examples and says at most one thing about them."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from workbench.data.issues.evidence import Evidence
from workbench.data.issues.examples import Examples
from workbench.data.tables import RowNumbers
from workbench.i18n import say
from workbench.values import AnyStep, IssueAction, Sentence

Severity = Literal["warn", "info"]


@dataclass(frozen=True)
class Finding:
    """What a check found; see IssueFound. `count` stands in for the rows where there are none to show."""

    sentence: Sentence
    rows: RowNumbers
    severity: Severity = "warn"
    action: IssueAction = "show"
    count: int | None = None
    remedy: AnyStep | None = None


class QuickCheck:
    """A check that needs the examples alone; see `quick` and `thorough`.

    Args:
        function: What it does; its name is the kind of the issues that it finds.
        is_thorough: Whether it looks into every text, so that it has to wait where there are very many.
    """

    def __init__(self, function: Callable[[Examples], Finding | None], *, is_thorough: bool) -> None:
        self.kind = function.__name__
        self.is_thorough = is_thorough
        self._function = function
        functools.update_wrapper(self, function)

    def __call__(self, examples: Examples) -> Finding | None:
        """What the check finds, or None if there is nothing to say."""
        return self._function(examples)


class SlowCheck:
    """A check that needs a model; see `slow`.

    Args:
        function: What it does; its name is the kind of the issues that it finds.
        is_about_model: Whether another base model may find something else.
    """

    def __init__(self, function: Callable[[Evidence], Finding | None], *, is_about_model: bool) -> None:
        self.kind = function.__name__
        self.is_about_model = is_about_model
        self._function = function
        functools.update_wrapper(self, function)

    def __call__(self, evidence: Evidence) -> Finding | None:
        """What the check finds, or None if there is nothing to say."""
        return self._function(evidence)


def quick(function: Callable[[Examples], Finding | None]) -> QuickCheck:
    """Marks a check that is made at every import; it is found by walking this package."""
    return QuickCheck(function, is_thorough=False)


def thorough(function: Callable[[Examples], Finding | None]) -> QuickCheck:
    """Marks a check that is made at the import, but after it where the texts are very many."""
    return QuickCheck(function, is_thorough=True)


def slow(function: Callable[[Evidence], Finding | None]) -> SlowCheck:
    """Marks a check that is made after the import; it is found by walking this package."""
    return SlowCheck(function, is_about_model=False)


def slow_about_model(function: Callable[[Evidence], Finding | None]) -> SlowCheck:
    """Marks a check of how the chosen base model reads the texts; it is made anew for another model."""
    return SlowCheck(function, is_about_model=True)


def about(
    rows: RowNumbers, one: str, many: str, *, severity: Severity = "warn", remedy: AnyStep | None = None
) -> Finding | None:
    """A finding with the number of its rows as `n`; None if there are none."""
    if not len(rows):
        return None
    action: IssueAction = "mend" if remedy is not None else "show"
    return Finding(say(one, many, n=len(rows)), rows, severity, action, remedy=remedy)
