"""Values for the tests of the store, with every field set to something that is not its default."""

from __future__ import annotations

from pathlib import Path

import msgspec

from workbench.protocol import CheckpointSaved, EvaluationLogged, StepLogged
from workbench.store import Library
from workbench.values import (
    Advice,
    ColumnProfile,
    Dialect,
    ErrorInfo,
    Figures,
    IssueFound,
    LabelCount,
    LabelReport,
    ModelCard,
    Profile,
    RemoveDuplicates,
    Report,
    Roles,
    Run,
    Sentence,
    SplitRecipe,
    SplitSizes,
    ThresholdPoint,
    Version,
)

SENTENCE = Sentence(one="{n} row of “{name}”", many="{n} rows of “{name}”", values={"n": 3, "name": "评论", "x": 0.5})

PROFILE = Profile(
    roles=Roles(text="text", label="标签", group="author"),
    reason=SENTENCE,
    columns=(ColumnProfile(name="text", distinct=9, empty=1, mean_characters=21.5),),
    labels=(LabelCount(label="好", count=6), LabelCount(label="<b>bad</b>", count=3)),
    split_recipe=SplitRecipe(validation=0.2, test=0.3, seed=7),
    split=SplitSizes(train=5, validation=2, test=3, unused=1),
    issues=(
        IssueFound(
            kind="exact_duplicates",
            severity="warn",
            sentence=SENTENCE,
            rows=3,
            action="mend",
            remedy=RemoveDuplicates(),
        ),
    ),
    language="zh",
    mean_characters=21.5,
)

REPORT = Report(
    labels=("好", "bad"),
    examples=3,
    figures=Figures(accuracy=0.75, macro_f1=0.7, accuracy_low=0.6, accuracy_high=0.9),
    per_label=(LabelReport(label="好", precision=1.0, recall=0.5, f1=2 / 3, support=2),),
    confusion=((1, 1), (0, 1)),
    commonest_label="好",
    commonest=Figures(accuracy=0.5, macro_f1=0.3, accuracy_low=0.2, accuracy_high=0.7),
    baseline=Figures(accuracy=0.6, macro_f1=0.5, accuracy_low=0.4, accuracy_high=0.8),
    thresholds=(ThresholdPoint(threshold=0.9, answered_share=0.4, accuracy=0.99),),
    advice=(Advice(kind="weak", title=SENTENCE, text=SENTENCE, true_label="好", predicted_label="bad", rows=1),),
)


def version(**changes: object) -> Version:
    """A version that is not in the library yet."""
    made = Version(
        id=0,
        dataset_id=1,
        number=1,
        name="reviews",
        folder="datasets/1/v1",
        source="/data/评论.csv",
        bytes=2**40,
        sha256="ab" * 32,
        dialect=Dialect(encoding="gb18030", delimiter=";", quotechar="'", escapechar="\\", has_header=False),
        columns=("text", "标签"),
        rows=10,
        rejected=1,
        seconds=0.25,
        profile=PROFILE,
        created_at="2026-11-22T06:00:00.000+00:00",
    )
    return msgspec.structs.replace(made, **changes)


def run(version_id: int, **changes: object) -> Run:
    """A finished run that is not in the library yet."""
    made = Run(
        id=0,
        name="",
        version_id=version_id,
        task="text_classification",
        model=ModelCard(name="starter", kind="starter", title="starter model", problem=SENTENCE, languages=("en",)),
        method="full",
        settings={"epochs": 3, "learning_rate": 1e-4, "bf16": True, "split_sha256": "cd" * 32},
        changed=("epochs",),
        seed=2**31 - 1,
        state="finished",
        folder="",
        roles=PROFILE.roles,
        started_at="2026-11-22T06:01:00.000+00:00",
        test_version_id=version_id,
        validation_version_id=version_id,
        pid=4321,
        seconds=12.5,
        epochs=2.5,
        best_epoch=2.0,
        best_metric=0.7,
        report=REPORT,
        error=ErrorInfo(code="memory", what=SENTENCE, fix=SENTENCE, details="Traceback ..."),
        starred=True,
        note="前三行\nis odd",
        deleted=False,
    )
    return msgspec.structs.replace(made, **changes)


def add_version(library: Library, **changes: object) -> Version:
    """A version in the library whose folder exists."""
    dataset_id, number, folder = library.next_version(source=str(changes.get("source", "/data/评论.csv")), parent=None)
    (library.folder / folder).mkdir(parents=True)
    return library.add_version(version(dataset_id=dataset_id, number=number, folder=folder, **changes))


def add_run(library: Library, *, version_id: int | None = None, **changes: object) -> Run:
    """A run in the library whose folder and manifest exist; makes a version if there is none."""
    if version_id is None:
        version_id = library.versions()[0].id if library.versions() else add_version(library).id
    added = library.add_run(run(version_id, **changes))
    (library.folder / added.folder).mkdir(parents=True, exist_ok=True)
    return library.change_run(added.id)


def step(run_id: int, number: int, *, loss: float = 0.5) -> StepLogged:
    """One optimizer step."""
    return StepLogged(
        run_id=run_id,
        step=number,
        epoch=number / 8,
        loss=loss,
        learning_rate=1e-4,
        grad_norm=1.5,
        examples=number * 16,
        seconds=number / 10,
        memory_bytes=2**33,
    )


def evaluation(run_id: int, number: int, *, loss: float = 0.4) -> EvaluationLogged:
    """One look at the validation rows."""
    return EvaluationLogged(
        run_id=run_id,
        step=number,
        epoch=1.0,
        loss=loss,
        metrics={"accuracy": 0.9, "macro_f1": 0.8},
        is_best=True,
        seconds=3.5,
    )


def checkpoint(run_id: int, number: int) -> CheckpointSaved:
    """One checkpoint."""
    return CheckpointSaved(run_id=run_id, step=number, folder=f"runs/{run_id}/checkpoints/{number}", is_best=False)


def database_files(folder: Path) -> dict[str, bytes]:
    """Every file that lies in a library's folder itself, with its content."""
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir()) if path.is_file()}
