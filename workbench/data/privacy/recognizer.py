"""What a recogniser of personal data is, and what it finds."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import NamedTuple

from workbench.values import Sentence


class Found(NamedTuple):
    """One place in a text.

    Attributes:
        start: The first character.
        end: The one after the last.
        key: What is the same for two ways of writing one thing, such as the digits of a number.
    """

    start: int
    end: int
    key: str


class Entity(NamedTuple):
    """Personal data in a text.

    Attributes:
        start: The first character, counted from 0.
        end: The one after the last.
        kind: The name of its recogniser.
        text: As it is written.
        key: What is the same for two ways of writing one thing.
    """

    start: int
    end: int
    kind: str
    text: str
    key: str


def _nothing() -> Sentence | None:
    return None


@dataclass(frozen=True)
class Recognizer:
    """Finds one kind of personal data; `recognizers/<kind>.py` holds one as RECOGNIZER.

    Attributes:
        title: What is found, in the plural; a key of the catalogue.
        hint: A regular expression, in what Python and RE2 have in common, that every text with such an entity matches
            as it is written in the file. Texts that do not match are not looked at, so it should be quick and rare.
        find: Finds the places in a text in plain form; see `plain.py`.
        certainty: Who wins a place that two recognisers name, 0 to 100: checksums are surer than forms.
        example: What one looks like.
        needs_model: Whether a model guesses; such a kind is looked for only where it is asked for.
        tag: What a mask says, such as `EMAIL`; the name of the kind if empty. Kinds of one tag share their numbers.
        missing: Says what must be installed first; None if nothing.
    """

    title: str
    hint: str
    find: Callable[[str], Iterable[Found]]
    certainty: int
    example: str = ""
    needs_model: bool = False
    tag: str = ""
    missing: Callable[[], Sentence | None] = _nothing
