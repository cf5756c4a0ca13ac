"""How many of a bloc's members vote yes at a given level of luck?

The quantile function of the binomial distribution, for many draws at once: with a uniform level it draws the votes
of members who decide independently, and with the same level a higher share never means fewer votes.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import bdtr, ndtri


def binomial_quantile(level: ArrayLike, members: ArrayLike, share: ArrayLike) -> NDArray[np.int64]:
    """Return the smallest number of votes whose cumulative probability reaches `level`.

    Parameters
    ----------
    level : array of float
        0 to 1.
    members : array of int
        Members of the bloc.
    share : array of float
        Chance that one of them votes yes, 0 to 1.

    Returns
    -------
    array of int
        Broadcast together.

    Notes
    -----
    A normal guess with a term for skewness, put right step by step against the exact distribution. The quantile
    function of `scipy.stats.binom` is not used, since it never returns for some levels next to 1.

    Examples
    --------
    >>> binomial_quantile([0.1, 0.5, 0.9], members=10, share=0.5).tolist()
    [3, 5, 7]
    """
    grids = np.broadcast_arrays(level, members, share)
    u, n, p = (grid.ravel() for grid in grids)
    z = ndtri(np.clip(u, 1e-16, 1 - 1e-16))
    guess = n * p + np.sqrt(n * p * (1 - p)) * z + (1 - 2 * p) * (z**2 - 1) / 6 - 0.5
    votes = np.clip(np.rint(guess), 0, n).astype(np.int64)
    of_one_mind = (p <= 0) | (p >= 1)
    votes[of_one_mind] = np.where((p > 0) & (u > 0), n, 0)[of_one_mind]
    doubted = np.flatnonzero(~of_one_mind)
    too_few = bdtr(votes[doubted], n[doubted], p[doubted]) < u[doubted]
    short, rest = doubted[too_few], doubted[~too_few]
    while short.size:
        votes[short] += 1
        short = short[bdtr(votes[short], n[short], p[short]) < u[short]]
    while (rest := rest[votes[rest] > 0]).size:
        rest = rest[bdtr(votes[rest] - 1, n[rest], p[rest]) >= u[rest]]
        votes[rest] -= 1
    return np.asarray(votes.reshape(grids[0].shape))
