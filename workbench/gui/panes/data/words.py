"""The Data pane in words: facts, versions, labels, issues, the split."""

from __future__ import annotations

from collections.abc import Callable, Collection

from workbench.data.formats import formats
from workbench.gui import step_words, wording
from workbench.gui.pane import Fact
from workbench.gui.theme import Theme
from workbench.gui.widgets.bar_rows import BarRow
from workbench.gui.widgets.issue_list import IssueRow
from workbench.gui.widgets.split_bar import SplitPart
from workbench.i18n import render, sentences, tr
from workbench.values import (
    Dialect,
    IssueFound,
    MaskEntities,
    Profile,
    SplitSizes,
    Version,
    VersionDifference,
)

_HAND = "The roles were chosen by hand."
"""The reason that the engine gives for roles that nobody guessed."""


def facts(version: Version, *, choose_dialect: Callable[[], None]) -> list[Fact]:
    """What the file is, the most important first.

    Args:
        version: The version that is shown.
        choose_dialect: Opens the popup in which encoding, delimiter and header are chosen.
    """
    dialect, columns, labels = version.dialect, len(version.columns), len(version.profile.labels)
    hint = tr("Click to read the file in another way.")
    found = [
        Fact(rows(version.rows), tone="text_2"),
        Fact(tr("{n:,} column", "{n:,} columns", n=columns), tone="text_2"),
        *(Fact(part, tone="text_2", tooltip=hint, on_click=choose_dialect) for part in dialect_parts(dialect)),
    ]
    if dialect.more:
        files = "\n".join((version.source, *dialect.more))
        found.insert(2, Fact(tr("{n:,} file", "{n:,} files", n=1 + len(dialect.more)), tone="text_2", tooltip=files))
    if labels:
        found.insert(2, Fact(tr("{n:,} label", "{n:,} labels", n=labels), tone="text_2"))
    if any(isinstance(step, MaskEntities) for step in version.recipe):
        found.append(
            Fact(tr("masked"), tone="text_2", tooltip=tr("Personal data was found and masked in this version."))
        )
    if _lacks_header(dialect):
        found.append(Fact(tr("no header row"), tone="text_2", tooltip=hint, on_click=choose_dialect))
    found.append(Fact(wording.size(version.bytes), tone="text_2", tooltip=version.source))
    if version.parent_id is None:  # what was made from another version was not opened
        opened = tr("opened in {seconds}", seconds=wording.took(version.seconds))
        found.append(Fact(opened, tone="text_2", tooltip=wording.when(version.created_at)))
    return found


def rows(count: int) -> str:
    """Such as `10,603 rows`."""
    return tr("{n:,} row", "{n:,} rows", n=count)


def version_title(version: Version) -> str:
    """Such as `Version 2`."""
    return tr("Version {number}", number=version.number)


def version_entry(version: Version) -> str:
    """A version in the menu: its number, what made it, and its rows."""
    return " · ".join((version_title(version), _made_by(version), rows(version.rows)))


def difference_names(difference: VersionDifference) -> dict[str, str]:
    """Each kind of difference with its number, such as `120 rows added`."""
    return {
        "added": tr("{n:,} row added", "{n:,} rows added", n=difference.added),
        "removed": tr("{n:,} row removed", "{n:,} rows removed", n=difference.removed),
        "relabeled": tr("{n:,} row relabeled", "{n:,} rows relabeled", n=difference.relabeled),
    }


def news(version: Version, difference: VersionDifference) -> str:
    """What a file that has changed brings: `Version 2: 120 rows added, 3 rows removed.` and the like."""
    counts = {"added": difference.added, "removed": difference.removed, "relabeled": difference.relabeled}
    parts = [name for kind, name in difference_names(difference).items() if counts[kind]]
    what = wording.listed(*parts) or tr("no row added, removed or relabeled")
    return tr("{version}: {what}.", version=version_title(version), what=what)


def exported(name: str, count: int, *, escaped: int) -> str:
    """What a toast says of a file that was written."""
    written = tr("{n:,} row written to “{name}”.", "{n:,} rows written to “{name}”.", n=count, name=name)
    if not escaped:
        return written
    harmless = tr(
        "{n:,} cell that a spreadsheet would run as a formula got an apostrophe.",
        "{n:,} cells that a spreadsheet would run as formulas got an apostrophe.",
        n=escaped,
    )
    return sentences(written, harmless)


def recent_detail(version: Version) -> str:
    """Such as `10,603 rows, 3 labels`."""
    labels = tr("{n:,} label", "{n:,} labels", n=len(version.profile.labels))
    return tr("{rows}, {labels}", rows=rows(version.rows), labels=labels)


