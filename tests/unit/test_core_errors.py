"""The errors that a user can act on, as a tree and as values that cross the pipe."""

from __future__ import annotations

import inspect

import msgspec
import pytest

from workbench import errors
from workbench.errors import WorkbenchError
from workbench.i18n import N_, say
from workbench.values import ErrorInfo

KINDS = [kind for _, kind in inspect.getmembers(errors, inspect.isclass) if issubclass(kind, WorkbenchError)]


@pytest.mark.parametrize("kind", KINDS)
def test_that_an_error_crosses_the_pipe_whole(kind: type[WorkbenchError]) -> None:
    what, fix = say(N_("“{path}” is damaged."), path="路径{0}.csv"), say(N_("Move it away."))

    info = kind(what, fix, details="Traceback").info()

    assert info == ErrorInfo(code=kind.code, what=what, fix=fix, details="Traceback")
    assert msgspec.json.decode(msgspec.json.encode(info), type=ErrorInfo) == info


def test_that_the_message_of_an_error_is_its_sentence() -> None:
    error = errors.FileError(say(N_("“{path}” is damaged."), path="a {b}.csv"))

    assert str(error) == "“a {b}.csv” is damaged."
    assert error.info().fix is None


def test_that_each_kind_has_its_own_code_and_is_drawn_in_the_tree() -> None:
    assert len({kind.code for kind in KINDS}) == len(KINDS)
    assert errors.__doc__ is not None
    assert [kind.__name__ for kind in KINDS if kind.__name__ not in errors.__doc__] == []
