"""Downloads from a real HTTP server on loopback that speaks the Hub's protocol, in every way that they can go wrong."""

from __future__ import annotations

import shutil
import socket
from collections import namedtuple
from collections.abc import Generator, Iterator
from pathlib import Path

import pytest
from hub_server import COMMIT, Hub, serve
from tiny_models import save_tiny_model

from workbench.errors import DiskFullError, ModelError, SettingError
from workbench.models import download, loading, safety

NAME = "test-org/tiny-model"
HASTY = download.Patience(attempts=3, pause_s=0.01, silence_s=2.0, report_s=0.0)
FILES = {"config.json", "model.safetensors", "tokenizer.json"}


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A tiny BERT with a file that nobody needs and one that nobody should have."""
    folder = save_tiny_model(tmp_path_factory.mktemp("hub") / "tiny-model")
    (folder / "README.md").write_text("---\nlicense: apache-2.0\n---\n# Tiny\n", encoding="utf-8")
    (folder / "pytorch_model.bin").write_bytes(b"x" * 20_000)
    (folder / "onnx").mkdir()
    (folder / "onnx" / "model.onnx").write_bytes(b"x" * 20_000)
    (folder / "1_Pooling").mkdir()
    (folder / "1_Pooling" / "config.json").write_text("{}", encoding="utf-8")
    return folder


@pytest.fixture
def hub(original: Path) -> Iterator[Hub]:
    with serve({NAME: original}) as running:
        yield running


def fetch(hub: Hub, library: Path, *, name: str = NAME, revision: str = "main") -> Path:
    """Downloads to the end."""
    return finish(download.download(name, library, revision=revision, endpoint=hub.endpoint, patience=HASTY))


def finish(steps: Generator[download.Progress, None, Path]) -> Path:
    while True:
        try:
            next(steps)
        except StopIteration as end:
            folder: Path = end.value
            return folder


def partial_weights(library: Path) -> Path:
    return download.model_folder(library, NAME) / f"{COMMIT}.partial" / "model.safetensors.partial"


def ranges(hub: Hub) -> list[str]:
    """The Range headers of the requests for the weights' content."""
    return [r for path, r in hub.behaviour.requests if path.startswith("/storage/") and path.endswith("safetensors")]


def test_that_a_downloaded_model_has_the_needed_files_only_and_loads(hub: Hub, original: Path, tmp_path: Path) -> None:
    folder = fetch(hub, tmp_path)

    assert folder == tmp_path / "models" / "test-org--tiny-model" / COMMIT
    names = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert names == FILES | {"README.md", "1_Pooling/config.json", "hub.json"}
    for name in FILES:
        assert (folder / name).read_bytes() == (original / name).read_bytes()
    assert loading.load_encoder(folder).config.hidden_size == 16


def test_that_progress_counts_bytes_to_the_total(hub: Hub, tmp_path: Path) -> None:
    steps = list(download.download(NAME, tmp_path, endpoint=hub.endpoint, patience=HASTY))

    assert {step.total for step in steps} == {steps[-1].done}
    assert [step.done for step in steps] == sorted(step.done for step in steps)


def test_that_a_broken_connection_is_resumed_where_it_broke(hub: Hub, original: Path, tmp_path: Path) -> None:
    hub.behaviour.break_after = [5_000, 3_000]

    folder = fetch(hub, tmp_path)

    assert ranges(hub) == ["", "bytes=5000-", "bytes=8000-"]
    assert (folder / "model.safetensors").read_bytes() == (original / "model.safetensors").read_bytes()


