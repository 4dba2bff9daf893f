"""Chips: a word on a soft ground that tells a state, or a column's role and opens its menu."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QAction, QPainter, QPaintEvent
from PySide6.QtWidgets import QMenu, QSizePolicy, QWidget

from workbench.gui.theme import Theme
from workbench.gui.widgets.painting import (
    ChipTone,
    chip_colors,
    chip_width,
    draw_chevron,
    draw_chip,
    set_tooltip,
)
from workbench.i18n import tr
from workbench.values import RoleName

HEIGHT = 20


class Chip(QWidget):
    """A word that tells a state; hidden while it is empty."""

    def __init__(self, theme: Theme, text: str = "", *, tone: ChipTone = "neutral") -> None:
        super().__init__()
        self._theme = theme
        self._tone: ChipTone = tone
        self._text = ""
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)
        theme.changed.connect(self.update)
        self.set_state(text, tone=tone)

    def text(self) -> str:
        """The word."""
        return self._text

    def set_state(self, text: str, *, tone: ChipTone = "neutral", tooltip: str = "") -> None:
        """Sets the word and its tone."""
        self._text, self._tone = text, tone
        self.setAccessibleName(text)
        set_tooltip(self, tooltip or (text if chip_width(text) > self.maximumWidth() else ""))
        self.setHidden(not text)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:  # noqa: D102 - Qt
        return QSize(round(chip_width(self._text)) + 1, HEIGHT)

    def minimumSizeHint(self) -> QSize:  # noqa: D102 - Qt
        return QSize(min(self.sizeHint().width(), 60), HEIGHT)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: D102 - Qt
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        draw_chip(painter, QRectF(self.rect()), self._text, chip_colors(self._theme, self._tone))


def role_texts() -> dict[RoleName, str]:
    """What the roles of a column are called, in the order of the menu."""
    return {
        "text": tr("Text"),
        "label": tr("Label"),
        "group": tr("Group"),
        "date": tr("Date"),
        "split": tr("role::Split"),
        "id": tr("ID"),
        "text_pair": tr("Second text"),
        "labels": tr("role::Labels"),
        "tags": tr("Tags"),
        "unused": tr("Unused"),
    }


def role_hints() -> dict[RoleName, str]:
    """What each role means, for the menu and the tooltips."""
    return {
        "text": tr("The model reads this column."),
        "label": tr("The model learns to answer with this column."),
        "group": tr("Rows that share a value stay together in one part of the split."),
        "date": tr("When the text was written; the split can keep the newest rows for the test."),
        "split": tr("Says which part each row belongs to: train, validation or test."),
        "id": tr("Names the row; training leaves it out."),
        "text_pair": tr("A second text that is read together with the first."),
        "labels": tr("Several labels in one cell."),
        "tags": tr("A tag for each word of the text."),
        "unused": tr("Training leaves this column out."),
    }


def role_tone(role: RoleName) -> ChipTone:
    """The tone of a role's chip: accent if the column is used."""
    return "neutral" if role == "unused" else "accent"


def role_menu(parent: QWidget, current: RoleName) -> QMenu:
    """A menu of the roles; the action's `data()` is the role."""
    menu = QMenu(parent)
    menu.setToolTipsVisible(True)
    hints = role_hints()
    for role, text in role_texts().items():
        action = QAction(text, menu)
        action.setCheckable(True)
        action.setChecked(role == current)
        action.setData(role)
        action.setToolTip(hints[role])
        menu.addAction(action)
    return menu


def draw_role_chip(painter: QPainter, rect: QRectF, theme: Theme, role: RoleName) -> None:
    """Draws a role's chip with its chevron."""
    colors = chip_colors(theme, role_tone(role))
    draw_chip(painter, rect, "", colors)
    text_rect = rect.adjusted(0, 0, -14, 0)
    draw_chip(painter, text_rect, role_texts()[role], ("", "", colors[2]))
    draw_chevron(painter, QPointF(rect.right() - 12, rect.center().y()), colors[2])
