"""Masks: one thing, one mask; nothing left to find."""

from __future__ import annotations

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from privacy_sentences import TEXTS, labelled_sentences

from workbench.data.privacy import Masker, blind_spots, default_kinds, find_entities, mask_table, mask_texts
from workbench.i18n import render
from workbench.values import MaskStyle

STYLES: tuple[MaskStyle, ...] = ("pseudonym", "tag", "stars")


@settings(deadline=None)
@given(TEXTS, st.sampled_from(STYLES))
def test_that_masked_texts_hold_nothing_more_to_find(text: str, style: MaskStyle) -> None:
    (masked,) = mask_texts([text], style=style)
    assert find_entities(masked) == []
    assert mask_texts([masked], style=style) == [masked]


@settings(deadline=None)
@given(TEXTS, st.sets(st.sampled_from((*default_kinds(), "cn_name")), min_size=1))
def test_that_masking_some_kinds_twice_is_masking_them_once(text: str, kinds: set[str]) -> None:
    once = mask_texts([text], kinds)
    assert mask_texts(once, kinds) == once


def test_that_a_name_has_one_mask_whichever_kind_finds_it() -> None:
    masked = mask_texts(["王小明先生来电", "今天王小明没有来"], ["name", "cn_name"])
    assert masked == ["[NAME-1]先生来电", "今天[NAME-1]没有来"]


@pytest.mark.parametrize("style", STYLES)
def test_that_the_labelled_sentences_can_be_masked_twice(style: MaskStyle) -> None:
    once = mask_texts([sentence.text for sentence in labelled_sentences()], style=style)
    assert mask_texts(once, style=style) == once


def test_that_one_address_has_one_number_in_the_order_of_appearance() -> None:
    masked = mask_texts(["b@x.org, a@x.org", "A@X.ORG (+86) 138-0013-8000", "13800138000 c@x.org"])
    assert masked == ["[EMAIL-1], [EMAIL-2]", "[EMAIL-2] [PHONE-1]", "[PHONE-1] [EMAIL-3]"]


def test_that_numbers_go_on_after_masks_that_are_there() -> None:
    assert mask_texts(["new@x.org", "was [EMAIL-4]"]) == ["[EMAIL-5]", "was [EMAIL-4]"]


def test_that_numbers_run_through_all_columns_row_by_row() -> None:
    table = pa.table({"text": ["to b@x.org", "to a@x.org"], "sender": ["a@x.org", "c@x.org"], "label": ["x", "y"]})
    masked = mask_table(table, ["text", "sender"], Masker(default_kinds()))
    assert masked.to_pydict() == {
        "text": ["to [EMAIL-1]", "to [EMAIL-2]"],
        "sender": ["[EMAIL-2]", "[EMAIL-3]"],
        "label": ["x", "y"],
    }


def test_that_a_table_of_several_chunks_is_masked_as_one() -> None:
    texts = [f"row {i} u{i % 7}@x.org" if i % 3 else f"row {i}" for i in range(50)]
    whole = pa.table({"text": texts})
    parts = pa.concat_tables([whole.slice(0, 11), whole.slice(11, 1), whole.slice(12)])
    first, second = (mask_table(table, ["text"], Masker(default_kinds())) for table in (whole, parts))
    assert first.column("text").to_pylist() == second.column("text").to_pylist()
    assert first.column("text")[1].as_py() == "row 1 [EMAIL-1]"


def test_that_untouched_columns_are_the_same_ones() -> None:
    table = pa.table({"text": ["nothing here"], "other": ["a@x.org"]})
    masked = mask_table(table, ["text"], Masker(default_kinds()))
    assert masked.equals(table)


def test_that_words_stay_as_many_where_each_has_a_tag() -> None:
    masker = Masker(("phone",))
    masked = mask_table(pa.table({"text": ["call +44 20 7946 0958 now"]}), ["text"], masker, word_columns=["text"])
    assert masked.column("text").to_pylist() == ["call [PHONE-1] [PHONE-1] [PHONE-1] [PHONE-1] now"]


def test_that_places_are_counted_by_kind() -> None:
    masker = Masker(default_kinds(), "stars")
    assert masker.mask("a@x.org a@x.org 13800138000") == "*** *** ***"
    assert masker.counts == {"email": 2, "phone": 1}


def test_that_what_stays_is_said_plainly() -> None:
    assert "All others stay" in render(blind_spots()[0])
    assert "not all of them" in render(blind_spots(["email", "person"])[0])
    assert "two in three Chinese names" in render(blind_spots(["cn_name"])[0])
    assert render(blind_spots(["email"])[0]) == "Names stay."
    assert len(blind_spots()) == 4
