"""Runs one command and turns its end into an exit code.

0 is done, 1 a bug, 2 what the user must change, 130 cancelled.
"""

from __future__ import annotations

import datetime
import os
import sys
import tempfile
import traceback
from pathlib import Path

from workbench.cli.arguments import parse
from workbench.cli.commands import commands
from workbench.cli.console import Console
from workbench.cli.session import CommandCancelled, CommandFailed, Session
from workbench.engine.environment import prepare_environment
from workbench.errors import WorkbenchError
from workbench.i18n import N_, set_language, system_language, tr
from workbench.paths import default_library
from workbench.settings import load_preferences

DONE = 0
BUG = 1
USER_ERROR = 2
CANCELLED = 130


def main(arguments: list[str]) -> int:
    """Runs a command.

    Args:
        arguments: The command with its arguments.

    Returns:
        The exit code.

    Raises:
        SystemExit: After `--help`, or with 2 if the arguments cannot be understood.
    """
    prepare_environment()
    _choose_language(default_library())
    options = parse(arguments)
    _choose_language(options.library)
    console = Console(is_json=options.json)
    try:
        with Session(options.library, console) as session:
            commands()[options.command].run(options, session)
    except WorkbenchError as error:
        console.error(error.info())
        return USER_ERROR
    except CommandFailed as failed:
        return _report_failure(failed, options.library, console)
    except (CommandCancelled, KeyboardInterrupt) as cancelled:
        console.complain(_how_to_resume(getattr(cancelled, "run_id", None)))
        return CANCELLED
    except BrokenPipeError:  # whoever read our output has left: the same as Ctrl-C
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return CANCELLED
    except Exception:  # noqa: BLE001 - the one handler of this process: a bug is told and logged
        return _report_bug(traceback.format_exc(), options.library, console)
    return DONE


def _choose_language(library: Path) -> None:
    wanted = str(load_preferences(library)["language"])
    set_language(system_language() if wanted == "system" else wanted)


def _report_failure(failed: CommandFailed, library: Path, console: Console) -> int:
    if failed.error.code == "bug":
        return _report_bug(failed.error.details, library, console)
    console.error(failed.error)
    return USER_ERROR


def _report_bug(details: str, library: Path, console: Console) -> int:
    path = _write_log(details, library)
    summary = details.strip().rpartition("\n")[2]
    console.complain(
        tr(N_("Workbench made a mistake: {summary}. All about it is in {path}"), summary=summary, path=str(path))
    )
    return BUG


def _write_log(details: str, library: Path) -> Path:
    name = f"error-{datetime.datetime.now():%Y%m%d-%H%M%S}-{os.getpid()}.log"
    for folder in (library / "logs", Path(tempfile.gettempdir())):
        try:
            folder.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(details, encoding="utf-8")
        except OSError:
            continue
        return folder / name
    raise RuntimeError(details)


def _how_to_resume(run_id: int | None) -> str:
    if run_id is None:
        return tr(N_("Cancelled."))
    return tr(N_("Cancelled. Its last checkpoint is kept; go on with: workbench resume {id}"), id=run_id)
