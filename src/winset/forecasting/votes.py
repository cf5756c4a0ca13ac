"""Those who vote or consent: the chance that each package passes them, as leaders see it, and how it comes out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from winset.case.accepters import Ratifier, Unlisted
from winset.case.case import Case
from winset.case.home import Consent, EachConsents
from winset.case.quantities import Quantity
from winset.case.voting import Bloc, Body, Election, Referendum
from winset.forecasting.calendar import YEAR, Calendar
from winset.forecasting.inputs import Draw
from winset.forecasting.worth import names_package, sweetened
from winset.ratify.abstention import carried, cast_chance, drawn_cast
from winset.ratify.body import drawn_votes, passing_chance
from winset.ratify.consents import drawn_consents, each_consents
from winset.ratify.groups import Groups
from winset.ratify.referendum import drawn_referendum, referendum_chance

Array = NDArray[np.float64]
Mask = NDArray[np.bool_]

DEGREES_OF_FREEDOM = 4.0


@dataclass(frozen=True)
class Vote:
    """A body, referendum or consent: its chance as leaders see it, and how it comes out in each draw.

    Parameters
    ----------
    chance : array of float, shape (n_draws, n_packages)
        Probability of a yes given this draw's inputs, before the vote's own luck.
    passes : array of bool, shape (n_draws, n_packages)
        How the vote, drawn apart from that belief, comes out.
    short : array of float, shape (n_draws, n_packages)
        By how much it fails: votes, points of vote share, or chance; negative where there is room.
    same, otherwise : array of float, shape (n_draws, 1)
        Of someone who follows: the chance of giving the same answer, and of a yes where it is not simply the other's.
    mirrors, own : array of bool, shape (n_draws, 1)
        Of someone who follows: whether the answer is the other's as drawn, and the answer where it is not.
    """

    party: str
    accepter: str
    kind: str
    chance: Array
    passes: Mask
    short: Array
    same: Array | float = 1.0
    otherwise: Array | float = 0.0
    mirrors: Mask | None = None
    own: Mask | None = None


def _favour(stated: Mapping[str, Quantity], path: str, packages: Sequence[str], draw: Draw) -> Array:
    """Return the shares stated for packages, ``otherwise`` for the rest, shape (n_draws, n_packages).

    A package for which nothing is stated is one on which the accepter is not asked: it stands at 1.
    """
    columns = []
    for package in packages:
        key = package if package in stated else "otherwise"
        columns.append(draw.value(f"{path}.{key}") if key in stated else np.ones(draw.n))
    return np.column_stack(columns)


def _leaning(case: Case, reference: str, packages: Sequence[str], draw: Draw, without: str | None) -> Array:
    """Return the points of vote share that outsiders and sweeteners add, shape (n_draws, n_packages).

    Votes are drawn once and not by date, so an outsider counts who leans on them at any time in question.
    """
    total = sweetened(case, reference, packages, draw)
    calendar = Calendar(case.as_of, case.until)
    for outsider, pressure in case.outside.items():
        if reference in pressure.leans_on and outsider != without:
            if not calendar.active(pressure.since, pressure.until).any():
                continue
            touches, sign = names_package(pressure, packages)
            total = total + sign * draw.value(f"outside.{outsider}.by")[:, None] * touches
    return total


def vote(
    case: Case, ratifier: Ratifier, packages: Sequence[str], draw: Draw, vote_error: str, without: str | None
) -> Vote:
    """Return how a body, a referendum or a consent stands to every package and how it comes out."""
    accepter = ratifier.accepter
    if isinstance(accepter, Unlisted):
        return _unlisted(ratifier, packages, draw)
    leaning = _leaning(case, ratifier.reference, packages, draw, without)
    asked = ratifier, tuple(packages), vote_error, leaning.tobytes()
    return draw.once(ratifier.path, asked, lambda: _voted(ratifier, packages, draw, vote_error, leaning))


def _voted(ratifier: Ratifier, packages: Sequence[str], draw: Draw, vote_error: str, leaning: Array) -> Vote:
    """Return how someone answers, given what outsiders and sweeteners add."""
    accepter, path = ratifier.accepter, ratifier.path
    if isinstance(accepter, Body):
        found = _body(accepter, path, packages, draw, vote_error, leaning, ratifier.stops)
    elif isinstance(accepter, Referendum):
        found = _referendum(accepter, path, packages, draw, leaning, ratifier.stops)
    elif isinstance(accepter, EachConsents):
        found = _each_consents(accepter, path, packages, draw, leaning)
    else:
        assert isinstance(accepter, Consent)
        found = _consent(accepter, path, packages, draw, leaning)
    chance, passes, short = found
    if accepter.asked_on is not None:
        asked = np.array([package in accepter.asked_on for package in packages])
        chance, passes = np.where(asked, chance, 1.0), passes | ~asked
        short = np.where(asked, short, -np.inf)
    return Vote(*ratifier.key, ratifier.kind, chance, passes, short)


def election_day(election: Election, path: str, as_of: dt.date, draw: Draw) -> Array:
    """Return the day on which a body is replaced, in days since the case's date, shape (n_draws,).

    With all inputs at their modes an election that comes at a rate does not come.
    """
    if election.date is not None:
        return np.full(draw.n, float((election.date - as_of).days))
    if draw.is_central:
        return np.full(draw.n, np.inf)
    with np.errstate(divide="ignore"):
        return np.asarray(-YEAR * np.log1p(-draw.level(f"{path}.rate#when")) / draw.value(f"{path}.rate"))


def follower(ratifier: Ratifier, followed: Vote, draw: Draw) -> Vote:
    """Return how someone answers who mostly answers as another does."""
    path = ratifier.path
    same, otherwise = draw.value(f"{path}.with")[:, None], draw.value(f"{path}.otherwise")[:, None]
    chance = same * followed.chance + (1 - same) * otherwise
    if draw.is_central:
        follows, own = same >= 0.5, otherwise >= 0.5
        passes = np.where(follows, followed.passes, own)
        short = np.where(passes, np.minimum(0.5 - chance, 0.0), np.maximum(0.5 - chance, 0.0))
    else:
        follows = draw.level(f"{path}#follows")[:, None] < same
        own = draw.level(f"{path}#answer")[:, None] < otherwise
        passes = np.where(follows, followed.passes, own)
        short = np.where(passes, 0.0, 1.0 - chance)
    unasked = np.isneginf(followed.short)
    return Vote(
        *ratifier.key,
        ratifier.kind,
        np.where(unasked, 1.0, chance),
        passes | unasked,
        np.where(unasked, -np.inf, short),
        same,
        otherwise,
        follows,
        own,
    )


def _unlisted(ratifier: Ratifier, packages: Sequence[str], draw: Draw) -> Vote:
    """Return whether a blocker whom nobody named lets each package pass: all of them or none."""
    blocks = np.repeat(draw.value(ratifier.path)[:, None], len(packages), axis=1)
    if draw.is_central:
        return Vote(*ratifier.key, ratifier.kind, 1 - blocks, blocks < 0.5, blocks - 0.5)
    passes = draw.level(f"{ratifier.path}#answer")[:, None] >= blocks
    return Vote(*ratifier.key, ratifier.kind, 1 - blocks, passes, np.where(passes, 0.0, blocks))


def _body(
    body: Body, path: str, packages: Sequence[str], draw: Draw, vote_error: str, leaning: Array, stops: bool
) -> tuple[Array, Mask, Array]:
    """Return the chance, the drawn vote and the votes missing of a formal body.

    A body that can only stop a package does so with its votes against: enough in favour keep it from that.
    """
    house = House.of(body, path, packages, draw, leaning)
    sd = draw.value(f"{path}.common_error")[:, None] * (vote_error != "independent")
    abstaining = body.quota_of == "votes cast" and bool((house.abstains > 0).any())
    ballot = _cast if abstaining else _of_members
    chance, passes, short = ballot(body, house, sd, draw, stops)
    if body.amends is not None:
        amends = draw.value(f"{path}.amends")[:, None]
        chance = chance * (1 - amends)
        kept = amends < 0.5 if draw.is_central else draw.level(f"{path}#amends")[:, None] >= amends
        short = np.where(passes & ~kept, 0.0, short)
        passes = passes & kept
    return chance, passes, short


@dataclass(frozen=True)
class House:
    """A body's blocs as arrays; a body without blocs is one.

    Parameters
    ----------
    voices : tuple of str
        Path of each bloc, which names its luck.
    seats : array of int, shape (n_blocs,)
    whipped : array of bool, shape (n_blocs,)
    shares : array of float, shape (n_draws, n_packages, n_blocs)
        In favour, outsiders counted.
    loyalty, abstains : array of float, shape (n_draws, 1, n_blocs)
    """

    path: str
    voices: tuple[str, ...]
    seats: NDArray[np.int64]
    whipped: Mask
    shares: Array
    loyalty: Array
    abstains: Array

    @classmethod
    def of(cls, body: Body, path: str, packages: Sequence[str], draw: Draw, leaning: Array) -> House:
        """Return a body's blocs in these draws."""
        blocs: Mapping[str, Body | Bloc] = {f"{path}.blocs.{key}": bloc for key, bloc in body.blocs.items()}
        blocs = blocs or {path: body}
        shares = [_favour(bloc.in_favour or {}, f"{at}.in_favour", packages, draw) for at, bloc in blocs.items()]
        away = [draw.value(f"{at}.abstains") if b.abstains is not None else np.zeros(draw.n) for at, b in blocs.items()]
        loyalty = [_loyalty(bloc, at, draw) for at, bloc in blocs.items()]
        abstains = np.stack(away, axis=-1)[:, None, :]
        return cls(
            path,
            tuple(blocs),
            np.array([bloc.seats for bloc in blocs.values()]),
            np.array([isinstance(bloc, Bloc) and bloc.whipped for bloc in blocs.values()]),
            np.clip(np.stack(shares, axis=-1) + leaning[..., None] / 100, 0, 1 - abstains),
            np.stack(loyalty, axis=-1)[:, None, :],
            abstains,
        )

    def luck(self, draw: Draw, what: str) -> Array:
        """Return every bloc's luck, shape (n_draws, 1, n_blocs)."""
        return np.column_stack([draw.stream(f"{voice}#{what}").random(draw.n) for voice in self.voices])[:, None, :]

    def common(self, draw: Draw) -> Array:
        """Return the error that all blocs share, in standard deviations, shape (n_draws, 1)."""
        return draw.stream(f"{self.path}#vote").standard_normal(draw.n)[:, None]


