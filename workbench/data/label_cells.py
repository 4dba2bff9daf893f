"""Cells that hold several labels, joined by one sign."""

from __future__ import annotations

from collections.abc import Iterable

SIGNS = ("|", ";", ",", "、", "；", "，", "/", "\n")
"""What joins labels, the surest first."""


def joining_sign(cells: Iterable[str]) -> str:
    """The sign that joins the labels of a column; the surest of those that stand in most cells, empty if none does."""
    counts = dict.fromkeys(SIGNS, 0)
    for cell in cells:
        for sign in SIGNS:
            counts[sign] += sign in cell
    best = max(SIGNS, key=lambda sign: counts[sign])  # of equal ones the first
    return best if counts[best] else ""


def split_labels(cell: str, sign: str) -> list[str]:
    """The labels of a cell without white space around them; empty ones are left out."""
    parts = cell.split(sign) if sign else [cell]
    return [label for part in parts if (label := part.strip())]
