"""The library: SQLite through sqlite-utils for what happened, folders for bulk data.

`Library` is the one door. Paths in its rows are relative to its folder and written with `/`.
"""

from __future__ import annotations

from workbench.store.lease import RunLease
from workbench.store.library import Library
from workbench.store.predictions import StoredPrediction

__all__ = ["Library", "RunLease", "StoredPrediction"]
