"""The Runs pane: every run kept, and what made one better than another."""

from __future__ import annotations

from workbench.gui.pane import Pane, PaneContext, PaneSpec
from workbench.i18n import N_


def _build(context: PaneContext) -> Pane:
    from workbench.gui.panes.runs.view import RunsPane  # after the first paint

    return RunsPane(context)


PANE = PaneSpec(name="runs", title=N_("Runs"), icon="history", order=6, build=_build, apart=True)
