"""What floats above the window: the shadow that only popups, dialogs and toasts have."""

from __future__ import annotations

from PySide6.QtGui import QColor
from PySide6.QtWidgets import QGraphicsDropShadowEffect, QWidget

from workbench.gui.theme import Theme


def drop_shadow(widget: QWidget, theme: Theme) -> None:
    """Gives a floating widget its shadow, in the theme of the moment and of every later one."""
    effect = QGraphicsDropShadowEffect(widget)
    effect.setBlurRadius(24)
    effect.setOffset(0, 8)
    widget.setGraphicsEffect(effect)

    def restyle() -> None:
        effect.setColor(QColor(theme.tokens.shadow))

    restyle()
    theme.changed.connect(restyle)
