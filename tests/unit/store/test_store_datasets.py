"""Versions of datasets: their rows, numbers and manifests."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from store_examples import PROFILE, add_version, version

from workbench.errors import DataError
from workbench.i18n import render
from workbench.store import Library
from workbench.values import Dialect, MaskEntities, RemoveDuplicates, Roles, Version


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Library]:
    with Library.open(tmp_path / "library") as library:
        yield library


def test_that_every_field_of_a_version_comes_back(opened: Library) -> None:
    added = add_version(opened)

    assert opened.version(added.id) == added
    assert added == version(id=added.id, dataset_id=1, number=1, folder="datasets/1/v1")


def test_that_the_manifest_of_a_version_is_its_row(opened: Library) -> None:
    added = add_version(opened)

    manifest = (opened.folder / added.folder / "manifest.json").read_bytes()

    assert msgspec.json.decode(manifest, type=Version) == added


def test_that_the_same_source_is_the_same_dataset_with_the_next_number(opened: Library) -> None:
    assert opened.next_version(source="/a.csv", parent=None) == (1, 1, "datasets/1/v1")
    assert opened.next_version(source="/b.csv", parent=None) == (2, 1, "datasets/2/v1")
    assert opened.next_version(source="/a.csv", parent=None) == (1, 2, "datasets/1/v2")


def test_that_a_cleaned_version_belongs_to_its_parents_dataset_even_if_the_file_has_moved(opened: Library) -> None:
    parent = add_version(opened)

    assert opened.next_version(source="/moved.csv", parent=parent) == (parent.dataset_id, 2, "datasets/1/v2")


def test_that_a_reserved_number_passes_over_folders_that_exist(opened: Library) -> None:
    (opened.folder / "datasets" / "1" / "v4").mkdir(parents=True)

    assert opened.next_version(source="/a.csv", parent=None) == (2, 1, "datasets/2/v1")
    (opened.folder / "datasets" / "2" / "v7.partial").mkdir(parents=True)
    assert opened.next_version(source="/a.csv", parent=None) == (2, 8, "datasets/2/v8")


def test_that_two_connections_never_reserve_the_same_number(opened: Library) -> None:
    with Library.open(opened.folder) as other:
        numbers = [library.next_version(source="/a.csv", parent=None)[1] for library in (opened, other, opened, other)]

    assert numbers == [1, 2, 3, 4]


def test_that_versions_are_listed_newest_first(opened: Library) -> None:
    first, second = add_version(opened), add_version(opened)
    other = add_version(opened, source="/other.csv")

    assert opened.versions() == [other, second, first]
    assert opened.versions(dataset_id=first.dataset_id) == [second, first]


def test_that_adding_a_folder_again_keeps_its_row(opened: Library) -> None:
    added = add_version(opened)

    again = opened.add_version(msgspec.structs.replace(added, id=0, rows=11))

    assert again == msgspec.structs.replace(added, rows=11)
    assert opened.versions() == [again]


def test_that_an_import_of_the_same_bytes_is_found_by_its_dialect(opened: Library) -> None:
    added = add_version(opened)
    surer = msgspec.structs.replace(added.dialect, confidence=0.5)

    assert opened.find_import(added.sha256, None) == added
    assert opened.find_import(added.sha256, surer) == added
    assert opened.find_import(added.sha256, Dialect(encoding="utf-8", delimiter=",")) is None
    assert opened.find_import("00" * 32, None) is None


def test_that_the_newest_import_is_found_and_no_cleaned_version(opened: Library) -> None:
    add_version(opened)
    second = add_version(opened)
    add_version(opened, parent_id=second.id, recipe=(RemoveDuplicates(),))

    assert opened.find_import(second.sha256, None) == second


def test_that_an_import_that_was_masked_is_told_from_a_plain_one(opened: Library) -> None:
    mask = MaskEntities(entities=("email",))
    plain = add_version(opened)
    masked = add_version(opened, recipe=(mask,))

    assert opened.find_import(plain.sha256, None) == plain
    assert opened.find_import(plain.sha256, None, (mask,)) == masked
    assert opened.find_import(plain.sha256, None, (MaskEntities(entities=("email",), style="tag"),)) is None


def test_that_an_import_whose_folder_is_gone_is_not_found(opened: Library) -> None:
    added = add_version(opened)
    (opened.folder / added.folder / "manifest.json").unlink()
    (opened.folder / added.folder).rmdir()

    assert opened.find_import(added.sha256, None) is None


def test_that_another_profile_reaches_row_and_manifest(opened: Library) -> None:
    added = add_version(opened)
    profile = msgspec.structs.replace(PROFILE, roles=Roles(text="标签"), language="")

    changed = opened.replace_profile(added.id, profile)

    assert changed == msgspec.structs.replace(added, profile=profile)
    assert opened.version(added.id) == changed
    manifest = (opened.folder / added.folder / "manifest.json").read_bytes()
    assert msgspec.json.decode(manifest, type=Version) == changed


def test_that_an_unknown_version_is_an_error_in_words(opened: Library) -> None:
    with pytest.raises(DataError) as caught:
        opened.version(7)

    assert render(caught.value.what) == "There is no dataset version 7 in the library."
