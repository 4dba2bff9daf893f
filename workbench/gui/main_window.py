"""The window: menus, rail, panes, bottom bar, and what floats above them. It knows panes only by their PaneSpec."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from PySide6.QtCore import QByteArray, QEvent, QPointF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QCloseEvent,
    QColor,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QShortcut,
)
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from workbench.gui.bottom_bar import BottomBarView
from workbench.gui.commands import Commands
from workbench.gui.drop_frame import DropFrame, dropped_files
from workbench.gui.language import Language
from workbench.gui.palette import Palette
from workbench.gui.pane import FOLD_BELOW, BottomBar, Pane, PaneSpec
from workbench.gui.rail import Rail
from workbench.gui.theme import Theme
from workbench.gui.toast import Toast
from workbench.gui.top_bar import TopBar
from workbench.i18n import tr
from workbench.values import ErrorInfo

TITLE = "Workbench"
SMALLEST = QSize(1024, 680)
FIRST_SIZE = QSize(1280, 800)
TITLE_ROOM = 40
"""Pixels that the desktop takes for the title of a window."""


def first_size(available: QSize) -> QSize:
    """The size of the first start: that of the design, or what the screen leaves for it and the window's title."""
    return FIRST_SIZE.boundedTo(available - QSize(0, TITLE_ROOM)).expandedTo(SMALLEST)


