"""What each recogniser finds, held against labelled sentences and against numbers from standards."""

from __future__ import annotations

from collections import Counter

import pytest
from privacy_sentences import labelled_sentences, parsed

from workbench.data.privacy import KINDS, default_kinds, find_entities
from workbench.data.privacy.recognizers.bank_card import passes_luhn
from workbench.data.privacy.recognizers.cn_id import check_sign
from workbench.data.privacy.recognizers.iban import is_valid

LEAST_RECALL = {"phone": 0.9, "name": 0.75}
"""Of the kinds that cannot all be found: numbers glued to letters, and names that no word announces."""
LEAST_PRECISION = {"name": 0.9}


def found(text: str, *kinds: str) -> list[str]:
    return [entity.text for entity in find_entities(text, kinds)]


@pytest.fixture(scope="module")
def scores() -> dict[str, tuple[float, float]]:
    """Precision and recall of each kind; a place counts only if both of its ends are right."""
    right, wrong, missed = Counter[str](), Counter[str](), Counter[str]()
    for sentence in labelled_sentences():
        places = {(entity.start, entity.end, entity.kind) for entity in find_entities(sentence.text)}
        labelled = set(sentence.entities)
        right.update(kind for _, _, kind in places & labelled)
        wrong.update(kind for _, _, kind in places - labelled)
        missed.update(kind for _, _, kind in labelled - places)
    return {
        kind: (right[kind] / (right[kind] + wrong[kind]), right[kind] / (right[kind] + missed[kind])) for kind in right
    }


def test_that_the_labelled_sentences_are_many_and_name_every_kind() -> None:
    sentences = labelled_sentences()
    assert len(sentences) >= 150
    assert sum(not sentence.entities for sentence in sentences) >= 60  # look-alikes
    assert {kind for sentence in sentences for _, _, kind in sentence.entities} == set(default_kinds())
    assert parsed("a ⟦email|b@c.org⟧!") == ("a b@c.org!", ((2, 9, "email"),))


@pytest.mark.parametrize("kind", default_kinds())
def test_that_a_kind_is_found_and_nothing_else_is_taken_for_it(
    kind: str, scores: dict[str, tuple[float, float]]
) -> None:
    precision, recall = scores[kind]
    assert precision >= LEAST_PRECISION.get(kind, 1)
    assert recall >= LEAST_RECALL.get(kind, 1)


@pytest.mark.parametrize("kind", default_kinds())
def test_that_the_example_of_a_kind_is_found(kind: str) -> None:
    example = KINDS[kind].example
    text = f"Passport {example}" if kind == "passport" else example
    assert find_entities(text, [kind])


def test_that_the_check_sign_is_that_of_the_published_examples() -> None:
    # The two examples of GB 11643-1999, appendix A.
    assert check_sign("11010519491231002") == "X"
    assert check_sign("44052418800101001") == "4"


def test_that_luhn_is_that_of_the_published_examples() -> None:
    assert passes_luhn("4111111111111111")  # the test number of Visa
    assert passes_luhn("378282246310005")  # of American Express
    assert passes_luhn("79927398713")  # US patent 2950048's usual example
    assert not any(passes_luhn(f"7992739871{digit}") for digit in "012456789")


def test_that_ibans_are_checked_as_the_registry_shows() -> None:
    assert is_valid("GB29NWBK60161331926819")  # SWIFT IBAN registry
    assert is_valid("NO9386011117947")
    assert not is_valid("GB29NWBK60161331926818")


def test_that_a_number_is_found_whatever_stands_beside_it() -> None:
    assert found("手机13812345678号", "phone") == ["13812345678"]
    assert found("abc13812345678", "phone") == []
    assert found("1381234567890", "phone") == []
    assert found("证11010519491231002X件", "cn_id") == ["11010519491231002X"]
    assert found("11010519491231002X1", "cn_id") == []


def test_that_full_width_and_invisible_signs_do_not_hide_a_number() -> None:
    assert found("电话１３８００１３８０００。", "phone") == ["１３８００１３８０００"]
    assert found("1\u200b3\u200b8\u200b0\u200b0138000", "phone") == ["1\u200b3\u200b8\u200b0\u200b0138000"]
    assert found("ａｎｎａ＠ｅｘａｍｐｌｅ．ｏｒｇ", "email") == ["ａｎｎａ＠ｅｘａｍｐｌｅ．ｏｒｇ"]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("+44 20 7946 0958", "+442079460958"),
        ("020 7946 0958", "+442079460958"),
        ("(212) 736-5000", "+12127365000"),
        ("1-212-736-5000", "+12127365000"),
        ("０１０－６５５２９９８８", "+861065529988"),
        ("+86 138 0013 8000", "+8613800138000"),
        ("138-0013-8000", "+8613800138000"),
        ("01 42 68 53 00", "+33142685300"),
        ("0033142685300", "+33142685300"),
    ],
)
def test_that_one_telephone_number_has_one_key_however_it_is_written(text: str, number: str) -> None:
    # The keys are the numbers in the form of ITU-T E.164.
    (entity,) = find_entities(f"Call {text} now" if text.isascii() else f"电话{text}", ["phone"])
    assert (entity.text, entity.key) == (text, number)


def test_that_the_punctuation_of_a_sentence_is_no_part_of_an_address() -> None:
    assert found("See https://a.example.org/b_(c), or www.example.com.", "url") == [
        "https://a.example.org/b_(c)",
        "www.example.com",
    ]


def test_that_a_name_is_masked_without_its_title() -> None:
    assert found("Dr. Jane Smith and Mrs O'Hara", "name") == ["Jane Smith", "O'Hara"]
    assert found("请李小明先生和欧阳女士过来", "name") == ["李小明", "欧阳"]


def test_that_chinese_names_are_found_without_a_title_where_that_is_asked_for() -> None:
    assert found("昨天王小明和李娜都没有来", "cn_name") == ["王小明", "李娜"]
    assert found("毛巾很陈旧，谢谢您", "cn_name") == []
    assert find_entities("昨天王小明没有来") == []
