"""What all values are made of."""

from __future__ import annotations

from msgspec import Struct


class Value(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The base of all values: frozen, by keyword only, and strict about what it accepts."""


class Sentence(Value, frozen=True, kw_only=True):
    """A sentence for people that can still be translated: a template of the catalogue and what fills it.

    Attributes:
        one: The template (English, a key of the catalogue), in the form of `str.format`.
        many: The form for a count other than one, chosen by `values["n"]`; empty if there is only one form.
        values: What fills the braces.
    """

    one: str
    many: str = ""
    values: dict[str, str | int | float] = {}


class ErrorInfo(Value, frozen=True, kw_only=True):
    """An error as the user meets it.

    Attributes:
        code: The class of the error (`file`, `data`, `model`, `setting`, `run`, `library`, `memory`, `disk`, `bug`).
        what: What happened and why, with the file, row, column or setting named.
        fix: What to do next, or None if nothing is left to do.
        details: For a bug report only: traceback or the last lines of stderr.
    """

    code: str
    what: Sentence
    fix: Sentence | None = None
    details: str = ""
