"""A version of a dataset as the command line shows it: a dictionary for programs, tables for people."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec

from workbench.cli.console import Console
from workbench.i18n import N_, render, tr
from workbench.values import IssueFound, MaskEntities, Profile, Version

_LABELS_SHOWN = 20
_NONE = "–"


def describe(version: Version, library: Path, *, seconds: float) -> dict[str, Any]:
    """A version in the form that `--json` promises: what the window shows of it, too.

    Args:
        version: The version.
        library: The folder of the library, absolute.
        seconds: How long it took.
    """
    profile, dialect = version.profile, version.dialect
    return {
        "version": version.id,
        "name": version.name,
        "folder": str(library / version.folder),
        "rows": version.rows,
        "columns": version.columns,
        "rejected": version.rejected,
        "format": dialect.format,
        "files": (version.source, *dialect.more),
        "sheet": dialect.sheet,
        "sheets": dialect.sheets,
        "encoding": dialect.encoding,
        "delimiter": dialect.delimiter,
        "quotechar": dialect.quotechar,
        "escapechar": dialect.escapechar,
        "has_header": dialect.has_header,
        "skipped_lines": dialect.skipped_lines,
        "confidence": dialect.confidence,
        "text": profile.roles.text,
        "label": profile.roles.label,
        "labels": {entry.label: entry.count for entry in profile.labels},
        "split": profile.split,
        "language": profile.language,
        "profile": _profile(profile),
        "issues": [_issue(issue) for issue in profile.issues],
        "masked": [kind for step in version.recipe if isinstance(step, MaskEntities) for kind in step.entities],
        "seconds": round(seconds, 3),
    }


def show_version(version: Version, console: Console) -> None:
    """Writes what was found in a version: facts, labels, issues."""
    profile = version.profile
    facts = [
        (tr(N_("Rows")), f"{version.rows:,}"),
        (tr(N_("Unreadable rows")), f"{version.rejected:,}"),
        (tr(N_("Columns")), ", ".join(version.columns)),
        *_written(version),
        (tr(N_("Text column")), profile.roles.text or _NONE),
        (tr(N_("Label column")), profile.roles.label or _NONE),
    ]
    console.table([version.name, ""], facts)
    if profile.labels:
        console.line()
        shown = profile.labels[:_LABELS_SHOWN]
        console.table([tr(N_("Label")), tr(N_("Rows"))], [[entry.label, f"{entry.count:,}"] for entry in shown])
    if len(profile.labels) > _LABELS_SHOWN:
        more = len(profile.labels) - _LABELS_SHOWN
        console.line(tr(N_("and {n:,} more label"), N_("and {n:,} more labels"), n=more))
    for issue in profile.issues:
        console.line("- " + render(issue.sentence))


def _profile(profile: Profile) -> dict[str, Any]:
    """Each column with its role and the reason for it, the task, and the split."""
    roles = {column: role for role, column in msgspec.structs.asdict(profile.roles).items() if column is not None}
    reasons = {name: render(reason) for name, reason in profile.reasons.items()}
    return {
        "task": profile.task,
        "task_reason": reasons.get("", ""),
        "roles_reason": render(profile.reason),
        "columns": [
            {
                "name": column.name,
                "role": roles.get(column.name, "unused"),
                "reason": reasons.get(column.name, ""),
                "distinct": column.distinct,
                "empty": column.empty,
                "mean_characters": column.mean_characters,
            }
            for column in profile.columns
        ],
        "mean_characters": profile.mean_characters,
        "split_recipe": profile.split_recipe,
    }


def _issue(issue: IssueFound) -> dict[str, Any]:
    return {
        "kind": issue.kind,
        "severity": issue.severity,
        "rows": issue.rows,
        "text": render(issue.sentence),
        "action": issue.action,
        "remedy": issue.remedy,
    }


def _written(version: Version) -> list[tuple[str, str]]:
    """How the file is written, as far as its format has that."""
    from workbench.data.formats import formats

    dialect = version.dialect
    kind = formats().get(dialect.format)
    lines = [(tr(N_("Format")), tr(kind.title) if kind is not None else dialect.format)]
    if dialect.more:
        lines.append((tr(N_("Files")), f"{1 + len(dialect.more):,}"))
    if dialect.sheet:
        lines.append((tr(N_("Sheet")), f"{dialect.sheet} ({', '.join(dialect.sheets)})"))
    if dialect.encoding:
        lines.append((tr(N_("Encoding")), dialect.encoding))
    if dialect.format == "delimited":
        lines.append((tr(N_("Delimiter")), repr(dialect.delimiter)))
        lines.append((tr(N_("Header")), tr(N_("yes")) if dialect.has_header else tr(N_("no"))))
    return lines
