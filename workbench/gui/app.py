"""Builds the window and everything behind it; the only place of the window where collaborators are made.

The first paint comes before the heavy imports: the frame is shown, then the library is opened and the panes are built.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication

from workbench import discovery
from workbench.errors import WorkbenchError
from workbench.gui import panes as panes_package
from workbench.gui.choice_dialog import Choice, ChoiceDialog
from workbench.gui.collector import Collector
from workbench.gui.commands import Commands
from workbench.gui.crash_dialog import BugCatcher, CrashDialog
from workbench.gui.diagnostics import copy_diagnostics
from workbench.gui.files import choose_files, choose_folder, recent_commands
from workbench.gui.language import Language
from workbench.gui.loading import Importer, Steps, WithoutPandas, use_plain_import
from workbench.gui.main_window import MainWindow
from workbench.gui.messages import MessageAction, Messages
from workbench.gui.pane import PaneContext, PaneSpec
from workbench.gui.theme import Theme, ThemeChoice
from workbench.gui.window_commands import WindowDoings, window_commands
from workbench.gui.window_state import WindowState, load_window_state, save_window_state
from workbench.i18n import render, tr
from workbench.settings import SettingValue, load_preferences, save_preferences
from workbench.values import ErrorInfo

if TYPE_CHECKING:
    from workbench.gui.engines import Engines
    from workbench.gui.session import Session
    from workbench.gui.settings_dialog import SettingsDialog
    from workbench.gui.training import Training
    from workbench.store import Library

LATER_IMPORTS = ("numpy.random", "pyarrow.compute")
"""What libraries import at the first use of a function, at a time when the window is used."""

_THEMES: dict[SettingValue, ThemeChoice] = {"system": "system", "light": "light", "dark": "dark"}


def run(library: Path, file: Path | None) -> int:
    """Opens the window and runs it to its end.

    Args:
        library: The user's folder; made if it does not exist.
        file: A table to open at once, or None.

    Returns:
        The exit code.
    """
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # Ctrl-C in the terminal ends the window; the engines notice
    app = QApplication(sys.argv[:1])
    app.setApplicationName("Workbench")
    app.setQuitOnLastWindowClosed(False)
    program = Program(app, library, file)
    program.window.show()
    return app.exec()


def pane_specs() -> list[PaneSpec]:
    """The panes in the order of the rail; those that stand apart come last."""
    found = discovery.collect(panes_package, "PANE", PaneSpec).values()
    return sorted(found, key=lambda spec: (spec.apart, spec.order))


class Program(QObject):
    """The window and what stands behind it, from the first paint to the end of the last engine.

    `session` and `training` are None until the panes stand.

    Signals:
        filled: The panes stand, and what was current is being restored.
    """

    filled = Signal()

    def __init__(self, app: QApplication, library: Path, file: Path | None) -> None:
        super().__init__()
        use_plain_import()
        WithoutPandas.install()
        self._collector = Collector(self)
        self._app = app
        self._folder = library
        self._files: tuple[Path, ...] = (file,) if file is not None else ()
        self._store: Library | None = None
        self.session: Session | None = None
        self.training: Training | None = None
        self.engines: Engines | None = None
        self._importer: Importer | None = None
        self._settings: SettingsDialog | None = None
        self._is_closing = False
        self.preferences = load_preferences(library)
        self.language = Language(str(self.preferences["language"]))
        self.theme = Theme(_THEMES[self.preferences["theme"]])
        self.theme.apply(app)
        self.messages = Messages()
        self.commands = Commands()
        self.specs = pane_specs()
        self.window = MainWindow(
            self.theme, self.language, self.commands, specs=self.specs, copy_diagnostics=self._copy_diagnostics
        )
        self._crash = CrashDialog(self.theme, library, self.window)
        self._catcher = BugCatcher(self)
        self._catcher.caught.connect(self._crash.show_bug)
        self._catcher.install()
        self.commands.add(*window_commands(self._doings(), self.specs))
        self._connect()
        self._restore()

    # Beginning

    def _connect(self) -> None:
        self.messages.told.connect(self.window.toast.show_notice)
        self.messages.bug_found.connect(self._crash.show_bug)
        self.language.changed.connect(self.theme.refresh)
        self.language.changed.connect(self._show_device)
        self.window.painted.connect(self._begin)
        self.window.files_dropped.connect(lambda files: self.open_path(*files))
        self.window.settings_wanted.connect(self.open_settings)
        self.window.close_wanted.connect(self._on_close_wanted)

    def _restore(self) -> None:
        state = load_window_state(self._folder)
        self.window.restore_geometry(state.geometry)
        names = [spec.name for spec in self.specs]
        first = state.pane if state.pane in names else (names[0] if names else "")
        self.window.open_pane("data" if self._files and "data" in names else first)
        self._show_device()

    def _begin(self) -> None:
        """After the first paint: imports what the panes need while the window answers, then builds them."""
        views = [f"{panes_package.__name__}.{spec.name}.view" for spec in self.specs]
        self._importer = Importer(["workbench.store", "workbench.gui.session", *views, *LATER_IMPORTS], self)
        self._importer.finished.connect(self._open_library)
        self._importer.start()

    def _open_library(self) -> None:
        from workbench.store import Library

        if self._is_closing:
            return
        try:
            self._store = Library.open(self._folder)
        except WorkbenchError as error:
            self._refuse(error.info())
            return
        Steps(self._fill(self._store), self)

    def _fill(self, store: Library) -> Iterator[str]:
        """Builds the panes, one at each step, and restores what was current."""
        from workbench.gui.engines import Engines
        from workbench.gui.session import Session
        from workbench.gui.training import Training

        engines = Engines(self._folder, parent=self)
        training = Training(engines, parent=self)
        session = Session(store, engines, training, parent=self)
        context = PaneContext(
            session=session, training=training, engines=engines, messages=self.messages,
            commands=self.commands, theme=self.theme, language=self.language, open_pane=self.window.open_pane,
            open_settings=self.open_settings, preference=lambda key: self.preferences[key],
            set_preference=self.set_preference,
        )  # fmt: skip
        yield from self.window.fill_in_steps(lambda spec: spec.build(context))
        self.engines, self.training, self.session = engines, training, session
        self._listen(session, training)
        session.begin()
        self._list_recent_files()
        self._collector.start()
        if self._files:
            self.open_path(*self._files)
        self.filled.emit()

    def _listen(self, session: Session, training: Training) -> None:
        session.failed.connect(self.messages.show_error)
        session.recovered.connect(self._on_recovered)
        session.version_changed.connect(self._list_recent_files)
        session.version_changed.connect(
            lambda: self.window.set_subject(session.version.name if session.version else "")
        )
        session.estimate_changed.connect(self._show_device)
        session.settings_changed.connect(self._show_settings)
        training.ended.connect(self._on_training_ended)

    def _refuse(self, error: ErrorInfo) -> None:
        """The library cannot be opened: says why, and that is all there is to do."""
        choices = [
            Choice(tr("Quit"), tr("Nothing is changed in the library."), self._finish),
            Choice(tr("Copy diagnostics and quit"), tr("For a report."), lambda: self._report_and_quit(error)),
        ]
        fix = render(error.fix) if error.fix else ""
        dialog = ChoiceDialog(self.theme, render(error.what), fix, choices, self.window)
        dialog.rejected.connect(self._finish)
        dialog.open()

    def _report_and_quit(self, error: ErrorInfo) -> None:
        self._copy_diagnostics(error)
        self._finish()

    # Files

    def open_path(self, path: Path, *more: Path) -> None:
        """Opens a table, or one that is made of several files, and shows the Data pane."""
        if self.session is None:
            self._files = (path, *more)  # dropped before the library was open
            return
        self.window.open_pane("data")
        self.session.imports.open_file(path, *more)

    def _paste(self) -> None:
        """Takes a table from the clipboard if the Data pane is shown; elsewhere there is no place for it."""
        if self.session is not None and self.window.pane_name == "data":
            self.commands.run("paste_table")

    def _list_recent_files(self) -> None:
        for command in self.commands.all():
            if command.id.startswith("recent_"):
                self.commands.remove(command.id)
        if self._store is not None:
            self.commands.add(*recent_commands(self._store.versions(), self.open_path))

    # Settings

    def open_settings(self, key: str = "") -> None:
        """Shows the settings dialog, at one setting if its key is given."""
        if self._settings is None:
            from workbench.gui.settings_dialog import SettingsDialog

            self._settings = SettingsDialog(self.theme, self.window)
            self._settings.preferences_changed.connect(self._on_preferences_changed)
            self._settings.training_changed.connect(self._on_training_settings)
            self.language.changed.connect(self._settings.retranslate)
        self._settings.set_preferences(self.preferences)
        self._show_settings()
        self._settings.open_at(key)

    def _show_settings(self) -> None:
        if self._settings is not None and self.session is not None and not self._settings.isActiveWindow():
            session = self.session
            self._settings.set_training(session.settings, seed=session.seed, method=session.method)

    def _on_training_settings(self, values: dict[str, SettingValue]) -> None:
        if self.session is None:
            return
        seed, method = int(values.pop("seed", 0)), str(values.pop("method", "full"))
        if method != self.session.method:
            self.session.set_method(method)
        self.session.set_settings(values, seed=seed)

    def _on_preferences_changed(self, values: dict[str, SettingValue]) -> None:
        self.preferences = dict(values)
        save_preferences(self._folder, self.preferences)
        self.theme.set_choice(_THEMES[self.preferences["theme"]])
        self.language.set(str(self.preferences["language"]))

    def set_preference(self, key: str, value: SettingValue) -> None:
        """Changes a preference, at once and for good."""
        self._on_preferences_changed({**self.preferences, key: value})

    # News

    def _on_recovered(self, run_ids: tuple[int, ...]) -> None:
        text = tr(
            "A run was interrupted; it can be resumed.",
            "{n} runs were interrupted; they can be resumed.",
            n=len(run_ids),
        )
        self.messages.tell(text, MessageAction(tr("Show"), lambda: self.window.open_pane("runs")), tone="warn")

    def _on_training_ended(self, run_id: int, state: str) -> None:
        if self._is_closing:
            self._finish()
            return
        if state in ("finished", "stopped") and self.window.pane_name != "train":
            text = tr("Run {id} finished.", id=run_id)
            self.messages.tell(text, MessageAction(tr("Show"), lambda: self.window.open_pane("results")))
        self._app.alert(self.window)

    def _show_device(self) -> None:
        estimate = self.session.estimate if self.session is not None else None
        if estimate is not None and not estimate.device.startswith("CPU"):
            self.window.rail.set_device(estimate.device)
            return
        self.window.rail.set_device(tr("CPU, {n} core", "CPU, {n} cores", n=os.cpu_count() or 1))

    def _copy_diagnostics(self, error: ErrorInfo | None = None) -> None:
        copy_diagnostics(self._folder, error)

    # End

    def _on_close_wanted(self) -> None:
        if self._is_closing:
            return
        if self.training is None or not self.training.is_running:
            self._finish()
            return
        from workbench.gui.closing import closing_choices, closing_facts, closing_title

        choices = closing_choices(self.training, keep_best=self._keep_best_and_close, leave=self._leave_and_close)
        title, facts = closing_title(self.training), closing_facts(self.training)
        ChoiceDialog(self.theme, title, facts, choices, self.window).open()

    def _keep_best_and_close(self) -> None:
        self._close_after_run(tr("Closing when the best epoch has been tested and kept."))

    def _close_after_run(self, news: str) -> None:
        training = self.training
        assert training is not None
        if not training.is_running:  # it ended while the question was on the screen
            self._finish()
            return
        self._is_closing = True
        training.queue.clear()
        training.failed.connect(self._finish)
        self.messages.tell(news, tone="info")
        training.stop_and_keep_best()

    def _leave_and_close(self) -> None:
        assert self.training is not None
        self.training.queue.clear()
        self._finish()  # shutting the engine down cancels the run at its checkpoint

    def _finish(self) -> None:
        """Keeps what survives a restart, and ends when the engines have."""
        if not self.window.isVisible():
            return
        self._is_closing = True
        save_window_state(self._folder, WindowState(geometry=self.window.geometry_bytes(), pane=self.window.pane_name))
        self.window.allow_close()
        self.window.close()
        if self.engines is None:
            if self._importer is not None:
                self._importer.wait()  # a thread cannot be ended in the middle of an import
            self._app.quit()
            return
        if self.session is not None:
            self.session.end()
        self.engines.shut_down.connect(self._quit)
        self.engines.shutdown()

    def _quit(self) -> None:
        if self._store is not None:
            self._store.close()
        self._app.quit()

    # What the window's commands do

    def _doings(self) -> WindowDoings:
        return WindowDoings(
            open_file=lambda: choose_files(self.window, self.open_path),
            open_folder=lambda: choose_folder(self.window, self.open_path),
            paste=self._paste,
            open_library=lambda: _open_folder(self._folder),
            open_settings=self.open_settings,
            open_pane=self.window.open_pane,
            open_palette=self.window.open_palette,
            show_shortcuts=self._show_shortcuts,
            copy_diagnostics=self._copy_and_tell,
            toggle_full_screen=self._toggle_full_screen,
            close=lambda: _ignore(self.window.close()),
            history=lambda: self.session.history if self.session is not None else None,
            set_preference=self.set_preference,
            preference=lambda key: self.preferences[key],
        )

    def _show_shortcuts(self) -> None:
        from workbench.gui.shortcuts_dialog import ShortcutsDialog

        ShortcutsDialog(self.theme, self.commands, self.window).open()

    def _copy_and_tell(self) -> None:
        self._copy_diagnostics()
        self.messages.tell(tr("Diagnostics copied."))

    def _toggle_full_screen(self) -> None:
        if self.window.isFullScreen():
            self.window.showNormal()
        else:
            self.window.showFullScreen()


def _open_folder(folder: Path) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))


def _ignore(_result: bool) -> None:
    """For calls whose result says nothing."""
