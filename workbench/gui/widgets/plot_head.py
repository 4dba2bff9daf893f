"""The title row above a plot: title and hint at the left; legend, slider and buttons at the right."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QWidget

from workbench.gui.theme import Theme
from workbench.gui.widgets.label import Label


class PlotHead(QWidget):
    """Title 13/600, a grey hint, and room for widgets at the right."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = Label(theme, "card_title")
        self._hint = Label(theme, "small", tone="text_3")
        self.setFixedHeight(38)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(13, 0, 8, 0)
        self._row.setSpacing(8)
        self._row.addWidget(self._title)
        self._row.addWidget(self._hint, 1)

    def set_texts(self, title: str, hint: str) -> None:
        """Sets title and hint."""
        self._title.set_text(title)
        self._title.setMinimumWidth(min(self._title.sizeHint().width(), 160))
        self._hint.set_text(hint)

    def add(self, widget: QWidget, *, space: int = 0) -> None:
        """Adds a widget at the right, after so much extra space."""
        if space:
            self._row.addSpacing(space)
        self._row.addWidget(widget)
