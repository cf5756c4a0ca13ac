"""Will there be more yes than no, if members may abstain?

Many rules ask for a majority of the votes cast, so that an abstention is half a yes. Each member of a bloc votes yes,
votes no or abstains, independently of the others given an error that all blocs share, or the bloc does so as one. The
essential assumption is that the error moves members between yes and no, and nobody into or out of abstention. Do not
use it where the quota counts seats: there an abstention is a no (`winset.ratify.body`).

References: Hong, Y. (2013). On computing the distribution function for the Poisson binomial distribution.
Computational Statistics & Data Analysis 59, 41-51 (section 2.3, the transform of the characteristic function, here of
votes with three answers; eq. 14, the refined normal approximation).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np
from numpy.typing import ArrayLike, NDArray

from winset.allowed import numbers_between
from winset.errors import InputError
from winset.ratify.allowed import whole_numbers
from winset.ratify.binomial import binomial_quantile
from winset.ratify.common_factor import packed_nodes
from winset.ratify.refined_normal import majority_moments, refined_tail
from winset.registry import Model, register

Array = NDArray[np.float64]
Votes = NDArray[np.int64]
Mask = NDArray[np.bool_]

MOST_COUNTED = 60
"""Seats of a body whose votes are counted exactly."""

MOST_COUNTED_WITH_QUORUM = 24
"""The same where a quorum of votes cast may be missed, which takes two sums instead of one."""

FINEST = 1000
"""A majority is read as the nearest fraction with a denominator up to this."""

N_NODES = 24
"""Values of the common error at which the chance is taken."""


@dataclass(frozen=True)
class Rule:
    """A body and what it takes; arrays have one entry for each bloc, and `as_one` is also true of single members."""

    seats: Votes
    as_one: Mask
    majority: Fraction
    quorum: int

    @property
    def n(self) -> int:
        """Seats in all."""
        return int(self.seats.sum())


def cast_chance(
    shares: ArrayLike,
    abstentions: ArrayLike,
    seats: ArrayLike,
    majority: float = 0.5,
    common_error_sd: ArrayLike = 0.0,
    whipped: bool | ArrayLike = False,
    quorum: int = 0,
) -> Array:
    r"""Return the probability that yes exceeds its majority of the votes cast, and enough are cast.

    .. math:: P = \int P\big(Y(e) > m\,(Y(e) + N(e)),\; Y(e) + N(e) \ge k\big)\, d\Phi(e / \sigma)

    where each member of bloc j adds to yes with chance :math:`[s_j + e/100]_0^{1 - a_j}`, to neither with chance
    :math:`a_j` and else to no, and a whipped bloc does so as one.

    Here Y and N are the votes for yes and no given the common error e, in points, of standard deviation
    :math:`\sigma`; m is the majority, k the quorum, s and a are shares and abstentions, and :math:`\Phi` is the
    distribution function of a standard normal.

    Parameters
    ----------
    shares, abstentions : array of float, broadcast to shape (..., n_blocs)
        Expected share of each bloc's seats that vote yes and that abstain, 0 to 1, together at most 1; of a whipped
        bloc, its chances to do so.
    seats : array of int, shape (n_blocs,)
        Members of each bloc.
    majority : float
        Share of the votes cast that yes must exceed, 0 to 1; exactly that share fails, and so does a vote that nobody
        casts. Read as the nearest fraction with a denominator up to 1000.
    common_error_sd : array of float, broadcast with shape (...)
        Standard deviation of the common error in points of vote share (0 to 100); 0 for none.
    whipped : bool or array of bool, shape (n_blocs,)
        Which blocs vote as one.
    quorum : int
        Votes that must be cast at least, yes and no together.

    Returns
    -------
    array of float, shape (...)
        With no abstentions, the `passing_chance` of a quota of the next whole number above the majority of the seats.

    Raises
    ------
    InputError
        If a share lies outside 0 to 1, shares and abstentions exceed 1 together, or seats or quorum are not whole.

    Notes
    -----
    Up to 60 seats the votes are counted exactly (24 where the quorum may be missed). In larger bodies whipped blocs are
    counted and the margin of all others, yes less its majority, is taken as normal with a term for skewness. Its
    continuity correction depends on the remainder that the votes cast leave when divided, whose mean and spread are
    exact. A quorum enters by its chance and the moments of the margin given that it is met. With 61 seats or more that
    is wrong by less than .005 without a quorum and .02 with one that may be missed.

    Examples
    --------
    Of a hundred members 45 % are for and 40 % against: with a majority of the votes cast, and of all seats.

    >>> float(cast_chance([0.45], [0.15], [100], common_error_sd=4).round(2))
    0.64
    >>> float(cast_chance([0.45], [0.0], [100], common_error_sd=4).round(2))
    0.19
    """
    share, away, rule = _checked(shares, abstentions, seats, majority, whipped, quorum)
    sd = numbers_between("common_error_sd", common_error_sd, 0)
    shape = np.broadcast_shapes(share.shape[:-1], sd.shape)
    share, away = (np.broadcast_to(each, (*shape, rule.seats.size)) for each in (share, away))
    sd = np.broadcast_to(sd, shape)
    if rule.quorum <= rule.n and not away.any():
        rule = replace(rule, quorum=0)
    most = MOST_COUNTED_WITH_QUORUM if rule.quorum else MOST_COUNTED
    given = _Counted(away, rule) if rule.n <= most else _Approximated(away, rule)
    result = given.chance(share)
    if (sd > 0).any():
        mean = np.zeros(shape)
        for standard, weight in packed_nodes(_turning_point(share, away, rule, sd), N_NODES):
            mean += weight * given.chance(_shifted(share, away, sd, standard))
        result = np.where(sd > 0, mean, result)
    return np.asarray(result.clip(0, 1))


def drawn_cast(
    shares: ArrayLike,
    abstentions: ArrayLike,
    seats: ArrayLike,
    common_error: ArrayLike,
    common_error_sd: ArrayLike,
    luck: ArrayLike,
    luck_abstain: ArrayLike,
    *,
    whipped: bool | ArrayLike = False,
) -> tuple[Votes, Votes]:
    """Return the yes and the no votes of each bloc, given what chance has drawn.

    Parameters
    ----------
    shares, abstentions, seats, common_error_sd, whipped
        As in `cast_chance`.
    common_error : array of float, broadcast to shape (...)
        Standard normal draws of the common error, in standard deviations; more is more yes.
    luck, luck_abstain : array of float, broadcast to shape (..., n_blocs)
        Uniform draws in 0 to 1 for what remains in each bloc; more is more yes, and more is more abstention.

    Returns
    -------
    pair of array of int, shape (..., n_blocs)
        A higher share under the same draws never loses a yes and never gains a no.

    Examples
    --------
    >>> yes, no = drawn_cast([0.6, 0.6], [0.2, 0.2], [10, 10], 0.0, 4.0, 0.5, 0.5, whipped=[False, True])
    >>> yes.tolist(), no.tolist()
    ([6, 10], [2, 0])
    """
    share, away, rule = _checked(shares, abstentions, seats, 0.5, whipped, 0)
    sd, error = numbers_between("common_error_sd", common_error_sd, 0), numbers_between("common_error", common_error)
    level, stay = numbers_between("luck", luck, 0, 1), numbers_between("luck_abstain", luck_abstain, 0, 1)
    share, away, level, stay = np.broadcast_arrays(_shifted(share, away, sd, error), away, level, stay)
    of_cast = np.divide(share, 1 - away, out=np.zeros(share.shape), where=away < 1).clip(0, 1)
    cast = np.where(stay > 1 - away, 0, rule.seats)
    yes = np.where(level > 1 - of_cast, cast, 0)
    free = ~rule.as_one
    cast[..., free] = rule.seats[free] - binomial_quantile(stay[..., free], rule.seats[free], away[..., free])
    yes[..., free] = binomial_quantile(level[..., free], cast[..., free], of_cast[..., free])
    return yes, cast - yes


def carried(yes: ArrayLike, no: ArrayLike, majority: float = 0.5, quorum: int = 0) -> Mask:
    """Return whether yes exceeds its majority of the votes cast and enough are cast; the rules as in `cast_chance`.

    >>> carried([50, 51, 2], [50, 50, 1], quorum=10).tolist()
    [False, True, False]
    """
    for_it, cast = np.asarray(yes), np.asarray(yes) + np.asarray(no)
    fraction = _fraction(majority)
    return np.asarray((fraction.denominator * for_it > fraction.numerator * cast) & (cast >= quorum))


def _fraction(majority: float) -> Fraction:
    return Fraction(float(numbers_between("majority", majority, 0, 1))).limit_denominator(FINEST)


def _checked(
    shares: ArrayLike,
    abstentions: ArrayLike,
    seats: ArrayLike,
    majority: float,
    whipped: bool | ArrayLike,
    quorum: int,
) -> tuple[Array, Array, Rule]:
    """Shares and abstentions as arrays of one shape, and the rule."""
    members = whole_numbers("seats", seats, low=1)
    share, away = numbers_between("shares", shares, 0, 1), numbers_between("abstentions", abstentions, 0, 1)
    if members.ndim != 1 or any(each.shape[-1:] != members.shape for each in (share, away)):
        raise InputError(
            f"`shares` has shape {share.shape}, `abstentions` {away.shape} and `seats` {members.shape}; their last "
            "axes must agree"
        )
    share, away = np.broadcast_arrays(share, away)
    if (share + away > 1 + 1e-9).any():
        raise InputError(f"`shares` and `abstentions` reach {(share + away).max():g} together; they may reach 1")
    as_one = np.broadcast_to(np.asarray(whipped, dtype=bool), members.shape) | (members == 1)
    return share, away, Rule(members, as_one, _fraction(majority), int(whole_numbers("quorum", quorum)))


def _shifted(share: Array, away: Array, sd: Array, standard: Array) -> Array:
    """Shares in favour after the common error; those who abstain stay away."""
    return np.clip(share + (sd * standard)[..., None] / 100, 0, 1 - away)


def _turning_point(share: Array, away: Array, rule: Rule, sd: Array) -> Array:
    """Common error, in sd, at which the expected votes just suffice; held within 3.5 sd."""
    low, high = np.full(sd.shape, -3.5), np.full(sd.shape, 3.5)
    needed = float(rule.majority) * ((1 - away) @ rule.seats) + 0.5 - float(rule.majority * rule.n % 1)
    for _ in range(12):
        middle = (low + high) / 2
        enough = _shifted(share, away, sd, middle) @ rule.seats >= needed
        low, high = np.where(enough, low, middle), np.where(enough, middle, high)
    return np.asarray((low + high) / 2)


class _Counted:
    """Chances by the discrete Fourier transform of the margin, in shares of a vote, and of the votes cast."""

    def __init__(self, away: Array, rule: Rule) -> None:
        p, q, n = rule.majority.numerator, rule.majority.denominator, rule.n
        self.away, self.rule, self.steps = away, rule, (q - p, -p)
        self.n_margins = q * n + 1
        self.n_cast = n + 1 if rule.quorum else 1
        yes, no = (each.ravel() for each in np.indices((n + 1, n + 1)))
        wins = (yes + no <= n) & (q * yes > p * (yes + no)) & (yes + no >= rule.quorum)
        passing = np.zeros((self.n_margins, self.n_cast))
        passing[((q - p) * yes - p * no)[wins] % self.n_margins, (yes + no)[wins] % self.n_cast] = 1
        self.weights = np.fft.ifft2(passing).conj()

    def chance(self, share: Array) -> Array:
        against = np.maximum(1 - share - self.away, 0)
        total = np.zeros(share.shape[:-1])
        for (row, column), weight, turns in self._frequencies():
            if abs(weight) < 1e-17:
                continue
            margin = 2j * np.pi * row / self.n_margins
            cast = 2j * np.pi * column / self.n_cast
            product = np.full(share.shape[:-1], weight)
            for bloc, (n, as_one) in enumerate(zip(self.rule.seats.tolist(), self.rule.as_one, strict=True)):
                votes, power = (n, 1) if as_one else (1, n)
                for_it, not_for_it = (np.exp(votes * (margin * step + cast)) for step in self.steps)
                each = for_it * share[..., bloc] + not_for_it * against[..., bloc] + self.away[..., bloc]
                product *= each**power
            total += turns * product.real
        return total

    def _frequencies(self) -> Iterator[tuple[tuple[int, int], complex, int]]:
        """One of each pair of conjugate frequencies, with its weight and how many it stands for."""
        rows, columns = self.weights.shape
        for row in range(rows):
            for column in range(columns):
                twin = (-row % rows, -column % columns)
                if (row, column) <= twin:
                    yield (row, column), complex(self.weights[row, column]), 1 if (row, column) == twin else 2


class _Approximated:
    """Chances from the moments of the margin of all who decide for themselves, with the others counted."""

    def __init__(self, away: Array, rule: Rule) -> None:
        self.away, self.rule = away, rule
        self.free = ~rule.as_one
        self.members = rule.seats[self.free]
        self.remainders = _remainders(away[..., self.free], self.members, rule.majority)
        staying = away[..., self.free]
        spread = staying * (1 - staying) * self.members
        self.cast = tuple(
            each.sum(axis=-1) for each in ((1 - staying) * self.members, spread, spread * (2 * staying - 1))
        )

    def chance(self, share: Array) -> Array:
        m, n = float(self.rule.majority), int(self.members.sum())
        moments, with_cast = self._moments(share[..., self.free])
        total = np.zeros(share.shape[:-1])
        for (yes, no), weight in self._of_those_who_vote_as_one(share).items():
            ahead = yes - m * (yes + no)
            missing = self.rule.quorum - yes - no
            if ahead + (1 - m) * n <= 1e-9 or missing > n:
                continue
            quorate, (mean, variance, third) = np.ones(weight.shape), moments
            if missing > 0:
                quorate, given = majority_moments(missing, *self.cast)
                slope = with_cast / np.maximum(self.cast[1], 1e-12)
                changes = (after - before for after, before in zip(given, self.cast, strict=True))
                mean, variance, third = (
                    moment + slope**power * change
                    for moment, change, power in zip(moments, changes, (1, 2, 3), strict=True)
                )
            if ahead - m * n > 1e-9:
                total += weight * quorate
                continue
            remainder, its_spread = self._remainder(yes, no)
            sd = np.sqrt(np.maximum(variance + its_spread, 1e-12))
            total += weight * quorate * refined_tail((0.5 - remainder - ahead - mean) / sd, third / sd**3)
        return total

    def _moments(self, share: Array) -> tuple[tuple[Array, Array, Array], Array]:
        """Mean, variance and third central moment of the free members' margin, and its covariance with votes cast."""
        m, staying = float(self.rule.majority), self.away[..., self.free]
        against = np.maximum(1 - share - staying, 0)
        first, second, third = (share * (1 - m) ** k + against * (-m) ** k for k in (1, 2, 3))
        each = first, second - first**2, third - 3 * first * second + 2 * first**3
        mean, variance, skewed = ((moment * self.members).sum(axis=-1) for moment in each)
        return (mean, variance, skewed), (first * staying * self.members).sum(axis=-1)

    def _of_those_who_vote_as_one(self, share: Array) -> dict[tuple[int, int], Array]:
        """Chance of each number of yes and no votes of the blocs that vote as one."""
        chances = {(0, 0): np.ones(share.shape[:-1])}
        for bloc in np.flatnonzero(self.rule.as_one):
            n, yes, away = int(self.rule.seats[bloc]), share[..., bloc], self.away[..., bloc]
            grown: dict[tuple[int, int], Array] = {}
            for (so_far, against), chance in chances.items():
                for option, of_it in (((n, 0), yes), ((0, n), np.maximum(1 - yes - away, 0)), ((0, 0), away)):
                    if of_it.any():
                        place = so_far + option[0], against + option[1]
                        grown[place] = grown.get(place, 0) + chance * of_it
            chances = grown
        return chances

    def _remainder(self, yes: int, no: int) -> tuple[Array, Array]:
        """Mean and variance of what the majority of all votes cast leaves above a whole number."""
        q = self.rule.majority.denominator
        left = ((np.arange(q) + self.rule.majority.numerator * (yes + no)) % q) / q
        mean = np.tensordot(left, self.remainders, axes=1)
        return mean, np.maximum(np.tensordot(left**2, self.remainders, axes=1) - mean**2, 0)


def _remainders(staying: Array, members: Votes, majority: Fraction) -> Array:
    """Chance of each remainder, in units of 1/q, of the majority p/q of the free members' votes cast; q by shape."""
    p, q = majority.numerator, majority.denominator
    waves = []
    for frequency in range(q):
        turn = np.exp(-2j * np.pi * frequency * p / q)
        waves.append(((staying + (1 - staying) * turn) ** members).prod(axis=-1))
    return np.fft.ifft(np.stack(waves), axis=0).real


register(
    Model(
        id="votes-cast",
        family="ratify",
        meaning="Probability that yes exceeds its majority of the votes cast, where members may abstain.",
        reference="Hong, Y. (2013). On computing the distribution function for the Poisson binomial "
        "distribution. Computational Statistics & Data Analysis 59, 41-51.",
        status="in the spirit of",
        function=cast_chance,
        axioms=frozenset({"monotone"}),
        example={"shares": [0.8, 0.3], "abstentions": [0.1, 0.1], "seats": [60, 40]},
    )
)
