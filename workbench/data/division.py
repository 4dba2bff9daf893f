"""Decides what a table's columns mean for its split, divides its rows, and says what is worth knowing about that.

Texts that are equal, or differ in little, stay in one part: in a split by label or group they are dealt out together,
in one by time the later copies are left out. A split that the file gives is kept as it is.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import msgspec
import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from workbench.data import split
from workbench.data.dates import read_dates
from workbench.data.issues import MOST_CHARACTERS, Examples, Finding, codes, is_empty
from workbench.data.near_duplicates import near_duplicate_groups
from workbench.data.split import TEST, TRAIN, UNUSED, numbered
from workbench.data.split_names import given_codes
from workbench.data.tables import SplitCodes
from workbench.i18n import N_, say
from workbench.values import Sentence, SplitMethod, SplitRecipe

_LARGEST_TIE = 0.2  # share of the rows that groups may grow to when common texts tie them together

_Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class TestRows:
    """The test rows of another file.

    Attributes:
        name: The file.
        examples: Its table, under the roles of the training table.
    """

    __test__ = False  # no class of tests, whatever pytest thinks of its name

    name: str
    examples: Examples


@dataclass(frozen=True)
class Division:
    """How rows are divided.

    Attributes:
        codes: One code of SPLIT_NAMES a row.
        method: How: never `auto`.
        findings: What is worth knowing about it, by kind.
    """

    codes: SplitCodes
    method: SplitMethod
    findings: dict[str, Finding] = field(default_factory=dict)


def divide(examples: Examples, recipe: SplitRecipe, *, test: TestRows | None = None) -> Division:
    """Divides the rows that have a text and a label.

    Args:
        examples: The table with its roles.
        recipe: How; a method whose column has no role gives way to `label`, and a finding says so.
        test: The test rows, where they come from another file; then no row of this table is one.
    """
    if examples.texts is None or examples.labels is None:
        return Division(np.full(examples.table.num_rows, UNUSED, np.int8), "label")
    if test is not None:
        recipe = msgspec.structs.replace(recipe, test=0.0)
    labels = _label_numbers(examples)
    findings: dict[str, Finding] = {}
    texts = _text_groups(examples, recipe, findings)
    method = method_of(examples, recipe)
    if method != recipe.method != "auto":
        findings["split_without_column"] = _about_method(recipe.method)
    divided = _METHODS[method](examples, recipe, labels, texts, findings)
    if test is not None:
        divided[divided == TEST] = TRAIN
        findings |= _about_test_rows(examples, divided, test, keeps_near=recipe.keeps_near_duplicates_together)
    return Division(divided, method, findings)


def method_of(examples: Examples, recipe: SplitRecipe) -> SplitMethod:
    """How rows are divided: the recipe's method where the roles allow it, and what `auto` means for them."""
    roles = examples.roles
    can = {"given": roles.split, "group": roles.group, "time": roles.date}
    if recipe.method != "auto":
        return recipe.method if recipe.method == "label" or can[recipe.method] is not None else "label"
    if roles.split is not None and (given_codes(examples.table.column(roles.split)) == TRAIN).any():
        return "given"
    return "group" if roles.group is not None else "label"


def _label_numbers(examples: Examples) -> split.Codes:
    """The place of each row's label in the alphabet; -1 for a row that is not usable."""
    assert examples.labels is not None
    places = np.asarray(pc.rank(examples.labels.dictionary, tiebreaker="dense").to_numpy()).astype(np.int64) - 1
    return np.where(examples.usable(), places[codes(examples.labels)], -1)


def _text_groups(examples: Examples, recipe: SplitRecipe, findings: dict[str, Finding]) -> split.Codes:
    """A number for each row's text; equal ones, or near duplicates, have one number."""
    assert examples.texts is not None
    own = codes(examples.texts)
    if not recipe.keeps_near_duplicates_together:
        return own
    if not examples.is_large:
        return examples.text_groups[own]
    one = N_("Among {n:,} row only equal texts stay in one part of the split; near duplicates were not looked for.")
    many = N_("Among {n:,} rows only equal texts stay in one part of the split; near duplicates were not looked for.")
    sentence = say(one, many, n=examples.table.num_rows)
    findings["split_near_unchecked"] = _finding(sentence, count=examples.table.num_rows)
    return own


