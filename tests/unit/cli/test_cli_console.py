"""What the command line writes, for people and for programs."""

from __future__ import annotations

import io
import json

import pytest

from workbench.cli.console import Console, cut, display_width, printable
from workbench.cli.narrator import Narrator, duration
from workbench.i18n import say, set_language
from workbench.protocol import (
    EvaluationLogged,
    PhaseStarted,
    Progressed,
    RunFinished,
    RunStarted,
    StepLogged,
    TrainingPlanned,
)
from workbench.values import ErrorInfo


class Terminal(io.StringIO):
    """A stream that says that it is a terminal."""

    def isatty(self) -> bool:
        """It is."""
        return True


def _step(step: int, *, seconds: float, examples: int) -> StepLogged:
    return StepLogged(
        run_id=1,
        step=step,
        epoch=step / 10,
        loss=0.5,
        learning_rate=1e-4,
        grad_norm=1.0,
        examples=examples,
        seconds=seconds,
        memory_bytes=1,
    )


def _evaluation(*, is_best: bool) -> EvaluationLogged:
    return EvaluationLogged(
        run_id=1, step=5, epoch=0.5, loss=0.25, metrics={"macro_f1": 0.9}, is_best=is_best, seconds=1.0
    )


def test_that_json_mode_writes_one_object_a_line_and_nothing_else() -> None:
    out, err = io.StringIO(), io.StringIO()
    console = Console(is_json=True, out=out, err=err)
    console.event(PhaseStarted(run_id=1, phase="training"))
    console.line("for people")
    console.table(["a"], [["b"]])
    console.warn(say("This model does not read Chinese."))
    console.result({"label": "中文\u2028"})
    lines = [json.loads(line) for line in out.getvalue().split("\n") if line]
    assert [line.get("type") for line in lines] == ["PhaseStarted", None, None]
    assert lines[1] == {"warning": "This model does not read Chinese."}
    assert lines[2] == {"label": "中文\u2028"}
    assert err.getvalue() == ""


def test_that_a_terminal_event_is_not_progress() -> None:
    out = io.StringIO()
    Console(is_json=True, out=out).event(RunFinished(run_id=1, state="finished"))
    assert out.getvalue() == ""


def test_that_people_are_not_shown_every_step_where_lines_stay() -> None:
    out = io.StringIO()
    console = Console(is_json=False, out=out)
    console.event(TrainingPlanned(run_id=1, steps=10, epochs=1, train_examples=1600, validation_examples=200))
    console.event(_step(1, seconds=0.1, examples=16))
    console.event(_evaluation(is_best=True))
    assert out.getvalue().splitlines() == [
        "10 steps in 1 epochs; 1,600 training rows, 200 validation rows",
        "Epoch 0.5: validation loss 0.250, macro_f1 0.900, the best so far",
    ]


def test_that_a_terminal_shows_one_moving_line_that_leaves_no_trace() -> None:
    out = Terminal()
    console = Console(is_json=False, out=out)
    console.event(Progressed(what=say("Reading"), done=1, total=4))
    console.line("Done")
    assert out.getvalue() == "\r\x1b[2KReading 25 %\r\x1b[2KDone\n"


def test_that_an_error_is_one_line_with_its_remedy() -> None:
    err = io.StringIO()
    Console(is_json=False, out=io.StringIO(), err=err).error(
        ErrorInfo(code="file", what=say("{file} is missing.", file="a.csv"), fix=say("Name another one."))
    )
    assert err.getvalue() == "workbench: a.csv is missing. Name another one.\n"


def test_that_a_label_cannot_steer_the_terminal() -> None:
    assert printable("\x1b[31mred\x07") == "\\x1b[31mred\\x07"
    assert printable("a\u202eb\nc") == "a\\x202eb\\x0ac"
    assert printable("正常　text\u00a0é 👩‍🔬") == "正常　text\u00a0é 👩‍🔬"


@pytest.mark.parametrize(("text", "width"), [("", 0), ("spam", 4), ("正面", 4), ("é", 1), ("e\u0301", 1), ("ＡＢ", 4)])
def test_that_wide_characters_take_two_columns(text: str, width: int) -> None:
    assert display_width(text) == width


@pytest.mark.parametrize(
    ("text", "width", "kept"), [("spam", 4, "spam"), ("spammer", 4, "spa…"), ("正面评价", 5, "正面…")]
)
def test_that_a_long_line_is_cut_to_the_terminal(text: str, width: int, kept: str) -> None:
    assert cut(text, width) == kept


def test_that_columns_line_up_in_chinese() -> None:
    out = io.StringIO()
    Console(is_json=False, out=out).table(["标签", "n"], [["正面", "1"], ["ok", "22"]])
    assert out.getvalue().splitlines() == ["标签  n", "正面  1", "ok    22"]


def test_that_the_time_left_follows_from_the_steps_so_far() -> None:
    narrator = Narrator()
    narrator.tell(TrainingPlanned(run_id=1, steps=101, epochs=1, train_examples=1616, validation_examples=10))
    assert narrator.tell(_step(1, seconds=5.0, examples=16)).moving == "Step 1 of 101, loss 0.500"
    # 10 steps and 160 examples in 2 s leave 90 steps, 18 s, at 80 examples/s; the slow first step does not count.
    told = narrator.tell(_step(11, seconds=7.0, examples=176)).moving
    assert told == "Step 11 of 101, loss 0.500, 80 examples/s, 18 s left"


def test_that_a_run_is_introduced_with_its_device() -> None:
    event = RunStarted(run_id=3, folder="runs/3", phases=(), device="CPU, 2 cores")
    assert Narrator().tell(event).line == "Run 3 on CPU, 2 cores"


def test_that_an_evaluation_that_is_no_better_says_nothing_of_best() -> None:
    assert Narrator().tell(_evaluation(is_best=False)).line == "Epoch 0.5: validation loss 0.250, macro_f1 0.900"


@pytest.mark.parametrize(("seconds", "told"), [(0.4, "0 s"), (59.4, "59 s"), (59.6, "1 min 0 s"), (200, "3 min 20 s")])
def test_that_times_are_told_as_people_read_them(seconds: float, told: str) -> None:
    assert duration(seconds) == told


def test_that_progress_is_told_in_chinese() -> None:
    set_language("zh_CN")
    assert Narrator().tell(PhaseStarted(run_id=1, phase="training")).line == "正在训练"
