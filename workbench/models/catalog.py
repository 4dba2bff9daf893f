"""The base models: the starter, those downloaded into the library, the user's own folders, and those recommended.

A card is made from a folder's JSON files and weight headers alone; neither torch nor transformers is imported.
"""

from __future__ import annotations

import json
import math
import os
from pathlib import Path

import msgspec

from workbench.errors import ModelError
from workbench.i18n import N_, say
from workbench.models import download, families, hub, safety, starter
from workbench.models.readme import read_readme
from workbench.models.recommended import RECOMMENDED
from workbench.values import ModelCard, ModelKind

FOLDERS_FILE = "folders.json"
_MOST_FOLDERS = 50
_STARTER_TITLE = "all-MiniLM-L6-v2"


def card(name: str, *, library: Path) -> ModelCard:
    """The card of a model that is on this computer and can be used.

    Args:
        name: `starter`, a folder, or the Hub id of a model that has been downloaded.
        library: The user's library.

    Raises:
        ModelError: If there is no such model here, or it cannot be used.
    """
    if name == starter.NAME:
        return _starter_card()
    downloaded = None if _is_path(name) else downloaded_folder(name, library=library)
    if downloaded is not None:
        return _hub_card(downloaded)
    folder = Path(name).expanduser()
    if folder.is_dir():
        return _folder_card(folder.absolute())
    if _is_path(name):
        raise ModelError(
            say(N_("There is no folder {folder}."), folder=name[:300]),
            say(N_("Choose the folder that holds config.json, model.safetensors and tokenizer.json.")),
        )
    hub.check_name(name)
    raise ModelError(
        say(N_("The model “{name}” is not on this computer."), name=name),
        say(N_("Download it first.")),
    )


def inspect(name: str, *, library: Path) -> ModelCard:
    """As `card`, but what keeps the model from being used is the card's `problem`."""
    try:
        return card(name, library=library)
    except ModelError as error:
        kind: ModelKind = "starter" if name == starter.NAME else "folder" if _is_path(name) else "hub"
        return ModelCard(name=name, kind=kind, title=Path(name).name or name, problem=error.what)


def is_on_hub_only(name: str, *, library: Path) -> bool:
    """Whether a name is neither the starter, nor a folder, nor the Hub id of a model that has been downloaded."""
    if name == starter.NAME or _is_path(name) or Path(name).is_dir():
        return False
    return downloaded_folder(name, library=library) is None


def look_up(name: str, *, endpoint: str, patience: download.Patience | None = None) -> ModelCard:
    """The card of a model on a hub, with the bytes that its download takes.

    Raises:
        ModelError: If the hub does not have it, it cannot be used, or the hub cannot be reached.
        SettingError: If the endpoint is not a web address.
    """
    address = hub.check_endpoint(endpoint)
    with hub.open_client(timeout_s=(patience or download.Patience()).silence_s) as client:
        repository = hub.look_up(client, address, name)
    files = download.needed_files(repository)
    known = next((model for model in RECOMMENDED if model.name == name), None)
    if known is not None:
        return known
    return ModelCard(
        name=name,
        kind="hub",
        title=name.rpartition("/")[2],
        bytes=sum(file.size for file in files),
        languages=repository.languages,
        licence=repository.licence,
    )


def list_models(library: Path) -> tuple[ModelCard, ...]:
    """Every model there is a card for, those on this computer first."""
    here = [inspect(starter.NAME, library=library)]
    here += [inspect(name, library=library) for name in downloaded_names(library)]
    here += [inspect(str(folder), library=library) for folder in remembered_folders(library)]
    names = {model.name for model in here}
    return (*here, *(model for model in RECOMMENDED if model.name not in names))


def downloaded_names(library: Path) -> list[str]:
    """The Hub ids of the models in a library, sorted."""
    cards = (library / "models").glob(f"*/*/{download.CARD_FILE}")
    return sorted({_read_hub_card(path).name for path in cards if not path.parent.name.endswith(".partial")})


