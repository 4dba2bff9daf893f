"""Forms made from a table of settings: a title, an editor with its unit, a sentence of help or of what is wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

import msgspec
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QGridLayout, QHBoxLayout, QLineEdit, QWidget

from workbench.errors import SettingError
from workbench.gui.theme import Theme, mark
from workbench.gui.widgets.buttons import link_button
from workbench.gui.widgets.hairline import Hairline
from workbench.gui.widgets.label import Label
from workbench.i18n import render, tr
from workbench.settings import Setting, SettingValue, parse

EDITOR_WIDTH = 200


class SettingRow(QWidget):
    """One setting.

    Args:
        theme: The colours.
        setting: What it edits.
        choice_title: The text of a choice, translated; the choice itself by default.

    Signals:
        changed: The value is another, or has become invalid.
    """

    changed = Signal()

    def __init__(self, theme: Theme, setting: Setting, choice_title: Callable[[str], str] = tr) -> None:
        super().__init__()
        self.setting = setting
        self._choice_title = choice_title
        self._value: SettingValue = setting.default
        self._problem = ""
        self._title = Label(theme, "card_title")
        self._help = Label(theme, "small", tone="text_3", wraps=True)
        self._unit = Label(theme, "small", tone="text_3")
        self._reset = link_button(theme, "")
        self._reset.clicked.connect(lambda: self.set_value(self.setting.default))
        self.editor = self._make_editor()
        self._arrange()
        self.set_value(setting.default)
        self.retranslate()

    @property
    def value(self) -> SettingValue:
        """The last valid value."""
        return self._value

    @property
    def problem(self) -> str:
        """What is wrong with what was typed, in words; empty if nothing."""
        return self._problem

    def set_value(self, value: SettingValue) -> None:
        """Shows a value that is known to be valid."""
        self.editor.blockSignals(True)
        if isinstance(self.editor, QCheckBox):
            self.editor.setChecked(bool(value))
        elif isinstance(self.editor, QComboBox):
            self.editor.setCurrentIndex(self.editor.findData(value))
        else:
            self.editor.setText(shown(value))
        self.editor.blockSignals(False)
        self._take(value)

    def set_default(self, value: SettingValue) -> None:
        """Takes another default; the value goes with it if it was the old one."""
        if value == self.setting.default:
            return
        goes_along = not self._problem and self._value == self.setting.default
        self.setting = msgspec.structs.replace(self.setting, default=value)
        if goes_along:
            self.set_value(value)
        else:
            self._show_state()

    def retranslate(self) -> None:
        """Sets every text anew."""
        self._title.set_text(tr(self.setting.title), tooltip=self.setting.key)
        self._unit.set_text(tr(self.setting.unit) if self.setting.unit else "")
        self._reset.setText(tr("Reset"))
        self.editor.setAccessibleName(tr(self.setting.title))
        self.editor.setAccessibleDescription(tr(self.setting.help))
        if isinstance(self.editor, QComboBox):
            for number, choice in enumerate(self.setting.choices):
                self.editor.setItemText(number, self._choice_title(choice))
        self._show_state()

    def _make_editor(self) -> QCheckBox | QComboBox | QLineEdit:
        if self.setting.kind == "bool":
            box = QCheckBox()
            box.toggled.connect(self._take)
            return box
        if self.setting.kind == "choice":
            combo = QComboBox()
            for choice in self.setting.choices:
                combo.addItem(self._choice_title(choice), choice)
            combo.currentIndexChanged.connect(lambda _index: self._take(combo.currentData()))
            combo.setFixedWidth(EDITOR_WIDTH)
            return combo
        field = QLineEdit()
        field.textChanged.connect(self._read)
        if self.setting.kind == "text":
            field.setMinimumWidth(EDITOR_WIDTH + 60)
        else:
            field.setFixedWidth(110)
            field.setAlignment(Qt.AlignmentFlag.AlignRight)
        return field

    def _arrange(self) -> None:
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self._unit)
        line.addWidget(self.editor)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 10, 0, 10)
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(2)
        top = QHBoxLayout()
        top.setSpacing(4)
        top.addWidget(self._title)
        top.addWidget(self._reset)
        top.addStretch(1)
        grid.addLayout(top, 0, 0)
        grid.addWidget(self._help, 1, 0)
        grid.addLayout(line, 0, 1, 2, 1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        grid.setColumnStretch(0, 1)

    def _read(self, text: str) -> None:
        try:
            value = parse(self.setting, text)
        except SettingError as error:
            self._problem = _without_key(render(error.what), self.setting)
            self._show_state()
            self.changed.emit()
            return
        self._take(value)

    def _take(self, value: SettingValue) -> None:
        self._value = value
        self._problem = ""
        self._show_state()
        self.changed.emit()

    def _show_state(self) -> None:
        self._help.set_text(self._problem or tr(self.setting.help))
        self._help.set_tone("error" if self._problem else "text_3")
        mark(self.editor, invalid=bool(self._problem))
        self._reset.setVisible(bool(self._problem) or self._value != self.setting.default)


class SettingsForm(QWidget):
    """The settings of one table.

    Signals:
        changed: A value is another, or has become valid or invalid.
    """

    changed = Signal()

    def __init__(
        self,
        theme: Theme,
        table: Iterable[Setting],
        choice_title: Callable[[str], str] = tr,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.rows = {setting.key: SettingRow(theme, setting, choice_title) for setting in table}
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(0)
        for number, row in enumerate(self.rows.values()):
            if number:
                grid.addWidget(Hairline(theme), 2 * number - 1, 0)
            grid.addWidget(row, 2 * number, 0)
            row.changed.connect(self.changed)
        grid.setRowStretch(2 * len(self.rows), 1)

    @property
    def problems(self) -> list[str]:
        """What is wrong, one sentence for each setting."""
        return [row.problem for row in self.rows.values() if row.problem]

    def values(self) -> dict[str, SettingValue]:
        """Every setting with its last valid value."""
        return {key: row.value for key, row in self.rows.items()}

    def changed_values(self) -> dict[str, SettingValue]:
        """Only the settings that differ from their defaults."""
        return {key: row.value for key, row in self.rows.items() if row.value != row.setting.default}

    def set_values(self, values: Mapping[str, SettingValue]) -> None:
        """Shows values; a setting that is not named gets its default."""
        for key, row in self.rows.items():
            row.set_value(values.get(key, row.setting.default))

    def set_defaults(self, table: Iterable[Setting]) -> None:
        """Takes the defaults of another table of the same settings; values that were the old defaults go along."""
        for setting in table:
            self.rows[setting.key].set_default(setting.default)

    def focus_setting(self, key: str) -> None:
        """Puts the focus into the editor of a setting."""
        self.rows[key].editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def retranslate(self) -> None:
        """Sets every text anew."""
        for row in self.rows.values():
            row.retranslate()


def shown(value: SettingValue) -> str:
    """A value as it is typed: 0.0001 rather than 1e-04."""
    if isinstance(value, float):
        plain = f"{value:.10f}".rstrip("0").rstrip(".")
        return plain or "0"
    return str(value)


def _without_key(sentence: str, setting: Setting) -> str:
    """The sentence with the setting's title in place of the key that the command line uses."""
    return sentence.replace(f"“{setting.key}”", tr(setting.title))
