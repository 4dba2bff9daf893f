"""What the Data pane shows of an open table: facts, labels, issues, rows."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from workbench.gui.pane import Fact
from workbench.gui.panes.data import words
from workbench.gui.panes.data.charts import ChartsPresenter
from workbench.gui.panes.data.presenter import DataPresenter
from workbench.gui.panes.data.table_card import TableCard
from workbench.gui.theme import Theme
from workbench.gui.widgets.banner import Banner
from workbench.gui.widgets.bar_rows import BarRows
from workbench.gui.widgets.buttons import icon_button, plain_button, shortcut_text
from workbench.gui.widgets.card import Card
from workbench.gui.widgets.hairline import Hairline
from workbench.gui.widgets.issue_list import IssueList
from workbench.gui.widgets.label import Label
from workbench.gui.widgets.split_bar import SplitBar
from workbench.gui.widgets.title_block import TitleBlock
from workbench.i18n import tr
from workbench.values import Version

NARROW_BELOW, LOW_BELOW = 1000, 610
"""Of the pane: the window's 1180 and 740 less rail, menu bar and bottom bar."""
_ROW, _ISSUE_ROW, _TITLE = 28, 36, 38
_BELOW_TITLE = 10
_SPLIT_HEIGHT, _LOW_SPLIT_HEIGHT, _LEAST = 68, 59, 154


