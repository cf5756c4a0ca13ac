"""What every home says to every package in each draw: what approval signing needs, how votes come out, who consents."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from winset.answer import TOLERANCE
from winset.case.accepters import Ratifier, Unlisted
from winset.case.case import Case
from winset.case.home import Consent, EachConsents
from winset.case.public import INDIFFERENT, WORDING_ERROR, FeltPublic, Opinion
from winset.case.quantities import Quantity
from winset.case.voting import Body, Referendum
from winset.chance.polls import Poll
from winset.forecasting.calendar import Calendar
from winset.forecasting.inputs import Draw
from winset.forecasting.worth import Moving, event_series, names_package, sweetened
from winset.ratify.body import drawn_votes, passing_chance
from winset.ratify.capital import approval_cost, soft_floor
from winset.ratify.consents import drawn_consents, each_consents
from winset.ratify.referendum import drawn_referendum, referendum_chance

Array = NDArray[np.float64]
Mask = NDArray[np.bool_]

DEGREES_OF_FREEDOM = 4.0


@dataclass(frozen=True)
class Felt:
    """A felt public: the approval that signing each package needs.

    Parameters
    ----------
    floor : array of float, shape (n_draws,)
        Approval below which the leader will not go.
    net_cost : array of float, shape (n_draws, n_packages)
        Cost of signing less credits and pressure, as far as it does not change with time.
    cost : array of float, shape (n_draws, n_packages)
        Cost of signing alone.
    fades : array of float, shape (n_draws,), or None
        Half-life in days of the cost of a package signed while the talks go on; None if it lasts.
    moving : tuple of Moving
        Parts of the net cost that change with time.
    """

    party: str
    accepter: str
    floor: Array
    net_cost: Array
    cost: Array
    fades: Array | None
    moving: tuple[Moving, ...]

    @cached_property
    def need(self) -> Array:
        """Needs as far as nothing changes with time, shape (n_draws, n_packages)."""
        return needed(self.floor[:, None], self.net_cost)

    @cached_property
    def needs(self) -> tuple[Array, ...]:
        """Needs of each package, shape (1, n_draws), or (n_steps, n_draws) if they change with time."""
        return tuple(self._needs_of(package) for package in range(self.net_cost.shape[1]))

    def _needs_of(self, package: int) -> Array:
        """Return the needs of one package."""
        net_cost: Array = self.net_cost[None, :, package]
        for part in self.moving:
            if part.touches[package]:
                net_cost = net_cost + part.series
        return needed(self.floor, net_cost)

    def net_cost_at(self, steps: NDArray[np.intp], draws: NDArray[np.intp]) -> Array:
        """Return the net costs at pairs of step and draw, shape (n_pairs, n_packages)."""
        net_cost = self.net_cost[draws]
        for part in self.moving:
            net_cost = net_cost + part.touches * part.series[steps, draws][:, None]
        return net_cost

    def need_at(self, steps: NDArray[np.intp], draws: NDArray[np.intp]) -> Array:
        """Return the needs at pairs of step and draw, shape (n_pairs, n_packages)."""
        if not self.moving:
            return self.need[draws]
        return needed(self.floor[draws][:, None], self.net_cost_at(steps, draws))


def needed(floor: Array, net_cost: Array) -> Array:
    """Return the approval that signing needs: floor plus net cost.

    What costs nothing needs none at all; what needs more than 100 no approval can meet.
    """
    need = floor + net_cost - TOLERANCE
    return np.where(net_cost > 0, np.where(need > 100.0, np.inf, need), -np.inf)


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
    """

    party: str
    accepter: str
    kind: str
    chance: Array
    passes: Mask
    short: Array
    same: Array | float = 1.0
    otherwise: Array | float = 0.0


def felt_public(
    case: Case, ratifier: Ratifier, packages: Sequence[str], calendar: Calendar, draw: Draw, without: str | None
) -> Felt:
    """Return what approval a public asks for each package; `without` leaves out one outsider's pressure."""
    public, path, reference = ratifier.accepter, ratifier.path, ratifier.reference
    assert isinstance(public, FeltPublic)
    floor = soft_floor(
        draw.value(f"{path}.floor.value"), draw.value(f"{path}.floor.soft"), draw.level(f"{path}.floor#soft")
    )
    cost = np.column_stack([_cost(public, path, package, draw) for package in packages])
    net_cost = cost - sweetened(case, reference, packages, draw)
    moving = []
    for outsider, pressure in case.outside.items():
        if reference not in pressure.leans_on or outsider == without:
            continue
        touches, sign = names_package(pressure, packages)
        points = -sign * draw.value(f"outside.{outsider}.by")
        active = calendar.active(pressure.since, pressure.until)
        if active.all():
            net_cost = net_cost + points[:, None] * touches
        elif active.any() and touches.any():
            moving.append(Moving(touches, active[:, None] * points))
    fades = draw.value(f"{path}.cost_fades") if public.cost_fades is not None else None
    return Felt(*ratifier.key, floor, net_cost, np.maximum(cost, 0.0), fades, tuple(moving))


