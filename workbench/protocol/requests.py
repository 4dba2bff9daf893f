"""What the window or the command line can ask of an engine; each names its terminal event after the arrow."""

from __future__ import annotations

from typing import Literal

import msgspec

from workbench.protocol.message import Message
from workbench.settings import SettingValue
from workbench.values import AnyStep, MaskEntities, Roles, SplitRecipe


class Request(Message, frozen=True, kw_only=True):
    """The base of all requests."""


# Requests to the data


class ImportFile(Request, frozen=True, kw_only=True):
    """Reads a file into the library -> VersionReady. What is None is detected.

    Attributes:
        path: A file, or a folder with one folder of texts a label.
        more: Further files, whose records are appended by column name.
        format: The name of a member of `data/formats`.
        sheet: The sheet of a workbook; the first one with a table where None.
        mask: Personal data to mask before anything is stored.
    """

    path: str
    more: tuple[str, ...] = ()
    format: str | None = None
    sheet: str | None = None
    mask: MaskEntities | None = None
    encoding: str | None = None
    delimiter: str | None = None
    has_header: bool | None = None
    roles: Roles | None = None
    split: SplitRecipe | None = None


class SetRoles(Request, frozen=True, kw_only=True):
    """Gives a version's columns other roles and profiles it anew -> VersionReady."""

    version_id: int
    roles: Roles


class SetSplit(Request, frozen=True, kw_only=True):
    """Divides a version's rows in another way -> VersionReady."""

    version_id: int
    split: SplitRecipe


class ImportText(Request, frozen=True, kw_only=True):
    """Keeps a pasted table as a file in the library and reads that -> VersionReady.

    Attributes:
        text: As the clipboard has it.
        name: What the table is called; the time is added to it.
        mask: Personal data to mask before anything is stored.
    """

    text: str
    name: str = "Pasted table"
    mask: MaskEntities | None = None


class PreviewFile(Request, frozen=True, kw_only=True):
    """Asks how a file would be read, without importing it -> FilePreviewed. What is None is detected.

    Attributes:
        most: How many rows are shown.
    """

    path: str
    format: str | None = None
    sheet: str | None = None
    encoding: str | None = None
    delimiter: str | None = None
    has_header: bool | None = None
    most: int = 5


class CleanVersion(Request, frozen=True, kw_only=True):
    """Makes a new version by taking steps on this one, one after the other -> VersionReady.

    Replaying a recipe on another file is importing that file and taking the steps of the recipe.
    """

    version_id: int
    steps: tuple[AnyStep, ...]


class PreviewSteps(Request, frozen=True, kw_only=True):
    """Takes steps without keeping the result -> StepsPreviewed.

    Attributes:
        most: How many changed cells are shown.
    """

    version_id: int
    steps: tuple[AnyStep, ...]
    most: int = 50


class RowKeys(Request, frozen=True, kw_only=True):
    """Asks for the keys by which steps name rows -> RowKeysFound. Rows are numbers in the table, from 0."""

    version_id: int
    rows: tuple[int, ...]


class CompareVersions(Request, frozen=True, kw_only=True):
    """Asks what changed from one version to another -> VersionsCompared."""

    old_version_id: int
    new_version_id: int


class CheckVersion(Request, frozen=True, kw_only=True):
    """Makes the checks that take more than a moment, and adds what they find to the profile -> VersionReady.

    Attributes:
        model: Whose tokenizer counts the tokens: `starter`, a folder or a Hub id that is on this computer.
        max_tokens: Where training will cut texts; 0 is the default of its setting.
    """

    version_id: int
    model: str = "starter"
    max_tokens: int = 0


class MeasureLengths(Request, frozen=True, kw_only=True):
    """Counts the tokens of every text -> LengthsMeasured.

    Attributes:
        max_tokens: Where training will cut texts; 0 is the default of its setting.
    """

    version_id: int
    model: str = "starter"
    max_tokens: int = 0


class MapVersion(Request, frozen=True, kw_only=True):
    """Lays the texts out in a plane, so that similar ones lie near each other -> VersionMapped.

    Attributes:
        most: A sample of so many rows is laid out if there are more.
    """

    version_id: int
    model: str = "starter"
    most: int = 5_000


class ExportVersion(Request, frozen=True, kw_only=True):
    """Writes a version's rows to a file -> FileExported.

    Attributes:
        out: Absolute; its ending says how: .csv, .tsv, .xlsx, .parquet, .jsonl.
        part: `rows`; `rejected` for the records that could not be read, with line and reason; `repaired` for those that
            were read otherwise than they stand in the file.
        with_split: Adds a column `split` that says where each row belongs.
    """

    version_id: int
    out: str
    part: Literal["rows", "rejected", "repaired"] = "rows"
    with_split: bool = False


class PreviewAugmentation(Request, frozen=True, kw_only=True):
    """Shows what augmentation would make of some training texts -> AugmentationPreviewed."""

    version_id: int
    settings: dict[str, SettingValue] = msgspec.field(default_factory=dict)
    most: int = 10


