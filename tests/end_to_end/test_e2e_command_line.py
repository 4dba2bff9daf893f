"""The main job by command line: the real program, a real sample, the real starter model."""

from __future__ import annotations

import csv
import json
import os
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parent.parent.parent
SECONDS = 240
QUICK = ("--set", "epochs=1", "--set", "max_tokens=48", "--set", "batch_size=8")
LONG = ("--set", "epochs=3", "--set", "patience=100", "--set", "max_tokens=48", "--set", "batch_size=8")

pytestmark = [pytest.mark.end_to_end]
posix_only = pytest.mark.skipif(os.name == "nt", reason="Windows has no signals of this kind")


@dataclass(frozen=True)
class Trained:
    """A library with one finished run, and what training it printed."""

    library: Path
    lines: list[dict[str, Any]]

    @property
    def result(self) -> dict[str, Any]:
        """The last line."""
        return self.lines[-1]


def workbench(*arguments: str | Path, library: Path) -> subprocess.CompletedProcess[str]:
    """Runs a command to its end."""
    command = [sys.executable, "-m", "workbench", "--library", str(library), *map(str, arguments)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=SECONDS, check=False)


def succeed(*arguments: str | Path, library: Path) -> Any:
    """Runs a command with --json and gives its result."""
    done = workbench(*arguments, "--json", library=library)
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    return [json.loads(line) for line in done.stdout.splitlines()][-1]


def interrupt_at(event: str, how: signal.Signals, *arguments: str | Path, library: Path) -> tuple[int, str]:
    """Starts a command and sends it a signal at the first event of a kind; gives its exit code and its stderr."""
    command = [sys.executable, "-m", "workbench", *map(str, arguments), "--library", str(library), "--json"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        while json.loads(process.stdout.readline()).get("type") != event:
            pass
        process.send_signal(how)
        process.stdout.read()
        return process.wait(timeout=SECONDS), process.stderr.read()


@pytest.fixture(scope="module")
def messages(tmp_path_factory: pytest.TempPathFactory, samples: Path) -> Path:
    """160 messages of the sample, a quarter of them spam."""
    target = tmp_path_factory.mktemp("data") / "messages.csv"
    with (samples / "sms_spam.csv").open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    spam = [row for row in rows if row[1] == "spam"][:40]
    ham = [row for row in rows if row[1] == "ham"][:120]
    with target.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([header, *spam, *ham])
    return target


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory, messages: Path) -> Trained:
    """The whole job, once for all tests that look at what it left."""
    library = tmp_path_factory.mktemp("trained") / "library"
    done = workbench("train", messages, *QUICK, "--seed", "3", "--name", "spam filter", "--json", library=library)
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    return Trained(library=library, lines=[json.loads(line) for line in done.stdout.splitlines()])


def test_that_training_promises_and_keeps_the_form_of_its_result(trained: Trained) -> None:
    result = trained.result
    assert list(result) == ["run", "folder", "task", "model", "seconds", "metrics", "baseline"]
    assert isinstance(result["run"], int)
    assert Path(result["folder"]) == trained.library / "runs" / str(result["run"])
    assert (result["task"], result["model"]) == ("text_classification", "starter")
    assert result["seconds"] > 0
    assert set(result["metrics"]["test"]) == {"accuracy", "macro_f1", "per_label"}
    assert set(result["baseline"]) == {"accuracy", "macro_f1"}
    per_label = result["metrics"]["test"]["per_label"]
    assert {label: set(figures) for label, figures in per_label.items()} == {
        label: {"precision", "recall", "f1", "support"} for label in ("ham", "spam")
    }
    assert sum(figures["support"] for figures in per_label.values()) == 16  # 10 % of 160


def test_that_training_beats_the_commonest_label(trained: Trained) -> None:
    assert trained.result["metrics"]["test"]["accuracy"] > 0.75  # a quarter is spam


def test_that_progress_comes_as_events(trained: Trained) -> None:
    kinds = {line.get("type") for line in trained.lines[:-1]}
    assert {"RunStarted", "PhaseStarted", "TrainingPlanned", "StepLogged", "EvaluationLogged"} <= kinds


def test_that_the_run_folder_holds_a_model_without_pickles(trained: Trained) -> None:
    folder = Path(trained.result["folder"])
    names = {path.name for path in (folder / "model").iterdir()}
    assert {"config.json", "model.safetensors", "workbench.json"} <= names
    assert (folder / "manifest.json").is_file()
    suffixes = {path.suffix for path in folder.rglob("*") if path.is_file()}
    assert suffixes.isdisjoint({".bin", ".pt", ".pth", ".pkl", ".pickle", ".ckpt"})


