"""What an engine tells: facts, in the past tense. A TerminalEvent ends its request."""

from __future__ import annotations

import msgspec

from workbench.protocol.message import Message
from workbench.values import (
    Dialect,
    ErrorInfo,
    Estimate,
    LengthHistogram,
    LibraryFinding,
    ModelCard,
    Output,
    PhaseEstimate,
    PhaseName,
    RowChange,
    RunState,
    Sentence,
    VersionDifference,
)


class Event(Message, frozen=True, kw_only=True):
    """The base of all events."""


class TerminalEvent(Event, frozen=True, kw_only=True):
    """The base of the events that end their request."""


# Events that tell progress


class EngineReady(Event, frozen=True, kw_only=True):
    """The first line of every engine."""

    protocol_version: int
    pid: int


class Progressed(Event, frozen=True, kw_only=True):
    """How far a request is: `done` of `total` (0 if unknown) bytes, rows or steps."""

    what: Sentence
    done: float = 0
    total: float = 0


class RowsPreviewed(Event, frozen=True, kw_only=True):
    """The first rows of a file that is being read, as they come: an Arrow file, every column a string."""

    path: str


class RunStarted(Event, frozen=True, kw_only=True):
    """A run has its row and folder."""

    run_id: int
    folder: str
    phases: tuple[PhaseEstimate, ...]
    device: str


class PhaseStarted(Event, frozen=True, kw_only=True):
    """A run has entered a phase."""

    run_id: int
    phase: PhaseName


class TrainingPlanned(Event, frozen=True, kw_only=True):
    """The length of the training phase is known."""

    run_id: int
    steps: int
    epochs: int
    train_examples: int
    validation_examples: int


class StepLogged(Event, frozen=True, kw_only=True):
    """One optimizer step.

    Attributes:
        step: Counted from 1 over the whole run.
        epoch: As a fraction: 1.5 is the middle of the second epoch.
        loss: Mean training loss of the step's examples.
        examples: Examples learned from so far.
        seconds: Training time so far, resumed parts included.
        memory_bytes: Memory of the process (on a GPU: of its tensors).
    """

    run_id: int
    step: int
    epoch: float
    loss: float
    learning_rate: float
    grad_norm: float
    examples: int
    seconds: float
    memory_bytes: int


class EvaluationLogged(Event, frozen=True, kw_only=True):
    """One look at the validation rows; `is_best` if it is the best so far by the task's selection metric."""

    run_id: int
    step: int
    epoch: float
    loss: float
    metrics: dict[str, float]
    is_best: bool
    seconds: float


class CheckpointSaved(Event, frozen=True, kw_only=True):
    """A checkpoint lies complete on the disk."""

    run_id: int
    step: int
    folder: str
    is_best: bool


class StepTaken(Event, frozen=True, kw_only=True):
    """A step of a recipe has been taken.

    Attributes:
        number: Which one, from 1.
        step: Its kind, such as `RemoveDuplicates`.
        rows_before: Rows before it.
        rows: Rows after it.
        changed: Cells of the rows left that are others now.
        missing: Rows or labels that it names and the table does not have.
        counts: What it found, by its kind.
        notes: What there is to say of it, in words.
    """

    number: int
    step: str
    rows_before: int
    rows: int
    changed: int
    missing: int = 0
    counts: dict[str, int] = msgspec.field(default_factory=dict)
    notes: tuple[Sentence, ...] = ()


# Terminal events


class VersionReady(TerminalEvent, frozen=True, kw_only=True):
    """A version is in the library, profiled."""

    version_id: int


class FilePreviewed(TerminalEvent, frozen=True, kw_only=True):
    """How a file would be read; a file that would take long to read has no rows here."""

    dialect: Dialect
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


class RowsSelected(TerminalEvent, frozen=True, kw_only=True):
    """The rows found: an Arrow file with one column `row` (int64), in the order wanted."""

    version_id: int
    path: str
    rows: int


class StepsPreviewed(TerminalEvent, frozen=True, kw_only=True):
    """What steps would do.

    Attributes:
        rows: Rows that would be left.
        changed: Cells of these that would be others.
        changes: Some of them, in the order of the rows.
        counts: What was found, by its kind: entities, labels, operations (cells that each changes); under `missing`
            rows and labels that the steps name and the table does not have.
        sampled_rows: Rows that were looked at, where these were too many to look at all; `changed` and `counts` are
            about these only, and `rows` is an estimate if steps after the first slow one remove some. None if all were.
    """

    version_id: int
    rows: int
    changed: int
    changes: tuple[RowChange, ...]
    counts: dict[str, int]
    sampled_rows: int | None = None


