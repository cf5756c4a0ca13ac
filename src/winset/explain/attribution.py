"""What a comparison of two forecasts says: both chances, the change, and which inputs explain how much of it.

`Attribution.to_json` is the published form, schema ``winset.compare/1``.
"""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import asdict, dataclass
from typing import Any

SCHEMA = "winset.compare/1"


@dataclass(frozen=True)
class Side:
    """One of two forecasts that are compared.

    Parameters
    ----------
    case, title, question : str
    as_of, until : date
    probability : float
        Chance of a deal, pooled over the forms.
    low, high : float
        Its extremes over the forms.
    sampling_error : float
    sha256 : str
        Of the case, as in a forecast.
    """

    case: str
    title: str
    question: str
    as_of: dt.date
    until: dt.date
    probability: float
    low: float
    high: float
    sampling_error: float
    sha256: str


@dataclass(frozen=True)
class Changed:
    """One input that differs: where it stands, what it is called, how each side reads; empty where it says nothing."""

    path: str
    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Share:
    """A group of inputs and how much of the change it explains.

    Parameters
    ----------
    group : str
        What the group is called.
    paths : tuple of str
        Inputs of the group that differ.
    shapley : float
        Its mean effect on the chance over all orders in which the groups could have changed.
    sampling_error : float
        One standard error of `shapley`, from the replicates and, where orders are sampled, from the orders.
    alone : float
        Effect of changing this group alone, from the first case.
    last : float
        Effect of changing this group last, when all others have changed.
    changes : tuple of Changed
        The inputs with what each case says; of approval also how the polls measure it.
    """

    group: str
    paths: tuple[str, ...]
    shapley: float
    sampling_error: float
    alone: float
    last: float
    changes: tuple[Changed, ...]


@dataclass(frozen=True)
class Result:
    """One result of two saved forecasts, a chance from 0 to 1; nothing where a forecast has none of that name."""

    label: str
    before: float | None
    after: float | None


@dataclass(frozen=True)
class Attribution:
    """What changed between two forecasts, and why.

    Parameters
    ----------
    before, after : Side
    change : float
        Chance after less chance before.
    sampling_error : float
        One standard error of `change`.
    groups : tuple of Share
        The largest share first; the shares add up to `change`.
    attributed : bool
        False for saved forecasts, which cannot be played again: what the change comes from cannot be told of them.
    exact : bool
        True if every combination of groups was played; otherwise shares are means over sampled orders.
    permutations : int
        Orders sampled; 0 if exact.
    plays : int
        Combinations played.
    seed, draws : int
        Of each play; 0 for saved forecasts.
    results : tuple of Result
        Of saved forecasts, result by result.
    inseparable : tuple of str
        Which groups were taken together, since no valid case has one without the other.
    warnings : tuple of str
    version : str
    """

    before: Side
    after: Side
    change: float
    sampling_error: float
    groups: tuple[Share, ...]
    attributed: bool
    exact: bool
    permutations: int
    plays: int
    seed: int
    draws: int
    results: tuple[Result, ...]
    inseparable: tuple[str, ...]
    warnings: tuple[str, ...]
    version: str

    @property
    def interacts(self) -> bool:
        """True if what groups do hangs on each other more than half as much as they do on the whole.

        Measured by how far each share is from what its group does alone and last, whichever is farther, summed over
        the groups, beside the sum of the shares without their signs.
        """
        whole = sum(abs(group.shapley) for group in self.groups)
        apart = sum(max(abs(group.shapley - group.alone), abs(group.shapley - group.last)) for group in self.groups)
        return apart > whole / 2

    def to_dict(self) -> dict[str, Any]:
        """Return the comparison as plain lists, mappings, numbers and text; dates as ISO text."""
        return {"schema": SCHEMA, **json.loads(json.dumps(asdict(self), default=str, allow_nan=False))}

    def to_json(self) -> str:
        """Return the published form, one JSON document ending in a newline; equal comparisons give equal bytes."""
        return json.dumps(self.to_dict(), ensure_ascii=False, indent=2, allow_nan=False) + "\n"
