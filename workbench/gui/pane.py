"""What a pane is to the window: a folder in `gui/panes` with a `PANE`, a widget, and a status for rail and bottom bar.

A pane never talks to another pane: it reads the session, asks it for changes, and names another pane only to open it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from workbench.gui.commands import Commands
    from workbench.gui.engines import Engines
    from workbench.gui.language import Language
    from workbench.gui.messages import Messages
    from workbench.gui.session import Session
    from workbench.gui.theme import Theme
    from workbench.gui.training import Training
    from workbench.settings import SettingValue

FOLD_BELOW = 1180
"""Below this width of the window the rail folds, and panes save room."""
LOW_BELOW = 740
"""Below this height of the window panes show less at once."""

Tone = Literal["text", "text_2", "ok", "warn", "error", "accent_text"]


@dataclass(frozen=True)
class PaneContext:
    """The collaborators of a pane; built once in app.py.

    Attributes:
        open_pane: Shows the pane of that name.
        open_settings: Shows the settings dialog, at the setting of that key if one is named.
        preference: Gives the value of a preference.
        set_preference: Changes a preference for good.
    """

    session: Session
    training: Training
    engines: Engines
    messages: Messages
    commands: Commands
    theme: Theme
    language: Language
    open_pane: Callable[[str], None]
    open_settings: Callable[[str], None]
    preference: Callable[[str], SettingValue]
    set_preference: Callable[[str, SettingValue], None]


@dataclass(frozen=True)
class Fact:
    """One fact of the bottom bar; facts are split by a dot.

    Attributes:
        text: In the user's language.
        tone: The token of its colour.
        icon: An icon before it, or empty.
        tooltip: The exact terms.
        on_click: Opens the setting behind it.
    """

    text: str
    tone: Tone = "text"
    icon: str = ""
    tooltip: str = ""
    on_click: Callable[[], None] | None = None


@dataclass(frozen=True)
class BarAction:
    """One button of the bottom bar.

    Attributes:
        text: A verb.
        run: What it does.
        icon: Before the text, or empty.
        shortcut: Such as `Ctrl+Return`; shown on the button, bound by a command.
        quiet: Without a border.
        enabled: Whether it can be pressed; if not, a fact says why.
    """

    text: str
    run: Callable[[], None]
    icon: str = ""
    shortcut: str = ""
    quiet: bool = False
    enabled: bool = True


@dataclass(frozen=True)
class BottomBar:
    """The content of the bottom bar while a pane is shown.

    Attributes:
        facts: At the left, the first may have an icon.
        hint: A short sentence left of the buttons.
        actions: Plain and quiet buttons at the right.
        primary: The one next step, the only filled button of the window.
    """

    facts: tuple[Fact, ...] = ()
    hint: str = ""
    actions: tuple[BarAction, ...] = ()
    primary: BarAction | None = None


@dataclass(frozen=True)
class PaneStatus:
    """What rail and bottom bar show of a pane.

    Attributes:
        state: One word or number at the right of the rail item.
        highlight: Whether the state is in accent colour (something is going on).
        locked: Whether the pane cannot be used yet; it stays clickable and says what unlocks it.
    """

    state: str = ""
    highlight: bool = False
    locked: bool = False
    bar: BottomBar = field(default_factory=BottomBar)


class Pane(QWidget):
    """The base of all panes.

    Signals:
        status_changed: The status is another; the window reads `status()` anew.
    """

    status_changed = Signal()

    def status(self) -> PaneStatus:
        """What rail and bottom bar show now."""
        return PaneStatus()

    @property
    def is_narrow(self) -> bool:
        """Whether the window is so narrow that the pane saves room."""
        return self.window().width() < FOLD_BELOW

    @property
    def is_low(self) -> bool:
        """Whether the window is so low that the pane shows less at once."""
        return self.window().height() < LOW_BELOW

    def retranslate(self) -> None:
        """Sets every text anew; called after the language has changed."""

    def on_opened(self) -> None:
        """The pane has become the visible one; focus goes where the next step is."""


@dataclass(frozen=True)
class PaneSpec:
    """One pane, as found by discovery.

    Attributes:
        name: Its folder.
        title: Its name in the rail, marked for translation.
        icon: The name of its icon.
        order: Its place in the rail.
        build: Makes the pane.
        apart: Whether it stands under the hairline.
    """

    name: str
    title: str
    icon: str
    order: int
    build: Callable[[PaneContext], Pane]
    apart: bool = False
