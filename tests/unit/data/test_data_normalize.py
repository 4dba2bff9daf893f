"""What each operation on texts does, and that a second time changes nothing."""

from __future__ import annotations

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.data.normalize import OPERATIONS, changed_spans, may_change, normalized
from workbench.values import TextOperation

MARKUP = ["<", ">", "</", "<b>", "<br/>", "<p>", "</p>", "<!--", "-->", "<script>", "</script>", "&", "amp;", "lt;"]
SIGNS = ["#60;", "&nbsp;", "http://", "www.", "a.com", "/x", "'", '"', "=", ")", "(", ".", "b", "好", "ａ", "，", "é"]
MARKS = ["e\u0301", "\u0958", "\u200b", "\u200d", "\u00ad", "\ufeff", "\x85", "\x1f", "\ufdd0", "👩", "\u3000"]
PIECES = st.sampled_from([*MARKUP, *SIGNS, *MARKS, " ", "\n", "\r", "\t"])
TEXTS = st.one_of(st.text(max_size=40), st.lists(PIECES, max_size=14).map("".join))
CHOICES = st.lists(st.sampled_from(OPERATIONS), unique=True)


@pytest.mark.parametrize(
    ("operation", "before", "after"),
    [
        ("trim", " \u3000a b\n", "a b"),
        ("spaces", "a \t b\u3000\u00a0c\n\nd", "a b c d"),
        ("width", "ＡＢＣ１２３，！？～　（好）￥", "ABC123,!?~ (好)¥"),
        ("width", "。、「」ｶﾅ", "。、「」ｶﾅ"),
        ("unicode", "cafe\u0301 ①", "café ①"),
        ("html", "<p>Hello <b>world</b> &amp; co</p>", "Hello world & co"),
        ("html", "I <3 you, a < b and c > d, </3", "I <3 you, a < b and c > d, </3"),
        ("html", "AT&T ?a=1&copy=2&lt &unknown; &#xD800;", "AT&T ?a=1&copy=2&lt &unknown; \ufffd"),
        ("html", "<me@example.org> <Name> <https://x.org> 1<b 2>1", "<me@example.org> <Name> <https://x.org> 1<b 2>1"),
        ("html", "one<br>two<BR/>three<div class='a > b'>four</div>five", "one\ntwo\nthree\nfour\nfive"),
        ("html", "a<script>if (a < b) alert('<p>')</script>b<style>p{}</style><!-- no -->c", "abc"),
        ("html", "x<script src=a>never <b>closed</b>", "xnever closed"),
        ("html", "<!-- never closed", "<!-- never closed"),
        ("html", "&amp;lt;i&amp;gt;&#20320;&#x597D;&nbsp;&hellip;", "你好\u00a0…"),
        ("html", "<!DOCTYPE html><html><body>文<font color=red>本</font></body></html>", "文本"),
        ("urls", "see https://a.example/x?y=1&z=(2) now", "see now"),
        ("urls", "看http://t.cn/Abc123好的，www.example.com。", "看好的，。"),
        ("urls", "(http://a.example/b_(c)), ftp://x.org:21/y.", "(), ."),
        ("urls", "http://例子.com/路 at www. and http:// me@www.de", "路 at www. and http:// me@www.de"),
        ("controls", "a\u200bb\ufeffc\u00add\x00e\x1ff\tg\r\nh\ri\u2028j\u202ek", "abcdef\tg\nh\ni\njk"),
        ("controls", "👩\u200d👧 می\u200cخواهم a\u200db", "👩\u200d👧 می\u200cخواهم ab"),
    ],
)
def test_that_an_operation_does_what_it_says(operation: TextOperation, before: str, after: str) -> None:
    assert normalized(before, [operation]) == after


def test_that_the_order_in_which_operations_are_named_does_not_matter() -> None:
    text = " <p>ｆｏｏ  &amp;lt;b&amp;gt;\u200b http://a.example </p> "
    assert normalized(text, OPERATIONS) == normalized(text, reversed(OPERATIONS)) == "foo"


@given(text=TEXTS, chosen=CHOICES)
def test_that_cleaning_twice_is_cleaning_once(text: str, chosen: list[TextOperation]) -> None:
    once = normalized(text, chosen)
    assert normalized(once, chosen) == once


@given(texts=st.lists(TEXTS), chosen=CHOICES)
def test_that_what_is_passed_over_would_not_have_changed(texts: list[str], chosen: list[TextOperation]) -> None:
    mask = may_change(pa.array(texts, pa.string()), chosen)
    assert [
        text for text, suspect in zip(texts, mask, strict=True) if not suspect and normalized(text, chosen) != text
    ] == []


@given(text=TEXTS, chosen=CHOICES)
def test_that_spans_lie_in_the_text_and_not_in_each_other(text: str, chosen: list[TextOperation]) -> None:
    end = 0
    for start, stop, name in changed_spans(text, chosen):
        assert end <= start < stop <= len(text)
        assert name in chosen
        end = stop


def test_that_spans_name_the_operation() -> None:
    spans = changed_spans(" <b>Ａ</b> &amp;  http://a.example", ["trim", "width", "html", "urls", "spaces"])
    assert spans == [
        (0, 1, "trim"),
        (1, 4, "html"),
        (4, 5, "width"),
        (5, 9, "html"),
        (10, 15, "html"),
        (15, 17, "spaces"),
        (17, 33, "urls"),
    ]