def test_that_a_cancelled_download_goes_on_where_it_ended(hub: Hub, tmp_path: Path) -> None:
    hub.behaviour.break_after = [5_000]
    steps = download.download(NAME, tmp_path, endpoint=hub.endpoint, patience=HASTY)
    while not (partial_weights(tmp_path).is_file() and partial_weights(tmp_path).stat().st_size):
        next(steps)
    steps.close()
    size = partial_weights(tmp_path).stat().st_size
    assert 0 < size <= 5_000
    hub.behaviour.break_after = []
    hub.behaviour.requests.clear()

    folder = fetch(hub, tmp_path)

    assert ranges(hub) == [f"bytes={size}-"]
    assert not partial_weights(tmp_path).parent.exists()
    assert safety.check_folder(folder) == "bert"


def test_that_a_server_without_resume_starts_the_file_anew(hub: Hub, original: Path, tmp_path: Path) -> None:
    hub.behaviour.break_after = [5_000]
    hub.behaviour.ignores_range = True

    folder = fetch(hub, tmp_path)

    assert (folder / "model.safetensors").read_bytes() == (original / "model.safetensors").read_bytes()


def test_that_a_partial_file_longer_than_the_real_one_is_not_trusted(hub: Hub, tmp_path: Path) -> None:
    partial_weights(tmp_path).parent.mkdir(parents=True)
    partial_weights(tmp_path).write_bytes(b"z" * 1_000_000)

    assert safety.check_folder(fetch(hub, tmp_path)) == "bert"


@pytest.mark.parametrize("name", ["model.safetensors", "config.json"])
def test_that_wrong_bytes_are_deleted_and_named(name: str, hub: Hub, tmp_path: Path) -> None:
    hub.behaviour.corrupt = {name}

    with pytest.raises(ModelError, match=f"{name} arrived damaged and was deleted") as caught:
        fetch(hub, tmp_path)

    assert caught.value.fix is not None
    assert not list(tmp_path.rglob(f"{name}*"))
    hub.behaviour.corrupt = set()
    assert safety.check_folder(fetch(hub, tmp_path)) == "bert"


def test_that_a_damaged_partial_is_found_by_its_checksum(hub: Hub, tmp_path: Path) -> None:
    partial_weights(tmp_path).parent.mkdir(parents=True)
    partial_weights(tmp_path).write_bytes(b"z" * 1_000)

    with pytest.raises(ModelError, match="checksum"):
        fetch(hub, tmp_path)

    assert not partial_weights(tmp_path).exists()


@pytest.mark.parametrize("status", [429, 500, 503])
def test_that_a_passing_failure_is_tried_again(status: int, hub: Hub, tmp_path: Path) -> None:
    hub.behaviour.file_statuses = [status, status]

    assert safety.check_folder(fetch(hub, tmp_path)) == "bert"


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (429, "too many requests"),
        (500, "it answers 500"),
        (403, "people whom they have approved"),
        (404, "no public model"),
    ],
)
def test_that_a_lasting_failure_of_a_file_is_told_in_words(status: int, words: str, hub: Hub, tmp_path: Path) -> None:
    hub.behaviour.file_statuses = [status] * 3

    with pytest.raises(ModelError, match=words):
        fetch(hub, tmp_path)


@pytest.mark.parametrize(
    ("status", "code", "words"),
    [
        (401, "RepoNotFound", "no public model “test-org/tiny-model”"),
        (404, "RepoNotFound", "no public model"),
        (401, "GatedRepo", "people whom they have approved"),
        (403, "GatedRepo", "people whom they have approved"),
        (404, "RevisionNotFound", "no revision “main”"),
        (429, "", "too many requests"),
        (502, "", "it answers 502"),
    ],
)
def test_that_a_refusal_is_told_in_words(status: int, code: str, words: str, hub: Hub, tmp_path: Path) -> None:
    hub.behaviour.status, hub.behaviour.error_code = status, code

    with pytest.raises(ModelError, match=words) as caught:
        fetch(hub, tmp_path)

    assert caught.value.fix is not None


def test_that_an_unknown_model_and_revision_are_named(hub: Hub, tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="no public model “test-org/tiny-modle”"):
        fetch(hub, tmp_path, name="test-org/tiny-modle")
    with pytest.raises(ModelError, match="no revision “v9”"):
        fetch(hub, tmp_path, revision="v9")