def _by_label(
    _examples: Examples,
    recipe: SplitRecipe,
    labels: split.Codes,
    texts: split.Codes,
    _findings: dict[str, Finding],
) -> SplitCodes:
    return split.split_rows(labels, recipe, groups=texts)


def _by_group(
    examples: Examples,
    recipe: SplitRecipe,
    labels: split.Codes,
    texts: split.Codes,
    findings: dict[str, Finding],
) -> SplitCodes:
    """Groups whole; groups that share texts go together, unless that would tie too many of them."""
    groups = _groups(examples, texts)
    used = labels >= 0
    if not recipe.keeps_near_duplicates_together:
        return split.split_groups(labels, recipe, groups=groups)
    tied = _tied(groups, texts, used)
    most = max(_largest(groups[used]), _LARGEST_TIE * int(used.sum()))
    if _largest(tied[used]) <= most:
        return split.split_groups(labels, recipe, groups=tied)
    return _without_copies(split.split_groups(labels, recipe, groups=groups), texts, findings)


def _by_time(
    examples: Examples,
    recipe: SplitRecipe,
    labels: split.Codes,
    texts: split.Codes,
    findings: dict[str, Finding],
) -> SplitCodes:
    assert examples.roles.date is not None
    moments = read_dates(examples.table.column(examples.roles.date))
    divided = split.split_by_time(labels, recipe, times=moments.times, has_time=moments.is_known)
    undated = np.flatnonzero((labels >= 0) & ~moments.is_known)
    if len(undated):
        one = N_("{n:,} row has no date that can be read; it is a training row.")
        many = N_("{n:,} rows have no date that can be read; they are training rows.")
        findings["split_undated"] = Finding(say(one, many, n=len(undated)), undated, "info")
    return _without_copies(divided, texts, findings) if recipe.keeps_near_duplicates_together else divided


def _as_given(
    examples: Examples,
    recipe: SplitRecipe,
    labels: split.Codes,
    texts: split.Codes,
    findings: dict[str, Finding],
) -> SplitCodes:
    assert examples.roles.split is not None
    given = given_codes(examples.table.column(examples.roles.split))
    unknown = np.flatnonzero((labels >= 0) & (given == UNUSED))
    if len(unknown):
        one = N_("{n:,} row names no part of the split and is not used.")
        many = N_("{n:,} rows name no part of the split and are not used.")
        findings["split_unknown"] = Finding(say(one, many, n=len(unknown)), unknown)
    return split.split_given(labels, given, recipe, groups=texts)


_METHODS: dict[
    SplitMethod,
    Callable[[Examples, SplitRecipe, split.Codes, split.Codes, dict[str, Finding]], SplitCodes],
] = {"label": _by_label, "group": _by_group, "time": _by_time, "given": _as_given}


def _groups(examples: Examples, texts: split.Codes) -> split.Codes:
    """The group of each row; a row whose group is empty stands with the rows of its text."""
    assert examples.roles.group is not None
    column = pc.utf8_trim_whitespace(examples.table.column(examples.roles.group)).combine_chunks()
    array = pa.concat_arrays(column.chunks) if isinstance(column, pa.ChunkedArray) else column
    named = numbered(array)
    is_named = np.asarray(pc.not_equal(array, "").to_numpy(zero_copy_only=False)).astype(np.bool_)
    return np.where(is_named, named, int(named.max(initial=0)) + 1 + texts)


