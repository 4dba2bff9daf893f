"""The navigation rail: the panes with their state, and at its foot what is true of the whole program."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QPainter, QPaintEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QAbstractButton,
    QFrame,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from workbench.gui.icons import pixmap
from workbench.gui.pane import PaneSpec, PaneStatus
from workbench.gui.theme import Theme, font, mix
from workbench.gui.widgets.painting import Ink, draw_dot, draw_line, draw_panel, draw_text, plain_tooltip, text_width
from workbench.i18n import tr

WIDE, NARROW = 184, 56
_NAME, _TITLE, _ICON, _STATUS = (Qt.ItemDataRole.UserRole + i for i in range(4))
_KEYBOARD = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason, Qt.FocusReason.ShortcutFocusReason)
_Index = QModelIndex | QPersistentModelIndex


class Rail(QWidget):
    """The rail.

    Signals:
        chosen(str): The user chose the pane of that name.
        settings_wanted: The user pressed Settings.
    """

    chosen = Signal(str)
    settings_wanted = Signal()

    def __init__(self, theme: Theme, specs: Sequence[PaneSpec], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._specs = list(specs)
        self._is_narrow = False
        self._list = _PaneList(theme, specs)
        self._list.selectionModel().currentChanged.connect(self._on_current_changed)
        self._offline = _FootButton(theme, "lock")
        self._device = _FootButton(theme, "cpu")
        self._settings = _FootButton(theme, "sliders-horizontal")
        self._settings.clicked.connect(self.settings_wanted)
        for button in (self._offline, self._device):
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._layout = QVBoxLayout(self)
        self._layout.setSpacing(0)
        self._layout.addWidget(self._list, 1)
        for button in (self._offline, self._device, self._settings):
            self._layout.addWidget(button)
        self.setFocusProxy(self._list)
        self.set_narrow(False)
        theme.changed.connect(self.update)

    def set_narrow(self, is_narrow: bool) -> None:
        """Folds the rail to its icons, or unfolds it."""
        self._is_narrow = is_narrow
        self.setFixedWidth(NARROW if is_narrow else WIDE)
        side = 8 if is_narrow else 10
        self._layout.setContentsMargins(side, 13 if is_narrow else 12, side + 1, 4 if is_narrow else 7)
        self._list.set_narrow(is_narrow)
        for button in (self._offline, self._device, self._settings):
            button.set_narrow(is_narrow)

    def set_current(self, name: str) -> None:
        """Marks a pane as the open one."""
        self._list.set_current(name)

    def set_status(self, name: str, status: PaneStatus) -> None:
        """Shows the state of a pane."""
        self._list.set_status(name, status)

    def set_device(self, text: str) -> None:
        """Names the device that trains."""
        self._device.set_texts(text, tr("The device that models are trained on"))

    def retranslate(self) -> None:
        """Sets every text anew."""
        self._list.retranslate()
        self._list.setAccessibleName(tr("Panes"))
        self._offline.set_texts(
            tr("Works offline"), tr("Your files stay on this computer. Only a model download uses the network.")
        )
        self._settings.set_texts(tr("Settings"), "")

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: D102 - Qt
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(self._theme.tokens.rail))
        right = self.width() - 1
        draw_line(painter, QPointF(right, 0), QPointF(right, self.height()), self._theme.tokens.border)

    def _on_current_changed(self, current: QModelIndex, _previous: QModelIndex) -> None:
        name = current.data(_NAME)
        if name:
            self.chosen.emit(name)


class _PaneList(QListView):
    """The list of panes; a hairline item stands before those that are apart."""

    def __init__(self, theme: Theme, specs: Sequence[PaneSpec]) -> None:
        super().__init__()
        self._theme = theme
        self._rows: dict[str, QStandardItem] = {}
        self._titles = {spec.name: spec.title for spec in specs}
        model = QStandardItemModel(self)
        for number, spec in enumerate(specs):
            if spec.apart and number and not specs[number - 1].apart:
                line = QStandardItem()
                line.setFlags(Qt.ItemFlag.NoItemFlags)
                model.appendRow(line)
            item = QStandardItem()
            item.setData(spec.name, _NAME)
            item.setData(spec.icon, _ICON)
            item.setData(PaneStatus(), _STATUS)
            item.setEditable(False)
            model.appendRow(item)
            self._rows[spec.name] = item
        self.setModel(model)
        self._delegate = _RailDelegate(theme, self)
        self.setItemDelegate(self._delegate)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        self.viewport().setAutoFillBackground(False)
        self.setUniformItemSizes(False)
        theme.changed.connect(self.viewport().update)

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._delegate.has_ring = event.reason() in _KEYBOARD
        super().focusInEvent(event)

    def set_narrow(self, is_narrow: bool) -> None:
        self._delegate.is_narrow = is_narrow
        for name in self._rows:
            self._describe(name)
        self.scheduleDelayedItemsLayout()

    def set_current(self, name: str) -> None:
        self.setCurrentIndex(self._rows[name].index())

    def set_status(self, name: str, status: PaneStatus) -> None:
        shown: PaneStatus = self._rows[name].data(_STATUS)
        if (status.state, status.highlight, status.locked) != (shown.state, shown.highlight, shown.locked):
            self._rows[name].setData(status, _STATUS)
            self._describe(name)

    def retranslate(self) -> None:
        for name, item in self._rows.items():
            item.setText(tr(self._titles[name]))
            self._describe(name)

    def _describe(self, name: str) -> None:
        item = self._rows[name]
        status: PaneStatus = item.data(_STATUS)
        state = tr("locked") if status.locked else status.state
        item.setData(state, Qt.ItemDataRole.AccessibleDescriptionRole)
        is_narrow = self._delegate.is_narrow
        item.setToolTip(plain_tooltip(" · ".join(filter(None, (item.text(), state)))) if is_narrow else "")


class _RailDelegate(QStyledItemDelegate):
    """Paints a pane's item: icon, name and state, or the icon with a dot while the rail is folded."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.is_narrow = False
        self.has_ring = False

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:  # noqa: ARG002 - Qt's signature
        if not index.data(_NAME):
            return QSize(10, 19)
        return QSize(10, 42 if self.is_narrow else 36)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        t = self._theme.tokens
        rect = QRectF(option.rect)
        state = option.state
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if not index.data(_NAME):
            y = rect.top() + 9
            draw_line(painter, QPointF(rect.left() + 10, y), QPointF(rect.right() - 10, y), t.border)
            painter.restore()
            return
        is_selected = bool(state & QStyle.StateFlag.State_Selected)
        body = rect.adjusted(0, 0, 0, -3 if self.is_narrow else -2)
        self._paint_ground(painter, body, state)
        if self.is_narrow:
            self._paint_narrow(painter, body, index, is_selected=is_selected)
        else:
            self._paint_wide(painter, body, index, is_selected=is_selected)
        painter.restore()

    def _paint_ground(self, painter: QPainter, body: QRectF, state: QStyle.StateFlag) -> None:
        t = self._theme.tokens
        if state & QStyle.StateFlag.State_Selected:
            has_ring = bool(state & QStyle.StateFlag.State_HasFocus) and self.has_ring
            draw_panel(painter, body, fill=t.surface, border=t.accent if has_ring else t.border, radius=7)
        elif state & QStyle.StateFlag.State_MouseOver:
            draw_panel(painter, body, fill=mix(t.text, t.rail, 0.04), border="", radius=7)

    def _color(self, status: PaneStatus, *, is_selected: bool) -> str:
        t = self._theme.tokens
        if is_selected:
            return t.text
        return t.text_3 if status.locked else t.text_2

    def _paint_wide(self, painter: QPainter, body: QRectF, index: _Index, *, is_selected: bool) -> None:
        t = self._theme.tokens
        status: PaneStatus = index.data(_STATUS)
        color = self._color(status, is_selected=is_selected)
        icon = pixmap(index.data(_ICON), 18, t.accent_text if is_selected else color)
        painter.drawPixmap(QPointF(body.left() + 11, body.top() + 8), icon)
        right = body.right() - 11
        if status.locked:
            lock = pixmap("lock", 13, t.text_3)
            painter.drawPixmap(QPointF(right - 13, body.top() + 10), lock)
            right -= 20
        elif status.state:
            color_of_state = t.accent_text if status.highlight else t.text_3
            ink = Ink(font("axis"), color_of_state, Qt.AlignmentFlag.AlignRight)
            width = min(text_width(status.state, ink.font) + 1, body.width() * 0.55)
            draw_text(painter, QRectF(right - width, body.top(), width, body.height()), status.state, ink)
            right -= width + 6
        name = QRectF(body.left() + 39, body.top(), right - body.left() - 39, body.height())
        draw_text(painter, name, index.data(Qt.ItemDataRole.DisplayRole) or "", Ink(font("button"), color))

    def _paint_narrow(self, painter: QPainter, body: QRectF, index: _Index, *, is_selected: bool) -> None:
        t = self._theme.tokens
        status: PaneStatus = index.data(_STATUS)
        color = t.accent_text if is_selected else self._color(status, is_selected=False)
        picture = pixmap(index.data(_ICON), 20, color)
        painter.drawPixmap(QPointF(body.left() + (body.width() - 20) / 2, body.top() + 9), picture)
        if status.highlight:
            draw_dot(painter, QPointF(body.right() - 7, body.top() + 8), t.accent, size=6)


