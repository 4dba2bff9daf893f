"""The type table: one role, one font; figures are tabular everywhere."""

from __future__ import annotations

import functools
from typing import Literal

from PySide6.QtGui import QFont, QFontDatabase

from workbench import paths
from workbench.i18n import current_language

FontRole = Literal["headline", "title", "typed", "body", "button", "primary", "card_title", "small", "chip", "axis"]

_REGULAR, _MEDIUM, _SEMIBOLD = QFont.Weight.Normal, QFont.Weight.Medium, QFont.Weight.DemiBold

# size in px (Qt draws whole pixels: 11.5 is 12), weight, letter spacing in px
_ROLES: dict[FontRole, tuple[int, QFont.Weight, float]] = {
    "headline": (26, _SEMIBOLD, -0.4),
    "title": (20, _SEMIBOLD, -0.2),
    "typed": (16, _REGULAR, 0),
    "body": (13, _REGULAR, 0),
    "button": (13, _MEDIUM, 0),
    "primary": (13, _SEMIBOLD, 0),
    "card_title": (13, _SEMIBOLD, 0),
    "small": (12, _REGULAR, 0),
    "chip": (12, _MEDIUM, 0),
    "axis": (12, _REGULAR, 0),
}

_FAMILIES = (
    "Inter",
    "Segoe UI Variable",
    "SF Pro",
    "Noto Sans",
    "PingFang SC",
    "Microsoft YaHei UI",
    "Noto Sans CJK SC",
    "WenQuanYi Micro Hei",
)


def font(role: FontRole) -> QFont:
    """The font of a role in the current language; the caller may change it.

    Chinese has no negative letter spacing, and no weight between regular and bold.
    """
    return QFont(_made(role, is_chinese=current_language() == "zh_CN"))


@functools.cache
def _made(role: FontRole, *, is_chinese: bool) -> QFont:
    """Made once: widgets ask for their fonts at every paint."""
    size, weight, spacing = _ROLES[role]
    result = QFont(_families())
    result.setPixelSize(size)
    result.setWeight(QFont.Weight.Bold if is_chinese and weight == _SEMIBOLD else weight)
    result.setFeature(QFont.Tag("tnum"), 1)
    if spacing and not is_chinese:
        result.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, spacing)
    return result


@functools.cache
def _families() -> list[str]:
    """The families that are there, the bundled one among them.

    Only those: on some platforms a missing name costs a search through every alias.
    """
    for path in sorted((paths.resources() / "fonts").glob("*.ttf")):
        QFontDatabase.addApplicationFont(str(path))
    present = set(QFontDatabase.families())
    return [name for name in _FAMILIES if name in present] or [
        QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont).family()
    ]
