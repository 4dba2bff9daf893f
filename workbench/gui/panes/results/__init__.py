"""The Results pane: how often the model is right, where it errs, and the texts themselves."""

from __future__ import annotations

from workbench.gui.pane import Pane, PaneContext, PaneSpec
from workbench.i18n import N_


def _build(context: PaneContext) -> Pane:
    from workbench.gui.panes.results.view import ResultsPane  # after the first paint

    return ResultsPane(context)


PANE = PaneSpec(name="results", title=N_("Results"), icon="chart-no-axes-column", order=4, build=_build)
