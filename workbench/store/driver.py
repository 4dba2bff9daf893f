"""The door to sqlite-utils: imported here only, so that its optional imports are kept out of the window's start.

sqlite-utils imports pandas and numpy where they are installed, to read their column types: 0.4 to 1 s that the window
would pay before its first paint. Rows here are plain Python values, so both are hidden while it is imported. Another
thread that imports one of them for the first time in these milliseconds would fail: import the store at the start.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

HIDDEN = ("pandas", "numpy")


@contextmanager
def _hidden(names: tuple[str, ...]) -> Iterator[None]:
    modules: dict[str, Any] = sys.modules  # None marks a module that cannot be imported; the stubs do not know it
    loaded = {name: modules[name] for name in names if name in modules}
    modules.update(dict.fromkeys(names))
    try:
        yield
    finally:
        for name in names:
            del modules[name]
        modules.update(loaded)


with _hidden(HIDDEN):
    from sqlite_utils import Database, Migrations
    from sqlite_utils.db import Table

    if TYPE_CHECKING:
        import sqlite3
    else:
        from sqlite_utils.utils import sqlite3  # pysqlite3's, where it is installed

__all__ = ["HIDDEN", "Database", "Migrations", "Table", "sqlite3"]
