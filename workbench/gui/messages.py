"""The one door by which news and errors reach the user; the toast and the crash dialog stand behind it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QObject, Signal

from workbench.i18n import render, sentences
from workbench.values import ErrorInfo, Sentence

NoticeTone = Literal["ok", "info", "warn", "error"]


@dataclass(frozen=True)
class MessageAction:
    """What can be done about a message, such as Undo.

    Attributes:
        text: A verb, translated.
        run: Does it.
    """

    text: str
    run: Callable[[], None]


@dataclass(frozen=True)
class Notice:
    """One message as the toast shows it.

    Attributes:
        text: One sentence, translated.
        tone: Its icon; an error stays until it is closed.
        action: At most one.
        error: What Copy diagnostics copies.
    """

    text: str
    tone: NoticeTone = "ok"
    action: MessageAction | None = None
    error: ErrorInfo | None = None


class Messages(QObject):
    """Passes news and errors on to whatever shows them.

    Signals:
        told(object): A Notice.
        bug_found(object): ErrorInfo of a bug: the crash dialog shows it.
    """

    told = Signal(object)
    bug_found = Signal(object)

    def tell(self, sentence: Sentence | str, action: MessageAction | None = None, *, tone: NoticeTone = "ok") -> None:
        """Tells the user something, in one sentence; it goes by itself after a while."""
        text = sentence if isinstance(sentence, str) else render(sentence)
        self.told.emit(Notice(text=text, tone=tone, action=action))

    def show_error(self, error: ErrorInfo, action: MessageAction | None = None) -> None:
        """Shows an error until it is closed: what happened, why, what to do; a bug gets the crash dialog."""
        if error.code == "bug":
            self.bug_found.emit(error)
            return
        text = sentences(*(render(part) for part in (error.what, error.fix) if part is not None))
        self.told.emit(Notice(text=text, tone="error", action=action, error=error))