def _cost(public: FeltPublic, path: str, package: str, draw: Draw) -> Array:
    """Return the points of approval that signing a package costs (negative: brings) in each draw."""
    where = f"{path}.opposition.{package}"
    if package in public.opposition:
        oppose, support = _opinion(public.opposition[package], where, draw)
    else:
        net = draw.value(where, INDIFFERENT)
        oppose, support = 50.0 + net / 2, 50.0 - net / 2
    persuaded = draw.value(f"{path}.can_persuade") / 2
    oppose, support = np.clip(oppose - persuaded, 0, 100), np.clip(support + persuaded, 0, 100)
    ratio = draw.value(f"{path}.support_ratio")
    return approval_cost(oppose, support, draw.value(f"{path}.pass_through"), ratio)


def _opinion(readings: Sequence[Opinion], where: str, draw: Draw) -> tuple[Array, Array]:
    """Return the per cent against and in favour: one reading in each draw, with its own errors."""
    stated = [reading.chance for reading in readings]
    chances = np.array([chance if chance is not None else 1.0 / len(readings) for chance in stated])
    edges = np.cumsum(chances / chances.sum())
    if draw.is_central:
        chosen = np.full(draw.n, int(np.argmax(chances)))
    else:
        chosen = np.searchsorted(edges[:-1], draw.level(f"{where}#reading"), side="right")
    oppose, support = np.zeros(draw.n), np.zeros(draw.n)
    for place, reading in enumerate(readings):
        here = chosen == place
        if here.any():
            against, favour = _reading(reading, f"{where}.{place}", draw)
            oppose, support = np.where(here, against, oppose), np.where(here, favour, support)
    return oppose, support


def _reading(reading: Opinion, path: str, draw: Draw) -> tuple[Array, Array]:
    """Return one reading's shares with sampling error and error beyond sampling, in per cent."""
    against, favour = draw.value(f"{path}.oppose"), draw.value(f"{path}.support")
    plain = reading.oppose.kind == reading.support.kind == "fixed"
    if reading.n is not None and plain and not draw.is_central:
        shares = {"against": float(against[0]), "favour": float(favour[0]), "neither": 0.0}
        poll = Poll.from_percentages(
            {key: share for key, share in shares.items() if key != "neither"}, reading.n, reading.design_effect
        )
        levels = [draw.level(f"{path}#sampling-{i}") for i in range(len(poll.parameters) - 1)]
        drawn = 100.0 * poll.shares(*levels)
        against, favour = drawn[:, 0], drawn[:, 1]
    if draw.is_central or (reading.names_package and reading.error is None):
        return against, favour
    spread = draw.value(f"{path}.error") if reading.error is not None else draw.value(f"{path}.error", WORDING_ERROR)
    error = spread * draw.normal(f"{path}#beyond-sampling") / 2
    return np.clip(against + error, 0, 100), np.clip(favour - error, 0, 100)


def approval_events(case: Case, reference: str, calendar: Calendar, draw: Draw) -> Array | None:
    """Return the points that events add to a public's approval, shape (n_steps, n_draws); None without events."""
    total = None
    for name, event in case.events.items():
        if reference in (event.helps or ()) + (event.hurts or ()):
            series = event_series(name, event, calendar, draw)
            total = series if total is None else total + series
    return total


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
    accepter, path = ratifier.accepter, ratifier.path
    if isinstance(accepter, Unlisted):
        return _unlisted(ratifier, packages, draw)
    leaning = _leaning(case, ratifier.reference, packages, draw, without)
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


