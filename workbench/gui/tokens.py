"""The colours of the light and the dark theme; nothing else in the program names a colour."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

ThemeName = Literal["light", "dark"]


@dataclass(frozen=True)
class Tokens:
    """One theme's colours, each as `#RRGGBB` (what QColor, QSS and pyqtgraph all read).

    Attributes:
        name: Which theme it is.
        window: Ground of a pane.
        rail: Menu bar and navigation rail.
        surface: Cards, fields, bottom bar, the selected rail item.
        sunken: Segmented control, neutral chip, disabled button.
        border: Outline of cards and fields.
        border_strong: Outline of buttons, plot axis, drop area.
        hairline: Lines between rows.
        grid: Plot grid.
        track: The empty part of a bar, slider or progress.
        text: Content and values.
        text_2: Labels and explanations.
        text_3: Hints, axis numbers, locked items.
        accent: Primary button, progress, slider, focus; a fill, never text.
        accent_text: Links, and text on `accent_soft`.
        accent_soft: Selected row, role chip, halo of the focus ring.
        on_accent: Text on `accent` and on a filled danger button.
        ok: Finished, fits.
        ok_soft: Ground of a chip that says so.
        warn: An issue, not sure, a set star.
        warn_soft: Ground of a chip that says so.
        error: Failed, Stop, Discard.
        error_soft: Ground of a chip that says so.
        chart: Blue, orange, green, plum, umber and ink, in the order in which series and labels take them.
        shadow: Shadow of menus, dialogs and toasts, as `#AARRGGBB`.
    """

    name: ThemeName
    window: str
    rail: str
    surface: str
    sunken: str
    border: str
    border_strong: str
    hairline: str
    grid: str
    track: str
    text: str
    text_2: str
    text_3: str
    accent: str
    accent_text: str
    accent_soft: str
    on_accent: str
    ok: str
    ok_soft: str
    warn: str
    warn_soft: str
    error: str
    error_soft: str
    chart: tuple[str, str, str, str, str, str]
    shadow: str

    def label_color(self, index: int) -> str:
        """The colour of a label by its rank of frequency, counted from 0; from the seventh on all are grey."""
        return self.chart[index] if 0 <= index < len(self.chart) else self.text_3


LIGHT = Tokens(
    name="light",
    window="#F5F6F8",
    rail="#ECEEF2",
    surface="#FFFFFF",
    sunken="#F0F2F5",
    border="#DEE1E7",
    border_strong="#C3C8D2",
    hairline="#E9EBEF",
    grid="#ECEEF2",
    track="#E6E9EE",
    text="#1A1E27",
    text_2="#4C5463",
    text_3="#626A79",
    accent="#3A57C9",
    accent_text="#2F49B0",
    accent_soft="#E9EDFB",
    on_accent="#FFFFFF",
    ok="#17744A",
    ok_soft="#E4F3EB",
    warn="#8A5600",
    warn_soft="#FCF1DB",
    error="#B3261E",
    error_soft="#FBE9E7",
    chart=("#1F5FB8", "#C4560A", "#05825C", "#A15D94", "#583F12", "#21252D"),
    shadow="#29141A28",
)

DARK = Tokens(
    name="dark",
    window="#15171C",
    rail="#101216",
    surface="#1C1F25",
    sunken="#14161A",
    border="#2E323B",
    border_strong="#454B57",
    hairline="#272B33",
    grid="#262A32",
    track="#2A2E37",
    text="#E9EBEF",
    text_2="#B0B7C3",
    text_3="#939BA9",
    accent="#4A66DA",
    accent_text="#A9B9FF",
    accent_soft="#262F52",
    on_accent="#FFFFFF",
    ok="#5CC795",
    ok_soft="#18332A",
    warn="#E5B35A",
    warn_soft="#362C18",
    error="#F58A80",
    error_soft="#3A2220",
    chart=("#77A8F5", "#F0793C", "#3ACDA0", "#B6739C", "#F3D75A", "#D0D5E0"),
    shadow="#80141A28",
)


def mix(a: str, b: str, share: float) -> str:
    """A colour between two.

    Args:
        a: The colour that is mixed in, `#RRGGBB`.
        b: The ground, `#RRGGBB`.
        share: How much of `a` there is, 0 to 1.

    Returns:
        `#RRGGBB`; each channel mixed in sRGB, as CSS `color-mix(in srgb)` does.
    """
    channels = (round(int(a[i : i + 2], 16) * share + int(b[i : i + 2], 16) * (1 - share)) for i in (1, 3, 5))
    return "#" + "".join(f"{channel:02X}" for channel in channels)
