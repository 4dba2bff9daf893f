"""What the window or the command line can ask of an engine; each names its terminal event after the arrow."""

from __future__ import annotations

import msgspec

from workbench.protocol.message import Message
from workbench.settings import SettingValue
from workbench.values import Roles, SplitRecipe


class Request(Message, frozen=True, kw_only=True):
    """The base of all requests."""


# Requests to the data


class ImportFile(Request, frozen=True, kw_only=True):
    """Reads a file into the library -> VersionReady. What is None is detected."""

    path: str
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


class CleanVersion(Request, frozen=True, kw_only=True):
    """Makes a new version by applying the remedy of one issue, such as `exact_duplicates` -> VersionReady."""

    version_id: int
    kind: str


class SelectRows(Request, frozen=True, kw_only=True):
    """Finds and orders rows of a version -> RowsSelected.

    Attributes:
        query: Rows that contain this in any column, without regard to case; empty finds all.
        label: Rows with this label only.
        issue: Rows of this issue only.
        sort_by: A column; the file's order where None.
    """

    version_id: int
    query: str = ""
    label: str | None = None
    issue: str | None = None
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


class WarmUp(Request, frozen=True, kw_only=True):
    """Imports what later requests will need, and loads a run's model if one is named -> WarmedUp."""

    run_id: int | None = None


AnyRequest = (
    ImportFile
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
    | WarmUp
)
