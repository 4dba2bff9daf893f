"""Who may import whom: by import-linter's contracts, and by what a fresh interpreter has really loaded."""

from __future__ import annotations

import ast
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from source_files import PACKAGE, ROOT, modules, shown

HEAVY = ("torch", "transformers", "datasets", "sklearn", "pandas")
PROCESS_MODULES = {"subprocess", "multiprocessing", "concurrent.futures", "pty"}
PROCESS_NAMES = {"QProcess", "Popen", "fork", "system", "startDetached", "posix_spawn"}
UNSAFE_MODULES = {"pickle", "cloudpickle", "dill", "joblib", "shelve", "marshal"}
UNSAFE_CALLS = {"torch.load", "numpy.load", "np.load", "eval", "exec", "yaml.load"}


@pytest.mark.slow
def test_that_the_layers_import_downwards_only() -> None:
    linter = Path(sys.executable).with_name("lint-imports" + (".exe" if os.name == "nt" else ""))
    done = subprocess.run([linter, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


@pytest.mark.engine
def test_that_the_window_loads_no_machine_learning() -> None:
    names = [_module_name(path) for path in modules(PACKAGE / "gui")]
    loaded = _modules_after(f"import importlib; [importlib.import_module(n) for n in {names!r}]")
    assert loaded.isdisjoint(HEAVY)


@pytest.mark.engine
def test_that_an_engine_that_waits_has_loaded_neither_qt_nor_torch() -> None:
    loaded = _modules_after("import workbench.engine.server as s; s.handlers()")
    assert loaded.isdisjoint({"PySide6", "torch", "transformers"})


@pytest.mark.engine
def test_that_the_command_line_loads_no_qt() -> None:
    loaded = _modules_after("from workbench.cli.commands import commands; commands()")
    assert loaded.isdisjoint({"PySide6", *HEAVY})


def test_that_only_one_file_of_the_window_starts_processes() -> None:
    starters = {shown(path) for path, tree in modules(PACKAGE / "gui").items() if _starts_processes(tree)}
    assert starters <= {"workbench/gui/engine_thread.py"}


def test_that_nothing_that_can_run_code_from_a_file_is_used() -> None:
    unsafe = [shown(path) for path, tree in modules().items() if _is_unsafe(tree)]
    assert unsafe == []


def test_that_only_the_window_names_qt() -> None:
    others = [
        shown(path)
        for path, tree in modules().items()
        if PACKAGE / "gui" not in path.parents and any(name.startswith("PySide6") for name in _imports(tree))
    ]
    assert others == []


def _module_name(path: Path) -> str:
    parts = list(path.relative_to(ROOT).with_suffix("").parts)
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _modules_after(code: str) -> set[str]:
    """Names of the top-level modules that a fresh interpreter has loaded after some code."""
    script = f"import sys, json; {code}; print(json.dumps(sorted({{n.partition('.')[0] for n in sys.modules}})))"
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return set(json.loads(done.stdout.splitlines()[-1]))


def _imports(tree: ast.Module) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
    return found


def _starts_processes(tree: ast.Module) -> bool:
    names = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    names |= {alias.name for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) for alias in node.names}
    return bool(_imports(tree) & PROCESS_MODULES or names & PROCESS_NAMES)


def _is_unsafe(tree: ast.Module) -> bool:
    calls = {ast.unparse(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}
    return bool(_imports(tree) & UNSAFE_MODULES or calls & UNSAFE_CALLS)
