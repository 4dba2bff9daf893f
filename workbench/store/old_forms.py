"""Versions as earlier programs wrote them, brought into today's form: for migrations and for manifests.

Knows nothing of today's values, which will change again; only JSON as it was and as it became.
"""

from __future__ import annotations

from typing import Any

_STEPS: dict[str, dict[str, Any]] = {
    "remove_duplicates": {"type": "RemoveDuplicates", "level": "exact"},
    "remove_repeated_headers": {"type": "RemoveRepeatedHeaders"},
}
"""The steps that recipes named by a word."""
_REMEDIES = {"exact_duplicates": "remove_duplicates", "repeated_header": "remove_repeated_headers"}
"""The steps that mended an issue whose action was `remove`."""


def renewed_version(version: dict[str, Any]) -> dict[str, Any]:
    """A version's fields in the form in which steps have fields; those that have it already stay as they are."""
    return version | {"recipe": renewed_recipe(version["recipe"]), "profile": renewed_profile(version["profile"])}


def renewed_recipe(recipe: list[Any]) -> list[Any]:
    """A recipe whose steps have fields."""
    return [_STEPS.get(step, step) if isinstance(step, str) else step for step in recipe]


def renewed_profile(profile: dict[str, Any]) -> dict[str, Any]:
    """A profile whose issues name the step that mends them.

    Its split says what it is: near duplicates were not kept together then.
    """
    issues = [_renewed_issue(issue) for issue in profile["issues"]]
    split = {"keeps_near_duplicates_together": False} | profile["split_recipe"]
    return profile | {"issues": issues, "split_recipe": split}


def _renewed_issue(issue: dict[str, Any]) -> dict[str, Any]:
    if issue["action"] != "remove":
        return issue
    step = _REMEDIES.get(issue["kind"])
    if step is None:
        return issue | {"action": "show"}
    return issue | {"action": "mend", "remedy": _STEPS[step]}
