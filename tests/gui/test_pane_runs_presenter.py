"""What the Runs pane decides and says: ticks and colors, the best run, verdicts, differences, changes at once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from pytestqt.qtbot import QtBot
from runs_pane_examples import Desk, baseline, desk, failed, good_run, report
from store_examples import add_version, checkpoint

from workbench.gui.panes.runs import words
from workbench.gui.panes.runs.comparison import best_ids, contest, differences
from workbench.gui.panes.runs.presenter import RunsPresenter
from workbench.i18n import set_language
from workbench.protocol import UpdateRun
from workbench.values import ErrorInfo, Sentence

pytestmark = pytest.mark.gui


@pytest.fixture
def at(library: Path, qtbot: QtBot) -> Iterator[Desk]:  # noqa: ARG001 - Qt must run
    with desk(library) as made:
        yield made


def _presenter(at: Desk) -> RunsPresenter:
    return RunsPresenter(at.context)


def test_that_the_run_of_results_is_ticked_first_in_the_first_color(at: Desk) -> None:
    first = good_run(at.library, 0.9)
    good_run(at.library, 0.8)
    at.context.session.show_run(first.id)
    presenter = _presenter(at)
    assert presenter.ranks == {first.id: 0}
    assert presenter.current == first


def test_that_runs_keep_their_colors_and_a_new_one_takes_the_first_that_is_free(at: Desk) -> None:
    runs = [good_run(at.library, 0.9).id for _ in range(4)]
    presenter = _presenter(at)
    for run_id in reversed(runs[:3]):
        presenter.tick(run_id, is_on=True)
    presenter.tick(runs[2], is_on=False)
    assert presenter.ranks == {runs[3]: 0, runs[1]: 2, runs[0]: 3}
    presenter.tick(runs[2], is_on=True)
    assert presenter.ranks[runs[2]] == 1
    assert [run.id for run in presenter.ticked] == list(reversed(runs))


def test_that_no_more_than_six_runs_are_compared(at: Desk, qtbot: QtBot) -> None:
    runs = [good_run(at.library, 0.9).id for _ in range(7)]
    presenter = _presenter(at)
    for run_id in runs[1:]:
        presenter.tick(run_id, is_on=True)
    with qtbot.waitSignal(presenter.full):
        presenter.tick(runs[0], is_on=True)
    assert len(presenter.ranks) == 6


def test_that_the_best_is_told_only_among_runs_tested_on_the_same_rows(at: Desk) -> None:
    best, worse = good_run(at.library, 0.9), good_run(at.library, 0.8)
    alone = good_run(at.library, 0.99, settings={"split_sha256": "other"})
    assert best_ids([best, worse, alone]) == {best.id}
    assert best_ids([alone]) == frozenset()


def test_that_an_equal_accuracy_is_decided_by_macro_f1(at: Desk) -> None:
    rough = good_run(at.library, 0.9, report=report(0.9, 0.7))
    even = good_run(at.library, 0.9, report=report(0.9, 0.8))
    assert best_ids([rough, even]) == {even.id}


@pytest.mark.parametrize(
    ("half", "words_of_it"),
    [
        (0.005, "Run 1 beats Run 2 by 2 in 100, more than chance would explain"),
        (0.02, "Run 1 beats Run 2 by 2 in 100, which could be chance"),
    ],
)
def test_that_a_lead_is_beyond_chance_only_if_the_intervals_do_not_overlap(
    at: Desk, half: float, words_of_it: str
) -> None:
    runs = [good_run(at.library, accuracy, report=report(accuracy, half=half)) for accuracy in (0.91, 0.89, 0.5)]
    assert words.verdict(contest(runs)) == words_of_it


def test_that_runs_on_different_rows_are_not_compared(at: Desk) -> None:
    other = add_version(at.library, source="/data/other.csv")
    runs = [good_run(at.library, 0.9), good_run(at.library, 0.8, test_version_id=other.id)]
    assert words.verdict(contest(runs)) == "measured on different rows, not comparable"


def test_that_equal_figures_are_called_equal_and_a_single_run_nothing(at: Desk) -> None:
    runs = [good_run(at.library, 0.901), good_run(at.library, 0.904), failed(at.library)]
    assert words.verdict(contest(runs)) == "Run 2 and Run 1 are equally good"
    assert words.verdict(contest(runs[1:])) == ""


def test_that_only_settings_that_differ_are_listed_and_the_rest_counted(at: Desk) -> None:
    fast = good_run(at.library, 0.9, settings={"epochs": 3, "learning_rate": 2e-5, "warmup_ratio": 0.0})
    slow = good_run(at.library, 0.9, settings={"epochs": 3, "learning_rate": 1e-3, "warmup_ratio": 0.06}, method="head")
    rows, equal = differences([fast, slow], lambda version_id: f"version {version_id}")
    assert [words.difference(row) for row in rows] == [
        ("Method", ["full fine-tuning", "last layer only"]),
        ("Learning rate", ["0.00002", "0.001"]),
        ("Warm-up", ["none", "6%"]),
    ]
    assert equal == 4  # data, base model, seed, epochs


def test_that_a_baseline_without_settings_does_not_differ_in_them(at: Desk) -> None:
    rows, _ = differences([good_run(at.library, 0.9), baseline(at.library)], str)
    assert [row.key for row in rows] == ["model", "method"]


def test_that_a_change_shows_before_the_engine_has_made_it(at: Desk) -> None:
    run = good_run(at.library, 0.9)
    presenter = _presenter(at)
    presenter.rename(run.id, "  The \n good one ")
    presenter.star(run.id, is_on=True)
    assert at.library.run(run.id).name == "Run 1"
    assert (presenter.runs[0].name, presenter.runs[0].starred) == ("The good one", True)
    at.engines.answer()
    assert (at.library.run(run.id).name, at.library.run(run.id).starred) == ("The good one", True)


def test_that_a_change_that_is_refused_is_taken_back(at: Desk) -> None:
    run = good_run(at.library, 0.9)
    presenter = _presenter(at)
    presenter.rename(run.id, "Other")
    at.context.session.failed.emit(ErrorInfo(code="library", what=Sentence(one="No.")))
    assert presenter.runs[0].name == "Run 1"


def test_that_an_empty_or_equal_name_asks_for_nothing(at: Desk) -> None:
    run = good_run(at.library, 0.9)
    presenter = _presenter(at)
    presenter.rename(run.id, "  ")
    presenter.rename(run.id, run.name)
    assert at.engines.asked == []


def test_that_undo_brings_a_deleted_run_back_with_its_color_and_to_results(at: Desk) -> None:
    other, run = good_run(at.library, 0.8), good_run(at.library, 0.9)
    at.context.session.show_run(run.id)
    presenter = _presenter(at)
    presenter.tick(other.id, is_on=True)
    undo = presenter.delete(run)
    assert [each.id for each in presenter.runs] == [other.id]
    assert presenter.current_id == other.id
    assert at.context.session.run is not None
    assert at.context.session.run.id == other.id
    at.engines.answer()
    assert at.library.run(run.id).deleted
    undo()
    at.engines.answer()
    assert presenter.ranks == {run.id: 0, other.id: 1}
    assert at.context.session.run.id == run.id


@pytest.mark.parametrize(
    ("state", "error", "shown"),
    [
        ("failed", ErrorInfo(code="memory", what=Sentence(one="It did not fit.")), ("ran out of memory", "error")),
        ("failed", ErrorInfo(code="bug", what=Sentence(one="Odd.")), ("failed", "error")),
        ("interrupted", None, ("interrupted", "warn")),
        ("stopped", None, ("stopped at epoch 2½", "warn")),
        ("running", None, ("running", "accent")),
    ],
)
def test_that_what_became_of_a_run_is_said_in_words(
    at: Desk, state: str, error: ErrorInfo | None, shown: tuple[str, str]
) -> None:
    run = failed(at.library, state=state, error=error)
    assert words.chip(_presenter(at), run)[:2] == shown


def test_that_an_interrupted_run_with_a_checkpoint_can_go_on(at: Desk) -> None:
    run, lost = failed(at.library, state="interrupted"), failed(at.library, state="interrupted")
    at.library.record([checkpoint(run.id, 1)])
    presenter = _presenter(at)
    assert (presenter.next_step(run), presenter.next_step(lost)) == ("resume", "none")
    presenter.resume(run)
    assert at.engines.resumed == [run.id]
    presenter.resume(run)  # it trains now
    assert at.engines.resumed == [run.id]


def test_that_search_and_filter_keep_the_current_run_in_sight(at: Desk) -> None:
    good, bad = good_run(at.library, 0.9, name="Good one"), failed(at.library)
    presenter = _presenter(at)
    assert presenter.current_id == bad.id
    presenter.search("GOOD")
    assert presenter.current == good
    presenter.search("")
    presenter.filter_by("failed")
    assert presenter.current == bad
    presenter.search("nothing of the kind")
    assert presenter.current is None


def test_that_the_facts_say_whether_runs_can_be_compared(at: Desk) -> None:
    good_run(at.library, 0.9)
    good_run(at.library, 0.8)
    assert words.facts(_presenter(at))[0] == "2 runs"
    assert words.facts(_presenter(at))[-1] == "all measured on the same 1,060 examples"
    good_run(at.library, 0.8, settings={"split_sha256": "other"})
    assert words.facts(_presenter(at))[-1] == "measured on different rows"


def test_that_epochs_are_written_with_quarters() -> None:
    assert [words.epoch(number) for number in (2.0, 3.25, 0.5, 2.75, 1.3333, 0.0)] == [
        "2",
        "3¼",
        "½",
        "2¾",
        "1.33",
        "0",
    ]


def test_that_the_verdict_is_told_in_chinese(at: Desk) -> None:
    runs = [good_run(at.library, accuracy) for accuracy in (0.91, 0.89)]
    set_language("zh_CN")
    assert words.verdict(contest(runs)) == "训练 1 每 100 条比 训练 2 多判对 2 条，可能是偶然"


def test_that_a_run_that_was_renamed_elsewhere_is_shown_so(at: Desk) -> None:
    run = good_run(at.library, 0.9)
    presenter = _presenter(at)
    at.context.session.change_run(UpdateRun(run_id=run.id, name="From the command line"))
    at.engines.answer()
    assert presenter.runs == [msgspec.structs.replace(run, name="From the command line")]