def follower(ratifier: Ratifier, followed: Vote, draw: Draw) -> Vote:
    """Return how someone answers who mostly answers as another does."""
    path = ratifier.path
    same, otherwise = draw.value(f"{path}.with")[:, None], draw.value(f"{path}.otherwise")[:, None]
    chance = same * followed.chance + (1 - same) * otherwise
    if draw.is_central:
        passes = np.where(same >= 0.5, followed.passes, otherwise >= 0.5)
        short = np.where(passes, np.minimum(0.5 - chance, 0.0), np.maximum(0.5 - chance, 0.0))
    else:
        follows, luck = draw.level(f"{path}#follows")[:, None] < same, draw.level(f"{path}#answer")[:, None]
        passes = np.where(follows, followed.passes, luck < otherwise)
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

    A body that can only stop a package does so with its quota of votes against: enough in favour keep it from that.
    """
    if body.blocs:
        shares = np.stack(
            [
                _favour(bloc.in_favour, f"{path}.blocs.{key}.in_favour", packages, draw)
                for key, bloc in body.blocs.items()
            ],
            axis=-1,
        )
        seats = [bloc.seats for bloc in body.blocs.values()]
        whipped = np.array([bloc.whipped for bloc in body.blocs.values()])
    else:
        shares = _favour(body.in_favour or {}, f"{path}.in_favour", packages, draw)[..., None]
        seats, whipped = [body.seats], np.array([False])
    shares = np.clip(shares + leaning[..., None] / 100, 0, 1)
    needed = body.seats - body.needed + 1 if stops else body.needed
    vetoes = [list(body.blocs).index(key) for key in body.vetoes]
    sd = draw.value(f"{path}.common_error")[:, None] * (vote_error != "independent")
    first, again = alike(shares)
    chance = passing_chance(shares[:, first], seats, needed, sd, whipped=whipped, vetoes=vetoes, n_nodes=20)
    chance = chance[:, again]
    if draw.is_central:
        expected = np.where(whipped, np.round(shares), shares) @ np.array(seats, dtype=float)
        short = needed - expected
        for bloc in vetoes:
            short = np.maximum(short, seats[bloc] / 2 - shares[..., bloc] * seats[bloc])
        return chance, short <= 0, short
    random = draw.stream(f"{path}#vote")
    common = random.standard_normal(draw.n)
    voices = [f"{path}.blocs.{key}" for key in body.blocs] or [path]
    luck = np.column_stack([draw.stream(f"{voice}#luck").random(draw.n) for voice in voices])
    votes = drawn_votes(shares[:, first], seats, common[:, None], sd, luck[:, None, :], whipped=whipped)[:, again]
    short = (needed - votes.sum(axis=-1)).astype(float)
    stopped = np.zeros(short.shape, dtype=bool)
    for bloc in vetoes:
        stopped |= 2 * votes[..., bloc] <= seats[bloc]
        short = np.maximum(short, np.where(stopped, seats[bloc] // 2 + 1 - votes[..., bloc], short))
    return chance, (short <= 0) & ~stopped, short


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
    if voters.in_favour is not None:
        yes = _favour(voters.in_favour, f"{path}.in_favour", packages, draw)
    else:
        yes = np.repeat(draw.value(f"{path}.poll")[:, None], len(packages), axis=1)
    yes = np.clip(yes + leaning / 100, 0, 1)
    if stops:
        yes = 1 - yes
    turnout = draw.value(f"{path}.turnout")[:, None]
    spread, drift = (
        draw.value(f"{path}.poll_error")[:, None],
        (-1 if stops else 1) * draw.value(f"{path}.drift")[:, None],
    )
    quorum = {
        key: None if part is None else draw.value(f"{path}.quorum.{name}")[:, None]
        for key, name, part in (
            ("turnout_quorum", "turnout", voters.quorum.turnout),
            ("yes_quorum", "in_favour", voters.quorum.in_favour),
        )
    }
    rules = {"poll_error": spread, "drift": drift, "majority": voters.majority, **quorum}
    chance = referendum_chance(yes, turnout, **rules)  # type: ignore[arg-type]
    if draw.is_central:
        error = np.zeros((draw.n, 1))
    else:
        error = turned * draw.stream(f"{path}#vote").standard_t(DEGREES_OF_FREEDOM, draw.n)[:, None]
    passes = drawn_referendum(yes, error, turnout, **rules)  # type: ignore[arg-type]
    share = 100 * yes + drift + spread * error
    wanted = np.full_like(share, 100 * voters.majority)
    if quorum["yes_quorum"] is not None:
        wanted = np.maximum(wanted, 100 * quorum["yes_quorum"] / np.maximum(turnout, 1e-9))
    short = wanted - share
    if quorum["turnout_quorum"] is not None:
        missing = 100 * (quorum["turnout_quorum"] - turnout)
        short = np.where(missing > 0, np.maximum(short, missing), short)
    return (1 - chance, ~passes, -short) if stops else (chance, passes, short)


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
