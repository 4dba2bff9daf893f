"""The quick ways of reading give what `read_tolerantly` gives, wherever the text is cut."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import replace
from unittest.mock import patch

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from workbench.data import records, regular
from workbench.data.blocks import Odd, read_blocks
from workbench.data.records import Broken, Form, Record, read_tolerantly, split_lines
from workbench.data.regular import Stretch, read_stretch
from workbench.data.window import Window

FRAGMENTS = [
    "a", "中", "é", " ", ",", ",", ",", '"', '"', '""', "\n", "\n", "\r\n", "\r", "|", "\\", "'", "\ufeff", "\x00",
    "b,c\n", "b,c\r\n", "d,e,f\n", '"x\ny",z\n', '"p,q",r\n', '"s ""t""",u\n', "v\n", '"\n\n\n",w\n',
    ',"k\nb,c\nb,c\nl"\n',
]  # fmt: skip
TEXTS = st.lists(st.sampled_from(FRAGMENTS), max_size=60).map("".join)
FORMS = st.builds(
    Form,
    delimiter=st.sampled_from([",", ",", ",", "|", "中", " "]),
    quotechar=st.sampled_from(['"', '"', '"', "'", ""]),
    escapechar=st.sampled_from(["", "", "\\"]),
    skips_space=st.booleans(),
    width=st.integers(1, 3),
)
PLAIN = Form(",", width=2)


def window(text: str, *, cut: int, stretch: int) -> Window:
    blocks: Iterator[bytes] = (text[start : start + cut].encode() for start in range(0, len(text), cut))
    return Window(blocks, first_bytes=1, stretch_bytes=stretch)


def shown(record: Record | Broken, lines: Sequence[str], form: Form) -> tuple[object, ...]:
    """A regular record by its cells, any other one with its place, too."""
    if isinstance(record, Record) and len(record.cells) == form.width and not record.is_mended:
        return tuple(record.cells)
    what = (record.reason,) if isinstance(record, Broken) else (tuple(record.cells), record.is_mended)
    return (*what, record.line, record.end, "".join(lines[record.line - 1 : record.end]))


def in_stretches(text: str, form: Form, *, cut: int, stretch: int) -> list[tuple[object, ...]]:
    found: list[tuple[object, ...]] = []
    for block in read_blocks(window(text, cut=cut, stretch=stretch), form):
        if isinstance(block, Stretch):
            found += zip(*(column.to_pylist() for column in block.batch.columns), strict=True)
        elif isinstance(block, Odd):
            lines = ["?"] * block.line + list(block.lines)
            for record in block.records:
                moved = replace(record, line=record.line + block.line, end=record.end + block.line)
                found.append(shown(moved, lines, form))
        else:
            found += map(tuple, block)
    return found


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(text=TEXTS, form=FORMS, cut=st.integers(1, 9), stretch=st.integers(1, 60))
@example(text='b,c\n"x\ny",z\nb,c', form=PLAIN, cut=3, stretch=7)
@example(text="b,c\r\nb,c\r\n", form=PLAIN, cut=4, stretch=4)
@example(text='b,c\n"s"t,u\nb,c\n', form=PLAIN, cut=100, stretch=100)
@example(text='b,c\na,"k\nb,c\nb,c\nl"\nb,c\n', form=PLAIN, cut=100, stretch=100)
def test_that_records_do_not_depend_on_where_the_text_is_cut(text: str, form: Form, cut: int, stretch: int) -> None:
    lines = split_lines(text)
    wanted = [shown(record, lines, form) for record in read_tolerantly(lines, form)]
    assert in_stretches(text, form, cut=cut, stretch=stretch) == wanted


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(text=TEXTS, cut=st.integers(1, 9), stretch=st.integers(1, 60))
def test_that_records_that_never_end_do_not_either(text: str, cut: int, stretch: int) -> None:
    longest, mended = "LONGEST_RECORD_LINES", "_MENDED_LINES"
    with patch.object(records, longest, 5), patch.object(regular, longest, 5), patch.object(records, mended, 3):
        lines = split_lines(text)
        wanted = [shown(record, lines, PLAIN) for record in read_tolerantly(lines, PLAIN)]
        assert in_stretches(text, PLAIN, cut=cut, stretch=stretch) == wanted


WELL_FORMED = ["b,c\n", "\n", '"x\ny",z\r\n', "\r\n", ",\n", "é,中\r", '"s ""t""",u\n']
LINES = st.lists(st.sampled_from(WELL_FORMED), max_size=20)


@given(text=LINES.map("".join), is_after_blank=st.booleans())
def test_that_a_well_formed_text_is_one_stretch(text: str, is_after_blank: bool) -> None:
    view = window(text, cut=10_000, stretch=10_000)
    view.is_after_blank = is_after_blank
    lines = split_lines(text)
    wanted = list(read_tolerantly(lines, PLAIN, is_after_blank=is_after_blank))
    view.grow()
    stretch = read_stretch(view, PLAIN)
    if stretch is None:
        assert wanted == []
        return
    assert (stretch.size, stretch.lines) == (len(text.encode()), len(lines))
    assert stretch.blanks == sum(isinstance(record, Record) and record.is_after_blank for record in wanted)
    for count in range(len(wanted) + 1):
        records_at_end = [record for record, _ in stretch.last(count)] if count else []
        assert records_at_end == wanted[len(wanted) - count :]


@pytest.mark.parametrize(
    "text",
    [
        '"a"b,c\n', 'a "b",c\n', '"a" ,c\n', "a\n", "a,b,c\n", '"a,b\n', " \n", '\ufeff"a",b\n', '"a""b"c,d\n',
        '"k,\nb,c\nb,c\nl",m\n',
    ],
)  # fmt: skip
def test_that_what_arrow_may_read_otherwise_is_not_given_to_it(text: str) -> None:
    view = window(text, cut=100, stretch=100)
    view.grow()
    assert read_stretch(view, PLAIN) is None


def test_that_a_window_keeps_a_line_until_its_end_is_known() -> None:
    view = window("a\r\nb\r", cut=2, stretch=1)
    seen = []
    while view.data:
        lines = view.lines()
        seen += lines
        if lines:
            view.advance(len("".join(lines).encode()), lines=len(lines), is_after_blank=False)
            view.fill()
        else:
            view.grow()
    assert seen == ["a\r\n", "b\r"]
    assert list(itertools.accumulate(map(len, seen)))[-1] == view.bytes