class RowKeysFound(TerminalEvent, frozen=True, kw_only=True):
    """The keys of the rows asked for, in their order."""

    version_id: int
    keys: tuple[str, ...]


class VersionsCompared(TerminalEvent, frozen=True, kw_only=True):
    """What changed."""

    old_version_id: int
    new_version_id: int
    difference: VersionDifference


class LengthsMeasured(TerminalEvent, frozen=True, kw_only=True):
    """How long the texts are for a model."""

    version_id: int
    model: str
    lengths: LengthHistogram


class VersionMapped(TerminalEvent, frozen=True, kw_only=True):
    """The map lies in an Arrow file with the columns row (int64), x and y (float32), rows ascending."""

    version_id: int
    model: str
    path: str
    rows: int


class FileExported(TerminalEvent, frozen=True, kw_only=True):
    """The file is written whole.

    Attributes:
        escaped: Cells that got an apostrophe in front, because a spreadsheet would have run them as formulas.
    """

    version_id: int
    out: str
    rows: int
    escaped: int = 0


class AugmentationPreviewed(TerminalEvent, frozen=True, kw_only=True):
    """Training texts and what was made of each."""

    version_id: int
    examples: tuple[tuple[str, str], ...]


class ModelsListed(TerminalEvent, frozen=True, kw_only=True):
    """The base models, those on this computer first."""

    models: tuple[ModelCard, ...]


class ModelInspected(TerminalEvent, frozen=True, kw_only=True):
    """What is known of one model."""

    model: ModelCard


class ModelDownloaded(TerminalEvent, frozen=True, kw_only=True):
    """The model is on this computer, its files verified."""

    model: ModelCard


class RunEstimated(TerminalEvent, frozen=True, kw_only=True):
    """What a run will probably need."""

    version_id: int
    model: str
    estimate: Estimate


class RunFinished(TerminalEvent, frozen=True, kw_only=True):
    """A run is complete: its report, model and row are written."""

    run_id: int
    state: RunState


class Predicted(TerminalEvent, frozen=True, kw_only=True):
    """The answers, one a text.

    Attributes:
        tokens: Tokens read of each text, 0 where the model does not count.
        max_tokens: The most that are read.
    """

    run_id: int
    outputs: tuple[Output, ...]
    tokens: tuple[int, ...]
    max_tokens: int
    seconds: float


class FileScored(TerminalEvent, frozen=True, kw_only=True):
    """The scored copy is written."""

    run_id: int
    out: str
    rows: int
    rejected: int
    seconds: float


class RunUpdated(TerminalEvent, frozen=True, kw_only=True):
    """A run's row has changed."""

    run_id: int


class RunsRecovered(TerminalEvent, frozen=True, kw_only=True):
    """The runs whose rows have changed."""

    run_ids: tuple[int, ...]


class LibraryVerified(TerminalEvent, frozen=True, kw_only=True):
    """The library was looked through: so many versions and runs, and what is or was wrong with them."""

    findings: tuple[LibraryFinding, ...]
    versions: int
    runs: int
    seconds: float


class WarmedUp(TerminalEvent, frozen=True, kw_only=True):
    """The engine will answer quickly now."""

    device: str


class RequestFailed(TerminalEvent, frozen=True, kw_only=True):
    """A request ended in an error; `run_id` names the run that it belonged to, if any."""

    error: ErrorInfo
    run_id: int | None = None


class RequestCancelled(TerminalEvent, frozen=True, kw_only=True):
    """A request ended because it was cancelled."""

    run_id: int | None = None


AnyTerminalEvent = (
    VersionReady
    | FilePreviewed
    | RowsSelected
    | StepsPreviewed
    | RowKeysFound
    | VersionsCompared
    | LengthsMeasured
    | VersionMapped
    | FileExported
    | AugmentationPreviewed
    | ModelsListed
    | ModelInspected
    | ModelDownloaded
    | RunEstimated
    | RunFinished
    | Predicted
    | FileScored
    | RunUpdated
    | RunsRecovered
    | LibraryVerified
    | WarmedUp
    | RequestFailed
    | RequestCancelled
)
AnyEvent = (
    EngineReady
    | Progressed
    | RowsPreviewed
    | RunStarted
    | PhaseStarted
    | TrainingPlanned
    | StepLogged
    | EvaluationLogged
    | CheckpointSaved
    | StepTaken
    | AnyTerminalEvent
)
