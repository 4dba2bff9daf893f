"""What may be wrong with labeled texts: one small check a function, each with one sentence and the rows it is about.

A check takes an Examples and gives a Finding, or None if there is nothing to say. To add one, write it in a module of
this package and mark it: `quick` checks are made at every import, `thorough` ones unless there are very many texts.
`slow` ones take an Evidence instead and wait for a request of their own.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable

from workbench.data.issues.check import Finding, QuickCheck, Severity, SlowCheck, quick, slow, thorough
from workbench.data.issues.duplicates import exact_duplicates
from workbench.data.issues.evidence import Evidence, Probabilities, TokenCounts
from workbench.data.issues.examples import MOST_CHARACTERS, Examples, codes, is_empty
from workbench.data.issues.file import repeated_header
from workbench.data.tables import RowNumbers
from workbench.discovery import collect_all
from workbench.values import IssueFound

__all__ = [
    "MOST_CHARACTERS",
    "Evidence",
    "Examples",
    "Finding",
    "Probabilities",
    "QuickCheck",
    "Severity",
    "SlowCheck",
    "TokenCounts",
    "codes",
    "exact_duplicates",
    "find_issues",
    "is_empty",
    "issue_found",
    "late_checks",
    "ordered",
    "quick",
    "quick_checks",
    "repeated_header",
    "slow",
    "thorough",
]


def quick_checks() -> tuple[QuickCheck, ...]:
    """The checks that need the examples alone."""
    return tuple(collect_all(sys.modules[__name__], QuickCheck))


def late_checks(examples: Examples) -> tuple[QuickCheck | SlowCheck, ...]:
    """The checks that were not made at the import of these examples."""
    waiting = [check for check in quick_checks() if check.is_thorough and examples.is_large]
    return (*waiting, *collect_all(sys.modules[__name__], SlowCheck))


def find_issues(examples: Examples) -> tuple[tuple[IssueFound, ...], dict[str, RowNumbers]]:
    """Makes the checks of an import.

    Returns:
        The issues, those that cost most first, and the rows of each by its kind.
    """
    made = [check for check in quick_checks() if not (check.is_thorough and examples.is_large)]
    findings = {check.kind: check(examples) for check in made}
    found = {kind: finding for kind, finding in findings.items() if finding is not None}
    issues = [issue_found(kind, finding) for kind, finding in found.items()]
    return ordered(issues), {kind: finding.rows for kind, finding in found.items()}


def issue_found(kind: str, finding: Finding) -> IssueFound:
    """What the window is told of a finding."""
    return IssueFound(
        kind=kind,
        severity=finding.severity,
        sentence=finding.sentence,
        rows=len(finding.rows) if finding.count is None else finding.count,
        action=finding.action,
        remedy=finding.remedy,
    )


def ordered(issues: Iterable[IssueFound]) -> tuple[IssueFound, ...]:
    """Issues in the order in which they are shown: those that cost most first."""
    return tuple(sorted(issues, key=lambda issue: (issue.severity != "warn", -issue.rows)))
