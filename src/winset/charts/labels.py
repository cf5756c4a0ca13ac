"""Where text goes: how wide it is, where it breaks, and how labels keep clear of each other.

Widths are those of Arial and its metric twins, a little wide in bold; other scripts are estimated.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

_EMS = {
    character: ems
    for ems, characters in (
        (0.222, "ijl'"),
        (0.278, " ftI.,:;!/|[]"),
        (0.333, "r()-`"),
        (0.5, "ckszvxyJ"),
        (0.611, "FTZ"),
        (0.667, "ABEKPSVXY&"),
        (0.722, "CDHNRUw"),
        (0.778, "GOQ"),
        (0.833, "mM"),
        (0.889, "%"),
        (0.944, "W"),
        (1.0, "@—…"),
    )
    for character in characters
}
"""Widths of Arial's characters that are not 0.556 em wide."""


def text_width(text: str, size: float, bold: bool = False) -> float:
    """Return about how many pixels a line of text takes at a font size."""
    ems = sum(
        1.0 if unicodedata.east_asian_width(character) in {"W", "F"} else _EMS.get(character, 0.556)
        for character in text
    )
    return ems * size * (1.07 if bold else 1.0)


def wrap(
    text: str, width: float, size: float, lines: int | None = None, bold: bool = False, cut: bool = False
) -> list[str]:
    """Return the text in lines of at most `width` pixels; words too long are cut.

    If there are more than `lines`, the last one holds "…" and the end of the text, which often tells labels apart;
    `cut` ends the text there instead.

    Examples
    --------
    >>> wrap("two islands and joint activity", 100, 12)
    ['two islands and', 'joint activity']
    >>> wrap("two islands and joint activity, variant 2", 100, 12, lines=2)
    ['two islands and', '…variant 2']
    """
    broken: list[str] = []
    line = ""
    for word in text.split():
        while text_width(word, size, bold) > width and len(word) > 1:
            fits = _fitting(word, width, size, bold)
            broken.extend([line] if line else [])
            line = ""
            broken.append(word[:fits])
            word = word[fits:]
        longer = f"{line} {word}" if line else word
        if line and text_width(longer, size, bold) > width:
            broken.append(line)
            line = word
        else:
            line = longer
    broken.extend([line] if line else [])
    if lines is None or len(broken) <= lines:
        return broken or [""]
    if cut:
        last = broken[lines - 1]
        return [*broken[: lines - 1], last[: _fitting(last, width - size, size, bold)].rstrip(" ,;:.") + "…"]
    tail = ""
    for word in reversed(text.split()):
        longer = f"{word} {tail}".strip()
        if text_width("…" + longer, size, bold) > width:
            break
        tail = longer
    return [*broken[: lines - 1], "…" + (tail or broken[-1][-_fitting(broken[-1], width - size, size, bold) :])]


def _fitting(word: str, width: float, size: float, bold: bool) -> int:
    """Return how many characters of a word fit, at least one."""
    cut = len(word)
    while cut > 1 and text_width(word[:cut], size, bold) > width:
        cut -= 1
    return cut


def spread(centres: Sequence[float], heights: Sequence[float], low: float, high: float) -> list[float]:
    """Return centres moved as little as needed so that labels of these heights neither overlap nor leave the range.

    Order is kept. If the labels do not fit, they fill the range and run over its upper end.

    Examples
    --------
    >>> spread([50, 51], [10, 10], 0, 100)
    [45.5, 55.5]
    >>> spread([2, 99], [10, 10], 0, 100)
    [5.0, 95.0]
    """
    order = sorted(range(len(centres)), key=lambda i: centres[i])
    blocks: list[tuple[list[int], float, float]] = []
    for i in order:
        members, start, size = [i], centres[i] - heights[i] / 2, heights[i]
        start = min(max(start, low), max(high - size, low))
        while blocks and blocks[-1][1] + blocks[-1][2] > start:
            before, above, tall = blocks.pop()
            weight = len(before) + len(members)
            middle = (len(before) * (above + tall / 2) + len(members) * (start + size / 2)) / weight
            members, size = before + members, tall + size
            start = min(max(middle - size / 2, low), max(high - size, low))
        blocks.append((members, start, size))
    placed = [0.0] * len(centres)
    for members, start, _ in blocks:
        for i in members:
            placed[i] = start + heights[i] / 2
            start += heights[i]
    return placed
