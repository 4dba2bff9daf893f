"""What may be wrong with labeled texts: one small check a function, each with one sentence and the rows it is about.

A check takes an Examples and gives a Finding, or None if there is nothing to say. To add one, write it and name it in
CHECKS; a remedy for it, if there is one, goes into `clean.py`.
"""

from __future__ import annotations

import functools
import itertools
import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from workbench.data.encoding import REPLACEMENT
from workbench.data.tables import RejectedRow, RowNumbers
from workbench.i18n import N_, say
from workbench.values import (
    AnyStep,
    IssueAction,
    IssueFound,
    LabelCount,
    RemoveDuplicates,
    RemoveRepeatedHeaders,
    Roles,
    Sentence,
)

LEAST_EXAMPLES = 5
"""A label with fewer examples than this can hardly be learned."""
MOST_LABELS = 1_000
_IMBALANCE = 3

Severity = Literal["warn", "info"]


@dataclass(frozen=True)
class Examples:
    """A table as the checks see it.

    Attributes:
        table: Every column a string.
        roles: Which columns are checked.
        rejected: The records of the file that were not loaded.
        skipped_lines: Lines above the table.
    """

    table: pa.Table
    roles: Roles
    rejected: Sequence[RejectedRow] = ()
    skipped_lines: int = 0

    @functools.cached_property
    def texts(self) -> pa.Array | None:
        """The texts without white space around them, as a dictionary array."""
        return self._column(self.roles.text)

    @functools.cached_property
    def labels(self) -> pa.Array | None:
        """The labels without white space around them, as a dictionary array."""
        return self._column(self.roles.label)

    @functools.cached_property
    def label_counts(self) -> tuple[LabelCount, ...]:
        """Every label with its number of rows, the commonest first; rows without a text count, too."""
        if self.labels is None:
            return ()
        counts = np.bincount(codes(self.labels), minlength=len(self.labels.dictionary))
        pairs = zip(self.labels.dictionary.to_pylist(), counts.tolist(), strict=True)
        found = [LabelCount(label=label, count=count) for label, count in pairs if label]
        return tuple(sorted(found, key=lambda item: (-item.count, item.label)))

    def rows_of(self, labels: Sequence[str]) -> RowNumbers:
        """The rows that carry one of these labels."""
        if self.labels is None:
            return _no_rows()
        return _rows(np.isin(codes(self.labels), _codes_of(self.labels, labels)))

    def usable(self) -> npt.NDArray[np.bool_]:
        """Which rows have both a text and a label."""
        mask = np.ones(self.table.num_rows, np.bool_)
        for column in (self.texts, self.labels):
            mask &= ~is_empty(column) if column is not None else False
        return mask

    def _column(self, name: str | None) -> pa.Array | None:
        if name is None:
            return None
        column = pc.utf8_trim_whitespace(self.table.column(name)).combine_chunks().dictionary_encode()
        return column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column


@dataclass(frozen=True)
class Finding:
    """What a check found; see IssueFound. `count` stands in for the rows where there are none to show."""

    sentence: Sentence
    rows: RowNumbers
    severity: Severity = "warn"
    action: IssueAction = "show"
    count: int | None = None
    remedy: AnyStep | None = None


def codes(column: pa.Array) -> npt.NDArray[np.int64]:
    """The index of each row's value in the column's dictionary."""
    indices: npt.NDArray[np.int64] = column.indices.to_numpy(zero_copy_only=False).astype(np.int64, copy=False)
    return indices


def is_empty(column: pa.Array) -> npt.NDArray[np.bool_]:
    """Which rows hold nothing."""
    return np.isin(codes(column), _codes_of(column, [""]))


def find_issues(examples: Examples) -> tuple[tuple[IssueFound, ...], dict[str, RowNumbers]]:
    """Runs every check.

    Returns:
        The issues, those that cost most first, and the rows of each by its kind.
    """
    found: list[IssueFound] = []
    rows: dict[str, RowNumbers] = {}
    for check in CHECKS:
        finding = check(examples)
        if finding is not None:
            kind = check.__name__
            rows[kind] = finding.rows
            count = len(finding.rows) if finding.count is None else finding.count
            found.append(
                IssueFound(
                    kind=kind,
                    severity=finding.severity,
                    sentence=finding.sentence,
                    rows=count,
                    action=finding.action,
                    remedy=finding.remedy,
                )
            )
    found.sort(key=lambda issue: (issue.severity != "warn", -issue.rows))
    return tuple(found), rows


