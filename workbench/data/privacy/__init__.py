"""Personal data in texts: what can be found and masked, and what cannot."""

from __future__ import annotations

from workbench.data.privacy.finding import (
    KINDS,
    chosen_kinds,
    count_entities,
    default_kinds,
    find_entities,
    find_in_texts,
)
from workbench.data.privacy.limits import blind_spots
from workbench.data.privacy.masking import Masker, mask_table, mask_texts
from workbench.data.privacy.recognizer import Entity, Recognizer

__all__ = [
    "KINDS",
    "Entity",
    "Masker",
    "Recognizer",
    "blind_spots",
    "chosen_kinds",
    "count_entities",
    "default_kinds",
    "find_entities",
    "find_in_texts",
    "mask_table",
    "mask_texts",
]
