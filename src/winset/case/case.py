"""The case as a whole: what an analyst wrote, validated once and frozen."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, Field, PrivateAttr, model_validator

from winset.case.agenda import Issue, Packages, Setting
from winset.case.agreement import PartyRule
from winset.case.decision import Decision
from winset.case.experts import Experts, WrittenExperts
from winset.case.home import Accepter, AllOf, EachConsents
from winset.case.ladder import AfterANo, Counted, Keeping, Provisional
from winset.case.levers import Levers
from winset.case.outside_view import OutsideView
from winset.case.parties import Party
from winset.case.parts import Day, Decimal, Flag, Id, Part, Source, Sourced, refusal, whole
from winset.case.quantities import CHANCE, Chance, Quantity, default
from winset.case.waiting import Waiting
from winset.case.world import (
    Closing,
    Deadline,
    Event,
    Information,
    LeadTimes,
    Mediator,
    Meetings,
    Pressure,
    Process,
    Series,
    Solution,
    Sweetener,
    Together,
    VoteError,
)
from winset.case.written import Written

MANY = 10
"""As many must each consent before a blocker whom nobody named is reckoned with unasked."""

UNLISTED_BLOCKER = default(
    "0.05 to 0.10", CHANCE, "someone not named here stops it, where many must consent; judgement"
)


class Question(Part):
    """What is asked: which packages answer it with yes, and on which rung."""

    text: str
    deal: tuple[Id, ...] = Field(min_length=1)
    counted: Counted = "ratified"


BESIDE = ("stories", "experts")
"""Fields whose numbers are none of the case's own: what stories set, and what others forecast."""


def _version(value: Any) -> Any:
    """Let ``1.0`` stand for 1, but not ``true``."""
    if isinstance(value, bool):
        raise refusal("this is true or false where a number is meant", value, "1")
    return whole(value)


def _evenly(value: Any) -> Any:
    """Let a list of names stand for equal weights."""
    if isinstance(value, list | tuple) and all(isinstance(name, str) for name in value):
        return dict.fromkeys(value, 1.0)
    return value


def _weights(names: Any) -> Any:
    """Return the type of a dimension of forms: a list of names, or names with weights."""
    return Annotated[
        dict[names, Annotated[Decimal, Field(gt=0)]],
        BeforeValidator(
            _evenly,
            json_schema_input_type=Annotated[list[names], Field(min_length=1)]
            | Annotated[dict[names, Annotated[Decimal, Field(gt=0)]], Field(min_length=1)],
        ),
        Field(min_length=1),
    ]


class Forms(Part):
    """The model forms that are run; each dimension's weights are equal unless stated.

    Parameters
    ----------
    process : mapping of name to weight
        How approval moves: `random-walk` and `mean-reversion` unless stated, with their twins with jumps where a felt
        public states jumps.
    closing : mapping of name to weight
        `meetings` (a meeting in an open window may close), or `immediate` (the first moment of a window).
    information : mapping of name to weight
        `common` (all sides know each other's limits), or `private` (what is `known_to` one side is hidden from the
        others, and offers are taken or left); `common` unless stated, both where some number is hidden.
    solution : mapping of name to weight
        Which package is chosen among those that all accept; `nash` and `kalai-smorodinsky` unless stated.
    vote_error : mapping of name to weight
        `common` (an error that moves all votes of a body together) or `independent` votes.
    comparable : bool
        True if points of worth mean the same to all leaders, which `egalitarian` and `utilitarian` need.
    """

    process: _weights(Process) | None = None  # type: ignore[valid-type]
    closing: _weights(Closing) | None = None  # type: ignore[valid-type]
    information: _weights(Information) | None = None  # type: ignore[valid-type]
    solution: _weights(Solution) | None = None  # type: ignore[valid-type]
    vote_error: _weights(VoteError) | None = None  # type: ignore[valid-type]
    comparable: Flag = False


class Story(Sourced):
    """A reading of the situation under which some inputs take other values."""

    says: str | None = None
    weight: Annotated[Decimal, Field(gt=0)] = 1.0
    sets: dict[str, Any] = Field(default_factory=dict)


class _Known:
    """The quantities of one case, found once; a copy of the case finds its own. Never compared, nor sent along."""

    __hash__ = None  # type: ignore[assignment]

    def __init__(self, of: Case | None = None, quantities: Mapping[str, Quantity] | None = None) -> None:
        self.of, self.quantities = of, quantities or {}

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Known)

    def __reduce__(self) -> tuple[type[_Known], tuple[()]]:
        return (_Known, ())


