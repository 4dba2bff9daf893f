"""The subcommands, one module each with a `COMMAND`; adding one edits no existing file."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from dataclasses import dataclass

from workbench import discovery
from workbench.cli.session import Session


@dataclass(frozen=True)
class Command:
    """One subcommand.

    Attributes:
        name: The word that calls it.
        help: One line for the list of commands, a key of the catalogue.
        add_arguments: Declares its arguments.
        run: Does its work; raises WorkbenchError for what the user must change.
    """

    name: str
    help: str
    add_arguments: Callable[[ArgumentParser], None]
    run: Callable[[Namespace, Session], None]


def commands() -> dict[str, Command]:
    """Every subcommand by its name, in alphabetical order of their modules."""
    found = discovery.collect(sys.modules[__name__], "COMMAND", Command)
    return {command.name: command for command in found.values()}


def command_names() -> frozenset[str]:
    """The words that are commands and cannot name a file."""
    return frozenset(commands())
