"""The popup in which a file's encoding, delimiter and header are said by hand."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QHBoxLayout, QWidget

from workbench.gui import wording
from workbench.gui.theme import Theme
from workbench.gui.widgets.buttons import plain_button
from workbench.gui.widgets.label import Label
from workbench.gui.widgets.popover import Popover
from workbench.i18n import tr
from workbench.values import Dialect

ENCODINGS = ("utf-8", "gb18030", "big5", "cp932", "cp949", "cp1252", "utf-16")
DELIMITERS = (",", ";", "\t", "|", ":", " ")
_WIDTH, _FIELD_WIDTH = 320, 190


@dataclass(frozen=True)
class DialectChoice:
    """How a file is to be read; None is detected."""

    encoding: str | None = None
    delimiter: str | None = None
    has_header: bool | None = None


class DialectPopup(Popover):
    """Encoding, delimiter and header.

    Args:
        theme: The colours.
        dialect: How the file was read, or None if it could not be: then each choice begins as "detect".
        parent: The pane.

    Signals:
        choice_made(object): A DialectChoice.
    """

    choice_made = Signal(object)

    def __init__(self, theme: Theme, dialect: Dialect | None, parent: QWidget) -> None:
        super().__init__(theme, parent)
        encodings = {codec: wording.encoding(codec) for codec in ENCODINGS}
        delimiters = {character: wording.delimiter(character) for character in DELIMITERS}
        headers = {True: tr("names the columns"), False: tr("is data")}
        if dialect is not None:
            encodings = _led_by(dialect.encoding, wording.encoding(dialect.encoding), encodings)
            delimiters = _led_by(dialect.delimiter, wording.delimiter(dialect.delimiter), delimiters)
        self.encoding = _box(encodings, current=dialect.encoding if dialect else None)
        self.delimiter = _box(delimiters, current=dialect.delimiter if dialect else None)
        self.header = _box(headers, current=dialect.has_header if dialect else None)
        self.open_button = plain_button(theme, tr("Open again"))
        self.open_button.clicked.connect(self._choose)
        self.setFixedWidth(_WIDTH)
        self._arrange(theme)
        self.encoding.setFocus(Qt.FocusReason.OtherFocusReason)

    def choice(self) -> DialectChoice:
        """What the fields say."""
        return DialectChoice(
            encoding=self.encoding.currentData(),
            delimiter=self.delimiter.currentData() or None,
            has_header=self.header.currentData(),
        )

    def _arrange(self, theme: Theme) -> None:
        title = Label(theme, "card_title")
        title.set_text(tr("How the file is written"))
        self.column.addWidget(title)
        grid = QGridLayout()
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(0, 1)
        lines = ((tr("Encoding"), self.encoding), (tr("Delimiter"), self.delimiter), (tr("First row"), self.header))
        for row, (name, box) in enumerate(lines):
            label = Label(theme)
            label.set_text(name)
            box.setAccessibleName(name)
            grid.addWidget(label, row, 0)
            grid.addWidget(box, row, 1)
        self.column.addLayout(grid)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.open_button)
        self.column.addLayout(foot)

    def _choose(self) -> None:
        choice = self.choice()
        self.close()
        self.choice_made.emit(choice)


def _led_by(key: str, title: str, choices: dict[str, str]) -> dict[str, str]:
    """The choices with the one that holds in front, in place of any other with the same title."""
    return {key: title} | {other: name for other, name in choices.items() if name != title}


def _box(choices: dict[str, str] | dict[bool, str], *, current: str | bool | None) -> QComboBox:
    box = QComboBox()
    box.setFixedWidth(_FIELD_WIDTH)
    box.addItem(tr("detect"), None)
    for key, title in choices.items():
        box.addItem(title, key)
    box.setCurrentIndex(max(box.findData(current), 0) if current is not None else 0)
    return box
