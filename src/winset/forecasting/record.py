"""The forecast: a frozen record of what was asked, what came out and what it rests on.

Front ends only arrange what stands here. `Forecast.to_json` is the published form, schema ``winset.forecast/1``.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
from dataclasses import dataclass
from typing import Any, Literal

SCHEMA = "winset.forecast/1"

Kind = Literal[
    "leader", "capital", "body", "referendum", "consent", "outside", "time", "vote", "road", "spoiler", "several"
]
"""What stands in the way: an accepter, pressure from outside, the meetings, a failed vote, that nobody else carries it
after a No, an event that breaks off a signing, or several at once."""


@dataclass(frozen=True)
class CaseLine:
    """Which case was asked about, and how far its talks have come.

    `sha256` covers its text and the series files that it names.
    """

    id: str
    title: str
    question: str
    as_of: dt.date
    until: dt.date
    sha256: str
    stage: Literal["talks", "agreed", "signed", "ratified"] = "talks"


@dataclass(frozen=True)
class Run:
    """How the numbers were made: the same version, seed and draws give the same bytes."""

    version: str
    seed: int
    draws: int
    step_days: int


@dataclass(frozen=True)
class DealBy:
    """Probability of a deal by a date, pooled, with the extremes over forms."""

    date: dt.date
    probability: float
    low: float
    high: float


@dataclass(frozen=True)
class Deal:
    """The headline: the pool over forms, the extremes over forms, the sampling error of the pool, and words."""

    probability: float
    low: float
    high: float
    sampling_error: float
    words: str
    counted: str
    by: tuple[DealBy, ...]


@dataclass(frozen=True)
class Rung:
    """Probability of reaching one rung of the ladder (with a package that counts, above `meet`)."""

    rung: str
    probability: float


@dataclass(frozen=True)
class Tripwire:
    """One number that, moved alone to `flips_at`, makes its accepter accept `package` with all inputs at their modes.

    `opens` is true if that accepter is the only one who refuses, so that moving it opens the package.
    """

    path: str
    label: str
    now: float
    flips_at: float
    unit: str
    package: str
    party: str
    accepter: str
    opens: bool


@dataclass(frozen=True)
class Moved:
    """One number moved from its central value to another, in its own unit; `from_` is written `from` in JSON.

    `who` can move it: ``we``, ``they``, ``a party``, ``third party`` or ``nobody``; `party` says which party that is.
    """

    path: str
    label: str
    from_: float
    to: float
    unit: str
    who: str
    party: str


@dataclass(frozen=True)
class Lever:
    """A change that opens a package with all other inputs at their modes, and what it does to the chance of a deal.

    Parameters
    ----------
    package, label : str
        Which package it opens, and what that is called.
    changes : tuple of Moved
    words : str
        The change in words.
    who, party : str
        Who can make all of it; `several` if no one can.
    effort : float
        The sum over the changes of the change over its unit of effort.
    probability_before, probability_after : float
        Chance of a deal, of any package that counts, before and after.
    sampling_error : float
        One standard error of the difference between the two, which were played with the same randoms.
    draws : int
        Draws for each model form behind the two chances.
    """

    package: str
    label: str
    changes: tuple[Moved, ...]
    words: str
    who: str
    party: str
    effort: float
    probability_before: float
    probability_after: float
    sampling_error: float
    draws: int


@dataclass(frozen=True)
class Form:
    """One model form: a value for each dimension, its weight in the pool, and its probability of a deal.

    A dimension that has no use reads "none", such as the solution where offers are taken or left.
    """

    name: str
    weight: float
    probability: float
    sampling_error: float
    process: str
    closing: str
    solution: str
    vote_error: str
    story: str
    information: str = "none"


@dataclass(frozen=True)
class Blocker:
    """An accepter's stand on a package at the case's date.

    Parameters
    ----------
    probability : float
        Chance that it refuses. For a body or a referendum: that the vote fails.
    gap : float
        Median shortfall over the draws in which it refuses (0 if it never does), in `unit`.
    gap_central : float
        Shortfall with all inputs at their modes; negative where there is room to spare.
    unit : str
        Points of worth, percentage points, votes, or chance.
    """

    party: str
    accepter: str
    kind: Kind
    probability: float
    gap: float
    gap_central: float
    unit: str


@dataclass(frozen=True)
class PackageResult:
    """One package: whether it counts, how often it is signed and ratified by the end, and who refuses it now.

    `says` is the case's description of it, `settings` are its options by issue, as text. `open_now` is the
    probability that all who have still to accept it do at `as_of`; `blocked_by` names every accepter who is asked,
    likeliest to refuse first. Once a package is agreed, others are no longer `on_the_table`, unless one is voted on
    after a No.
    """

    id: str
    label: str
    says: str
    settings: tuple[tuple[str, str], ...]
    counts: bool
    signed: float
    ratified: float
    open_now: float
    blocked_by: tuple[Blocker, ...]
    on_the_table: bool = True


@dataclass(frozen=True)
class NodeStand:
    """How one node of the tree stands to a package at the case's date.

    `probability` is the chance that it accepts, over all draws; `gap_central` is as in `Blocker`, and nothing at a rule
    or where someone is not asked.
    """

    package: str
    probability: float
    gap_central: float | None


@dataclass(frozen=True)
class AccepterNode:
    """One node of the tree of those who must accept: a rule, or someone who accepts or refuses.

    Parameters
    ----------
    path, parent : str
        Where it stands, such as ``ratifiers.council.belgium``, and the path of the node above it; the root is ``*``
        and has no node above. Nor has someone who is asked only after a No, whom no rule counts.
    party, name, label : str
        Party and name as in the case, and what it is called.
    rule : str
        What it takes, such as ``all of``, ``any of``, ``at least 2 of 3`` or ``goes through unless stopped``;
        ``only after a No`` of someone who is asked only then.
    kind : str
        Kind of accepter, empty at a rule.
    stops : bool
        True if it can only stop a package or let it go.
    unit : str
        Unit of the gaps, empty at a rule.
    stands : tuple of NodeStand
        One for each package, in the order of the case.
    """

    path: str
    parent: str
    party: str
    name: str
    label: str
    rule: str
    kind: Kind | Literal[""]
    stops: bool
    unit: str
    stands: tuple[NodeStand, ...]


@dataclass(frozen=True)
class Binding:
    """Share of the no-deal draws in which removing this obstacle alone would have given a deal."""

    party: str
    accepter: str
    kind: Kind
    share: float


@dataclass(frozen=True)
class Spread:
    """A number with all inputs at their modes, and its 5 and 95 % points over draws; nothing where it is infinite."""

    central: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True)
class PowerShift:
    """The shift of power that a package brings.

    Parameters
    ----------
    now, after : float
        Chance that the rising side would win a fight, with all inputs at their modes.
    probability : float
        Chance that the other side bears the shift.
    largest : Spread
        The largest shift that it bears.
    share : Spread
        The largest share of what is conceded that it bears, if power rises in proportion.
    """

    now: float
    after: float
    probability: float
    largest: Spread
    share: Spread


@dataclass(frozen=True)
class Steps:
    """The steps in which something is handed over with a package.

    Parameters
    ----------
    foreseen : int
        Steps into which the package cuts it.
    probability : float
        Chance that they are enough.
    needed : Spread
        Equal steps that enforce themselves.
    never : float
        Chance that no number of steps is enough.
    """

    foreseen: int
    probability: float
    needed: Spread
    never: float


@dataclass(frozen=True)
class Kept:
    """Whether a package enforces itself, where the case says what keeping it hangs on."""

    package: str
    label: str
    counts: bool
    probability: float
    power: PowerShift | None
    exchange: Steps | None


@dataclass(frozen=True)
class NoDeal:
    """What no agreement is worth to a party's leader now and at the end, and what became of its felt publics."""

    party: str
    now: float
    at_end: float
    note: str


