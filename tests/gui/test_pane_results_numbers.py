"""The numbers and rows of the Results pane against scikit-learn and numpy, from the file of answers."""

from __future__ import annotations

from pathlib import Path

import msgspec
import numpy as np
import pyarrow as pa
import pytest
from results_examples import LABELS, MadeRun, add_run
from sklearn.metrics import accuracy_score, confusion_matrix, f1_score, precision_recall_fscore_support

from workbench.data.predictions_file import TestPredictions, read_test_predictions
from workbench.data.tables import read_table
from workbench.gui import wording
from workbench.gui.panes.results import words
from workbench.gui.panes.results.answers import ALL_MISTAKES, Answers, Choice
from workbench.gui.panes.results.presenter import average, label_ranks, threshold_index
from workbench.i18n import set_language
from workbench.store import Library
from workbench.values import Figures, LabelCount, Report

pytestmark = pytest.mark.gui


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> MadeRun:
    folder = tmp_path_factory.mktemp("results")
    with Library.open(folder) as library:
        return add_run(library, examples=500, skill=1.5)


@pytest.fixture(scope="module")
def report(made: MadeRun) -> Report:
    assert made.run.report is not None
    return made.run.report


def _answers() -> Answers:
    predictions = TestPredictions(
        rows=np.array([4, 2, 0, 5, 1], dtype=np.int64),
        true=np.array([0, 0, 1, 1, 0], dtype=np.int32),
        predicted=np.array([0, 1, 0, 1, 1], dtype=np.int32),
        confidence=np.array([0.9, 0.6, 0.8, 0.7, 0.95], dtype=np.float32),
        scores=np.array([[0.9, 0.1], [0.4, 0.6], [0.8, 0.2], [0.3, 0.7], [0.05, 0.95]], dtype=np.float32),
    )
    return Answers(predictions, pa.chunked_array([["zero", "one", None], ["three", "four", "five"]]))


def test_that_the_most_confident_mistake_comes_first() -> None:
    assert _answers().select(ALL_MISTAKES).tolist() == [4, 2, 1]


def test_that_examples_of_a_label_begin_with_mistakes_and_go_on_with_the_least_sure() -> None:
    assert _answers().select(Choice(true=0)).tolist() == [4, 1, 0]


def test_that_a_cell_holds_only_its_own_answers() -> None:
    assert _answers().select(Choice(true=1, predicted=0)).tolist() == [2]
    assert _answers().select(Choice(true=0, is_mistake=True)).tolist() == [4, 1]


def test_that_texts_are_found_by_the_row_of_the_table() -> None:
    answers = _answers()
    assert [answers.text(at) for at in range(5)] == ["four", "", "zero", "five", "one"]
    assert answers.example(4).scores == pytest.approx((0.05, 0.95))
    assert len(answers) == 5
    assert answers.mistakes == 3


def test_that_the_figures_shown_are_those_of_scikit_learn(made: MadeRun, report: Report) -> None:
    predicted = made.predicted
    assert words.headline(report) == f"Right {wording.in_100(accuracy_score(made.true, predicted))} times in 100."
    precision, recall, f1, support = precision_recall_fscore_support(made.true, predicted)
    for at, of in enumerate(report.per_label):
        assert (of.precision, of.recall, of.f1) == pytest.approx((precision[at], recall[at], f1[at]))
        assert of.support == support[at]
    mean_precision, mean_recall, mean_f1, _ = precision_recall_fscore_support(made.true, predicted, average="macro")
    assert average(report) == pytest.approx((mean_precision, mean_recall))
    assert report.figures.macro_f1 == pytest.approx(mean_f1) == f1_score(made.true, predicted, average="macro")
    assert [list(row) for row in report.confusion] == confusion_matrix(made.true, predicted).tolist()


def test_that_every_cell_of_the_matrix_has_as_many_texts_as_it_says(made: MadeRun, report: Report) -> None:
    predictions = TestPredictions(
        rows=made.rows, true=made.true.astype(np.int32), predicted=made.predicted.astype(np.int32),
        confidence=made.scores.max(axis=1), scores=made.scores,
    )  # fmt: skip
    answers = Answers(predictions, pa.chunked_array([made.texts]))
    for true in range(3):
        for predicted in range(3):
            found = answers.select(Choice(true=true, predicted=predicted))
            assert len(found) == report.confusion[true][predicted]
            assert all(f"about {LABELS[true]}" in answers.text(at) for at in found)


