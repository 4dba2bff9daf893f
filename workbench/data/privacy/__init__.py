"""Personal data in texts: what can be found and masked, and what cannot."""

from __future__ import annotations

from workbench.data.privacy.finding import KINDS, chosen_kinds, count_entities, find_entities, find_in_texts
from workbench.data.privacy.recognizer import Entity

__all__ = ["KINDS", "Entity", "chosen_kinds", "count_entities", "find_entities", "find_in_texts"]
