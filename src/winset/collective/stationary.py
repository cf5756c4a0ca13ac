"""Where does a chain spend its time in the long run?

The elimination of Grassmann, Taksar and Heyman: no number is ever subtracted, so that chances of one in a billion come
out as exactly as large ones. Every state must be reachable from every other, apart from states that are left out.

Reference: Grassmann, W. K., Taksar, M. I., Heyman, D. P. (1985). Regenerative analysis and steady state distributions
for Markov chains. Operations Research 33(5), 1107-1116.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def stationary(rates: Array) -> Array:
    """Return the shares of time in each state of chains that move at these rates.

    Parameters
    ----------
    rates : array of float, shape (n, n, ...)
        Rate, or chance a step, from the state of the row to that of the column; the diagonal is not read. A state whose
        row and column are 0 is left out, as long as it is not the first. Further axes are further chains.

    Returns
    -------
    array of float, shape (n, ...)
        Shares that sum to one.

    Examples
    --------
    >>> stationary(np.array([[0.4, 0.6], [0.3, 0.7]])).round(4).tolist()
    [0.3333, 0.6667]
    """
    flow = np.array(rates, dtype=float)
    for k in range(len(flow) - 1, 0, -1):
        leaving = flow[k, :k].sum(axis=0)
        flow[:k, k] /= np.where(leaving > 0, leaving, 1.0)
        flow[:k, :k] += flow[:k, None, k] * flow[None, k, :k]
    shares = np.zeros(flow.shape[1:])
    shares[0] = 1.0
    for k in range(1, len(flow)):
        shares[k] = (shares[:k] * flow[:k, k]).sum(axis=0)
        shares[: k + 1] /= shares[: k + 1].sum(axis=0)
    return shares
