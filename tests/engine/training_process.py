"""A process that starts or resumes a run and prints the number of each step; the kill test kills it at any moment.

Usage: python training_process.py LIBRARY (start VERSION_ID MODEL | resume RUN_ID)
"""

from __future__ import annotations

import sys
from pathlib import Path

from workbench.engine.environment import prepare_environment
from workbench.settings import SettingValue


def main(library: Path, *arguments: str) -> int:
    """Runs one request and tells its steps; 0 if the run finished."""
    prepare_environment()
    from workbench.engine.server import open_context, run_request
    from workbench.protocol import RequestFailed, ResumeRun, RunFinished, RunStarted, StartRun, StepLogged

    context = open_context(library, lambda: False)
    request: StartRun | ResumeRun
    if arguments[0] == "start":
        values: dict[str, SettingValue] = {"epochs": 4, "batch_size": 8, "learning_rate": 1e-2, "patience": 100}
        request = StartRun(version_id=int(arguments[1]), model=arguments[2], settings=values)
    else:
        request = ResumeRun(run_id=int(arguments[1]))
    last = None
    for event in run_request(request, context):
        if isinstance(event, RunStarted):
            tell(f"run {event.run_id}")
        if isinstance(event, StepLogged):
            tell(f"step {event.step}")
        last = event
    if isinstance(last, RequestFailed):
        sys.stderr.write(last.error.details or str(last.error.what))
    return 0 if isinstance(last, RunFinished) else 1


def tell(line: str) -> None:
    """Writes a line at once."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), *sys.argv[2:]))
