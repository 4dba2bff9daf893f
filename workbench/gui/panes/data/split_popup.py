"""The popup in which the shares of the split are chosen."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QWidget

from workbench.gui.theme import Theme
from workbench.gui.widgets.buttons import plain_button
from workbench.gui.widgets.label import Label
from workbench.gui.widgets.popover import Popover
from workbench.i18n import tr
from workbench.values import SplitRecipe

_WIDTH, _FIELD_WIDTH, _LARGEST_SEED = 300, 84, 999_999


class SplitPopup(Popover):
    """Validation share, test share and seed.

    Signals:
        recipe_chosen(object): A SplitRecipe other than the one that was there.
    """

    recipe_chosen = Signal(object)

    def __init__(self, theme: Theme, recipe: SplitRecipe, parent: QWidget) -> None:
        super().__init__(theme, parent)
        self._recipe = recipe
        self.validation = NumberField(round(recipe.validation * 100), 99)
        self.test = NumberField(round(recipe.test * 100), 99)
        self.seed = NumberField(recipe.seed, _LARGEST_SEED)
        self._sentence = Label(theme, "small", tone="text_2", wraps=True)
        self.apply_button = plain_button(theme, tr("Apply"))
        self.setFixedWidth(_WIDTH)
        self._arrange(theme)
        for field in (self.validation, self.test, self.seed):
            field.textChanged.connect(self._show_consequence)
            field.returnPressed.connect(self._apply)
        self.apply_button.clicked.connect(self._apply)
        self._show_consequence()
        self.validation.setFocus(Qt.FocusReason.OtherFocusReason)
        self.validation.selectAll()

    def recipe(self) -> SplitRecipe:
        """What the fields say."""
        return SplitRecipe(
            validation=self.validation.number() / 100, test=self.test.number() / 100, seed=self.seed.number()
        )

    def _arrange(self, theme: Theme) -> None:
        title = Label(theme, "card_title")
        title.set_text(tr("Change split"))
        self.column.addWidget(title)
        grid = QGridLayout()
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(0, 1)
        for row, (name, tip, field) in enumerate(self._lines()):
            label = Label(theme)
            label.set_text(name, tooltip=tip)
            field.setAccessibleName(name)
            field.setAccessibleDescription(tip)
            grid.addWidget(label, row, 0)
            grid.addWidget(field, row, 1)
        self.column.addLayout(grid)
        self.column.addWidget(self._sentence)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.apply_button)
        self.column.addLayout(foot)

    def _lines(self) -> tuple[tuple[str, str, NumberField], ...]:
        return (
            (
                tr("To check, in %"),
                tr("Validation rows: after each epoch they tell which one is the best."),
                self.validation,
            ),
            (tr("For the final test, in %"), tr("Test rows: only the finished model sees them."), self.test),
            (tr("Seed"), tr("Another seed draws other rows, with the same shares."), self.seed),
        )

    def _show_consequence(self) -> None:
        left = 100 - self.validation.number() - self.test.number()
        self.apply_button.setEnabled(left > 0)
        if left <= 0:
            self._sentence.set_tone("error")
            self._sentence.set_text(tr("These shares leave no rows to learn from."))
            return
        self._sentence.set_tone("text_2")
        self._sentence.set_text(
            tr("{share}% is left to learn from. Runs on other test rows cannot be compared.", share=left)
        )

    def _apply(self) -> None:
        if not self.apply_button.isEnabled():
            return
        recipe = self.recipe()
        self.close()
        if recipe != self._recipe:
            self.recipe_chosen.emit(recipe)


class NumberField(QLineEdit):
    """A field for a whole number; a QSpinBox would show its line edit in the style sheet's frame, cut off."""

    def __init__(self, number: int, most: int) -> None:
        super().__init__(str(number))
        self.setValidator(QIntValidator(0, most, self))
        self.setFixedWidth(_FIELD_WIDTH)
        self.setAlignment(Qt.AlignmentFlag.AlignRight)

    def number(self) -> int:
        """What it says; nothing counts as 0."""
        return int(self.text() or 0)