class _FootButton(QAbstractButton):
    """One line of the rail's foot."""

    def __init__(self, theme: Theme, icon: str) -> None:
        super().__init__()
        self._theme = theme
        self._icon_name = icon
        self._is_narrow = False
        self._tooltip = ""
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        theme.changed.connect(self.update)

    def set_texts(self, text: str, tooltip: str) -> None:
        self.setText(text)
        self._tooltip = tooltip
        self.setAccessibleName(text)
        self.setAccessibleDescription(tooltip)
        self._update_tooltip()

    def set_narrow(self, is_narrow: bool) -> None:
        self._is_narrow = is_narrow
        self.setFixedHeight(34 if is_narrow else 27)
        self._update_tooltip()

    def sizeHint(self) -> QSize:
        return QSize(38, self.height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        t = self._theme.tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        is_hot = self.focusPolicy() != Qt.FocusPolicy.NoFocus and (self.underMouse() or self.hasFocus())
        if is_hot:
            border = t.accent if self.hasFocus() else ""
            draw_panel(painter, QRectF(self.rect()), fill=mix(t.text, t.rail, 0.04), border=border, radius=7)
        size = 16 if self._is_narrow else 15
        x = (self.width() - size + 1) // 2 if self._is_narrow else 10
        painter.drawPixmap(QPointF(x, (self.height() - size) // 2), pixmap(self._icon_name, size, t.text_3))
        if not self._is_narrow:
            room = QRectF(33, 0, self.width() - 36, self.height())
            draw_text(painter, room, self.text(), Ink(font("small"), t.text_3))

    def _update_tooltip(self) -> None:
        parts = [self.text()] if self._is_narrow else []
        self.setToolTip(plain_tooltip(" · ".join(filter(None, [*parts, self._tooltip]))))
