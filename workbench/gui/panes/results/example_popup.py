"""One test text as a whole, with its true label and what the model thought of each label."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPlainTextEdit, QWidget

from workbench.gui import wording
from workbench.gui.panes.results.answers import Example
from workbench.gui.theme import Theme, font
from workbench.gui.widgets.bar_rows import BarRow, BarRows
from workbench.gui.widgets.buttons import small_button
from workbench.gui.widgets.label import Label
from workbench.gui.widgets.overlay_scroll import OverlayScroll
from workbench.gui.widgets.popover import Popover
from workbench.i18n import tr

WIDTH = 520
_MARGIN = 14
_TEXT_MOST, _MOST_LABELS = 220, 6


class ExamplePopup(Popover):
    """A panel over the list; Esc or a click beside it closes it.

    Args:
        theme: The colours.
        example: What it shows.
        labels: The labels of the report.
        colors: The colour of each.
        parent: A widget of the window.
    """

    def __init__(
        self, theme: Theme, example: Example, *, labels: tuple[str, ...], colors: tuple[str, ...], parent: QWidget
    ) -> None:
        super().__init__(theme, parent)
        self.text = _text_view(theme, example.text)
        self.bars = _score_bars(theme, example, labels, colors)
        self._copy = small_button(theme, tr("Copy text"), icon="copy")
        self._copy.clicked.connect(lambda: self._copy_text(example.text))
        verdict = Label(theme, tone="text_2")
        verdict.set_text(_verdict(example, labels))
        row = Label(theme, "small", tone="text_3")
        row.set_text(tr("row {n:,}", n=example.row + 1), tooltip=tr("Counted from 1, without the header."))
        foot = QHBoxLayout()
        foot.addWidget(row, 1)
        foot.addWidget(self._copy)
        self.column.setContentsMargins(_MARGIN, _MARGIN, _MARGIN, 10)
        for widget in (self.text, verdict, self.bars):
            self.column.addWidget(widget)
        self.column.addLayout(foot)
        self.setFixedWidth(WIDTH)
        self.setAccessibleName(tr("Text"))

    def open_at(self, corner: QPoint, *, window: QWidget) -> None:
        """Shows it below a point of the screen, or above it where there is no room, within the window."""
        self._fit_text()
        self.adjustSize()
        frame = window.geometry()
        frame.moveTopLeft(window.mapToGlobal(QPoint(0, 0)))
        x = max(min(corner.x() + 8, frame.right() - self.width() - 10), frame.left() + 10)
        below, above = corner.y() + 2, corner.y() - 32 - self.height()
        y = below if below + self.height() < frame.bottom() - 10 or above < frame.top() else above
        self.move(x, y)
        self.show()
        self.text.setFocus()

    def _fit_text(self) -> None:
        document = self.text.document()
        document.setTextWidth(WIDTH - 2 * _MARGIN)
        metrics = self.text.fontMetrics()
        room = WIDTH - 2 * _MARGIN - 12
        flags = int(Qt.TextFlag.TextWordWrap | Qt.TextFlag.TextWrapAnywhere)
        wanted = metrics.boundingRect(0, 0, room, 100_000, flags, self.text.toPlainText()[:5000]).height()
        self.text.setFixedHeight(min(max(wanted + 8, 24), _TEXT_MOST))

    @staticmethod
    def _copy_text(text: str) -> None:
        QGuiApplication.clipboard().setText(text)


def _text_view(theme: Theme, text: str) -> QPlainTextEdit:
    view = QPlainTextEdit()
    view.setReadOnly(True)
    view.setFrameShape(QFrame.Shape.NoFrame)
    view.setFont(font("body"))
    view.setStyleSheet("QPlainTextEdit { background: transparent; border: none; padding: 0; }")
    view.document().setDocumentMargin(0)
    view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    view.setTextInteractionFlags(
        Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
    )
    view.setCursorWidth(0)
    view.setPlainText(text)
    view.setAccessibleName(tr("Text"))
    OverlayScroll(theme, view)
    return view


def _score_bars(theme: Theme, example: Example, labels: tuple[str, ...], colors: tuple[str, ...]) -> BarRows:
    bars = BarRows(theme, row_height=24)
    best = sorted(range(len(example.scores)), key=lambda at: -example.scores[at])[:_MOST_LABELS]
    bars.set_rows(
        [
            BarRow(
                labels[at],
                example.scores[at],
                value=wording.percent(example.scores[at]) if at == example.predicted else f"{example.scores[at]:.0%}",
                color=colors[at],
                is_winner=at == example.predicted,
                tooltip=f"{labels[at]} {example.scores[at]:.2%}",
            )
            for at in best
        ]
    )
    return bars


def _verdict(example: Example, labels: tuple[str, ...]) -> str:
    true, said = labels[example.true], labels[example.predicted]
    if example.true == example.predicted:
        return tr("Rightly “{label}”.", label=true)
    return tr("True label “{true}”; the model said “{said}”.", true=true, said=said)