def _loyalty(bloc: Body | Bloc, path: str, draw: Draw) -> Array:
    """Return the chance that a member of a bloc keeps to its line: certain unless the case says otherwise."""
    if not isinstance(bloc, Bloc) or not bloc.whipped or bloc.loyalty is None:
        return np.ones(draw.n)
    return draw.value(f"{path}.loyalty")


def _of_members(body: Body, house: House, sd: Array, draw: Draw, stops: bool) -> tuple[Array, Mask, Array]:
    """Return chance, vote and votes missing where the quota is of all members."""
    needed = body.seats - body.needed + 1 if stops else body.needed
    # Where nobody abstains, more than a share of the votes cast is so many of all members, for or against.
    vetoes = [list(body.blocs).index(key) for key in body.vetoes]
    first, again = alike(house.shares)
    shares, disloyal = house.shares[:, first], bool((house.loyalty < 1).any())
    loyalty: Array | float = house.loyalty if disloyal else 1.0
    chance = passing_chance(
        shares, house.seats, needed, sd, whipped=house.whipped, vetoes=vetoes, loyalty=loyalty, n_nodes=20
    )[:, again]
    seats = house.seats.astype(float)
    if draw.is_central:
        line = np.round(house.shares)
        expected = np.where(house.whipped, line * house.loyalty + (1 - line) * (1 - house.loyalty), house.shares)
        short = needed - expected @ seats
        for bloc in vetoes:
            short = np.maximum(short, seats[bloc] / 2 - expected[..., bloc] * seats[bloc])
        return chance, short <= 0, short
    votes = drawn_votes(
        shares, house.seats, house.common(draw), sd, house.luck(draw, "luck"), whipped=house.whipped, loyalty=loyalty,
        line=house.luck(draw, "line") if disloyal else None,
    )[:, again]  # fmt: skip
    short = (needed - votes.sum(axis=-1)).astype(float)
    stopped = np.zeros(short.shape, dtype=bool)
    for bloc in vetoes:
        stopped |= 2 * votes[..., bloc] <= house.seats[bloc]
        short = np.maximum(short, np.where(stopped, house.seats[bloc] // 2 + 1 - votes[..., bloc], short))
    return chance, (short <= 0) & ~stopped, short


def _cast(body: Body, house: House, sd: Array, draw: Draw, stops: bool) -> tuple[Array, Mask, Array]:
    """Return chance, vote and votes missing where votes cast are counted."""
    away = np.broadcast_to(house.abstains, house.shares.shape)
    wanted = 1 - house.shares - away if stops else house.shares
    first, again = alike(np.concatenate([wanted, away], axis=-1))
    chance = cast_chance(
        np.clip(wanted[:, first], 0, 1), away[:, first], house.seats, body.majority, sd, house.whipped
    )[:, again]
    if draw.is_central:
        seats = house.seats.astype(float)
        yes = np.where(house.whipped, np.round(wanted / np.maximum(1 - away, 1e-9)) * (1 - away), wanted) @ seats
        cast = (1 - away) @ seats
        short = body.majority * cast - yes
        return (1 - chance, short >= 0, -short) if stops else (chance, short < 0, short)
    yes, no = drawn_cast(
        house.shares, away, house.seats, house.common(draw), sd, house.luck(draw, "luck"),
        house.luck(draw, "abstains"), whipped=house.whipped,
    )  # fmt: skip
    yes, no = yes.sum(axis=-1), no.sum(axis=-1)
    if stops:
        stopped = carried(no, yes, body.majority)
        return 1 - chance, ~stopped, no - np.floor(body.majority * (yes + no))
    short = np.floor(body.majority * (yes + no)) + 1 - yes
    return chance, carried(yes, no, body.majority), short


def alike(columns: NDArray[Any]) -> tuple[list[int], list[int]]:
    """Return which columns differ from all before them, and for each column which of those it equals.

    >>> alike(np.array([[1, 2, 1, 2]]))
    ([0, 1], [0, 1, 0, 1])
    """
    first: list[int] = []
    again: list[int] = []
    for column in range(columns.shape[1]):
        same = (place for place, other in enumerate(first) if np.array_equal(columns[:, other], columns[:, column]))
        place = next(same, len(first))
        if place == len(first):
            first.append(column)
        again.append(place)
    return first, again


def _referendum(
    voters: Referendum, path: str, packages: Sequence[str], draw: Draw, leaning: Array, stops: bool
) -> tuple[Array, Mask, Array]:
    """Return the chance, the drawn result and the points missing of a referendum.

    One that can only stop a package does so if the Noes win it, by its majority and its quorum.
    """
    turned = -1 if stops else 1
    turnout = draw.value(f"{path}.turnout")[:, None]
    groups = _territories(voters, path, packages, draw, leaning, stops) if voters.territories else None
    if groups is not None:
        yes, turnout = groups.together()
    elif voters.in_favour is not None:
        yes = _towards(_favour(voters.in_favour, f"{path}.in_favour", packages, draw), leaning, stops)
    else:
        yes = _towards(np.repeat(draw.value(f"{path}.poll")[:, None], len(packages), axis=1), leaning, stops)
    drift, spread = turned * draw.value(f"{path}.drift")[:, None], draw.value(f"{path}.poll_error")[:, None]
    said = voters.quorum
    turnout_quorum = None if said.turnout is None else draw.value(f"{path}.quorum.turnout")[:, None]
    yes_quorum = None if said.in_favour is None else draw.value(f"{path}.quorum.in_favour")[:, None]
    ask = {"turnout_quorum": turnout_quorum, "yes_quorum": yes_quorum, "groups": groups}
    rules = {"poll_error": spread, "drift": drift, "majority": voters.majority, **ask}
    needed = voters.needed_territories
    chance = referendum_chance(yes, turnout, needed_groups=needed, **rules)  # type: ignore[arg-type]
    if draw.is_central:
        error = np.zeros((draw.n, 1))
    else:
        error = turned * draw.stream(f"{path}#vote").standard_t(DEGREES_OF_FREEDOM, draw.n)[:, None]
    passes = drawn_referendum(yes, error, turnout, needed_groups=needed, **rules)  # type: ignore[arg-type]
    wanted = np.full_like(yes, 100 * voters.majority)
    if yes_quorum is not None:
        wanted = np.maximum(wanted, 100 * yes_quorum / np.maximum(turnout, 1e-9))
    short = wanted - (100 * yes + drift + spread * error)
    if groups is not None:
        far = np.sort(100 * (voters.majority - np.asarray(groups.shares)), axis=-1)
        short = np.maximum(short, far[..., (needed or len(voters.territories)) - 1] - drift - spread * error)
    if turnout_quorum is not None:
        missing = 100 * (turnout_quorum - turnout)
        short = np.where(missing > 0, np.maximum(short, missing), short)
    return (1 - chance, ~passes, -short) if stops else (chance, passes, short)


def _towards(share: Array, leaning: Array, stops: bool) -> Array:
    """Return a share in favour with those who lean on it counted; of those against, where they can stop it."""
    moved = np.clip(share + leaning / 100, 0, 1)
    return 1 - moved if stops else moved


def _territories(
    voters: Referendum, path: str, packages: Sequence[str], draw: Draw, leaning: Array, stops: bool
) -> Groups:
    """Return the territories of a referendum; their turnout is the referendum's where none is stated."""
    shares, turnouts = [], []
    for name, territory in voters.territories.items():
        at = f"{path}.territories.{name}"
        shares.append(_towards(_favour(territory.in_favour, f"{at}.in_favour", packages, draw), leaning, stops))
        stated = f"{at}.turnout" if territory.turnout is not None else f"{path}.turnout"
        turnouts.append(np.repeat(draw.value(stated)[:, None], len(packages), axis=1))
    weights = [territory.share for territory in voters.territories.values()]
    return Groups(np.stack(shares, axis=-1), np.stack(turnouts, axis=-1), weights, voters.majority)


def _consent(
    consent: Consent, path: str, packages: Sequence[str], draw: Draw, leaning: Array
) -> tuple[Array, Mask, Array]:
    """Return the chance, the drawn answer and the chance missing of someone who must consent."""
    chance = np.clip(_favour(consent.consents, f"{path}.consents", packages, draw) + leaning / 100, 0, 1)
    if draw.is_central:
        return chance, chance >= 0.5, 0.5 - chance
    says = draw.level(f"{path}#answer")[:, None] < chance
    return chance, says, np.where(says, 0.0, 1.0 - chance)


def _each_consents(
    many: EachConsents, path: str, packages: Sequence[str], draw: Draw, leaning: Array
) -> tuple[Array, Mask, Array]:
    """Return the chance, the drawn answer and the chance missing of several of whom each is asked."""
    each = np.clip(_favour(many.each_consents, f"{path}.each_consents", packages, draw) + leaning / 100, 0, 1)
    correlation = np.maximum(draw.value(f"{path}.correlation"), 0.0)[:, None]
    first, again = alike(each)
    chance = each_consents(each[:, first], many.how_many, many.needed, correlation)[:, again]
    if draw.is_central:
        return chance, chance >= 0.5, 0.5 - chance
    common, luck = draw.normal(f"{path}#common")[:, None], draw.level(f"{path}#answer")[:, None]
    says = drawn_consents(each[:, first], many.how_many, many.needed, correlation, common, luck)[:, again]
    return chance, says, np.where(says, 0.0, 1.0 - chance)
