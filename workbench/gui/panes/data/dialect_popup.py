"""The popup in which it is said by hand how a file is to be read, with its first rows below."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeVar

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QGridLayout, QHBoxLayout, QWidget

from workbench.data.formats import formats
from workbench.gui import wording
from workbench.gui.panes.data.dialect_choice import DialectChoice
from workbench.gui.theme import Theme
from workbench.gui.widgets.arrow_strings import table_of_rows
from workbench.gui.widgets.buttons import plain_button
from workbench.gui.widgets.card import Card
from workbench.gui.widgets.label import Label
from workbench.gui.widgets.paged_table import PagedTable
from workbench.gui.widgets.popover import Popover
from workbench.i18n import render, tr
from workbench.protocol import FilePreviewed
from workbench.values import Dialect, ErrorInfo, MaskEntities

ENCODINGS = ("utf-8", "gb18030", "big5", "cp932", "cp949", "cp1252", "utf-16")
DELIMITERS = (",", ";", "\t", "|", ":", " ")
_WIDTH, _FIELD_WIDTH = 460, 250
_SHOWN_ROWS, _ROW, _HEAD = 4, 30, 32
_SURE = 0.7
_FIELDS: Mapping[str, tuple[str, ...]] = {
    "delimited": ("encoding", "delimiter", "header"),
    "workbook": ("sheet", "header"),
    "parquet": (),
}
"""What can be said of the files of a format beside the format itself; for all others that is the encoding."""

_Key = TypeVar("_Key", str, bool)


class DialectPopup(Popover):
    """Format, sheet, encoding, delimiter and header, and what would come of them.

    Args:
        theme: The colours.
        dialect: How the file was read, or None if it could not be: then each choice begins as "detect".
        parent: The pane.
        mask: What is masked before anything is kept, unless the user unchecks it; None for nothing, unless checked.

    Signals:
        choice_made(object): A DialectChoice: the file is to be opened in this way.
        preview_wanted(object): A DialectChoice; `show_preview` or `show_problem` is to follow.
    """

    choice_made = Signal(object)
    preview_wanted = Signal(object)

    def __init__(
        self, theme: Theme, dialect: Dialect | None, parent: QWidget, *, mask: MaskEntities | None = None
    ) -> None:
        super().__init__(theme, parent)
        self._dialect = dialect
        self._detected = dialect.format if dialect else "delimited"
        self._grid = QGridLayout()
        self.kind = _box({name: tr(kind.title) for name, kind in formats().items()}, current=None)
        self.sheet = QComboBox()
        self.encoding, self.delimiter, self.header = self._dialect_boxes(dialect)
        self._mask = mask or MaskEntities()
        self.mask_box = QCheckBox(tr("Mask personal data before anything is kept"))
        self.mask_box.setChecked(mask is not None)
        self.found = Label(theme, "small", tone="text_2", wraps=True)
        self.table = PagedTable(theme)
        self.open_button = plain_button(theme, tr("Open again"))
        self._labels: dict[str, Label] = {}
        self.setFixedWidth(_WIDTH)
        self._arrange(theme)
        self._fill_sheets(dialect.sheets if dialect else (), dialect.sheet if dialect else "")
        self._show_fields()
        self._connect()
        self.kind.setFocus(Qt.FocusReason.OtherFocusReason)

    def choice(self) -> DialectChoice:
        """What the fields that are shown say."""
        fields = self._fields()
        return DialectChoice(
            format=self.kind.currentData(),
            sheet=self.sheet.currentData() if "sheet" in fields else None,
            encoding=self.encoding.currentData() if "encoding" in fields else None,
            delimiter=self.delimiter.currentData() or None if "delimiter" in fields else None,
            has_header=self.header.currentData() if "header" in fields else None,
            mask=self._mask if self.mask_box.isChecked() else None,
        )

    def show_preview(self, preview: FilePreviewed) -> None:
        """Shows how the file would be read, and its first rows."""
        dialect = preview.dialect
        if self.kind.currentData() is None and self._detected != dialect.format:
            self._detected = dialect.format
            self._show_fields()
        if self.sheet.count() == 0:
            self._fill_sheets(dialect.sheets, dialect.sheet)
            self._show_fields()
        was = self._dialect
        is_as_before = was is not None and was.delimiter == dialect.delimiter
        confidence = was.confidence if was is not None and is_as_before else dialect.confidence
        self.found.set_text(_found(dialect, confidence))
        self.found.set_tone("text_2" if confidence >= _SURE else "warn")
        self.table.set_table(table_of_rows(preview.columns, preview.rows[:_SHOWN_ROWS]))
        self._card.setVisible(bool(preview.rows))
        self.open_button.setEnabled(True)
        self.adjustSize()

    def show_problem(self, error: ErrorInfo) -> None:
        """Says why the file cannot be read in this way."""
        self.found.set_text(render(error.what))
        self.found.set_tone("error")
        self._card.hide()
        self.open_button.setEnabled(False)
        self.adjustSize()

    def _dialect_boxes(self, dialect: Dialect | None) -> tuple[QComboBox, QComboBox, QComboBox]:
        encodings = {codec: wording.encoding(codec) for codec in ENCODINGS}
        delimiters = {character: wording.delimiter(character) for character in DELIMITERS}
        headers = {True: tr("names the columns"), False: tr("is data")}
        if dialect is not None and dialect.encoding:
            encodings = _led_by(dialect.encoding, wording.encoding(dialect.encoding), encodings)
        if dialect is not None and dialect.format == "delimited":
            delimiters = _led_by(dialect.delimiter, wording.delimiter(dialect.delimiter), delimiters)
        return (
            _box(encodings, current=dialect.encoding if dialect else None),
            _box(delimiters, current=dialect.delimiter if dialect else None),
            _box(headers, current=dialect.has_header if dialect else None),
        )

    def _arrange(self, theme: Theme) -> None:
        title = Label(theme, "card_title")
        title.set_text(tr("How the file is written"))
        self.column.addWidget(title)
        self._grid.setVerticalSpacing(8)
        self._grid.setColumnStretch(0, 1)
        lines = {
            "kind": (tr("Format"), self.kind),
            "sheet": (tr("Sheet"), self.sheet),
            "encoding": (tr("Encoding"), self.encoding),
            "delimiter": (tr("Delimiter"), self.delimiter),
            "header": (tr("First row"), self.header),
        }
        for row, (key, (name, box)) in enumerate(lines.items()):
            self._labels[key] = label = Label(theme)
            label.set_text(name)
            box.setAccessibleName(name)
            box.setFixedWidth(_FIELD_WIDTH)
            self._grid.addWidget(label, row, 0)
            self._grid.addWidget(box, row, 1)
        self.column.addLayout(self._grid)
        self.column.addWidget(self.mask_box)
        self._card = Card(theme)
        self._card.add_flush(self.table)
        self._card.setFixedHeight(_HEAD + _SHOWN_ROWS * _ROW + 2)
        self.table.setAccessibleName(tr("The first rows"))
        self._card.hide()
        foot = QHBoxLayout()
        foot.addWidget(self.found, 1)
        foot.addWidget(self.open_button, 0, Qt.AlignmentFlag.AlignBottom)
        self.column.addWidget(self._card)
        self.column.addLayout(foot)

    def _connect(self) -> None:
        self.open_button.clicked.connect(self._choose)
        self.kind.currentIndexChanged.connect(self._show_fields)
        for box in (self.kind, self.sheet, self.encoding, self.delimiter, self.header):
            box.currentIndexChanged.connect(lambda: self.preview_wanted.emit(self.choice()))

    def _fields(self) -> tuple[str, ...]:
        return _FIELDS.get(self.kind.currentData() or self._detected, ("encoding",))

    def _show_fields(self) -> None:
        shown = {"kind", *self._fields()}
        if self.sheet.count() < 2:
            shown.discard("sheet")
        for key, box in (
            ("sheet", self.sheet), ("encoding", self.encoding), ("delimiter", self.delimiter), ("header", self.header),
        ):  # fmt: skip
            box.setVisible(key in shown)
            self._labels[key].setVisible(key in shown)
        self.adjustSize()

    def _fill_sheets(self, sheets: Sequence[str], current: str) -> None:
        with QSignalBlocker(self.sheet):
            for name in sheets:
                self.sheet.addItem(name, name)
            self.sheet.setCurrentIndex(max(self.sheet.findData(current), 0))

    def _choose(self) -> None:
        choice = self.choice()
        self.close()
        self.choice_made.emit(choice)


def _found(dialect: Dialect, confidence: float) -> str:
    """What was made of the file, and how sure that is; what is as it was detected is as sure as then."""
    title = tr(formats()[dialect.format].title) if dialect.format in formats() else dialect.format
    if dialect.format != "delimited":
        return title
    parts = wording.listed(wording.encoding(dialect.encoding), wording.delimiter(dialect.delimiter))
    if confidence >= 1:
        return parts
    share = wording.percent(confidence)
    return tr("{parts}. {share} sure of the delimiter.", parts=parts, share=share)


def _led_by(key: str, title: str, choices: dict[str, str]) -> dict[str, str]:
    """The choices with the one that holds in front, in place of any other with the same title."""
    return {key: title} | {other: name for other, name in choices.items() if name != title}


def _box(choices: dict[_Key, str], *, current: _Key | None) -> QComboBox:
    box = QComboBox()
    box.addItem(tr("detect"), None)
    for key, title in choices.items():
        box.addItem(title, key)
    box.setCurrentIndex(max(box.findData(current), 0) if current is not None else 0)
    return box
