"""Takes the pictures of every pane: the real window over a new library, a real file, a real run.

Usage: python3 packaging/screenshots.py OUT [FILE]
Writes OUT/<pane>-<theme>-<language>-<width>.png; FILE is a table with texts and labels, by default the sample of
definitions. Takes a few minutes, because it trains.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from workbench import paths
from workbench.gui.app import Program
from workbench.gui.panes.data.view import DataPane

SIZES = ((1280, 800), (1024, 680))
THEMES = ("light", "dark")
LANGUAGES = ("en", "zh_CN")
SETTLE_MS = 350
POLL_MS = 100
LONGEST_WAIT_S = 900

Wait = Callable[[], bool] | int
"""What a step waits for: a condition, or milliseconds."""


def steps(program: Program, out: Path, file: Path) -> Iterator[Wait]:
    """The whole visit: empty window, file, model, run, results."""
    yield lambda: program.session is not None
    session, training = program.session, program.training
    assert session is not None
    assert training is not None
    yield from pictures(program, out, "empty", "data")
    session.imports.open_file(file)
    yield lambda: session.baseline is not None and session.estimate is not None
    yield lambda: session.version is not None and bool(session.version.profile.checked_with)
    yield from pictures(program, out, "data", "data")
    yield from charts(program, out)
    yield from pictures(program, out, "model", "model")
    program.commands.run("train")
    yield lambda: training.log.progress > 0.4 and len(training.log.evaluations) > 2
    yield from pictures(program, out, "train", "train")
    yield from pictures(program, out, "try-baseline", "try_it")
    yield lambda: not training.is_running
    for pane in ("train", "results", "try_it", "runs"):
        yield from pictures(program, out, f"{pane}-done" if pane == "train" else pane, pane)


def charts(program: Program, out: Path) -> Iterator[Wait]:
    """The lengths and the map of the texts."""
    pane = program.window.findChild(DataPane)
    assert pane is not None
    card = pane.filled_page.table_card
    for view in ("lengths", "map"):
        card.show_view(view)
        yield lambda: pane.charts.lengths is not None
        yield lambda: view == "lengths" or pane.charts.map is not None  # noqa: B023 - asked before the next turn
        yield from pictures(program, out, view, "data")
    card.show_view("rows")


def pictures(program: Program, out: Path, name: str, pane: str) -> Iterator[Wait]:
    """One pane in both themes, languages and sizes."""
    for theme in THEMES:
        for language in LANGUAGES:
            for width, height in SIZES:
                program.set_preference("theme", theme)
                program.set_preference("language", language)
                program.window.resize(width, height)
                program.window.open_pane(pane)
                yield SETTLE_MS
                program.window.grab().save(str(out / f"{name}-{theme}-{language}-{width}.png"))


def visit(app: QApplication, script: Iterator[Wait]) -> None:
    """Goes through the steps on a timer, so that the window lives on between them."""
    waited_ms = 0
    condition: Wait = 0

    def go_on() -> None:
        nonlocal condition, waited_ms
        waited_ms += POLL_MS
        if waited_ms > LONGEST_WAIT_S * 1000:
            raise SystemExit("a step took too long")
        if callable(condition) and not condition():
            QTimer.singleShot(POLL_MS, go_on)
            return
        try:
            condition, waited_ms = next(script), 0
        except StopIteration:
            app.quit()
            return
        QTimer.singleShot(condition if isinstance(condition, int) else POLL_MS, go_on)

    go_on()


def main() -> int:
    """Runs the visit over a library that is thrown away."""
    out = Path(sys.argv[1])
    out.mkdir(parents=True, exist_ok=True)
    file = Path(sys.argv[2]) if len(sys.argv) > 2 else paths.resources() / "samples" / "definitions.csv"
    app = QApplication(sys.argv[:1])
    app.setQuitOnLastWindowClosed(False)
    with tempfile.TemporaryDirectory() as library:
        program = Program(app, Path(library), None)
        program.window.show()
        visit(app, steps(program, out, file))
        code = app.exec()
        if program.engines is not None:
            program.engines.shut_down.connect(app.quit)
            program.engines.shutdown()
            app.exec()
    return code


if __name__ == "__main__":
    sys.exit(main())
