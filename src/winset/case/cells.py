"""Cells of tables of polls as people write them: per cent signs, decimal commas, ranges, dates of many forms."""

from __future__ import annotations

import datetime as dt
import math
import re
from dataclasses import dataclass

NUMBER = r"\d+(?:[.,]\d+)?"
RANGE = re.compile(rf"({NUMBER})\s*%?\s*(?:-|–|—|to|\.\.)\s*({NUMBER})\s*%?", re.IGNORECASE)
MONTHS = {name: place for place, name in enumerate(
    ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), 1)}  # fmt: skip
MIDDLE = 15
"""Day taken where only the month is known."""


@dataclass(frozen=True)
class DayCell:
    """A day, and whether only its month is known; then it is the month's middle."""

    day: dt.date
    month_only: bool = False


@dataclass(frozen=True)
class ShareCell:
    """A share in per cent, and half the width of the range it was given as (0 for a single number)."""

    value: float
    half_width: float = 0.0


def day_in(text: str) -> DayCell | None:
    """Return the day that a cell names, None if it names none.

    Taken are ISO dates, with or without a time, with dashes or slashes, days before months where points part them
    (24.1.2019), and months alone (2019-01, Jan 2019). Dates such as 1/2/2019 say one thing in one country and another
    in the next, and are not taken.

    >>> [str(day_in(text).day) for text in ("2019-01-24", "24.1.2019", "2019-01", "January 2019")]
    ['2019-01-24', '2019-01-24', '2019-01-15', '2019-01-15']
    >>> day_in("1/2/2019")
    """
    cell = text.strip()
    try:
        if found := re.fullmatch(r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?:[T ][\d:.+Z-]*)?", cell):
            year, month, day = (int(part) for part in found.groups())
            return DayCell(dt.date(year, month, day))
        if found := re.fullmatch(r"(\d{1,2})\.\s*(\d{1,2})\.\s*(\d{4})", cell):
            day, month, year = (int(part) for part in found.groups())
            return DayCell(dt.date(year, month, day))
        if found := re.fullmatch(r"(\d{4})[-/](\d{1,2})", cell):
            return DayCell(dt.date(int(found[1]), int(found[2]), MIDDLE), month_only=True)
        if (found := re.fullmatch(r"([A-Za-z]{3,9})\.?,?\s+(\d{4})", cell)) and found[1][:3].lower() in MONTHS:
            return DayCell(dt.date(int(found[2]), MONTHS[found[1][:3].lower()], MIDDLE), month_only=True)
    except ValueError:
        return None
    return None


def share_in(text: str) -> ShareCell | None:
    """Return the share in per cent that a cell names, None if it names none; a range stands for its middle.

    >>> share_in("46,5 %"), share_in("45-48"), share_in("about half")
    (ShareCell(value=46.5, half_width=0.0), ShareCell(value=46.5, half_width=1.5), None)
    """
    cell = text.strip()
    if found := RANGE.fullmatch(cell):
        low, high = (float(part.replace(",", ".")) for part in found.groups())
        return ShareCell((low + high) / 2, (high - low) / 2) if low <= high else None
    plain = re.fullmatch(rf"({NUMBER})\s*%?", cell)
    return ShareCell(float(plain[1].replace(",", "."))) if plain else None


def size_in(text: str) -> float | None:
    """Return the number of respondents that a cell names, nan if it is empty, None if it names none.

    >>> size_in("1,600"), size_in("1600.0"), size_in("1 600"), size_in("many")
    (1600.0, 1600.0, 1600.0, None)
    """
    cell = text.strip()
    if cell.lower() in {"", "nan", "na", "n/a", "-", "none", "null"}:
        return math.nan
    joined = re.sub(r"(?<=\d)[,\s\u00a0](?=\d{3}(?:\D|$))", "", cell)
    if not re.fullmatch(r"\d+(?:\.0*)?", joined):
        return None
    size = float(joined)
    return size if 0 < size < 1e9 else None
