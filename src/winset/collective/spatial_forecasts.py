"""Where would the spatial model of politics end, for decisions in which each issue has its own salience and capability?

The model takes salience as shares of an actor's attention and one capability for each actor, and has everybody stand
somewhere on every issue. Here a decision is put in those terms, and many are played at a time.

Reference: Wise, B. P., Lester, L., Efird, B. (2015). Multidimensional bargaining using KTAB. KAPSARC.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from winset.collective.allowed import Array
from winset.collective.mean_position import weighted_mean
from winset.collective.spatial_draws import spatial_ends

WARNING = (
    "Where the spatial model ends hangs on small differences: a millionth of the scale between actors who stand alike "
    "can move its answer by a quarter of the scale. Read its range, not its answer to one set of numbers."
)

MOST_CAPABILITY = 100.0
"""Capability of the most capable actor, so that only ratios matter; KTAB's own tables are of that size."""


@dataclass(frozen=True)
class SpatialForecasts:
    """What the spatial model says of many decisions.

    Parameters
    ----------
    forecasts : array of float, shape (n_draws, n_issues)
        In units of the issues; nan where nobody has weight on an issue.
    settled : array of bool, shape (n_draws,)
        Whether the last turn was quiet.
    """

    forecasts: Array
    settled: NDArray[np.bool_]


def spatial_forecasts(
    position: Array, salience: Array, capability: Array, present: NDArray[np.bool_], ends: Array
) -> SpatialForecasts:
    """Return where the spatial model ends on all issues together.

    Parameters
    ----------
    position, salience, capability : array of float, shape (n_draws, n_actors, n_issues)
        As in `Decision`, with the draws in front.
    present : array of bool, shape (n_actors, n_issues)
        Whether an actor takes part in an issue. Who does not stands at the compromise of the others, and does not care.
    ends : array of float, shape (n_issues, 2)
        Lowest and highest value of each issue.

    Notes
    -----
    Where the saliences of some actor add up to more than 1, all are divided by the largest such sum: the actor to whom
    the issues matter most gives them all of its attention. The capability of an actor is its mean over issues by
    salience, so that capability times attention is what the actor weighs on all issues together; the largest is 100.

    Examples
    --------
    >>> wants, cares = np.array([[[10.0], [60.0], [90.0]]]), np.array([[[0.5], [0.8], [0.6]]])
    >>> can = np.array([[[100.0], [60.0], [40.0]]])
    >>> spatial_forecasts(wants, cares, can, np.ones((3, 1), dtype=bool), np.array([[0, 100]])).forecasts.round(1)
    array([[32.7]])
    """
    low, high = ends.T
    here = present.any(axis=1)
    if not here.any():
        return SpatialForecasts(np.full((len(position), len(ends)), np.nan), np.ones(len(position), dtype=bool))
    x, s, c = (np.where(present, values, 0.0)[:, here] for values in (position, salience, capability))
    most = c.max(axis=(1, 2), keepdims=True)
    c = MOST_CAPABILITY * (c / np.where(most > 0, most, 1.0))
    middle = np.nan_to_num(weighted_mean(np.swapaxes(x, 1, 2), np.swapaxes(c * s, 1, 2)), nan=0.0)
    x = np.clip(np.where(present[here], x, middle[:, None]), low, high)
    attention = s.sum(axis=2)
    mean = (c * s).sum(axis=2) / np.where(attention > 0, attention, 1.0)
    share = s / np.maximum(attention.max(axis=1), 1.0)[:, None, None]
    found = spatial_ends(x, share, mean, low, high)
    matters = (c * s).any(axis=1)
    return SpatialForecasts(np.where(matters, found.forecasts, np.nan), found.settled)
