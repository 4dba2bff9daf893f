"""Where a text of a plot covers no line: the first of some places that is free."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QRectF

from workbench.gui.widgets.plot_data import Numbers

_SAMPLES = 24
_ROOM = 3.0
"""Pixels that a text keeps from a line."""


def free_place(places: Sequence[QRectF], lines: Sequence[tuple[Numbers, Numbers]], inside: QRectF) -> int:
    """The index of the first place that lies inside the plot and covers no line; 0 if there is none.

    Args:
        places: Rectangles, the preferred one first.
        lines: The x (ascending) and y of each line, in the same units as the places.
        inside: Where texts may stand.
    """
    for number, place in enumerate(places):
        if inside.contains(place) and not any(_covers(place, x, y) for x, y in lines):
            return number
    return 0


def _covers(place: QRectF, x: Numbers, y: Numbers) -> bool:
    """Whether a line runs through a rectangle."""
    if not len(x) or x[-1] < place.left() - _ROOM or x[0] > place.right() + _ROOM:
        return False
    left, right = max(place.left() - _ROOM, float(x[0])), min(place.right() + _ROOM, float(x[-1]))
    heights = np.interp(np.linspace(left, right, _SAMPLES), x, y)
    return bool(np.any((heights > place.top() - _ROOM) & (heights < place.bottom() + _ROOM)))
