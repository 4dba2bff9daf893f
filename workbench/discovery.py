"""Finds the members of a package, so that adding one edits no existing file."""

from __future__ import annotations

import importlib
import pkgutil
from types import ModuleType
from typing import TypeVar

T = TypeVar("T")


def member_names(package: ModuleType) -> list[str]:
    """Names of the public modules and folders of a package, sorted."""
    return sorted(m.name for m in pkgutil.iter_modules(package.__path__) if not m.name.startswith("_"))


def collect(package: ModuleType, attribute: str, kind: type[T], *, module: str = "") -> dict[str, T]:
    """Collects one named object from each member of a package.

    Args:
        package: The package to walk.
        attribute: The name of the object, such as `PANE`.
        kind: The type that it must have.
        module: A module inside each member to look in, such as `spec`; the member itself by default.

    Returns:
        The objects by the name of their member, sorted by that name. Members without the attribute are passed over.

    Raises:
        TypeError: If a member's object has another type: a bug in that member.
    """
    found: dict[str, T] = {}
    for name in member_names(package):
        path = ".".join(part for part in (package.__name__, name, module) if part)
        try:
            member = importlib.import_module(path)
        except ModuleNotFoundError as error:
            if module and error.name == path:
                continue
            raise
        value = getattr(member, attribute, None)
        if value is None:
            continue
        if not isinstance(value, kind):
            raise TypeError(f"{path}.{attribute} is {type(value).__name__}, not {kind.__name__}")
        found[name] = value
    return found


def collect_all(package: ModuleType, kind: type[T]) -> list[T]:
    """Collects every public object of a type from the members of a package, by member and then as they are defined.

    Args:
        package: The package to walk.
        kind: The type of the objects; a member that only imports one that another member defines does not count.
    """
    members = [importlib.import_module(f"{package.__name__}.{name}") for name in member_names(package)]
    return [
        value
        for member in members
        for name, value in vars(member).items()
        if isinstance(value, kind) and not name.startswith("_") and value.__module__ == member.__name__
    ]
