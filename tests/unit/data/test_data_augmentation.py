"""Augmentation: what each method does to a text, and what is kept of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lexicons import add_lexicons

from workbench.data.augmentation import (
    NewText,
    Resources,
    Rewriter,
    augmentation_methods,
    augmented,
    is_word,
    rewriter,
    units,
)
from workbench.errors import SettingError
from workbench.settings import TRAINING

NOTHING = Resources(language="en", lexicons=Path("/nowhere"))
TEXTS = [f"The room number {i} was clean, and the staff were kind to all of us" for i in range(100)]


def made(
    texts: Sequence[str], rewrite: Rewriter, *, copies: int = 1, seed: int = 0, others: Sequence[str] = ()
) -> list[NewText]:
    steps = augmented(texts, rewrite, copies=copies, seed=seed, others=others)
    while True:
        try:
            next(steps)
        except StopIteration as end:
            found: list[NewText] = end.value
            return found


def rewritten(name: str, text: str, *, share: float = 0.2, resources: Resources = NOTHING, seed: int = 0) -> str:
    return rewriter(name, share=share, resources=resources)([text], np.random.default_rng(seed))[0]


@given(text=st.text())
def test_that_the_pieces_of_a_text_are_the_text(text: str) -> None:
    assert "".join(units(text)) == text


def test_that_chinese_is_cut_into_characters_and_english_into_words() -> None:
    assert units("It's good, 很好!") == ["It's", " ", "good", ", ", "很", "好", "!"]
    assert [is_word(piece) for piece in ["It's", " ", ", ", "很", "!"]] == [True, False, False, True, False]


@settings(max_examples=50, deadline=None)
@given(words=st.lists(st.sampled_from("alpha beta gamma delta 好 坏".split()), min_size=2, max_size=20))  # noqa: SIM905
def test_that_deletion_leaves_out_the_share_and_no_more(words: list[str]) -> None:
    text = " ".join(words)
    left = Counter(rewritten("delete", text, share=0.2).split())
    assert not left - Counter(words)
    assert sum(left.values()) == len(words) - max(1, round(0.2 * len(words)))


def test_that_one_word_is_never_left_out() -> None:
    assert rewritten("delete", "Hello!") == "Hello!"
    assert rewritten("delete", "Hello you", share=0.9).strip() in {"Hello", "you"}


@settings(max_examples=50, deadline=None)
@given(words=st.lists(st.sampled_from("alpha beta gamma delta".split()), min_size=2, max_size=20))  # noqa: SIM905
def test_that_swapping_keeps_every_word(words: list[str]) -> None:
    assert sorted(rewritten("swap", " ".join(words)).split()) == sorted(words)


def test_that_characters_of_chinese_change_places_close_by() -> None:
    text = "房间非常干净服务也很好下次还会再来"
    swapped = rewritten("swap", text, share=0.01)
    moved = [at for at, (old, new) in enumerate(zip(text, swapped, strict=True)) if old != new]
    assert len(moved) == 2
    assert moved[1] - moved[0] <= 3


@pytest.fixture
def lexicons(tmp_path: Path) -> Path:
    add_lexicons(tmp_path / "lexicons", "en", "zh")
    return tmp_path / "lexicons"


def test_that_english_words_are_replaced_by_synonyms(lexicons: Path) -> None:
    resources = Resources(language="en", lexicons=lexicons)
    found = {
        rewritten("synonyms", "My Room was CLEAN, alone", share=0.9, resources=resources, seed=s) for s in range(9)
    }
    assert found == {"My Chamber was TIDY, alone", "My Chamber was NEAT, alone"}
    assert rewritten("synonyms", "nothing here is known", resources=resources) == "nothing here is known"


def test_that_chinese_words_are_found_without_spaces(lexicons: Path) -> None:
    resources = Resources(language="zh", lexicons=lexicons)
    assert rewritten("synonyms", "房间非常好很漂亮！", share=0.9, resources=resources) == "屋子极好很美丽！"


def test_that_a_missing_dictionary_is_told_with_the_command_that_gets_it(tmp_path: Path) -> None:
    add_lexicons(tmp_path, "en")
    with pytest.raises(SettingError, match="No dictionary of synonyms") as caught:
        rewriter("synonyms", share=0.1, resources=Resources(language="zh", lexicons=tmp_path))
    assert caught.value.fix is not None
    assert "omw-cmn" in str(caught.value.fix.values["command"])
    with pytest.raises(SettingError, match="English and Chinese only"):
        rewriter("synonyms", share=0.1, resources=Resources(language="ru", lexicons=tmp_path))


def test_that_a_missing_library_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setitem(__import__("sys").modules, "wn", None)
    with pytest.raises(SettingError, match="not installed"):
        rewriter("synonyms", share=0.1, resources=Resources(language="en", lexicons=tmp_path))


def test_that_missing_translation_models_are_told() -> None:
    with pytest.raises(SettingError, match="No translation models"):
        rewriter("translate", share=0.1, resources=NOTHING)
    with_model = Resources(language="en", lexicons=Path(), translate=lambda texts: [text.upper() for text in texts])
    assert rewriter("translate", share=0.1, resources=with_model)(["a b"], np.random.default_rng(0)) == ["A B"]


@pytest.mark.parametrize("name", ["delete", "swap"])
def test_that_the_seed_decides_and_sources_are_kept(name: str) -> None:
    rewrite = rewriter(name, share=0.1, resources=NOTHING)
    first, again, other = (made(TEXTS, rewrite, copies=2, seed=seed) for seed in (1, 1, 2))
    assert first == again
    assert first != other
    sources = Counter(new.source for new in first)
    assert sum(sources.values()) >= 195  # a number left out of one text can make another text of it
    assert all(count <= 2 for count in sources.values())


def test_that_nothing_is_made_that_is_there_already() -> None:
    def rewrite(texts: Sequence[str], random: np.random.Generator) -> list[str]:
        return [str(random.choice(["in the TEST ", "new", texts[0]])) for _ in texts]

    texts = [f"text {i}" for i in range(200)]
    found = made(texts, rewrite, copies=3, others=["In  the test"])
    assert [new.text for new in found] == ["new"]  # once: the second would be a duplicate of it


def test_that_what_cannot_be_changed_is_left_out() -> None:
    assert made(["same"], lambda texts, _random: list(texts)) == []
    assert made([], lambda texts, _random: list(texts)) == []


def test_that_the_setting_offers_every_method() -> None:
    setting = next(setting for setting in TRAINING if setting.key == "augmentation")
    assert setting.choices == ("none", *augmentation_methods())
    assert setting.default == "none"
    assert all(method.title == name for name, method in augmentation_methods().items())
    with pytest.raises(SettingError, match="no augmentation “shuffle”"):
        rewriter("shuffle", share=0.1, resources=NOTHING)
