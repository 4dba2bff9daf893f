"""The sample files that come with the program; light enough for the window to import."""

from __future__ import annotations

import json
from pathlib import Path

from workbench import paths
from workbench.i18n import N_
from workbench.values import Value

_TITLES = {
    "sms_spam.csv": N_("Text messages: spam or not"),
    "zh_reviews.csv": N_("Chinese reviews: good or bad"),
    "definitions.csv": N_("Definitions: kind of thing"),
}


class Sample(Value, frozen=True, kw_only=True):
    """A sample file.

    Attributes:
        file: Where it lies.
        title: What it is about; translate it with `tr`.
        rows: Number of rows.
        labels: Number of labels.
        language: An ISO 639-1 code.
        licence: The licence of its texts.
        source: Where the texts come from.
    """

    file: Path
    title: str
    rows: int
    labels: int
    language: str
    licence: str
    source: str


def samples() -> list[Sample]:
    """The samples in the order in which they should be offered; sources and licences are in their README.md."""
    folder = paths.resources() / "samples"
    listed = json.loads((folder / "samples.json").read_text(encoding="utf-8"))
    return [Sample(**item | {"file": folder / item["file"], "title": _TITLES[item["file"]]}) for item in listed]
