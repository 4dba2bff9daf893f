"""Counts of tokens and of what a model does not know, against counts by hand and with the real models."""

from __future__ import annotations

from pathlib import Path

import pytest
from tiny_models import save_tokenizer
from tokenizers import Tokenizer

from workbench.models import language, loading, starter

ENGLISH = ["Free entry in a weekly competition to win tickets!", "I'll call you later, are you home?"]
CHINESE = ["这本书非常好看，强烈推荐给大家。", "酒店的房间太小，服务态度也很差。"]
GERMAN = ["Das Zimmer war leider sehr klein und das Frühstück enttäuschend."]


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Tokenizer:
    folder = tmp_path_factory.mktemp("tokenizer")
    save_tokenizer(folder)
    return Tokenizer.from_file(str(folder / "tokenizer.json"))


@pytest.fixture(scope="module")
def starter_tokenizer() -> Tokenizer:
    return loading.load_tokenizer(starter.starter_folder()).backend_tokenizer


def test_that_lengths_and_unknown_shares_are_those_counted_by_hand(tiny: Tokenizer) -> None:
    reading = language.read(["the cat sat", "a zebra"], tiny, unknown="[UNK]")

    assert reading.lengths.tolist() == [5, 4]  # with [CLS] and [SEP]
    assert reading.unknown_tokens == 1 / 5
    assert reading.unknown_characters == 5 / 15
    assert reading.tokens_per_character == 5 / 15
    assert reading.mean_tokens(100) == 4.5
    assert reading.mean_tokens(4) == 4.0
    assert reading.truncated_share(4) == 0.5


def test_that_no_texts_give_no_shares(tiny: Tokenizer) -> None:
    reading = language.read([], tiny, unknown="[UNK]")

    assert (reading.mean_tokens(9), reading.truncated_share(9), reading.unknown_tokens) == (0, 0, 0)
    assert language.warning(reading, languages=(), language="") is None


def test_that_the_starter_reads_english_and_not_chinese(starter_tokenizer: Tokenizer) -> None:
    english = language.read(ENGLISH, starter_tokenizer, unknown="[UNK]")
    chinese = language.read(CHINESE, starter_tokenizer, unknown="[UNK]")

    assert english.unknown_tokens == 0
    assert language.warning(english, languages=("en",), language="en") is None
    warning = language.warning(chinese, languages=("en",), language="zh")
    assert warning is not None
    assert warning.one.startswith("This model does not know {share} in 100 of the characters")
    assert warning.values["share"] == round(chinese.unknown_characters * 100)
    assert chinese.unknown_characters > 0.4


def test_that_unknown_characters_of_the_starter_are_those_missing_in_its_vocabulary(
    starter_tokenizer: Tokenizer,
) -> None:
    text = "".join(CHINESE)
    vocabulary = starter_tokenizer.get_vocab()
    expected = sum(character not in vocabulary for character in text) / len(text)

    reading = language.read([text], starter_tokenizer, unknown="[UNK]")

    assert reading.unknown_characters == pytest.approx(expected)


def test_that_a_language_that_was_not_meant_is_told_though_its_letters_are_known(
    starter_tokenizer: Tokenizer,
) -> None:
    reading = language.read(GERMAN, starter_tokenizer, unknown="[UNK]")

    assert language.warning(reading, languages=(), language="de") is None
    warning = language.warning(reading, languages=("en",), language="de")
    assert warning is not None
    assert "another language" in warning.one


def test_that_spelling_in_bytes_is_told_for_models_without_an_unknown_token() -> None:
    from tokenizers import models, pre_tokenizers

    alphabet = sorted(pre_tokenizers.ByteLevel.alphabet())
    backend = Tokenizer(models.BPE(vocab={letter: i for i, letter in enumerate(alphabet)}, merges=[]))
    backend.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)

    reading = language.read(CHINESE, backend, unknown=None)

    assert reading.tokens_per_character == 3.0  # UTF-8 has three bytes for each of these
    warning = language.warning(reading, languages=(), language="zh")
    assert warning is not None
    assert warning.values["tokens"] == "3.0"


@pytest.mark.parametrize(
    ("count", "length", "expected"), [(5, 10, 5), (5_000, 10, 2_000), (5_000, 4_000, 100), (0, 0, 0)]
)
def test_that_a_sample_is_bounded_in_texts_and_characters(count: int, length: int, expected: int) -> None:
    assert len(language.sample(["x" * length] * count)) == expected


def test_that_a_sample_is_spread_over_all_texts() -> None:
    texts = [str(i) for i in range(10_000)]

    assert [int(text) for text in language.sample(texts)] == list(range(0, 10_000, 5))


def test_that_the_multilingual_model_reads_chinese(multilingual_model: Path) -> None:
    tokenizer = loading.load_tokenizer(multilingual_model)

    reading = language.read(CHINESE, tokenizer.backend_tokenizer, unknown=tokenizer.unk_token)

    assert reading.unknown_characters < 0.01
    assert language.warning(reading, languages=(), language="zh") is None
