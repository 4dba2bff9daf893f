"""Values of datasets: how a file is written, what its columns mean, what was found in it."""

from __future__ import annotations

from typing import Literal

import msgspec

from workbench.values.base import Sentence, Value
from workbench.values.steps import AnyStep

RoleName = Literal["text", "text_pair", "label", "labels", "tags", "id", "group", "date", "split", "unused"]
SplitName = Literal["train", "validation", "test", "unused"]
SplitMethod = Literal["auto", "label", "group", "time", "given"]
IssueAction = Literal["show", "mend", "rejected", "balance", "split"]

SPLIT_NAMES: tuple[SplitName, ...] = ("train", "validation", "test", "unused")
"""The meaning of the codes 0, 1, 2, 3 in a `split.arrow` column."""


class Dialect(Value, frozen=True, kw_only=True):
    """How a file is written; what a format does not have (a workbook has no delimiter) is empty.

    Attributes:
        encoding: A Python codec name, such as `utf-8` or `gb18030`.
        delimiter: One character or a few, such as `||`; empty if the file has one column.
        quotechar: One character, or empty if nothing is quoted.
        escapechar: One character, or empty; a doubled quotechar needs none.
        has_header: Whether the first record names the columns.
        skipped_lines: Lines of preamble before the first record.
        confidence: How sure the detection is, 0 to 1; 1 where the user chose.
        format: The name of a member of `data/formats`, such as `delimited`, `workbook` or `json`.
        sheet: The sheet of a workbook that was read.
        sheets: All that could be.
        more: Absolute paths of files whose records were appended, by column name.
    """

    encoding: str
    delimiter: str
    quotechar: str = '"'
    escapechar: str = ""
    has_header: bool = True
    skipped_lines: int = 0
    confidence: float = 1.0
    format: str = "delimited"
    sheet: str = ""
    sheets: tuple[str, ...] = ()
    more: tuple[str, ...] = ()


class Roles(Value, frozen=True, kw_only=True):
    """Which column plays which part; a column that is not named is unused.

    Attributes:
        text: What is read.
        text_pair: A second text that is read with the first, such as the answer to a question.
        label: One label a text.
        labels: Several labels a text, joined by one sign.
        tags: A tag for each token of the text, joined by spaces.
        id: Names the row.
        group: Rows of one group (a customer, a thread) stay in one part of the split.
        date: When the text was written.
        split: The part that the row belongs to, as the file says.
    """

    text: str | None = None
    text_pair: str | None = None
    label: str | None = None
    labels: str | None = None
    tags: str | None = None
    id: str | None = None
    group: str | None = None
    date: str | None = None
    split: str | None = None


class SplitRecipe(Value, frozen=True, kw_only=True):
    """How the rows are divided into training, validation and test rows.

    Attributes:
        validation: Share of the labeled rows that go to validation, 0 to 1.
        test: Share that goes to the final test, 0 to 1.
        seed: Seed of the shuffle; the training seed is another setting, so that runs stay comparable.
        method: `label` (each label has the same share in every part), `group` (likewise, and a group is never divided),
            `time` (the newest rows are the test rows, those before them validation) or `given` (as the split column
            says). `auto` is `given` where a column has that role, else `group` where one has, else `label`.
        keeps_near_duplicates_together: Whether texts that differ in little go into the same part.
        test_version_id: A version of another file whose rows are all test rows; then no row of this one is.
    """

    validation: float = 0.1
    test: float = 0.1
    seed: int = 0
    method: SplitMethod = "auto"
    keeps_near_duplicates_together: bool = True
    test_version_id: int | None = None


class SplitSizes(Value, frozen=True, kw_only=True):
    """Rows in each part of a split; unused rows lack a text or a label."""

    train: int = 0
    validation: int = 0
    test: int = 0
    unused: int = 0


class LabelCount(Value, frozen=True, kw_only=True):
    """One label and the number of its rows."""

    label: str
    count: int


class ColumnProfile(Value, frozen=True, kw_only=True):
    """What is known of one column.

    Attributes:
        name: As in the header (made unique, and given if there is none).
        distinct: Different values.
        empty: Rows where it is empty or only white space.
        mean_characters: Mean length of the values that are not empty.
    """

    name: str
    distinct: int
    empty: int
    mean_characters: float


