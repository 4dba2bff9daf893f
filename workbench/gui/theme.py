"""The look of the program: one table of tokens feeds the palette, the style sheet and, through `changed`, every plot.

Widgets say what they are by dynamic properties, and the style sheet (`stylesheet.py`) does the rest:
`kind` of a QPushButton or QToolButton: primary, plain (the default), quiet, link, danger, danger_filled; `small`: True
for the small button; `card`: True for a QFrame that is a card; `tone` of a QLabel: text_2, text_3, ok, warn, error,
accent_text; `invalid`: True for a field whose content is not allowed. Set them with `mark`.
"""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QStyleFactory, QWidget

from workbench.gui.fonts import FontRole, font
from workbench.gui.stylesheet import stylesheet
from workbench.gui.tokens import DARK, LIGHT, ThemeName, Tokens, mix

__all__ = ["DARK", "LIGHT", "FontRole", "Theme", "ThemeChoice", "ThemeName", "Tokens", "font", "mark", "mix"]

ThemeChoice = Literal["system", "light", "dark"]


class Theme(QObject):
    """The theme in use.

    Signals:
        changed: The tokens are others; whatever paints with them paints anew.
    """

    changed = Signal()

    def __init__(self, choice: ThemeChoice = "system", parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._choice: ThemeChoice = choice
        self._app: QApplication | None = None
        self._tokens = self._chosen()
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._update)

    @property
    def tokens(self) -> Tokens:
        """The colours in use."""
        return self._tokens

    @property
    def choice(self) -> ThemeChoice:
        """What the user chose."""
        return self._choice

    def label_color(self, index: int) -> str:
        """The colour of a label by its rank of frequency, counted from 0."""
        return self._tokens.label_color(index)

    def set_choice(self, choice: ThemeChoice) -> None:
        """Switches the theme at once; `system` follows the desktop."""
        self._choice = choice
        self._update()

    def apply(self, app: QApplication) -> None:
        """Dresses the program in the theme, now and at every change."""
        self._app = app
        app.setStyle(QStyleFactory.create("Fusion"))
        self._dress()

    def refresh(self) -> None:
        """Dresses the program anew, such as after a change of language, which changes the fonts."""
        self._dress()
        self.changed.emit()

    def _update(self) -> None:
        tokens = self._chosen()
        if tokens is not self._tokens:
            self._tokens = tokens
            self.refresh()

    def _chosen(self) -> Tokens:
        if self._choice == "system":
            return DARK if QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark else LIGHT
        return DARK if self._choice == "dark" else LIGHT

    def _dress(self) -> None:
        if self._app is not None:
            self._app.setFont(font("body"))
            self._app.setPalette(palette(self._tokens))
            self._app.setStyleSheet(stylesheet(self._tokens))


def palette(t: Tokens) -> QPalette:
    """The tokens as a palette for the Fusion style."""
    result = QPalette()
    role = QPalette.ColorRole
    for name, color in (
        (role.Window, t.window),
        (role.WindowText, t.text),
        (role.Base, t.surface),
        (role.AlternateBase, t.surface),
        (role.Text, t.text),
        (role.PlaceholderText, t.text_3),
        (role.Button, t.surface),
        (role.ButtonText, t.text),
        (role.BrightText, t.error),
        (role.Highlight, t.accent_soft),
        (role.HighlightedText, t.text),
        (role.Accent, t.accent),
        (role.Link, t.accent_text),
        (role.LinkVisited, t.accent_text),
        (role.ToolTipBase, LIGHT.text if t.name == "light" else t.border),
        (role.ToolTipText, t.on_accent if t.name == "light" else t.text),
        (role.Light, t.hairline),
        (role.Midlight, t.hairline),
        (role.Mid, t.border),
        (role.Dark, t.border_strong),
        (role.Shadow, t.border_strong),
    ):
        result.setColor(name, QColor(color))
    for name in (role.WindowText, role.Text, role.ButtonText, role.HighlightedText):
        result.setColor(QPalette.ColorGroup.Disabled, name, QColor(t.text_3))
    return result


def mark(widget: QWidget, **properties: str | bool) -> None:
    """Sets the properties that the style sheet asks for, and applies them at once."""
    for name, value in properties.items():
        widget.setProperty(name, value)
    style = widget.style()
    style.unpolish(widget)
    style.polish(widget)
