"""What the Data pane says of a table under its roles and its split."""

from __future__ import annotations

from collections.abc import Hashable, Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from workbench.data.issues import Examples, codes, find_issues
from workbench.data.language import guess_language
from workbench.data.split import split_rows, split_sizes
from workbench.data.tables import Marks, SplitCodes
from workbench.values import ColumnProfile, Profile, Sentence, SplitRecipe


def profile_table(
    examples: Examples, recipe: SplitRecipe, *, reason: Sentence, columns: Sequence[ColumnProfile] | None = None
) -> tuple[Profile, Marks]:
    """Profiles a table.

    Args:
        examples: The table with its roles.
        recipe: How its rows are divided.
        reason: Why the roles are what they are.
        columns: The profiles of its columns, where they are known already.

    Returns:
        The profile, and what belongs to single rows: the split and the rows of each issue.
    """
    split = split_examples(examples, recipe)
    issues, rows = find_issues(examples)
    texts = () if examples.texts is None else examples.texts.dictionary.to_pylist()
    profile = Profile(
        roles=examples.roles,
        reason=reason,
        columns=tuple(columns) if columns is not None else profile_columns(examples.table),
        labels=examples.label_counts,
        split_recipe=recipe,
        split=split_sizes(split),
        issues=issues,
        language=guess_language(texts),
        mean_characters=_mean_characters(examples.table.column(examples.roles.text)) if examples.roles.text else 0.0,
    )
    return profile, Marks(split, rows)


def split_examples(examples: Examples, recipe: SplitRecipe) -> SplitCodes:
    """Divides the rows that have a text and a label; rows of one group, or of one text, stay together."""
    if examples.texts is None or examples.labels is None:
        return np.full(examples.table.num_rows, 3, np.int8)
    names = examples.labels.dictionary.to_pylist()
    usable = examples.usable()
    labels = [names[code] if ok else None for code, ok in zip(codes(examples.labels), usable, strict=True)]
    groups: Sequence[Hashable] = codes(examples.texts).tolist()
    if examples.roles.group is not None:
        named = examples.table.column(examples.roles.group).to_pylist()
        # A row whose group is empty stands for itself.
        groups = [group.strip() or text for group, text in zip(named, groups, strict=True)]
    return split_rows(labels, recipe, groups=groups)


def profile_columns(table: pa.Table) -> tuple[ColumnProfile, ...]:
    """Distinct values, empty cells and mean length of every column."""
    profiles = []
    for name in table.column_names:
        trimmed = pc.utf8_trim_whitespace(table.column(name))
        profiles.append(
            ColumnProfile(
                name=name,
                distinct=pc.count_distinct(trimmed).as_py(),
                empty=int(pc.sum(pc.equal(trimmed, "")).as_py() or 0),
                mean_characters=_mean_characters(trimmed),
            )
        )
    return tuple(profiles)


def _mean_characters(values: pa.ChunkedArray) -> float:
    """Mean length of the values that are not empty."""
    lengths = pc.utf8_length(pc.utf8_trim_whitespace(values))
    return round(float(pc.mean(lengths.filter(pc.greater(lengths, 0))).as_py() or 0.0), 2)
