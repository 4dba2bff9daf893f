"""What the Data pane says of a table under its roles and its split."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
import pyarrow as pa
import pyarrow.compute as pc

from workbench.data.coding import count_distinct, trimmed
from workbench.data.division import Division, TestRows, divide
from workbench.data.issues import Examples, find_issues, issue_found, ordered
from workbench.data.language import SAMPLE_TEXTS, guess_language
from workbench.data.roles import RoleGuess
from workbench.data.split import split_sizes
from workbench.data.tables import Marks
from workbench.values import ColumnProfile, Profile, SplitRecipe, SplitSizes


def profile_table(
    examples: Examples,
    recipe: SplitRecipe,
    *,
    guess: RoleGuess,
    columns: Sequence[ColumnProfile] | None = None,
    test: TestRows | None = None,
) -> tuple[Profile, Marks]:
    """Profiles a table.

    Args:
        examples: The table with its roles.
        recipe: How its rows are divided.
        guess: Why its roles are what they are.
        columns: The profiles of its columns, where they are known already.
        test: The test rows, where they come from another file.

    Returns:
        The profile, and what belongs to single rows: the split and the rows of each issue.
    """
    division = divide(examples, recipe, test=test)
    issues, rows = find_issues(examples.divided(division.codes))
    noted = [issue_found(kind, finding) for kind, finding in division.findings.items()]
    rows |= {kind: finding.rows for kind, finding in division.findings.items()}
    columns = tuple(columns) if columns is not None else profile_columns(examples.table)
    profile = Profile(
        roles=examples.roles,
        reason=guess.reason,
        reasons=guess.reasons,
        task=guess.task,
        columns=columns,
        labels=examples.label_counts,
        split_recipe=recipe,
        split=_sizes(division, test),
        issues=ordered([*issues, *noted]),
        language="" if examples.texts is None else guess_language(_first_values(examples.texts)),
        mean_characters=next((each.mean_characters for each in columns if each.name == examples.roles.text), 0.0),
    )
    return profile, Marks(division.codes, rows)


def profile_columns(table: pa.Table) -> tuple[ColumnProfile, ...]:
    """Distinct values, empty cells and mean length of every column."""
    profiles = []
    for name in table.column_names:
        values = trimmed(table.column(name))
        profiles.append(
            ColumnProfile(
                name=name,
                distinct=count_distinct(values),
                empty=int(pc.sum(pc.equal(pc.binary_length(values), 0)).as_py() or 0),
                mean_characters=_mean_characters(values),
            )
        )
    return tuple(profiles)


def _first_values(texts: pa.DictionaryArray) -> list[str]:
    """As many texts as the language is guessed from."""
    values: list[str] = texts.dictionary.slice(0, SAMPLE_TEXTS).to_pylist()
    return values


def _sizes(division: Division, test: TestRows | None) -> SplitSizes:
    sizes = split_sizes(division.codes)
    return sizes if test is None else msgspec.structs.replace(sizes, test=int(test.examples.usable().sum()))


def _mean_characters(values: pa.ChunkedArray) -> float:
    """Mean length of the values that are not empty."""
    lengths = pc.utf8_length(values)
    return round(float(pc.mean(lengths.filter(pc.greater(lengths, 0))).as_py() or 0.0), 2)
