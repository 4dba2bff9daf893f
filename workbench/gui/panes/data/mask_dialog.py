"""The dialog in which personal data is masked: which kinds, how, and what cannot be found."""

from __future__ import annotations

import functools
from typing import get_args

from PySide6.QtWidgets import QWidget

from workbench.data.privacy import KINDS, blind_spots, default_kinds
from workbench.gui.panes.data.mending_presenter import Mending
from workbench.gui.panes.data.step_dialog import CheckRow, ColumnsButton, StepDialog
from workbench.gui.theme import Theme
from workbench.gui.widgets.label import Label
from workbench.gui.widgets.segmented import Option, Segmented
from workbench.i18n import render, sentences, tr
from workbench.values import MaskEntities, MaskStyle, Version

_SIZE = (880, 620)
STYLES: tuple[MaskStyle, ...] = get_args(MaskStyle)


class MaskDialog(StepDialog):
    """A check box for each kind of personal data, with how often it was found.

    Args:
        theme: The colours.
        mending: Previews and takes the step.
        version: What is masked.
        parent: The pane.
        proposed: What an issue proposes, if it was opened from one.
    """

    def __init__(
        self, theme: Theme, mending: Mending, version: Version, parent: QWidget, *, proposed: MaskEntities | None = None
    ) -> None:
        explanation = tr("What is found is replaced in a new version; earlier versions keep it until they are deleted.")
        super().__init__(theme, mending, tr("Mask personal data"), explanation, parent)
        chosen = (proposed.entities if proposed is not None else ()) or default_kinds()
        self.rows: dict[str, CheckRow] = {}
        for kind, recognizer in KINDS.items():
            missing = recognizer.missing()
            hint = render(missing) if missing is not None else recognizer.example
            row = self.rows[kind] = CheckRow(theme, tr(recognizer.title), tooltip=hint)
            row.box.setChecked(kind in chosen and missing is None)
            row.box.setEnabled(missing is None)
            row.toggled.connect(self._show_limits)
            row.toggled.connect(functools.partial(self.ask_again, counts_too=recognizer.needs_model))
            self.choices.addWidget(row)
        self.style_choice = Segmented(theme)
        self.style_choice.set_options(
            [
                Option("pseudonym", "[EMAIL-3]", tooltip=tr("The same address always gets the same number.")),
                Option("tag", "[EMAIL]", tooltip=tr("The kind only.")),
                Option("stars", "***", tooltip=tr("Nothing is told.")),
            ]
        )
        self.style_choice.setAccessibleName(tr("Style of the masks"))
        self.style_choice.set_current(proposed.style if proposed is not None else "pseudonym")
        self.style_choice.chosen.connect(lambda _style: self.ask_again())
        usual = tr("all but the label")
        labels = {version.profile.roles.label, version.profile.roles.labels, version.profile.roles.tags}
        self.columns = ColumnsButton(theme, [name for name in version.columns if name not in labels], usual=usual)
        self.columns.changed.connect(lambda: self.ask_again(counts_too=True))
        self.limits = Label(theme, "small", tone="text_2", wraps=True)
        self._show_limits()
        self._arrange_rest()
        self.ask_again(counts_too=True)

    def step(self) -> MaskEntities | None:  # noqa: D102 - as in the base
        chosen = tuple(kind for kind, row in self.rows.items() if row.box.isChecked())
        return self._step(chosen) if chosen else None

    def whole_step(self) -> MaskEntities:  # noqa: D102 - as in the base
        return self._step(tuple(kind for kind in self.rows if self._is_counted(kind)))

    def show_counts(self, counts: dict[str, int]) -> None:  # noqa: D102 - as in the base
        for kind, row in self.rows.items():
            row.set_count(counts.get(kind, 0) if self._is_counted(kind) else None)

    def _step(self, kinds: tuple[str, ...]) -> MaskEntities:
        style = next(style for style in STYLES if style == self.style_choice.current())
        return MaskEntities(entities=kinds, columns=self.columns.columns(), style=style)

    def _is_counted(self, kind: str) -> bool:
        """A model takes its time: what it finds is counted only if it is wanted."""
        box = self.rows[kind].box
        return box.isEnabled() and (box.isChecked() or not KINDS[kind].needs_model)

    def _show_limits(self) -> None:
        chosen = [kind for kind, row in self.rows.items() if row.box.isChecked()]
        self.limits.set_text(sentences(*(render(sentence) for sentence in blind_spots(chosen))))

    def _arrange_rest(self) -> None:
        self.choices.addStretch(1)
        self.options.addWidget(self.style_choice)
        self.options.addWidget(self.columns)
        self.below.addWidget(self.limits)
        self.resize(*_SIZE)
