"""The error banner inside the card that it concerns: what happened, why, what to do, and how to report it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QGuiApplication, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from workbench.gui.icons import pixmap
from workbench.gui.theme import Theme
from workbench.gui.widgets.buttons import Button, quiet_button, small_button
from workbench.gui.widgets.label import Label
from workbench.gui.widgets.painting import draw_panel
from workbench.i18n import tr

_ICON = 18


class Banner(QWidget):
    """What happened (600), why and what to do, buttons; hidden until there is an error.

    Signals:
        action_triggered: (key) A button was pressed.
        diagnostics_copied: The details are on the clipboard.
    """

    action_triggered = Signal(str)
    diagnostics_copied = Signal()

    def __init__(self, theme: Theme, *, has_panel: bool = True, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._has_panel = has_panel
        self._details = ""
        self._title = Label(theme, "card_title", wraps=True)
        self._text = Label(theme, "body", tone="text_2", wraps=True)
        self._actions: list[Button] = []
        self._copy = quiet_button(theme, "")
        self._copy.clicked.connect(self._copy_details)
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(8)
        self._buttons.addWidget(self._copy)
        self._buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(44, 14, 14, 14)
        column.setSpacing(2)
        column.addWidget(self._title)
        column.addWidget(self._text)
        column.addSpacing(8)
        column.addLayout(self._buttons)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self.hide()
        theme.changed.connect(self.update)

    def show_error(
        self, what: str, *, fix: str = "", actions: Sequence[tuple[str, str]] = (), details: str = ""
    ) -> None:
        """Shows an error.

        Args:
            what: What happened and why.
            fix: What to do.
            actions: (key, text) of the buttons, the likeliest first.
            details: What `Copy diagnostics` copies besides; empty copies the sentences.
        """
        self._title.set_text(what)
        self._text.set_text(fix)
        self._text.setVisible(bool(fix))
        self._details = "\n\n".join(part for part in (what, fix, details) if part)
        self._copy.setText(tr("Copy diagnostics"))
        self._copy.updateGeometry()
        for button in self._actions:
            button.hide()
            button.deleteLater()
        self._actions = [small_button(self._theme, text) for _, text in actions]
        for place, (button, (key, _)) in enumerate(zip(self._actions, actions, strict=True)):
            button.clicked.connect(lambda _checked=False, key=key: self.action_triggered.emit(key))
            self._buttons.insertWidget(place, button)
        self.setAccessibleName(what)
        self.setAccessibleDescription(fix)
        self.show()

    def focus_first(self) -> None:
        """Puts the focus on the likeliest button."""
        (self._actions or [self._copy])[0].setFocus(Qt.FocusReason.MouseFocusReason)

    def clear(self) -> None:
        """Takes the error away."""
        self._details = ""
        self.hide()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: D102 - Qt
        t = self._theme.tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._has_panel:
            draw_panel(painter, QRectF(self.rect()), fill=t.surface, border=t.border, radius=9)
        painter.drawPixmap(QPointF(14, self._title.y() - 1), pixmap("triangle-alert", _ICON, t.error))

    def _copy_details(self) -> None:
        QGuiApplication.clipboard().setText(self._details)
        self.diagnostics_copied.emit()
