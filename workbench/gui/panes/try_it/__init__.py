"""The Try pane: type a text, see what the model says, and how sure it is."""

from __future__ import annotations

from workbench.gui.pane import Pane, PaneContext, PaneSpec
from workbench.i18n import N_


def _build(context: PaneContext) -> Pane:
    from workbench.gui.panes.try_it.view import TryPane  # after the first paint

    return TryPane(context)


PANE = PaneSpec(name="try_it", title=N_("Try"), icon="message-circle", order=5, build=_build)