class FilledPage(QWidget):
    """The current version.

    Signals:
        file_wanted: Open another… was pressed.
        reopen_wanted: The file has changed on the disk and is to be read again.
        dialect_wanted: The way in which the file is read is to be chosen; the popup stands below the facts.
        split_wanted: The split is to be changed; the popup stands below the button.
        version_chosen(int): The id of another version.
        issue_chosen(str, str): The kind and the action of an issue.
    """

    file_wanted = Signal()
    reopen_wanted = Signal()
    dialect_wanted = Signal()
    split_wanted = Signal()
    version_chosen = Signal(int)
    issue_chosen = Signal(str, str)

    def __init__(self, theme: Theme, presenter: DataPresenter, charts: ChartsPresenter) -> None:
        super().__init__()
        self._theme = theme
        self._presenter = presenter
        self._can_train = self._is_looking = False
        self.title = TitleBlock(theme)
        self.version_button = plain_button(theme, "", icon="history")
        self.version_menu = QMenu(self)
        self.version_button.setMenu(self.version_menu)
        self.open_button = plain_button(theme, "", icon="download")
        self.banner = Banner(theme)
        self.version_actions: list[QAction] = []
        self.labels_card = Card(theme)
        self.labels_button = icon_button(theme, "pencil", "")
        self.labels = BarRows(theme)
        self.labels.set_can_choose(True)
        self.no_labels = Label(theme, tone="text_2", wraps=True)
        self.split = SplitBar(theme)
        self.split_line = Label(theme, "small", tone="text_2")
        self.issues_card, self.issues = Card(theme), IssueList(theme)
        self.table_card = TableCard(theme, presenter, charts)
        self._arrange()
        self._connect()
        self.retranslate()

    def show_version(self, *, can_train: bool) -> None:
        """Shows the current version; `can_train` says whether its issues or roles stop the training."""
        self._can_train = can_train
        version = self._presenter.version
        if version is None:
            return
        self._show_head(version)
        self._show_labels(version)
        self._show_issues(version)
        self.table_card.show_version()
        self._set_heights()

    def show_issues(self, *, is_looking: bool) -> None:
        """Shows the issues of the current version anew; all else stays where it is.

        Args:
            is_looking: Whether more may be found.
        """
        self._is_looking = is_looking
        version = self._presenter.version
        if version is not None:
            self._show_issues(version)
            self._set_heights()

    def show_facts(self) -> None:
        """Shows the facts anew, such as when the file has changed on the disk."""
        version = self._presenter.version
        if version is None:
            return
        facts = words.facts(version, choose_dialect=self.dialect_wanted.emit)
        if self._presenter.is_changed_on_disk():
            changed = Fact(
                tr("changed on disk, open again"), tone="warn", icon="refresh-cw", tooltip=version.source,
                on_click=self.reopen_wanted.emit,
            )  # fmt: skip
            facts.insert(0, changed)
        self.title.set_facts(facts)

    def retranslate(self) -> None:
        """Sets every text anew."""
        self.open_button.setText(tr("Open another…"))
        self.open_button.set_tooltip(shortcut_text("Ctrl+O"))
        self.labels_card.set_action(tr("Change split"))
        self.no_labels.set_text(tr("Choose the label column: click a role in the head of the table."))
        self.labels.setAccessibleName(tr("Labels"))
        self.issues.setAccessibleName(tr("Issues"))
        self.table_card.retranslate()
        self.show_version(can_train=self._can_train)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: D102 - Qt
        super().resizeEvent(event)
        self._set_distances()
        self._set_heights()

    def _arrange(self) -> None:
        self.title.add_button(self.version_button)
        self.title.add_button(self.open_button)
        self.labels_card.add_to_title(self.labels_button)
        body = self.labels_card.body
        body.addWidget(self.labels, 1)
        body.addWidget(self.no_labels, 1)
        self._split_rule = Hairline(self._theme)
        body.addWidget(self._split_rule)
        body.addSpacing(3)
        body.addWidget(self.split)
        body.addWidget(self.split_line)
        self.labels_card.set_body_stretch(1)
        self.issues_card.add_flush(self.issues, stretch=1)
        self._cards = QHBoxLayout()
        self._cards.addWidget(self.labels_card)
        self._cards.addWidget(self.issues_card, 1)
        self._column = QVBoxLayout()
        self._column.addWidget(self.banner)
        self._column.addLayout(self._cards)
        self._column.addWidget(self.table_card, 1)
        self._whole = QVBoxLayout(self)
        self._whole.setSpacing(_BELOW_TITLE)
        self._whole.addWidget(self.title)
        self._whole.addLayout(self._column, 1)

    def _connect(self) -> None:
        self.open_button.clicked.connect(self.file_wanted)
        self.labels_card.action_triggered.connect(self.split_wanted)
        self.labels.row_clicked.connect(self._presenter.show_label)
        self.issues.action_triggered.connect(self.issue_chosen)
        self._theme.changed.connect(self._restyle)

    def _restyle(self) -> None:
        version = self._presenter.version
        if version is not None:
            self._show_labels(version)

    def _show_head(self, version: Version) -> None:
        self.title.set_title(version.name, tooltip=version.source)
        self.show_facts()
        self.version_button.setText(words.version_title(version))
        self.version_button.updateGeometry()
        self.version_menu.clear()
        for other in self._presenter.versions():
            action = QAction(words.version_entry(other).replace("&", "&&"), self.version_menu)
            action.setCheckable(True)
            action.setChecked(other.id == version.id)
            action.triggered.connect(lambda _checked=False, id_=other.id: self.version_chosen.emit(id_))
            self.version_menu.addAction(action)
        self.version_menu.addSeparator()
        self.version_menu.addActions(self.version_actions)

    def _show_labels(self, version: Version) -> None:
        profile = version.profile
        column = profile.roles.label or ""
        self.labels_card.set_title(tr("Labels"), hint=tr("label column::{column}", column=column) if column else "")
        self.labels.set_rows(words.label_rows(profile, self._theme))
        self.labels.setVisible(bool(profile.labels))
        self.no_labels.setVisible(not profile.labels)
        self.split.set_parts(words.split_parts(profile.split, test_file=self._presenter.test_file))
        self.split_line.set_text(words.split_sentence(profile.split))
        self.labels_card.action_button().setEnabled(bool(profile.labels))
        self.labels_button.setVisible(bool(profile.labels))

    def _show_issues(self, version: Version) -> None:
        found = version.profile.issues
        hint = words.issues_hint(len(found), can_train=self._can_train, is_looking=self._is_looking)
        self.issues_card.set_title(tr("Issues"), hint=hint)
        none_text = "" if self._is_looking else words.no_issues(version)
        self.issues.set_issues(words.issue_rows(version.profile), none_text=none_text)

    def _set_distances(self) -> None:
        is_narrow = self.width() < NARROW_BELOW
        edge, top, gap, share = (16, 16, 12, 0.381) if is_narrow else (24, 18, 14, 0.416)
        self._whole.setContentsMargins(edge, top, edge, 16)
        self._column.setSpacing(gap)
        self._cards.setSpacing(gap)
        self.labels_card.setFixedWidth(round((self.width() - 2 * edge - gap) * share))

    def _set_heights(self) -> None:
        """Both cards are as high as the fuller one wants; what finds no room in them scrolls."""
        is_low = self.height() < LOW_BELOW
        version = self._presenter.version
        has_split = version is not None and bool(version.profile.labels)
        self._split_rule.setVisible(has_split)
        self.split.setVisible(has_split and not is_low)
        self.split_line.setVisible(has_split and is_low)
        if version is None:
            return
        most_labels, most_issues = (4, 4) if is_low else (6, 6)
        split = _LOW_SPLIT_HEIGHT if is_low else _SPLIT_HEIGHT
        labels = _TITLE + _ROW * min(max(len(version.profile.labels), 1), most_labels) + split
        issues = _TITLE + _ISSUE_ROW * min(max(len(version.profile.issues), 1), most_issues) + 8
        height = max(labels, issues, _LEAST)
        self.labels_card.setFixedHeight(height)
        self.issues_card.setFixedHeight(height)