@pytest.mark.parametrize("name", ["../../etc/passwd", "org/..", "a b", "", "org/name/more", "/abs", "org//x", "C:\\x"])
def test_that_a_name_that_is_no_id_is_refused_before_anything_is_asked(name: str, hub: Hub, tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="is not a model's name"):
        fetch(hub, tmp_path, name=name)

    assert hub.behaviour.requests == []
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("endpoint", ["ftp://host", "huggingface.co", "https://", "http://host:99999", "http://a b"])
def test_that_an_endpoint_that_is_no_address_is_refused(endpoint: str, tmp_path: Path) -> None:
    with pytest.raises(SettingError, match="is not a web address"):
        finish(download.download(NAME, tmp_path, endpoint=endpoint, patience=HASTY))


def test_that_a_hub_that_refuses_the_connection_is_told_in_words(tmp_path: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        endpoint = f"http://127.0.0.1:{free.getsockname()[1]}"

        with pytest.raises(ModelError, match="cannot be reached") as caught:
            finish(download.download(NAME, tmp_path, endpoint=endpoint, patience=HASTY))

    assert caught.value.fix is not None
    assert "mirror" in caught.value.fix.one


def test_that_a_hub_that_keeps_silent_is_told_in_words(tmp_path: Path) -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        endpoint = f"http://127.0.0.1:{silent.getsockname()[1]}"

        with pytest.raises(ModelError, match="does not answer"):
            finish(download.download(NAME, tmp_path, endpoint=endpoint, patience=download.Patience(silence_s=0.2)))


def test_that_a_web_page_in_place_of_a_hub_is_recognized(hub: Hub, tmp_path: Path) -> None:
    hub.behaviour.not_json = True

    with pytest.raises(ModelError, match="does not answer like a model hub"):
        fetch(hub, tmp_path)


def test_that_a_tree_of_many_pages_is_read_to_its_end(hub: Hub, tmp_path: Path) -> None:
    hub.behaviour.page_size = 2

    assert safety.check_folder(fetch(hub, tmp_path)) == "bert"


def test_that_a_repository_without_safetensors_is_refused_before_anything_is_downloaded(
    hub: Hub, original: Path, tmp_path: Path
) -> None:
    pickled = tmp_path / "pickled"
    shutil.copytree(original, pickled)
    (pickled / "model.safetensors").unlink()
    hub.models["org/pickled"] = pickled

    with pytest.raises(ModelError, match="no weights in the safetensors format"):
        fetch(hub, tmp_path / "library", name="org/pickled")

    assert not any("/resolve/" in path for path, _ in hub.behaviour.requests)


def test_that_a_kind_of_model_that_cannot_be_used_is_refused_before_its_weights(
    hub: Hub, original: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other"
    shutil.copytree(original, other)
    (other / "config.json").write_text('{"model_type": "whisper"}', encoding="utf-8")
    hub.models["org/whisper"] = other

    with pytest.raises(ModelError, match="Models of the kind “whisper” cannot be fine-tuned"):
        fetch(hub, tmp_path / "library", name="org/whisper")

    assert not any(path.endswith(".safetensors") for path, _ in hub.behaviour.requests)


def test_that_a_full_disk_is_noticed_before_the_download(
    hub: Hub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage(100, 99, 1))

    with pytest.raises(DiskFullError, match=r"this model needs 0\.2 GB"):
        fetch(hub, tmp_path)

    assert not any("/resolve/" in path for path, _ in hub.behaviour.requests)


def test_that_a_model_that_is_here_is_not_downloaded_again(hub: Hub, tmp_path: Path) -> None:
    first = fetch(hub, tmp_path)
    hub.behaviour.requests.clear()

    assert fetch(hub, tmp_path) == first
    assert not any("/resolve/" in path for path, _ in hub.behaviour.requests)
