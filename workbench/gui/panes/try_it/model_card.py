"""The card of one model on the Try pane: which it is, and what it says."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QMenu

from workbench.gui import wording
from workbench.gui.panes.try_it import words
from workbench.gui.panes.try_it.presenter import Answer
from workbench.gui.theme import Theme
from workbench.gui.widgets.buttons import icon_button
from workbench.gui.widgets.card import Card
from workbench.gui.widgets.label import Label
from workbench.gui.widgets.predictions.label_scores import LabelScoresView
from workbench.i18n import tr
from workbench.values import Run

MOST_BARS, LOW_MOST_BARS = 8, 4
"""Labels that are seen at once; the others scroll inside the card."""


class ModelCardView(Card):
    """One model's answer, with a menu of the other models at the right of its title.

    Args:
        theme: The colours.
        choose: Puts the run with that id in this card's place, or, for None, takes the card away.
        can_close: Whether the menu offers to take the card away.
    """

    def __init__(self, theme: Theme, choose: Callable[[int | None], None], *, can_close: bool) -> None:
        super().__init__(theme)
        self._choose = choose
        self._can_close = can_close
        self._choices: Sequence[Run] = ()
        self._run: Run | None = None
        self._button = icon_button(theme, "chevron-down", "")
        self._button.clicked.connect(self._open_menu)
        self.add_to_title(self._button)
        self._scores = LabelScoresView(theme)
        self._scores.bars.set_most_rows(MOST_BARS)
        self._empty = Label(theme, tone="text_3", wraps=True)
        self.body.addWidget(self._scores, 1)
        self.body.addWidget(self._empty)
        self.body.addStretch(0)

    def set_run(self, run: Run, *, labels: Sequence[str], choices: Sequence[Run]) -> None:
        """Shows which model this is."""
        self._run, self._choices = run, choices
        self.set_title(wording.run_name(run), hint=words.run_hint(run))
        self._button.set_tooltip(tr("Choose another model"))
        self._button.setAccessibleName(tr("Choose another model"))
        self._scores.set_labels(labels)

    def set_answer(self, answer: Answer | None, *, threshold: float, is_asked: bool) -> None:
        """Shows an answer, or that there is none yet."""
        self._scores.set_output(answer.output if answer else None, threshold=threshold)
        self._scores.setVisible(answer is not None)
        self._empty.setVisible(answer is None)
        waiting = tr("Loading the model; the first answer takes a few seconds.")
        self._empty.set_text(waiting if is_asked else tr("The answer stands here as soon as there is a text."))

    def set_low(self, is_low: bool) -> None:
        """Shows fewer labels at once in a low window."""
        self._scores.bars.set_most_rows(LOW_MOST_BARS if is_low else MOST_BARS)

    def retranslate(self) -> None:
        """Sets every text anew."""
        self._scores.retranslate()

    def _open_menu(self) -> None:
        menu = QMenu(self)
        for run in self._choices:
            text = f"{wording.run_name(run)}  ({words.run_hint(run)})".replace("&", "&&")
            action = menu.addAction(text, functools.partial(self._choose, run.id))
            action.setCheckable(True)
            action.setChecked(self._run is not None and run.id == self._run.id)
        if self._can_close:
            menu.addSeparator()
            menu.addAction(tr("Do not compare"), functools.partial(self._choose, None))
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self._button.mapToGlobal(self._button.rect().bottomLeft()))
