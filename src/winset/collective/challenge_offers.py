"""The offers in a round of the challenge model: what one of two actors expects, and whose offer is best for it.

In the letters of `challenge`; arrays have one row for each pair i, j of actors, and the draws last. To spare time,
they are written over when they have served: so are `fails`, the chances that challenges fail.
"""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import NDArray

from winset.answer import TOLERANCE
from winset.collective.allowed import Array

Ranking = Literal["weighted", "least-move"]

Pairs = tuple[NDArray[np.intp], NDArray[np.intp]]
"""The actors i and j, with i before j, of every pair."""

NEXT_TO_NOTHING = 1e-60
"""Stands for 0 where a logarithm is taken; far below every number that counts, and so are its roots."""

NO_OFFER = 100
"""Rank beyond that of every offer."""


def best_offers(
    at: Array, fails: tuple[Array, Array], r: Array, ranking: Ranking, pairs: Pairs, room: tuple[Array, Array]
) -> tuple[NDArray[np.intp], Array]:
    """Return whose offer each actor takes, and what part of the way to that actor it goes; 0 if there is none.

    Of two actors, at most one can expect less of challenging the other than of being challenged: the one whose
    challenge is likelier to fail. Facing j, such an i sees a confrontation that it would lose if other > own > 0; a
    compromise if other > 0 > own and other is the larger in size; and it capitulates if own is. It goes the whole way,
    but in a compromise the part own / other of it.

    Any confrontation comes before any compromise, and that before capitulation. Within a kind the least move is taken;
    among compromises the code takes the lowest mean of both positions, weighted by the sizes of own and other. If
    offers tie, that of the lowest-standing actor is taken.

    Expectations, from -4 to 4, are told apart from each other and from 0 beyond 1e-9, and so are ranks. Masks
    are multiplied by rather than chosen by, which is several times as fast.
    """
    (i, j), (ranks, parts) = pairs, room
    here, there = at[i], at[j]
    ahead = there - here
    d = np.abs(ahead)
    of_i = (fails[0] > fails[1]).astype(float)
    own, other = expected_utilities(d, fails, either_one(r[i], r[j], of_i))
    beaten = (d > TOLERANCE) & (other > TOLERANCE) & ((own > TOLERANCE) | (own < -TOLERANCE))
    beaten &= own < np.subtract(other, TOLERANCE, out=fails[0])
    least = np.full(d.shape[1], TOLERANCE)
    part = np.divide(own, np.maximum(other, least, out=other), out=own)
    yields, whole = part < 0, part <= TOLERANCE - 1
    partly = yields & ~whole
    kind = 2 * (yields.view(np.int8) + whole.view(np.int8)) + NO_OFFER * (~beaten).view(np.int8)
    part += 1
    part *= partly
    way = np.subtract(1, part, out=part)
    ahead *= of_i
    there -= ahead
    here += ahead
    if ranking == "weighted":
        rank = np.multiply(way, there, out=there)
        rank += here
        rank /= np.add(way, 1, out=ahead)
    else:
        rank = np.multiply(way, d, out=there)
    rank -= d
    rank *= partly
    rank += d
    rank += kind
    here *= TOLERANCE
    rank += here
    of_i *= NO_OFFER
    ranks[i, j] = np.add(rank, of_i, out=here)
    rank += np.subtract(NO_OFFER, of_i, out=of_i)
    ranks[j, i] = rank
    ranks[np.diag_indices(len(at))] = NO_OFFER
    parts[i, j] = parts[j, i] = way
    chosen, least = first_least(ranks)
    way = picked(parts.reshape(len(at), -1), chosen.ravel()).reshape(chosen.shape)
    return chosen, np.where(least < NO_OFFER / 2, way, 0.0)


def either_one(of_i: Array, of_j: Array, is_i: Array) -> Array:
    """Return, in the place of `of_i`, what is of i where `is_i` is 1, and what is of j where it is 0."""
    of_i -= of_j
    of_i *= is_i
    of_i += of_j
    return of_i


def picked(values: Array, row: NDArray[np.intp]) -> Array:
    """Return the entries of some rows, one for each column; `take_along_axis` takes far longer."""
    columns = values.shape[1]
    return np.asarray(values.ravel().take(row * columns + np.arange(columns)))


def expected_utilities(d: Array, fails: tuple[Array, Array], r: Array) -> tuple[Array, Array]:
    r"""Return what the one of two who may give way, i, expects of challenging j, and of being challenged by j.

    .. math:: E_i(U_{ij}) = s_j \bigl(P_{ij} U_s + (1 - P_{ij}) U_f\bigr) + (1 - s_j) U_s - U_q

    with :math:`U_s, U_f = 2 - 4 (0.5 \mp 0.5 \delta_{ij})^{r_i}` and :math:`U_q = 2 - 4 \cdot 0.5^{r_i}`; of being
    challenged, the same with :math:`s_i` and :math:`P_{ji}`. Written as :math:`U_s - U_q - s (1 - P) (U_s - U_f)`, and
    the powers as :math:`0.5^r (1 \mp \delta)^r`.
    """
    lowered, at_stake = power(1 - d, r), power(1 + d, r)
    at_stake -= lowered
    gained = np.subtract(1, lowered, out=lowered)
    scale = np.exp2(np.subtract(2, r, out=r), out=r)
    at_stake *= scale
    gained *= scale
    own = np.maximum(*fails)
    other = np.minimum(*fails, out=fails[1])
    for expected in (own, other):
        expected *= at_stake
        np.subtract(gained, expected, out=expected)
    return own, other


def power(base: Array, r: Array) -> Array:
    """Return base to the power of r in the place of base, which is from 0."""
    np.maximum(base, np.full(base.shape[1], NEXT_TO_NOTHING), out=base)  # a row is compared faster than a number
    np.log(base, out=base)
    base *= r
    return np.exp(base, out=base)


def first_least(rank: Array) -> tuple[NDArray[np.intp], Array]:
    """Return where on the first axis the least number first stands, and that number; `argmin` takes far longer."""
    least, chosen = rank[0].copy(), np.zeros(rank[0].shape, dtype=np.int16)
    for j in range(1, len(rank)):
        less = rank[j] < least
        np.maximum(chosen, less * np.int16(j), out=chosen)
        np.minimum(least, rank[j], out=least)
    return chosen.astype(np.intp), least