def downloaded_folder(name: str, *, library: Path) -> Path | None:
    """The newest download of a Hub id in a library, if there is one."""
    cards = download.model_folder(library, name).glob(f"*/{download.CARD_FILE}")
    whole = [path for path in cards if not path.parent.name.endswith(".partial")]
    return max(whole, key=lambda path: path.stat().st_mtime).parent if whole else None


def remembered_folders(library: Path) -> list[Path]:
    """The user's model folders that are still there, latest first."""
    path = library / "models" / FOLDERS_FILE
    try:
        names = json.loads(path.read_bytes())
    except (OSError, ValueError):  # a list of conveniences: without it, folders are chosen again
        return []
    names = names if isinstance(names, list) else []
    return [Path(name) for name in names if isinstance(name, str) and Path(name).is_dir()]


def remember_folder(library: Path, folder: Path) -> None:
    """Puts a folder at the top of the list of the user's model folders.

    Raises:
        OSError: If the library cannot be written.
    """
    others = [known for known in remembered_folders(library) if known != folder]
    names = [str(path) for path in [folder, *others]][:_MOST_FOLDERS]
    path = library / "models" / FOLDERS_FILE
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(path.name + ".partial")
    partial.write_text(json.dumps(names, ensure_ascii=False, indent=1), encoding="utf-8")
    os.replace(partial, path)


def _starter_card() -> ModelCard:
    folder = starter.starter_folder()
    facts = _facts(folder)
    return msgspec.structs.replace(
        facts,
        name=starter.NAME,
        kind="starter",
        title=_STARTER_TITLE,
        languages=starter.LANGUAGES,
        licence=starter.LICENCE,
    )


def _hub_card(folder: Path) -> ModelCard:
    kept = _read_hub_card(folder / download.CARD_FILE)
    known = next((model for model in RECOMMENDED if model.name == kept.name), None)
    return msgspec.structs.replace(
        _facts(folder),
        name=kept.name,
        kind="hub",
        title=kept.name.rpartition("/")[2],
        languages=known.languages if known else kept.languages,
        licence=kept.licence,
    )


def _folder_card(folder: Path) -> ModelCard:
    readme = read_readme(folder)
    return msgspec.structs.replace(_facts(folder), languages=readme.languages, licence=readme.licence)


def _facts(folder: Path) -> ModelCard:
    """What a folder's own files say; as a card of kind folder."""
    family = safety.check_folder(folder)
    headers = safety.read_headers(folder)
    config = safety.read_object(folder, safety.CONFIG)
    stated = safety.read_optional_object(folder, safety.TOKENIZER_CONFIG).get("model_max_length")
    return ModelCard(
        name=str(folder),
        kind="folder",
        title=folder.name,
        folder=str(folder),
        architecture=family,
        parameters=sum(math.prod(tensor.shape) for tensor in headers.values()),
        bytes=sum(path.stat().st_size for path in safety.weight_files(folder)),
        max_tokens=families.max_tokens(
            family,
            positions=config.get("max_position_embeddings") or config.get("n_positions"),
            pad_id=config.get("pad_token_id"),
            stated=stated,
        ),
    )


def _read_hub_card(path: Path) -> download.HubCard:
    try:
        return msgspec.json.decode(path.read_bytes(), type=download.HubCard)
    except (OSError, msgspec.MsgspecError) as error:
        raise ModelError(
            say(N_("{file} of this model is damaged: it cannot be read."), file=f"{path.parent.name}/{path.name}"),
            say(N_("Delete the folder {folder} and download the model again."), folder=str(path.parent)),
        ) from error


def _is_path(name: str) -> bool:
    """Whether a name is meant as a folder: a Hub id neither begins with these nor contains a backslash."""
    return name.startswith(("/", ".", "~")) or "\\" in name or Path(name).is_absolute() or not name
