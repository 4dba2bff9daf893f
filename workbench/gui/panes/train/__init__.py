"""The Train pane: the run that is being trained, with its curves, its end, and those that wait."""

from __future__ import annotations

from workbench.gui.pane import Pane, PaneContext, PaneSpec
from workbench.i18n import N_


def _build(context: PaneContext) -> Pane:
    from workbench.gui.panes.train.view import TrainPane  # after the first paint

    return TrainPane(context)


PANE = PaneSpec(name="train", title=N_("Train"), icon="chart-line", order=3, build=_build)
