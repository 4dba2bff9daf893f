"""The dialog for many labels: find some, then rename one, merge several, or remove their rows."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from workbench.gui import wording
from workbench.gui.panes.data.label_chooser import LabelChooser
from workbench.gui.panes.data.presenter import DataPresenter
from workbench.gui.theme import Theme
from workbench.gui.widgets.buttons import Button, plain_button
from workbench.gui.widgets.card import Card
from workbench.gui.widgets.figure_model import Cell, FigureColumn, FigureRow
from workbench.gui.widgets.figure_table import FigureTable
from workbench.gui.widgets.find_field import FindField
from workbench.gui.widgets.label import Label
from workbench.i18n import tr
from workbench.values import LabelCount

_SIZE = (520, 520)


class LabelsDialog(QDialog):
    """All labels with check boxes; what is done to those that are checked makes a new version each time.

    Args:
        theme: The colours.
        presenter: Takes the steps.
        parent: The pane.
    """

    def __init__(self, theme: Theme, presenter: DataPresenter, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("Labels"))
        self.resize(*_SIZE)
        self._theme = theme
        self._presenter = presenter
        self._checked: set[str] = set()
        self.chooser: LabelChooser | None = None
        self.find_field = FindField(theme)
        self.find_field.set_placeholder(tr("Find a label"))
        self.table = FigureTable(theme)
        self.table.set_columns(
            [
                FigureColumn("check", kind="check", width=34, can_sort=False),
                FigureColumn("label", tr("Label"), kind="label", is_stretched=True),
                FigureColumn("rows", tr("Rows"), kind="number"),
                FigureColumn("share", tr("Share"), kind="number"),
            ]
        )
        self.table.setAccessibleName(tr("Labels"))
        self.table.set_message(tr("There is no such label."))
        self.sentence = Label(theme, tone="text_2")
        self.rename_button = plain_button(theme, tr("Rename…"))
        self.merge_button = plain_button(theme, tr("Merge into…"))
        self.remove_button = plain_button(theme, tr("Remove rows"))
        self._arrange(theme)
        self.find_field.textChanged.connect(self._fill)
        self.table.toggled.connect(self._toggle)
        self.rename_button.clicked.connect(self._rename)
        self.merge_button.clicked.connect(self._merge)
        self.remove_button.clicked.connect(self._remove)
        presenter.version_changed.connect(self._on_version_changed)
        presenter.mending.busy_changed.connect(self._show_state)
        self._fill()

    def checked(self) -> list[str]:
        """The labels with a tick, the commonest first."""
        return [item.label for item in self._labels() if item.label in self._checked]

    def _arrange(self, theme: Theme) -> None:
        heading = Label(theme, "title")
        heading.set_text(tr("Labels"))
        card = Card(theme)
        card.add_flush(self.table, stretch=1)
        close = plain_button(theme, tr("Close"))
        close.clicked.connect(self.close)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        for button in (self.rename_button, self.merge_button, self.remove_button):
            foot.addWidget(button)
        foot.addStretch(1)
        foot.addWidget(close)
        top = QHBoxLayout()
        top.addWidget(self.find_field)
        top.addWidget(self.sentence, 1)
        top.setSpacing(10)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 18, 24, 16)
        column.setSpacing(10)
        column.addWidget(heading)
        column.addLayout(top)
        column.addWidget(card, 1)
        column.addLayout(foot)

    def _labels(self) -> tuple[LabelCount, ...]:
        version = self._presenter.version
        return version.profile.labels if version is not None else ()

    def _fill(self) -> None:
        typed, labels = self.find_field.text().strip().casefold(), self._labels()
        total = sum(item.count for item in labels) or 1
        self.table.set_rows(
            [
                FigureRow(
                    item.label,
                    {
                        "check": Cell(is_on=item.label in self._checked, tooltip=item.label),
                        "label": Cell(item.label, color=self._theme.label_color(rank)),
                        "rows": Cell(f"{item.count:,}", item.count),
                        "share": Cell(wording.percent(item.count / total), item.count),
                    },
                )
                for rank, item in enumerate(labels)
                if typed in item.label.casefold()
            ]
        )
        self._show_state()

    def _toggle(self, label: str, _column: str, is_on: bool) -> None:
        (self._checked.add if is_on else self._checked.discard)(label)
        self._fill()

    def _show_state(self) -> None:
        chosen, is_free = len(self.checked()), not self._presenter.mending.is_busy
        self.sentence.set_text(tr("{n} chosen", n=chosen) if chosen else "")
        self.rename_button.setEnabled(is_free and chosen == 1)
        self.merge_button.setEnabled(is_free and chosen > 0)
        self.remove_button.setEnabled(is_free and 0 < chosen < len(self._labels()))

    def _rename(self) -> None:
        label = self.checked()[0]
        title = tr("Rename “{label}”", label=label)
        self._open_chooser(title, self.rename_button, current=label).chosen.connect(
            lambda new: self._presenter.mending.rename_label(label, new)
        )

    def _merge(self) -> None:
        labels = self.checked()
        title = tr("Merge {n} label into", "Merge {n} labels into", n=len(labels))
        self._open_chooser(title, self.merge_button).chosen.connect(
            lambda into: self._presenter.mending.merge_labels(labels, into)
        )

    def _remove(self) -> None:
        self._presenter.mending.remove_labels(self.checked())

    def _open_chooser(self, title: str, button: Button, *, current: str = "") -> LabelChooser:
        self.chooser = LabelChooser(self._theme, title, self._labels(), self, current=current)
        self.chooser.open_inside(button.mapToGlobal(QPoint(0, -4)), self)
        return self.chooser

    def _on_version_changed(self) -> None:
        self._checked &= {item.label for item in self._labels()}
        self._fill()
