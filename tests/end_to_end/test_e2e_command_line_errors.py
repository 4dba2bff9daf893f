"""What the command line says when something is not right: one message on stderr, and the exit code."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent

pytestmark = [pytest.mark.end_to_end]


def workbench(*arguments: str | Path, **variables: str) -> subprocess.CompletedProcess[str]:
    """Runs a command to its end."""
    environment = {**os.environ, **variables}
    command = [sys.executable, "-m", "workbench", *map(str, arguments)]
    return subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, encoding="utf-8", timeout=120, check=False
    )


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["train", "no.csv"], "no.csv"),
        (["train", "MESSAGES", "--text", "txet"], "has no column --text “txet”. Did you mean “text”?"),
        (["train", "MESSAGES", "--set", "epoch=3"], "Did you mean “epochs”?"),
        (["train", "MESSAGES", "--set", "epochs=0"], "must be between 1 and 100, not 0"),
        (["train", "MESSAGES", "--task", "translation"], "There is no task “translation”."),
        (["train", "MESSAGES", "--model", "FOLDER"], "model"),
        (["train", "MESSAGES", "--method", "magic"], "magic"),
        (["import", "MESSAGES", "--encoding", "klingon"], "klingon"),
        (["import", "MESSAGES", "--rows", "FOLDER/no/rows.jsonl"], "cannot be written"),
        (["predict", "7", "--text", "hello"], "7"),
        (["predict", "7", "--file", "MESSAGES"], "--file and --out belong together"),
        (["predict", "7"], "--text"),
        (["show", "Run 7"], "Run 7"),
        (["resume", "7"], "7"),
        (["trian", "--epochs"], "trian"),
        (["runs", "--jsno"], "--jsno"),
    ],
)
def test_that_the_user_is_told_once_and_in_words(
    arguments: list[str], message: str, library: Path, sms_csv: Path, tmp_path: Path
) -> None:
    (tmp_path / "empty").mkdir()
    named = [word.replace("MESSAGES", str(sms_csv)).replace("FOLDER", str(tmp_path / "empty")) for word in arguments]
    done = workbench(*named, "--library", library)
    assert done.returncode == 2, done.stderr
    assert message in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert "Traceback" not in done.stderr


def test_that_errors_leave_stdout_to_json(library: Path, sms_csv: Path) -> None:
    done = workbench("train", sms_csv, "--label", "lable", "--json", "--library", library)
    assert done.returncode == 2
    assert all(isinstance(json.loads(line), dict) for line in done.stdout.splitlines())


def test_that_the_library_may_be_named_before_or_after_the_command(library: Path) -> None:
    folder = str(library)
    for arguments in (["--library", folder, "runs", "--json"], ["runs", "--json", "--library", folder]):
        done = workbench(*arguments)
        assert (done.returncode, done.stdout) == (0, "[]\n"), done.stderr
    assert (library / "workbench.db").is_file()


def test_that_records_are_written_as_they_are_read(library: Path, tmp_path: Path) -> None:
    source = tmp_path / "shop.csv"
    source.write_text('text;label\n"good;""really""\nyes";a\n 中文 ;b\n007;\n', encoding="gb18030")
    out = tmp_path / "rows.jsonl"
    done = workbench("import", source, "--rows", out, "--json", "--library", library)
    assert done.returncode == 0, done.stderr
    header, *records = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert header == {"header": ["text", "label"]}
    assert records == [['good;"really"\nyes', "a"], [" 中文 ", "b"], ["007", ""]]


def test_that_a_mistake_of_the_program_is_logged_and_told_apart(library: Path, sms_csv: Path) -> None:
    script = (
        "import workbench.engine.server as s, sys;"
        "s.handlers = lambda: {};"
        "from workbench.cli.main import main; sys.exit(main(sys.argv[1:]))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, "import", str(sms_csv), "--library", str(library)],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    (log,) = (library / "logs").iterdir()
    assert done.returncode == 1
    assert str(log) in done.stderr
    assert "Traceback" not in done.stderr
    assert "KeyError" in log.read_text(encoding="utf-8")


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="other systems always have a display")
@pytest.mark.parametrize("arguments", [[], ["messages.csv"]])
def test_that_a_missing_display_is_told_with_the_way_out(arguments: list[str]) -> None:
    done = workbench(*arguments, DISPLAY="", WAYLAND_DISPLAY="", QT_QPA_PLATFORM="")
    assert done.returncode == 2
    assert f"workbench train {arguments[0] if arguments else 'FILE'}" in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_that_chinese_users_are_spoken_to_in_chinese(library: Path) -> None:
    done = workbench("show", "7", "--library", library, LC_ALL="zh_CN.UTF-8", PYTHONUTF8="1")
    assert done.returncode == 2
    assert done.stderr.startswith("workbench：")


def test_that_the_doctor_finds_nothing_wrong_and_names_no_home(library: Path) -> None:
    done = workbench("doctor", "--json", "--library", library)
    assert done.returncode == 0, done.stderr
    report = json.loads(done.stdout.splitlines()[-1])
    assert set(report) == {"versions", "devices", "folders", "checks"}
    assert set(report["checks"].values()) == {"ok"}
    assert str(Path.home()) + os.sep not in done.stdout
