"""The Try pane: who answers, which answer counts, what is kept, and the scoring of a file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot
from results_examples import LABELS, MARKUP, MadeRun, add_version
from training_desk import Desk, add_baseline, add_finished, desk

from workbench.data import tables
from workbench.gui import wording
from workbench.gui.panes.try_it import PANE
from workbench.gui.panes.try_it.view import TryPane
from workbench.i18n import say, set_language
from workbench.protocol import (
    FileScored,
    Predict,
    Predicted,
    Progressed,
    RequestCancelled,
    RequestFailed,
    RunFinished,
    ScoreFile,
    TrainBaseline,
)
from workbench.values import SPLIT_NAMES, ErrorInfo, LabelScores

pytestmark = pytest.mark.gui


@pytest.fixture
def at_desk(qtbot: QtBot, library: Path) -> Iterator[Desk]:  # noqa: ARG001 - qtbot makes the application
    with desk(library) as made:
        yield made


def build(at_desk: Desk, qtbot: QtBot, *, width: int = 1096, height: int = 760) -> TryPane:
    pane = PANE.build(at_desk.context)
    assert isinstance(pane, TryPane)
    qtbot.addWidget(pane)
    pane.resize(width, height)
    pane.show()
    pane.on_opened()
    return pane


@pytest.fixture
def made(at_desk: Desk) -> MadeRun:
    """A finished run on open data."""
    found = add_finished(at_desk.library)
    at_desk.show(found.run.version_id)
    at_desk.session.show_run(found.run.id)
    return found


def says(
    run_id: int, label: str, share: float = 0.9, *, labels: tuple[str, ...] = LABELS, tokens: int = 5
) -> Predicted:
    others = [each for each in labels if each != label]
    rest = (1 - share) / max(1, len(others))
    output = LabelScores(labels=(label, *others), scores=(share, *(rest for _ in others)))
    return Predicted(run_id=run_id, outputs=(output,), tokens=(tokens,), max_tokens=48, seconds=0.01)


def asked_texts(at_desk: Desk) -> list[tuple[str, ...]]:
    requests = [asked.request for asked in at_desk.engines.all_of(Predict)]
    return [request.texts for request in requests if isinstance(request, Predict) and not request.keep]


def test_that_it_is_locked_until_a_model_can_answer(at_desk: Desk, qtbot: QtBot) -> None:
    pane = build(at_desk, qtbot)
    assert pane.status().locked
    assert pane._locked.isVisible()
    made = add_finished(at_desk.library)
    at_desk.library.remove_run(made.run.id)
    at_desk.show(made.run.version_id)
    at_desk.give_baseline(made)
    assert (pane.status().locked, pane.status().state) == (False, "baseline")
    primary = pane.status().bar.primary
    assert primary is not None
    assert primary.text == "Train"


def test_that_a_finished_training_answers_at_once(at_desk: Desk, qtbot: QtBot) -> None:
    data = add_version(at_desk.library, ["one", "two"] * 20, ["negative", "positive"] * 20, labels=LABELS[:2])
    at_desk.show(data.id)
    pane = build(at_desk, qtbot)
    begun = at_desk.begin_run(data)
    begun.train()
    pane._box.set_text("a text")
    run = begun.end()
    assert pane.status().state == "ready"
    request = at_desk.engines.newest(Predict).request
    assert request == Predict(request_id=len(at_desk.engines.asked), run_id=run.id, texts=("a text",))


def test_that_the_box_opens_with_a_test_row_and_never_its_label(at_desk: Desk, qtbot: QtBot, made: MadeRun) -> None:
    pane = build(at_desk, qtbot)
    text = pane._box.text()
    assert text in {made.texts[row] for row in made.rows}
    own = [row.row for row in pane._presenter.own_rows]
    codes = tables.read_split(at_desk.library.folder / made.run.folder / "split.arrow")
    assert {int(codes[row]) for row in own} == {SPLIT_NAMES.index("test")}
    pane._another_button.click()
    assert pane._box.text() != text
    assert pane._box.text() in {made.texts[row] for row in made.rows}


def test_that_only_the_newest_answer_counts(at_desk: Desk, qtbot: QtBot, made: MadeRun) -> None:
    pane = build(at_desk, qtbot)
    pane._box.set_text("first")
    first = at_desk.engines.newest(Predict)
    pane._box.set_text("second")
    second = at_desk.engines.newest(Predict)
    at_desk.engines.tell(second, says(made.run.id, "positive"))
    at_desk.engines.tell(first, says(made.run.id, "negative"))
    assert pane._first_card._scores.verdict.text() == "positive"
    assert pane._read_words.text() == "5 of at most 48 tokens are read"
    assert "answered in" in pane._title.facts.accessibleName()


def test_that_an_old_question_that_fails_says_nothing(at_desk: Desk, qtbot: QtBot, made: MadeRun) -> None:
    pane = build(at_desk, qtbot)
    pane._box.set_text("first")
    first = at_desk.engines.newest(Predict)
    pane._box.set_text("second")
    error = ErrorInfo(code="model", what=say("The model is gone."))
    at_desk.engines.tell(first, RequestFailed(error=error))
    assert at_desk.notices == []
    at_desk.engines.tell(at_desk.engines.newest(Predict), RequestFailed(error=error))
    assert [notice.text for notice in at_desk.notices] == ["The model is gone."]
    assert made.run.id not in pane._presenter.answers


def test_that_an_empty_box_asks_nothing(at_desk: Desk, qtbot: QtBot, made: MadeRun) -> None:
    pane = build(at_desk, qtbot)
    at_desk.engines.tell(at_desk.engines.newest(Predict), says(made.run.id, "positive"))
    count = len(at_desk.engines.all_of(Predict))
    pane._box.set_text("  \n ")
    assert len(at_desk.engines.all_of(Predict)) == count
    assert not pane._first_card._scores.isVisible()


def test_that_the_words_of_the_threshold_are_those_of_the_report(at_desk: Desk, qtbot: QtBot, made: MadeRun) -> None:
    pane = build(at_desk, qtbot)
    assert made.run.report is not None
    for point in made.run.report.thresholds:
        if point.threshold > 0.99 or not point.answered_share:
            continue
        pane._slider.set_number(point.threshold)
        pane._slider.value_changed.emit(point.threshold)
        answered, right = wording.in_100(point.answered_share), wording.in_100(point.accuracy)
        told = pane._threshold_words.text()
        assert told.endswith(f"it answers {answered} in 100 texts and is right {right} times in 100.")


def test_that_under_the_threshold_it_is_not_sure(at_desk: Desk, qtbot: QtBot, made: MadeRun) -> None:
    pane = build(at_desk, qtbot)
    at_desk.engines.tell(at_desk.engines.newest(Predict), says(made.run.id, "positive", 0.6))
    scores = pane._first_card._scores
    assert (scores.verdict.text(), scores.chip.text()) == ("not sure", "leans to positive")
    pane._on_threshold(0.5)
    assert (scores.verdict.text(), scores.chip.text()) == ("positive", "sure enough")


def test_that_a_text_that_has_rested_is_kept_and_comes_back_by_a_click(
    at_desk: Desk, qtbot: QtBot, made: MadeRun
) -> None:
    pane = build(at_desk, qtbot)
    pane._box.set_text("the chair is fine")
    pane._presenter._keep_timer.timeout.emit()
    kept = at_desk.engines.newest(Predict)
    assert isinstance(kept.request, Predict)
    assert (kept.request.keep, kept.request.texts) == (True, ("the chair is fine",))
    answer = says(made.run.id, "positive")
    at_desk.library.add_predictions(made.run.id, ["the chair is fine"], list(answer.outputs))
    at_desk.engines.tell(kept, answer)
    assert [row.text for row in pane._history._rows] == ["the chair is fine"]
    pane._box.set_text("something else")
    pane._history.row_chosen.emit(0)
    assert pane._box.text() == "the chair is fine"
    count = len(at_desk.engines.all_of(Predict))
    assert not pane._presenter._keep_timer.isActive(), "what is kept is not kept twice"
    assert asked_texts(at_desk)[-1] == ("the chair is fine",)
    assert count == len(at_desk.engines.all_of(Predict))


def test_that_composing_by_an_input_method_does_not_ask(at_desk: Desk, qtbot: QtBot, made: MadeRun) -> None:
    pane = build(at_desk, qtbot)
    pane._box.set_text("")
    count = len(asked_texts(at_desk))
    QApplication.sendEvent(pane._box.edit, QInputMethodEvent("hao", []))
    QTest.qWait(150)
    assert len(asked_texts(at_desk)) == count
    done = QInputMethodEvent("", [])
    done.setCommitString("好")
    QApplication.sendEvent(pane._box.edit, done)
    qtbot.waitUntil(lambda: len(asked_texts(at_desk)) > count, timeout=2000)
    assert asked_texts(at_desk)[-1] == ("好",)
    assert made.run.id


def test_that_a_text_of_a_megabyte_can_be_pasted(at_desk: Desk, qtbot: QtBot, made: MadeRun) -> None:
    pane = build(at_desk, qtbot)
    text = "word " * 200_000
    pane._box.set_text(text)
    assert asked_texts(at_desk)[-1] == (text,)
    answer = msgspec.structs.replace(says(made.run.id, "positive"), tokens=(48,))
    at_desk.engines.tell(at_desk.engines.newest(Predict), answer)
    assert pane._read_words.text() == "Only the first 48 tokens are read"


def test_that_markup_in_labels_and_texts_stays_plain(at_desk: Desk, qtbot: QtBot) -> None:
    made = add_finished(at_desk.library, labels=(MARKUP, "plain"), seed=3)
    at_desk.show(made.run.version_id)
    at_desk.session.show_run(made.run.id)
    pane = build(at_desk, qtbot)
    answer = says(made.run.id, MARKUP, labels=(MARKUP, "plain"))
    at_desk.engines.tell(at_desk.engines.newest(Predict), answer)
    assert pane._first_card._scores.verdict.text() == MARKUP
    assert pane._first_card._scores.verdict.textFormat().name == "PlainText"
    assert [row.name for row in pane._first_card._scores.bars.rows()] == [MARKUP, "plain"]
    pane._box.edit.insertPlainText(MARKUP)
    assert MARKUP in pane._box.text()


def test_that_a_second_model_stands_beside_and_is_compared(at_desk: Desk, qtbot: QtBot, made: MadeRun) -> None:
    baseline = add_baseline(at_desk.library, made)
    at_desk.library.change_run(made.run.id, baseline_run_id=baseline.id)
    pane = build(at_desk, qtbot)
    assert pane._second_card.isVisible()
    one, other = at_desk.engines.all_of(Predict)[-2:]
    at_desk.engines.tell(one, says(made.run.id, "positive"))
    assert not pane._two_card.isVisible()
    at_desk.engines.tell(other, says(baseline.id, "neutral"))
    assert pane._two_chip.text() == "they differ"
    assert pane._two_words.text() == "Run 1 says “positive”, Run 2 says “neutral”."
    pane._presenter.choose_second(None)
    assert not pane._second_card.isVisible()
    assert not pane._two_card.isVisible()


def test_that_a_chosen_baseline_answers_without_taking_over_results(at_desk: Desk, qtbot: QtBot, made: MadeRun) -> None:
    baseline = add_baseline(at_desk.library, made)
    pane = build(at_desk, qtbot)
    pane._choose_first(baseline.id)
    assert pane._presenter.first is not None
    assert pane._presenter.first.id == baseline.id
    assert at_desk.session.run is not None
    assert at_desk.session.run.id == made.run.id
    another = add_finished(at_desk.library, seed=4)
    at_desk.session.show_run(another.run.id)
    at_desk.show(another.run.version_id)
    assert pane._presenter.first.id == another.run.id, "a newer run takes the place of what was chosen before"


def test_that_other_data_brings_its_own_rows_but_leaves_what_was_typed(
    at_desk: Desk, qtbot: QtBot, made: MadeRun
) -> None:
    pane = build(at_desk, qtbot)
    assert pane._box.text() in {made.texts[row] for row in made.rows}
    labels = ("red", "blue")
    other = add_finished(at_desk.library, labels=labels, examples=61, seed=9)
    baseline = add_baseline(at_desk.library, other)
    at_desk.show(other.run.version_id)
    at_desk.engines.tell(at_desk.engines.newest(TrainBaseline), RunFinished(run_id=baseline.id, state="finished"))
    assert pane._box.text().split()[-1] in labels
    pane._box.set_text("typed by hand")
    at_desk.show(made.run.version_id)
    assert pane._box.text() == "typed by hand"


def test_that_many_labels_scroll_inside_the_card(at_desk: Desk, qtbot: QtBot) -> None:
    labels = tuple(f"a label with quite a long name, number {n}" for n in range(45))
    made = add_finished(at_desk.library, labels=labels, examples=500)
    at_desk.show(made.run.version_id)
    at_desk.session.show_run(made.run.id)
    pane = build(at_desk, qtbot, width=968, height=588)
    at_desk.engines.tell(at_desk.engines.newest(Predict), says(made.run.id, labels[3], labels=labels))
    QTest.qWait(50)
    assert pane.minimumSizeHint().height() <= 588
    assert len(pane._first_card._scores.bars.rows()) == 45
    assert pane._first_card._scores.bars.height() <= 4 * 30
    assert pane._rows_card.geometry().bottom() <= pane._work.height()
    assert pane._rows_card.height() >= 100


def choose(title: str, path: Path) -> None:
    """Chooses a file in the open dialog of that title."""
    dialog = next(
        w
        for w in QApplication.allWidgets()
        if isinstance(w, QFileDialog) and w.isVisible() and w.windowTitle() == title
    )
    dialog.fileSelected.emit(str(path))
    dialog.reject()


def test_that_a_file_is_scored_with_progress_and_the_copy_is_named(
    at_desk: Desk, qtbot: QtBot, made: MadeRun, tmp_path: Path
) -> None:
    pane = build(at_desk, qtbot)
    source = tmp_path / "new.csv"
    source.write_text("review\nfine\n", encoding="utf-8")
    pane._score_button.click()
    choose("Score a file", source)
    choose("Save the scored copy", tmp_path / "new_scored.csv")
    asked = at_desk.engines.newest(ScoreFile)
    assert asked.role == "background"
    assert asked.request == ScoreFile(
        request_id=asked.number, run_id=made.run.id, path=str(source), out=str(tmp_path / "new_scored.csv")
    )
    assert pane._scoring_card.isVisible()
    assert not pane._score_button.isEnabled()
    at_desk.engines.tell(asked, Progressed(what=say("Scoring new.csv"), done=1, total=4))
    assert pane._scoring.share == 0.25
    scored = FileScored(run_id=made.run.id, out=str(tmp_path / "new_scored.csv"), rows=4, rejected=1, seconds=0.1)
    at_desk.engines.tell(asked, scored)
    assert not pane._scoring_card.isVisible()
    assert at_desk.notices[-1].text == "4 scored, 1 row could not be read: new_scored.csv."
    assert at_desk.notices[-1].action is not None


def test_that_scoring_can_be_cancelled_or_fail(at_desk: Desk, qtbot: QtBot, made: MadeRun, tmp_path: Path) -> None:
    pane = build(at_desk, qtbot)
    pane._scoring.start(made.run.id, tmp_path / "new.csv", tmp_path / "out.csv")
    pane._scoring.start(made.run.id, tmp_path / "new.csv", tmp_path / "out.csv")
    assert len(at_desk.engines.all_of(ScoreFile)) == 1, "one file at a time"
    pane._cancel_button.click()
    asked = at_desk.engines.newest(ScoreFile)
    assert at_desk.engines.cancelled == [asked.number]
    at_desk.engines.tell(asked, RequestCancelled())
    assert at_desk.notices[-1].text == "Scoring cancelled; no copy was written."
    pane._scoring.start(made.run.id, tmp_path / "new.csv", tmp_path / "out.csv")
    error = ErrorInfo(code="data", what=say("The file has no column “review”."))
    at_desk.engines.tell(at_desk.engines.newest(ScoreFile), RequestFailed(error=error))
    assert at_desk.notices[-1].text == "The file has no column “review”."
    assert pane._score_button.isEnabled()


def test_that_the_pane_speaks_chinese_at_once(at_desk: Desk, qtbot: QtBot, made: MadeRun) -> None:
    pane = build(at_desk, qtbot)
    at_desk.engines.tell(at_desk.engines.newest(Predict), says(made.run.id, "positive"))
    set_language("zh_CN")
    pane.retranslate()
    assert pane._score_button.text() == "给文件打标签…"
    assert pane._read_words.text() == "读取 5 个 token，最多 48 个"
    assert pane._first_card._scores.chip.text() == "足够确定"
