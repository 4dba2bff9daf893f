"""The Train pane in every state of a run: what it says, what it offers, and what that does."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from results_examples import LABELS, add_version
from training_desk import Begun, Desk, add_baseline, add_finished, add_row, desk, evaluation, started, step

from workbench.gui.choice_dialog import ChoiceDialog, ChoiceRow
from workbench.gui.panes.train import PANE
from workbench.gui.panes.train.view import TrainPane
from workbench.gui.widgets.buttons import Button
from workbench.gui.widgets.label import Label
from workbench.i18n import say, set_language
from workbench.protocol import (
    CheckpointSaved,
    PhaseStarted,
    Predict,
    Predicted,
    RequestCancelled,
    RequestFailed,
    ResumeRun,
    RunFinished,
    StartRun,
    TrainBaseline,
    UpdateRun,
)
from workbench.values import ErrorInfo, LabelScores, Version

pytestmark = pytest.mark.gui


@pytest.fixture
def at_desk(qtbot: QtBot, library: Path) -> Iterator[Desk]:  # noqa: ARG001 - qtbot makes the application
    with desk(library) as made:
        yield made


def build(at_desk: Desk, qtbot: QtBot, *, width: int = 1096, height: int = 760) -> TrainPane:
    pane = PANE.build(at_desk.context)
    assert isinstance(pane, TrainPane)
    qtbot.addWidget(pane)
    pane.resize(width, height)
    pane.show()
    QTest.qWait(1)  # the last run is shown by a timer of 0 ms
    return pane


@pytest.fixture
def version(at_desk: Desk) -> Version:
    made = add_version(at_desk.library, ["one", "two"] * 20, ["negative", "positive"] * 20, labels=LABELS)
    at_desk.show(made.id)
    return made


def words_of(pane: TrainPane) -> set[str]:
    """Every text that can be seen."""
    labels = {label.text() for label in pane.findChildren(Label) if label.isVisible()}
    return labels | {button.text() for button in pane.findChildren(Button) if button.isVisible()}


def run_rows(pane: TrainPane) -> dict[str, str]:
    return {row.name: row.value for row in pane._run_rows.rows()}


def facts(pane: TrainPane) -> list[str]:
    return [fact.text for fact in pane.status().bar.facts]


def stop_dialog(pane: TrainPane) -> ChoiceDialog:
    pane._stop_button.click()
    return next(w for w in QApplication.topLevelWidgets() if isinstance(w, ChoiceDialog) and w.isVisible())


def row_named(dialog: ChoiceDialog, title: str) -> ChoiceRow:
    return next(row for row in dialog.rows if row.choice.title == title)


def test_that_it_is_locked_and_says_what_unlocks_it(at_desk: Desk, qtbot: QtBot) -> None:
    pane = build(at_desk, qtbot)
    assert pane.status().locked
    assert pane._locked.isVisible()
    assert facts(pane) == ["Open a file to train a model"]
    primary = pane.status().bar.primary
    assert primary is not None
    assert not primary.enabled


def test_that_it_is_ready_with_the_axis_of_the_next_run(at_desk: Desk, qtbot: QtBot, version: Version) -> None:
    at_desk.session.set_settings({"epochs": 7})
    pane = build(at_desk, qtbot)
    assert pane.status().state == "ready"
    assert {"Ready to train", "The curves appear here while the model trains"} <= words_of(pane)
    assert pane._title.facts.accessibleName() == f"{version.name} · starter model · full fine-tuning · 7 epochs"
    assert pane._curves.plot.loss_panel.x_range() == pytest.approx((0.0, 7.0))


def test_that_a_run_starts_and_trains(at_desk: Desk, qtbot: QtBot, version: Version) -> None:
    pane = build(at_desk, qtbot)
    at_desk.session.start_run()
    assert pane.status().state == "starting"
    assert facts(pane)[0] == "The run is starting"
    assert "Waiting for the first evaluation" in words_of(pane)
    run = add_row(at_desk.library, version, state="running")
    begun = Begun(at_desk, at_desk.engines.newest(StartRun), run)
    begun.tell(started(run))
    begun.train(last=10)
    qtbot.waitUntil(lambda: pane.status().state == "25%", timeout=2000)
    assert pane._title.facts.accessibleName().startswith(f"Run {run.id} · {version.name}")
    assert facts(pane)[:2] == [f"Run {run.id} is training", "25%"]
    assert pane.status().highlight
    qtbot.waitUntil(lambda: run_rows(pane).get("Step") == "10 of 40", timeout=2000)
    assert run_rows(pane)["Speed"] == "32 examples/s"
    assert [phase.state for phase in pane._phases.phases()] == ["done", "done", "current", "waiting", "waiting"]
    assert [phase.note for phase in pane._phases.phases()][3:] == ["9 s", "2 s"]


def test_that_a_look_before_the_first_step_is_called_the_start(at_desk: Desk, qtbot: QtBot, version: Version) -> None:
    pane = build(at_desk, qtbot)
    begun = at_desk.begin_run(version)
    begun.evaluate(0, 0.31)
    begun.train(last=2)
    qtbot.waitUntil(lambda: run_rows(pane)["Best macro-F1"] == "0.31, the start", timeout=2000)
    dialog = stop_dialog(pane)
    keep = row_named(dialog, "Stop and keep the best")
    assert keep.choice.consequence == "The start is kept: macro-F1 0.31. Results open soon after."
    dialog.reject()


def test_that_the_note_tells_when_the_next_look_is_due(at_desk: Desk, qtbot: QtBot, version: Version) -> None:
    pane = build(at_desk, qtbot)
    begun = at_desk.begin_run(version)
    begun.train(last=10)
    begun.evaluate(5, 0.5)
    begun.evaluate(10, 0.6)
    qtbot.waitUntil(lambda: "checked 2 times, next in 2 s" in words_of(pane), timeout=2000)


def test_that_nothing_can_be_kept_before_the_first_look(at_desk: Desk, qtbot: QtBot, version: Version) -> None:
    pane = build(at_desk, qtbot)
    begun = at_desk.begin_run(version)
    begun.train(last=1)
    dialog = stop_dialog(pane)
    assert [row.choice.title for row in dialog.rows] == [
        "Continue training", "Stop and keep the best", "Discard this run",
    ]  # fmt: skip
    keep = row_named(dialog, "Stop and keep the best")
    assert (keep.isEnabled(), keep.choice.consequence) == (False, "Nothing could be kept yet.")
    assert dialog.rows[0].hasFocus() or dialog.focusWidget() is dialog.rows[0]
    row_named(dialog, "Continue training").click()
    assert at_desk.engines.stopped == at_desk.engines.cancelled == []


def test_that_stop_and_keep_ends_with_the_best_epoch(at_desk: Desk, qtbot: QtBot, version: Version) -> None:
    pane = build(at_desk, qtbot)
    begun = at_desk.begin_run(version)
    begun.train(last=10)
    begun.evaluate(10, 0.86)
    dialog = stop_dialog(pane)
    keep = row_named(dialog, "Stop and keep the best")
    assert keep.choice.consequence == "Epoch 1 is kept: macro-F1 0.86. Results open soon after."
    keep.click()
    assert at_desk.engines.stopped == [begun.asked.number]
    assert "Stopping after this step" in words_of(pane)
    assert not pane._stop_button.isEnabled()
    begun.end("stopped", best_epoch=1.0, seconds=61.0)
    assert f"Run {begun.run.id} was stopped; its best epoch is kept" in words_of(pane)
    assert facts(pane) == [f"Run {begun.run.id} finished in 1 min 01 s", "epoch 1 was kept"]
    assert at_desk.session.run is not None
    assert at_desk.session.run.id == begun.run.id, "Results and Try show it at once"


def test_that_a_dialog_about_a_run_that_has_ended_goes(at_desk: Desk, qtbot: QtBot, version: Version) -> None:
    pane = build(at_desk, qtbot)
    begun = at_desk.begin_run(version)
    begun.train()
    dialog = stop_dialog(pane)
    begun.end()
    assert not dialog.isVisible()


def test_that_a_discarded_run_can_be_brought_back(at_desk: Desk, qtbot: QtBot, version: Version) -> None:
    pane = build(at_desk, qtbot)
    begun = at_desk.begin_run(version)
    begun.train()
    begun.evaluate(10, 0.5)
    at_desk.library.record([step(begun.run.id, 1), evaluation(begun.run.id, 10, 0.5)])
    row_named(stop_dialog(pane), "Discard this run").click()
    assert at_desk.engines.cancelled == [begun.asked.number]
    at_desk.library.change_run(begun.run.id, state="interrupted")
    begun.tell(RequestCancelled(run_id=begun.run.id))
    at_desk.engines.answer(UpdateRun)
    assert at_desk.library.runs() == []
    assert pane.status().state == "ready"
    notice = at_desk.notices[-1]
    assert notice.text == f"Run {begun.run.id} was discarded."
    assert notice.action is not None
    notice.action.run()
    at_desk.engines.answer(UpdateRun)
    assert [run.id for run in at_desk.library.runs()] == [begun.run.id]
    assert pane.status().state == "interrupted"
    assert len(pane._presenter.log.evaluations) == 1


def test_that_a_run_cancelled_before_it_has_a_row_leaves_nothing(
    at_desk: Desk,
    qtbot: QtBot,
    version: Version,  # noqa: ARG001 - opens the data
) -> None:
    pane = build(at_desk, qtbot)
    at_desk.session.start_run()
    row_named(stop_dialog(pane), "Discard this run").click()
    at_desk.engines.tell(at_desk.engines.newest(StartRun), RequestCancelled())
    assert pane.status().state == "ready"
    assert at_desk.notices == []


def test_that_a_finished_run_leads_to_its_results(at_desk: Desk, qtbot: QtBot, version: Version) -> None:
    pane = build(at_desk, qtbot)
    begun = at_desk.begin_run(version)
    begun.train(last=40)
    begun.evaluate(40, 0.9)
    begun.phase("evaluating")
    assert "100%" in facts(pane)
    begun.phase("saving")
    begun.end(best_epoch=4.0, seconds=20.0)
    assert pane.status().state == "done"
    assert {phase.state for phase in pane._phases.phases()} == {"done"}
    saving = pane._phases.phases()[-1].note
    pane._show_progress()
    assert pane._phases.phases()[-1].note == saving, "the last phase does not go on after the end"
    primary = pane.status().bar.primary
    assert primary is not None
    assert primary.text == "See results"
    primary.run()
    assert at_desk.opened == ["results"]


def test_that_another_file_makes_room_for_the_next_run(at_desk: Desk, qtbot: QtBot, version: Version) -> None:
    pane = build(at_desk, qtbot)
    begun = at_desk.begin_run(version)
    begun.train(last=40)
    begun.end()
    other = add_version(at_desk.library, ["a", "b"] * 9, ["negative", "positive"] * 9, labels=LABELS[:2])
    at_desk.show(version.id)
    assert pane.status().state == "done"
    at_desk.show(other.id)
    assert pane.status().state == "ready"
    assert run_rows(pane)["Step"] == "–"


def test_that_a_failed_run_says_why_and_can_be_resumed(at_desk: Desk, qtbot: QtBot, version: Version) -> None:
    pane = build(at_desk, qtbot)
    begun = at_desk.begin_run(version)
    begun.train(last=15)
    begun.evaluate(15, 0.5)
    error = ErrorInfo(code="memory", what=say("The memory is too small."), fix=say("Take less."), details="trace")
    at_desk.library.change_run(begun.run.id, state="failed", error=error)
    begun.tell(RequestFailed(error=error, run_id=begun.run.id))
    assert pane.status().state == "failed"
    assert {f"Run {begun.run.id} failed", "The memory is too small.", "Take less."} <= words_of(pane)
    qtbot.waitUntil(lambda: {"Resume from epoch 1.5", "Copy diagnostics"} <= words_of(pane), timeout=2000)
    pane._banner.action_triggered.emit("resume")
    assert at_desk.engines.newest(ResumeRun).request == ResumeRun(
        request_id=at_desk.engines.newest(ResumeRun).number, run_id=begun.run.id
    )


def test_that_an_engine_that_died_leaves_a_run_that_can_be_resumed(
    at_desk: Desk, qtbot: QtBot, version: Version
) -> None:
    pane = build(at_desk, qtbot)
    begun = at_desk.begin_run(version)
    begun.train()
    begun.evaluate(10, 0.5)
    error = ErrorInfo(code="run", what=say("The training engine ended unexpectedly."))
    begun.tell(RequestFailed(error=error, run_id=begun.run.id))
    assert pane.status().state == "failed", "its row still says running"
    assert "The training engine ended unexpectedly." in words_of(pane)
    assert pane._presenter.can_resume


def test_that_a_failure_without_a_row_says_why_and_offers_another_try(
    at_desk: Desk,
    qtbot: QtBot,
    version: Version,  # noqa: ARG001 - opens the data
) -> None:
    pane = build(at_desk, qtbot)
    at_desk.session.start_run()
    error = ErrorInfo(code="data", what=say("Too few rows."))
    at_desk.engines.tell(at_desk.engines.newest(StartRun), RequestFailed(error=error))
    assert pane.status().state == "failed"
    assert {"The run failed", "Too few rows."} <= words_of(pane)
    assert "Resume from epoch 0" not in words_of(pane)
    primary = pane.status().bar.primary
    assert primary is not None
    primary.run()
    assert len(at_desk.engines.all_of(StartRun)) == 2
    assert "Too few rows." not in words_of(pane)


def test_that_a_restart_shows_the_last_run_with_its_curves(at_desk: Desk, qtbot: QtBot, version: Version) -> None:
    run = add_row(at_desk.library, version, state="finished")
    at_desk.library.record([*(step(run.id, n) for n in range(1, 21)), evaluation(run.id, 20, 0.7)])
    pane = build(at_desk, qtbot)
    assert pane.status().state == "done"
    assert run_rows(pane)["Best macro-F1"] == "0.70, epoch 2"
    assert pane._curves.plot.summary().startswith("Training loss")
    assert pane._curves.plot.loss_panel.x_range() == pytest.approx((0.0, 4.0))


def test_that_a_resumed_run_keeps_its_curve_so_far(at_desk: Desk, qtbot: QtBot, version: Version) -> None:
    run = add_row(at_desk.library, version, state="interrupted")
    story = [*(step(run.id, n) for n in range(1, 14)), evaluation(run.id, 10, 0.7)]
    saved = CheckpointSaved(run_id=run.id, step=10, folder="c", is_best=True)
    at_desk.library.record([*story, saved])
    pane = build(at_desk, qtbot)
    assert pane.status().state == "interrupted"
    assert f"Run {run.id} was interrupted before it was finished." in words_of(pane)
    primary = pane.status().bar.primary
    assert primary is not None
    assert primary.text == f"Resume Run {run.id}"
    primary.run()
    assert pane.status().state == "starting"
    asked = at_desk.engines.newest(ResumeRun)
    at_desk.engines.tell(asked, started(run), PhaseStarted(run_id=run.id, phase="training"))
    assert len(pane._presenter.log.step_epochs) == 13
    at_desk.engines.tell(asked, step(run.id, 11), step(run.id, 12))
    assert pane._presenter.log.step_epochs == pytest.approx([n / 10 for n in range(1, 13)]), "11 to 13 were done anew"
    assert [look.step for look in pane._presenter.log.evaluations] == [10]


def test_that_runs_wait_and_can_be_taken_out_and_put_back(at_desk: Desk, qtbot: QtBot, version: Version) -> None:
    pane = build(at_desk, qtbot)
    begun = at_desk.begin_run(version)
    begun.train()
    pane._queue_button.click()
    at_desk.session.set_method("head")
    at_desk.session.set_settings({"epochs": 2})
    pane._queue_button.click()
    assert [row.title for row in pane._queue.rows()] == ["full fine-tuning, 3 epochs", "last layer only, 2 epochs"]
    assert pane._queue.rows()[0].detail.startswith("in about")
    assert pane._queue.rows()[1].detail.startswith("then")
    pane._queue.action_triggered.emit("0")
    assert [row.title for row in pane._queue.rows()] == ["last layer only, 2 epochs"]
    action = at_desk.notices[-1].action
    assert action is not None
    action.run()
    assert [run.request.method for run in at_desk.training.queue] == ["full", "head"]
    begun.end()
    assert [run.request.method for run in at_desk.training.queue] == ["head"], "the first begins by itself"
    assert len(at_desk.engines.all_of(StartRun)) == 2
    assert pane.status().state == "starting"


def test_that_undo_of_the_queue_after_the_run_ended_starts_it(at_desk: Desk, qtbot: QtBot, version: Version) -> None:
    pane = build(at_desk, qtbot)
    begun = at_desk.begin_run(version)
    pane._queue_button.click()
    pane._queue.action_triggered.emit("0")
    begun.end()
    action = at_desk.notices[-1].action
    assert action is not None
    action.run()
    assert at_desk.training.queue == []
    assert at_desk.training.is_running


def test_that_the_baseline_answers_meanwhile_with_the_newest_answer_only(
    at_desk: Desk,
    qtbot: QtBot,
    library: Path,  # noqa: ARG001 - in at_desk
) -> None:
    made = add_finished(at_desk.library)
    at_desk.show(made.run.version_id)
    pane = build(at_desk, qtbot)
    card = pane._baseline_card
    assert "The simple baseline answers here in a few seconds." in words_of(pane)
    baseline = at_desk.give_baseline(made)
    first = at_desk.engines.newest(Predict)
    assert first.request == Predict(request_id=first.number, run_id=baseline.id, texts=(card._box.text(),))
    number = int(card._box.text().split()[1])
    assert number % 2 == 1, "a row of the test part"
    assert "Waiting for its answer" in words_of(pane)
    card._box.set_text("another text")
    second = at_desk.engines.newest(Predict)
    at_desk.engines.tell(second, predicted(baseline.id, "positive"))
    at_desk.engines.tell(first, predicted(baseline.id, "negative"))
    assert card._scores.bars.rows()[0].name == "positive"
    assert "Waiting for its answer" not in words_of(pane)


def predicted(run_id: int, first: str) -> Predicted:
    others = [label for label in LABELS if label != first]
    output = LabelScores(labels=(first, *others), scores=(0.8, 0.15, 0.05))
    return Predicted(run_id=run_id, outputs=(output,), tokens=(0,), max_tokens=0, seconds=0.01)


def test_that_a_baseline_on_other_roles_replaces_the_labels(at_desk: Desk, qtbot: QtBot) -> None:
    made = add_finished(at_desk.library)
    at_desk.show(made.run.version_id)
    pane = build(at_desk, qtbot)
    at_desk.give_baseline(made)
    asked = len(at_desk.engines.all_of(Predict))
    at_desk.show(made.run.version_id)
    again = add_baseline(at_desk.library, made)
    at_desk.engines.tell(at_desk.engines.newest(TrainBaseline), RunFinished(run_id=again.id, state="finished"))
    pane._baseline_card._box.set_text("anything else")
    assert len(at_desk.engines.all_of(Predict)) > asked
    request = at_desk.engines.newest(Predict).request
    assert isinstance(request, Predict)
    assert request.run_id == again.id


@pytest.mark.parametrize("height", [520, 760])
def test_that_no_card_of_the_side_overlaps_another(at_desk: Desk, qtbot: QtBot, height: int) -> None:
    made = add_finished(at_desk.library, labels=tuple(f"label {n}" for n in range(45)), examples=400)
    at_desk.show(made.run.version_id)
    pane = build(at_desk, qtbot, width=900, height=height)
    at_desk.give_baseline(made)
    begun = at_desk.begin_run(at_desk.library.version(made.run.version_id))
    begun.train()
    pane._queue_button.click()
    QTest.qWait(150)
    cards = [card for card in (pane._baseline_card, pane._run_card, pane._queue_card) if card.isVisible()]
    for upper, lower in itertools.pairwise(cards):
        assert upper.geometry().bottom() < lower.geometry().top()
    box, scores = pane._baseline_card._box, pane._baseline_card._scores
    assert not scores.isVisible() or box.geometry().bottom() < scores.geometry().top()
    assert cards[-1].geometry().bottom() <= pane._side.height()


def test_that_a_low_window_can_switch_to_the_metric_and_back(at_desk: Desk, qtbot: QtBot, version: Version) -> None:
    begun = at_desk.begin_run(version)
    pane = build(at_desk, qtbot, height=560)
    begun.train()
    plot = pane._curves.plot
    assert plot.loss_panel.isVisible()
    assert not plot.metric_panel.isVisible()
    pane._curves.switches[0].chosen.emit("metric")
    assert plot.metric_panel.isVisible()
    assert pane._curves.switches[1].isVisible(), "the way back"
    pane._curves.switches[1].chosen.emit("loss")
    assert plot.loss_panel.isVisible()
    pane.resize(1096, 800)
    assert plot.metric_panel.isVisible()
    assert not pane._curves.switches[0].isVisible()


def test_that_the_language_can_change_during_a_run(at_desk: Desk, qtbot: QtBot, version: Version) -> None:
    pane = build(at_desk, qtbot)
    begun = at_desk.begin_run(version)
    begun.train()
    set_language("zh_CN")
    pane.retranslate()
    assert facts(pane)[0] == f"训练 {begun.run.id} 正在训练"
    assert run_rows(pane)["设备"] == "CPU，2 核"


def test_that_curves_are_exported_or_the_reason_is_told(
    at_desk: Desk, qtbot: QtBot, version: Version, tmp_path: Path
) -> None:
    run = add_row(at_desk.library, version, state="finished")
    at_desk.library.record([step(run.id, 1), evaluation(run.id, 1, 0.7)])
    pane = build(at_desk, qtbot)
    pane._write_curves(str(tmp_path / "curves.csv"))
    assert (tmp_path / "curves.csv").read_text(encoding="utf-8").count("\n") >= 2
    pane._write_curves(str(tmp_path / "no folder" / "curves.csv"))
    assert at_desk.notices[-1].tone == "error"
    assert "No such file" in at_desk.notices[-1].text