def label_rows(profile: Profile, theme: Theme) -> list[BarRow]:
    """A bar for each label, the commonest first; the longest bar is the commonest label's."""
    total = sum(item.count for item in profile.labels)
    return [
        BarRow(
            name=item.label,
            share=item.count / profile.labels[0].count,
            value=f"{item.count:,}",
            note=wording.percent(item.count / total),
            color=theme.label_color(rank),
        )
        for rank, item in enumerate(profile.labels)
    ]


def split_parts(sizes: SplitSizes, *, test_file: str) -> list[SplitPart]:
    """What is learned from, checked with, and tested on; the test rows may come from another file."""
    tested = tr("{n:,} for the final test", n=sizes.test)
    if test_file:
        tested = tr("{n:,} for the final test, from “{name}”", n=sizes.test, name=test_file)
    return [
        SplitPart(sizes.train, tr("{n:,} to learn from", n=sizes.train)),
        SplitPart(sizes.validation, tr("{n:,} to check", n=sizes.validation)),
        SplitPart(sizes.test, tested),
    ]


def split_sentence(sizes: SplitSizes) -> str:
    """The same in one line, for a low window."""
    return tr(
        "{train:,} to learn from, {validation:,} to check, {test:,} for the test",
        train=sizes.train, validation=sizes.validation, test=sizes.test,
    )  # fmt: skip


def issue_rows(profile: Profile) -> list[IssueRow]:
    """The issues in the engine's order: what costs most comes first."""
    issues, labels = profile.issues, {item.label for item in profile.labels}
    return [_issue_row(issue, labels) for issue in issues]


def issues_hint(count: int, *, can_train: bool, is_looking: bool = False) -> str:
    """How many issues there are, and whether they stop the training; or that there may be more."""
    if is_looking:
        return tr("{n} found, still looking…", n=count) if count else tr("Still looking…")
    if not count:
        return ""
    if can_train:
        return tr("{n} found, it does not stop you from training", "{n} found, none stops you from training", n=count)
    return tr("{n} found", n=count)


def no_issues(version: Version) -> str:
    """What stands where issues would."""
    return tr("No issues found in {n:,} row.", "No issues found in {n:,} rows.", n=version.rows)


def showing(issue: IssueFound, shown: int) -> str:
    """What stands above the rows of an issue; the number only if the sentence does not tell it."""
    what = render(issue.sentence)
    if issue.sentence.values.get("n") == shown:
        return tr("Showing: {what}", what=what)
    return tr("Showing {n:,} row: {what}", "Showing {n:,} rows: {what}", n=shown, what=what)


def roles_hint(profile: Profile) -> str:
    """How the roles came about and that they can be changed."""
    if profile.reason.one == _HAND:
        return tr("Click a role to change it.")
    return tr("Guessed from the columns. Click a role to change it.")


def _issue_row(issue: IssueFound, labels: Collection[str]) -> IssueRow:
    has_rows = issue.rows > 0 and issue.kind != "many_labels"  # that one is about the column, not about rows
    return IssueRow(
        kind=issue.kind,
        sentence=render(issue.sentence),
        severity=issue.severity,
        action=issue.action if has_rows else "",
        action_text=_button(issue, labels),
        has_rows=has_rows and issue.kind != "unreadable",
    )


def _button(issue: IssueFound, labels: Collection[str]) -> str:
    if issue.action == "balance":
        return tr("Balance")
    if issue.action == "split":
        return tr("Change split")
    if issue.action != "mend" or issue.remedy is None:
        return tr("Show")
    return step_words.button(step_words.naming_what_is_joined(issue.remedy, labels))


def _made_by(version: Version) -> str:
    if version.recipe:
        return step_words.done(version.recipe[-1])
    return dialect_words(version.dialect)


def dialect_words(dialect: Dialect) -> str:
    """Such as `UTF-8, comma-separated` or `Excel, sheet “Reviews”`."""
    parts = wording.listed(*dialect_parts(dialect))
    return tr("{parts}, no header row", parts=parts) if _lacks_header(dialect) else parts


def dialect_parts(dialect: Dialect) -> list[str]:
    """How the file is written, as single facts."""
    if dialect.format == "delimited":
        return [wording.encoding(dialect.encoding), wording.delimiter(dialect.delimiter)]
    kind = formats().get(dialect.format)
    title = tr(kind.title) if kind is not None else dialect.format
    if dialect.sheet:
        return [tr("{format}, sheet “{sheet}”", format=title, sheet=dialect.sheet)]
    return [title, wording.encoding(dialect.encoding)] if dialect.encoding else [title]


def _lacks_header(dialect: Dialect) -> bool:
    return not dialect.has_header and dialect.format in ("delimited", "workbook")
