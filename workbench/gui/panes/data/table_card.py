"""The card with the rows: find, filter by label, roles in the header, the table."""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QAction, QColor, QIcon, QKeySequence, QPainter, QPixmap, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QMenu, QStackedLayout, QWidget

from workbench.gui.panes.data import words
from workbench.gui.panes.data.charts import ChartsPresenter
from workbench.gui.panes.data.presenter import DataPresenter
from workbench.gui.panes.data.row_actions import RowActions
from workbench.gui.panes.data.selection_bar import SelectionBar
from workbench.gui.theme import Theme
from workbench.gui.widgets.buttons import plain_button, small_button
from workbench.gui.widgets.card import Card
from workbench.gui.widgets.find_field import FindField
from workbench.gui.widgets.label import Label
from workbench.gui.widgets.paged_table import PagedTable
from workbench.gui.widgets.painting import one_line
from workbench.gui.widgets.segmented import Option, Segmented
from workbench.i18n import render, tr
from workbench.values import LabelCount, RoleName, Version

if TYPE_CHECKING:
    from workbench.gui.panes.data.lengths_view import LengthsView
    from workbench.gui.panes.data.map_view import MapView

_ROLE_NAMES: dict[str, RoleName] = {name: name for name in get_args(RoleName)}
_TOOLS_HEIGHT = 43
_WIDE = 1000
"""Of the card; in a narrower one the switch of the views gives way to what can be done with selected rows."""
MOST_SEGMENTS = 5
"""With more labels than this, a menu takes the place of the segmented control."""


