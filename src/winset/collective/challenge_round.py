"""One round of the challenge model: who would prevail over whom, how exposed everyone stands, and who gives way.

The mathematics of `challenge`, in its letters, for many draws at once: arrays have the actors first and the draws last.
What concerns two actors is worked out once for each pair i, j of them, in rows of arrays with one row for each pair.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from winset.answer import TOLERANCE
from winset.collective.allowed import Array
from winset.collective.challenge_offers import NEXT_TO_NOTHING, Pairs, Ranking, best_offers, picked

Denominator = Literal["code", "published"]


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


class Room:
    """What is made once for all rounds, since making it anew takes longer than filling it.

    Parameters
    ----------
    n_actors, n_draws : int
        How many actors and draws there are.
    """

    def __init__(self, n_actors: int, n_draws: int) -> None:
        self.pairs: Pairs = np.triu_indices(n_actors, 1)
        self.n_draws = n_draws
        self.square, self.spare = np.empty((2, n_actors, n_actors, n_draws))


def next_positions(
    x: Array, field: Field, denominator: Denominator, ranking: Ranking, room: Room
) -> tuple[Array, Array]:
    """Return the positions after a round in which everyone takes the best offer, and the exponents r.

    Nobody moves in draws in which all are in equal danger, as at one position: there r is undefined, and given as 1.
    """
    (i, j), felt = room.pairs, room.square
    at = (x - field.low) / field.D
    d = at[j]
    d -= at[i]
    np.abs(d, out=d)
    np.abs(np.subtract(at, at[:, None], out=felt), out=felt)
    felt *= field.w
    fails = failures(chances(felt, denominator, room), field.s, room.pairs)
    r, stuck = exponents(dangers(d, fails, room))
    d += NEXT_TO_NOTHING
    felt[i, j] = felt[j, i] = np.log(d, out=d)
    felt[np.diag_indices(len(x))] = np.log(NEXT_TO_NOTHING)
    felt *= r
    np.exp(felt, out=felt)
    felt *= field.w
    fails = failures(chances(felt, denominator, room), field.s, room.pairs)
    chosen, part = best_offers(at, fails, r, ranking, room.pairs, (room.square, room.spare))
    there = picked(x, chosen)
    return np.where(stuck, x, np.where(part < 1, x + part * (there - x), there)), r


def chances(felt: Array, denominator: Denominator, room: Room) -> tuple[Array, Array]:
    r"""Return the chances that i prevails over j, and j over i, in a contest decided by everyone's weight.

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
    (i, j), total = room.pairs, felt.sum(axis=1)
    first = np.empty((len(i), felt.shape[2]))
    done = 0
    for a in range(1, len(felt)):
        larger = np.maximum(felt[a:], felt[a - 1], out=room.spare[a:])
        done, start = done + len(larger), done
        np.add.reduce(larger, axis=1, out=first[start:done])
    second = first - total[j]
    first -= total[i]
    if denominator == "published":
        N = first + second
        first[N <= 0] = second[N <= 0] = 0.5
    else:
        N = 2 * (first.sum(axis=0) + second.sum(axis=0))
    N[N <= 0] = 1.0
    first /= N
    second /= N
    return first, second


def failures(P: tuple[Array, Array], s: Array, pairs: Pairs) -> tuple[Array, Array]:
    r"""Return how likely the challenges of i to j, and of j to i, are to be resisted and to fail, in the place of `P`.

    .. math:: s_j (1 - P_{ij}), \qquad s_i (1 - P_{ji})
    """
    (i, j), (first, second) = pairs, P
    for chance, resisting in ((first, j), (second, i)):
        np.subtract(1, chance, out=chance)
        chance *= s[resisting]
    return first, second


def dangers(d: Array, fails: tuple[Array, Array], room: Room) -> Array:
    r"""Return what each actor expects of the challenges of all others if all exponents are 1; `fails` is written over.

    .. math:: t_i = \sum_j E_i(U_{ji}) = \sum_j 2 \delta_{ij} \bigl(1 - 2 s_i (1 - P_{ji})\bigr)
    """
    (i, j), expected, k = room.pairs, room.spare, np.arange(len(room.spare))
    for challenged, challenging, failing in ((i, j, fails[1]), (j, i, fails[0])):
        failing *= -2
        failing += 1
        failing *= d
        expected[challenging, challenged] = failing
    expected[k, k] = 0
    return np.asarray(2 * expected.sum(axis=0))


def exponents(danger: Array) -> tuple[Array, NDArray[np.bool_]]:
    r"""Return r, and whether it is undefined since all are in equal danger.

    .. math:: r_i = \frac{1 - R_i / 3}{1 + R_i / 3}, \qquad R_i = \frac{2 t_i - \max t - \min t}{\max t - \min t}
    """
    most, least = danger.max(axis=0), danger.min(axis=0)
    stuck = most - least <= TOLERANCE
    R = np.where(stuck, 0.0, (2 * danger - most - least) / np.where(stuck, 1.0, most - least))
    return (1 - R / 3) / (1 + R / 3), stuck
