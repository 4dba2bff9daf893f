"""The values that messages, manifests and tables share; all of them frozen, none of them does anything.

A value that crosses the pipe, lies in a JSON file or fills a table row is defined here once, so that the
window and the engine cannot disagree about its shape.
"""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

RoleName = Literal["text", "label", "group", "unused"]
SplitName = Literal["train", "validation", "test", "unused"]
RunState = Literal["running", "finished", "stopped", "interrupted", "failed"]
PhaseName = Literal["loading", "tokenizing", "training", "evaluating", "saving"]
ModelKind = Literal["starter", "folder", "hub", "baseline"]
Fit = Literal["fits", "tight", "too_large"]

SPLIT_NAMES: tuple[SplitName, ...] = ("train", "validation", "test", "unused")
"""The meaning of the codes 0, 1, 2, 3 in a `split.arrow` column."""


class Value(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The base of all values: frozen, by keyword only, and strict about what it accepts."""


class Sentence(Value, frozen=True, kw_only=True):
    """A sentence for people that can still be translated: a template of the catalogue and what fills it.

    Attributes:
        one: The template (English, a key of the catalogue), in the form of `str.format`.
        many: The form for a count other than one, chosen by `values["n"]`; empty if there is only one form.
        values: What fills the braces.
    """

    one: str
    many: str = ""
    values: dict[str, str | int | float] = {}


class ErrorInfo(Value, frozen=True, kw_only=True):
    """An error as the user meets it.

    Attributes:
        code: The class of the error (`file`, `data`, `model`, `setting`, `run`, `library`, `memory`, `disk`, `bug`).
        what: What happened and why, with the file, row, column or setting named.
        fix: What to do next, or None if nothing is left to do.
        details: For a bug report only: traceback or the last lines of stderr.
    """

    code: str
    what: Sentence
    fix: Sentence | None = None
    details: str = ""


# Data


class Dialect(Value, frozen=True, kw_only=True):
    """How a delimited file is written.

    Attributes:
        encoding: A Python codec name, such as `utf-8` or `gb18030`.
        delimiter: One character, or empty if the file has one column.
        quotechar: One character, or empty if nothing is quoted.
        escapechar: One character, or empty; a doubled quotechar needs none.
        has_header: Whether the first record names the columns.
        skipped_lines: Lines of preamble before the first record.
        confidence: How sure the detection is, 0 to 1; 1 where the user chose.
    """

    encoding: str
    delimiter: str
    quotechar: str = '"'
    escapechar: str = ""
    has_header: bool = True
    skipped_lines: int = 0
    confidence: float = 1.0


class Roles(Value, frozen=True, kw_only=True):
    """Which column plays which part; a column that is not named is unused."""

    text: str | None = None
    label: str | None = None
    group: str | None = None


class SplitRecipe(Value, frozen=True, kw_only=True):
    """How the rows are divided into training, validation and test rows.

    Attributes:
        validation: Share of the labeled rows that go to validation, 0 to 1.
        test: Share that goes to the final test, 0 to 1.
        seed: Seed of the shuffle; the training seed is another setting, so that runs stay comparable.
    """

    validation: float = 0.1
    test: float = 0.1
    seed: int = 0


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
        kind: The name of the check in `data/issues.py`.
        severity: `warn` for what costs accuracy or trust, `info` for what is only worth knowing.
        sentence: One sentence with the number in it.
        rows: How many rows it concerns.
        action: `remove` (makes a new version), `show` (selects the rows) or `rejected` (shows what could not be read).
    """

    kind: str
    severity: Literal["warn", "info"]
    sentence: Sentence
    rows: int
    action: Literal["remove", "show", "rejected"] = "show"


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
    recipe: tuple[str, ...] = ()
    """The steps that made it from its parent, such as `remove_duplicates`; empty for an import."""


# Models


class ModelCard(Value, frozen=True, kw_only=True):
    """A base model as the Model pane shows it.

    Attributes:
        name: `starter`, an absolute folder, or a Hub id such as `org/name`.
        kind: Where it comes from.
        title: What people call it.
        folder: Where its files lie, empty if they are not on this computer yet.
        architecture: `bert`, `roberta` ... (`model_type` of its config).
        parameters: Number of weights, 0 if unknown.
        bytes: Size of its weights on disk.
        max_tokens: Longest input in tokens.
        languages: ISO 639-1 codes, empty if unknown.
        licence: As its authors state it, empty if unknown.
        problem: Why it cannot be used, or None.
    """

    name: str
    kind: ModelKind
    title: str
    folder: str = ""
    architecture: str = ""
    parameters: int = 0
    bytes: int = 0
    max_tokens: int = 0
    languages: tuple[str, ...] = ()
    licence: str = ""
    problem: Sentence | None = None


class Estimate(Value, frozen=True, kw_only=True):
    """What a run will probably need.

    Attributes:
        seconds: Wall time of the whole run.
        memory_bytes: Peak memory of the training process.
        memory_total_bytes: What the device has.
        disk_bytes: What the run folder will take.
        fit: Whether it fits.
        device: Such as `CPU, 8 cores`.
        mean_tokens: Mean tokens in a text.
        truncated_share: Share of texts longer than the model reads, 0 to 1.
        unknown_share: Share of tokens that the model does not know, 0 to 1.
        warning: A sentence where the model does not suit the data, such as a language that it cannot read.
    """

    seconds: float
    memory_bytes: int
    memory_total_bytes: int
    disk_bytes: int
    fit: Fit
    device: str
    mean_tokens: float
    truncated_share: float
    unknown_share: float
    warning: Sentence | None = None


# Runs and what they give


class LabelScores(Value, frozen=True, kw_only=True, tag=True):
    """A probability for each label, highest first.

    Attributes:
        labels: The labels, in the order of their scores.
        scores: Probabilities, summing to 1.
    """

    labels: tuple[str, ...]
    scores: tuple[float, ...]


Output = LabelScores
"""What a model answers; a union once a second task needs another kind."""


class LabelReport(Value, frozen=True, kw_only=True):
    """Precision, recall and F1 of one label, with its number of true examples."""

    label: str
    precision: float
    recall: float
    f1: float
    support: int


class Figures(Value, frozen=True, kw_only=True):
    """The headline figures of one model on the test rows; the interval is the 95 % one of the accuracy."""

    accuracy: float
    macro_f1: float
    accuracy_low: float
    accuracy_high: float


class ThresholdPoint(Value, frozen=True, kw_only=True):
    """What happens if the model answers only when it is at least so sure."""

    threshold: float
    answered_share: float
    accuracy: float


class Advice(Value, frozen=True, kw_only=True):
    """One piece of advice in words, with the cell of the confusion matrix that it is about, if any."""

    kind: str
    title: Sentence
    text: Sentence
    true_label: str | None = None
    predicted_label: str | None = None
    rows: int = 0


class Report(Value, frozen=True, kw_only=True):
    """How good a run is on its test rows.

    Beside it lies `test_predictions.arrow` with one row for each test row: row (int64, in the test version's table),
    true (int32), predicted (int32), confidence (float32), scores (list of float32); labels count as in `labels`.
    """

    labels: tuple[str, ...]
    examples: int
    figures: Figures
    per_label: tuple[LabelReport, ...]
    confusion: tuple[tuple[int, ...], ...]
    """Rows are true labels, columns predicted ones."""
    commonest_label: str
    commonest: Figures
    baseline: Figures | None
    thresholds: tuple[ThresholdPoint, ...]
    advice: tuple[Advice, ...] = ()


class Run(Value, frozen=True, kw_only=True):
    """One run and everything that is known about it; `folder/manifest.json` holds the same.

    The folder (relative to the library) holds `manifest.json`, `split.arrow`, `model/`, `checkpoints/`,
    `report.json` and `test_predictions.arrow`.
    """

    id: int
    name: str
    version_id: int
    task: str
    model: ModelCard
    method: str
    settings: dict[str, str | int | float | bool]
    """Every training setting with the value it had."""
    changed: tuple[str, ...]
    """The settings that differ from their defaults."""
    seed: int
    state: RunState
    folder: str
    roles: Roles
    started_at: str
    test_version_id: int | None = None
    validation_version_id: int | None = None
    baseline_run_id: int | None = None
    pid: int | None = None
    seconds: float = 0.0
    epochs: float = 0.0
    best_epoch: float | None = None
    best_metric: float | None = None
    report: Report | None = None
    error: ErrorInfo | None = None
    starred: bool = False
    note: str = ""
    deleted: bool = False


class PhaseEstimate(Value, frozen=True, kw_only=True):
    """One phase of a run and its expected length."""

    phase: PhaseName
    seconds: float
