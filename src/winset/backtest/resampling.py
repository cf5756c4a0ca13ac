r"""How sure is a mean of scores whose questions hang together in groups, such as issues of one dossier?

Whole groups are drawn with replacement, as many as there are, and the mean is taken over all that is in them. The one
assumption is that groups are independent of each other. Not for fewer than some ten groups: the interval is then too
narrow.

Reference: Field, C. A., Welsh, A. H. (2007). Bootstrapping clustered data. Journal of the Royal Statistical Society B
69(3), 369-390.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import ArrayLike, NDArray

from winset.errors import InputError

RESAMPLES = 4_000


@dataclass(frozen=True)
class Interval:
    """A mean with its interval; both ends nan where there is but one group."""

    value: float
    low: float
    high: float


def clustered_mean(
    values: ArrayLike,
    groups: Sequence[Hashable],
    level: float = 0.95,
    resamples: int = RESAMPLES,
    seed: int = 1,
) -> Interval:
    r"""Return the mean of values with its percentile interval over resampled groups.

    .. math:: \bar v^{*} = \frac{\sum_g m_g \sum_{i \in g} v_i}{\sum_g m_g n_g}, \qquad
              m \sim \text{Multinomial}(G; 1/G, \dots, 1/G)

    Here G is the number of groups, n_g how many values there are in one, and m_g how often it is drawn.

    Parameters
    ----------
    values : array of float, shape (n,)
        v, finite.
    groups : sequence of length n
        The group of each value.
    level : float
        Chance that the interval is to hold, above 0 and below 1.
    resamples : int
        At least 1.
    seed : int
        Same values, groups and seed: same interval. Paired differences need nothing more than to be handed in.

    Raises
    ------
    InputError
        If there is no value, one is not finite, lengths differ, or `level` or `resamples` is out of range.

    Examples
    --------
    >>> clustered_mean([1, 1, 4], ["a", "a", "b"], seed=1)
    Interval(value=2.0, low=1.0, high=4.0)
    """
    v = np.asarray(values, dtype=float)
    if v.ndim != 1 or not v.size or not np.isfinite(v).all():
        raise InputError("`values` must be a list of one finite number or more")
    if len(groups) != v.size:
        raise InputError(f"`groups` has {len(groups)} entries for {v.size} values; it must name the group of each")
    if not 0 < level < 1:
        raise InputError(f"`level` is {level}; it lies between 0 and 1")
    if resamples < 1:
        raise InputError(f"`resamples` is {resamples}; it must be 1 or more")
    places: dict[Hashable, int] = {}
    where = np.array([places.setdefault(group, len(places)) for group in groups])
    total, size = np.bincount(where, v), np.bincount(where).astype(float)
    if len(places) == 1:
        return Interval(float(v.mean()), float("nan"), float("nan"))
    drawn = _drawn(len(places), resamples, seed)
    means = (drawn @ total) / (drawn @ size)
    low, high = np.quantile(means, [(1 - level) / 2, (1 + level) / 2])
    return Interval(float(v.mean()), float(low), float(high))


@lru_cache(maxsize=32)
def _drawn(groups: int, resamples: int, seed: int) -> NDArray[np.float64]:
    """Return how often each group is drawn in each resample, shape (resamples, groups); not to be written to.

    Numbers are floating, since products of whole ones are slow.
    """
    drawn = np.random.default_rng(seed).multinomial(groups, np.full(groups, 1 / groups), resamples).astype(float)
    drawn.flags.writeable = False
    return drawn
