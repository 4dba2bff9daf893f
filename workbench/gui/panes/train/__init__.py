"""The Train pane: the run that is being trained, with its curves, its end, and those that wait."""

from __future__ import annotations

from workbench.gui.pane import PaneSpec
from workbench.gui.panes.train.view import TrainPane
from workbench.i18n import N_

PANE = PaneSpec(name="train", title=N_("Train"), icon="chart-line", order=3, build=TrainPane)
