"""Reads the arguments of the command line; `--library` may stand before or after the command."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import NoReturn

import workbench
from workbench import paths
from workbench.i18n import N_, tr

USER_ERROR = 2


class Parser(argparse.ArgumentParser):
    """A parser whose complaint is one message and where to read more."""

    def error(self, message: str) -> NoReturn:
        """Ends the program with exit code 2."""
        self.exit(
            USER_ERROR,
            tr(N_("workbench: {message} (more: {command} --help)"), message=message, command=self.prog) + "\n",
        )


def parse(arguments: list[str]) -> argparse.Namespace:
    """Reads a command with its arguments.

    Returns:
        The options; `command` is the name of the command, `library` an absolute folder, `json` a flag.

    Raises:
        SystemExit: With code 2 if they cannot be understood, 0 after `--help` or `--version`.
    """
    from workbench.cli.commands import commands

    parser = _parser()
    parser.add_argument("--version", action="version", version=f"workbench {workbench.__version__}")
    subparsers = parser.add_subparsers(
        dest="command", required=True, metavar=tr(N_("COMMAND")), parser_class=Parser, title=tr(N_("commands"))
    )
    for name, command in commands().items():
        child = subparsers.add_parser(name, help=tr(command.help), description=tr(command.help))
        command.add_arguments(child)
        _add_library(child, default=argparse.SUPPRESS)
        child.add_argument("--json", action="store_true", help=tr(N_("write JSON lines; the last line is the result")))
    return _finish(parser.parse_args(arguments))


def window_options(arguments: list[str]) -> argparse.Namespace:
    """Reads the arguments of the window: `library` and `file`, a path or None.

    Raises:
        SystemExit: As `parse`.
    """
    parser = _parser()
    parser.add_argument("file", nargs="?", type=Path, metavar=tr(N_("FILE")), help=tr(N_("a table to open")))
    return _finish(parser.parse_args(arguments))


def _parser() -> Parser:
    parser = Parser(
        prog="workbench",
        description=tr(N_("Fine-tunes a language model on a labeled table. Without a command it opens the window.")),
    )
    _add_library(parser, default=None)
    return parser


def _add_library(parser: argparse.ArgumentParser, *, default: str | None) -> None:
    parser.add_argument(
        "--library",
        type=Path,
        default=default,
        metavar=tr(N_("FOLDER")),
        help=tr(N_("the folder that keeps your data, runs and models")),
    )


def _finish(options: argparse.Namespace) -> argparse.Namespace:
    named: Path | None = options.library
    options.library = named.expanduser().absolute() if named is not None else paths.default_library()
    return options
