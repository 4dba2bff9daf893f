"""What the options of masking mean, for the commands that mask."""

from __future__ import annotations

from workbench.values import MaskEntities, MaskStyle


def mask_of(kinds: str | None, *, style: MaskStyle = "pseudonym", columns: str | None = None) -> MaskEntities:
    """The step that the options ask for.

    Args:
        kinds: Names separated by commas; all that need no model if None, empty or `all`.
        style: How masks look.
        columns: Names separated by commas; every column if None.

    Raises:
        SettingError: If there is no such kind, or it needs a model that is not installed.
    """
    from workbench.data.privacy import chosen_kinds

    named = [] if kinds in (None, "all") else _names(kinds)
    return MaskEntities(entities=chosen_kinds(named), columns=tuple(_names(columns)), style=style)


def _names(listed: str | None) -> list[str]:
    return [name.strip() for name in (listed or "").split(",") if name.strip()]
