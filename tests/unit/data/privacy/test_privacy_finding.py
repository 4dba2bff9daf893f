"""How the places that recognisers name become one list."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from privacy_sentences import TEXTS, labelled_sentences

import workbench.data.privacy.finding as finding
from workbench.data.privacy import KINDS, count_entities, default_kinds, find_entities, find_in_texts
from workbench.data.privacy.plain import plain_form
from workbench.errors import SettingError


@settings(deadline=None)  # the first example loads the tables of telephone numbers
@given(TEXTS)
def test_that_places_are_in_order_apart_and_in_the_text(text: str) -> None:
    end = 0
    for entity in find_entities(text):
        assert end <= entity.start < entity.end <= len(text)
        assert entity.text == text[entity.start : entity.end]
        assert entity.kind in KINDS
        end = entity.end


@settings(deadline=None)  # the first example loads the tables of telephone numbers
@given(TEXTS)
def test_that_a_hint_passes_over_no_text_with_such_an_entity(text: str) -> None:
    plain = plain_form(text).text
    for kind in default_kinds():
        if any(True for _ in KINDS[kind].find(plain)):
            assert finding._hint(kind).search(text), kind


@settings(deadline=None)  # the first example loads the tables of telephone numbers
@given(st.lists(TEXTS, max_size=5))
def test_that_many_texts_give_what_each_gives_alone(texts: list[str]) -> None:
    alone = {row: find_entities(text) for row, text in enumerate(texts)}
    together = {row: entities for row, _, entities in find_in_texts(texts)}
    assert together == {row: entities for row, entities in alone.items() if entities}


def test_that_texts_are_counted_once_a_kind() -> None:
    texts = ["a@b.org c@d.org", "nothing", "call 07911123456", "x a@b.org 07911123456"]
    counted = {kind: rows.tolist() for kind, rows in count_entities(texts).items()}
    assert counted == {"email": [0, 3], "phone": [2, 3]}
    assert list(count_entities(texts, ["phone"])) == ["phone"]
    assert count_entities([]) == {}


def test_that_the_longest_of_two_places_wins() -> None:
    (url,) = find_entities("https://203.0.113.7/mail?to=anna@example.org")
    assert url.kind == "url"
    (mail,) = find_entities("13812345678@example.cn")
    assert mail.kind == "email"


def test_that_a_card_of_fifteen_digits_is_surer_than_an_old_identity_number() -> None:
    # 378282246310005 is a test number of American Express; 37 is Shandong, but 224631 no birthday.
    assert [entity.kind for entity in find_entities("ID 378282246310005")] == ["bank_card"]


def test_that_what_was_masked_is_not_found_again() -> None:
    assert find_entities("[EMAIL-3] [PHONE-13812345678] [URL] ***") == []


def test_that_every_kind_has_a_title_and_a_certainty() -> None:
    assert {"email", "phone", "cn_id", "bank_card", "iban", "ip", "url", "plate", "name", "person"} <= set(KINDS)
    assert len({recognizer.title for recognizer in KINDS.values()}) == len(KINDS)
    assert all(0 < recognizer.certainty <= 100 for recognizer in KINDS.values())


def test_that_an_unknown_kind_is_told_with_those_that_exist() -> None:
    with pytest.raises(SettingError, match="no kind of personal data “mail”") as caught:
        find_entities("x", ["mail"])
    assert caught.value.fix is not None
    assert "email" in str(caught.value.fix.values["kinds"])


def test_that_labelled_sentences_are_found_together_as_alone() -> None:
    texts = [sentence.text for sentence in labelled_sentences()]
    rows = {row for row, _, _ in find_in_texts(texts)}
    assert rows == {row for row, text in enumerate(texts) if find_entities(text)}
