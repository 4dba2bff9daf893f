"""The one door of the program: the window by default, `--engine` for the process that works, else a command.

`--probe-workbook FILE` is a process that tries whether a workbook can be read at all.

A first word that is a command is a command, even where a file has the same name: `workbench ./train` opens that file.
Nothing but the standard library is imported before it is known which of the three is wanted.
"""

from __future__ import annotations

import multiprocessing
import os
import sys
from pathlib import Path

USER_ERROR = 2


def main(arguments: list[str] | None = None) -> int:
    """Runs what the arguments ask for.

    Args:
        arguments: Those of the command line by default.

    Returns:
        The exit code: 0 done, 1 a bug, 2 the user must change something, 130 cancelled.
    """
    multiprocessing.freeze_support()
    given = sys.argv[1:] if arguments is None else arguments
    if "--engine" in given[:1] or given[2:3] == ["--engine"]:
        from workbench.engine.__main__ import main as engine_main

        return engine_main(given)
    if given[:1] == ["--probe-workbook"]:
        from workbench.data.workbook_probe import probe

        return probe(given[1])
    if opens_the_window(given):
        return _open_window(given)
    from workbench.cli.main import main as cli_main

    return cli_main(given)


def opens_the_window(arguments: list[str]) -> bool:
    """Whether there is no command: nothing, or a file, beside `--library DIR`."""
    words = _without_library(arguments)
    if not words:
        return True
    from workbench.cli.commands import command_names

    return len(words) == 1 and not words[0].startswith("-") and words[0] not in command_names()


def _without_library(arguments: list[str]) -> list[str]:
    words = iter(arguments)
    kept: list[str] = []
    for word in words:
        if word == "--library":
            next(words, None)
        elif not word.startswith("--library="):
            kept.append(word)
    return kept


def _open_window(arguments: list[str]) -> int:
    from workbench.cli.arguments import window_options

    options = window_options(arguments)
    if not _has_display():
        return _report_no_display(options.file)
    from workbench.gui.app import run

    return run(options.library, options.file)


def _has_display() -> bool:
    if not sys.platform.startswith("linux"):
        return True
    return any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))


def _report_no_display(file: Path | None) -> int:
    from workbench.i18n import N_, render, say

    name = str(file) if file is not None else "FILE"
    sentence = say(
        N_("There is no display to open a window on. The same job without a window: workbench train {file}"), file=name
    )
    sys.stderr.write(render(sentence) + "\n")
    return USER_ERROR


if __name__ == "__main__":
    sys.exit(main())