@dataclass(frozen=True)
class Watch:
    """A date ahead and what falls on it."""

    date: dt.date
    what: str
    kind: Literal["clock", "deadline", "event", "outside", "end"]


@dataclass(frozen=True)
class Number:
    """One number of the case as used: how it is written, where it comes from, how strongly it moves the answer.

    `influence` is the correlation between the number's rank and a deal over the draws, -1 to 1.
    """

    path: str
    label: str
    text: str
    sources: tuple[str, ...]
    note: str
    confidence: str
    guess: bool
    default: bool
    decisive: bool
    influence: float


@dataclass(frozen=True)
class SourceLine:
    """A source that the case names."""

    id: str
    title: str
    publisher: str
    date: str
    url: str
    used_by: tuple[str, ...]


@dataclass(frozen=True)
class Poll:
    """One reading of a series, for charts; `error` is one standard error in points."""

    date: dt.date
    house: str
    value: float
    error: float


@dataclass(frozen=True)
class Need:
    """The approval that signing a package would need, with all inputs at their modes; only packages that cost some."""

    package: str
    label: str
    counts: bool
    level: float


@dataclass(frozen=True)
class Fan:
    """Approval of one felt public: polls, and its spread ahead under one process.

    `quantiles` holds for each date the 5, 25, 50, 75 and 95 % points.
    """

    party: str
    accepter: str
    label: str
    process: str
    dates: tuple[dt.date, ...]
    quantiles: tuple[tuple[float, float, float, float, float], ...]
    polls: tuple[Poll, ...]
    floor: float
    floor_low: float
    floor_high: float
    needs: tuple[Need, ...]


@dataclass(frozen=True)
class Gain:
    """Leaders' central gains over no agreement from one package, in the order of `Gains.parties`."""

    package: str
    label: str
    counts: bool
    gains: tuple[float, ...]
    on_frontier: bool
    chosen: bool


@dataclass(frozen=True)
class Gains:
    """The bargaining table between leaders, all inputs at their modes: no agreement is the origin."""

    parties: tuple[str, ...]
    solution: str
    points: tuple[Gain, ...]


