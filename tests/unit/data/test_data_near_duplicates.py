"""Near duplicates: what is joined and what is not, against all pairs compared by hand with Python's sets."""

from __future__ import annotations

import csv

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench import paths
from workbench.data.near_duplicates import SIMILARITY, near_duplicate_groups, plain_forms

LONG = "We have received your order and will deliver it to the address that you gave us within the next three days"
LONG_ZH = "我们已经收到您的订单，货物将在三天之内送到您填写的地址，送货之前快递员会给您打电话，感谢您的信任和支持"


def are_joined(first: str, second: str) -> bool:
    groups = near_duplicate_groups([first, second])
    return bool(groups[0] == groups[1])


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Hello, world!", "hello  WORLD"),
        ("ＡＢＣ　商店", "abc 商店"),
        ("性价比很高。。", "性价比很高"),
        ("Your code is 482913, do not share it", "Your code is 99120, do not share it"),
        (LONG, LONG + " :-)"),
        (LONG, LONG.replace("received", "recieved")),
        (LONG_ZH, LONG_ZH + "谢谢"),
        (LONG_ZH, LONG_ZH.replace("三天", "五天")),
    ],
)
def test_that_texts_that_differ_in_little_are_joined(first: str, second: str) -> None:
    assert are_joined(first, second)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("This film is good", "This film is bad"),
        ("The food was good and the room was clean", "The food was bad and the room was clean"),
        ("I would buy this phone again", "I would not buy this phone again"),
        ("5 stars", "1 stars"),
        ("这家酒店的服务非常好", "这家酒店的服务非常差"),
        ("我会再买这个手机的", "我不会再买这个手机的"),
        ("great :)", "great :("),
        ("love it 😊", "love it 😡"),
        ("...", "!!!"),
        ("", ""),
        (LONG, "Something that has nothing to do with it and is about as long as the other text, more or less so"),
    ],
)
def test_that_texts_that_differ_in_what_matters_are_not_joined(first: str, second: str) -> None:
    assert not are_joined(first, second)


def test_that_a_group_is_numbered_by_its_first_text() -> None:
    assert near_duplicate_groups(["a b", "c", "A, b.", "C!", "d"]).tolist() == [0, 1, 0, 1, 4]


def test_that_near_duplicates_of_near_duplicates_are_in_one_group() -> None:
    chain = [LONG, LONG + " and ever", LONG + " and ever and ever", LONG + " and ever and ever, my friend"]
    assert near_duplicate_groups(chain[::-1]).tolist() == [0, 0, 0, 0]
    assert not are_joined(chain[0], chain[-1])


def test_that_no_text_and_one_text_are_no_error() -> None:
    assert near_duplicate_groups([]).tolist() == []
    assert near_duplicate_groups(["one"]).tolist() == [0]
    assert near_duplicate_groups(["", " ", "\uffff", "a\uffffb"]).tolist() == [0, 1, 2, 3]


def shingles(form: str) -> set[str]:
    """The shingles of a plain form as the module's docstring says, made one by one."""
    padded = "\0\0" + form + "\0\0\0\0"
    return {
        padded[at : at + (3 if any("\u3040" <= sign <= "\u9fff" for sign in padded[at : at + 3]) else 5)]
        for at in range(len(form) + 2)
    }


def pairs_by_hand(forms: list[str]) -> set[tuple[int, int]]:
    """All pairs at or above the threshold, each compared with every other whose size allows it."""
    sets = [shingles(form) for form in forms]
    order = sorted(range(len(forms)), key=lambda at: len(sets[at]))
    found = set()
    for position, left in enumerate(order):
        for right in order[position + 1 :]:
            if len(sets[left]) < SIMILARITY * len(sets[right]):
                break
            shared = len(sets[left] & sets[right])
            if shared >= SIMILARITY * (len(sets[left]) + len(sets[right]) - shared):
                found.add((min(left, right), max(left, right)))
    return found


@pytest.mark.parametrize(("name", "least_pairs"), [("sms_spam", 5), ("zh_reviews", 1)])
def test_that_real_texts_are_joined_as_by_comparing_every_pair(name: str, least_pairs: int) -> None:
    with (paths.resources() / "samples" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        texts = [max(record, key=len) for record in csv.reader(file)][1:1_001]
    # Besides what is there, every twentieth text once more with a word before it.
    forms = list(dict.fromkeys(plain_forms([*texts, *(f"fwd {text}" for text in texts[::20])])))
    pairs = pairs_by_hand(forms)
    assert len(pairs) >= least_pairs
    groups = near_duplicate_groups(forms)
    by_hand = list(range(len(forms)))
    for _ in range(len(forms)):  # until nothing changes
        before = list(by_hand)
        for left, right in pairs:
            by_hand[left] = by_hand[right] = min(by_hand[left], by_hand[right])
        if by_hand == before:
            break
    assert groups.tolist() == by_hand


@given(st.lists(st.text(max_size=30), max_size=30))
@settings(deadline=None, max_examples=60)
def test_that_the_order_of_the_texts_does_not_matter(texts: list[str]) -> None:
    groups = near_duplicate_groups(texts)
    assert np.array_equal(groups[groups], groups)
    backwards = near_duplicate_groups(texts[::-1])[::-1]
    alike = {(i, j) for i in range(len(texts)) for j in range(i) if groups[i] == groups[j]}
    assert alike == {(i, j) for i in range(len(texts)) for j in range(i) if backwards[i] == backwards[j]}