def test_that_the_model_answers_afterwards(trained: Trained) -> None:
    texts = ("WINNER! Claim your free prize now, call 09061701461", "are we still on for lunch tomorrow?")
    answers = succeed("predict", "spam filter", "--text", texts[0], "--text", texts[1], library=trained.library)
    assert [answer["text"] for answer in answers] == list(texts)
    assert [answer["label"] for answer in answers] == ["spam", "ham"]
    for answer in answers:
        assert answer["confidence"] == answer["scores"][answer["label"]] == max(answer["scores"].values())
        assert sum(answer["scores"].values()) == pytest.approx(1, abs=1e-4)


def test_that_a_file_is_scored(trained: Trained, messages: Path, tmp_path: Path) -> None:
    out = tmp_path / "scored.csv"
    run = str(trained.result["run"])
    result = succeed("predict", run, "--file", messages, "--out", out, library=trained.library)
    assert (result["rows"], result["rejected"], result["out"]) == (160, 0, str(out))
    with out.open(encoding="utf-8-sig", newline="") as file:
        assert len(list(csv.reader(file))) == 161


def test_that_the_runs_are_listed_newest_first(trained: Trained) -> None:
    runs = succeed("runs", library=trained.library)
    assert [run["run"] for run in runs] == [trained.result["run"], 1]
    assert (runs[0]["name"], runs[0]["state"], runs[0]["seed"]) == ("spam filter", "finished", 3)
    assert runs[0]["accuracy"] == trained.result["metrics"]["test"]["accuracy"]
    assert runs[1]["kind"] == "baseline"


def test_that_a_run_is_shown_with_its_curves(trained: Trained) -> None:
    shown = succeed("show", str(trained.result["run"]), library=trained.library)
    assert shown["metrics"] == trained.result["metrics"]
    assert shown["settings"]["epochs"] == 1
    assert set(shown["changed"]) == {"epochs", "max_tokens", "batch_size"}
    assert [step["step"] for step in shown["steps"]] == list(range(1, len(shown["steps"]) + 1))
    assert any(entry["is_best"] for entry in shown["evaluations"])


def test_that_people_get_tables(trained: Trained) -> None:
    done = workbench("show", str(trained.result["run"]), library=trained.library)
    assert done.returncode == 0, done.stderr
    assert "spam filter" in done.stdout
    assert "Baseline" in done.stdout
    assert "\x1b" not in done.stdout


@posix_only
def test_that_a_killed_run_goes_on_from_its_checkpoint(library: Path, messages: Path) -> None:
    code, _ = interrupt_at("CheckpointSaved", signal.SIGKILL, "train", messages, *LONG, library=library)
    assert code == -signal.SIGKILL
    (run,) = [run for run in succeed("runs", library=library) if run["kind"] != "baseline"]
    assert run["state"] == "interrupted"
    result = succeed("resume", str(run["run"]), library=library)
    shown = succeed("show", str(run["run"]), library=library)
    assert result["run"] == run["run"]
    assert shown["state"] == "finished"
    assert [step["step"] for step in shown["steps"]] == list(range(1, len(shown["steps"]) + 1))


@posix_only
def test_that_ctrl_c_keeps_a_checkpoint_and_says_how_to_go_on(library: Path, messages: Path) -> None:
    code, stderr = interrupt_at("StepLogged", signal.SIGINT, "train", messages, *LONG, library=library)
    assert code == 130
    (run,) = [run for run in succeed("runs", library=library) if run["kind"] != "baseline"]
    assert stderr.splitlines() == [
        f"workbench: Cancelled. Its last checkpoint is kept; go on with: workbench resume {run['run']}"
    ]
    assert run["state"] == "interrupted"
    assert any(Path(run["folder"], "checkpoints").iterdir())


def test_that_files_of_their_own_are_tested_and_validated_on(library: Path, messages: Path, tmp_path: Path) -> None:
    header, *lines = messages.read_text(encoding="utf-8").splitlines(keepends=True)
    parts = {name: tmp_path / f"{name}.csv" for name in ("train", "validation", "test")}
    for start, path in enumerate(parts.values()):
        path.write_text(header + "".join(lines[start::3]), encoding="utf-8")
    result = succeed(
        "train",
        parts["train"],
        "--test-file",
        parts["test"],
        "--validation-file",
        parts["validation"],
        *QUICK,
        library=library,
    )
    support = sum(figures["support"] for figures in result["metrics"]["test"]["per_label"].values())
    assert support == len(lines[2::3])
    shown = succeed("show", str(result["run"]), library=library)
    assert shown["steps"][-1]["examples"] == len(lines[0::3])  # one epoch of every row of the training file
