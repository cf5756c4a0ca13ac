"""The house style: colours that survive colour blindness and grey print, one sans-serif, quiet axes.

Data colours are those of Okabe and Ito (2008). The ink, paper and grid colours are used for nothing else, so that a
page may restyle them for a dark screen.
"""

from __future__ import annotations

from typing import Any, Final

INK: Final = "#1f2328"
MUTED: Final = "#57606a"
GRID: Final = "#e1e4e8"
PAPER: Final = "#ffffff"

BLUE: Final = "#0072b2"
VERMILLION: Final = "#d55e00"
GREEN: Final = "#009e73"
GREY: Final = "#8c959f"

REFUSAL: Final = ("#faf4ec", "#f3c9a0", "#c9560a", "#7d2e00")
"""Colours of the chance of refusal from 0 to 1: one hue, ever darker, so that grey print keeps the order."""

ON_LIGHT: Final = "#20180f"
ON_DARK: Final = "#fffdfa"

FONT: Final = "Arial, Liberation Sans, Helvetica, sans-serif"
WIDTH: Final = 720
TITLE_SIZE: Final = 17
SUBTITLE_SIZE: Final = 12
TEXT_SIZE: Final = 12
SMALL_SIZE: Final = 11

CONFIG: Final[dict[str, Any]] = {
    "aria": False,
    "background": PAPER,
    "font": FONT,
    "padding": 12,
    "view": {"stroke": None},
    "title": {
        "anchor": "start",
        "align": "left",
        "frame": "bounds",
        "font": FONT,
        "fontSize": TITLE_SIZE,
        "fontWeight": "bold",
        "lineHeight": 22,
        "color": INK,
        "subtitleFont": FONT,
        "subtitleFontSize": SUBTITLE_SIZE,
        "subtitleLineHeight": 16,
        "subtitleColor": MUTED,
        "subtitlePadding": 6,
        "offset": 16,
    },
    "axis": {
        "labelFont": FONT,
        "labelFontSize": SMALL_SIZE,
        "labelColor": MUTED,
        "titleFont": FONT,
        "titleFontSize": TEXT_SIZE,
        "titleFontWeight": "normal",
        "titleColor": INK,
        "domainColor": GREY,
        "tickColor": GREY,
        "gridColor": GRID,
        "labelPadding": 4,
    },
    "text": {"font": FONT, "fontSize": TEXT_SIZE, "color": INK},
    "legend": {
        "labelFont": FONT,
        "labelFontSize": SMALL_SIZE,
        "labelColor": INK,
        "titleFont": FONT,
        "titleFontSize": SMALL_SIZE,
        "titleFontWeight": "normal",
        "titleColor": MUTED,
    },
}
