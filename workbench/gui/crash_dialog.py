"""Shows every bug of the window: nothing is swallowed, and the report is one click away."""

from __future__ import annotations

import sys
import threading
import traceback
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QMessageLogContext, QObject, QtMsgType, Signal, qInstallMessageHandler
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from workbench.gui.diagnostics import RECENT, copy_diagnostics, report
from workbench.gui.theme import Theme
from workbench.gui.widgets.buttons import Button
from workbench.gui.widgets.label import Label
from workbench.i18n import N_, render, say, tr
from workbench.values import ErrorInfo


class BugCatcher(QObject):
    """Turns whatever nobody caught, in any thread, into a report on the GUI thread.

    Signals:
        caught(object): ErrorInfo of a bug.
    """

    caught = Signal(object)

    def install(self) -> None:
        """Takes over `sys.excepthook`, `threading.excepthook` and the messages of Qt."""
        sys.excepthook = self._on_exception
        threading.excepthook = self._on_thread_exception
        qInstallMessageHandler(self._on_qt_message)

    def _on_exception(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        details = "".join(traceback.format_exception(kind, error, trace))
        sys.stderr.write(details)
        if not issubclass(kind, KeyboardInterrupt):
            self.caught.emit(bug_info(str(error) or kind.__name__, details))

    def _on_thread_exception(self, args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None:
            self._on_exception(args.exc_type, args.exc_value, args.exc_traceback)

    def _on_qt_message(self, kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
        line = f"{kind.name}: {message}"
        RECENT.append(line)
        sys.stderr.write(line + "\n")
        if kind in (QtMsgType.QtCriticalMsg, QtMsgType.QtFatalMsg):
            self.caught.emit(bug_info(message, f"{line}\n{context.file}:{context.line}"))


def bug_info(what: str, details: str) -> ErrorInfo:
    """A bug as an ErrorInfo."""
    return ErrorInfo(
        code="bug",
        what=say(N_("Something went wrong inside the program: {what}"), what=what),
        fix=say(N_("Your data and runs are kept. Copy the report and send it to the people who maintain the program.")),
        details=details,
    )


class CrashDialog(QDialog):
    """Says that there is a bug, shows the report, and copies it. One window for all bugs of a session."""

    def __init__(self, theme: Theme, library: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._library = library
        self._error: ErrorInfo | None = None
        self._what = Label(theme, "card_title", wraps=True)
        self._fix = Label(theme, tone="text_2", wraps=True)
        self._report = QPlainTextEdit(readOnly=True)
        self._report.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self._copy = Button(theme, kind="plain")
        self._copy.set_icon("copy")
        self._copy.clicked.connect(self._copy_report)
        self._close = Button(theme, kind="plain")
        self._close.clicked.connect(self.close)
        buttons = QHBoxLayout()
        buttons.addWidget(self._copy)
        buttons.addStretch(1)
        buttons.addWidget(self._close)
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 18, 18, 18)
        column.setSpacing(10)
        for widget in (self._what, self._fix, self._report):
            column.addWidget(widget)
        column.addLayout(buttons)
        self.resize(620, 420)

    def show_bug(self, error: ErrorInfo) -> None:
        """Shows a bug; the first one stays while the dialog is open, as later ones often follow from it."""
        if self.isVisible():
            return
        self._error = error
        self.setWindowTitle(tr("Something went wrong"))
        self._what.set_text(render(error.what))
        self._fix.set_text(render(error.fix) if error.fix else "")
        self._report.setPlainText(report(self._library, error))
        self._report.setAccessibleName(tr("Report"))
        self._copy.setText(tr("Copy diagnostics"))
        self._close.setText(tr("Close"))
        self.open()

    def _copy_report(self) -> None:
        copy_diagnostics(self._library, self._error)
        self._copy.setText(tr("Copied"))
