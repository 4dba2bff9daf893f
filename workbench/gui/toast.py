"""One message at the bottom right, above the bottom bar: an icon, a sentence, one action; never two at once."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF, Qt, QTimer
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from workbench.gui.icons import pixmap
from workbench.gui.messages import Notice
from workbench.gui.popup import drop_shadow
from workbench.gui.theme import Theme
from workbench.gui.widgets.buttons import icon_button, link_button, small_button
from workbench.gui.widgets.label import Label
from workbench.gui.widgets.painting import draw_panel
from workbench.i18n import tr
from workbench.values import ErrorInfo

WIDTH = 360
SHOWN_MS = 6000
_ICONS = {"ok": "check", "info": "info", "warn": "triangle-alert", "error": "triangle-alert"}
_TONES = {"ok": "ok", "info": "text_2", "warn": "warn", "error": "error"}


class Toast(QWidget):
    """Shows notices one after the other; news goes by itself, an error stays until it is closed.

    Args:
        theme: The colours.
        copy_diagnostics: Copies the report of an error.
        parent: The window; the toast stands in its right bottom corner, see `place`.
    """

    def __init__(self, theme: Theme, copy_diagnostics: Callable[[ErrorInfo | None], None], parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._copy_diagnostics = copy_diagnostics
        self._notice: Notice | None = None
        self._waiting: deque[Notice] = deque()
        self._corner = QPointF()
        self._timer = QTimer(self, singleShot=True, interval=SHOWN_MS)
        self._timer.timeout.connect(self.close_notice)
        self._sentence = Label(theme, wraps=True)
        self._action = link_button(theme, "")
        self._remedy = small_button(theme, "")
        for button in (self._action, self._remedy):
            button.clicked.connect(self._run_action)
        self._copy = small_button(theme, "", kind="quiet")
        self._copy.clicked.connect(self._copy_report)
        self._close = icon_button(theme, "x", tr("Close"))
        self._close.clicked.connect(self.close_notice)
        self._arrange()
        self.setFixedWidth(WIDTH)
        drop_shadow(self, theme)
        self.hide()

    @property
    def notice(self) -> Notice | None:
        """What is shown now."""
        return self._notice

    def show_notice(self, notice: Notice) -> None:
        """Shows a notice: at once in place of news, after the errors that are still to be read."""
        if self._notice is not None and self._notice.tone == "error":
            self._waiting.append(notice)
            return
        self._notice = notice
        is_error = notice.tone == "error"
        self._sentence.set_text(notice.text)
        for button, is_wanted in ((self._action, not is_error), (self._remedy, is_error)):
            button.setText(notice.action.text if notice.action else "")
            button.setVisible(notice.action is not None and is_wanted)
        self._copy.setText(tr("Copy diagnostics"))
        self._copy.setVisible(is_error)
        self._close.set_tooltip(tr("Close"))
        self._close.setVisible(is_error)
        self.setAccessibleName(notice.text)
        self._timer.stop()
        if not is_error:
            self._timer.start()
        self.show()
        self.raise_()
        self.place(self._corner)

    def close_notice(self) -> None:
        """Closes the notice; the next one follows."""
        self._timer.stop()
        self._notice = None
        self.hide()
        if self._waiting:
            self.show_notice(self._waiting.popleft())

    def place(self, right_bottom: QPointF) -> None:
        """Puts the right bottom corner there, in the parent's pixels."""
        self._corner = right_bottom
        layout = self.layout()
        if layout is not None:
            height = max(layout.heightForWidth(WIDTH), 44)
            self.setGeometry(round(right_bottom.x()) - WIDTH, round(right_bottom.y()) - height, WIDTH, height)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: D102 - Qt
        if self._notice is None:
            return
        t = self._theme.tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        draw_panel(painter, QRectF(self.rect()), fill=t.surface, border=t.border, radius=9)
        color = getattr(t, _TONES[self._notice.tone])
        painter.drawPixmap(QPointF(15, 14), pixmap(_ICONS[self._notice.tone], 16, color))

    def _arrange(self) -> None:
        first = QHBoxLayout()
        first.setSpacing(10)
        first.addWidget(self._sentence, 1)
        first.addWidget(self._action, 0, Qt.AlignmentFlag.AlignTop)
        first.addWidget(self._close, 0, Qt.AlignmentFlag.AlignTop)
        second = QHBoxLayout()
        second.addWidget(self._remedy)
        second.addWidget(self._copy)
        second.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(41, 9, 9, 9)
        column.setSpacing(4)
        column.addLayout(first)
        column.addLayout(second)

    def _run_action(self) -> None:
        notice = self._notice
        self.close_notice()
        if notice is not None and notice.action is not None:
            notice.action.run()

    def _copy_report(self) -> None:
        if self._notice is not None:
            self._copy_diagnostics(self._notice.error)
            self._copy.setText(tr("Copied"))
