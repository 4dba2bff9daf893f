"""The Runs pane's layout: the table of runs above, the comparison of the ticked ones below."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, QTimer, QUrl
from PySide6.QtGui import QAction, QActionGroup, QDesktopServices, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from workbench.gui import wording
from workbench.gui.commands import Command
from workbench.gui.messages import MessageAction
from workbench.gui.pane import Pane, PaneContext, PaneStatus
from workbench.gui.panes.runs import words
from workbench.gui.panes.runs.bar import RunActions, runs_bar
from workbench.gui.panes.runs.compare_cards import CurvesCard, DiffersCard
from workbench.gui.panes.runs.comparison import MOST_TICKED
from workbench.gui.panes.runs.presenter import RunsPresenter
from workbench.gui.panes.runs.runs_table import RunsTable
from workbench.gui.widgets.buttons import plain_button
from workbench.gui.widgets.card import Card
from workbench.gui.widgets.find_field import FindField
from workbench.gui.widgets.locked_view import LockedView
from workbench.gui.widgets.title_block import TitleBlock
from workbench.i18n import N_, tr
from workbench.values import Run

SIDE_WIDTH, NARROW_SIDE_WIDTH = 400, 340
REPAINT_MS = 1000
_FIND_WIDTH, _NARROW_FIND_WIDTH = 200, 160
_LOWER_LEAST, _ROWS_LEAST = 262, 122


class RunsPane(Pane):
    """Shows every run, and compares some."""

    def __init__(self, context: PaneContext) -> None:
        super().__init__()
        self._context = context
        self.presenter = RunsPresenter(context, self._search_words)
        self._actions = RunActions(
            use=self.use, resume=self.resume, watch=lambda: context.open_pane("train"), delete=self.delete,
            open_folder=self.open_folder,
        )  # fmt: skip
        self._make_widgets()
        self._arrange()
        self._repaint = QTimer(self, singleShot=True, interval=REPAINT_MS)
        self._connect()
        self._add_commands()
        self.retranslate()

    def status(self) -> PaneStatus:
        """The number of runs for the rail; the comparison in words for the bottom bar."""
        count = len(self.presenter.runs)
        state = f"{count:,}" if count else ""
        return PaneStatus(state=state, locked=not count, bar=runs_bar(self.presenter, self._context, self._actions))

    def on_opened(self) -> None:
        """The table takes the keys; its lines of focus show once one is pressed."""
        self.presenter.refresh()
        self.table.setFocus(Qt.FocusReason.MouseFocusReason)

    def retranslate(self) -> None:
        """Sets every text anew."""
        self._title.set_title(tr("Runs"))
        self.find_field.set_placeholder(tr("Find a run"))
        self._locked.set_texts(
            tr("Runs are listed here once there is one"),
            hint=tr("The simple baseline is the first, a few seconds after a file is opened."),
            action=tr("Go to Data"),
        )
        self._fill_filter_menu()
        self.table.retranslate()
        self.curves.retranslate()
        self._show_runs()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: D102 - Qt
        super().resizeEvent(event)
        is_narrow = self.is_narrow
        edge, gap = (16, 12) if is_narrow else (24, 14)
        self._column.setContentsMargins(edge, 18, edge, 16)
        self._column.setSpacing(gap)
        self._lower.setSpacing(gap)
        self.differs.setFixedWidth(NARROW_SIDE_WIDTH if is_narrow else SIDE_WIDTH)
        self.find_field.setFixedWidth(_NARROW_FIND_WIDTH if is_narrow else _FIND_WIDTH)
        self._size_table()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: D102 - Qt
        super().showEvent(event)
        self._show_runs()

    # What the user does

    def use(self) -> None:
        """Makes the current run the one that Results and Try show, and opens Results."""
        run = self.presenter.current
        if run is not None and self.presenter.next_step(run) == "use":
            self.presenter.use(run)
            self._context.open_pane("results")

    def resume(self) -> None:
        """Goes on with the current run, and opens Train."""
        run = self.presenter.current
        if run is not None and self.presenter.can_resume:
            self.presenter.resume(run)
            self._context.open_pane("train")

    def delete(self) -> None:
        """Deletes the current run; Undo brings it back."""
        run = self.presenter.current
        if run is not None and self.presenter.state(run) != "running":
            undo = MessageAction(tr("Undo"), self.presenter.delete(run))
            self._context.messages.tell(tr("{name} is deleted.", name=wording.run_name(run)), undo)

    def open_folder(self) -> None:
        """Shows the files of the current run in the file manager."""
        run = self.presenter.current
        if run is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self.presenter.folder(run))))

    # Making

    def _make_widgets(self) -> None:
        theme = self._context.theme
        self._title = TitleBlock(theme)
        self.find_field = FindField(theme, width=_FIND_WIDTH)
        self.filter_button = plain_button(theme, "", icon="list-filter")
        self.filter_menu = QMenu(self.filter_button)
        self.filter_button.setMenu(self.filter_menu)
        self._title.add_button(self.find_field)
        self._title.add_button(self.filter_button)
        self._locked = LockedView(theme)
        self._table_card = Card(theme)
        self.table = RunsTable(theme, self.presenter)
        self._table_card.add_flush(self.table, stretch=1)
        self.curves = CurvesCard(self._context, self.presenter)
        self.differs = DiffersCard(self._context, self.presenter)

    def _arrange(self) -> None:
        self._lower_part = QWidget()
        self._lower = QHBoxLayout(self._lower_part)
        self._lower.setContentsMargins(0, 0, 0, 0)
        self._lower.addWidget(self.curves, 1)
        self._lower.addWidget(self.differs)
        self._column = QVBoxLayout(self)
        self._column.addWidget(self._title)
        self._column.addWidget(self._table_card)
        self._column.addWidget(self._lower_part, 1)
        self._column.addWidget(self._locked, 1)

    def _connect(self) -> None:
        presenter, context = self.presenter, self._context
        presenter.changed.connect(self._show_runs)
        presenter.full.connect(self._say_full)
        self.find_field.textChanged.connect(presenter.search)
        self._locked.action_triggered.connect(lambda: context.open_pane("data"))
        self.table.row_chosen.connect(lambda key: presenter.choose(int(key)))
        self.table.row_activated.connect(self._on_activated)
        self.table.toggled.connect(self._on_toggled)
        self.table.renamed.connect(presenter.rename)
        self.table.delete_wanted.connect(self.delete)
        self.table.menu_wanted.connect(self._show_menu)
        self.curves.plot.image_copied.connect(lambda: context.messages.tell(tr("Picture copied.")))
        self._repaint.timeout.connect(self._show_runs)
        context.training.logged.connect(self._on_logged)
        context.theme.changed.connect(self.table.show_runs)

    def _add_commands(self) -> None:
        def has_current() -> bool:
            return self.isVisible() and self.presenter.current is not None

        self._context.commands.add(
            Command(
                "rename_run", N_("Rename the run"), self.table.edit_name, shortcut="F2", icon="pencil", menu="run",
                group=2, enabled_when=has_current,
            ),
            Command(
                "open_run_folder", N_("Open the folder of the run"), self.open_folder, icon="folder", menu="run",
                group=2, enabled_when=has_current,
            ),
            Command(
                "delete_run", N_("Delete the run"), self.delete, icon="trash-2", menu="run", group=2,
                enabled_when=has_current,
            ),
        )  # fmt: skip

    def _fill_filter_menu(self) -> None:
        self.filter_menu.clear()
        group = QActionGroup(self.filter_menu)
        for key, title in words.FILTERS.items():
            action = QAction(tr(title), group, checkable=True, checked=key == self.presenter.filter)
            action.triggered.connect(lambda _checked=False, chosen=key: self.presenter.filter_by(chosen))
            self.filter_menu.addAction(action)

    # Showing

    def _search_words(self, run: Run) -> str:
        return words.search_words(run, self.presenter.versions, words.chip(self.presenter, run)[0])

    def _show_runs(self) -> None:
        if self.isVisible():
            self._fill()
        self.status_changed.emit()

    def _fill(self) -> None:
        is_locked = not self.presenter.runs
        self._locked.setVisible(is_locked)
        for widget in (self._table_card, self._lower_part, self.find_field, self.filter_button):
            widget.setVisible(not is_locked)
        self._title.set_facts([] if is_locked else words.facts(self.presenter))
        self.filter_button.setText(tr(words.FILTERS[self.presenter.filter]))
        self.filter_button.updateGeometry()
        self.table.show_runs()
        self._size_table()
        self.curves.show_runs()
        self.differs.show_runs()

    def _size_table(self) -> None:
        """The table takes what its rows need, as long as the comparison keeps enough."""
        margins = self._column.contentsMargins()
        free = self.height() - margins.top() - margins.bottom() - self._title.sizeHint().height()
        most = free - 2 * self._column.spacing() - _LOWER_LEAST
        rows = max(self.table.content_height() + 2, 94)
        self._table_card.setFixedHeight(max(min(rows, most), min(rows, _ROWS_LEAST)))

    def _show_menu(self, place: QPoint) -> None:
        run = self.presenter.current
        if run is None:
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        is_running = self.presenter.state(run) == "running"
        step = self.presenter.next_step(run)
        self._add_action(menu, tr("Use {name}", name=wording.run_name(run)), self.use).setEnabled(step == "use")
        if step == "resume":
            resume = self._add_action(menu, tr("Resume {name}", name=wording.run_name(run)), self.resume)
            resume.setEnabled(self.presenter.can_resume)
        menu.addSeparator()
        self._add_action(menu, tr("Rename"), self.table.edit_name).setShortcut("F2")
        self._add_action(menu, tr("Open folder"), self.open_folder)
        self._add_action(menu, tr("Delete"), self.delete).setEnabled(not is_running)
        menu.popup(place)

    @staticmethod
    def _add_action(menu: QMenu, text: str, run: object) -> QAction:
        action = QAction(text.replace("&", "&&"), menu)
        action.triggered.connect(run)
        menu.addAction(action)
        return action

    def _on_activated(self, key: str) -> None:
        """Return uses a run; a double click is for renaming it."""
        if self.table.is_by_keyboard:
            self.presenter.choose(int(key))
            self.use()

    def _on_toggled(self, key: str, column: str, is_on: bool) -> None:
        if column == "tick":
            self.presenter.tick(int(key), is_on=is_on)
        else:
            self.presenter.star(int(key), is_on=is_on)

    def _on_logged(self) -> None:
        if self.isVisible() and not self._repaint.isActive():
            self._repaint.start()

    def _say_full(self) -> None:
        self._context.messages.tell(
            tr("{n} runs can be compared at once. Untick one first.", n=MOST_TICKED), tone="info"
        )
