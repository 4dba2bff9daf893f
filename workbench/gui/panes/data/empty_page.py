"""Before a table is open: where to drop one, recent files, samples, and an import under way."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pyarrow as pa
from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from workbench.data.samples import Sample
from workbench.gui import wording
from workbench.gui.icons import pixmap
from workbench.gui.panes.data import words
from workbench.gui.panes.data.import_preview import ImportPreview
from workbench.gui.theme import Theme
from workbench.gui.widgets.banner import Banner
from workbench.gui.widgets.buttons import plain_button, primary_button
from workbench.gui.widgets.card import Card
from workbench.gui.widgets.drop_area import DropArea
from workbench.gui.widgets.label import Label
from workbench.gui.widgets.progress_line import ProgressLine
from workbench.gui.widgets.row_list import ListRow, RowList
from workbench.i18n import render, tr
from workbench.protocol import Progressed
from workbench.values import Version

WIDTH, _DROP_HEIGHT, _LEAST_DROP_HEIGHT = 800, 318, 270
_HEIGHT_ABOVE_ROWS = 170
_LOW_BELOW = 610
_RECENT_SHARE, _SAMPLE_SHARE = 384, 400
_ROW, _TITLE, _SHOWN_ROWS = 41, 40, 3


class EmptyPage(QWidget):
    """The first page.

    Signals:
        file_wanted: Open a file… was pressed.
        files_dropped(list): Files were dropped on the area.
        sample_chosen(str): The path of a sample.
        version_chosen(int): The id of a version of a recent file.
        cancel_wanted: The import is to end.
    """

    file_wanted = Signal()
    files_dropped = Signal(list)
    sample_chosen = Signal(str)
    version_chosen = Signal(int)
    cancel_wanted = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._recent_versions: list[Version] = []
        self._samples: list[Sample] = []
        self._is_importing = False
        self.banner = Banner(theme)
        self.drop_area = DropArea(theme)
        self.open_button = primary_button(theme, "", shortcut="Ctrl+O")
        self.sample_button = plain_button(theme, "")
        self.progress = ImportCard(theme)
        self.preview = ImportPreview(theme)
        self.recent_card, self.recent = Card(theme), RowList(theme)
        self.samples_card, self.samples = Card(theme), RowList(theme)
        self._privacy = _Privacy(theme)
        self._arrange()
        self._connect()
        self.retranslate()

    def show_recent(self, versions: Sequence[Version], samples: Sequence[Sample]) -> None:
        """Sets the recent files and the samples."""
        self._recent_versions, self._samples = list(versions), list(samples)
        self.recent.set_rows(
            [
                ListRow(
                    key=str(version.id), title=version.name, detail=words.recent_detail(version), icon="file-text",
                    trailing=wording.when(version.created_at), tooltip=version.source,
                )
                for version in versions
            ]
        )  # fmt: skip
        self.samples.set_rows([_sample_row(sample) for sample in samples])
        self.recent_card.setVisible(bool(versions))

    def show_import(self, path: str | None, progress: Progressed | None, *, rows: pa.Table | None = None) -> None:
        """Shows an import in place of the drop area, or the drop area if there is none.

        Args:
            path: The file that is read, or None.
            progress: How far it is.
            rows: Its first rows, which stand in place of the recent files.
        """
        self._is_importing = path is not None
        self.preview.show_rows(rows if path is not None else None)
        has_rows = not self.preview.isHidden()
        self._lists.setVisible(not has_rows)
        self.progress.setMinimumHeight(_HEIGHT_ABOVE_ROWS if has_rows else _LEAST_DROP_HEIGHT)
        self.progress.setMaximumHeight(_HEIGHT_ABOVE_ROWS if has_rows else _DROP_HEIGHT)
        self.fit()
        if path is not None:
            self.progress.show_progress(path, progress)

    def fit(self) -> None:
        """In a low window the banner of a failure stands in place of the drop area; files can be dropped anywhere."""
        has_room = self.height() >= _LOW_BELOW or self.banner.isHidden()
        self.progress.setVisible(self._is_importing)
        self.drop_area.setVisible(not self._is_importing and has_room)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: D102 - Qt
        super().resizeEvent(event)
        self.fit()

    def retranslate(self) -> None:
        """Sets every text anew."""
        self.drop_area.set_texts(
            tr("Drop a table with texts and labels"),
            tr("CSV, Excel, JSON, Parquet, CoNLL, or a folder of texts. Drop it anywhere, or paste it."),
        )
        self.open_button.setText(tr("Open a file…"))
        self.sample_button.setText(tr("Try it with a sample"))
        self.recent_card.set_title(tr("Recent files"))
        self.samples_card.set_title(tr("Samples"), hint=tr("real data, a minute to train"))
        self._privacy.set_text(tr("Your file stays on this computer. No account, no upload."))
        self.progress.retranslate()
        self.preview.retranslate()
        self.show_recent(self._recent_versions, self._samples)

    def _arrange(self) -> None:
        self.drop_area.add_button(self.open_button)
        self.drop_area.add_button(self.sample_button)
        self.sample_button.setFixedHeight(self.open_button.sizeHint().height())
        for area in (self.drop_area, self.progress):
            area.setMinimumHeight(_LEAST_DROP_HEIGHT)
            area.setMaximumHeight(_DROP_HEIGHT)
        self._lists = QWidget()
        lists = QHBoxLayout(self._lists)
        lists.setContentsMargins(0, 0, 0, 0)
        lists.setSpacing(16)
        for card, rows, share in (
            (self.recent_card, self.recent, _RECENT_SHARE), (self.samples_card, self.samples, _SAMPLE_SHARE),
        ):  # fmt: skip
            card.add_flush(rows, stretch=1)
            card.setFixedHeight(_TITLE + _SHOWN_ROWS * _ROW)
            lists.addWidget(card, share)
        content = QWidget()
        content.setMaximumWidth(WIDTH)
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(20)
        column.addStretch(1)
        column.addWidget(self.banner)
        column.addWidget(self.drop_area, 100)
        column.addWidget(self.progress, 100)
        column.addWidget(self._lists)
        column.addWidget(self.preview, 200)
        column.addWidget(self._privacy)
        column.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(24, 18, 24, 16)
        row.addStretch(1)
        row.addWidget(content, 1000)
        row.addStretch(1)

    def _connect(self) -> None:
        self.open_button.clicked.connect(self.file_wanted)
        self.sample_button.clicked.connect(lambda: self.sample_chosen.emit(str(self._samples[0].file)))
        self.drop_area.files_dropped.connect(self.files_dropped)
        self.recent.row_activated.connect(lambda key: self.version_chosen.emit(int(key)))
        self.samples.row_activated.connect(self.sample_chosen)
        self.samples.action_triggered.connect(self.sample_chosen)
        self.progress.cancel_button.clicked.connect(self.cancel_wanted)


class ImportCard(Card):
    """An import under way: the file, how far it is, and Cancel."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._name = Label(theme, "title")
        self._step = Label(theme, tone="text_2")
        self.line = ProgressLine(theme)
        self.line.setFixedWidth(360)
        self.cancel_button = plain_button(theme, "")
        center = Qt.AlignmentFlag.AlignHCenter
        for label in (self._name, self._step):
            label.setAlignment(center)
        self.body.setSpacing(0)
        self.body.addStretch(1)
        self.body.addWidget(self._name)
        self.body.addSpacing(4)
        self.body.addWidget(self._step)
        self.body.addSpacing(18)
        self.body.addWidget(self.line, 0, center)
        self.body.addSpacing(18)
        self.body.addWidget(self.cancel_button, 0, center)
        self.body.addStretch(1)
        self.hide()

    def show_progress(self, path: str, progress: Progressed | None) -> None:
        """Shows how far the import of a file is."""
        self._name.set_text(Path(path).name or tr("Pasted table"), tooltip=path)
        if progress is None:
            self._step.set_text(tr("Opening the file."))
            self.line.set_share(0)
            return
        sentence = render(progress.what)
        if progress.total:  # a step of unknown length leaves the line as it is
            share = progress.done / progress.total
            sentence = tr("{sentence} {share} is done.", sentence=sentence, share=wording.percent(share))
            self.line.set_share(share)
        self._step.set_text(sentence)

    def retranslate(self) -> None:
        """Sets every text anew."""
        self.cancel_button.setText(tr("Cancel"))


class _Privacy(QWidget):
    """A lock and the sentence that says where the file stays."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._label = Label(theme, tone="text_3")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addStretch(1)
        row.addWidget(_Lock(theme))
        row.addWidget(self._label)
        row.addStretch(1)

    def set_text(self, text: str) -> None:
        """Sets the sentence."""
        self._label.set_text(text)


class _Lock(QWidget):
    """A small lock."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setFixedSize(14, 14)
        theme.changed.connect(self.update)

    def paintEvent(self, _event: QPaintEvent) -> None:
        QPainter(self).drawPixmap(QPointF(0, 0), pixmap("lock", 14, self._theme.tokens.text_3))


def _sample_row(sample: Sample) -> ListRow:
    labels = tr("{n:,} label", "{n:,} labels", n=sample.labels)
    return ListRow(
        key=str(sample.file),
        title=tr(sample.title),
        detail=tr("{rows}, {labels}", rows=words.rows(sample.rows), labels=labels),
        action=tr("Open"),
        tooltip=f"{tr(sample.title)}\n{sample.source} · {sample.licence}",
    )
