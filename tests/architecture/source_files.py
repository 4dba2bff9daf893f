"""The source files of the program, parsed; shared by the architecture tests."""

from __future__ import annotations

import ast
import functools
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
PACKAGE = ROOT / "workbench"

FunctionNode = ast.FunctionDef | ast.AsyncFunctionDef


@functools.cache
def modules(folder: Path = PACKAGE) -> dict[Path, ast.Module]:
    """Every Python file under a folder with its syntax tree."""
    return {path: ast.parse(path.read_text(encoding="utf-8")) for path in sorted(folder.rglob("*.py"))}


def functions(tree: ast.AST) -> list[FunctionNode]:
    """Every function and method of a tree, nested ones included."""
    return [node for node in ast.walk(tree) if isinstance(node, FunctionNode)]


def body_lines(function: FunctionNode) -> int:
    """Lines of a function without its docstring and decorators."""
    first = function.body[0]
    documented = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
    doc_lines = (first.end_lineno or 0) - first.lineno + 1 if documented else 0
    return (function.end_lineno or 0) - function.lineno + 1 - doc_lines


def shown(path: Path) -> str:
    """A path as test messages name it."""
    return str(path.relative_to(ROOT))
