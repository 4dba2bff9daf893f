"""One renderer for each kind of output; `renderer_for` picks it by the type of the output."""

from __future__ import annotations

from workbench.gui.theme import Theme
from workbench.gui.widgets.predictions.label_scores import LabelScoresView
from workbench.values import LabelScores, Output

RENDERERS = {LabelScores: LabelScoresView}


def renderer_for(output: Output, theme: Theme) -> LabelScoresView:
    """A widget that shows outputs of this kind."""
    return RENDERERS[type(output)](theme)