def unreadable(examples: Examples) -> Finding | None:
    """Records of the file that could not be loaded."""
    lines = [row.line for row in examples.rejected]
    if not lines:
        return None
    if len(lines) == 1:
        sentence = say(N_("Line {line:,} could not be read."), line=lines[0])
    elif len(lines) == 2:
        sentence = say(N_("Lines {first:,} and {second:,} could not be read."), first=lines[0], second=lines[1])
    else:
        one, many = N_("{n:,} line could not be read."), N_("{n:,} lines could not be read.")
        sentence = say(one, many, n=len(lines))
    return Finding(sentence, _no_rows(), action="rejected", count=len(lines))


def exact_duplicates(examples: Examples) -> Finding | None:
    """Rows whose text and label both stand in an earlier row; without roles, rows that are equal in every column."""
    keys = _pair_codes(examples)
    if keys is None:
        return None
    candidates = _rows(keys >= 0)
    _, first = np.unique(keys[candidates], return_index=True)
    rows = np.setdiff1d(candidates, candidates[first])
    if not len(rows):
        return None
    one, many = N_("{n:,} row is an exact duplicate."), N_("{n:,} rows are exact duplicates.")
    return Finding(say(one, many, n=len(rows)), rows, action="mend", remedy=RemoveDuplicates())


def contradictions(examples: Examples) -> Finding | None:
    """Texts that stand in several rows with different labels."""
    if examples.texts is None or examples.labels is None:
        return None
    usable = _rows(examples.usable())
    texts, labels = codes(examples.texts)[usable], codes(examples.labels)[usable]
    pairs = np.unique(np.stack([texts, labels]), axis=1)
    several, counts = np.unique(pairs[0], return_counts=True)
    torn = several[counts > 1]
    if not len(torn):
        return None
    one, many = N_("{n:,} text carries different labels."), N_("{n:,} texts carry different labels.")
    return Finding(say(one, many, n=len(torn)), usable[np.isin(texts, torn)])


def empty_text(examples: Examples) -> Finding | None:
    """Rows without a text."""
    if examples.texts is None:
        return None
    one, many = N_("{n:,} row has no text and is not used."), N_("{n:,} rows have no text and are not used.")
    return _about(_rows(is_empty(examples.texts)), one, many, severity="info")


def empty_label(examples: Examples) -> Finding | None:
    """Rows without a label."""
    if examples.labels is None:
        return None
    one, many = N_("{n:,} row has no label and is not used."), N_("{n:,} rows have no label and are not used.")
    return _about(_rows(is_empty(examples.labels)), one, many, severity="info")


def rare_labels(examples: Examples) -> Finding | None:
    """Labels with too few examples to be learned."""
    rare = [item for item in examples.label_counts if item.count < LEAST_EXAMPLES]
    if not rare or many_labels(examples) is not None:
        return None
    if len(rare) == 1:
        one, many = N_("“{label}” has {n:,} example."), N_("“{label}” has {n:,} examples.")
        sentence = say(one, many, label=rare[0].label, n=rare[0].count)
    else:
        one = N_("{n:,} label has fewer than {least} examples, such as “{label}”.")
        many = N_("{n:,} labels have fewer than {least} examples, such as “{label}”.")
        sentence = say(one, many, n=len(rare), least=LEAST_EXAMPLES, label=rare[0].label)
    return Finding(sentence, examples.rows_of([item.label for item in rare]))


def imbalance(examples: Examples) -> Finding | None:
    """A label that has far fewer examples than the commonest one, but enough to be learned."""
    enough = [item for item in examples.label_counts if item.count >= LEAST_EXAMPLES]
    if len(enough) < 2 or enough[-1].count * _IMBALANCE > enough[0].count:
        return None
    sentence = say(
        N_("“{rare}” has {few:,} examples, “{common}” has {many:,}."),
        rare=enough[-1].label,
        few=enough[-1].count,
        common=enough[0].label,
        many=enough[0].count,
    )
    return Finding(sentence, examples.rows_of([enough[-1].label]), severity="info")


