"""The handlers of baseline, predictions and scored files over a real library, in this process."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
from sklearn.metrics import accuracy_score, f1_score

from workbench.data import tables
from workbench.data.predictions_file import read_test_predictions
from workbench.engine.context import Context
from workbench.engine.handlers import prediction
from workbench.engine.predictors import Predictors
from workbench.errors import DataError, FileError, RunError
from workbench.i18n import render
from workbench.protocol import (
    Event,
    FileScored,
    Predict,
    Predicted,
    Progressed,
    RunFinished,
    ScoreFile,
    TrainBaseline,
    WarmedUp,
    WarmUp,
)
from workbench.store import Library
from workbench.values import SPLIT_NAMES, Dialect, Profile, Roles, Run, Sentence, SplitRecipe, SplitSizes, Version

ROWS = [(f"free prize number {number} call now", "spam") for number in range(40)] + [
    (f"see you at dinner number {number} tonight", "ham") for number in range(60)
]


@pytest.fixture
def context(tmp_path: Path) -> Iterator[Context]:
    with Library.open(tmp_path / "library") as library:
        yield Context(library=library, predictors=Predictors(library), stop_requested=lambda: False)


def add_version(
    context: Context,
    rows: Sequence[tuple[str, str]],
    *,
    name: str = "messages.csv",
    columns: tuple[str, str] = ("text", "label"),
    test_every: int = 5,
) -> Version:
    """A version in the library whose every fifth row is a test row, and the one after it a validation row."""
    library = context.library
    dataset_id, number, folder = library.next_version(source=f"/data/{name}", parent=None)
    codes = np.zeros(len(rows), dtype=np.int8)
    if test_every:
        codes[::test_every], codes[1::test_every] = SPLIT_NAMES.index("test"), SPLIT_NAMES.index("validation")
    version = Version(
        id=0,
        dataset_id=dataset_id,
        number=number,
        name=name,
        folder=folder,
        source=f"/data/{name}",
        bytes=1,
        sha256=f"{name:0<64}",
        dialect=Dialect(encoding="utf-8", delimiter=","),
        columns=columns,
        rows=len(rows),
        rejected=0,
        seconds=0.1,
        profile=Profile(
            roles=Roles(text=columns[0], label=columns[1]),
            reason=Sentence(one="-"),
            columns=(),
            labels=(),
            split_recipe=SplitRecipe(),
            split=SplitSizes(),
            issues=(),
            language="en",
            mean_characters=10,
        ),
        created_at="2026-01-01T00:00:00Z",
    )
    table = pa.table({columns[0]: [text for text, _ in rows], columns[1]: [label for _, label in rows]})
    marks = tables.Marks(split=codes)
    tables.write_version_folder(library.folder / folder, table, version=version, marks=marks, rejected=[])
    return library.add_version(version)


def last(events: Iterator[Event]) -> Event:
    """The terminal event; those before it tell progress only."""
    *progress, terminal = list(events)
    assert all(isinstance(event, Progressed) for event in progress)
    return terminal


def train(context: Context, version: Version, *, test_version: Version | None = None) -> Run:
    request = TrainBaseline(version_id=version.id, test_version_id=test_version.id if test_version else None)
    finished = last(prediction.train_baseline(request, context))
    assert isinstance(finished, RunFinished)
    assert finished.state == "finished"
    return context.library.run(finished.run_id)


def ask(context: Context, run: Run, *texts: str, keep: bool = False) -> Predicted:
    answer = last(prediction.predict(Predict(run_id=run.id, texts=texts, keep=keep), context))
    assert isinstance(answer, Predicted)
    return answer


def score(context: Context, run: Run, path: Path, out: Path) -> FileScored:
    scored = last(prediction.score_file(ScoreFile(run_id=run.id, path=str(path), out=str(out)), context))
    assert isinstance(scored, FileScored)
    return scored


def read_csv(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


# The baseline


def test_that_the_baseline_is_a_finished_run_with_a_report_on_the_test_rows(context: Context) -> None:
    version = add_version(context, ROWS)
    run = train(context, version)
    folder = context.library.folder / run.folder

    assert (run.model.kind, run.model.title, run.method) == ("baseline", "simple baseline", "word counts")
    assert run.report is not None
    assert run.report.examples == 20
    assert run.report.commonest_label == "ham"
    assert run.report.figures.accuracy == 1.0
    expected = {"manifest.json", "model", "report.json", "split.arrow", "test_predictions.arrow"}
    assert expected <= {path.name for path in folder.iterdir()}
    assert not list(folder.glob("*.partial"))

    answers = read_test_predictions(folder)
    assert answers.rows.tolist() == list(range(0, 100, 5))
    true = [run.report.labels.index(ROWS[row][1]) for row in answers.rows]
    assert answers.true.tolist() == true
    assert run.report.figures.accuracy == accuracy_score(true, answers.predicted)
    assert run.report.figures.macro_f1 == pytest.approx(f1_score(true, answers.predicted, average="macro"))


def test_that_a_baseline_is_trained_once(context: Context) -> None:
    version = add_version(context, ROWS)
    assert train(context, version).id == train(context, version).id
    assert len(context.library.runs()) == 1


def test_that_a_baseline_whose_files_are_gone_is_trained_anew(context: Context) -> None:
    version = add_version(context, ROWS)
    first = train(context, version)
    shutil.rmtree(context.library.folder / first.folder)
    assert train(context, version).id != first.id


def test_that_another_split_has_another_baseline(context: Context) -> None:
    version = add_version(context, ROWS)
    first = train(context, version)
    codes = np.roll(tables.read_split(context.library.folder / version.folder / tables.SPLIT_FILE), 2)
    tables.write_split(context.library.folder / version.folder / tables.SPLIT_FILE, codes)
    second = train(context, version)
    assert second.id != first.id
    assert read_test_predictions(context.library.folder / second.folder).rows.tolist() == list(range(2, 100, 5))


def test_that_a_test_file_gives_all_test_rows_and_the_splits_test_rows_join_training(context: Context) -> None:
    only_in_test_rows = [("zebra", "animal") if number % 5 == 0 else row for number, row in enumerate(ROWS)]
    version = add_version(context, only_in_test_rows)
    other = add_version(context, [("a zebra", "animal"), ("", "ham"), ("dinner tonight", "ham")], name="test.csv")
    run = train(context, version, test_version=other)

    assert run.test_version_id == other.id
    assert run.report is not None
    assert run.report.labels == ("animal", "ham", "spam")
    assert read_test_predictions(context.library.folder / run.folder).rows.tolist() == [0, 2]
    assert run.report.figures.accuracy == 1.0
    assert train(context, version).id != run.id


def test_that_a_test_label_that_was_never_learned_counts_as_a_mistake(context: Context) -> None:
    version = add_version(context, ROWS)
    other = add_version(context, [("free prize", "spam"), ("bonjour", "french")], name="test.csv")
    report = train(context, version, test_version=other).report
    assert report is not None
    assert report.labels == ("ham", "spam", "french")
    assert report.figures.accuracy == 0.5
    assert report.per_label[2].support == 1


def test_that_a_test_file_with_other_columns_is_an_error_that_names_them(context: Context) -> None:
    version = add_version(context, ROWS)
    other = add_version(context, ROWS, name="test.csv", columns=("message", "class"))
    with pytest.raises(DataError, match=r"“test.csv” has no column “text”. Its columns are: message, class."):
        train(context, version, test_version=other)


def test_that_no_test_rows_is_an_error_and_leaves_no_run(context: Context) -> None:
    version = add_version(context, ROWS, test_every=0)
    with pytest.raises(DataError, match="no test rows"):
        train(context, version)
    assert context.library.runs() == []


def test_that_one_label_is_an_error_and_leaves_no_run(context: Context) -> None:
    version = add_version(context, [(text, "ham") for text, _ in ROWS])
    with pytest.raises(DataError, match="only one label"):
        train(context, version)
    assert context.library.runs() == []


def test_that_a_version_that_does_not_exist_is_an_error(context: Context) -> None:
    with pytest.raises(DataError):
        list(prediction.train_baseline(TrainBaseline(version_id=77), context))


def test_that_a_baseline_whose_training_is_cancelled_leaves_nothing(context: Context) -> None:
    rows = [(f"text {number} about {number % 7}", f"label {number % 7}") for number in range(200)]
    version = add_version(context, rows, test_every=4)
    events = iter(prediction.train_baseline(TrainBaseline(version_id=version.id), context))
    next(events)
    next(events)
    events.close()  # type: ignore[attr-defined]  # it is a generator
    assert context.library.runs() == []
    assert not (context.library.folder / "runs").exists() or not any((context.library.folder / "runs").iterdir())


def test_that_a_disk_that_fails_leaves_no_run(context: Context, monkeypatch: pytest.MonkeyPatch) -> None:
    from workbench.engine import baselines

    def fail(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(baselines, "write_report", fail)
    version = add_version(context, ROWS)
    with pytest.raises(OSError, match="No space"):
        train(context, version)
    assert context.library.runs() == []
    assert not any((context.library.folder / "runs").iterdir())


# Predictions


def test_that_a_run_answers_each_text_with_the_likeliest_label_first(context: Context) -> None:
    run = train(context, add_version(context, ROWS))
    answer = ask(context, run, "free prize call", "dinner tonight")
    assert [output.labels[0] for output in answer.outputs] == ["spam", "ham"]
    assert all(output.scores[0] >= output.scores[1] for output in answer.outputs)
    assert all(sum(output.scores) == pytest.approx(1.0) for output in answer.outputs)
    assert (answer.tokens, answer.max_tokens) == ((0, 0), 0)


def test_that_texts_of_any_kind_are_answered(context: Context) -> None:
    run = train(context, add_version(context, ROWS))
    odd = ["", " \n", "\U0001f600", "\x00\x07", "<img src=x>", "中文", "free prize " * 100_000]
    answer = ask(context, run, *odd)
    assert len(answer.outputs) == len(odd)
    assert answer.outputs[-1].labels[0] == "spam"
    assert ask(context, run).outputs == ()


def test_that_only_texts_that_shall_be_kept_go_into_the_history(context: Context) -> None:
    run = train(context, add_version(context, ROWS))
    ask(context, run, "free prize")
    assert context.library.predictions() == []
    answer = ask(context, run, "free prize", "dinner", keep=True)
    kept = context.library.predictions()
    assert {stored.text for stored in kept} == {"free prize", "dinner"}
    assert {stored.output for stored in kept} == set(answer.outputs)


def test_that_every_run_answers_after_a_restart(context: Context) -> None:
    run = train(context, add_version(context, ROWS))
    before = ask(context, run, "free prize", "dinner").outputs
    fresh = Context(context.library, Predictors(context.library), lambda: False)
    after = ask(fresh, run, "free prize", "dinner").outputs
    for one, other in zip(before, after, strict=True):
        assert one.labels == other.labels
        assert one.scores == pytest.approx(other.scores, abs=1e-6)


def test_that_a_run_whose_model_is_gone_or_damaged_says_so(context: Context) -> None:
    run = train(context, add_version(context, ROWS))
    model = context.library.folder / run.folder / "model"
    weights = model / "baseline.safetensors"
    content = weights.read_bytes()
    weights.write_bytes(content[: len(content) // 2])
    with pytest.raises(RunError, match="cannot be loaded"):
        ask(context, run, "free")
    shutil.rmtree(model)
    with pytest.raises(RunError, match=r"The model of “Run 1” is gone"):
        ask(context, run, "free")


@pytest.mark.parametrize(
    ("state", "words"), [("running", "still training"), ("interrupted", "did not finish"), ("failed", "did not finish")]
)
def test_that_a_run_without_a_model_says_why(context: Context, state: str, words: str) -> None:
    run = train(context, add_version(context, ROWS))
    shutil.rmtree(context.library.folder / run.folder / "model")
    run = context.library.change_run(run.id, state=state)
    with pytest.raises(RunError, match=words):
        ask(context, run, "free")


def test_that_the_last_two_models_are_kept_and_one_can_be_let_go(context: Context) -> None:
    version = add_version(context, ROWS)
    path = context.library.folder / version.folder / tables.SPLIT_FILE
    runs = []
    for shift in range(3):
        tables.write_split(path, np.roll(tables.read_split(path), shift))
        runs.append(train(context, version))
    predictors = context.predictors
    loaded = [predictors.get(run) for run in runs]
    assert predictors.get(runs[2]) is loaded[2]
    assert predictors.get(runs[1]) is loaded[1]
    assert predictors.get(runs[0]) is not loaded[0]
    second = predictors.get(runs[1])
    predictors.forget(runs[1].id)
    assert predictors.get(runs[1]) is not second


# Scored files


def write_csv(path: Path, rows: Sequence[Sequence[str]], *, encoding: str = "utf-8") -> Path:
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file).writerows(rows)
    return path


def test_that_a_scored_copy_has_every_row_with_label_confidence_and_scores(context: Context, tmp_path: Path) -> None:
    run = train(context, add_version(context, ROWS))
    texts = ["free prize", "dinner\ntonight", "free prize"]
    path = write_csv(tmp_path / "in.csv", [["id", "text"], *([str(n), text] for n, text in enumerate(texts))])
    scored = score(context, run, path, tmp_path / "out.csv")

    header, *rows = read_csv(tmp_path / "out.csv")
    assert header == ["id", "text", "label", "confidence", "ham", "spam"]
    assert [row[:3] for row in rows] == [
        ["0", "free prize", "spam"],
        ["1", "dinner\ntonight", "ham"],
        ["2", "free prize", "spam"],
    ]
    expected = context.predictors.get(run).predict_probabilities(texts)
    for row, probabilities in zip(rows, expected, strict=True):
        assert [float(cell) for cell in row[4:]] == pytest.approx(probabilities.tolist(), abs=5e-5)
        assert float(row[3]) == max(map(float, row[4:]))
    assert (scored.rows, scored.rejected, scored.out) == (3, 0, str(tmp_path / "out.csv"))
    assert not (tmp_path / "out.csv.partial").exists()


def test_that_columns_of_the_file_are_never_overwritten(context: Context, tmp_path: Path) -> None:
    run = train(context, add_version(context, ROWS))
    path = write_csv(tmp_path / "in.csv", [["text", "label", "ham"], ["free prize", "mine", "x"], ["dinner", "y", "z"]])
    score(context, run, path, tmp_path / "out.csv")
    header, first, _ = read_csv(tmp_path / "out.csv")
    assert header == ["text", "label", "ham", "label_2", "confidence", "ham_2", "spam"]
    assert first[:4] == ["free prize", "mine", "x", "spam"]


def test_that_nothing_in_the_copy_is_a_formula(context: Context, tmp_path: Path) -> None:
    rows = [(text, "=1+1" if label == "spam" else "<img src=x>") for text, label in ROWS]
    run = train(context, add_version(context, rows))
    cells = ["=HYPERLINK(1) free prize", "+1 free", "-free", "@free", "fine = free"]
    path = write_csv(tmp_path / "in.csv", [["text", "amount"], *([cell, "-5.5"] for cell in cells)])
    score(context, run, path, tmp_path / "out.csv")
    header, *scored = read_csv(tmp_path / "out.csv")
    assert header == ["text", "amount", "label", "confidence", "<img src=x>", "'=1+1"]
    assert [row[0] for row in scored] == [*(f"'{cell}" for cell in cells[:4]), cells[4]]
    assert {row[1] for row in scored} == {"-5.5"}
    assert scored[0][2] == "'=1+1"


def test_that_rows_without_a_text_get_no_answer(context: Context, tmp_path: Path) -> None:
    run = train(context, add_version(context, ROWS))
    path = write_csv(tmp_path / "in.csv", [["id", "text"], ["1", "free prize"], ["2", " "], ["3", "dinner"]])
    assert score(context, run, path, tmp_path / "out.csv").rows == 3
    assert read_csv(tmp_path / "out.csv")[2] == ["2", " ", "", "", "", ""]


def test_that_rows_that_cannot_be_read_are_counted(context: Context, tmp_path: Path) -> None:
    run = train(context, add_version(context, ROWS))
    lines = ["id,text", *(f"{number},free prize" for number in range(50)), "51,one,two,three,four"]
    path = tmp_path / "in.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    scored = score(context, run, path, tmp_path / "out.csv")
    assert (scored.rows, scored.rejected) == (50, 1)


def test_that_chinese_files_come_out_readable_in_a_spreadsheet(context: Context, tmp_path: Path) -> None:
    rows = [("质量很好，非常满意" * 2 + str(n), "好评") for n in range(30)] + [
        ("太差了，退货" * 2 + str(n), "差评") for n in range(30)
    ]
    run = train(context, add_version(context, rows))
    assert run.method == "character counts"
    content = [["编号", "text"], *([str(number), "质量很好，退货太麻烦"] for number in range(30))]
    path = write_csv(tmp_path / "in.csv", content, encoding="gb18030")
    score(context, run, path, tmp_path / "out.csv")
    assert (tmp_path / "out.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    header, first, *_ = read_csv(tmp_path / "out.csv")
    assert header == ["编号", "text", "label", "confidence", "好评", "差评"]
    assert first[2] in ("好评", "差评")


def test_that_a_file_without_the_text_column_is_an_error_that_names_its_columns(
    context: Context, tmp_path: Path
) -> None:
    run = train(context, add_version(context, ROWS))
    path = write_csv(tmp_path / "in.csv", [["id", "message"], ["1", "free prize"], ["2", "dinner"]])
    with pytest.raises(DataError, match=r"“in.csv” has no column “text”. Its columns are: id, message.") as caught:
        score(context, run, path, tmp_path / "out.csv")
    assert caught.value.fix is not None
    assert render(caught.value.fix) == "Name its text column “text”, as in the training data."
    assert not (tmp_path / "out.csv").exists()


def test_that_a_copy_never_replaces_the_file_itself(context: Context, tmp_path: Path) -> None:
    run = train(context, add_version(context, ROWS))
    path = write_csv(tmp_path / "in.csv", [["id", "text"], ["1", "free prize"], ["2", "dinner"]])
    (tmp_path / "sub").mkdir()
    with pytest.raises(FileError, match="would replace"):
        score(context, run, path, tmp_path / "sub" / ".." / "in.csv")
    with pytest.raises(FileError, match="does not exist"):
        score(context, run, path, tmp_path / "missing" / "out.csv")


def test_that_a_cancelled_scoring_leaves_neither_copy_nor_part(context: Context, tmp_path: Path) -> None:
    run = train(context, add_version(context, ROWS))
    path = write_csv(tmp_path / "in.csv", [["id", "text"], *([str(n), f"free prize {n}"] for n in range(600))])
    total = len(list(prediction.score_file(ScoreFile(run_id=run.id, path=str(path), out=str(tmp_path / "a")), context)))
    for stop in range(1, total):
        events = iter(prediction.score_file(ScoreFile(run_id=run.id, path=str(path), out=str(tmp_path / "b")), context))
        for _ in range(stop):
            next(events)
        events.close()  # type: ignore[attr-defined]  # it is a generator
        assert not list(tmp_path.glob("b*"))


@pytest.mark.slow
def test_that_warming_up_loads_torch_and_the_named_model(context: Context) -> None:
    run = train(context, add_version(context, ROWS))
    warmed = last(prediction.warm_up(WarmUp(run_id=run.id), context))
    assert isinstance(warmed, WarmedUp)
    assert warmed.device
