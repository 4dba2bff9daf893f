"""Names by a model: what is said where there is none, and what is found where there is one."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import sys
from pathlib import Path

import pytest

from workbench.data.privacy import KINDS, default_kinds, find_entities
from workbench.data.privacy.recognizers import person
from workbench.errors import SettingError
from workbench.i18n import render

LOADER = """
from pathlib import Path
import spacy

def load(**options):
    return spacy.load(Path(__file__).parent / "model", **options)
"""


def test_that_the_missing_library_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _name: None)
    problem = person.missing()
    assert problem is not None
    assert "optional part “privacy”" in render(problem)
    with pytest.raises(SettingError, match="optional part “privacy”"):
        find_entities("John Smith", ["person"])


def test_that_a_missing_model_is_told_from_a_missing_library(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _name: object())
    monkeypatch.setattr(importlib.metadata, "entry_points", lambda **_named: ())
    problem = person.missing()
    assert problem is not None
    assert "a language model of spaCy" in render(problem)


def test_that_names_by_a_model_are_looked_for_only_where_asked() -> None:
    assert "person" not in default_kinds()
    assert KINDS["person"].needs_model


def test_that_looking_what_is_installed_imports_nothing_heavy() -> None:
    person.missing()
    assert "spacy" not in sys.modules or importlib.util.find_spec("presidio_analyzer") is not None


def test_that_a_model_that_is_installed_finds_names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("presidio_analyzer")
    _install_model(tmp_path, "en_tiny_names")
    monkeypatch.syspath_prepend(str(tmp_path))
    person._analyzer.cache_clear()
    assert person.missing() is None
    assert person.installed_models()["en"].startswith("en_")
    (entity,) = find_entities("Yesterday Susan Clark called us.", ["person"])
    assert (entity.text, entity.kind, entity.key) == ("Susan Clark", "person", "susan clark")


def _install_model(folder: Path, name: str) -> None:
    """A package as spaCy's own models are, whose pipeline knows one name."""
    spacy = pytest.importorskip("spacy")
    pipeline = spacy.blank("en")
    pipeline.add_pipe("entity_ruler").add_patterns([{"label": "PERSON", "pattern": "Susan Clark"}])
    (folder / name).mkdir()
    pipeline.to_disk(folder / name / "model")
    (folder / name / "__init__.py").write_text(LOADER, encoding="utf-8")
    info = folder / f"{name}-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n", encoding="utf-8")
    (info / "entry_points.txt").write_text(f"[spacy_models]\n{name} = {name}\n", encoding="utf-8")
