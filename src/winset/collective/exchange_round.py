"""One round of position exchange: whom each actor can exchange with, at what rates, and who does so first.

The mathematics of `position_exchange`, in its letters. Actors i and j stand on opposite sides of the outcome on issues
p and q; i cares relatively more about p. Then j moves towards i on p, and i towards j on q, and both gain.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from winset.answer import TOLERANCE
from winset.collective.allowed import Array
from winset.collective.mean_position import weighted_mean

Index = NDArray[np.intp]
Shares = Callable[[tuple[int, ...]], Array]
"""Given a shape, what part of the joint gain i gets in each exchange."""


@dataclass(frozen=True)
class Exchange:
    """An exchange, struck: j moves on p and i on q, each towards the other.

    Parameters
    ----------
    i, j : int
        Rows of the actors.
    p, q : int
        Columns of the issues: i wants p and pays on q.
    move_p, move_q : float
        How far j moves on p, and i on q, in units of the issue.
    shift_p, shift_q : float
        How far the outcomes move thereby.
    gain_i, gain_j : float
        Salience times shift on what is wanted, less the same on what is paid.
    externalities : array of float, shape (n_actors,)
        What everyone else gains by the shifts, less than 0 where they lose; 0 for i and j.
    """

    i: int
    j: int
    p: int
    q: int
    move_p: float
    move_q: float
    shift_p: float
    shift_q: float
    gain_i: float
    gain_j: float
    externalities: Array


@dataclass(frozen=True)
class Offers:
    """Every pair of actors on every pair of issues, with what does not change in a round; rows are pairs of issues.

    Parameters
    ----------
    i, j : array of int, shape (n_issue_pairs, n_actor_pairs)
        Who of the pair wants p, and who wants q.
    p, q : array of int, shape (n_issue_pairs,)
    x_ip, x_jp, x_iq, x_jq : array of float, shape (n_issue_pairs, n_actor_pairs)
        Where both stand on both issues.
    full_p, full_q : array of float, shape (n_issue_pairs, n_actor_pairs)
        How far the outcome moves if the mover goes the whole way to the other.
    rate : array of float
        Shift on p for each unit of shift on q.
    joint : array of float
        Joint gain for each unit of shift on p; 0 if both care in the same proportion.
    share : array of float
        What part of the joint gain i gets.
    """

    i: Index
    j: Index
    p: Index
    q: Index
    x_ip: Array
    x_jp: Array
    x_iq: Array
    x_jq: Array
    full_p: Array
    full_q: Array
    rate: Array
    joint: Array
    share: Array


def possible_offers(x: Array, s: Array, v: Array, shares: Shares) -> Offers:
    r"""Return every pair of actors on every pair of issues.

    With :math:`\lambda` the share of i, the rate at which i gets it is

    .. math:: \frac{\Delta_p}{\Delta_q} = \frac{(1 - \lambda) s_{iq} + \lambda s_{jq}}
        {(1 - \lambda) s_{ip} + \lambda s_{jp}},

    which for equal gains, at a half, is :math:`(s_{iq} + s_{jq}) / (s_{ip} + s_{jp})`.

    Parameters
    ----------
    x, s, v : array of float, shape (n_actors, n_issues)
        Positions, saliences, and voting weights that sum to 1 on each issue.
    """
    rows_p, rows_q = np.triu_indices(x.shape[1], 1)
    p, q = rows_p[:, None], rows_q[:, None]
    first, second = np.triu_indices(len(x), 1)
    swapped = s[first, p] * s[second, q] < s[second, p] * s[first, q]
    i, j = np.where(swapped, second, first), np.where(swapped, first, second)
    share = shares(i.shape)
    paid = (1 - share) * s[i, q] + share * s[j, q]
    wanted = (1 - share) * s[i, p] + share * s[j, p]
    edge = s[i, p] * s[j, q] - s[j, p] * s[i, q]
    gains = (paid > 0) & (wanted > 0) & (edge > TOLERANCE * s[i, p] * s[j, q])
    paid, wanted = np.where(gains, paid, 1.0), np.where(gains, wanted, 1.0)
    return Offers(
        *(i, j, rows_p, rows_q),
        *(x[i, p], x[j, p], x[i, q], x[j, q]),
        full_p=v[j, p] * np.abs(x[i, p] - x[j, p]),
        full_q=v[i, q] * np.abs(x[i, q] - x[j, q]),
        rate=paid / wanted,
        joint=np.where(gains, edge / paid, 0.0),
        share=share,
    )


def shifts(offers: Offers, rows: Index, outcome: Array) -> Array:
    """Return how far each exchange would move the outcome on p; 0 unless both stand on opposite sides on p and q.

    The larger move goes the whole way to the other, or as far as brings the outcome to where the other stands.
    """
    O_p, O_q = outcome[offers.p[rows], None], outcome[offers.q[rows], None]
    i_p, j_p = offers.x_ip[rows] - O_p, offers.x_jp[rows] - O_p
    i_q, j_q = offers.x_iq[rows] - O_q, offers.x_jq[rows] - O_q
    opposed = (i_p * j_p < 0) & (i_q * j_q < 0)
    most_p = np.minimum(offers.full_p[rows], np.abs(i_p))
    most_q = np.minimum(offers.full_q[rows], np.abs(j_q))
    return np.asarray(np.minimum(most_p, offers.rate[rows] * most_q) * opposed)


def exchange_round(x: Array, s: Array, v: Array, shares: Shares) -> tuple[Array, Array, tuple[Exchange, ...]]:
    """Return votes and outcomes after everyone has exchanged, and the exchanges in the order in which they are struck.

    The exchange with the largest joint gain is struck first. Who has moved on an issue is then bound on it for the
    round, and neither moves nor asks there again; outcomes are worked out anew. Of gains that are equal within 1e-9 the
    first in the order of issues, then of actors, is struck.

    Parameters
    ----------
    x, s, v : array of float, shape (n_actors, n_issues)
        As in `possible_offers`; an issue on which nobody has weight has the outcome 0 here.
    """
    offers, votes, struck = possible_offers(x, s, v, shares), x.copy(), []
    slack = TOLERANCE * np.ptp(x, axis=0)
    outcome = np.array([_outcome(*issue) for issue in zip(x.T, v.T, x.T, slack, strict=True)])
    joint, least = offers.joint.copy(), float((slack * s.max(axis=0)).max(initial=0.0))
    about = [(offers.p == issue) | (offers.q == issue) for issue in range(x.shape[1])]
    rows_about = [np.flatnonzero(some) for some in about]
    gains = joint * shifts(offers, np.arange(len(joint)), outcome)
    while (best := gains.max(initial=0.0)) > least:
        first = int((gains >= best * (1 - TOLERANCE)).argmax())
        row, column = divmod(first, gains.shape[1])
        found = _struck(offers, row, column, gains[row, column], v)
        before = outcome.copy()
        votes[found.j, found.p] += np.sign(x[found.i, found.p] - x[found.j, found.p]) * found.move_p
        votes[found.i, found.q] += np.sign(x[found.j, found.q] - x[found.i, found.q]) * found.move_q
        for mover, issue in ((found.j, found.p), (found.i, found.q)):
            outcome[issue] = _outcome(votes[:, issue], v[:, issue], x[:, issue], slack[issue])
            rows = rows_about[issue]
            joint[rows] *= (offers.i[rows] != mover) & (offers.j[rows] != mover)
        struck.append(with_externalities(found, x, s, before, outcome))
        rows = np.flatnonzero(about[found.p] | about[found.q])
        gains[rows] = joint[rows] * shifts(offers, rows, outcome)
    return votes, np.nan_to_num(weighted_mean(votes.T, v.T)), tuple(struck)


def _outcome(votes: Array, v: Array, x: Array, slack: float) -> float:
    """The compromise of the votes on an issue; exactly somebody's position if it is that but for rounding.

    Exchanges often bring an outcome to where somebody stands, who is then on neither side of it.
    """
    mean = float(votes @ v)
    nearest = float(x[np.abs(x - mean).argmin()])
    return nearest if abs(nearest - mean) <= slack else mean


def _struck(offers: Offers, row: int, column: int, gain: float, v: Array) -> Exchange:
    """The exchange in a place of the offers, without its externalities."""
    i, j = int(offers.i[row, column]), int(offers.j[row, column])
    p, q = int(offers.p[row]), int(offers.q[row])
    rate, share = float(offers.rate[row, column]), float(offers.share[row, column])
    shift_p = float(gain / offers.joint[row, column])
    moves = float(shift_p / v[j, p]), float(shift_p / rate / v[i, q])
    shared = float(share * gain), float((1 - share) * gain)
    return Exchange(i, j, p, q, *moves, shift_p, shift_p / rate, *shared, np.zeros(len(v)))


def with_externalities(found: Exchange, x: Array, s: Array, before: Array, after: Array) -> Exchange:
    """Return the exchange with what everybody else gains by it, as outcomes go from before to after."""
    gained = np.zeros(len(x))
    for issue in (found.p, found.q):
        wanted = x[:, issue]
        gained += s[:, issue] * (np.abs(before[issue] - wanted) - np.abs(after[issue] - wanted))
    gained[found.i] = gained[found.j] = 0.0
    return replace(found, externalities=gained)
