"""The Results pane in a window over a real library: clicks, keys, sizes, themes, languages, what is missing."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from pathlib import Path

import msgspec
import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot
from results_examples import LABELS, MARKUP, MadeRun, add_run, add_version

from workbench.gui.commands import Commands
from workbench.gui.engines import Engines
from workbench.gui.language import Language
from workbench.gui.main_window import MainWindow
from workbench.gui.messages import Messages
from workbench.gui.pane import PaneContext
from workbench.gui.panes.results import PANE
from workbench.gui.panes.results.answers import ALL_MISTAKES, Choice
from workbench.gui.panes.results.example_popup import ExamplePopup
from workbench.gui.panes.results.view import ResultsPane
from workbench.gui.session import Session
from workbench.gui.theme import Theme
from workbench.gui.training import Training
from workbench.store import Library

pytestmark = pytest.mark.gui


def _silent_engine(_role: str, _library: Path) -> list[str]:
    return [sys.executable, "-c", "import sys; sys.stdin.buffer.read()"]


class Window:
    """A window with the Results pane alone."""

    def __init__(self, library: Library, theme: Theme) -> None:
        self.theme, self.language = theme, Language("en")
        self.opened: list[str] = []
        commands, messages = Commands(), Messages()
        engines = Engines(library.folder, command=_silent_engine)
        training = Training(engines)
        self.session = Session(library, engines, training)
        self.frame = MainWindow(theme, self.language, commands, specs=[PANE], copy_diagnostics=lambda _error: None)
        context = PaneContext(
            session=self.session, training=training, engines=engines, messages=messages, commands=commands,
            theme=theme, language=self.language, open_pane=self.opened.append, open_settings=lambda _key: None,
            preference=lambda _key: "", set_preference=lambda _key, _value: None,
        )  # fmt: skip
        self.frame.fill(lambda spec: spec.build(context))
        pane = self.frame.pane("results")
        assert isinstance(pane, ResultsPane)
        self.pane = pane

    def texts(self) -> list[str]:
        """The texts in the list, from the top."""
        answers, table = self.pane.presenter.answers(), self.pane.examples.table
        assert answers is not None
        return [answers.text(int(at)) for at in table.examples.positions]

    def title(self) -> str:
        """The title of the list."""
        return self.pane.examples.accessibleName()


@pytest.fixture(scope="module")
def theme(qapp: QApplication) -> Theme:
    made = Theme("light")
    made.apply(qapp)
    return made


@pytest.fixture
def store(library: Path) -> Iterator[Library]:
    with Library.open(library) as opened:
        yield opened


def _show(qtbot: QtBot, store: Library, theme: Theme) -> Window:
    made = Window(store, theme)
    qtbot.addWidget(made.frame, before_close_func=lambda _widget: made.frame.allow_close())
    with qtbot.waitExposed(made.frame):
        made.frame.show()
    QTest.qWait(1)  # the pane looks for the last run once the session has begun
    return made


@pytest.fixture
def run(store: Library) -> MadeRun:
    return add_run(store, examples=300, skill=1.2)


@pytest.fixture
def window(qtbot: QtBot, store: Library, theme: Theme, run: MadeRun) -> Window:
    assert run.run.report is not None
    return _show(qtbot, store, theme)


def _expected(run: MadeRun, wanted: np.ndarray) -> set[str]:
    return {run.texts[row] for row in run.rows[wanted]}


def _click_cell(window: Window, true: int, predicted: int) -> None:
    matrix = window.pane.matrix.matrix
    place = matrix.cell_rect(true, predicted).center().toPoint()
    QTest.mouseClick(matrix.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)


def test_that_the_newest_run_is_shown_with_its_most_confident_mistakes(window: Window, run: MadeRun) -> None:
    wrong = run.predicted != run.true
    assert set(window.texts()) == _expected(run, wrong)
    confidences = [window.pane.presenter.answers().confidence(int(at)) for at in window.pane.presenter.chosen()]  # type: ignore[union-attr]  # it is filled
    assert confidences == sorted(confidences, reverse=True)
    assert window.title() == "Most confident mistakes"
    assert window.pane.status().state == str(round((~wrong).mean() * 100))


def test_that_a_click_on_a_cell_shows_exactly_its_texts(window: Window, run: MadeRun) -> None:
    _click_cell(window, 1, 2)
    assert set(window.texts()) == _expected(run, (run.true == 1) & (run.predicted == 2))
    assert window.title() == "“neutral” taken for “positive”"
    _click_cell(window, 2, 2)
    assert set(window.texts()) == _expected(run, (run.true == 2) & (run.predicted == 2))


def test_that_a_second_click_on_a_cell_gives_all_mistakes_again(window: Window) -> None:
    _click_cell(window, 1, 2)
    _click_cell(window, 1, 2)
    assert window.pane.presenter.choice == ALL_MISTAKES


def test_that_a_click_on_a_label_shows_its_examples_and_takes_the_mark_from_the_matrix(
    window: Window, run: MadeRun
) -> None:
    _click_cell(window, 0, 2)
    table = window.pane.labels.table
    row = [entry.key for entry in table.figures.rows].index("1")
    place = table.visualRect(table.figures.index(row, 0)).center()
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)
    assert set(window.texts()) == _expected(run, run.true == 1)
    assert window.title() == "Examples of “neutral”"
    assert table.current_key() == "1"
    assert window.pane.matrix.matrix._current is None


def test_that_labels_are_sorted_weakest_first_with_the_average_at_the_end(window: Window, run: MadeRun) -> None:
    assert run.run.report is not None
    rows = window.pane.labels.table.figures.rows
    f1 = [of.f1 for of in run.run.report.per_label]
    assert [row.key for row in rows] == [*(str(at) for at in sorted(range(3), key=lambda at: f1[at])), "average"]


def test_that_the_cross_and_escape_give_all_mistakes_again(window: Window) -> None:
    _click_cell(window, 1, 2)
    button = window.pane.examples.clear_button
    assert button.isVisible()
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert window.pane.presenter.choice == ALL_MISTAKES
    assert not button.isVisible()
    window.pane.presenter.choose_label(2)
    QTest.keyClick(window.pane, Qt.Key.Key_Escape)
    assert window.pane.presenter.choice == ALL_MISTAKES


def _buttons(window: Window) -> list[QPushButton]:
    return [button for button in window.pane.advice.findChildren(QPushButton) if button.isVisible()]


def test_that_every_button_of_the_advice_shows_as_many_rows_as_it_says(window: Window, run: MadeRun) -> None:
    assert run.run.report is not None
    told = [piece.rows for piece in run.run.report.advice if piece.true_label is not None]
    buttons = _buttons(window)
    assert [button.text() for button in buttons] == [f"Show {rows:,}" for rows in told]
    assert told
    for button, rows in zip(buttons, told, strict=True):
        window.pane.presenter.choose_all()
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        assert len(window.pane.presenter.chosen()) == rows


def test_that_all_mistakes_take_the_pane_and_give_it_back(window: Window) -> None:
    before = window.pane.examples.height()
    window.pane.examples.action_button().click()
    QTest.qWait(1)
    assert window.pane.examples.height() > before * 1.4
    assert not window.pane.labels.isVisible()
    QTest.keyClick(window.pane, Qt.Key.Key_Escape)
    assert window.pane.labels.isVisible()


def test_that_the_slider_tells_what_a_threshold_brings(window: Window) -> None:
    slider = window.pane.labels.slider
    assert "70% sure" in slider.accessibleName()
    slider.setFocus()
    QTest.keyClick(slider, Qt.Key.Key_Right)
    assert "72% sure" in slider.accessibleName()


def _popup() -> ExamplePopup:
    found = [widget for widget in QApplication.topLevelWidgets() if isinstance(widget, ExamplePopup)]
    return found[-1]


def test_that_a_click_on_a_text_opens_it_whole(window: Window) -> None:
    table = window.pane.examples.table
    place = table.visualRect(table.examples.index(1, 0)).center()
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)
    popup = _popup()
    assert popup.isVisible()
    assert popup.text.toPlainText() == window.texts()[1]
    popup.close()


def test_that_return_opens_the_current_text(window: Window) -> None:
    table = window.pane.examples.table
    table.setFocus()
    QTest.keyClick(table, Qt.Key.Key_Down)
    QTest.keyClick(table, Qt.Key.Key_Return)
    assert _popup().text.toPlainText() == window.texts()[table.currentIndex().row()]
    _popup().close()


@pytest.mark.parametrize("length", [10, 100_000])
def test_that_a_text_of_any_length_stays_inside_the_window(
    qtbot: QtBot, store: Library, theme: Theme, length: int
) -> None:
    made = add_run(store, examples=30, skill=0.5)
    shown = _show(qtbot, store, theme)
    answers = shown.pane.presenter.answers()
    assert answers is not None
    position = int(shown.pane.presenter.chosen()[0])
    example = answers.example(position)
    long = type(example)(
        row=example.row, text="字 word\n" * (length // 7 + 1), true=example.true, predicted=example.predicted,
        confidence=example.confidence, scores=example.scores,
    )  # fmt: skip
    assert made.run.report is not None
    popup = ExamplePopup(theme, long, labels=LABELS, colors=("#000000",) * 3, parent=shown.frame)
    qtbot.addWidget(popup)
    popup.open_at(shown.frame.mapToGlobal(QPoint(500, 600)), window=shown.frame)
    assert popup.height() < 480
    assert popup.y() >= shown.frame.mapToGlobal(QPoint(0, 0)).y()


def test_that_labels_that_look_like_markup_are_shown_as_they_are(qtbot: QtBot, store: Library, theme: Theme) -> None:
    add_run(store, labels=(MARKUP, "<b>bold</b>", "{n:,} & %s"), examples=60, skill=0.8)
    shown = _show(qtbot, store, theme)
    _click_cell(shown, 0, 1)
    assert shown.title() == f"“{MARKUP}” taken for “<b>bold</b>”"
    model = shown.pane.examples.table.examples
    assert {model.index(row, 1).data() for row in range(model.rowCount())} <= {MARKUP}
    rows = shown.pane.labels.table.figures.rows
    assert MARKUP in {row.cells["label"].text for row in rows}
    tooltip = shown.pane.headline.bars.toolTip()
    assert "<img" not in tooltip


def test_that_labels_have_the_colour_of_their_rank_in_the_training_data(window: Window, theme: Theme) -> None:
    assert window.pane.presenter.version is not None
    order = [of.label for of in window.pane.presenter.version.profile.labels]
    for row in window.pane.labels.table.figures.rows[:-1]:
        label = row.cells["label"]
        assert label.color == theme.label_color(order.index(label.text))
    at = LABELS.index("neutral")
    assert window.pane.examples.table.label_color(at) == theme.label_color(order.index("neutral"))


def test_that_a_hundred_labels_and_20_000_answers_open_within_a_second(
    qtbot: QtBot, store: Library, theme: Theme
) -> None:
    labels = tuple(f"label {at} of a hundred" for at in range(100))
    made = add_run(store, labels=labels, examples=20_000, skill=2.5)
    shown = _show(qtbot, store, theme)
    shown.session.run = None
    shown.session.run_changed.emit()
    began = time.process_time()
    shown.session.show_run(made.run.id)
    shown.frame.grab()
    took = time.process_time() - began
    assert shown.pane.examples.table.examples.rowCount() == int((made.predicted != made.true).sum())
    assert took < 1.0


def test_that_a_library_without_runs_says_what_unlocks_the_pane(qtbot: QtBot, store: Library, theme: Theme) -> None:
    shown = _show(qtbot, store, theme)
    assert shown.pane.status().locked
    buttons = [button for button in shown.pane.findChildren(QPushButton) if button.isVisible()]
    assert [button.text() for button in buttons] == ["Go to Train"]
    buttons[0].click()
    assert shown.opened == ["train"]


def test_that_a_run_that_has_not_finished_is_locked_and_leads_to_the_others(window: Window, run: MadeRun) -> None:
    unfinished = msgspec.structs.replace(run.run, id=0, name="", folder="", state="interrupted", report=None)
    window.session.show_run(window.session.library.add_run(unfinished).id)
    assert window.pane.status().locked
    [button] = [button for button in window.pane.findChildren(QPushButton) if button.isVisible()]
    assert button.text() == "Go to Runs"


def test_that_answers_that_are_gone_are_told_and_the_figures_stay(
    qtbot: QtBot, store: Library, theme: Theme, run: MadeRun
) -> None:
    (store.folder / run.run.folder / "test_predictions.arrow").unlink()
    shown = _show(qtbot, store, theme)
    assert shown.pane.examples.banner.isVisible()
    assert "gone or damaged" in shown.pane.examples.banner.accessibleName()
    assert shown.pane.labels.table.figures.rows
    assert not _buttons(shown)
    assert not shown.pane.status().locked


def test_that_a_test_file_of_its_own_gives_the_texts_and_is_named(
    qtbot: QtBot, store: Library, theme: Theme, run: MadeRun
) -> None:
    other = [f"other {row}" for row in range(len(run.texts))]
    version = add_version(store, other, ["neutral"] * len(other), labels=LABELS)
    store.change_run(run.run.id, test_version_id=version.id)
    shown = _show(qtbot, store, theme)
    assert all(text.startswith("other") for text in shown.texts())
    assert shown.pane.headline.comparison.text().endswith("on 300 examples of reviews.csv.")


def test_that_a_run_on_other_data_says_so(window: Window) -> None:
    assert "trained on" not in window.pane.headline.subject.text()
    window.session.version = add_version(window.session.library, ["a"], ["neutral"], labels=LABELS)
    window.session.version_changed.emit()
    assert window.pane.headline.subject.text().endswith("trained on version 1 of reviews.csv")


def test_that_a_new_name_keeps_what_is_being_read(window: Window, run: MadeRun) -> None:
    window.pane.presenter.choose_cell(1, 2)
    window.session.library.change_run(run.run.id, name="My best")
    window.session.show_run(run.run.id)
    assert window.pane.presenter.choice == Choice(true=1, predicted=2)
    assert window.pane.headline.subject.text().startswith("My best, ")


def test_that_chinese_replaces_every_text_at_once(window: Window) -> None:
    window.pane.presenter.choose_cell(1, 2)
    window.language.set("zh_CN")
    assert window.pane.headline.sentence.text().startswith("每 100 条判对")
    assert window.title() == "“neutral”误判为“positive”"
    assert window.pane.labels.accessibleName() == "各个标签"
    model = window.pane.examples.table.examples
    assert model.headerData(3, Qt.Orientation.Horizontal) == "把握"
    window.language.set("en")
    assert window.title() == "“neutral” taken for “positive”"


@pytest.mark.parametrize(("width", "height", "side"), [(1280, 800, 400), (1024, 680, 340), (1720, 1000, 400)])
def test_that_the_right_column_keeps_its_width_and_texts_stay_in_view(
    window: Window, width: int, height: int, side: int
) -> None:
    window.frame.resize(width, height)
    QTest.qWait(1)
    assert window.pane.matrix.width() == window.pane.advice.width() == side
    assert window.pane.headline.isVisible()
    assert window.pane.examples.table.rows_in_view() >= 5
    assert not window.pane.labels.table.verticalScrollBar().maximum()


def test_that_focus_alone_chooses_nothing_and_keys_do(window: Window) -> None:
    window.pane.on_opened()
    window.pane.labels.table.setFocus(Qt.FocusReason.TabFocusReason)
    assert window.pane.presenter.choice == ALL_MISTAKES
    assert not window.pane.labels.table.selectionModel().hasSelection()
    QTest.keyClick(window.pane.labels.table, Qt.Key.Key_Down)
    assert window.pane.presenter.choice == Choice(true=int(window.pane.labels.table.figures.rows[1].key))


def test_that_the_next_step_is_to_try_the_model(window: Window) -> None:
    bar = window.pane.status().bar
    assert bar.primary is not None
    bar.primary.run()
    assert window.opened == ["try_it"]
    assert [fact.text for fact in bar.facts] == ["Run 1 finished in 2 min 51 s", "epoch 2 of 4 was kept"]
