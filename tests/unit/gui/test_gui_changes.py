"""Before and after of a cell, in pieces: what changes is marked, whatever the text looks like."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.data.normalize import changed_spans, normalized
from workbench.gui.panes.data.changes import MOST_CHARACTERS, Piece, after, before, visible
from workbench.values import RowChange, TextOperation


def change(text: str, new: str, *spans: tuple[int, int, str]) -> RowChange:
    return RowChange(row=0, column="text", before=text, after=new, spans=spans)


def test_that_the_place_that_changes_is_marked_on_both_sides() -> None:
    masked = change("to +44 20 79 now", "to [PHONE-1] now", (3, 12, "phone"))
    assert before(masked) == [Piece("to ", False), Piece("+44 20 79", True), Piece(" now", False)]
    assert after(masked) == [Piece("to ", False), Piece("[PHONE-1]", True), Piece(" now", False)]


def test_that_spaces_that_go_are_seen() -> None:
    trimmed = change("  a b ", "a b", (0, 2, "trim"), (5, 6, "trim"))
    assert before(trimmed) == [Piece("··", True), Piece("a b", False), Piece("·", True)]
    assert after(trimmed) == [Piece("a b", False)]


@pytest.mark.parametrize(("sign", "shown"), [("\t", "→"), ("\n", "↵"), ("\x00", "�"), ("\u200b", "⁃"), ("a", "a")])
def test_that_every_sign_that_goes_is_seen(sign: str, shown: str) -> None:
    assert visible(sign) == shown


def test_that_a_long_text_is_cut_around_its_first_change() -> None:
    text = "x" * 5000 + "ann@x.org" + "y" * 5000
    pieces = before(change(text, text.replace("ann@x.org", "***"), (5000, 5009, "email")))
    assert Piece("ann@x.org", True) in pieces
    assert pieces[0].text == "…"
    assert pieces[-1].text == "…"
    assert sum(len(piece.text) for piece in pieces) <= MOST_CHARACTERS + 2


def test_that_a_text_without_spans_is_shown_unmarked() -> None:
    assert after(change("old", "new")) == [Piece("new", False)]


def test_that_markup_stays_text() -> None:
    assert before(change("<b>x</b>", "x", (0, 3, "html"), (4, 8, "html")))[0] == Piece("<b>", True)


@given(st.text(alphabet="ab \t\u3000Ａ１<>&;é\u200b", max_size=60))
def test_that_what_a_cleaning_leaves_is_shown_whole(text: str) -> None:
    operations: tuple[TextOperation, ...] = ("trim", "spaces", "width", "controls")
    new = normalized(text, operations)
    spans = tuple(changed_spans(text, operations))
    shown = after(RowChange(row=0, column="t", before=text, after=new, spans=spans))
    assert "".join(piece.text for piece in shown) == new.replace("\t", " ")
