"""The Data pane: the page for a first file, the page of the open table, and what floats above them."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedLayout

from workbench.data.samples import samples
from workbench.gui.commands import Command
from workbench.gui.next_run_bar import next_run_bar
from workbench.gui.pane import Pane, PaneContext, PaneStatus
from workbench.gui.panes.data.charts import ChartsPresenter
from workbench.gui.panes.data.dividing import Dividing
from workbench.gui.panes.data.empty_page import EmptyPage
from workbench.gui.panes.data.filled_page import FilledPage
from workbench.gui.panes.data.mending_view import MendingView
from workbench.gui.panes.data.presenter import DataPresenter, Failure, Page
from workbench.gui.panes.data.reading import Reading
from workbench.gui.panes.data.table_card import role_name
from workbench.gui.widgets.banner import Banner
from workbench.i18n import N_, render, tr

RECENT_FILES = 8


class DataPane(Pane):
    """Shows the current version, or how to open a first one."""

    def __init__(self, context: PaneContext) -> None:
        super().__init__()
        self._context = context
        self._session = context.session
        self._presenter = DataPresenter(context.session, context.engines, context.messages, self)
        self._reading = Reading(context, self)
        self._dividing = Dividing(context, self._presenter, self)
        self.empty_page = EmptyPage(context.theme)
        self.charts = ChartsPresenter(context.session, context.engines, self)
        self.filled_page = FilledPage(context.theme, self._presenter, self.charts)
        self.mending = MendingView(context, self._presenter, self.filled_page, self)
        self._page: Page = "empty"
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self.empty_page)
        self._stack.addWidget(self.filled_page)
        self._connect_pages()
        self._connect_news()
        self._add_commands()
        self._show_page()
        self._show_recent()

    def status(self) -> PaneStatus:
        """The number of rows for the rail, and what the next run will be."""
        version = self._session.version
        return PaneStatus(state=f"{version.rows:,}" if version else "", bar=next_run_bar(self._context))

    def retranslate(self) -> None:
        """Sets every text anew."""
        self.empty_page.retranslate()
        self.mending.retranslate()
        self.filled_page.retranslate()
        self._show_page()

    def on_opened(self) -> None:
        """Puts the focus into the table, or on the button that opens one."""
        if self._presenter.page == "filled":
            self.filled_page.show_facts()
        else:
            self._show_recent()
        self._take_focus()

    def _take_focus(self) -> None:
        """Puts the focus where the next step is, without the ring that only the keyboard brings."""
        if self._presenter.page == "filled":
            self.filled_page.table_card.table.setFocus(Qt.FocusReason.MouseFocusReason)
        elif self._presenter.page == "importing":
            self.empty_page.progress.cancel_button.setFocus(Qt.FocusReason.MouseFocusReason)
        elif self._presenter.failure is not None:
            self.empty_page.banner.focus_first()
        else:
            self.empty_page.open_button.setFocus(Qt.FocusReason.MouseFocusReason)

    def _connect_pages(self) -> None:
        for page in (self.empty_page, self.filled_page):
            page.file_wanted.connect(lambda: self._context.commands.run("open_file"))
            page.version_chosen.connect(self._session.show_version)
            page.banner.action_triggered.connect(self._on_banner_used)
            page.banner.diagnostics_copied.connect(lambda: self._context.messages.tell(tr("Diagnostics copied.")))
        self.empty_page.files_dropped.connect(lambda files: self._session.imports.open_file(*files))
        self.empty_page.sample_chosen.connect(self._session.imports.open_file)
        self.empty_page.cancel_wanted.connect(self._session.imports.cancel)
        self.filled_page.reopen_wanted.connect(self._reopen)
        self.filled_page.dialect_wanted.connect(self._choose_dialect)
        self.filled_page.split_wanted.connect(self._change_split)
        self.filled_page.issue_chosen.connect(self._on_issue_chosen)
        self.filled_page.table_card.role_chosen.connect(
            lambda column, role: self._presenter.set_role(column, role_name(role))
        )

    def _connect_news(self) -> None:
        session = self._session
        self._presenter.page_changed.connect(self._show_page)
        self._presenter.version_changed.connect(self._show_version)
        session.checking.changed.connect(self._show_issues)
        for signal in (
            session.version_changed, session.model_changed, session.settings_changed, session.estimate_changed,
            self._context.training.started, self._context.training.ended, self._context.training.failed,
        ):  # fmt: skip
            signal.connect(self.status_changed)
        scope = Qt.ShortcutContext.WidgetWithChildrenShortcut
        QShortcut(QKeySequence(QKeySequence.StandardKey.Find), self, self._focus_find, context=scope)

    def _add_commands(self) -> None:
        self._context.commands.add(
            Command("paste_table", N_("Paste a table"), self._paste, icon="copy", menu="file"),
            Command("open_sample", N_("Try it with a sample"), self._open_sample, icon="file-spreadsheet"),
            Command(
                "change_split", N_("Change split"), self._change_split, icon="split",
                enabled_when=lambda: self._session.version is not None and bool(self._session.version.profile.labels),
            ),
        )  # fmt: skip

    # Pages

    def _show_page(self) -> None:
        page = self._presenter.page
        has_focus = self.isAncestorOf(self.window().focusWidget())
        is_other, self._page = page != self._page, page
        current, other = (
            (self.filled_page, self.empty_page) if page == "filled" else (self.empty_page, self.filled_page)
        )
        self._stack.setCurrentWidget(current)
        other.banner.clear()
        self._show_failure(current.banner, None if page == "importing" else self._presenter.failure)
        path = self._presenter.import_path if page == "importing" else None
        self.empty_page.show_import(path, self._session.imports.progress, rows=self._presenter.first_rows)
        if is_other and has_focus:
            self._take_focus()

    def _show_failure(self, banner: Banner, failure: Failure | None) -> None:
        if failure is None:
            banner.clear()
            return
        actions = [("another", tr("Open another…")), ("dismiss", tr("Close"))]
        if failure.may_be_read_otherwise:
            actions.insert(0, ("read_as", tr("Open as…")))
        error = failure.error
        fix = render(error.fix) if error.fix is not None else ""
        details = "\n".join(part for part in (failure.path, error.details) if part)
        banner.show_error(render(error.what), fix=fix, actions=actions, details=details)

    def _show_issues(self) -> None:
        self.filled_page.show_issues(is_looking=self._session.checking.is_looking)

    def _show_version(self) -> None:
        self.filled_page.show_version(can_train=self._session.missing() is None)
        self._show_issues()
        self.status_changed.emit()

    def _show_recent(self) -> None:
        if self._presenter.page != "filled":
            self.empty_page.show_recent(self._presenter.recent(RECENT_FILES), samples())

    # What the user does

    def _open_sample(self) -> None:
        self._context.open_pane("data")
        self._session.imports.open_file(samples()[0].file)

    def _paste(self) -> None:
        self._context.open_pane("data")
        self._session.imports.paste_table(QGuiApplication.clipboard().text())

    def _reopen(self) -> None:
        if self._session.version is not None:
            self._session.imports.open_again(self._session.version)

    def _on_banner_used(self, key: str) -> None:
        failure = self._presenter.failure
        if key == "another":
            self._context.commands.run("open_file")
        elif key == "read_as" and failure is not None:
            is_filled = self._presenter.page == "filled"
            below = self.filled_page.banner if is_filled else self.empty_page.banner
            self._reading.choose_dialect(failure.path, None, below, more=failure.more)
        else:
            self._presenter.dismiss_failure()

    def _choose_dialect(self) -> None:
        version = self._session.version
        if version is not None:
            self._reading.choose_dialect(version.source, version.dialect, self.filled_page.title.facts)

    def _change_split(self) -> None:
        if self._session.version is not None:
            self._context.open_pane("data")
            self._dividing.change_split(self.filled_page.labels_card.action_button())

    def _on_issue_chosen(self, kind: str, action: str) -> None:
        if action == "mend":
            self.mending.mend(kind)
        elif action == "show":
            self._presenter.show_issue(kind)
        elif action == "balance":
            self._context.open_settings("balance")
        elif action == "split":
            self._change_split()
        else:
            records = self._presenter.odd_records(are_loaded=kind == "repaired")
            self._reading.show_rejected(records, self.filled_page.title.facts)

    def _focus_find(self) -> None:
        if self._presenter.page == "filled":
            field = self.filled_page.table_card.find_field
            field.setFocus(Qt.FocusReason.ShortcutFocusReason)
            field.selectAll()
