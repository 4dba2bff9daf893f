"""The methods, as discovery finds them."""

from __future__ import annotations

import pytest

from workbench.errors import SettingError
from workbench.training.method import method, methods


def test_that_every_method_has_a_title_and_a_sentence() -> None:
    assert set(methods()) >= {"full", "head"}
    for found in methods().values():
        assert found.title
        assert found.summary.endswith(".")


def test_that_an_unknown_method_is_told_with_those_there_are() -> None:
    with pytest.raises(SettingError, match=r"no training method “all”. Known are: full, head"):
        method("all")
