"""The head of a pane: a title, a line of facts, and at most two buttons at the right."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from workbench.gui.theme import Theme
from workbench.gui.widgets.facts import FactLike, Facts
from workbench.gui.widgets.label import Label


class TitleBlock(QWidget):
    """Title 20/600, the facts below it, buttons at the right."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = Label(theme, "title")
        self.facts = Facts(theme)
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(8)
        texts = QVBoxLayout()
        texts.setSpacing(0)
        texts.addWidget(self._title)
        texts.addWidget(self.facts)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(14)
        row.addLayout(texts, 1)
        row.addLayout(self._buttons)
        row.setAlignment(self._buttons, Qt.AlignmentFlag.AlignTop)

    def set_title(self, title: str, *, tooltip: str = "") -> None:
        """Sets the title; it elides and then shows the whole in its tooltip."""
        self._title.set_text(title, tooltip=tooltip)
        self.setAccessibleName(title)

    def set_facts(self, facts: Sequence[FactLike | str]) -> None:
        """Sets the facts; see `Facts.set_facts`."""
        self.facts.set_facts(facts)

    def add_button(self, button: QWidget) -> None:
        """Adds a button, or a field, at the right."""
        self._buttons.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
