"""Will enough members vote yes if something moves them all?

Each member says yes with a chance of his own, and votes are weighed and counted as the rule says; what members have in
common is one normal factor, and given it they decide independently, in every chamber. The essential assumption is that
all lean on that one factor alike. Do not use it where members sit in whipped blocs (`winset.ratify.body`).

References: Vasicek, O. (2002). The distribution of loan portfolio value. Risk 15(12), 160-162 (the factor model).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtr, ndtri

from winset.allowed import numbers_between
from winset.errors import InputError
from winset.ratify.allowed import whole_numbers
from winset.ratify.common_factor import FARTHEST, packed_nodes
from winset.ratify.votes import weighted_vote_probability
from winset.registry import Model, register

Array = NDArray[np.float64]

N_NODES = 40
"""Values of the common factor at which the chance is taken."""

N_HALVINGS = 40
"""Halvings by which the factor is found at which the votes are just enough on average."""


def correlated_vote_probability(
    p: ArrayLike,
    quota: ArrayLike,
    correlation: float = 0.1,
    votes: ArrayLike | None = None,
    vetoes: Sequence[int] = (),
) -> Array:
    r"""Return the probability that the votes reach the quota in every chamber and nobody with a veto refuses.

    .. math:: P = \int \prod_c P\Big(\sum_i w_{ci} Y_i \ge q_c \,\Big|\, z\Big)\, d\Phi(z), \qquad
        P(Y_i = 1 \mid z) = \Phi\Big(\frac{\Phi^{-1}(p_i) + \sqrt{\rho}\, z}{\sqrt{1 - \rho}}\Big)

    Here Y_i is 1 if member i votes yes, w_ci are his votes in chamber c, q_c is its quota, z what members have in
    common, and :math:`\Phi` the distribution function of a standard normal.

    Parameters
    ----------
    p : array of float, shape (..., n_members)
        Each member's chance of yes, 0 to 1.
    quota : array of float, shape (n_chambers,)
        Votes needed in each chamber, or one number for all.
    correlation : float
        :math:`\rho`, 0 to 1: correlation between the leanings of any two, of which the sign is the vote. At 0 they are
        independent, and so are the chambers; at 1 they differ only in how much it takes to win them.
    votes : array of int, shape (n_chambers, n_members), optional
        0 for a member who does not sit in the chamber; each sits in one at most. One vote each in one chamber if not
        given.
    vetoes : sequence of int
        Members without whom nothing passes.

    Returns
    -------
    array of float, shape (...)

    Raises
    ------
    InputError
        If a chance or the correlation lies outside 0 to 1, a number of votes is not whole, a member sits in two
        chambers, a veto names no member or a shape does not fit.

    Notes
    -----
    Exact at a correlation of 0 and of 1; between them the factor is integrated at 40 nodes, packed where votes are
    just enough. A correlation of .01 is an error common to all of some four points of vote share; independent members
    have none, which makes large bodies look far surer than they are.

    Examples
    --------
    >>> [round(float(correlated_vote_probability([0.52] * 401, 201, rho)), 2) for rho in (0, 0.01, 0.1)]
    [0.79, 0.66, 0.56]
    """
    chance = numbers_between("p", p, 0, 1)
    if chance.ndim == 0:
        raise InputError("`p` is a single number; its last axis holds one chance for each member")
    n = chance.shape[-1]
    w = np.atleast_2d(whole_numbers("votes", np.ones(n) if votes is None else votes))
    if w.ndim != 2 or w.shape[1] != n or not len(w):
        raise InputError(f"`votes` has shape {w.shape}; it must be (n_chambers, {n})")
    if ((w > 0).sum(axis=0) > 1).any():
        raise InputError(
            f"`votes` gives member {int(((w > 0).sum(axis=0) > 1).argmax())} votes in two chambers; each sits in one"
        )
    q = numbers_between("quota", quota)
    if q.ndim > 1 or q.size not in (1, len(w)):
        raise InputError(f"`quota` has shape {q.shape}; it must hold one number for each of {len(w)} chambers")
    rho = float(numbers_between("correlation", correlation, 0, 1))
    if any(not 0 <= member < n for member in vetoes):
        raise InputError(f"`vetoes` is {list(vetoes)}; it must name members from 0 to {n - 1}")
    q, block = np.broadcast_to(q, len(w)), sorted(set(vetoes))
    if rho == 0:
        return _passed(chance, q, w, block)
    if rho == 1:
        return _of_one_mind(chance, q, w, block)
    total = np.zeros(chance.shape[:-1])
    for factor, weight in packed_nodes(_just_enough(chance, q, w, block, rho), N_NODES):
        total += weight * _passed(_given(chance, rho, factor), q, w, block)
    return total.clip(0, 1)


def _given(p: Array, rho: float, factor: Array) -> Array:
    """Chances given the common factor."""
    return np.asarray(ndtr((ndtri(p) + np.sqrt(rho) * factor[..., None]) / np.sqrt(1 - rho)))


def _passed(p: Array, q: Array, w: NDArray[np.int64], block: list[int]) -> Array:
    """Chance of passing if members decide independently."""
    consent = p[..., block].prod(axis=-1)
    certain = p.copy()
    certain[..., block] = 1.0
    for row, needed in zip(w, q, strict=True):
        consent = consent * weighted_vote_probability(row, certain, float(needed))
    return np.asarray(consent)


def _of_one_mind(p: Array, q: Array, w: NDArray[np.int64], block: list[int]) -> Array:
    """Chance of passing if one factor decides: that it wins everybody up to the last who is needed."""
    ranking = np.argsort(-p, axis=-1, kind="stable")
    ranked = np.take_along_axis(p, ranking, axis=-1)
    blocking = np.isin(np.arange(p.shape[-1]), block)
    enough = np.cumsum(blocking[ranking], axis=-1) == len(block)
    none = not block
    for row, needed in zip(w, q, strict=True):
        enough &= np.cumsum(row[ranking], axis=-1) >= needed
        none = none and needed <= 0
    return np.asarray(np.where(none, 1.0, np.where(enough, ranked, 0.0).max(axis=-1, initial=0.0)))


def _just_enough(p: Array, q: Array, w: NDArray[np.int64], block: list[int], rho: float) -> Array:
    """Value of the factor at which the votes are just enough on average, and those with a veto as likely as not."""
    low, high = np.full(p.shape[:-1], -FARTHEST / 2), np.full(p.shape[:-1], FARTHEST / 2)
    for _ in range(N_HALVINGS):
        middle = (low + high) / 2
        given = _given(p, rho, middle)
        enough = (given @ w.T >= q - 0.5).all(axis=-1) & (given[..., block] >= 0.5).all(axis=-1)
        low, high = np.where(enough, low, middle), np.where(enough, middle, high)
    return np.asarray((low + high) / 2)


register(
    Model(
        id="correlated-votes",
        family="ratify",
        meaning="Probability that votes reach their quotas in every chamber when one factor moves all members.",
        reference="Vasicek, O. (2002). The distribution of loan portfolio value. Risk 15(12), 160-162.",
        status="in the spirit of",
        function=correlated_vote_probability,
        axioms=frozenset({"monotone"}),
        example={"p": [0.55, 0.55, 0.6], "quota": 2, "correlation": 0.1},
    )
)
