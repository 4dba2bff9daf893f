"""The window around small panes: rail, bottom bar, commands, palette, toast, dialogs, drop, geometry."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, QSize, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit
from pytestqt.qtbot import QtBot

from workbench.gui.choice_dialog import Choice, ChoiceDialog
from workbench.gui.commands import Command, Commands
from workbench.gui.forms import SettingsForm, shown
from workbench.gui.language import Language
from workbench.gui.main_window import MainWindow, first_size
from workbench.gui.messages import MessageAction, Messages
from workbench.gui.palette import matches, rank
from workbench.gui.pane import BarAction, BottomBar, Fact, Pane, PaneSpec, PaneStatus
from workbench.gui.rail import NARROW, WIDE
from workbench.gui.settings_dialog import SettingsDialog
from workbench.gui.theme import Theme
from workbench.gui.window_state import WindowState, load_window_state, save_window_state
from workbench.i18n import say
from workbench.settings import TRAINING
from workbench.values import ErrorInfo

pytestmark = pytest.mark.gui


class SmallPane(Pane):
    """A pane that says what it is told."""

    def __init__(self) -> None:
        super().__init__()
        self.said = PaneStatus()
        self.opened = self.retranslated = 0

    def status(self) -> PaneStatus:
        return self.said

    def say(self, status: PaneStatus) -> None:
        self.said = status
        self.status_changed.emit()

    def on_opened(self) -> None:
        self.opened += 1

    def retranslate(self) -> None:
        self.retranslated += 1


NAMES = ("data", "train", "runs")
SPECS = [
    PaneSpec(name=n, title=n.title(), icon="database", order=i, build=lambda _c: SmallPane(), apart=n == "runs")
    for i, n in enumerate(NAMES)
]


@pytest.fixture(scope="module")
def theme(qapp: QApplication) -> Theme:
    made = Theme("light")
    made.apply(qapp)
    return made


@pytest.fixture
def commands() -> Commands:
    return Commands()


@pytest.fixture
def language() -> Language:
    return Language("en")


@pytest.fixture
def window(qtbot: QtBot, theme: Theme, language: Language, commands: Commands) -> Iterator[MainWindow]:
    made = MainWindow(theme, language, commands, specs=SPECS, copy_diagnostics=lambda _error: None)
    made.fill(lambda _spec: SmallPane())
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    yield made
    made.allow_close()


def _pane(window: MainWindow, name: str) -> SmallPane:
    pane = window.pane(name)
    assert isinstance(pane, SmallPane)
    return pane


def _facts(*texts: str) -> BottomBar:
    return BottomBar(facts=tuple(Fact(text) for text in texts))


def test_that_the_first_pane_is_open_and_told_so(window: MainWindow) -> None:
    assert window.pane_name == "data"
    assert _pane(window, "data").opened == 1


def test_that_the_pane_that_is_chosen_while_panes_are_built_is_built_next(
    qtbot: QtBot, theme: Theme, language: Language, commands: Commands
) -> None:
    window = MainWindow(theme, language, commands, specs=SPECS, copy_diagnostics=lambda _error: None)
    qtbot.addWidget(window)
    window.open_pane("train")
    steps = window.fill_in_steps(lambda _spec: SmallPane())
    assert next(steps) == "train"
    assert _pane(window, "train").opened == 1
    window.open_pane("runs")
    assert next(steps) == "runs"
    assert _pane(window, "runs").opened == 1
    assert list(steps) == ["data"]
    window.allow_close()


def test_that_a_locked_pane_can_still_be_opened(window: MainWindow) -> None:
    _pane(window, "train").say(PaneStatus(locked=True))
    window.open_pane("train")
    assert window.pane_name == "train"
    assert _pane(window, "train").opened == 1


def test_that_the_rail_folds_below_1180_pixels(qtbot: QtBot, window: MainWindow) -> None:
    window.resize(1180, 700)
    qtbot.waitUntil(lambda: window.rail.width() == WIDE)
    window.resize(1179, 700)
    qtbot.waitUntil(lambda: window.rail.width() == NARROW)


def test_that_facts_that_do_not_fit_drop_from_the_right(window: MainWindow) -> None:
    _pane(window, "data").say(PaneStatus(bar=_facts("starter model", "x" * 400, "never")))
    assert window.bottom_bar._facts.shown() == ["starter model"]


def test_that_the_bar_runs_what_its_newest_action_says(window: MainWindow) -> None:
    pressed: list[str] = []
    for word in ("old", "new"):
        action = BarAction("Train", functools.partial(pressed.append, word))
        _pane(window, "data").say(PaneStatus(bar=BottomBar(primary=action)))
    button = window.bottom_bar.primary
    assert button is not None
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert pressed == ["new"]


def test_that_an_action_that_is_off_cannot_be_run_by_its_shortcut(window: MainWindow) -> None:
    pressed: list[int] = []
    off = BarAction("Train", lambda: pressed.append(1), shortcut="Ctrl+Return", enabled=False)
    _pane(window, "data").say(PaneStatus(bar=BottomBar(primary=off)))
    window.run_primary()
    assert pressed == []


def test_that_a_shortcut_of_the_bar_is_bound_where_no_command_has_it(window: MainWindow) -> None:
    pressed: list[int] = []
    action = BarAction("Train", lambda: pressed.append(1), shortcut="Ctrl+Return")
    _pane(window, "data").say(PaneStatus(bar=BottomBar(primary=action)))
    window.activateWindow()
    QTest.keyClick(window, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert pressed == [1]


def test_that_a_command_runs_by_its_shortcut_only_while_it_can(window: MainWindow, commands: Commands) -> None:
    runs: list[int] = []
    can = [False]
    commands.add(Command("x", "X", lambda: runs.append(1), shortcut="Ctrl+J", enabled_when=lambda: can[0], menu="run"))
    QTest.keyClick(window, Qt.Key.Key_J, Qt.KeyboardModifier.ControlModifier)
    can[0] = True
    QTest.keyClick(window, Qt.Key.Key_J, Qt.KeyboardModifier.ControlModifier)
    assert runs == [1]


def test_that_a_taken_shortcut_or_id_is_refused(commands: Commands) -> None:
    commands.add(Command("a", "A", lambda: None, shortcut="Ctrl+J"))
    with pytest.raises(ValueError, match="taken"):
        commands.add(Command("b", "B", lambda: None, shortcut="Ctrl+J"))
    with pytest.raises(ValueError, match="exists"):
        commands.add(Command("a", "B", lambda: None))


def test_that_the_palette_lists_what_fits_best_first_and_runs_it(window: MainWindow, commands: Commands) -> None:
    runs: list[str] = []
    for title in ("Export the chart", "Train"):
        commands.add(Command(title, title, functools.partial(runs.append, title)))
    commands.add(Command("off", "Tidy up", lambda: runs.append("off"), enabled_when=lambda: False))
    window.open_palette()
    field = window.palette_popup.findChild(QLineEdit)
    assert field is not None
    QTest.keyClicks(field, "t")
    assert window.palette_popup.titles() == ["Train", "Export the chart"]
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert runs == ["Train"]
    assert not window.palette_popup.isVisible()


def test_that_escape_closes_the_palette_and_nothing_happens(window: MainWindow) -> None:
    window.open_palette()
    field = window.palette_popup.findChild(QLineEdit)
    assert field is not None
    QTest.keyClick(field, Qt.Key.Key_Escape)
    assert not window.palette_popup.isVisible()


def test_that_the_palette_matches_words_in_any_order() -> None:
    assert matches("fold lib", "Open the library folder")
    assert not matches("fold x", "Open the library folder")
    assert [rank("t", title) for title in ("Train", "Export the chart", "Quit")] == [0, 1, 2]


def test_that_news_goes_by_itself_but_an_error_stays(window: MainWindow) -> None:
    messages = Messages()
    messages.told.connect(window.toast.show_notice)
    messages.tell("34 duplicates removed")
    assert window.toast._timer.isActive()
    messages.show_error(ErrorInfo(code="data", what=say("The column is empty.")))
    assert not window.toast._timer.isActive()
    messages.tell("later")
    notice = window.toast.notice
    assert notice is not None
    assert notice.tone == "error"
    window.toast.close_notice()
    assert window.toast.notice is not None
    assert window.toast.notice.text == "later"


def test_that_the_action_of_a_toast_runs_and_closes_it(window: MainWindow) -> None:
    undone: list[int] = []
    messages = Messages()
    messages.told.connect(window.toast.show_notice)
    messages.tell("Run 7 deleted", MessageAction("Undo", lambda: undone.append(1)))
    QTest.mouseClick(window.toast._action, Qt.MouseButton.LeftButton)
    assert undone == [1]
    assert window.toast.notice is None


def test_that_a_bug_goes_to_the_crash_dialog_instead(qtbot: QtBot) -> None:
    messages = Messages()
    error = ErrorInfo(code="bug", what=say("x"))
    with qtbot.waitSignal(messages.bug_found) as found, qtbot.assertNotEmitted(messages.told):
        messages.show_error(error)
    assert found.args == [error]


def test_that_the_safe_choice_has_the_focus_and_escape_does_nothing(theme: Theme) -> None:
    done: list[str] = []
    choices = [Choice("Continue", "1 min left."), Choice("Discard", "Gone.", lambda: done.append("x"), is_danger=True)]
    dialog = ChoiceDialog(theme, "Stop Run 7?", "", choices)
    dialog.open()
    assert dialog.focusWidget() is dialog.rows[0]
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert done == []
    assert not dialog.isVisible()


def test_that_a_choice_runs_after_the_dialog_is_closed(theme: Theme) -> None:
    seen: list[bool] = []
    dialog = ChoiceDialog(theme, "?", "", [Choice("Do", "It is done.", lambda: seen.append(dialog.isVisible()))])
    dialog.open()
    QTest.mouseClick(dialog.rows[0], Qt.MouseButton.LeftButton)
    assert seen == [False]


def test_that_a_file_dropped_on_the_window_is_told(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    path = tmp_path / "客户评论 1.csv"
    path.write_text("a,b\n", encoding="utf-8")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    nothing = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    entered = QDragEnterEvent(QPointF(500, 400).toPoint(), Qt.DropAction.CopyAction, data, *nothing)
    window.dragEnterEvent(entered)
    assert entered.isAccepted()
    assert window._drop_frame.isVisible()
    with qtbot.waitSignal(window.files_dropped) as dropped:
        window.dropEvent(QDropEvent(QPointF(500, 400), Qt.DropAction.CopyAction, data, *nothing))
    assert dropped.args == [[path]]
    assert not window._drop_frame.isVisible()


def test_that_an_address_is_not_taken(window: MainWindow) -> None:
    data = QMimeData()
    data.setUrls([QUrl("https://example.org/a.csv")])
    entered = QDragEnterEvent(
        QPointF(5, 4).toPoint(),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    entered.ignore()
    window.dragEnterEvent(entered)
    assert not entered.isAccepted()


def test_that_a_switch_of_language_reaches_every_pane_at_once(window: MainWindow, language: Language) -> None:
    language.set("zh_CN")
    assert window.top_bar.field.text() == "搜索命令"
    assert _pane(window, "train").retranslated == 1


def test_that_closing_asks_first(qtbot: QtBot, window: MainWindow) -> None:
    with qtbot.waitSignal(window.close_wanted):
        window.close()
    assert window.isVisible()
    window.allow_close()
    window.close()
    assert not window.isVisible()


def test_that_geometry_and_pane_survive_a_restart(tmp_path: Path) -> None:
    state = WindowState(geometry=b"\x00\x01", pane="runs")
    save_window_state(tmp_path / "library", state)
    assert load_window_state(tmp_path / "library") == state


def test_that_a_damaged_window_state_is_a_first_start(tmp_path: Path) -> None:
    (tmp_path / "window.json").write_text("{", encoding="utf-8")
    assert load_window_state(tmp_path) == WindowState()


def test_that_a_value_out_of_range_is_told_in_words_and_not_taken(qtbot: QtBot, theme: Theme) -> None:
    form = SettingsForm(theme, TRAINING)
    qtbot.addWidget(form)
    editor = form.rows["learning_rate"].editor
    assert isinstance(editor, QLineEdit)
    editor.setText("7")
    assert form.problems == ["Learning rate must be between 1e-07 and 0.1, not 7.0."]
    assert form.changed_values() == {}
    editor.setText("0.001")
    assert form.changed_values() == {"learning_rate": 0.001}


def test_that_every_default_is_shown_in_a_form_that_reads_back_the_same(qtbot: QtBot, theme: Theme) -> None:
    form = SettingsForm(theme, TRAINING)
    qtbot.addWidget(form)
    for key, row in form.rows.items():
        if isinstance(row.editor, QLineEdit):
            row.editor.setText(row.editor.text() + " ")
        assert form.values()[key] == row.setting.default
    assert shown(0.0001) == "0.0001"


def test_that_the_settings_dialog_tells_only_valid_changes(qtbot: QtBot, theme: Theme) -> None:
    dialog = SettingsDialog(theme)
    qtbot.addWidget(dialog)
    dialog.set_training({"epochs": 5}, seed=3, method="full")
    told: list[dict[str, object]] = []
    dialog.training_changed.connect(told.append)
    editor = dialog.training.rows["batch_size"].editor
    assert isinstance(editor, QLineEdit)
    editor.setText("0")
    editor.setText("8")
    assert told == [{"epochs": 5, "batch_size": 8, "seed": 3}]


@pytest.mark.parametrize(
    ("screen", "window"),
    [((1920, 1080), (1280, 800)), ((1280, 800), (1280, 760)), ((1366, 768), (1280, 728)), ((800, 600), (1024, 680))],
)
def test_that_the_first_window_leaves_room_for_its_title(screen: tuple[int, int], window: tuple[int, int]) -> None:
    assert first_size(QSize(*screen)) == QSize(*window)


def test_that_the_method_of_the_next_run_is_chosen_by_its_title(qtbot: QtBot, theme: Theme) -> None:
    dialog = SettingsDialog(theme)
    qtbot.addWidget(dialog)
    dialog.set_training({}, seed=0, method="full")
    told: list[dict[str, object]] = []
    dialog.training_changed.connect(told.append)
    editor = dialog.training.rows["method"].editor
    assert isinstance(editor, QComboBox)
    assert editor.currentText() == "Full fine-tuning"
    editor.setCurrentIndex(editor.findText("Last layer only"))
    assert told == [{"method": "head"}]
