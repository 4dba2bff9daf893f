"""Numbers and names in the words of the window: times, sizes, shares, encodings, models, methods, dates."""

from __future__ import annotations

import math
import re
from datetime import datetime
from typing import TYPE_CHECKING

from workbench.i18n import N_, tr
from workbench.training.method import methods

if TYPE_CHECKING:
    from workbench.values import ModelCard, Run

_DELIMITERS = {
    ",": N_("comma-separated"),
    ";": N_("semicolon-separated"),
    "\t": N_("tab-separated"),
    "|": N_("bar-separated"),
    ":": N_("colon-separated"),
    " ": N_("space-separated"),
    "": N_("one column"),
}

_CPU = re.compile(r"CPU, (\d+) cores?")

_ENCODINGS = {
    "utf-8-sig": "UTF-8",
    "gb18030": "GB18030",
    "big5": "Big5",
    "cp932": "Shift-JIS",
    "cp1252": "Windows-1252",
    "utf-16-le": "UTF-16",
    "utf-16-be": "UTF-16",
}


def about_time(seconds: float) -> str:
    """An estimate, such as `about 3 min`."""
    if seconds < 55:
        return tr("about {n} s", n=max(1, _round_estimate(seconds)))
    if seconds < 3600 * 1.5:
        return tr("about {n} min", n=max(1, round(seconds / 60)))
    return tr("about {n} h", n=round(seconds / 3600))


def took(seconds: float) -> str:
    """A measured time, such as `2 min 51 s`."""
    if seconds < 9.95:
        return tr("{n} s", n=f"{seconds:.1f}")
    whole = round(seconds)
    if whole < 60:
        return tr("{n} s", n=whole)
    if whole < 3600:
        return tr("{minutes} min {seconds:02d} s", minutes=whole // 60, seconds=whole % 60)
    return tr("{hours} h {minutes:02d} min", hours=whole // 3600, minutes=whole % 3600 // 60)


def size(size_bytes: float) -> str:
    """A size, such as `2.4 MB`; units of 1000 as on a disk's label."""
    for unit in ("bytes", "KB", "MB", "GB"):
        if size_bytes < 1000 or unit == "GB":
            break
        size_bytes /= 1000
    if unit == "bytes":
        return tr("{n} byte", "{n} bytes", n=int(size_bytes))
    return f"{size_bytes:.1f} {unit}" if size_bytes < 9.95 else f"{size_bytes:.0f} {unit}"


def memory(used_bytes: float, total_bytes: float) -> str:
    """Memory used of what there is, such as `3.1 of 16 GB`; units of 1024 as memory is sold."""
    used, total = used_bytes / 2**30, total_bytes / 2**30
    return tr("{used} of {total} GB", used=f"{used:.1f}", total=f"{total:.0f}")


def in_100(share: float) -> int:
    """A share as so many in 100; never 100 or 0 unless it is exact, so that a rare mistake is not hidden."""
    if 0 < share < 1:
        return min(99, max(1, round(share * 100)))
    return round(share * 100)


def percent(share: float) -> str:
    """A share as a percentage, such as `49%`."""
    return f"{in_100(share)}%"


def delimiter(character: str) -> str:
    """A delimiter in words."""
    return tr(_DELIMITERS[character]) if character in _DELIMITERS else tr("split by “{character}”", character=character)


def encoding(codec: str) -> str:
    """A codec by the name that people know."""
    return _ENCODINGS.get(codec.lower(), codec.upper())


def listed(*parts: str) -> str:
    """Parts as one list, such as `full fine-tuning, 4 epochs`; empty ones are left out."""
    return tr("between the parts of a list::, ").join(part for part in parts if part)


def device(name: str) -> str:
    """A device as the engine names it, in the words of the window."""
    found = _CPU.fullmatch(name)
    return tr("CPU, {n} core", "CPU, {n} cores", n=int(found[1])) if found else name


def model_title(card: ModelCard) -> str:
    """A base model in one or two words."""
    if card.kind == "starter":
        return tr("starter model")
    if card.kind == "baseline":
        return tr("simple baseline")
    return card.title or card.name


def run_name(run: Run) -> str:
    """A run's name; the one that the library gave it is translated."""
    return tr("Run {n}", n=run.id) if run.name == f"Run {run.id}" else run.name


def method_title(name: str) -> str:
    """A training method as a fact in lower case, such as `full fine-tuning`."""
    known = methods()
    title = tr(known[name].title) if name in known else name
    return title if title[:2].isupper() else title[:1].lower() + title[1:]


def when(moment: str, *, now: datetime | None = None) -> str:
    """A moment (ISO 8601) as people say it: `today 14:02`, `yesterday`, `2 Mar`, `2 Mar 2025`."""
    then = datetime.fromisoformat(moment).astimezone()
    now = (now or datetime.now()).astimezone()
    days = (now.date() - then.date()).days
    if days == 0:
        return tr("today {time}", time=f"{then:%H:%M}")
    if days == 1:
        return tr("yesterday")
    month = tr(_MONTHS[then.month - 1])
    if then.year == now.year:
        return tr("{day} {month}", day=then.day, month=month)
    return tr("{day} {month} {year}", day=then.day, month=month, year=then.year)


_MONTHS = (
    N_("Jan"), N_("Feb"), N_("Mar"), N_("Apr"), N_("May"), N_("Jun"),
    N_("Jul"), N_("Aug"), N_("Sep"), N_("Oct"), N_("Nov"), N_("Dec"),
)  # fmt: skip


def _round_estimate(seconds: float) -> int:
    """An estimate is no more exact than one digit, or fives above ten."""
    return round(seconds) if seconds < 10 else math.ceil(seconds / 5) * 5