class Case(Part):
    """A written case.

    Read one with `winset.load`; everything downstream may trust it.
    """

    winset: Annotated[Literal[1], BeforeValidator(_version)]
    id: Id
    title: str = Field(min_length=1)
    summary: str | None = None
    author: str | None = None
    invented: Flag = False
    as_of: Day
    until: Day
    question: Question
    stage: Literal["talks", "agreed", "signed", "ratified"] = "talks"
    agreed_package: Id | None = None
    sources: dict[Id, Source] = Field(default_factory=dict)
    issues: dict[Id, Issue] = Field(default_factory=dict)
    packages: Packages | None = None
    exclude: tuple[dict[str, Setting], ...] = ()
    parties: dict[Id, Party] = Field(min_length=1)
    agreed_by: PartyRule | None = None
    ratifiers: dict[Id, Accepter] = Field(default_factory=dict)
    unlisted_blocker: Chance | None = None
    outside: dict[Id, Pressure] = Field(default_factory=dict)
    sweeteners: dict[Id, Sweetener] = Field(default_factory=dict)
    events: dict[Id, Event] = Field(default_factory=dict)
    clocks: dict[Id, dict[Day, str]] = Field(default_factory=dict)
    meetings: Meetings = Meetings()
    mediator: Mediator | None = None
    deadlines: tuple[Deadline, ...] = ()
    lead_times: LeadTimes = LeadTimes()
    provisional: Provisional | None = None
    after_a_no: AfterANo | None = None
    keeping: Keeping | None = None
    series: dict[Id, Series] = Field(default_factory=dict)
    correlations: tuple[Together, ...] = ()
    forms: Forms = Forms()
    stories: dict[Id, dict[Id, Story]] = Field(default_factory=dict)
    outside_view: OutsideView = OutsideView()
    levers: Levers = Levers()
    decision: Decision | None = None
    waiting: dict[Id, Waiting] = Field(default_factory=dict)
    experts: WrittenExperts = Experts()

    @model_validator(mode="after")
    def _reckons_with_blockers(self) -> Case:
        """Reckon with a blocker whom nobody named where many must consent."""
        if (
            self.unlisted_blocker is None
            and _asked(self.ratifiers, *(party.home for party in self.parties.values())) >= MANY
        ):
            object.__setattr__(self, "unlisted_blocker", UNLISTED_BLOCKER)
        return self

    _written: Written = PrivateAttr(default_factory=Written)
    _known: _Known = PrivateAttr(default_factory=lambda: _Known())

    @property
    def written(self) -> Written:
        """How the case was written; empty for a case built in Python."""
        return self._written

    def as_written(self, written: Written) -> Case:
        """Return the same case with a record of how it was written."""
        copy = self.model_copy()
        copy._written = written
        return copy

    def quantities(self) -> dict[str, Quantity]:
        """Return every quantity of the case by its path, in the order of the file.

        A path joins the keys by dots, as in ``parties.russia.leader.worth.two-final``; places in lists are numbers.
        """
        if self._known.of is not self:
            self._known = _Known(self, dict(_walk(self, "")))
        return dict(self._known.quantities)


def _asked(*homes: Mapping[str, Accepter]) -> int:
    """Return how many must each consent: those of whom all are needed, where everyone must be carried."""
    found = 0
    for home in homes:
        for accepter in home.values():
            if isinstance(accepter, AllOf):
                found += _asked(accepter.all_of)
            elif isinstance(accepter, EachConsents) and accepter.needed in (None, accepter.how_many):
                found += accepter.how_many
    return found


def _walk(node: Any, path: str) -> Iterator[tuple[str, Quantity]]:
    """Yield every quantity below a node with its path."""
    if isinstance(node, Quantity):
        yield path, node
    elif isinstance(node, BaseModel):
        for name, info in type(node).model_fields.items():
            if name not in BESIDE:
                yield from _walk(getattr(node, name), _join(path, info.alias or name))
    elif isinstance(node, dict):
        for key, part in node.items():
            yield from _walk(part, _join(path, str(key)))
    elif isinstance(node, tuple | list):
        for place, part in enumerate(node):
            yield from _walk(part, _join(path, str(place)))


def _join(path: str, key: str) -> str:
    """Return a path one step longer."""
    return f"{path}.{key}" if path else key