class MainWindow(QMainWindow):
    """The window.

    Args:
        theme: The colours.
        language: Whoever shows a text sets it anew when it changes.
        commands: Menus, palette and shortcuts are made from them.
        specs: The panes, in the order of the rail; `fill` or `fill_in_steps` builds them, after the first paint.
        copy_diagnostics: Copies the report of an error.

    Signals:
        painted: The first paint is done.
        files_dropped(object): A list of Path, at least one.
        settings_wanted(str): The settings dialog is wanted, at the setting of that key if there is one.
        close_wanted: The user wants to close the window; whoever listens calls `allow_close` and `close`.
    """

    painted = Signal()
    files_dropped = Signal(object)
    settings_wanted = Signal(str)
    close_wanted = Signal()

    def __init__(
        self,
        theme: Theme,
        language: Language,
        commands: Commands,
        *,
        specs: Sequence[PaneSpec],
        copy_diagnostics: Callable[[ErrorInfo | None], None],
    ) -> None:
        super().__init__()
        self._theme = theme
        self._commands = commands
        self._specs = {spec.name: spec for spec in specs}
        self._panes: dict[str, Pane] = {}
        self._opened: Pane | None = None
        self._current = ""
        self._has_painted = self._may_close = False
        self._bar_shortcuts: list[QShortcut] = []
        self.top_bar = TopBar(theme, commands)
        self.rail = Rail(theme, specs)
        self.bottom_bar = BottomBarView(theme)
        self._stack = _PaneStack(theme)
        self._arrange()
        self.palette_popup = Palette(theme, commands, self)
        self._drop_frame = DropFrame(theme, self)
        self.toast = Toast(theme, copy_diagnostics, self)
        self.top_bar.palette_wanted.connect(self.open_palette)
        self.rail.chosen.connect(self.open_pane)
        self.rail.settings_wanted.connect(lambda: self.settings_wanted.emit(""))
        self.setAcceptDrops(True)
        self.setMinimumSize(SMALLEST)
        self.resize(first_size(self.screen().availableSize()))
        self.setWindowTitle(TITLE)
        language.changed.connect(self.retranslate)
        self.retranslate()

    @property
    def pane_name(self) -> str:
        """The name of the open pane."""
        return self._current

    def pane(self, name: str) -> Pane:
        """A pane, once it has been built."""
        return self._panes[name]

    def fill(self, build: Callable[[PaneSpec], Pane]) -> None:
        """Builds the panes at once, and opens the one that is current, or the first."""
        for _name in self.fill_in_steps(build):
            pass

    def fill_in_steps(self, build: Callable[[PaneSpec], Pane]) -> Iterator[str]:
        """Builds the panes, the one that is current first, and opens that one.

        Args:
            build: Makes a pane.

        Yields:
            The name of each pane when it stands, so that the caller can let the window paint in between.
        """
        self._current = self._current or next(iter(self._specs), "")
        while left := [name for name in self._specs if name not in self._panes]:
            name = self._current if self._current in left else left[0]  # the user may choose another meanwhile
            self._add(name, build(self._specs[name]))
            yield name
        if self.focusWidget() is None:
            self.rail.setFocus(Qt.FocusReason.OtherFocusReason)

    def _add(self, name: str, pane: Pane) -> None:
        self._panes[name] = pane
        self._stack.addWidget(pane)
        pane.status_changed.connect(lambda: self._on_status_changed(name))
        self.rail.set_status(name, pane.status())
        if name == self._current:
            self.open_pane(name)

    def open_pane(self, name: str) -> None:
        """Opens a pane; before `fill` it is only remembered."""
        if name not in self._specs:
            return
        self._current = name
        self.rail.set_current(name)
        pane = self._panes.get(name)
        if pane is not None and pane is not self._opened:
            self._opened = pane
            self._stack.setCurrentWidget(pane)
            self._show_bar(pane.status().bar)
            pane.on_opened()

    def open_palette(self) -> None:
        """Opens the command palette below its field."""
        self.palette_popup.open(QPointF(self.width() - 24, 44))

    def run_primary(self) -> None:
        """Does the one next step, if it can be done now."""
        if self.bottom_bar.primary is not None and self.bottom_bar.primary.isEnabled():
            self.bottom_bar.primary.click()

    def set_subject(self, name: str) -> None:
        """Names what is open in the window's title: `messages.csv – Workbench`."""
        self.setWindowTitle(f"{name} – {TITLE}" if name else TITLE)

    def allow_close(self) -> None:
        """The next `close` closes the window without a question."""
        self._may_close = True

    def geometry_bytes(self) -> bytes:
        """Where the window stands, for the next start."""
        return bytes(self.saveGeometry().data())

    def restore_geometry(self, geometry: bytes) -> None:
        """Puts the window where it stood; Qt keeps it on a screen that exists."""
        if geometry:
            self.restoreGeometry(QByteArray(geometry))

    def retranslate(self) -> None:
        """Sets every text anew."""
        self.top_bar.retranslate()
        self.rail.retranslate()
        self.palette_popup.retranslate()
        self._stack.setAccessibleName(tr("Pane"))
        for name, pane in self._panes.items():
            pane.retranslate()
            self._on_status_changed(name)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: D102 - Qt
        super().resizeEvent(event)
        is_narrow = self.width() < FOLD_BELOW
        self.rail.set_narrow(is_narrow)
        self.bottom_bar.set_edge(16 if is_narrow else 24)
        self._drop_frame.setGeometry(self.rect())
        self.toast.place(QPointF(self.width() - 24, self.height() - self.bottom_bar.height() - 16))
        if self.palette_popup.isVisible():
            self.palette_popup.close_palette()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: D102 - Qt
        super().paintEvent(event)
        if not self._has_painted:
            self._has_painted = True
            QTimer.singleShot(0, self, self.painted.emit)

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: D102 - Qt
        if self._may_close:
            event.accept()
            return
        event.ignore()
        self.close_wanted.emit()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: D102 - Qt
        if dropped_files(event.mimeData()):
            event.acceptProposedAction()
            self._drop_frame.show()
            self._drop_frame.raise_()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:  # noqa: D102 - Qt
        super().dragLeaveEvent(event)
        self._drop_frame.hide()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: D102 - Qt
        self._drop_frame.hide()
        files: list[Path] = dropped_files(event.mimeData())
        if files:
            event.acceptProposedAction()
            self.files_dropped.emit(files)

    def changeEvent(self, event: QEvent) -> None:  # noqa: D102 - Qt
        super().changeEvent(event)
        if event.type() == QEvent.Type.ActivationChange and not self.isActiveWindow():
            self._drop_frame.hide()

    def _arrange(self) -> None:
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addWidget(self._stack, 1)
        right.addWidget(self.bottom_bar)
        below = QHBoxLayout()
        below.setSpacing(0)
        below.addWidget(self.rail)
        below.addLayout(right, 1)
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.top_bar)
        column.addLayout(below, 1)
        self.setCentralWidget(whole)

    def _on_status_changed(self, name: str) -> None:
        status = self._panes[name].status()
        self.rail.set_status(name, status)
        if name == self._current:
            self._show_bar(status.bar)

    def _show_bar(self, bar: BottomBar) -> None:
        self.bottom_bar.set_bar(bar)
        wanted = bar.primary.shortcut if bar.primary else ""
        if [s.key().toString() for s in self._bar_shortcuts] == [wanted]:
            return
        for old in self._bar_shortcuts:
            old.deleteLater()
        self._bar_shortcuts = []
        if wanted and self._commands.with_shortcut(wanted) is None:  # a command's own shortcut is bound already
            self._bar_shortcuts = [QShortcut(QKeySequence(wanted), self, self.run_primary)]


class _PaneStack(QStackedWidget):
    """The panes on their ground."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        theme.changed.connect(self.update)

    def paintEvent(self, _event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), QColor(self._theme.tokens.window))
