"""The dialog in which the writing of texts is cleaned."""

from __future__ import annotations

from typing import get_args

from PySide6.QtWidgets import QWidget

from workbench.gui.panes.data.mending_presenter import Mending
from workbench.gui.panes.data.step_dialog import CheckRow, ColumnsButton, StepDialog
from workbench.gui.theme import Theme
from workbench.i18n import tr
from workbench.values import NormalizeText, TextOperation, Version

OPERATIONS: tuple[TextOperation, ...] = get_args(TextOperation)
USUAL: tuple[TextOperation, ...] = ("trim", "spaces", "unicode", "controls")
"""What is chosen at first: it loses nothing that a reader sees."""


def operation_texts() -> dict[TextOperation, tuple[str, str]]:
    """The name of each operation, and what it does."""
    return {
        "trim": (tr("Trim spaces at the ends"), tr("White space before and after the text goes.")),
        "spaces": (tr("One space for several"), tr("Runs of spaces, tabs and line breaks become one space.")),
        "width": (tr("Half-width letters and digits"), tr("Full-width Ａ１ becomes A1.")),
        "unicode": (tr("One form for each character"), tr("é as one character, not as e and an accent (Unicode NFC).")),
        "html": (tr("Remove HTML"), tr("Tags go, entities such as &amp; become characters.")),
        "urls": (tr("Remove web addresses"), tr("Addresses such as https://example.org go.")),
        "controls": (tr("Remove invisible characters"), tr("Control and zero-width characters go.")),
    }


class CleanDialog(StepDialog):
    """A check box for each operation, with how many cells it changes.

    Args:
        theme: The colours.
        mending: Previews and takes the step.
        version: What is cleaned.
        parent: The pane.
        proposed: What an issue proposes, if it was opened from one.
    """

    def __init__(
        self,
        theme: Theme,
        mending: Mending,
        version: Version,
        parent: QWidget,
        *,
        proposed: NormalizeText | None = None,
    ) -> None:
        title = tr("Clean text")
        super().__init__(theme, mending, title, tr("The file stays as it is; Undo brings the texts back."), parent)
        chosen = proposed.operations if proposed is not None else USUAL
        self.rows: dict[TextOperation, CheckRow] = {}
        for name, (text, hint) in operation_texts().items():
            row = self.rows[name] = CheckRow(theme, text, tooltip=hint)
            row.box.setChecked(name in chosen)
            row.toggled.connect(self.ask_again)
            self.choices.addWidget(row)
        self.columns = ColumnsButton(theme, version.columns, usual=tr("text and label"))
        self.columns.changed.connect(lambda: self.ask_again(counts_too=True))
        self.choices.addStretch(1)
        self.options.addWidget(self.columns)
        self.ask_again(counts_too=True)

    def step(self) -> NormalizeText | None:  # noqa: D102 - as in the base
        chosen = tuple(name for name in OPERATIONS if self.rows[name].box.isChecked())
        return NormalizeText(operations=chosen, columns=self.columns.columns()) if chosen else None

    def whole_step(self) -> NormalizeText:  # noqa: D102 - as in the base
        return NormalizeText(operations=OPERATIONS, columns=self.columns.columns())

    def show_counts(self, counts: dict[str, int]) -> None:  # noqa: D102 - as in the base
        for name, row in self.rows.items():
            row.set_count(counts.get(name, 0))
