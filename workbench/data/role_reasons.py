"""Why a column has its role, in one sentence each."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from workbench.data.column_facts import Facts
from workbench.i18n import N_, say
from workbench.values import Sentence


def explain_roles(found: Mapping[str, Facts | None], columns: Sequence[Facts]) -> dict[str, Sentence]:
    """One sentence on each column that has a role, and on those that have plainly none.

    Args:
        found: The column of each role.
        columns: All columns.
    """
    reasons = {column.name: _SENTENCES[role](column) for role, column in found.items() if column is not None}
    for column in columns:
        sentence = _unused(column) if column.name not in reasons else None
        if sentence is not None:
            reasons[column.name] = sentence
    return reasons


def _text(column: Facts) -> Sentence:
    one = N_("Texts of {n:,} character on average, hardly two of them alike.")
    many = N_("Texts of {n:,} characters on average, hardly two of them alike.")
    if column.variety < 0.9:
        one = N_("Texts of {n:,} character on average, the longest of all columns.")
        many = N_("Texts of {n:,} characters on average, the longest of all columns.")
    return say(one, many, n=round(column.mean_characters))


def _text_pair(_column: Facts) -> Sentence:
    return say(N_("A second text that belongs to the first."))


def _label(column: Facts) -> Sentence:
    one, many = N_("{n:,} value."), N_("{n:,} values that come again and again.")
    return say(one, many, n=column.values)


def _labels(column: Facts) -> Sentence:
    one = N_("Several labels in a cell, joined by {sign}: {n:,} different one in a sample.")
    many = N_("Several labels in a cell, joined by {sign}: {n:,} different ones in a sample.")
    return say(one, many, n=column.part_count, sign=column.joined_by)


def _tags(column: Facts) -> Sentence:
    return say(N_("A tag for each word of the text, such as {tag}."), tag=column.tag_example)


def _id(_column: Facts) -> Sentence:
    return say(N_("Another value in every row."))


def _group(column: Facts) -> Sentence:
    one = N_("{n:,} value that comes again; its rows stay in one part of the split.")
    many = N_("{n:,} values that come again; the rows of each stay in one part of the split.")
    return say(one, many, n=column.values)


def _date(column: Facts) -> Sentence:
    example = column.sample[0]
    if column.date_style == "day_first":
        return say(N_("Dates with the day first, such as {example}."), example=example)
    if column.date_style == "month_first":
        return say(N_("Dates with the month first, such as {example}."), example=example)
    if column.date_style == "epoch":
        return say(N_("Seconds since 1970, such as {example}."), example=example)
    return say(N_("Dates, such as {example}."), example=example)


def _split(column: Facts) -> Sentence:
    names = ", ".join(dict.fromkeys(column.sample))
    return say(N_("Names of parts of a split: {names}."), names=names)


_SENTENCES: dict[str, Callable[[Facts], Sentence]] = {
    "text": _text,
    "text_pair": _text_pair,
    "label": _label,
    "labels": _labels,
    "tags": _tags,
    "id": _id,
    "group": _group,
    "date": _date,
    "split": _split,
}


def _unused(column: Facts) -> Sentence | None:
    if not column.sample:
        return say(N_("Empty in every row."))
    if column.empty_share > 0.5:
        return say(N_("Empty in {percent} % of the rows."), percent=round(100 * column.empty_share))
    if column.values == 1:
        return say(N_("The same value in every row."))
    if column.is_address:
        return say(N_("Links or paths."))
    return say(N_("Numbers.")) if column.number_share > 0.9 else None
