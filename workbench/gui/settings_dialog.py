"""The settings: those of the next run, and those of the program. What is changed holds at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QDialog,
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from workbench.gui.forms import SettingsForm
from workbench.gui.theme import Theme
from workbench.gui.widgets.buttons import Button
from workbench.gui.widgets.label import Label
from workbench.gui.widgets.painting import draw_line
from workbench.i18n import LANGUAGES, N_, tr
from workbench.settings import PREFERENCES, TRAINING, Setting, SettingValue
from workbench.training.method import methods, training_settings

SEED = Setting(
    key="seed",
    kind="int",
    default=0,
    minimum=0,
    maximum=2**31 - 1,
    title=N_("Seed"),
    help=N_("The same seed, data and settings give the same run. Another one shows how much is chance."),
)
METHOD = "method"
"""The key under which the form shows the training method, which is no setting of a run but stands beside them."""

_CHOICES = {"system": N_("As the system"), "light": N_("Light"), "dark": N_("Dark")}


def choice_title(choice: str) -> str:
    """The text of a choice; languages are named in their own words, methods by their titles."""
    if choice in methods():
        return tr(methods()[choice].title)
    return LANGUAGES.get(choice) or tr(_CHOICES.get(choice, choice))


def method_setting() -> Setting:
    """The choice of a training method, as a setting of the form."""
    return Setting(
        key=METHOD,
        kind="choice",
        default="full",
        choices=tuple(sorted(methods(), key=lambda name: (name != "full", name))),
        title=N_("Method"),
        help=N_("How much of the model learns. All of it is the most accurate, the last layer alone the fastest."),
    )


class SettingsDialog(QDialog):
    """Two pages: the next run, and the program.

    Signals:
        training_changed(object): The valid training settings that differ from their defaults, a dict; `seed` and
            `method` are among them.
        preferences_changed(object): Every preference, a dict.
    """

    training_changed = Signal(object)
    preferences_changed = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.training = SettingsForm(theme, (method_setting(), *TRAINING, SEED), choice_title)
        self.program = SettingsForm(theme, PREFERENCES, choice_title)
        self._pages = QStackedWidget()
        self._tabs = QButtonGroup(self)
        self._note = Label(theme, tone="text_3")
        self._done = Button(theme, kind="plain")
        self._done.clicked.connect(self.close)
        self._buttons = [self._add_page(theme, form) for form in (self.training, self.program)]
        self._arrange()
        self.resize(620, 560)
        self.training.changed.connect(self._on_training_changed)
        self.program.changed.connect(self._on_program_changed)
        theme.changed.connect(self.update)
        self.retranslate()
        self._show_page(0)

    def set_training(self, values: Mapping[str, SettingValue], *, seed: int, method: str) -> None:
        """Shows the settings of the next run."""
        _quietly(self.training, lambda: self.training.set_defaults(training_settings(method)))
        _quietly(self.training, lambda: self.training.set_values({**values, "seed": seed, METHOD: method}))
        self._show_note()

    def set_preferences(self, values: Mapping[str, SettingValue]) -> None:
        """Shows the preferences."""
        _quietly(self.program, lambda: self.program.set_values(values))

    def open_at(self, key: str = "") -> None:
        """Shows the dialog, at one setting if its key is given. Returns at once."""
        page = 1 if key in self.program.rows else 0
        self._show_page(page)
        self.show()
        self.raise_()
        self.activateWindow()
        form = self.program if page else self.training
        if key in form.rows:
            form.focus_setting(key)
            area = self._pages.widget(page)
            if isinstance(area, QScrollArea):
                area.ensureWidgetVisible(form.rows[key])

    def retranslate(self) -> None:
        """Sets every text anew."""
        self.setWindowTitle(tr("Settings"))
        for button, title in zip(self._buttons, (tr("Next run"), tr("Program")), strict=True):
            button.setText(title)
        self._done.setText(tr("Close"))
        self.training.retranslate()
        self.program.retranslate()
        self._show_note()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: D102 - Qt
        t = self._theme.tokens
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(t.surface))
        for y in (52, self.height() - 53):
            draw_line(painter, QPointF(0, y), QPointF(self.width(), y), t.border)

    def _add_page(self, theme: Theme, form: SettingsForm) -> Button:
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        form.setContentsMargins(18, 6, 18, 6)
        area.setWidget(form)
        area.viewport().setAutoFillBackground(False)
        form.setAutoFillBackground(False)
        number = self._pages.addWidget(area)
        button = Button(theme, kind="quiet")
        button.setCheckable(True)
        self._tabs.addButton(button, number)
        button.clicked.connect(lambda: self._show_page(number))
        return button

    def _arrange(self) -> None:
        top = QHBoxLayout()
        top.setContentsMargins(10, 11, 18, 11)
        top.setSpacing(4)
        for button in self._buttons:
            top.addWidget(button)
        top.addStretch(1)
        bottom = QHBoxLayout()
        bottom.setContentsMargins(18, 11, 18, 11)
        bottom.addWidget(self._note, 1)
        bottom.addWidget(self._done)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(top)
        column.addWidget(self._pages, 1)
        column.addLayout(bottom)

    def _show_page(self, number: int) -> None:
        self._pages.setCurrentIndex(number)
        for index, button in enumerate(self._buttons):
            button.setChecked(index == number)
            button.set_kind("link" if index == number else "quiet")
        self._show_note()

    def _show_note(self) -> None:
        if self._pages.currentIndex() == 1:
            self._note.set_text(tr("Changes hold at once."))
            return
        count = len(self.training.changed_values())
        self._note.set_text(
            tr(
                "{n} setting changed; holds for the next run.",
                "{n} settings changed; they hold for the next run.",
                n=count,
            )
        )

    def _on_training_changed(self) -> None:
        method = str(self.training.rows[METHOD].value)
        _quietly(self.training, lambda: self.training.set_defaults(training_settings(method)))
        self._show_note()
        if not self.training.problems:
            self.training_changed.emit(self.training.changed_values())

    def _on_program_changed(self) -> None:
        if not self.program.problems:
            self.preferences_changed.emit(self.program.values())


def _quietly(form: SettingsForm, change: Callable[[], None]) -> None:
    form.blockSignals(True)
    change()
    form.blockSignals(False)
