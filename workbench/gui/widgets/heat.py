"""The color rule of a confusion matrix's cells."""

from __future__ import annotations

from workbench.gui.theme import Tokens, mix


def cell_colors(tokens: Tokens, share: float, *, is_diagonal: bool) -> tuple[str, str]:
    """Ground and text of a cell.

    The mix into the surface is 10 + 95 s² percent of color 1 on the diagonal (at most 100) and 4 + 170 s percent of
    color 2 beside it (at most 60), s being the share of the row. The text is the theme's own, or, on a strong color 1,
    that which stands out from it: white in the light theme, the dark ground of the window in the dark one.

    Args:
        tokens: Of the theme.
        share: Of the row's examples, 0 to 1.
        is_diagonal: Whether the cell is a right answer.
    """
    if is_diagonal:
        strength = min(0.10 + 0.95 * share * share, 1.0)
        is_strong = strength > (0.85 if tokens.name == "light" else 0.62)
    else:
        strength = min(0.04 + 1.70 * share, 0.60)
        is_strong = False
    color = tokens.chart[0] if is_diagonal else tokens.chart[1]
    inverse = tokens.on_accent if tokens.name == "light" else tokens.window
    text = inverse if is_strong else tokens.text
    return mix(color, tokens.surface, strength), text
