"""Files, functions and argument lists stay small, and everything public is documented."""

from __future__ import annotations

import ast
import statistics

from source_files import body_lines, functions, modules, shown

LONGEST_FILE = 400
LONGEST_FUNCTION = 60
MOST_PARAMETERS = 5
MEDIAN_FUNCTION = 8
NINETIETH_PERCENTILE = 25
DOCUMENTED_ELSEWHERE = "D102"
"""Ruff's code in the comment beside an override: its base says what it does."""


def test_that_no_file_is_longer_than_400_lines() -> None:
    lengths = {shown(path): len(path.read_text(encoding="utf-8").splitlines()) for path in modules()}
    assert {name: length for name, length in lengths.items() if length > LONGEST_FILE} == {}


def test_that_no_function_is_longer_than_60_lines() -> None:
    long = {
        f"{shown(path)}:{function.name}": body_lines(function)
        for path, tree in modules().items()
        for function in functions(tree)
        if body_lines(function) > LONGEST_FUNCTION
    }
    assert long == {}


def test_that_most_functions_are_read_at_a_glance() -> None:
    lengths = [body_lines(function) for tree in modules().values() for function in functions(tree)]
    assert statistics.median(lengths) <= MEDIAN_FUNCTION
    assert statistics.quantiles(lengths, n=10)[-1] <= NINETIETH_PERCENTILE


def test_that_no_function_takes_more_than_five_parameters() -> None:
    greedy = [
        f"{shown(path)}:{function.name}"
        for path, tree in modules().items()
        for function in functions(tree)
        if _parameters(function.args) > MOST_PARAMETERS
    ]
    assert greedy == []


def test_that_everything_public_is_documented() -> None:
    bare = []
    for path, tree in modules().items():
        lines = path.read_text(encoding="utf-8").splitlines()
        bare += [name for name, line in _undocumented(shown(path), tree) if DOCUMENTED_ELSEWHERE not in lines[line - 1]]
    assert bare == []


def _parameters(arguments: ast.arguments) -> int:
    names = [entry.arg for entry in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs)]
    return len([name for name in names if name not in ("self", "cls")])


def _undocumented(where: str, node: ast.Module | ast.ClassDef) -> list[tuple[str, int]]:
    """The public things in a module or class that have no docstring; what is inside a function is its own affair."""
    found = [] if ast.get_docstring(node) else [(where, getattr(node, "lineno", 1))]
    for child in node.body:
        name = getattr(child, "name", "_")
        if name.startswith("_"):
            continue
        if isinstance(child, ast.ClassDef):
            found += _undocumented(f"{where}:{name}", child)
        elif isinstance(child, ast.FunctionDef) and not ast.get_docstring(child) and not _repeats_another(child):
            found.append((f"{where}:{name}", child.lineno))
    return found


def _repeats_another(function: ast.FunctionDef) -> bool:
    """Whether its document is that of another: of the method that it overrides, or of the one that it is a form of."""
    names = {ast.unparse(decorator).rpartition(".")[2] for decorator in function.decorator_list}
    return bool(names & {"overload", "override"})
