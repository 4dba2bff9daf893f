"""StartRun and ResumeRun on a tiny model: checks in words, what is written, and every way in which a run can end."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
import torch
from tiny_models import save_tiny_model
from tiny_training import make_part

from workbench.data.predictions_file import read_test_predictions
from workbench.data.tables import read_split
from workbench.engine.context import Context
from workbench.engine.predictors import Predictors
from workbench.engine.server import run_request
from workbench.protocol import (
    AnyEvent,
    Event,
    ImportFile,
    PhaseStarted,
    Predict,
    Predicted,
    Request,
    RequestFailed,
    ResumeRun,
    RunFinished,
    RunStarted,
    StartRun,
    StepLogged,
    TrainBaseline,
    VersionReady,
)
from workbench.store import Library
from workbench.values import Roles, Run

SETTINGS = {"epochs": 2, "batch_size": 8, "learning_rate": 1e-2, "half_precision": False, "patience": 100}


@pytest.fixture(autouse=True)
def _one_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OMP_NUM_THREADS", "1")


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return save_tiny_model(tmp_path_factory.mktemp("base"))


@pytest.fixture
def context(library: Path) -> Iterator[Context]:
    with Library.open(library) as opened:
        yield Context(library=opened, predictors=Predictors(opened), stop_requested=lambda: False)


def write_csv(path: Path, rows: int = 100, *, seed: int = 0, header: tuple[str, str] = ("text", "label")) -> Path:
    part = make_part(rows, seed=seed)
    texts = [f"{text} {row}" for row, text in enumerate(part.columns["text"])]  # no duplicates
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([header, *zip(texts, part.columns["label"], strict=True)])
    return path


def ask(context: Context, request: Request) -> list[Event]:
    return list(run_request(request, context))


def import_file(context: Context, path: Path) -> int:
    last = ask(context, ImportFile(path=str(path), roles=Roles(text="text", label="label")))[-1]
    assert isinstance(last, VersionReady), last
    return last.version_id


def start(context: Context, base: Path, version_id: int, **changes: object) -> list[Event]:
    fields = {"settings": SETTINGS, "model": str(base), **changes}
    return ask(context, StartRun(version_id=version_id, **fields))  # type: ignore[arg-type] # a test's shorthand


def finished(context: Context, events: list[Event]) -> Run:
    last = events[-1]
    assert isinstance(last, RunFinished), last
    return context.library.run(last.run_id)


def failure(events: list[Event]) -> RequestFailed:
    last = events[-1]
    assert isinstance(last, RequestFailed), last
    return last


def words(failed: RequestFailed) -> str:
    return failed.error.what.one.format(**failed.error.what.values)


def losses(events: list[AnyEvent] | list[Event] | list[StepLogged]) -> list[tuple[int, float]]:
    return [(event.step, event.loss) for event in events if isinstance(event, StepLogged)]


def test_that_a_run_leaves_a_row_a_model_a_report_and_its_split(context: Context, base: Path, tmp_path: Path) -> None:
    version_id = import_file(context, write_csv(tmp_path / "data.csv"))

    events = start(context, base, version_id, name="First", seed=3)
    run = finished(context, events)

    phases = [event.phase for event in events if isinstance(event, PhaseStarted)]
    assert phases == ["loading", "tokenizing", "training", "evaluating", "saving"]
    started = next(event for event in events if isinstance(event, RunStarted))
    assert [phase.phase for phase in started.phases] == phases
    assert (run.name, run.seed, run.state, run.pid, run.method) == ("First", 3, "finished", None, "full")
    assert set(run.changed) == {"epochs", "batch_size", "learning_rate", "half_precision", "patience"}
    folder = context.library.folder / run.folder
    assert run.settings["split_sha256"] == hashlib.sha256((folder / "split.arrow").read_bytes()).hexdigest()
    assert losses(list(context.library.steps(run.id))) == losses(events)
    assert run.report is not None
    assert run.baseline_run_id is not None
    assert run.report.baseline == context.library.run(run.baseline_run_id).report.figures  # type: ignore[union-attr] # it has one
    predictions = read_test_predictions(folder)
    assert predictions.rows.tolist() == np.flatnonzero(read_split(folder / "split.arrow") == 2).tolist()
    assert run.report.figures.accuracy == pytest.approx((predictions.true == predictions.predicted).mean())
    assert not list(folder.glob("*.partial"))


def test_that_the_model_of_a_run_answers(context: Context, base: Path, tmp_path: Path) -> None:
    run = finished(context, start(context, base, import_file(context, write_csv(tmp_path / "data.csv"))))

    answer = ask(context, Predict(run_id=run.id, texts=("the cat",)))[-1]

    assert isinstance(answer, Predicted)
    assert set(answer.outputs[0].labels) == {"cat", "dog"}
    assert answer.tokens == (4,)


def test_that_the_head_method_trains(context: Context, base: Path, tmp_path: Path) -> None:
    run = finished(context, start(context, base, import_file(context, write_csv(tmp_path / "data.csv")), method="head"))

    assert run.state == "finished"
    assert run.method == "head"


def test_that_a_baseline_that_exists_is_used_again(context: Context, base: Path, tmp_path: Path) -> None:
    version_id = import_file(context, write_csv(tmp_path / "data.csv"))
    baseline = finished(context, ask(context, TrainBaseline(version_id=version_id)))

    run = finished(context, start(context, base, version_id))

    assert run.baseline_run_id == baseline.id
    assert len(context.library.runs()) == 2


def test_that_a_test_file_gives_the_test_rows_of_the_split_back_to_training(
    context: Context, base: Path, tmp_path: Path
) -> None:
    version_id = import_file(context, write_csv(tmp_path / "train.csv"))
    test_id = import_file(context, write_csv(tmp_path / "test.csv", 30, seed=9))

    run = finished(context, start(context, base, version_id, test_version_id=test_id))

    codes = read_split(context.library.folder / run.folder / "split.arrow")
    assert np.bincount(codes).tolist() == [90, 10]
    assert run.report is not None
    assert run.report.examples == 30
    assert run.report.baseline is not None


def test_that_a_validation_file_gives_the_validation_rows_back(context: Context, base: Path, tmp_path: Path) -> None:
    version_id = import_file(context, write_csv(tmp_path / "train.csv"))
    other_id = import_file(context, write_csv(tmp_path / "validation.csv", 30, seed=9))

    events = start(context, base, version_id, validation_version_id=other_id)

    codes = read_split(context.library.folder / finished(context, events).folder / "split.arrow")
    assert np.bincount(codes).tolist() == [90, 0, 10]


def test_that_a_test_file_without_the_columns_is_refused(context: Context, base: Path, tmp_path: Path) -> None:
    version_id = import_file(context, write_csv(tmp_path / "train.csv"))
    path = write_csv(tmp_path / "test.csv", 30, seed=9, header=("words", "label"))
    last = ask(context, ImportFile(path=str(path)))[-1]
    assert isinstance(last, VersionReady)

    failed = failure(start(context, base, version_id, test_version_id=last.version_id))

    assert failed.error.code == "data"
    assert "no column “text”" in words(failed)


@pytest.mark.parametrize(
    ("changes", "code", "told"),
    [
        ({"settings": {"epochs": 0}}, "setting", "must be between 1 and 100"),
        ({"settings": {"epoch": 1}}, "setting", "Did you mean “epochs”"),
        ({"task": "guessing"}, "setting", "no task “guessing”"),
        ({"method": "magic"}, "setting", "no training method “magic”"),
        ({"model": "/nowhere"}, "model", "no folder /nowhere"),
    ],
)
def test_that_what_the_user_can_mend_is_said_before_a_run_exists(
    context: Context, base: Path, tmp_path: Path, changes: dict[str, object], code: str, told: str
) -> None:
    version_id = import_file(context, write_csv(tmp_path / "data.csv"))

    failed = failure(start(context, base, version_id, **changes))

    assert failed.error.code == code
    assert told in words(failed)
    assert context.library.runs() == []


def test_that_a_missing_label_column_is_said(context: Context, base: Path, tmp_path: Path) -> None:
    last = ask(context, ImportFile(path=str(write_csv(tmp_path / "d.csv")), roles=Roles(text="text")))[-1]
    assert isinstance(last, VersionReady)

    failed = failure(start(context, base, last.version_id))

    assert words(failed) == "No column of “d.csv” is chosen as the label."


def interrupted(
    context: Context, base: Path, version_id: int, *, at: int, method: str = "full"
) -> tuple[int, list[Event]]:
    """A run that is cancelled after a step."""
    seen: list[Event] = []
    request = StartRun(version_id=version_id, model=str(base), settings=dict(SETTINGS), method=method)
    with closing(run_request(request, context)) as events:
        for event in events:
            seen.append(event)
            if isinstance(event, StepLogged) and event.step == at:
                return event.run_id, seen
    raise AssertionError("it ended before that step")


@pytest.mark.parametrize("at", [1, 7, 12])
def test_that_a_cancelled_run_resumes_with_equal_losses(context: Context, base: Path, tmp_path: Path, at: int) -> None:
    version_id = import_file(context, write_csv(tmp_path / "data.csv"))
    whole = finished(context, start(context, base, version_id))
    run_id, _ = interrupted(context, base, version_id, at=at)
    assert context.library.run(run_id).state == "interrupted"
    assert context.library.run(run_id).pid is None

    resumed = finished(context, ask(context, ResumeRun(run_id=run_id)))

    assert resumed.state == "finished"
    assert losses(context.library.steps(run_id)) == losses(context.library.steps(whole.id))
    assert resumed.report == whole.report
    assert resumed.best_metric == whole.best_metric


@pytest.mark.parametrize("method", ["bitfit", "lora"])
def test_that_a_cancelled_run_of_few_weights_resumes_to_an_equal_model(
    context: Context, base: Path, tmp_path: Path, method: str
) -> None:
    version_id = import_file(context, write_csv(tmp_path / "data.csv"))
    whole = finished(context, start(context, base, version_id, method=method))
    run_id, _ = interrupted(context, base, version_id, at=7, method=method)

    resumed = finished(context, ask(context, ResumeRun(run_id=run_id)))

    assert losses(context.library.steps(run_id)) == losses(context.library.steps(whole.id))
    assert resumed.report == whole.report
    for name in ("model.safetensors", "head.safetensors"):
        one, other = (context.library.folder / run.folder / "model" / name for run in (whole, resumed))
        assert one.read_bytes() == other.read_bytes()


def test_that_the_learning_rate_of_a_method_is_its_own_unless_one_is_set(
    context: Context, base: Path, tmp_path: Path
) -> None:
    version_id = import_file(context, write_csv(tmp_path / "data.csv"))
    own = finished(context, start(context, base, version_id, method="bitfit", settings={"epochs": 1}))
    fields = {"epochs": 1, "learning_rate": 5e-5}
    chosen = finished(context, start(context, base, version_id, method="bitfit", settings=fields))

    assert own.settings["learning_rate"] == 5e-4
    assert "learning_rate" not in own.changed
    assert chosen.settings["learning_rate"] == 5e-5
    assert "learning_rate" in chosen.changed


def test_that_a_stopped_run_is_complete(library: Path, base: Path, tmp_path: Path) -> None:
    answers = iter([False] * 5 + [True] * 1000)
    with Library.open(library) as opened:
        context = Context(library=opened, predictors=Predictors(opened), stop_requested=lambda: next(answers))
        run = finished(context, start(context, base, import_file(context, write_csv(tmp_path / "data.csv"))))

        assert run.state == "stopped"
        assert run.report is not None
        assert losses(opened.steps(run.id))[-1][0] == 5
        failed = failure(ask(context, ResumeRun(run_id=run.id)))
        assert "is complete, so there is nothing to resume" in words(failed)


def failing(error: Exception) -> Callable[..., None]:
    def fail(*_: object, **__: object) -> None:
        raise error

    return fail


def test_that_a_run_without_enough_memory_names_a_smaller_batch(
    context: Context, base: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    version_id = import_file(context, write_csv(tmp_path / "data.csv"))
    monkeypatch.setattr(
        "workbench.training.trainer.Trainer._backward", failing(torch.OutOfMemoryError("CUDA out of memory"))
    )

    failed = failure(start(context, base, version_id))

    assert failed.error.code == "memory"
    assert failed.error.fix is not None
    assert failed.error.fix.values == {"n": 4}
    assert failed.run_id is not None
    run = context.library.run(failed.run_id)
    assert (run.state, run.error) == ("failed", failed.error)


def test_that_a_bug_inside_a_run_is_kept_in_its_row(
    context: Context, base: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    version_id = import_file(context, write_csv(tmp_path / "data.csv"))
    monkeypatch.setattr("workbench.training.trainer.Trainer._backward", failing(ZeroDivisionError("one")))

    failed = failure(start(context, base, version_id))

    assert failed.error.code == "bug"
    assert failed.run_id is not None
    assert context.library.run(failed.run_id).state == "failed"


def test_that_a_failed_run_can_be_resumed(
    context: Context, base: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    version_id = import_file(context, write_csv(tmp_path / "data.csv"))
    with monkeypatch.context() as patch:
        patch.setattr("workbench.training.trainer.Trainer._backward", failing(ZeroDivisionError("one")))
        failed = failure(start(context, base, version_id))
    assert failed.run_id is not None

    run = finished(context, ask(context, ResumeRun(run_id=failed.run_id)))

    assert run.state == "finished"
    assert run.error is None


def test_that_a_run_whose_split_was_changed_does_not_go_on(context: Context, base: Path, tmp_path: Path) -> None:
    run_id, _ = interrupted(context, base, import_file(context, write_csv(tmp_path / "data.csv")), at=3)
    path = context.library.folder / context.library.run(run_id).folder / "split.arrow"
    path.write_bytes(path.read_bytes()[:-8])

    failed = failure(ask(context, ResumeRun(run_id=run_id)))

    assert "list of training rows" in words(failed)