def case_variants(examples: Examples) -> Finding | None:
    """Labels that differ only in case, width or white space, and are probably meant to be one."""
    by_form: dict[str, list[str]] = {}
    for item in examples.label_counts:
        by_form.setdefault(_plain_form(item.label), []).append(item.label)
    groups = [labels for labels in by_form.values() if len(labels) > 1]
    if not groups:
        return None
    one = N_("“{first}” and “{second}” differ only in case, width or space.")
    many = N_("{n:,} labels are written in several ways, such as “{first}” and “{second}”.")
    sentence = say(one, many, n=len(groups), first=groups[0][0], second=groups[0][1])
    return Finding(sentence, examples.rows_of(list(itertools.chain.from_iterable(group[1:] for group in groups))))


def many_labels(examples: Examples) -> Finding | None:
    """A label column with so many values that it is probably no label."""
    values, rows = len(examples.label_counts), sum(item.count for item in examples.label_counts)
    if values <= MOST_LABELS and (values < rows or values < 3):
        return None
    one = N_("“{column}” has {n:,} value, which is too many for labels.")
    many = N_("“{column}” has {n:,} values in {rows:,} rows, which is too many for labels.")
    sentence = say(one, many, column=examples.roles.label or "", n=values, rows=rows)
    return Finding(sentence, _no_rows(), count=rows)


def repeated_header(examples: Examples) -> Finding | None:
    """Rows that repeat the names of the columns, as files do that were put together from several."""
    mask = np.ones(examples.table.num_rows, np.bool_)
    for name in examples.table.column_names:
        equal = pc.equal(pc.utf8_trim_whitespace(examples.table.column(name)), name)
        mask &= equal.to_numpy().astype(np.bool_)
        if not mask.any():
            return None
    one, many = N_("{n:,} row repeats the header."), N_("{n:,} rows repeat the header.")
    return _about(_rows(mask), one, many, remedy=RemoveRepeatedHeaders())


def undecodable(examples: Examples) -> Finding | None:
    """Rows with characters that could not be decoded, here or by the program that wrote the file."""
    mask = np.zeros(examples.table.num_rows, np.bool_)
    for name in examples.table.column_names:
        mask |= pc.match_substring(examples.table.column(name), REPLACEMENT).to_numpy().astype(np.bool_)
    one = N_("{n:,} row has characters that were lost; they show as {sign}.")
    many = N_("{n:,} rows have characters that were lost; they show as {sign}.")
    finding = _about(_rows(mask), one, many)
    if finding is None:
        return None
    return Finding(say(one, many, n=len(finding.rows), sign=REPLACEMENT), finding.rows)


def preamble(examples: Examples) -> Finding | None:
    """Lines above the table that were left out."""
    if not examples.skipped_lines:
        return None
    one = N_("{n:,} line above the table was left out.")
    many = N_("{n:,} lines above the table were left out.")
    return Finding(say(one, many, n=examples.skipped_lines), _no_rows(), severity="info", count=0)


CHECKS: tuple[Callable[[Examples], Finding | None], ...] = (
    unreadable,
    exact_duplicates,
    contradictions,
    empty_text,
    empty_label,
    rare_labels,
    imbalance,
    case_variants,
    many_labels,
    repeated_header,
    undecodable,
    preamble,
)


def _about(
    rows: RowNumbers, one: str, many: str, *, severity: Severity = "warn", remedy: AnyStep | None = None
) -> Finding | None:
    if not len(rows):
        return None
    action: IssueAction = "mend" if remedy is not None else "show"
    return Finding(say(one, many, n=len(rows)), rows, severity, action, remedy=remedy)


def _pair_codes(examples: Examples) -> npt.NDArray[np.int64] | None:
    """A number for each row's text and label together, -1 where one is empty; all columns count without roles."""
    if examples.texts is None:
        return None
    keys = codes(examples.texts).copy()
    empty = is_empty(examples.texts)
    if examples.labels is not None:
        keys = keys * len(examples.labels.dictionary) + codes(examples.labels)
        empty = empty | is_empty(examples.labels)
    keys[empty] = -1
    return keys


def _codes_of(column: pa.Array, values: Sequence[str]) -> npt.NDArray[np.int64]:
    wanted = pc.is_in(column.dictionary, pa.array(values, pa.string())).to_numpy(zero_copy_only=False)
    return np.flatnonzero(wanted).astype(np.int64)


def _rows(mask: npt.NDArray[np.bool_]) -> RowNumbers:
    return np.flatnonzero(mask).astype(np.int64)


def _no_rows() -> RowNumbers:
    return np.empty(0, np.int64)


def _plain_form(label: str) -> str:
    folded = unicodedata.normalize("NFKC", label).casefold()
    return re.sub(r"[\s\x00-\x1f\u200b\ufeff]+", "", folded)