def test_that_the_answers_in_the_file_are_those_of_the_run(tmp_path: Path) -> None:
    with Library.open(tmp_path) as library:
        made = add_run(library, examples=40)
        version = library.version(made.run.version_id)
        predictions = read_test_predictions(tmp_path / made.run.folder)
        texts = read_table(tmp_path / version.folder).column("review")
    answers = Answers(predictions, texts)
    assert [answers.text(at) for at in range(40)] == [made.texts[row] for row in made.rows]


def test_that_the_threshold_sentence_agrees_with_the_answers(made: MadeRun, report: Report) -> None:
    point = report.thresholds[threshold_index(report, 0.7)]
    sure = made.scores.max(axis=1) >= np.float32(0.7)
    right = (made.predicted == made.true)[sure].mean()
    assert words.sureness(point) == "70% sure"
    expected = f"right {wording.in_100(right)} in 100, silent on {wording.in_100(1 - sure.mean())}"
    assert words.consequence(point) == expected
    assert f"Answers {sure.sum():,} of 500" in words.consequence_exact(report, point)


def test_that_a_threshold_that_nothing_reaches_is_told(report: Report) -> None:
    point = msgspec.structs.replace(report.thresholds[-1], answered_share=0.0, accuracy=0.0)
    assert words.consequence(point) == "never that sure: silent on all"


def test_that_labels_are_ranked_by_the_training_data_and_by_the_test_rows_without_it(report: Report) -> None:
    by_support = sorted(report.per_label, key=lambda label: -label.support)
    assert label_ranks(report, None) == {of.label: rank for rank, of in enumerate(by_support)}


def test_that_a_label_that_only_the_test_rows_have_comes_last(tmp_path: Path, report: Report) -> None:
    with Library.open(tmp_path) as library:
        version = library.version(add_run(library, examples=20).run.version_id)
    counts = (LabelCount(label="neutral", count=9), LabelCount(label="positive", count=3))
    profile = msgspec.structs.replace(version.profile, labels=counts)
    ranks = label_ranks(report, msgspec.structs.replace(version, profile=profile))
    assert ranks == {"neutral": 0, "positive": 1, "negative": 2}


@pytest.mark.parametrize(
    ("model", "baseline", "sentence"),
    [
        (0.91, 0.86, "5 better than the simple baseline"),
        (0.84, 0.86, "2 worse than the simple baseline"),
        (0.861, 0.859, "As good as the simple baseline"),
        (0.999, 1.0, "1 worse than the simple baseline"),
    ],
)
def test_that_the_comparison_is_of_the_numbers_that_are_shown(model: float, baseline: float, sentence: str) -> None:
    def figures(accuracy: float) -> Figures:
        return Figures(accuracy=accuracy, macro_f1=0.5, accuracy_low=accuracy, accuracy_high=accuracy)

    assert words.against_baseline(figures(model), figures(baseline)) == sentence


def test_that_an_interval_of_one_number_is_told_as_one(report: Report) -> None:
    figures = msgspec.structs.replace(report.figures, accuracy_low=0.902, accuracy_high=0.904)
    narrow = msgspec.structs.replace(report, figures=figures)
    assert words.interval(narrow) == "Expect 90 on similar texts (19 times out of 20)."
    assert "to" in words.interval(report)


def test_that_titles_name_the_labels_as_they_are_in_any_language(report: Report) -> None:
    odd = msgspec.structs.replace(report, labels=("<img src=x>", "{n}", "%s"))
    choice = Choice(true=0, predicted=1)
    assert words.list_title(choice, odd) == "“<img src=x>” taken for “{n}”"
    set_language("zh_CN")
    assert words.list_title(choice, odd) == "“<img src=x>”误判为“{n}”"


def test_that_a_list_says_how_much_of_it_is_in_view() -> None:
    assert words.list_hint(ALL_MISTAKES, shown=8, total=1096) == "8 of 1,096"
    assert words.list_hint(ALL_MISTAKES, shown=3, total=3) == "3"
    assert words.list_hint(Choice(true=1), shown=3, total=3) == "3, mistakes first"
