"""The Model pane: which pretrained model will be fine-tuned, and whether it suits the data."""

from __future__ import annotations

from workbench.gui.pane import PaneSpec
from workbench.gui.panes.model.view import ModelPane
from workbench.i18n import N_

PANE = PaneSpec(name="model", title=N_("Model"), icon="box", order=2, build=ModelPane)
