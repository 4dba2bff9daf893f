"""The dialog that shows what changed from one version to another: rows added, removed, relabeled."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QDialog, QHBoxLayout, QVBoxLayout, QWidget

from workbench.gui.panes.data import words
from workbench.gui.panes.data.versions_presenter import VersionsPresenter
from workbench.gui.theme import Theme
from workbench.gui.widgets.arrow_strings import table_of_rows
from workbench.gui.widgets.buttons import plain_button
from workbench.gui.widgets.card import Card
from workbench.gui.widgets.label import Label
from workbench.gui.widgets.paged_table import PagedTable
from workbench.gui.widgets.segmented import Option, Segmented
from workbench.i18n import render, tr
from workbench.values import ErrorInfo, Version, VersionDifference

_SIZE = (780, 500)


class DifferenceDialog(QDialog):
    """Two versions, and the rows in which they differ.

    Args:
        theme: The colours.
        presenter: Compares them.
        old: The version that is compared with at first.
        new: The version that is looked at.
        parent: The pane.
    """

    def __init__(self, theme: Theme, presenter: VersionsPresenter, old: Version, new: Version, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("What changed"))
        self.resize(*_SIZE)
        self._theme = theme
        self._presenter = presenter
        self._versions = presenter.versions()
        self.old_box, self.new_box = self._box(old, tr("From")), self._box(new, tr("To"))
        self.sentence = Label(theme, tone="text_2")
        self.kinds = Segmented(theme)
        self.kinds.setAccessibleName(tr("What changed"))
        self.kinds.chosen.connect(lambda _kind: self._show_examples())
        self.table = PagedTable(theme)
        self._difference = VersionDifference(added=0, removed=0, relabeled=0)
        self._arrange(theme)
        self.ask()

    def ask(self) -> None:
        """Compares the two versions that are chosen."""
        old, new = self._versions[self.old_box.currentIndex()], self._versions[self.new_box.currentIndex()]
        self.sentence.set_tone("text_2")
        self.sentence.set_text(tr("Comparing the versions."))
        self.kinds.hide()
        self._presenter.compare(old, new, self._show, self._show_error)

    def _arrange(self, theme: Theme) -> None:
        heading = Label(theme, "title")
        heading.set_text(tr("What changed"))
        to = Label(theme, tone="text_2")
        to.set_text(tr("between two versions::to"))
        top = QHBoxLayout()
        top.setSpacing(8)
        for widget in (self.old_box, to, self.new_box):
            top.addWidget(widget)
        top.addStretch(1)
        tools = QHBoxLayout()
        tools.addWidget(self.kinds)
        tools.addWidget(self.sentence, 1)
        card = Card(theme)
        card.add_flush(self.table, stretch=1)
        close = plain_button(theme, tr("Close"))
        close.clicked.connect(self.close)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(close)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 18, 24, 16)
        column.setSpacing(10)
        column.addWidget(heading)
        column.addLayout(top)
        column.addLayout(tools)
        column.addWidget(card, 1)
        column.addLayout(foot)

    def _box(self, chosen: Version, name: str) -> QComboBox:
        box = QComboBox()
        box.setAccessibleName(name)
        for version in self._versions:
            box.addItem(words.version_entry(version), version.id)
        box.setCurrentIndex(max(box.findData(chosen.id), 0))
        box.setMaximumWidth(330)
        box.currentIndexChanged.connect(self.ask)
        return box

    def _show(self, difference: VersionDifference) -> None:
        self._difference = difference
        counts = {"added": difference.added, "removed": difference.removed, "relabeled": difference.relabeled}
        names = words.difference_names(difference)
        self.kinds.set_options([Option(kind, names[kind]) for kind, count in counts.items() if count])
        self.kinds.setVisible(any(counts.values()))
        self.sentence.set_text("" if any(counts.values()) else tr("No row was added, removed or relabeled."))
        self._show_examples()

    def _show_examples(self) -> None:
        kind = self.kinds.current() if self.kinds.isVisibleTo(self) else ""
        examples = self._difference.examples.get(kind, ())
        count = {"added": self._difference.added, "removed": self._difference.removed}.get(
            kind, self._difference.relabeled
        )
        self.table.set_table(table_of_rows([tr("Text")], [[text] for text in examples]))
        if kind:
            is_part = len(examples) < count
            text = tr("The first {n:,} of {total:,}.", n=len(examples), total=count) if is_part else ""
            self.sentence.set_text(text)

    def _show_error(self, error: ErrorInfo) -> None:
        self.sentence.set_tone("error")
        self.sentence.set_text(render(error.what))
