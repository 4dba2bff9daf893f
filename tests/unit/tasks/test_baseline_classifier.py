"""The instant baseline: what it counts, how it answers, and that it comes back from its files unchanged."""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.multiclass import OneVsRestClassifier
from sklearn.pipeline import make_pipeline

from workbench.errors import DataError, RunError
from workbench.protocol import Progressed
from workbench.tasks.text_classification import baseline
from workbench.tasks.text_classification.baseline import (
    BaselinePredictor,
    choose_unit,
    load_predictor,
    train_baseline,
)

ENGLISH = [(f"free prize number {n}!", "spam") for n in range(20)] + [
    (f"dinner at {n} tonight", "ham") for n in range(30)
]
CHINESE = [(f"质量很好，非常满意{n}", "好评") for n in range(20)] + [
    (f"太差了，马上退货{n}", "差评") for n in range(20)
]
THREE = [*ENGLISH, *((f"votre colis {n} est ici", "french") for n in range(10))]


def trained(rows: Sequence[tuple[str, str]]) -> BaselinePredictor:
    return finished([text for text, _ in rows], [label for _, label in rows])[0]


def finished(texts: Sequence[str], labels: Sequence[str]) -> tuple[BaselinePredictor, list[Progressed]]:
    """The trained baseline and the progress that it told."""
    steps, progress = train_baseline(texts, labels), []
    while True:
        try:
            progress.append(next(steps))
        except StopIteration as end:
            return end.value, progress


# What is counted


@pytest.mark.parametrize(
    ("texts", "unit"),
    [
        (["A plain sentence.", "Ein Satz.", "Предложение"], "words"),
        (["한국어 문장은 띄어쓰기를 한다"], "words"),
        (["这是一个句子"], "characters"),
        (["これは文です"], "characters"),
        (["นี่คือประโยค"], "characters"),
        (["iPhone 手机屏幕坏了怎么办"], "characters"),
        (["I had 饺子 for dinner with all my friends"], "words"),
        (["12345", "!!!", ""], "words"),
        ([], "words"),
    ],
)
def test_that_the_unit_is_chosen_by_the_script(texts: list[str], unit: str) -> None:
    assert choose_unit(texts) == unit


# Training


@pytest.mark.parametrize("rows", [ENGLISH, CHINESE, THREE])
def test_that_it_learns_what_is_plain(rows: list[tuple[str, str]]) -> None:
    predictor = trained(rows)
    outputs, tokens = predictor.predict([text for text, _ in rows])
    assert [output.labels[0] for output in outputs] == [label for _, label in rows]
    assert tokens == [0] * len(rows)
    assert predictor.max_tokens == 0


@pytest.mark.parametrize("rows", [ENGLISH, CHINESE, THREE])
def test_that_the_probabilities_are_those_of_scikit_learns_own_pipeline(rows: list[tuple[str, str]]) -> None:
    texts, labels = [text for text, _ in rows], [label for _, label in rows]
    ways = {"analyzer": "char", "ngram_range": (1, 3)} if rows is CHINESE else {"ngram_range": (1, 2)}
    one = LogisticRegression(C=10, class_weight="balanced", solver="liblinear", random_state=0)
    reference = make_pipeline(TfidfVectorizer(sublinear_tf=True, **ways), OneVsRestClassifier(one)).fit(texts, labels)
    asked = [*texts, "free dinner", "PRIZE prize prize", "votre number", "质量很差", "nothing known", ""]
    predictor = trained(rows)
    assert predictor.labels == tuple(reference.classes_)
    np.testing.assert_allclose(predictor.predict_probabilities(asked), reference.predict_proba(asked), atol=1e-6)


def test_that_the_commonest_terms_are_kept_where_labels_are_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(baseline, "_MAX_WEIGHTS", 300)
    words = [f"word{n}" for n in range(1_500)]
    rows = [(" ".join(words), "a"), (" ".join(words[:990]), "b"), ("word3 word4 word5", "c")]
    predictor = trained(rows)
    assert predictor.term_count == baseline.LEAST_TERMS
    kept = set(predictor.vectorizer.get_feature_names_out())
    assert {"word3", "word4", "word5", "word3 word4", "word4 word5"} <= kept


def test_that_only_the_beginning_of_a_huge_text_is_read() -> None:
    predictor = trained(ENGLISH)
    huge = "free prize " * 200_000
    started = time.perf_counter()
    assert predictor.predict([huge])[0][0].labels[0] == "spam"
    assert time.perf_counter() - started < 0.5


def test_that_training_is_the_same_every_time() -> None:
    first, second = trained(THREE), trained(THREE)
    np.testing.assert_array_equal(first.weights, second.weights)


