"""The popup in which is chosen how the rows are divided: by what, in which shares, or with a test file of its own."""

from __future__ import annotations

import msgspec
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import QCheckBox, QComboBox, QGridLayout, QHBoxLayout, QLineEdit, QWidget

from workbench.gui.theme import Theme
from workbench.gui.widgets.buttons import link_button, plain_button
from workbench.gui.widgets.label import Label
from workbench.gui.widgets.popover import Popover
from workbench.i18n import tr
from workbench.values import Roles, SplitMethod, SplitRecipe

_WIDTH, _FIELD_WIDTH, _METHOD_WIDTH, _LARGEST_SEED = 340, 84, 216, 999_999


class SplitPopup(Popover):
    """Method, validation share, test share and seed.

    Args:
        theme: The colours.
        recipe: What holds now.
        roles: Of the columns; a method whose column has no role is not offered.
        test_file: The name of the test file, or empty.
        parent: The pane.

    Signals:
        recipe_chosen(object): A SplitRecipe other than the one that was there.
        test_file_wanted: A test file is to be chosen; the popup has closed.
    """

    recipe_chosen = Signal(object)
    test_file_wanted = Signal()

    def __init__(self, theme: Theme, recipe: SplitRecipe, roles: Roles, *, test_file: str, parent: QWidget) -> None:
        super().__init__(theme, parent)
        self._recipe = recipe
        self._roles = roles
        self.method = QComboBox()
        for key, text in _methods(roles).items():
            self.method.addItem(text, key)
        self.method.setCurrentIndex(max(0, self.method.findData(_effective(recipe, roles))))
        self.method.setFixedWidth(_METHOD_WIDTH)
        self.validation = NumberField(round(recipe.validation * 100), 99)
        self.test = NumberField(round(recipe.test * 100), 99)
        self.seed = NumberField(recipe.seed, _LARGEST_SEED)
        self.together = QCheckBox(tr("Keep texts that differ in little together"))
        self.together.setChecked(recipe.keeps_near_duplicates_together)
        self.together.setToolTip(tr("Else the test is too easy: the model has seen nearly the same texts."))
        self.hint = Label(theme, "small", tone="text_3", wraps=True)
        self._sentence = Label(theme, "small", tone="text_2", wraps=True)
        self._test_name = Label(theme, "small", tone="text_2", wraps=True)
        self.file_button = link_button(theme, tr("Use a test file…"))
        self.no_file_button = link_button(theme, tr("Use rows of this file"))
        self.apply_button = plain_button(theme, tr("Apply"))
        self.setFixedWidth(_WIDTH)
        self._test_file = test_file
        self._arrange(theme)
        self._connect()
        self._show_consequence()
        self.validation.setFocus(Qt.FocusReason.OtherFocusReason)
        self.validation.selectAll()

    def recipe(self) -> SplitRecipe:
        """What the fields say; a method that holds by itself stays `auto`."""
        method: SplitMethod = self.method.currentData()
        is_same = method == _effective(self._recipe, self._roles)
        return SplitRecipe(
            validation=self.validation.number() / 100,
            test=self._recipe.test if self._test_file else self.test.number() / 100,
            seed=self.seed.number(),
            method=self._recipe.method if is_same else method,
            keeps_near_duplicates_together=self.together.isChecked(),
            test_version_id=self._recipe.test_version_id if self._test_file else None,
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
            is_wide = field is self.method  # it would leave the names of the numbers no room
            grid.addWidget(label, row, 0, 1, 1 if is_wide else 2)
            grid.addWidget(field, row, 1 if is_wide else 2, 1, 2 if is_wide else 1, Qt.AlignmentFlag.AlignRight)
        self.column.addLayout(grid)
        self.column.addWidget(self.together)
        self.hint.set_text(_hint(self._roles))
        self.hint.setVisible(bool(self.hint.text()))
        self.column.addWidget(self.hint)
        self.column.addWidget(self._test_name)
        self.column.addWidget(self._sentence)
        foot = QHBoxLayout()
        foot.addWidget(self.file_button)
        foot.addWidget(self.no_file_button)
        foot.addStretch(1)
        foot.addWidget(self.apply_button)
        self.column.addLayout(foot)

    def _connect(self) -> None:
        for field in (self.validation, self.test, self.seed):
            field.textChanged.connect(self._show_consequence)
            field.returnPressed.connect(self._apply)
        self.method.currentIndexChanged.connect(self._show_consequence)
        self.file_button.clicked.connect(self._want_file)
        self.no_file_button.clicked.connect(self._leave_file)
        self.apply_button.clicked.connect(self._apply)

    def _lines(self) -> tuple[tuple[str, str, QWidget], ...]:
        return (
            (tr("Divide"), tr("What decides which rows are for the test."), self.method),
            (
                tr("To check, in %"),
                tr("Validation rows: after each epoch they tell which one is the best."),
                self.validation,
            ),
            (tr("For the final test, in %"), tr("Test rows: only the finished model sees them."), self.test),
            (tr("Seed"), tr("Another seed draws other rows, with the same shares."), self.seed),
        )

    def _show_consequence(self) -> None:
        method = self.method.currentData()
        is_given = method == "given"
        has_file = bool(self._test_file)
        self.validation.setEnabled(not is_given)
        self.test.setEnabled(not is_given and not has_file)
        self.seed.setEnabled(method in ("label", "group"))
        self.file_button.setVisible(not has_file)
        self.no_file_button.setVisible(has_file)
        self._test_name.setVisible(has_file)
        self._test_name.set_text(tr("All rows of “{name}” are test rows.", name=self._test_file))
        left = 100 - self.validation.number() - (0 if has_file else self.test.number())
        self.apply_button.setEnabled(is_given or left > 0)
        self._sentence.set_tone("text_2" if is_given or left > 0 else "error")
        if is_given:
            self._sentence.set_text(tr("Each row goes where its split column says."))
        elif left <= 0:
            self._sentence.set_text(tr("These shares leave no rows to learn from."))
        else:
            self._sentence.set_text(
                tr("{share}% is left to learn from. Runs on other test rows cannot be compared.", share=left)
            )

    def _want_file(self) -> None:
        self.close()
        self.test_file_wanted.emit()

    def _leave_file(self) -> None:
        self._test_file = ""
        self._show_consequence()
        self.adjustSize()

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


def with_test_file(recipe: SplitRecipe, version_id: int) -> SplitRecipe:
    """The recipe with the rows of another version as test rows."""
    return msgspec.structs.replace(recipe, test_version_id=version_id)


def _methods(roles: Roles) -> dict[SplitMethod, str]:
    """What can be chosen, with its name."""
    found: dict[SplitMethod, str] = {"label": tr("each label alike")}
    if roles.group is not None:
        found["group"] = tr("by {column}, kept whole", column=roles.group)
    if roles.date is not None:
        found["time"] = tr("by {column}, newest last", column=roles.date)
    if roles.split is not None:
        found["given"] = tr("as {column} says", column=roles.split)
    return found


def _effective(recipe: SplitRecipe, roles: Roles) -> SplitMethod:
    """The method that holds; see SplitRecipe."""
    if recipe.method != "auto":
        return recipe.method
    if roles.split is not None:
        return "given"
    return "group" if roles.group is not None else "label"


def _hint(roles: Roles) -> str:
    if roles.group is not None or roles.date is not None or roles.split is not None:
        return ""
    return tr("To divide by customer or by time, give that column the role Group or Date.")
