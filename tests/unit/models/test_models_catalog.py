"""Cards of the starter, of folders, of downloads and of what is recommended."""

from __future__ import annotations

import json
from pathlib import Path

import msgspec
import pytest
from tiny_models import save_tiny_model

from workbench.errors import ModelError
from workbench.models import catalog, download, families, hub, starter
from workbench.models.readme import Readme, read_readme
from workbench.models.recommended import RECOMMENDED

README = """---
license: apache-2.0
language:
- en
- zh
- multilingual
tags: [a, b]
---
# Tiny
license: evil
"""


def save_download(library: Path, *, name: str = "org/tiny", commit: str = "a" * 40) -> Path:
    """A model as `download` leaves it."""
    folder = save_tiny_model(download.model_folder(library, name) / commit)
    card = download.HubCard(
        name=name, revision="main", commit=commit, endpoint="", licence="mit", languages=("en",), hashes={}
    )
    (folder / download.CARD_FILE).write_bytes(msgspec.json.encode(card))
    return folder


def test_that_the_starter_is_verified_and_described(tmp_path: Path) -> None:
    card = catalog.card("starter", library=tmp_path)

    assert (card.kind, card.architecture, card.max_tokens, card.languages) == ("starter", "bert", 512, ("en",))
    assert card.bytes == 90_868_376  # as its page on the Hub states
    assert Path(card.folder) == starter.starter_folder()


def test_that_changed_weights_of_the_starter_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / starter.PACKAGE
    save_tiny_model(package / "model")
    (package / "__init__.py").write_text("raise RuntimeError('imported')", encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)

    with pytest.raises(ModelError, match="has been changed or damaged"):
        starter.starter_folder()


def test_that_a_missing_starter_is_told_in_words(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(starter, "PACKAGE", "no_such_package_anywhere")

    card = catalog.inspect("starter", library=tmp_path)

    assert card.problem is not None
    assert card.problem.one == "The starter model is not on this computer."


def test_that_a_folder_is_described_from_its_files(tmp_path: Path) -> None:
    folder = save_tiny_model(tmp_path / "my model")
    (folder / "README.md").write_text(README, encoding="utf-8")

    card = catalog.card(str(folder), library=tmp_path)

    assert (card.name, card.kind, card.title) == (str(folder), "folder", "my model")
    assert (card.licence, card.languages) == ("apache-2.0", ("en", "zh"))
    assert card.parameters > 1_000
    assert card.max_tokens == 40


def test_that_a_bad_folder_has_a_card_that_says_why(tmp_path: Path) -> None:
    card = catalog.inspect(str(tmp_path), library=tmp_path)

    assert card.problem is not None
    assert card.problem.one == "{folder} is not a model folder: it has no {file}."
    with pytest.raises(ModelError, match="is not a model folder"):
        catalog.card(str(tmp_path), library=tmp_path)


def test_that_a_downloaded_model_goes_by_its_id(tmp_path: Path) -> None:
    folder = save_download(tmp_path)

    card = catalog.card("org/tiny", library=tmp_path)

    assert (card.name, card.kind, card.title, card.licence) == ("org/tiny", "hub", "tiny", "mit")
    assert Path(card.folder) == folder


def test_that_a_download_that_is_not_whole_is_not_listed(tmp_path: Path) -> None:
    folder = save_download(tmp_path)
    folder.rename(folder.with_name(folder.name + ".partial"))

    assert catalog.downloaded_names(tmp_path) == []
    with pytest.raises(ModelError, match="is not on this computer"):
        catalog.card("org/tiny", library=tmp_path)


def test_that_models_on_this_computer_come_first_and_once(tmp_path: Path) -> None:
    known = RECOMMENDED[1].name
    save_download(tmp_path, name=known)
    folder = save_tiny_model(tmp_path / "mine")
    catalog.remember_folder(tmp_path, folder)

    names = [card.name for card in catalog.list_models(tmp_path)]

    assert names[:3] == ["starter", known, str(folder)]
    assert len(names) == len(set(names)) == 2 + len(RECOMMENDED)


def test_that_folders_are_remembered_latest_first_and_forgotten_when_gone(tmp_path: Path) -> None:
    folders = [tmp_path / name for name in ("a", "b", "c")]
    for folder in folders:
        folder.mkdir()
        catalog.remember_folder(tmp_path, folder)
    catalog.remember_folder(tmp_path, folders[0])
    folders[1].rmdir()

    assert catalog.remembered_folders(tmp_path) == [folders[0], folders[2]]


def test_that_a_damaged_list_of_folders_is_an_empty_one(tmp_path: Path) -> None:
    path = tmp_path / "models" / catalog.FOLDERS_FILE
    path.parent.mkdir()
    path.write_text("{", encoding="utf-8")

    assert catalog.remembered_folders(tmp_path) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", Readme()),
        ("# no front matter\nlicense: mit\n", Readme()),
        ("---\nlicense: mit\n", Readme()),  # it never ends
        ("---\nlicense: mit\nlanguage: zh\n---\n", Readme("mit", ("zh",))),
        ('---\nlicense: "mit"\nlanguage: [en, "de"]\n---\n', Readme("mit", ("en", "de"))),
    ],
)
def test_that_a_readme_states_licence_and_languages(text: str, expected: Readme, tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text(text, encoding="utf-8")

    assert read_readme(tmp_path) == expected


@pytest.mark.parametrize("card", RECOMMENDED, ids=lambda card: card.name)
def test_that_what_is_recommended_can_be_used(card: object) -> None:
    assert isinstance(card, type(RECOMMENDED[0]))
    hub.check_name(card.name)
    assert card.architecture in families.FAMILIES
    assert card.bytes == pytest.approx(4 * card.parameters, rel=0.01)  # float32
    assert card.licence in ("mit", "apache-2.0")


def test_that_roberta_reads_two_tokens_less_than_it_has_positions() -> None:
    # as transformers states for FacebookAI/roberta-base: 514 positions, model_max_length 512
    assert families.max_tokens("roberta", positions=514, pad_id=1, stated=None) == 512
    assert families.max_tokens("bert", positions=512, pad_id=0, stated=10**30) == 512
    assert families.max_tokens("deberta-v2", positions=json.loads("null"), pad_id=0, stated=512) == 512
