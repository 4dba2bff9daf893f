"""Cells that a spreadsheet program would run as formulas, and how they are made harmless.

A cell that begins with = + - @, a tab or a line end is a formula to some program, or part of one; the full-width forms
are in Chinese and Japanese versions (OWASP, “CSV Injection”). An apostrophe in front makes it a text. Plain numbers
such as -5 are no formulas and stay as they are.
"""

from __future__ import annotations

import re

import pyarrow as pa
import pyarrow.compute as pc

_START = "[=+\\-@\t\r\n＝＋－＠]"
_FORMULA = re.compile(_START)
_NUMBER = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?")


def harmless(cell: str) -> str:
    """The cell as a spreadsheet takes it for text: an apostrophe in front of what would be a formula."""
    return f"'{cell}" if _FORMULA.match(cell) and not _NUMBER.fullmatch(cell) else cell


def harmless_column(column: pa.Array) -> tuple[pa.Array, int]:
    """A column of strings with its cells made harmless, and how many were not."""
    is_formula = pc.and_not(
        pc.match_substring_regex(column, f"^{_START}"), pc.match_substring_regex(column, f"^{_NUMBER.pattern}$")
    )
    found = pc.sum(is_formula).as_py() or 0
    if not found:
        return column, 0
    return pc.if_else(is_formula, pc.binary_join_element_wise("'", column, ""), column), found
