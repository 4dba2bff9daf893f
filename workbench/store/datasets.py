"""Datasets, and the versions of each."""

from __future__ import annotations

import msgspec

from workbench.errors import DataError
from workbench.i18n import N_, say
from workbench.store.connection import Connection
from workbench.store.manifests import largest_number, read_manifests, write_manifest
from workbench.store.old_forms import renewed_version
from workbench.store.rows import RowCodec
from workbench.values import AnyStep, Dialect, Profile, Version

DATASETS_FOLDER = "datasets"

_codec = RowCodec(Version)


class Datasets:
    """The tables `datasets` and `versions`.

    Args:
        connection: An open library.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def find_import(self, sha256: str, dialect: Dialect | None, recipe: tuple[AnyStep, ...] = ()) -> Version | None:
        """The newest import of the same bytes, read with the same dialect, whose folder still exists.

        Args:
            sha256: Of the file's bytes.
            dialect: How the file is read; None for any. Its confidence does not matter.
            recipe: The steps that were taken before anything was kept.
        """
        for version in self._select("WHERE sha256 = ? AND parent_id IS NULL", sha256):
            is_same = dialect is None or _reading(version.dialect) == _reading(dialect)
            is_same = is_same and version.recipe == recipe
            if is_same and (self._connection.folder / version.folder).is_dir():
                return version
        return None

    def next_version(self, *, source: str, parent: Version | None) -> tuple[int, int, str]:
        """Reserves the number of a new version; see Library."""
        with self._connection.writing() as transaction:
            dataset_id = parent.dataset_id if parent else self._dataset_of(source)
            if dataset_id is None:
                dataset_id = self._add_dataset(source)
            root = self._connection.folder / DATASETS_FOLDER / str(dataset_id)
            reserved = self._connection.value("SELECT next_number FROM datasets WHERE id = ?", dataset_id) or 1
            number = max(reserved, largest_number(root) + 1)
            transaction.execute("UPDATE datasets SET next_number = ? WHERE id = ?", (number + 1, dataset_id))
        return dataset_id, number, f"{DATASETS_FOLDER}/{dataset_id}/v{number}"

    def add(self, version: Version) -> Version:
        """Adds a version, or replaces the row of the same folder; see Library."""
        with self._connection.writing() as transaction:
            transaction.execute(
                "INSERT INTO datasets (id, source, next_number) VALUES (?, ?, ?)"
                " ON CONFLICT (id) DO UPDATE SET next_number = max(next_number, excluded.next_number)",
                (version.dataset_id, version.source, version.number + 1),
            )
            added = self._put(version)
            write_manifest(self._connection.folder / added.folder, added)
        return added

    def replace_profile(self, version_id: int, profile: Profile) -> Version:
        """Gives a version another profile, in its row and manifest."""
        with self._connection.writing():
            version = msgspec.structs.replace(self.one(version_id), profile=profile)
            self._connection.table("versions").update(version_id, {"profile": _codec.to_row(version)["profile"]})
            write_manifest(self._connection.folder / version.folder, version)
        return version

    def one(self, version_id: int) -> Version:
        """One version.

        Raises:
            DataError: If there is none with this id.
        """
        for version in self._select("WHERE id = ?", version_id):
            return version
        raise DataError(
            say(N_("There is no dataset version {version_id} in the library."), version_id=version_id),
            say(N_("Open its file again.")),
        )

    def all(self, *, dataset_id: int | None) -> list[Version]:
        """Every version, of one dataset if one is named, newest first."""
        if dataset_id is None:
            return self._select("")
        return self._select("WHERE dataset_id = ?", dataset_id)

    def children(self, version_id: int) -> list[Version]:
        """The versions that were made from a version, newest first; see Library."""
        return self._select("WHERE parent_id = ?", version_id)

    def restore_missing(self) -> list[int]:
        """Adds rows for version folders that have none, from their manifests.

        Returns:
            The ids of the versions restored.
        """
        known = {version.folder for version in self._select("")}
        restored = []
        pattern = f"{DATASETS_FOLDER}/*/v*"
        for folder, version in read_manifests(self._connection.folder, pattern, Version, renewed_version):
            if folder not in known:
                restored.append(self.add(msgspec.structs.replace(version, folder=folder)).id)
        return restored

    def _select(self, where: str, *parameters: object) -> list[Version]:
        rows = self._connection.rows(f"SELECT {_codec.columns} FROM versions {where} ORDER BY id DESC", *parameters)
        return [_codec.from_row(row) for row in rows]

    def _put(self, version: Version) -> Version:
        """Writes a version's row: under the id of its folder's row, else its own if that is free, else a new one."""
        connection = self._connection
        row = _codec.to_row(version)
        row["parent_id"] = connection.value("SELECT id FROM versions WHERE id = ?", version.parent_id)
        known = connection.value("SELECT id FROM versions WHERE folder = ?", version.folder)
        if known is not None:
            row["id"] = known
            connection.table("versions").update(known, row)
        else:
            is_taken = connection.value("SELECT 1 FROM versions WHERE id = ?", version.id)
            row["id"] = None if version.id <= 0 or is_taken else version.id
            row["id"] = connection.table("versions").insert(row).last_pk
        return _codec.from_row(row)

    def _dataset_of(self, source: str) -> int | None:
        found: int | None = self._connection.value("SELECT max(id) FROM datasets WHERE source = ?", source)
        return found

    def _add_dataset(self, source: str) -> int:
        used = self._connection.value("SELECT seq FROM sqlite_sequence WHERE name = 'datasets'") or 0
        dataset_id = 1 + max(used, largest_number(self._connection.folder / DATASETS_FOLDER))
        self._connection.table("datasets").insert({"id": dataset_id, "source": source, "next_number": 1})
        return int(dataset_id)


def _reading(dialect: Dialect) -> Dialect:
    """What matters of a dialect beside the bytes; those of further files are in the sum, wherever they lie."""
    return msgspec.structs.replace(dialect, confidence=1.0, more=())
