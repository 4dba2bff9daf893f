"""Checks of how the file was read."""

from __future__ import annotations

import numpy as np
import pyarrow.compute as pc

from workbench.data.encoding import REPLACEMENT
from workbench.data.issues.check import Finding, about, quick
from workbench.data.issues.examples import Examples, no_rows, rows_where
from workbench.i18n import N_, say
from workbench.values import RemoveRepeatedHeaders


@quick
def unreadable(examples: Examples) -> Finding | None:
    """Records of the file that could not be loaded."""
    lines = [row.line for row in examples.rejected if not row.is_loaded]
    if not lines:
        return None
    if len(lines) == 1:
        sentence = say(N_("Line {line:,} could not be read."), line=lines[0])
    elif len(lines) == 2:
        sentence = say(N_("Lines {first:,} and {second:,} could not be read."), first=lines[0], second=lines[1])
    else:
        one, many = N_("{n:,} line could not be read."), N_("{n:,} lines could not be read.")
        sentence = say(one, many, n=len(lines))
    return Finding(sentence, no_rows(), action="rejected", count=len(lines))


@quick
def repaired(examples: Examples) -> Finding | None:
    """Records that were loaded otherwise than they stand in the file: with cells missing, or with broken quotes."""
    rows = np.array(sorted({row.row for row in examples.rejected if row.is_loaded}), np.int64)
    if not len(rows):
        return None
    one = N_("{n:,} row is not as it stands in the file: cells were missing or quotes were broken.")
    many = N_("{n:,} rows are not as they stand in the file: cells were missing or quotes were broken.")
    return Finding(say(one, many, n=len(rows)), rows, severity="info", action="rejected")


@quick
def repeated_header(examples: Examples) -> Finding | None:
    """Rows that repeat the names of the columns, as files do that were put together from several."""
    mask = np.ones(examples.table.num_rows, np.bool_)
    for name in examples.table.column_names:
        equal = pc.equal(pc.utf8_trim_whitespace(examples.table.column(name)), name)
        mask &= equal.to_numpy().astype(np.bool_)
        if not mask.any():
            return None
    one, many = N_("{n:,} row repeats the header."), N_("{n:,} rows repeat the header.")
    return about(rows_where(mask), one, many, remedy=RemoveRepeatedHeaders())


@quick
def undecodable(examples: Examples) -> Finding | None:
    """Rows with characters that could not be decoded, here or by the program that wrote the file."""
    mask = np.zeros(examples.table.num_rows, np.bool_)
    for name in examples.table.column_names:
        # Without regard to case Arrow looks with RE2, which is three times as quick.
        found = pc.match_substring(examples.table.column(name), REPLACEMENT, ignore_case=True)
        mask |= found.to_numpy().astype(np.bool_)
    one = N_("{n:,} row has characters that were lost; they show as {sign}.")
    many = N_("{n:,} rows have characters that were lost; they show as {sign}.")
    finding = about(rows_where(mask), one, many)
    if finding is None:
        return None
    return Finding(say(one, many, n=len(finding.rows), sign=REPLACEMENT), finding.rows)


@quick
def preamble(examples: Examples) -> Finding | None:
    """Lines above the table that were left out."""
    if not examples.skipped_lines:
        return None
    one = N_("{n:,} line above the table was left out.")
    many = N_("{n:,} lines above the table were left out.")
    return Finding(say(one, many, n=examples.skipped_lines), no_rows(), severity="info", count=0)
