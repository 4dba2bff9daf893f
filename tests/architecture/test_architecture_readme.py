"""The README tells the truth about the settings and shows pictures that exist."""

from __future__ import annotations

import re

from source_files import ROOT

from workbench.settings import SPLIT, TRAINING, SettingValue

README = (ROOT / "README.md").read_text(encoding="utf-8")


def shown(value: SettingValue) -> str:
    """A default as it would be typed."""
    if isinstance(value, bool):
        return str(value).lower()
    return f"{value:g}" if isinstance(value, float) else str(value)


def test_that_the_table_of_settings_is_that_of_the_program() -> None:
    rows = [f"| `{s.key}` | {shown(s.default)} | {s.help} |" for s in (*TRAINING, *SPLIT)]
    table = "\n".join(["| Key | Default | What it is |", "|---|---|---|", *rows])
    found = README.partition("<!-- settings: begin -->\n")[2].partition("\n<!-- settings: end -->")[0]
    assert found == table


def test_that_every_picture_and_file_that_the_readme_names_exists() -> None:
    names = [name for name in re.findall(r"\]\(([^)#]+)\)", README) if "://" not in name]
    assert names
    assert [name for name in names if not (ROOT / name).exists()] == []
