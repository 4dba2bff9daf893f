"""Time from the drop of a table on the window to its rows on the screen, and to the baseline's first answer.

    python tests/benchmarks/bench_drop.py FILE.csv [--rows 10000] [--rounds 5]

Each round is a fresh library and a fresh process of the real window, with the engine it starts itself; the round
begins when that engine is warm, as it is while a person looks for a file. A real drop event of the cut file is sent to
the window. "Shown" is the first moment at which counts, guessed roles and the first rows have been painted; "answer"
is when the instant baseline has answered a text. Without a display the window is offscreen.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if not os.environ.get("DISPLAY"):
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).parent.parent.parent))

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from workbench.gui.app import Program
    from workbench.gui.main_window import MainWindow

PATIENCE_S = 240


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("file", type=Path)
    parser.add_argument("--rows", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--once", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.once:
        print(json.dumps(measure(options.file)))
        return
    with tempfile.TemporaryDirectory() as folder:
        cut_file = Path(folder) / options.file.name
        rows = cut(options.file, cut_file, rows=options.rows)
        command = [sys.executable, __file__, str(cut_file), "--once"]
        found = [json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout.splitlines()[-1])
                 for _ in range(options.rounds)]  # fmt: skip
    print(f"{options.file.name}: {rows:,} rows, {options.rounds} rounds, seconds after the drop")
    for name in ("shown", "answer"):
        seconds = sorted(result[name] for result in found)
        print(f"  {name:7} median {statistics.median(seconds):6.2f}   from {seconds[0]:.2f} to {seconds[-1]:.2f}")


def cut(source: Path, target: Path, *, rows: int) -> int:
    """Copies the header and the first rows; gives how many there were."""
    with source.open(encoding="utf-8", newline="") as read, target.open("w", encoding="utf-8", newline="") as written:
        records = csv.reader(read)
        writer = csv.writer(written)
        writer.writerow(next(records))
        count = 0
        for record in records:
            if count == rows:
                break
            writer.writerow(record)
            count += 1
    return count


def measure(file: Path) -> dict[str, float]:
    """One round: seconds from the drop to the rows, and to the baseline's answer."""
    from PySide6.QtWidgets import QApplication

    from workbench.gui.app import Program

    app = QApplication([])
    app.setQuitOnLastWindowClosed(False)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as library:
        program = Program(app, Path(library), None)
        program.window.show()
        wait(app, lambda: program.session is not None)
        warm_up(app, program)
        started = time.perf_counter()
        drop(program.window, file)
        wait(app, lambda: is_shown(program))
        shown = time.perf_counter() - started
        answer(app, program)
        answered = time.perf_counter() - started
        end(app, program)
    return {"shown": shown, "answer": answered}


def wait(app: QApplication, is_reached: Callable[[], bool]) -> None:
    """Runs the event loop until something is so."""
    deadline = time.monotonic() + PATIENCE_S
    while not is_reached():
        if time.monotonic() > deadline:
            raise TimeoutError("the window did not get there")
        app.processEvents()
        time.sleep(0.002)


def warm_up(app: QApplication, program: Program) -> None:
    """Waits until the interactive engine has done what it does at the start."""
    from workbench.protocol import AnyEvent, WarmUp, is_terminal

    heard: list[AnyEvent] = []
    assert program.session is not None
    program.session.engines.ask("interactive", WarmUp(), heard.append)
    wait(app, lambda: bool(heard) and is_terminal(heard[-1]))


def drop(window: MainWindow, file: Path) -> None:
    """Sends the window the drop of a file, as a file manager would."""
    from PySide6.QtCore import QMimeData, Qt, QUrl
    from PySide6.QtGui import QDragEnterEvent, QDropEvent
    from PySide6.QtWidgets import QApplication

    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file))])
    at = window.rect().center()
    copy, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(window, QDragEnterEvent(at, copy, data, left, none))  # Qt drops where a drag has entered
    QApplication.sendEvent(window, QDropEvent(at.toPointF(), copy, data, left, none))


def is_shown(program: Program) -> bool:
    """Whether the Data pane shows the version: paints the window whole, so that nothing waits for its turn."""
    from workbench.gui.panes.data.view import DataPane

    session = program.session
    if session is None or session.version is None:
        return False
    pane = program.window.pane("data")
    assert isinstance(pane, DataPane)
    table = pane.filled_page.table_card.table
    if not table.isVisible() or table.table_model.rowCount() != session.version.rows:
        return False
    program.window.repaint()
    return not program.window.grab().isNull()


def answer(app: QApplication, program: Program) -> None:
    """Waits for the baseline, and for its answer to a text."""
    from workbench.protocol import AnyEvent, Predict, Predicted

    session = program.session
    assert session is not None
    wait(app, lambda: session.baseline is not None)
    assert session.baseline is not None
    heard: list[AnyEvent] = []
    request = Predict(run_id=session.baseline.id, texts=("The first text that somebody types",))
    session.engines.ask("interactive", request, heard.append)
    wait(app, lambda: bool(heard))
    assert isinstance(heard[-1], Predicted), heard


def end(app: QApplication, program: Program) -> None:
    """Ends the engines in good order."""
    session = program.session
    assert session is not None
    over: list[bool] = []
    session.engines.shut_down.connect(lambda: over.append(True))
    program.window.hide()
    session.engines.shutdown()
    wait(app, lambda: bool(over))


if __name__ == "__main__":
    main()
