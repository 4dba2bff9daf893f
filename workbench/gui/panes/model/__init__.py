"""The Model pane: which pretrained model will be fine-tuned, and whether it suits the data."""

from __future__ import annotations

from workbench.gui.pane import Pane, PaneContext, PaneSpec
from workbench.i18n import N_


def _build(context: PaneContext) -> Pane:
    from workbench.gui.panes.model.view import ModelPane  # after the first paint

    return ModelPane(context)


PANE = PaneSpec(name="model", title=N_("Model"), icon="box", order=2, build=_build)
