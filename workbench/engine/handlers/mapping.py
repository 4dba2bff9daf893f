"""Handler of the request for a map of the texts; a map that was made before is found again."""

from __future__ import annotations

import hashlib
from collections.abc import Generator, Iterator
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from workbench.data import tables
from workbench.engine.context import Context, Handler
from workbench.errors import DataError
from workbench.i18n import N_, say
from workbench.models import catalog
from workbench.protocol import Event, MapVersion, Progressed, VersionMapped
from workbench.values import Version

MAPS_FOLDER = "maps"
_MOST_CHARACTERS = 2_000


def map_version(request: MapVersion, context: Context) -> Iterator[Event]:
    """Lays the texts of a version out in a plane.

    Raises:
        DataError: If the version has no text column, or too few texts.
        ModelError: If the model cannot be used.
    """
    library = context.library
    version = library.version(request.version_id)
    path = _map_path(library.folder / version.folder, version, request)
    if not path.exists():
        rows, texts = _sample(library.folder / version.folder, version, request.most)
        places = yield from _lay_out(texts, version, request, library.folder)
        path.parent.mkdir(exist_ok=True)
        tables.write_map(path, rows, places)
    yield VersionMapped(version_id=version.id, model=request.model, path=str(path), rows=len(tables.read_map(path)[0]))


def _lay_out(
    texts: list[str], version: Version, request: MapVersion, library: Path
) -> Generator[Event, None, NDArray[np.float32]]:
    from workbench.evaluation import text_map
    from workbench.tasks.text_classification.baseline import choose_unit
    from workbench.tasks.text_classification.vectors import text_vectors

    if _can_read(texts, version, request.model, library):
        folder = Path(catalog.card(request.model, library=library).folder)
        vectors = yield from text_vectors(folder, texts)
    else:
        yield Progressed(what=say(N_("Reading the texts")))
        vectors = text_map.word_vectors(texts, unspaced=choose_unit(texts) == "characters")
    yield Progressed(what=say(N_("Laying out {n:,} text."), N_("Laying out {n:,} texts."), n=len(texts)))
    return text_map.lay_out(vectors)


def _can_read(texts: list[str], version: Version, model: str, library: Path) -> bool:
    """Whether the model knows the language; else the words themselves tell more."""
    from workbench.models import language, loading

    card = catalog.card(model, library=library)
    tokenizer = loading.load_tokenizer(Path(card.folder))
    unknown = tokenizer.unk_token if isinstance(tokenizer.unk_token, str) else None
    reading = language.read(language.sample(texts), tokenizer.backend_tokenizer, unknown=unknown)
    return language.warning(reading, languages=card.languages, language=version.profile.language) is None


def _sample(folder: Path, version: Version, most: int) -> tuple[tables.RowNumbers, list[str]]:
    """Rows spread evenly over all that have a text, ascending, with their texts."""
    column = version.profile.roles.text
    if column is None:
        raise DataError(
            say(N_("“{name}” has no text column yet."), name=version.name), say(N_("Choose the text column."))
        )
    values = tables.read_table(folder).column(column)
    filled = pc.greater(pc.utf8_length(pc.utf8_trim_whitespace(values)), 0).to_numpy().astype(np.bool_)
    rows = np.flatnonzero(filled).astype(np.int64)
    if len(rows) > most:
        rows = rows[np.linspace(0, len(rows) - 1, most).astype(np.int64)]
    if len(rows) < 2:
        raise DataError(
            say(N_("“{name}” has too few texts for a map."), name=version.name), say(N_("Open a file with more rows."))
        )
    return rows, [text[:_MOST_CHARACTERS] for text in values.take(pa.array(rows)).to_pylist()]


def _map_path(folder: Path, version: Version, request: MapVersion) -> Path:
    asked = f"{version.profile.roles.text}\n{request.model}\n{request.most}"
    return folder / MAPS_FOLDER / f"{hashlib.sha256(asked.encode()).hexdigest()[:12]}.arrow"


HANDLERS = (Handler(MapVersion, "background", map_version),)
