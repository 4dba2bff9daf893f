"""Adds what late checks found to a profile, and keeps it where only the split of the rows has changed."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from workbench.data.issues import Examples, Finding, SlowCheck, issue_found, late_checks, ordered
from workbench.data.tables import RowNumbers
from workbench.values import Profile

IssueRows = dict[str, RowNumbers]


def with_findings(
    profile: Profile, rows: IssueRows, findings: Mapping[str, Finding | None], *, model: str, max_tokens: int
) -> tuple[Profile, IssueRows]:
    """A profile with what checks found; what the same checks found earlier goes.

    Args:
        profile: As it is.
        rows: The rows of each of its issues, by kind.
        findings: By the kind of each check that was made.
        model: Whose tokenizer they were made with.
        max_tokens: Where they took texts to be cut.
    """
    found = {kind: finding for kind, finding in findings.items() if finding is not None}
    issues = [issue for issue in profile.issues if issue.kind not in findings]
    issues += [issue_found(kind, finding) for kind, finding in found.items()]
    others = {kind: numbers for kind, numbers in rows.items() if kind not in findings}
    new = msgspec.structs.replace(profile, issues=ordered(issues), checked_with=model, checked_tokens=max_tokens)
    return new, others | {kind: finding.rows for kind, finding in found.items()}


def with_kept_issues(
    profile: Profile, rows: IssueRows, old: Profile, *, examples: Examples, old_rows: IssueRows
) -> tuple[Profile, IssueRows]:
    """A profile that was made for another split, with what slow checks said under the old one.

    They say nothing of the split, so that it holds; with other roles, or where quick checks were late, too, nothing
    is kept and the checks have to be made again.

    Args:
        profile: Under the new split.
        rows: The rows of each of its issues, by kind.
        old: Under the old split.
        examples: The table with the roles of the new profile.
        old_rows: The rows of each issue of the old profile, by kind.
    """
    if old.roles != profile.roles or not old.checked_with or examples.is_large:
        return profile, rows
    kinds = {check.kind for check in late_checks(examples) if isinstance(check, SlowCheck)}
    kept = [issue for issue in old.issues if issue.kind in kinds]
    new = msgspec.structs.replace(
        profile,
        issues=ordered([*profile.issues, *kept]),
        checked_with=old.checked_with,
        checked_tokens=old.checked_tokens,
    )
    return new, rows | {issue.kind: old_rows[issue.kind] for issue in kept}
