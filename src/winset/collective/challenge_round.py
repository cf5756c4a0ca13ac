"""One round of the challenge model: who would prevail over whom, what each expects of it, and who gives way.

The mathematics of `challenge`, in its letters, for many draws at once: arrays have the actors first and the draws last.
Of a square array, entry (i, j) is about i facing j, as i sees it. Square arrays are made once for all rounds and
written over when they have served, since making them anew takes longer than filling them.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from winset.answer import TOLERANCE
from winset.collective.allowed import Array

Denominator = Literal["code", "published"]
Ranking = Literal["weighted", "least-move"]

NEXT_TO_NOTHING = 1e-60
"""Stands for 0 where a logarithm is taken; far below every number that counts, and so are its roots."""

NO_OFFER = 100
"""Rank beyond that of every offer."""


@dataclass(frozen=True)
class Field:
    """What stays the same from round to round.

    Parameters
    ----------
    w, s : array of float, shape (n_actors, n_draws)
        Capability times salience, and salience from 0 to 1.
    low, D : array of float, shape (n_draws,)
        Least of all first positions, and how far apart they are; D is 1 where all are at one position.
    """

    w: Array
    s: Array
    low: Array
    D: Array

    def of(self, draws: NDArray[np.bool_]) -> Field:
        """Return the field of some of the draws."""
        return Field(*(getattr(self, part.name)[..., draws] for part in fields(self)))


def squares(n_actors: int, n_draws: int) -> list[Array]:
    """Return the square arrays in which a round is worked out."""
    return [np.empty((n_actors, n_actors, n_draws)) for _ in range(5)]


def next_positions(
    x: Array, field: Field, denominator: Denominator, ranking: Ranking, room: list[Array]
) -> tuple[Array, Array]:
    """Return the positions after a round in which everyone takes the best offer, and the exponents r.

    Nobody moves in draws in which all are in equal danger, as at one position: there r is undefined, and given as 1.
    """
    d, felt, P, spare, other = room
    at = (x - field.low) / field.D
    np.abs(np.subtract(at, at[:, None], out=d), out=d)
    np.multiply(d, field.w, out=felt)
    chances(felt, denominator, P, spare)
    r, stuck = exponents(dangers(d, P, field.s, spare))
    np.copyto(felt, d)
    power(felt, r)
    felt *= field.w
    chances(felt, denominator, P, spare)
    own, other = expected_utilities(P, d, r, field.s, other, felt, spare)
    chosen, part = best_offers(at, d, own, other, ranking, spare)
    there = np.take_along_axis(x, chosen, axis=0)
    return np.where(stuck, x, np.where(part < 1, x + part * (there - x), there)), r


def power(base: Array, r: Array) -> Array:
    """Return base to the power of r in the place of base, which is from 0."""
    np.maximum(base, np.full(base.shape[2], NEXT_TO_NOTHING), out=base)  # a row is compared faster than a number
    np.log(base, out=base)
    base *= r
    return np.exp(base, out=base)


def chances(felt: Array, denominator: Denominator, P: Array, spare: Array) -> Array:
    r"""Return, in the place of `P`, the chance that i prevails over j in a contest decided by everyone's weight.

    .. math:: P_{ij} = \sum_{v_k > 0} v_k \Big/ N, \qquad
        v_k = w_k \bigl(|x_k - x_j|^{r_k} - |x_k - x_i|^{r_k}\bigr) / D^{r_k}

    with :math:`N = \sum_k |v_k|` as published, or in the authors' code the same sum over all pairs of actors.

    Parameters
    ----------
    felt : array of float, shape (n_actors, n_actors, n_draws)
        Entry (a, k): :math:`w_k |x_k - x_a|^{r_k} / D^{r_k}`, how k minds the position of a.

    Notes
    -----
    Where nobody has weight, the chance is a half as published, and 0 in the code. Of actors at one position it means
    nothing. The positive parts of a - b sum to the sum of the larger of the two, less the sum of b.
    """
    total = felt.sum(axis=1)
    for i, minded in enumerate(felt):
        P[i, i] = total[i]
        larger = np.maximum(felt[i + 1 :], minded, out=spare[i + 1 :])
        P[i + 1 :, i] = np.add.reduce(larger, axis=1, out=P[i, i + 1 :])
    P -= total[:, None]
    if denominator == "published":
        N = np.add(P, P.swapaxes(0, 1), out=spare)
        P[N <= 0] = 0.5
        N[N <= 0] = 1.0
    else:
        N = 2 * P.sum(axis=(0, 1))
        N[N <= 0] = 1.0
    P /= N
    return P


def dangers(d: Array, P: Array, s: Array, spare: Array) -> Array:
    r"""Return what each actor expects of the challenges of all others if everyone's exponent is 1.

    .. math:: t_i = \sum_j E_i(U_{ji}) = \sum_j 2 \delta_{ij} \bigl(1 - 2 s_i (1 - P_{ji})\bigr)
    """
    held = np.subtract(1, P.swapaxes(0, 1), out=spare)
    held *= -2 * s[:, None]
    held += 1
    held *= d
    return np.asarray(2 * held.sum(axis=1))


def exponents(danger: Array) -> tuple[Array, NDArray[np.bool_]]:
    r"""Return r, and whether it is undefined since all are in equal danger.

    .. math:: r_i = \frac{1 - R_i / 3}{1 + R_i / 3}, \qquad R_i = \frac{2 t_i - \max t - \min t}{\max t - \min t}
    """
    most, least = danger.max(axis=0), danger.min(axis=0)
    stuck = most - least <= TOLERANCE
    R = np.where(stuck, 0.0, (2 * danger - most - least) / np.where(stuck, 1.0, most - least))
    return (1 - R / 3) / (1 + R / 3), stuck


def expected_utilities(
    P: Array, d: Array, r: Array, s: Array, other: Array, half: Array, spare: Array
) -> tuple[Array, Array]:
    r"""Return what i expects of challenging j, and of being challenged by j, both with the exponent of i.

    .. math:: E_i(U_{ij}) = s_j \bigl(P_{ij} U_s + (1 - P_{ij}) U_f\bigr) + (1 - s_j) U_s - U_q

    with :math:`U_s, U_f = 2 - 4 (0.5 \mp 0.5 \delta_{ij})^{r_i}` and :math:`U_q = 2 - 4 \cdot 0.5^{r_i}`; of being
    challenged, the same with :math:`s_i` and :math:`P_{ji}`. Written as :math:`U_s - U_q - s (1 - P) (U_s - U_f)`, in
    the places of `P` and `other`.
    """
    np.multiply(d, 0.5, out=half)
    gained = power(np.subtract(0.5, half, out=spare), r[:, None])
    at_stake = power(np.add(half, 0.5, out=half), r[:, None])
    at_stake -= gained
    at_stake *= 4
    np.subtract(4 * 0.5 ** r[:, None], np.multiply(gained, 4, out=gained), out=gained)
    np.subtract(1, P.swapaxes(0, 1), out=other)
    own = np.subtract(1, P, out=P)
    for expected, resisting in ((own, s), (other, s[:, None])):
        expected *= resisting
        expected *= at_stake
        np.subtract(gained, expected, out=expected)
    return own, other


def best_offers(
    at: Array, d: Array, own: Array, other: Array, ranking: Ranking, spare: Array
) -> tuple[NDArray[np.intp], Array]:
    """Return whose offer each actor takes, and what part of the way to that actor it goes; 0 if there is none.

    Facing j, actor i sees a confrontation that it would lose if other > own > 0; a compromise if other > 0 > own and
    other is the larger in size; and it capitulates if own is. It goes the whole way, but in a compromise the part
    own / other of it. Any confrontation comes before any compromise, and that before capitulation. Within a kind the
    least move is taken; among compromises the code takes the lowest mean of both positions, weighted by the sizes of
    own and other. If offers tie, that of the lowest-standing actor is taken.

    Expectations, from -4 to 4, are told apart from each other and from 0 beyond 1e-9, and so are ranks. Masks
    are multiplied by rather than chosen by, which is several times as fast.
    """
    behind = own < np.subtract(other, TOLERANCE, out=spare)
    beaten = behind & (d > TOLERANCE) & (other > TOLERANCE) & ((own > TOLERANCE) | (own < -TOLERANCE))
    least, none = np.full((2, d.shape[2]), [[TOLERANCE], [0.0]])
    part = np.divide(own, np.maximum(other, least, out=other), out=own)
    np.negative(part, out=part)
    yields, whole = part > 0, part >= 1 - TOLERANCE
    partly = yields & ~whole
    kind = 2 * (yields.view(np.int8) + whole.view(np.int8)) + NO_OFFER * (~beaten).view(np.int8)
    np.maximum(part, none, out=part)
    rank = np.multiply(part, at[:, None] if ranking == "weighted" else d, out=other)
    if ranking == "weighted":
        rank += at
        rank /= np.add(part, 1, out=spare)
    rank -= d
    rank *= partly
    rank += d
    rank += kind
    rank += TOLERANCE * at
    chosen, least = first_least(rank)
    of_chosen = np.arange(len(d))[:, None], chosen, np.arange(d.shape[2])
    way = np.where(partly[of_chosen], part[of_chosen], 1.0)
    return chosen, np.where(least < NO_OFFER / 2, way, 0.0)


def first_least(rank: Array) -> tuple[NDArray[np.intp], Array]:
    """Return where on the second axis the least number first stands, and that number; `argmin` takes far longer."""
    least, chosen = rank[:, 0].copy(), np.zeros(rank[:, 0].shape, dtype=np.int16)
    for j in range(1, rank.shape[1]):
        less = rank[:, j] < least
        np.maximum(chosen, less * np.int16(j), out=chosen)
        np.minimum(least, rank[:, j], out=least)
    return chosen.astype(np.intp), least
