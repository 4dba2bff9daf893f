"""What cannot be found, said plainly, for everybody who relies on masking."""

from __future__ import annotations

from workbench.i18n import N_, say
from workbench.values import Sentence


def blind_spots(*, has_model: bool = False) -> tuple[Sentence, ...]:
    """What stays in a text after masking.

    Args:
        has_model: Whether names are found by a model, too.
    """
    names = (
        say(N_("A model finds most names, not all of them."))
        if has_model
        else say(N_("Names are found after a title or a word such as “my name is” only. All others stay."))
    )
    return (
        names,
        say(N_("Postal addresses, dates of birth, user names and nicknames stay.")),
        say(N_("Numbers written in words or in pictures stay, and so do numbers with typing errors.")),
        say(N_("A person can be recognised by what is told, even if no name is left. Read some of the rows.")),
    )
