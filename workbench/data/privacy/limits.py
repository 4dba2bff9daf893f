"""What cannot be found, said plainly, for everybody who relies on masking."""

from __future__ import annotations

from collections.abc import Collection

from workbench.i18n import N_, say
from workbench.values import Sentence


def blind_spots(kinds: Collection[str] = ()) -> tuple[Sentence, ...]:
    """What stays in a text after masking.

    Args:
        kinds: Those that are masked; all that need no model if empty.
    """
    return (
        _names(kinds),
        say(N_("Postal addresses, dates of birth, user names and nicknames stay.")),
        say(N_("Numbers written in words or in pictures stay, and so do numbers with typing errors.")),
        say(N_("A person can be recognised by what is told, even if no name is left. Read some of the rows.")),
    )


def _names(kinds: Collection[str]) -> Sentence:
    if "person" in kinds:
        return say(N_("A model finds most names, not all of them."))
    if "cn_name" in kinds:
        return say(
            N_(
                "About two in three Chinese names are found, and some other words are taken for names. Names in other"
                " languages are found after a title only."
            )
        )
    if not kinds or "name" in kinds:
        return say(N_("Names are found after a title or a word such as “my name is” only. All others stay."))
    return say(N_("Names stay."))