class IssueFound(Value, frozen=True, kw_only=True):
    """One thing about the data that the user may want to know or mend.

    The row numbers (int64, ascending, counted from 0) are in `issues/<kind>.arrow` of the version's folder.

    Attributes:
        kind: The name of the check in `data/issues`.
        severity: `warn` for what costs accuracy or trust, `info` for what is only worth knowing.
        sentence: One sentence with the number in it.
        rows: How many rows it concerns.
        action: `show` (selects the rows), `mend` (applies `remedy`, which makes a new version), `rejected` (shows what
            could not be read), `balance` (opens the training settings for it) or `split` (opens those of the split).
        remedy: The step that mends it, where one can.
    """

    kind: str
    severity: Literal["warn", "info"]
    sentence: Sentence
    rows: int
    action: IssueAction = "show"
    remedy: AnyStep | None = None


class Profile(Value, frozen=True, kw_only=True):
    """What the Data pane says of a version under its roles and split."""

    roles: Roles
    reason: Sentence
    columns: tuple[ColumnProfile, ...]
    labels: tuple[LabelCount, ...]
    split_recipe: SplitRecipe
    split: SplitSizes
    issues: tuple[IssueFound, ...]
    language: str
    """The language of the texts: an ISO 639-1 code, or empty if unknown."""
    mean_characters: float
    task: str = "text_classification"
    """What can be learned from these columns: `text_classification`, `multi_label_classification`,
    `text_pair_classification`, `token_classification`, `question_answering`, or empty if nothing."""
    reasons: dict[str, Sentence] = msgspec.field(default_factory=dict)
    """Why each column has its role, by the column's name; `task` has its own under an empty name."""
    checked_with: str = ""
    """The model whose tokenizer the slow checks were made with; empty while they have not been made."""
    checked_tokens: int = 0
    """Where they took texts to be cut, in tokens."""


class Version(Value, frozen=True, kw_only=True):
    """An immutable version of a dataset.

    Its folder (relative to the library) holds `table/` (a `datasets` folder; every column is a string),
    `rejected.arrow` (line: int64, reason: string, raw: string), `split.arrow` (split: int8, codes of SPLIT_NAMES),
    `issues/<kind>.arrow` (row: int64) and `manifest.json` (this value).
    """

    id: int
    dataset_id: int
    number: int
    name: str
    folder: str
    source: str
    """Absolute path of the file it came from."""
    bytes: int
    sha256: str
    dialect: Dialect
    columns: tuple[str, ...]
    rows: int
    rejected: int
    seconds: float
    profile: Profile
    created_at: str
    parent_id: int | None = None
    recipe: tuple[AnyStep, ...] = ()
    """The steps that made it from the file, in their order; empty for an import. A step that was taken before anything
    was stored (masking) stands here, too."""


class VersionDifference(Value, frozen=True, kw_only=True):
    """What changed from one version to another; rows are the same if their texts are.

    Attributes:
        added: Rows that only the newer one has.
        removed: Rows that only the older one has.
        relabeled: Rows whose label is another.
        examples: Some texts of each kind, by `added`, `removed` and `relabeled`.
    """

    added: int
    removed: int
    relabeled: int
    examples: dict[str, tuple[str, ...]] = msgspec.field(default_factory=dict)


class RowChange(Value, frozen=True, kw_only=True):
    """One cell as a step would change it.

    Attributes:
        row: Its number in the table, from 0.
        column: Its column.
        before: Its text now.
        after: Its text then.
        spans: What changes in `before`: start, end (in characters) and a name for it, such as `email`.
    """

    row: int
    column: str
    before: str
    after: str
    spans: tuple[tuple[int, int, str], ...] = ()


class LengthHistogram(Value, frozen=True, kw_only=True):
    """How long the texts are, in the tokens of a model.

    Attributes:
        edges: Token counts at the edges of the bins, one more than there are bins; the last bin holds all above it.
        counts: Rows in each bin.
        limit: The most tokens that the model reads.
        truncated_rows: Rows that are longer.
        lost_share: Share of all tokens that lie beyond the limit, 0 to 1.
        median: Tokens of the middle row.
        unknown_share: Share of the tokens that the model does not know, 0 to 1.
    """

    edges: tuple[int, ...]
    counts: tuple[int, ...]
    limit: int
    truncated_rows: int
    lost_share: float
    median: int
    unknown_share: float