def _tied(groups: split.Codes, texts: split.Codes, used: _Mask) -> split.Codes:
    """Numbers for groups that share texts, directly or through others; found by handing on the lowest number."""
    own, group, text = numbered(groups), numbered(groups)[used], numbered(texts)[used]
    roots = np.arange(int(own.max(initial=-1)) + 1)
    while True:
        lowest = np.full(int(text.max(initial=-1)) + 1, len(roots))
        np.minimum.at(lowest, text, roots[group])
        handed = roots.copy()
        np.minimum.at(handed, group, lowest[text])
        handed = handed[handed]
        if np.array_equal(handed, roots):
            return roots[own]
        roots = handed


def _largest(groups: split.Codes) -> int:
    return int(np.bincount(numbered(groups)).max(initial=0)) if len(groups) else 0


def _without_copies(divided: SplitCodes, texts: split.Codes, findings: dict[str, Finding]) -> SplitCodes:
    """Leaves out validation and test rows of which an earlier part has a near duplicate."""
    text = numbered(texts)
    earliest = np.full(int(text.max(initial=-1)) + 1, UNUSED, np.int8)
    np.minimum.at(earliest, text, divided)
    copies = np.flatnonzero(divided > earliest[text])
    copies = copies[divided[copies] != UNUSED]
    if len(copies):
        one = N_("{n:,} row is left out of the split: an earlier part has the same text, or nearly the same.")
        many = N_("{n:,} rows are left out of the split: an earlier part has the same text, or nearly the same.")
        findings["split_left_out"] = Finding(say(one, many, n=len(copies)), copies, "info")
    divided = divided.copy()
    divided[copies] = UNUSED
    return divided


def _about_method(method: SplitMethod) -> Finding:
    sentences = {
        "group": N_("No column is chosen as the group, so the rows are divided by label."),
        "time": N_("No column is chosen as the date, so the rows are divided by label."),
        "given": N_("No column is chosen as the split, so the rows are divided by label."),
    }
    return Finding(say(sentences[method]), np.empty(0, np.int64), action="split", count=0)


def _about_test_rows(
    examples: Examples, divided: SplitCodes, test: TestRows, *, keeps_near: bool
) -> dict[str, Finding]:
    """Training and validation rows that the test file has too, and test rows that cannot be used."""
    found: dict[str, Finding] = {}
    lost = test.examples.table.num_rows - int(test.examples.usable().sum())
    if lost:
        one = N_("{n:,} row of the test file “{name}” lacks a text or a label and is not used.")
        many = N_("{n:,} rows of the test file “{name}” lack a text or a label and are not used.")
        found["test_rows_unusable"] = _finding(say(one, many, n=lost, name=test.name), count=lost)
    shared = np.flatnonzero(_is_in(examples, test.examples, near=keeps_near) & (divided != UNUSED))
    if len(shared):
        one = N_("{n:,} row stands in the test file “{name}” too, or nearly so: the test would look too good.")
        many = N_("{n:,} rows stand in the test file “{name}” too, or nearly so: the test would look too good.")
        found["test_rows_in_training"] = Finding(say(one, many, n=len(shared), name=test.name), shared)
    return found


def _is_in(examples: Examples, others: Examples, *, near: bool) -> _Mask:
    """Which rows have a text that other examples have."""
    assert examples.texts is not None
    assert others.texts is not None
    own, theirs = examples.texts.dictionary, others.texts.dictionary
    characters = sum(int(pc.sum(pc.utf8_length(texts)).as_py() or 0) for texts in (own, theirs))
    if near and characters <= MOST_CHARACTERS:
        groups = near_duplicate_groups([*own.to_pylist(), *theirs.to_pylist()])
        is_shared = np.isin(groups[: len(own)], groups[len(own) :])
    else:
        is_shared = np.asarray(pc.is_in(own, theirs).to_numpy(zero_copy_only=False))
    return np.asarray(is_shared[codes(examples.texts)] & ~is_empty(examples.texts), np.bool_)


def _finding(sentence: Sentence, *, count: int) -> Finding:
    return Finding(sentence, np.empty(0, np.int64), "info", "split", count=count)
