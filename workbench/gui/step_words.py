"""The steps that mend data in the words of the window: what was done, what a button does, what a toast tells.

Each function knows every kind of step; mypy and a test see to it that none is forgotten.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import assert_never

from workbench.i18n import sentences, tr
from workbench.values import (
    AnyStep,
    EditCells,
    KeepRows,
    MaskEntities,
    NormalizeText,
    RemoveDuplicates,
    RemoveRepeatedHeaders,
    RemoveRows,
    RenameLabels,
    Version,
)


def done(step: AnyStep) -> str:
    """What a step did, such as `labels merged`; it stands in the version menu and after "Undo"."""
    match step:
        case RemoveDuplicates():
            return tr("near duplicates removed") if step.level == "near" else tr("duplicates removed")
        case RemoveRepeatedHeaders():
            return tr("repeated headers removed")
        case RemoveRows():
            return _rows_removed(step)
        case KeepRows():
            return tr("chosen rows kept")
        case RenameLabels():
            return _labels_renamed(step)
        case EditCells():
            return tr("{n:,} cell changed", "{n:,} cells changed", n=len(step.edits))
        case NormalizeText():
            return tr("texts cleaned")
        case MaskEntities():
            return tr("personal data masked")
        case _:
            assert_never(step)


def all_done(steps: Sequence[AnyStep]) -> str:
    """What several steps did that were taken at once."""
    if len(steps) == 1:
        return done(steps[0])
    return tr("{n} step of a recipe", "{n} steps of a recipe", n=len(steps))


def button(step: AnyStep) -> str:
    """The verb on the button of an issue that takes a step, or opens the dialog in which it is chosen."""
    match step:
        case RemoveDuplicates() | RemoveRepeatedHeaders() | RemoveRows():
            return tr("Remove")
        case KeepRows():
            return tr("Keep these")
        case RenameLabels():
            return tr("Merge") if is_merge(step) else tr("Rename")
        case EditCells():
            return tr("Correct")
        case NormalizeText():
            return tr("Clean…")
        case MaskEntities():
            return tr("Mask…")
        case _:
            assert_never(step)


def told(steps: Sequence[AnyStep], before: Version, after: Version, *, cells: int = 0) -> str:
    """What a toast says when steps were taken.

    Args:
        steps: In their order.
        before: The version that they were taken on.
        after: The version that they made.
        cells: How many cells they changed, if that is known.
    """
    gone = before.rows - after.rows
    changed = tr("{n:,} cell changed.", "{n:,} cells changed.", n=cells) if cells else ""
    removed = tr("{n:,} row removed.", "{n:,} rows removed.", n=gone) if gone else ""
    last = steps[-1] if len(steps) == 1 else None
    if isinstance(last, KeepRows):
        return tr("{n:,} row kept, the others removed.", "{n:,} rows kept, the others removed.", n=after.rows)
    if isinstance(last, RenameLabels):
        return _labels_told(last)
    if isinstance(last, EditCells):
        return _edits_told(last, before)
    return sentences(removed, changed) or tr("{what}: done.", what=all_done(steps))


def is_merge(step: RenameLabels) -> bool:
    """Whether labels become one; a label that keeps its name stands among the names if others join it."""
    names = list(step.names.values())
    return len(set(names)) < len(names)


def naming_what_is_joined(step: AnyStep, labels: Collection[str]) -> AnyStep:
    """The same step; a label that joins another one is named with it, else it would look as if it were renamed.

    Args:
        step: Any step.
        labels: Those that exist before it.
    """
    if not isinstance(step, RenameLabels):
        return step
    joined = {new: new for new in step.names.values() if new in labels and new not in step.names}
    return RenameLabels(names={**step.names, **joined})


def _rows_removed(step: RemoveRows) -> str:
    if step.found is not None:
        return tr("found rows removed")
    return tr("{n:,} row removed", "{n:,} rows removed", n=len(step.rows))


def _labels_renamed(step: RenameLabels) -> str:
    if not any(step.names.values()):
        return tr("label taken away", "labels taken away", n=len(step.names))
    if is_merge(step):
        return tr("labels merged")
    return tr("label renamed", "labels renamed", n=len(step.names))


def _labels_told(step: RenameLabels) -> str:
    new = {name for old, name in step.names.items() if old != name}
    old = [label for label, name in step.names.items() if label != name]
    if len(new) == 1 and "" not in new:
        if len(old) == 1:
            return tr("“{old}” is now “{new}”.", old=old[0], new=next(iter(new)))
        return tr("{n:,} labels are now “{new}”.", n=len(old), new=next(iter(new)))
    if new == {""}:
        return tr("{n:,} label taken away.", "{n:,} labels taken away.", n=len(old))
    return tr("{n:,} label renamed.", "{n:,} labels renamed.", n=len(old))


def _edits_told(step: EditCells, before: Version) -> str:
    values = {(edit.column, edit.value) for edit in step.edits}
    column, value = next(iter(values))
    if len(values) == 1 and column == before.profile.roles.label and value:
        return tr("{n:,} row is now “{label}”.", "{n:,} rows are now “{label}”.", n=len(step.edits), label=value)
    return tr("{n:,} cell changed.", "{n:,} cells changed.", n=len(step.edits))