class TableCard(Card):
    """The rows of the current version.

    Signals:
        role_chosen(str, str): The user chose another role for a column.
    """

    role_chosen = Signal(str, str)

    def __init__(self, theme: Theme, presenter: DataPresenter, charts: ChartsPresenter) -> None:
        super().__init__(theme)
        self._presenter = presenter
        self._charts = charts
        self.find_field = FindField(theme)
        self.segments = Segmented(theme)
        self.label_menu = plain_button(theme, "")
        self.showing = Label(theme)
        self.all_button = small_button(theme, "", icon="x")
        self.hint = Label(theme, "small", tone="text_3")
        self.hint.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.table = PagedTable(theme)
        self.selection_bar = SelectionBar(theme)
        self.row_actions = RowActions(theme, presenter, self.table, self.selection_bar)
        self._shown_filter = presenter.filter
        self.views = Segmented(theme)
        self.lengths_view: LengthsView | None = None
        self.map_view: MapView | None = None
        self._arrange()
        self._connect()

    def show_version(self) -> None:
        """Shows another version, or the same under other roles."""
        version = self._presenter.version
        if version is None or self._presenter.table is None:
            return
        labels = [item.label for item in version.profile.labels]
        if self.table.property("version") == version.id:
            self.table.set_roles(version.profile.roles, labels=labels)
        else:
            is_same_data = self.table.property("dataset") == version.dataset_id
            self.table.setProperty("version", version.id)
            self.table.setProperty("dataset", version.dataset_id)
            roles = version.profile.roles
            self.table.set_table(self._presenter.table, roles=roles, labels=labels, keeps_place=is_same_data)
            if self._presenter.rows is not None:
                self.table.set_rows(self._presenter.rows, keeps_place=True)
            self._shown_filter = self._presenter.filter
        self._show_label_filter(version)
        self.show_filter()

    def show_filter(self) -> None:
        """Shows which rows are wanted; the rows themselves may come later."""
        wanted = self._presenter.filter
        if not self.find_field.hasFocus() or not wanted.query:
            self._set_find_text(wanted.query)
        self.segments.set_current(wanted.label or "")
        self.label_menu.setText(one_line(wanted.label or tr("All labels")).replace("&", "&&"))
        self.table.set_sort(wanted.sort_by or "", is_descending=wanted.descending)
        self._show_issue()
        self.show_hint()

    def show_rows(self) -> None:
        """Shows the rows that were found."""
        self.table.set_message(self._nothing_found())
        is_same, self._shown_filter = self._shown_filter == self._presenter.filter, self._presenter.filter
        self.table.set_rows(self._presenter.rows, keeps_place=is_same)
        self._show_issue()
        self.show_hint()

    def show_selection(self) -> None:
        """While rows are selected, what can be done with them stands in place of the filter."""
        self.row_actions.show_selection()
        self._show_issue()

    def show_hint(self) -> None:
        """Says what the engine is doing, how many rows were found, or how the roles came about."""
        version = self._presenter.version
        if version is None:
            return
        if self._presenter.is_busy:
            self.hint.set_text(tr("Looking at {n:,} row.", "Looking at {n:,} rows.", n=version.rows))
        elif self._presenter.rows is not None and not self._presenter.filter.finds_all:
            shown = self._presenter.shown_rows
            self.hint.set_text(tr("{n:,} of {total:,} rows", n=shown, total=version.rows))
        else:
            self.hint.set_text(words.roles_hint(version.profile), tooltip=render(version.profile.reason))

    def show_view(self, key: str) -> None:
        """Shows the `rows`, their `lengths`, or the `map`; a chart is built when it is first wanted."""
        self.views.set_current(key)
        if key == "rows":
            self._charts.look_away()
            self._stack.setCurrentWidget(self.table)
        else:
            self._charts.look_at(key)
            self._stack.setCurrentWidget(self._lengths() if key == "lengths" else self._map())
        self._show_issue()

    def restyle(self) -> None:
        """Takes in the colours of another theme."""
        if self._presenter.version is not None:
            self._show_label_filter(self._presenter.version)

    def retranslate(self) -> None:
        """Sets every text anew."""
        self.all_button.setText(tr("All"))
        self.all_button.set_tooltip(tr("Show all rows (Esc)"))
        self.selection_bar.retranslate()
        self.find_field.setAccessibleName(tr("Find in the table"))
        self.views.set_options(
            [Option("rows", tr("view::Rows")), Option("lengths", tr("Lengths")), Option("map", tr("Map"))]
        )
        self.views.setAccessibleName(tr("View"))
        for view in (self.lengths_view, self.map_view):
            if view is not None:
                view.retranslate()
        self.restyle()
        self.table.retranslate()
        self.show_filter()

    def _arrange(self) -> None:
        tools = QWidget()
        tools.setFixedHeight(_TOOLS_HEIGHT)
        row = QHBoxLayout(tools)
        row.setContentsMargins(13, 0, 13, 0)
        row.setSpacing(8)
        row.addWidget(self.find_field)
        row.addWidget(self.segments)
        row.addWidget(self.label_menu)
        row.addWidget(self.showing)
        row.addWidget(self.all_button)
        row.addWidget(self.selection_bar, 1)
        row.addSpacing(6)
        row.addWidget(self.hint, 1)
        row.addWidget(self.views)
        self.add_flush(tools)
        self.add_hairline()
        body = QWidget()
        self._stack = QStackedLayout(body)
        self._stack.addWidget(self.table)
        self.add_flush(body, stretch=1)

    def _connect(self) -> None:
        presenter = self._presenter
        self.find_field.textChanged.connect(presenter.type_query)
        self.views.chosen.connect(self.show_view)
        self.segments.chosen.connect(lambda label: presenter.show_label(label or None))
        self.all_button.clicked.connect(self._leave_filter)
        self.table.role_chosen.connect(self.role_chosen)
        self.table.sort_chosen.connect(presenter.sort)
        presenter.filter_changed.connect(self.show_filter)
        presenter.rows_changed.connect(self.show_rows)
        self.table.selection_changed.connect(self.show_selection)
        presenter.busy_changed.connect(self.show_hint)
        presenter.mending.busy_changed.connect(self.show_selection)
        self._theme.changed.connect(self.restyle)
        scope = Qt.ShortcutContext.WidgetWithChildrenShortcut
        QShortcut(QKeySequence(Qt.Key.Key_Escape), self, self._leave, context=scope)

    def _lengths(self) -> LengthsView:
        if self.lengths_view is None:
            from workbench.gui.panes.data.lengths_view import LengthsView  # pyqtgraph takes 0.3 s

            self.lengths_view = LengthsView(self._theme, self._charts)
            self._stack.addWidget(self.lengths_view)
        return self.lengths_view

    def _map(self) -> MapView:
        if self.map_view is None:
            from workbench.gui.panes.data.map_view import MapView  # pyqtgraph takes 0.3 s

            self.map_view = MapView(self._theme, self._presenter, self._charts)
            self.map_view.rows_wanted.connect(lambda: self.show_view("rows"))
            self._stack.addWidget(self.map_view)
        return self.map_view

    def _leave(self) -> None:
        """Esc leaves the selection first, then what is looked for."""
        if self.table.selectionModel().hasSelection():
            self.row_actions.leave()
        else:
            self._leave_filter()

    def _leave_filter(self) -> None:
        self._set_find_text("")
        self._presenter.show_all()
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _set_find_text(self, text: str) -> None:
        if self.find_field.text().strip() != text:
            with QSignalBlocker(self.find_field):  # only what the user types is looked for
                self.find_field.setText(text)

    def _show_label_filter(self, version: Version) -> None:
        labels = version.profile.labels
        self.find_field.setPlaceholderText(tr("Find in {n:,} row", "Find in {n:,} rows", n=version.rows))
        if len(labels) <= MOST_SEGMENTS:
            options = [Option("", tr("All"))]
            options += [
                Option(item.label, item.label, color=self._theme.label_color(rank)) for rank, item in enumerate(labels)
            ]
            self.segments.set_options(options)
            self.segments.set_current(self._presenter.filter.label or "")
        else:
            self._fill_label_menu(labels)
        self._show_issue()

    def _fill_label_menu(self, labels: tuple[LabelCount, ...]) -> None:
        menu = QMenu(self.label_menu)
        self._add_label(menu, None, tr("All labels"), QIcon())
        for rank, item in enumerate(labels):
            icon = QIcon(_dot(self._theme.label_color(rank)))
            self._add_label(menu, item.label, f"{one_line(item.label)}   {item.count:,}", icon)
        old = self.label_menu.menu()
        self.label_menu.setMenu(menu)
        if old is not None:
            old.deleteLater()

    def _add_label(self, menu: QMenu, label: str | None, text: str, icon: QIcon) -> None:
        action = QAction(icon, text.replace("&", "&&"), menu)
        action.triggered.connect(lambda: self._presenter.show_label(label))
        menu.addAction(action)

    def _show_issue(self) -> None:
        """While the rows of an issue are shown, its sentence stands in place of the filter."""
        issue = self._presenter.shown_issue()
        version = self._presenter.version
        labels = len(version.profile.labels) if version is not None else 0
        is_picked = self._presenter.filter.is_picked
        is_whole = issue is None and not is_picked
        has_selection = self.table.selectionModel().hasSelection() and self._stack.currentWidget() is self.table
        self.selection_bar.setVisible(has_selection)
        self.hint.setVisible(not has_selection)
        self.views.setVisible(not has_selection or self.width() >= _WIDE)
        self.segments.setVisible(is_whole and not has_selection and 0 < labels <= MOST_SEGMENTS)
        self.label_menu.setVisible(is_whole and not has_selection and labels > MOST_SEGMENTS)
        self.showing.setVisible(not is_whole and not has_selection)
        self.all_button.setVisible(not is_whole and not has_selection)
        if is_picked:
            count = self._presenter.shown_rows
            self.showing.set_text(tr("{n:,} row chosen on the map", "{n:,} rows chosen on the map", n=count))
        elif issue is not None:
            shown = self._presenter.shown_rows if self._presenter.rows is not None else issue.rows
            self.showing.set_text(words.showing(issue, shown))

    def _nothing_found(self) -> str:
        wanted = self._presenter.filter
        if wanted.query and wanted.label is not None:
            return tr("No row with the label “{label}” contains “{text}”.", label=wanted.label, text=wanted.query)
        if wanted.query:
            return tr("No row contains “{text}”.", text=wanted.query)
        return tr("There are no such rows.")


def role_name(name: str) -> RoleName:
    """The role that a signal names."""
    return _ROLE_NAMES[name]


def _dot(color: str) -> QPixmap:
    picture = QPixmap(16, 16)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(color))
    painter.drawEllipse(4, 4, 8, 8)
    painter.end()
    return picture
