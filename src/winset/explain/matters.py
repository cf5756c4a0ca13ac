"""What matters in a case, in a frozen record: swings, shares of variance, where doubt comes from, what it pays to know.

`Matters.to_json` is the published form, schema ``winset.sensitivity/1``.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import math
from dataclasses import dataclass
from typing import Any

from winset.explain.break_even import BreakEven
from winset.explain.information import NO_DECISION, Information
from winset.explain.split import Split
from winset.forecasting.record import CaseLine, Run

SCHEMA = "winset.sensitivity/1"

YES_OR_NO = (
    "Deal or no deal is a yes or a no: nearly all of its variance is interaction and luck, so totals are large for "
    "many numbers and sum to far more than 1. Read them as an order, and beside the swings."
)


@dataclass(frozen=True)
class Swing:
    """How far one number, set to the ends of its range, moves the chance of a deal.

    Parameters
    ----------
    path, label, text, unit : str
        Where it stands, what it is called, how it is written, and its unit.
    party, source : str
        Whose number it is and where it comes from.
    low_value, high_value : float
        Its 5 % and 95 % points, to four digits: setting the number to them by hand gives the same chances.
    low, high : float
        Chance of a deal there.
    error : float
        Sampling error of `high` less `low`, one standard error.
    break_even : BreakEven or None
        Where it opens or closes the window with all other numbers at their modes; None if it does so nowhere in its
        range.
    refused : str
        Why the case cannot hold the number at an end; empty if it can. Chances are those of the base then.
    """

    path: str
    label: str
    text: str
    unit: str
    party: str
    source: str
    low_value: float
    high_value: float
    low: float
    high: float
    error: float
    break_even: BreakEven | None
    refused: str = ""

    @property
    def size(self) -> float:
        """How far apart the chances are."""
        return abs(self.high - self.low)


@dataclass(frozen=True)
class Estimate:
    """An estimate with a 90 % interval; None where it cannot be told."""

    value: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True)
class Share:
    """How much of what is unsure hangs on a number, or on a group of them.

    Parameters
    ----------
    path : str
        Of the number; of a group its label.
    label : str
    party, source : str
        Whose number it is and where it comes from; empty for a group.
    numbers : int
        How many numbers it holds.
    room_alone, room_all : Estimate
        First-order and total index of the room at the case's date, which moves without a jump.
    chance_alone, chance_all : Estimate
        The same of the chance of a deal that the numbers leave, luck apart.
    yes_all : Estimate
        Total index of the yes or no itself, luck included.
    """

    path: str
    label: str
    party: str
    source: str
    numbers: int
    room_alone: Estimate
    room_all: Estimate
    chance_alone: Estimate
    chance_all: Estimate
    yes_all: Estimate


@dataclass(frozen=True)
class Matters:
    """What matters in a case.

    Parameters
    ----------
    case : CaseLine
    run : Run
    probability, sampling_error : float
        Chance of a deal in the base and its sampling error.
    open_now : bool
        Whether the window is open with all numbers at their modes.
    asked, answered : int
        Questions that were to be answered, and those that were; fewer if the work was interrupted.
    swings : tuple of Swing
        The widest first.
    shares : tuple of Share
        Of every number, and of readings among which one holds, those that matter most to the chance first.
    parties, sources : tuple of Share
        Of all numbers of a party, and of all from the same sources.
    split : Split
        Where the uncertainty of the chance comes from.
    information : Information or None
        What knowing would be worth; None where the case states no decision.
    warnings : tuple of str
    """

    case: CaseLine
    run: Run
    probability: float
    sampling_error: float
    open_now: bool
    asked: int
    answered: int
    swings: tuple[Swing, ...]
    shares: tuple[Share, ...]
    parties: tuple[Share, ...]
    sources: tuple[Share, ...]
    split: Split
    information: Information | None
    warnings: tuple[str, ...]

    @property
    def is_complete(self) -> bool:
        """True if every question was answered."""
        return self.answered == self.asked

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain lists, mappings, numbers and text; dates as ISO text, what cannot be told as None."""
        found = {"schema": SCHEMA, **_plain(dataclasses.asdict(self)), "complete": self.is_complete}
        if self.information is None:
            found["information"] = {"none": NO_DECISION}
        return found

    def to_json(self) -> str:
        """Return the published form, one JSON document ending in a newline; equal findings give equal bytes."""
        return json.dumps(self.to_dict(), ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def _plain(value: Any) -> Any:
    """Return a value with tuples as lists, dates as ISO text, and numbers to ten digits."""
    if isinstance(value, dict):
        return {key: _plain(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(part) for part in value]
    if isinstance(value, float):
        return round(value, 10) if math.isfinite(value) else None
    return value.isoformat() if isinstance(value, dt.date) else value


__all__ = ["SCHEMA", "YES_OR_NO", "Estimate", "Matters", "Share", "Swing"]