@dataclass(frozen=True)
class OpinionLine:
    """One reading of how a public sees a package."""

    party: str
    accepter: str
    package: str
    label: str
    house: str
    wording: str
    oppose: float
    support: float
    guess: bool
    n: int | None
    source: str


@dataclass(frozen=True)
class BaseLine:
    """One line of the outside view: how often things like this happen, whoever is at the table.

    Parameters
    ----------
    id : str
        ``own-record``, ``agreement``, ``substantive``, ``ends-claim`` or ``ratified`` of the reference class, or the
        case's own name of a rate.
    class_ : str
        The reference class, such as ``territory/bilateral``; ``this dispute`` for its own record.
    label : str
        What is counted.
    unit : str
        Of what it is the chance: by a date, or per attempt.
    cases : int or None
        How many cases it is counted from; nothing if that is not known.
    low, high : float or None
        Ends of the 95 % interval; nothing where the number of cases is not known.
    basis : str
        How it comes about.
    closest : bool
        True for the line that asks most nearly what the case asks.
    """

    id: str
    class_: str
    label: str
    unit: str
    cases: int | None
    probability: float
    low: float | None
    high: float | None
    source: str
    basis: str
    closest: bool = False


@dataclass(frozen=True)
class Blend:
    """The model's chance mixed with the outside view on the scale of log-odds, on request; never the model's number.

    Parameters
    ----------
    probability : float
        The mixture.
    low, high : float
        The lowest and the highest form, mixed likewise.
    weight : float
        Weight of the outside view.
    line : str
        Id of the line of the outside view.
    outside : float
        The chance that it gives.
    """

    probability: float
    low: float
    high: float
    weight: float
    line: str
    outside: float


@dataclass(frozen=True)
class ExpertLine:
    """One expert's own forecast.

    Parameters
    ----------
    who, date, says
        Who made it, when, and in which words.
    text : str
        The chance as written: a number, a range, or a word of the scale.
    probability : float
        What it counts for in the pools: the middle of a range.
    low, high : float or None
        The ends of a range.
    weight : float
    about : str
        What it is about, if not the case's own question.
    pooled : bool
        Whether it is about the case's own question.
    sources, note
    guess : bool
        True if the chance is a reading of the analyst's own.
    """

    who: str
    date: dt.date
    says: str
    text: str
    probability: float
    low: float | None
    high: float | None
    weight: float
    about: str
    pooled: bool
    sources: tuple[str, ...]
    guess: bool
    note: str


@dataclass(frozen=True)
class ExpertPools:
    """What experts expect, beside the forecast and no part of it; the pools are none without a forecast to pool.

    `linear` is the weighted mean, `log_odds` the probability whose log-odds are `factor` times the mean log-odds.
    """

    forecasts: tuple[ExpertLine, ...] = ()
    linear: float | None = None
    log_odds: float | None = None
    factor: float | None = None


@dataclass(frozen=True)
class Forecast:
    """What winset answers.

    Examples
    --------
    >>> import winset
    >>> answer = winset.forecast(winset.load("wage-round"), draws=1024, seed=1)
    >>> answer.case.id, answer.run.draws
    ('wage-round', 1024)
    >>> 0 <= answer.deal.low <= answer.deal.probability <= answer.deal.high <= 1
    True
    """

    case: CaseLine
    run: Run
    deal: Deal
    ladder: tuple[Rung, ...]
    tripwires: tuple[Tripwire, ...]
    forms: tuple[Form, ...]
    packages: tuple[PackageResult, ...]
    accepters: tuple[AccepterNode, ...]
    binding: tuple[Binding, ...]
    keeping: tuple[Kept, ...]
    no_deal: tuple[NoDeal, ...]
    watch: tuple[Watch, ...]
    numbers: tuple[Number, ...]
    outside_view: tuple[BaseLine, ...]
    experts: ExpertPools
    fans: tuple[Fan, ...]
    gains: Gains
    opinions: tuple[OpinionLine, ...]
    assumptions: tuple[str, ...]
    not_modelled: tuple[str, ...]
    warnings: tuple[str, ...]
    sources: tuple[SourceLine, ...]
    levers: tuple[Lever, ...] = ()
    blend: Blend | None = None

    def to_dict(self) -> dict[str, Any]:
        """Return the forecast as plain lists, mappings, numbers and text; dates as ISO text."""
        return {"schema": SCHEMA, **plain_data(dataclasses.asdict(self))}

    def to_json(self) -> str:
        """Return the published form, one JSON document ending in a newline; equal forecasts give equal bytes."""
        return json.dumps(self.to_dict(), ensure_ascii=False, indent=2, allow_nan=False) + "\n"

    def _repr_html_(self) -> str:
        """Return what a notebook shows."""
        from winset.report.notebook import forecast_html

        return forecast_html(self)


def plain_data(value: Any) -> Any:
    """Return a value with tuples as lists and dates as ISO text; `from_` reads `from`, which is no name in Python."""
    if isinstance(value, dict):
        return {key.rstrip("_"): plain_data(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [plain_data(part) for part in value]
    return value.isoformat() if isinstance(value, dt.date) else value
