"""Libraries that an earlier program wrote, when recipes were words and issues had the action `remove`."""

from __future__ import annotations

import json
import shutil
from contextlib import closing
from pathlib import Path
from typing import Any

import pyarrow as pa

from workbench.data.clean import take_steps
from workbench.store import Library, migrations
from workbench.store.driver import Database, sqlite3
from workbench.store.old_forms import renewed_version
from workbench.values import Dialect, IssueFound, RemoveDuplicates, RemoveRepeatedHeaders, Roles, Sentence, SplitRecipe

SENTENCE: dict[str, Any] = {
    "one": "{n:,} row is an exact duplicate.",
    "many": "{n:,} rows are exact duplicates.",
    "values": {"n": 2},
}


def issue(kind: str, action: str) -> dict[str, Any]:
    return {"kind": kind, "severity": "warn", "sentence": SENTENCE, "rows": 2, "action": action}


def old_profile() -> dict[str, Any]:
    return {
        "roles": {"text": "文本", "label": "label", "group": None},
        "reason": {"one": "The roles were chosen by hand.", "many": "", "values": {}},
        "columns": [{"name": "文本", "distinct": 3, "empty": 0, "mean_characters": 4.5}],
        "labels": [{"label": "好", "count": 3}],
        "split_recipe": {"validation": 0.2, "test": 0.1, "seed": 3},
        "split": {"train": 3, "validation": 0, "test": 0, "unused": 1},
        "issues": [
            issue("exact_duplicates", "remove"),
            issue("repeated_header", "remove"),
            issue("unreadable", "rejected"),
        ],
        "language": "zh",
        "mean_characters": 4.5,
    }


def old_version(number: int, **changes: Any) -> dict[str, Any]:
    """A version as the first program wrote it into its row and its manifest."""
    return {
        "id": number,
        "dataset_id": 1,
        "number": number,
        "name": "评论.csv",
        "folder": f"datasets/1/v{number}",
        "source": "/data/评论.csv",
        "bytes": 99,
        "sha256": "ab" * 32,
        "dialect": {
            "encoding": "gb18030",
            "delimiter": ",",
            "quotechar": '"',
            "escapechar": "",
            "has_header": True,
            "skipped_lines": 0,
            "confidence": 0.9,
        },
        "columns": ["文本", "label"],
        "rows": 4,
        "rejected": 0,
        "seconds": 0.25,
        "profile": old_profile(),
        "created_at": "2026-11-01T06:00:00+00:00",
        "parent_id": None,
        "recipe": [],
    } | changes


CLEANED = {"parent_id": 1, "recipe": ["remove_duplicates", "remove_repeated_headers"]}


def write_old_library(folder: Path) -> None:
    """The database of a program without `m005_steps`, with an import and what was made from it."""
    folder.mkdir(parents=True)
    with closing(sqlite3.connect(str(folder / "workbench.db"), isolation_level=None)) as connection:
        database = Database(connection, execute_plugins=False)
        migrations.MIGRATIONS.apply(database, stop_before="m005_steps")
        database.execute("INSERT INTO datasets (id, source, next_number) VALUES (1, '/data/评论.csv', 3)")
        for version in (old_version(1), old_version(2, **CLEANED)):
            row = {
                name: json.dumps(value, ensure_ascii=False) if isinstance(value, dict | list) else value
                for name, value in version.items()
            }
            places = ", ".join(f":{name}" for name in row)
            database.execute(f"INSERT INTO versions ({', '.join(row)}) VALUES ({places})", row)
            (folder / version["folder"]).mkdir(parents=True)
            manifest = folder / version["folder"] / "manifest.json"
            manifest.write_text(json.dumps(version, ensure_ascii=False, indent=1), encoding="utf-8")


def check(library: Library) -> None:
    """That everything of the old library is there, in today's form."""
    cleaned, imported = library.versions()
    assert (imported.recipe, imported.parent_id, cleaned.parent_id) == ((), None, imported.id)
    assert cleaned.recipe == (RemoveDuplicates(), RemoveRepeatedHeaders())
    assert imported.dialect == Dialect(encoding="gb18030", delimiter=",", confidence=0.9)
    profile = imported.profile
    assert profile.roles == Roles(text="文本", label="label")
    assert profile.split_recipe == SplitRecipe(validation=0.2, test=0.1, seed=3, keeps_near_duplicates_together=False)
    sentence = Sentence(one=SENTENCE["one"], many=SENTENCE["many"], values={"n": 2})
    assert profile.issues[0] == IssueFound(
        kind="exact_duplicates", severity="warn", sentence=sentence, rows=2, action="mend", remedy=RemoveDuplicates()
    )
    assert [(each.action, each.remedy) for each in profile.issues[1:]] == [
        ("mend", RemoveRepeatedHeaders()),
        ("rejected", None),
    ]
    assert library.find_import("ab" * 32, Dialect(encoding="gb18030", delimiter=",")) == imported
    assert library.children(imported.id) == [cleaned]
    assert library.children(cleaned.id) == []


def test_that_an_old_library_is_brought_up_to_date_and_kept_beside(library: Path) -> None:
    write_old_library(library)
    with Library.open(library) as opened:
        check(opened)
    assert (library / "workbench.db.before-m005_steps").exists()
    with Library.open(library, read_only=True) as opened:
        check(opened)


def test_that_old_manifests_are_read_where_the_database_is_lost(library: Path) -> None:
    write_old_library(library)
    for path in library.glob("workbench.db*"):
        path.unlink()
    with Library.open(library) as opened:
        check(opened)
    manifest = json.loads((library / "datasets/1/v2/manifest.json").read_text(encoding="utf-8"))
    assert [step["type"] for step in manifest["recipe"]] == ["RemoveDuplicates", "RemoveRepeatedHeaders"]


def test_that_what_has_todays_form_stays(library: Path) -> None:
    write_old_library(library)
    with Library.open(library) as opened:
        opened.replace_profile(1, opened.version(1).profile)  # rewrites the manifest
    manifest = json.loads((library / "datasets/1/v1/manifest.json").read_text(encoding="utf-8"))
    assert renewed_version(manifest) == manifest


def test_that_an_old_recipe_can_be_replayed(library: Path) -> None:

    write_old_library(library)
    with Library.open(library) as opened:
        recipe = opened.version(2).recipe
    table = pa.table({"text": ["a", "a", "text", "b"], "label": ["x", "x", "label", "y"]})
    assert take_steps(table, Roles(text="text", label="label"), recipe).to_pydict()["text"] == ["a", "b"]


def test_that_a_manifest_that_is_none_is_passed_over(library: Path) -> None:
    write_old_library(library)
    (library / "datasets/1/v2/manifest.json").write_text('{"id": 2}', encoding="utf-8")
    shutil.move(library / "workbench.db", library / "lost.db")
    with Library.open(library) as opened:
        assert [version.number for version in opened.versions()] == [1]
