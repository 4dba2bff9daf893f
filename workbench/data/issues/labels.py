"""Checks of the labels."""

from __future__ import annotations

import re
import unicodedata

from workbench.data.issues.check import Finding, about, quick
from workbench.data.issues.examples import Examples, is_empty, no_rows, rows_where
from workbench.i18n import N_, say
from workbench.values import RenameLabels

LEAST_EXAMPLES = 5
"""A label with fewer examples than this can hardly be learned."""
MOST_LABELS = 1_000
_IMBALANCE = 3


@quick
def empty_label(examples: Examples) -> Finding | None:
    """Rows without a label."""
    if examples.labels is None:
        return None
    one, many = N_("{n:,} row has no label and is not used."), N_("{n:,} rows have no label and are not used.")
    return about(rows_where(is_empty(examples.labels)), one, many, severity="info")


@quick
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


@quick
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
    return Finding(sentence, examples.rows_of([enough[-1].label]), severity="info", action="balance")


@quick
def case_variants(examples: Examples) -> Finding | None:
    """Labels that differ only in case, width or white space, and are probably meant to be one."""
    by_form: dict[str, list[str]] = {}
    for item in examples.label_counts:
        by_form.setdefault(_plain_form(item.label), []).append(item.label)
    groups = [labels for labels in by_form.values() if len(labels) > 1]
    if not groups:
        return None
    names = {other: commonest for commonest, *others in groups for other in others}
    rows = examples.rows_of(list(names))
    one = N_("“{second}” in {rows:,} rows is probably “{first}”: only case, width or space differ.")
    many = N_("{n:,} labels are written in several ways, such as “{first}” and “{second}”.")
    sentence = say(one, many, n=len(groups), first=groups[0][0], second=groups[0][1], rows=len(rows))
    return Finding(sentence, rows, action="mend", remedy=RenameLabels(names=names))


@quick
def many_labels(examples: Examples) -> Finding | None:
    """A label column with so many values that it is probably no label."""
    values, rows = len(examples.label_counts), sum(item.count for item in examples.label_counts)
    if values <= MOST_LABELS and (values < rows or values < 3):
        return None
    one = N_("“{column}” has {n:,} value, which is too many for labels.")
    many = N_("“{column}” has {n:,} values in {rows:,} rows, which is too many for labels.")
    sentence = say(one, many, column=examples.roles.label or "", n=values, rows=rows)
    return Finding(sentence, no_rows(), count=rows)


def _plain_form(label: str) -> str:
    folded = unicodedata.normalize("NFKC", label).casefold()
    return re.sub(r"[\s\x00-\x1f\u200b\ufeff]+", "", folded)
