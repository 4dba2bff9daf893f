"""A card: one question, with a title, a hint, at most one quiet action, and a body."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from workbench.gui.icons import pixmap
from workbench.gui.theme import Theme
from workbench.gui.widgets.buttons import Button, link_button
from workbench.gui.widgets.chip import Chip
from workbench.gui.widgets.hairline import Hairline
from workbench.gui.widgets.label import Label
from workbench.gui.widgets.painting import draw_line, draw_panel

MARGIN = 14
TITLE_HEIGHT = 38
_RADIUS = 9


class _TitleIcon(QWidget):
    """The icon before a card title; takes no room while there is none."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._name = ""
        self.setFixedSize(18, 18)
        self.hide()
        theme.changed.connect(self.update)

    def set_name(self, name: str) -> None:
        self._name = name
        self.setVisible(bool(name))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._name:
            painter = QPainter(self)
            painter.drawPixmap(QPointF(0, 0), pixmap(self._name, 18, self._theme.tokens.accent_text))


class Card(QWidget):
    """A white card with an outline.

    `body` is the layout of the content, inside margins of 14; `add_flush(widget)` adds a widget that reaches both
    edges, such as a table.

    Signals:
        action_triggered: The quiet action of the title was pressed.
    """

    action_triggered = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(1, 1, 1, 1)
        self._layout.setSpacing(0)
        self._layout.addWidget(self._make_header())
        # A widget, not a spacer: it takes the left over height where all content is fixed, and gives way to content
        # that expands. A layout gives a spacer that does not expand nothing, and spreads the rest over the fixed.
        filler = QWidget()
        filler.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Preferred)
        self._layout.addWidget(filler)
        self._body: QVBoxLayout | None = None
        theme.changed.connect(self.update)

    @property
    def body(self) -> QVBoxLayout:
        """The layout of the content; it takes its place in the card when it is first asked for."""
        if self._body is None:
            self._body = self._add_layout()
        return self._body

    def set_title(self, title: str, *, hint: str = "", icon: str = "") -> None:
        """Sets the title, the grey hint beside it, and an icon before it."""
        self._title.set_text(title)
        self._title.setMinimumWidth(min(self._title.sizeHint().width(), 160))
        self._hint.set_text(hint)
        self._icon.set_name(icon)
        self.setAccessibleName(title)
        self.setAccessibleDescription(hint)
        self._header.setVisible(True)

    def set_action(self, text: str, *, icon: str = "", tooltip: str = "") -> None:
        """Sets the quiet action at the right of the title; an empty text takes it away."""
        self._action.setText(text)
        self._action.set_icon(icon)
        self._action.set_tooltip(tooltip)
        self._action.setVisible(bool(text))

    def action_button(self) -> Button:
        """The quiet action, to switch it off or to give it a menu."""
        return self._action

    def add_to_title(self, widget: QWidget) -> None:
        """Puts a widget at the right of the title, before the action: a legend, a switch, a chip."""
        self._tools.addWidget(widget)
        if isinstance(widget, Chip | Label):  # ends where the content ends; a button has room around its own
            self._header_row.setContentsMargins(MARGIN - 1, 0, MARGIN - 1, 0)
        self._header.setVisible(True)

    def add_hairline(self) -> Hairline:
        """Adds a line that reaches both edges, at the end."""
        line = Hairline(self._theme)
        self._layout.insertWidget(self._end(), line)
        return line

    def add_flush(self, widget: QWidget, *, stretch: int = 0) -> None:
        """Adds a widget that reaches both edges, at the end."""
        self._layout.insertWidget(self._end(), widget, stretch)

    def set_body_stretch(self, stretch: int) -> None:
        """Sets how much of the left over height the body takes."""
        self._layout.setStretchFactor(self.body, stretch)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: D102 - Qt
        t = self._theme.tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        whole = QRectF(self.rect())
        draw_panel(painter, whole, fill=t.surface, border=t.border, radius=_RADIUS)
        if t.name == "light":  # the card's shadow of one pixel, without a graphics effect on the pane
            shade = QColor(20, 26, 40, 12)
            bottom = self.height() - 1
            draw_line(
                painter,
                QPointF(_RADIUS, bottom),
                QPointF(self.width() - _RADIUS, bottom),
                shade.name(QColor.NameFormat.HexArgb),
            )

    def _make_header(self) -> QWidget:
        self._header = QWidget()
        self._header.setFixedHeight(TITLE_HEIGHT)
        row = self._header_row = QHBoxLayout(self._header)
        row.setContentsMargins(MARGIN - 1, 0, 8, 0)
        row.setSpacing(8)
        self._icon = _TitleIcon(self._theme)
        self._title = Label(self._theme, "card_title")
        self._hint = Label(self._theme, "small", tone="text_3")
        self._tools = QHBoxLayout()
        self._tools.setSpacing(10)
        self._action = link_button(self._theme, "")
        self._action.hide()
        self._action.clicked.connect(self.action_triggered)
        row.addWidget(self._icon)
        row.addWidget(self._title)
        row.addWidget(self._hint, 1, Qt.AlignmentFlag.AlignVCenter)
        row.addLayout(self._tools)
        row.addWidget(self._action)
        self._header.setVisible(False)
        return self._header

    def _add_layout(self) -> QVBoxLayout:
        layout = QVBoxLayout()
        layout.setContentsMargins(MARGIN - 1, 0, MARGIN - 1, MARGIN - 1)
        layout.setSpacing(8)
        self._layout.insertLayout(self._end(), layout)
        return layout

    def _end(self) -> int:
        return self._layout.count() - 1