def test_that_progress_counts_the_labels() -> None:
    _, progress = finished([text for text, _ in THREE], [label for _, label in THREE])
    assert [(step.done, step.total) for step in progress] == [(0, 3), (1, 3), (2, 3), (3, 3)]


def test_that_progress_of_two_labels_counts_the_classifier_that_they_share() -> None:
    _, progress = finished([text for text, _ in ENGLISH], [label for _, label in ENGLISH])
    assert [(step.done, step.total) for step in progress] == [(0, 1), (1, 1)]


def test_that_training_can_be_closed_between_two_labels() -> None:
    steps = train_baseline([text for text, _ in THREE], [label for _, label in THREE])
    next(steps)
    next(steps)
    steps.close()
    with pytest.raises(StopIteration):
        next(steps)


def test_that_one_label_is_an_error_with_a_remedy() -> None:
    with pytest.raises(DataError) as caught:
        finished(["a", "b"], ["same", "same"])
    assert caught.value.fix is not None


@pytest.mark.parametrize("texts", [[" ", "\n"], ["!", "? ?"]])
def test_that_texts_without_a_word_are_an_error_with_a_remedy(texts: list[str]) -> None:
    with pytest.raises(DataError) as caught:
        finished(texts, ["a", "b"])
    assert caught.value.fix is not None


def test_that_a_label_with_one_example_is_learned() -> None:
    rows = [*ENGLISH, ("bonjour tout le monde", "french")]
    assert trained(rows).predict(["bonjour"])[0][0].labels[0] == "french"


def test_that_labels_of_any_characters_come_through() -> None:
    rows = [(text, "=1+1" if label == "spam" else "<img src=x>") for text, label in ENGLISH]
    assert trained(rows).labels == ("<img src=x>", "=1+1")


# Answers


@pytest.fixture(scope="module")
def three() -> BaselinePredictor:
    return trained(THREE)


@settings(max_examples=50, deadline=None)
@given(texts=st.lists(st.text(max_size=200), max_size=5))
def test_that_any_text_gets_probabilities_that_sum_to_one(three: BaselinePredictor, texts: list[str]) -> None:
    probabilities = three.predict_probabilities(texts)
    assert probabilities.shape == (len(texts), 3)
    assert probabilities.dtype == np.float32
    np.testing.assert_allclose(probabilities.sum(axis=1), 1.0, atol=1e-5)
    outputs, _ = three.predict(texts)
    for output, row in zip(outputs, probabilities.tolist(), strict=True):
        assert list(output.scores) == sorted(row, reverse=True)
        assert sorted(output.labels) == sorted(three.labels)


# Files


@pytest.mark.parametrize("rows", [ENGLISH, CHINESE, THREE])
def test_that_a_loaded_baseline_answers_like_the_trained_one(tmp_path: Path, rows: list[tuple[str, str]]) -> None:
    predictor = trained(rows)
    predictor.save(tmp_path)
    loaded = load_predictor(tmp_path)
    texts = [text for text, _ in rows] + ["", "unknown", "未知"]
    assert (loaded.labels, loaded.method, loaded.max_tokens) == (predictor.labels, predictor.method, 0)
    np.testing.assert_allclose(
        loaded.predict_probabilities(texts), predictor.predict_probabilities(texts), rtol=0, atol=1e-6
    )


def test_that_only_safetensors_and_json_are_written(tmp_path: Path) -> None:
    trained(ENGLISH).save(tmp_path)
    assert sorted(path.suffix for path in tmp_path.iterdir()) == [".json", ".safetensors"]


@pytest.mark.parametrize("name", [baseline.WEIGHTS_FILE, baseline.TERMS_FILE])
@pytest.mark.parametrize("damage", ["gone", "cut", "empty", "other"])
def test_that_damaged_files_are_an_error_in_words(tmp_path: Path, name: str, damage: str) -> None:
    trained(ENGLISH).save(tmp_path)
    path = tmp_path / name
    if damage == "gone":
        path.unlink()
    elif damage == "cut":
        path.write_bytes(path.read_bytes()[:-20])
    elif damage == "empty":
        path.write_bytes(b"")
    else:
        other = tmp_path / "other"
        other.mkdir()
        trained(THREE).save(other)
        (other / name).replace(path)
    with pytest.raises(RunError):
        load_predictor(tmp_path)


def test_that_a_terms_file_of_another_shape_is_an_error_in_words(tmp_path: Path) -> None:
    trained(ENGLISH).save(tmp_path)
    contents: list[object] = [[], {}, {"format": 99, "unit": "words"}, {"format": 1, "unit": "words", "labels": 3}]
    for content in contents:
        (tmp_path / baseline.TERMS_FILE).write_text(json.dumps(content), encoding="utf-8")
        with pytest.raises(RunError):
            load_predictor(tmp_path)
