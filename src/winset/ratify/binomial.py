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
    unsettled = np.arange(votes.size)
    while unsettled.size:
        k, size, chance, goal = votes[unsettled], n[unsettled], p[unsettled], u[unsettled]
        short = bdtr(k, size, chance) < goal
        over = (k > 0) & (bdtr(np.maximum(k - 1, 0), size, chance) >= goal)
        votes[unsettled] += short.astype(np.int64) - over
        unsettled = unsettled[short | over]
    return np.asarray(votes.reshape(grids[0].shape))
