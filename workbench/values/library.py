"""What is found wrong with a library."""

from __future__ import annotations

from typing import Literal

from workbench.values.base import Sentence, Value

FindingKind = Literal[
    "database",
    "row",
    "reference",
    "missing_folder",
    "missing_row",
    "manifest",
    "table",
    "split",
    "issue",
    "rejected",
    "model",
    "report",
    "predictions",
    "checkpoint",
    "leftover",
]


class LibraryFinding(Value, frozen=True, kw_only=True):
    """One thing that is wrong with a library.

    Attributes:
        kind: What it is about: the database or a row of it, a folder without its row or a row without its folder, a
            file of a version or run, or what an ended process left behind.
        path: The file or folder, relative to the library and with `/`; for a row its table and id.
        what: What is wrong, in one sentence.
        fix: What to do about it.
        bytes: The size of a leftover, else 0.
        is_repaired: Whether it has been put right.
    """

    kind: FindingKind
    path: str
    what: Sentence
    fix: Sentence | None
    bytes: int = 0
    is_repaired: bool = False
