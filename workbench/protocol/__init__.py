"""Every message between the window or the command line and an engine: JSON lines, one tagged struct a line.

Every request ends in exactly one terminal event with the same `request_id`; events before it tell its progress.
Bulk data never crosses: messages name rows, files and runs.
"""

from __future__ import annotations

from typing import Literal, TypeGuard

import msgspec

from workbench.protocol.events import (
    AnyEvent,
    AnyTerminalEvent,
    AugmentationPreviewed,
    CheckpointSaved,
    EngineReady,
    EvaluationLogged,
    Event,
    FileExported,
    FilePreviewed,
    FileScored,
    LengthsMeasured,
    LibraryVerified,
    ModelDownloaded,
    ModelInspected,
    ModelsListed,
    PhaseStarted,
    Predicted,
    Progressed,
    RequestCancelled,
    RequestFailed,
    RowKeysFound,
    RowsPreviewed,
    RowsSelected,
    RunEstimated,
    RunFinished,
    RunsRecovered,
    RunStarted,
    RunUpdated,
    StepLogged,
    StepsPreviewed,
    StepTaken,
    TerminalEvent,
    TrainingPlanned,
    VersionMapped,
    VersionReady,
    VersionsCompared,
    WarmedUp,
)
from workbench.protocol.message import Message
from workbench.protocol.requests import (
    AnyRequest,
    CancelRequest,
    CheckVersion,
    CleanVersion,
    CompareVersions,
    DownloadModel,
    EstimateRun,
    ExportVersion,
    ImportFile,
    ImportText,
    InspectModel,
    ListModels,
    MapVersion,
    MeasureLengths,
    Predict,
    PreviewAugmentation,
    PreviewFile,
    PreviewSteps,
    PurgeRuns,
    RecoverRuns,
    Request,
    ResumeRun,
    RowKeys,
    ScoreFile,
    SelectRows,
    SetRoles,
    SetSplit,
    StartRun,
    StopRun,
    TrainBaseline,
    UpdateRun,
    VerifyLibrary,
    WarmUp,
)

PROTOCOL_VERSION = 2

EngineRole = Literal["training", "interactive", "background"]

__all__ = [
    "PROTOCOL_VERSION",
    "AnyEvent",
    "AnyRequest",
    "AnyTerminalEvent",
    "AugmentationPreviewed",
    "CancelRequest",
    "CheckVersion",
    "CheckpointSaved",
    "CleanVersion",
    "CompareVersions",
    "DownloadModel",
    "EngineReady",
    "EngineRole",
    "EstimateRun",
    "EvaluationLogged",
    "Event",
    "ExportVersion",
    "FileExported",
    "FilePreviewed",
    "FileScored",
    "ImportFile",
    "ImportText",
    "InspectModel",
    "LengthsMeasured",
    "LibraryVerified",
    "ListModels",
    "MapVersion",
    "MeasureLengths",
    "Message",
    "ModelDownloaded",
    "ModelInspected",
    "ModelsListed",
    "PhaseStarted",
    "Predict",
    "Predicted",
    "PreviewAugmentation",
    "PreviewFile",
    "PreviewSteps",
    "Progressed",
    "PurgeRuns",
    "RecoverRuns",
    "Request",
    "RequestCancelled",
    "RequestFailed",
    "ResumeRun",
    "RowKeys",
    "RowKeysFound",
    "RowsPreviewed",
    "RowsSelected",
    "RunEstimated",
    "RunFinished",
    "RunStarted",
    "RunUpdated",
    "RunsRecovered",
    "ScoreFile",
    "SelectRows",
    "SetRoles",
    "SetSplit",
    "StartRun",
    "StepLogged",
    "StepTaken",
    "StepsPreviewed",
    "StopRun",
    "TerminalEvent",
    "TrainBaseline",
    "TrainingPlanned",
    "UpdateRun",
    "VerifyLibrary",
    "VersionMapped",
    "VersionReady",
    "VersionsCompared",
    "WarmUp",
    "WarmedUp",
    "decode_event",
    "decode_request",
    "encode",
    "is_terminal",
]

_encoder = msgspec.json.Encoder()
_requests: msgspec.json.Decoder[AnyRequest] = msgspec.json.Decoder(AnyRequest)
_events: msgspec.json.Decoder[AnyEvent] = msgspec.json.Decoder(AnyEvent)


def encode(message: Message) -> bytes:
    """One message as one line, its newline included."""
    return _encoder.encode(message) + b"\n"


def decode_request(line: bytes) -> AnyRequest:
    """Reads one line as a request.

    Raises:
        msgspec.ValidationError: If it is no request of this protocol version.
    """
    return _requests.decode(line)


def decode_event(line: bytes) -> AnyEvent:
    """Reads one line as an event.

    Raises:
        msgspec.ValidationError: If it is no event of this protocol version.
    """
    return _events.decode(line)


def is_terminal(event: AnyEvent) -> TypeGuard[AnyTerminalEvent]:
    """Whether the event ends its request."""
    return isinstance(event, TerminalEvent)
