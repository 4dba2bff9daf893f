"""The Data pane: open a table, see what is in it, say what its columns are, and mend it."""

from __future__ import annotations

from workbench.gui.pane import Pane, PaneContext, PaneSpec
from workbench.i18n import N_


def _build(context: PaneContext) -> Pane:
    # Imported here: the view needs pyarrow and numpy, which must not delay the first paint of the window.
    from workbench.gui.panes.data.view import DataPane

    return DataPane(context)


PANE = PaneSpec(name="data", title=N_("Data"), icon="database", order=1, build=_build)