class SelectRows(Request, frozen=True, kw_only=True):
    """Finds and orders rows of a version -> RowsSelected.

    Attributes:
        query: Rows that contain this in any column, without regard to case; empty finds all.
        label: Rows with this label only.
        issue: Rows of this issue only.
        keys: Rows with these keys only (see RowKeys); all where None.
        sort_by: A column; the file's order where None.
    """

    version_id: int
    query: str = ""
    label: str | None = None
    issue: str | None = None
    keys: tuple[str, ...] | None = None
    sort_by: str | None = None
    descending: bool = False


# Requests to base models


class ListModels(Request, frozen=True, kw_only=True):
    """Lists the base models on this computer and those recommended -> ModelsListed."""


class InspectModel(Request, frozen=True, kw_only=True):
    """Looks at one model -> ModelInspected. `name` is `starter`, a folder or a Hub id."""

    name: str
    endpoint: str = ""


class DownloadModel(Request, frozen=True, kw_only=True):
    """Downloads a model of the Hub into the library, going on where an earlier download ended -> ModelDownloaded."""

    name: str
    revision: str = "main"
    endpoint: str = ""


class EstimateRun(Request, frozen=True, kw_only=True):
    """Estimates what a run will need, and whether the model suits the data -> RunEstimated."""

    version_id: int
    model: str
    method: str
    settings: dict[str, SettingValue] = msgspec.field(default_factory=dict)


# Requests to runs


class TrainBaseline(Request, frozen=True, kw_only=True):
    """Trains the instant baseline, or finds the one that exists -> RunFinished."""

    version_id: int
    test_version_id: int | None = None


class StartRun(Request, frozen=True, kw_only=True):
    """Fine-tunes a model -> RunFinished.

    Attributes:
        settings: Only the training settings that differ from their defaults.
        test_version_id: A version whose rows are all test rows; else the test rows of the split.
        validation_version_id: Likewise for validation.
    """

    version_id: int
    task: str = "text_classification"
    model: str = "starter"
    method: str = "full"
    settings: dict[str, SettingValue] = msgspec.field(default_factory=dict)
    seed: int = 0
    name: str = ""
    test_version_id: int | None = None
    validation_version_id: int | None = None


class ResumeRun(Request, frozen=True, kw_only=True):
    """Goes on with an interrupted run from its last checkpoint -> RunFinished."""

    run_id: int


class StopRun(Request, frozen=True, kw_only=True):
    """Ends training after the step at hand; the best epoch is evaluated and kept.

    Has no terminal event of its own: the run's request ends with RunFinished.
    """

    target: int
    """The request_id of the StartRun or ResumeRun."""


class CancelRequest(Request, frozen=True, kw_only=True):
    """Ends a request between two steps -> its RequestCancelled. A run keeps its checkpoint and can be resumed."""

    target: int


class Predict(Request, frozen=True, kw_only=True):
    """Asks a run's model for its answers to texts -> Predicted.

    Attributes:
        keep: Whether the texts and answers go into the history in the library.
    """

    run_id: int
    texts: tuple[str, ...]
    keep: bool = False


class ScoreFile(Request, frozen=True, kw_only=True):
    """Writes a copy of a file with label, confidence and a column for each label -> FileScored."""

    run_id: int
    path: str
    out: str


class UpdateRun(Request, frozen=True, kw_only=True):
    """Changes what the user says of a run; None leaves it -> RunUpdated.

    Attributes:
        deleted: True hides the run; its folder goes when the window is closed (`PurgeRuns`). False undoes it.
    """

    run_id: int
    name: str | None = None
    note: str | None = None
    starred: bool | None = None
    deleted: bool | None = None


class PurgeRuns(Request, frozen=True, kw_only=True):
    """Removes the folders and rows of deleted runs for good -> RunsRecovered with their ids."""


class RecoverRuns(Request, frozen=True, kw_only=True):
    """Marks runs whose engine is gone as interrupted -> RunsRecovered."""


class VerifyLibrary(Request, frozen=True, kw_only=True):
    """Looks for what is wrong with the library -> LibraryVerified.

    Attributes:
        deep: Also read every byte that has a digest, and every cell.
        repair: Bring back rows from manifests, manifests from rows, and remove what ended processes left behind.
    """

    deep: bool = False
    repair: bool = False


class WarmUp(Request, frozen=True, kw_only=True):
    """Imports what later requests will need, and loads a run's model if one is named -> WarmedUp."""

    run_id: int | None = None


AnyRequest = (
    ImportFile
    | ImportText
    | PreviewFile
    | PreviewSteps
    | RowKeys
    | CompareVersions
    | CheckVersion
    | MeasureLengths
    | MapVersion
    | ExportVersion
    | PreviewAugmentation
    | SetRoles
    | SetSplit
    | CleanVersion
    | SelectRows
    | ListModels
    | InspectModel
    | DownloadModel
    | EstimateRun
    | TrainBaseline
    | StartRun
    | ResumeRun
    | StopRun
    | CancelRequest
    | Predict
    | ScoreFile
    | UpdateRun
    | PurgeRuns
    | RecoverRuns
    | VerifyLibrary
    | WarmUp
)
