"""Turns the process into an engine: `python -m workbench --engine training|interactive|background --library DIR`.

Claims the pipe first, so that only standard library modules are imported before; never imports Qt.
"""

from __future__ import annotations

import sys

from workbench.engine.environment import lower_priority, prepare_environment
from workbench.engine.stdio import LineWriter, claim_protocol


def main(arguments: list[str]) -> int:
    """Serves requests from fd 0 until it ends or SIGTERM comes.

    Args:
        arguments: `--engine ROLE --library DIR`.

    Returns:
        The exit code: 0.
    """
    writer = LineWriter(claim_protocol())
    prepare_environment()

    import argparse
    import faulthandler
    import functools
    import signal
    from pathlib import Path
    from typing import get_args

    from workbench.protocol import EngineRole

    faulthandler.enable()
    parser = argparse.ArgumentParser(prog="workbench --engine")
    parser.add_argument("--engine", choices=get_args(EngineRole), required=True)
    parser.add_argument("--library", type=Path, required=True)
    options = parser.parse_args(arguments)
    if options.engine == "training":
        lower_priority()

    from workbench.engine.server import Server, open_context

    server = Server(0, writer, functools.partial(open_context, options.library.absolute()))
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C in the terminal is for the window, which closes the pipe
    signal.signal(signal.SIGTERM, lambda _signal, _frame: server.close())
    server.serve()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
