"""Members of a package are found by walking it."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from workbench import discovery


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ModuleType]:
    """A package on the disk with members `beta`, `alpha` (a folder), `_private` and `plain`."""
    root = tmp_path / "found_members"
    (root / "alpha").mkdir(parents=True)
    files = {
        "__init__.py": "",
        "beta.py": "THING = 2",
        "alpha/__init__.py": "THING = 1",
        "alpha/spec.py": "SPEC = 'a'",
        "_private.py": "THING = 3",
        "plain.py": "other = 4",
    }
    for name, text in files.items():
        (root / name).write_text(text, encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    yield importlib.import_module("found_members")
    for name in [name for name in sys.modules if name.partition(".")[0] == "found_members"]:
        del sys.modules[name]


def test_that_members_are_named_in_order_without_private_ones(package: ModuleType) -> None:
    assert discovery.member_names(package) == ["alpha", "beta", "plain"]


def test_that_the_object_of_every_member_is_collected_in_order(package: ModuleType) -> None:
    assert list(discovery.collect(package, "THING", int).items()) == [("alpha", 1), ("beta", 2)]


def test_that_a_module_inside_the_members_can_be_asked_for(package: ModuleType) -> None:
    assert discovery.collect(package, "SPEC", str, module="spec") == {"alpha": "a"}


def test_that_an_object_of_another_type_is_named(package: ModuleType) -> None:
    with pytest.raises(TypeError, match=r"found_members\.alpha\.THING is int, not str"):
        discovery.collect(package, "THING", str)


def test_that_a_member_that_cannot_import_what_it_needs_is_not_passed_over(package: ModuleType, tmp_path: Path) -> None:
    (tmp_path / "found_members" / "alpha" / "spec.py").write_text("import no_such_module", encoding="utf-8")

    with pytest.raises(ModuleNotFoundError, match="no_such_module"):
        discovery.collect(package, "SPEC", str, module="spec")


def test_that_a_new_member_is_found_without_a_change_elsewhere(package: ModuleType, tmp_path: Path) -> None:
    (tmp_path / "found_members" / "gamma.py").write_text("THING = 9", encoding="utf-8")
    importlib.invalidate_caches()

    assert discovery.collect(package, "THING", int)["gamma"] == 9


def test_that_every_object_of_a_type_is_collected_once(package: ModuleType) -> None:
    source = Path(next(iter(package.__path__)))
    (source / "checks.py").write_text(
        "class Check:\n    pass\n\n\nlater, earlier, _hidden = Check(), Check(), Check()\n", encoding="utf-8"
    )
    (source / "user.py").write_text(f"from {package.__name__}.checks import Check, later\n", encoding="utf-8")
    checks = importlib.import_module(f"{package.__name__}.checks")
    for check, name in ((checks.later, "checks"), (checks.earlier, "checks"), (checks._hidden, "checks")):
        check.__module__ = f"{package.__name__}.{name}"
    assert discovery.collect_all(package, checks.Check) == [checks.later, checks.earlier]
