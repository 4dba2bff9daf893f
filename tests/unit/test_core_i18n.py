"""One catalogue of texts: what is looked up must be a whole sentence, and how it is chosen and filled."""

from __future__ import annotations

import ast
import functools
import json
from pathlib import Path

import pytest

from workbench import i18n, paths
from workbench.i18n import N_, catalogue, render, say, tr
from workbench.values import Sentence

PACKAGE = Path(i18n.__file__).parent


@pytest.fixture
def chinese(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A catalogue of our own, in the language that is current."""
    folder = tmp_path / "locale" / "zh_CN"
    folder.mkdir(parents=True)
    monkeypatch.setattr(paths, "resources", lambda: tmp_path)
    monkeypatch.setattr(i18n, "catalogue", i18n.catalogue.__wrapped__)
    i18n.set_language("zh_CN")
    return folder


def _write(folder: Path, name: str, texts: dict[str, str]) -> None:
    (folder / name).write_text(json.dumps(texts), encoding="utf-8")


@functools.cache
def _trees() -> dict[str, ast.Module]:
    files = sorted(PACKAGE.rglob("*.py"))
    return {path.relative_to(PACKAGE).as_posix(): ast.parse(path.read_text(encoding="utf-8")) for path in files}


def _calls(marker: str) -> list[tuple[str, ast.Call]]:
    found = []
    for path, tree in _trees().items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == marker:
                found.append((f"{path}:{node.lineno}", node))
    return found


def _is_literal(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def _is_put_together(node: ast.expr) -> bool:
    """Whether a text is made where it is looked up, so that no catalogue can hold it."""
    makers = {"format", "join", "replace", "capitalize", "lower", "upper", "title", "str"}
    if isinstance(node, ast.Call):
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        return name in makers
    return isinstance(node, ast.JoinedStr | ast.BinOp)


def test_that_only_literals_are_marked_for_translation() -> None:
    marked = _calls("N_")

    assert [where for where, call in marked if not all(_is_literal(argument) for argument in call.args)] == []
    assert len(marked) > 50


def test_that_no_text_is_put_together_where_it_is_translated() -> None:
    calls = [each for marker in ("tr", "say") for each in _calls(marker)]

    assert [where for where, call in calls if any(_is_put_together(argument) for argument in call.args)] == []


def test_that_every_plural_form_gets_its_count() -> None:
    two_forms = [each for marker in ("tr", "say") for each in _calls(marker) if len(each[1].args) > 1]

    uncounted = [
        where for where, call in two_forms if not {"n", None} & {keyword.arg for keyword in call.keywords}
    ]  # None stands for **values
    assert uncounted == []


@pytest.mark.parametrize(("n", "text"), [(0, "0 rows"), (1, "1 row"), (2, "2 rows"), (10_603, "10,603 rows")])
def test_that_the_count_chooses_the_form(n: int, text: str) -> None:
    assert tr("{n:,} row", "{n:,} rows", n=n) == text


def test_that_each_form_has_its_own_translation(chinese: Path) -> None:
    _write(chinese, "a.json", {"{n} row": "一行", "{n} rows": "{n} 行"})

    assert [tr("{n} row", "{n} rows", n=n) for n in (1, 5)] == ["一行", "5 行"]


def test_that_a_sentence_is_rendered_in_the_language_of_the_moment(chinese: Path) -> None:
    _write(chinese, "a.json", {"“{name}” is empty.": "“{name}”是空的。"})
    sentence = say(N_("“{name}” is empty."), name="a.csv")

    assert render(sentence) == "“a.csv”是空的。"
    i18n.set_language("en")
    assert render(sentence) == "“a.csv” is empty."


@pytest.mark.parametrize("name", ["{0}", "{name}", "{", "%s", "<b>", "路径\\n"])
def test_that_values_are_shown_as_they_are(name: str) -> None:
    assert tr("“{name}”", name=name) == f"“{name}”"
    assert tr("{} is a pair of braces") == "{} is a pair of braces"  # without values nothing is filled


def test_that_a_missing_value_is_a_bug_and_no_hole_in_a_sentence() -> None:
    with pytest.raises(KeyError):
        render(Sentence(one="{name} and {other}", values={"name": "a"}))


def test_that_two_areas_cannot_translate_a_text_in_two_ways(chinese: Path) -> None:
    _write(chinese, "a.json", {"Run": "训练"})
    _write(chinese, "b.json", {"Run": "训练"})
    assert tr("Run") == "训练"

    _write(chinese, "b.json", {"Run": "运行"})
    with pytest.raises(ValueError, match=r"b\.json: 'Run'"):
        tr("Run")


def test_that_an_unknown_language_is_refused() -> None:
    with pytest.raises(KeyError):
        i18n.set_language("tlh")

    assert i18n.current_language() == "en"


def test_that_english_needs_no_catalogue() -> None:
    assert catalogue("en") == {}


@pytest.mark.parametrize(
    ("variables", "language"),
    [
        ({"LANG": "zh_CN.UTF-8"}, "zh_CN"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "en_GB.UTF-8"}, "en"),
        ({"LANG": "en_US.UTF-8", "LC_MESSAGES": "zh_TW"}, "zh_CN"),
    ],
)
def test_that_the_desktop_chooses_the_first_language(
    monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], language: str
) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)

    assert i18n.system_language() == language
