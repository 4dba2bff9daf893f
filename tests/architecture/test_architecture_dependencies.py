"""What is imported is what is declared: no package is there only because another one happens to bring it."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from importlib.metadata import packages_distributions

from source_files import ROOT, modules

BROUGHT_ALONG = {"shiboken6"}  # a part of PySide6


def test_that_every_imported_package_is_declared() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    optional = [pin for extra, pins in project["optional-dependencies"].items() if extra != "test" for pin in pins]
    declared = {_normal(re.split("[=<>]", pin)[0]) for pin in (*project["dependencies"], *optional)}
    owners = packages_distributions()
    foreign = _imported() - set(sys.stdlib_module_names) - {"workbench"} - BROUGHT_ALONG
    undeclared = {name for name in foreign if not {_normal(owner) for owner in owners.get(name, [name])} & declared}
    assert undeclared == set()


def _imported() -> set[str]:
    found: set[str] = set()
    for tree in modules().values():
        for node in ast.walk(tree):
            if isinstance(node, ast.Import):
                found |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                found.add(node.module.partition(".")[0])
    return found


def _normal(name: str) -> str:
    """The form in which names of packages are compared (PEP 503)."""
    return re.sub("[-_.]+", "-", name).lower()
