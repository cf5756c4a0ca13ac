"""What a referendum needs beside the votes of all: majorities in so many of its groups, cantons or states.

References: the double majority of people and cantons, Federal Constitution of the Swiss Confederation, articles 140
and 142.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from winset.allowed import numbers_between
from winset.errors import InputError
from winset.ratify.allowed import whole_numbers

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Groups:
    """The groups whose majorities count, along the last axis.

    Parameters
    ----------
    shares : array of float, shape (..., n_groups)
        Share of yes among the votes cast in each group, 0 to 1.
    turnout : array of float, broadcast to shape (..., n_groups)
        Votes cast as a share of the group's electorate, 0 to 1.
    weights : array of float, broadcast to shape (..., n_groups)
        Each group's part of the electorate, at least 0; only their ratios matter. By default all are equal.
    majority : array of float, broadcast to shape (..., n_groups)
        Share of the votes cast that yes must exceed in a group.
    """

    shares: ArrayLike
    turnout: ArrayLike = 1.0
    weights: ArrayLike = 1.0
    majority: ArrayLike = 0.5

    def together(self) -> tuple[Array, Array]:
        r"""Return the share of yes and the turnout of all groups together.

        .. math:: s = \sum_g w_g t_g s_g \Big/ \sum_g w_g t_g, \qquad t = \sum_g w_g t_g \Big/ \sum_g w_g

        Where nobody votes the share is 0.

        >>> share, turnout = Groups([0.6, 0.4], turnout=[0.5, 0.25], weights=[1, 2]).together()
        >>> float(share), round(float(turnout), 4)
        (0.5, 0.3333)
        """
        share, turnout = self._checked_shares(), numbers_between("groups.turnout", self.turnout, 0, 1)
        weight = numbers_between("groups.weights", self.weights, 0)
        share, turnout, weight = np.broadcast_arrays(share, turnout, weight)
        electorate, cast = weight.sum(axis=-1), (weight * turnout).sum(axis=-1)
        if (electorate <= 0).any():
            raise InputError("`groups.weights` are all 0; somebody must be allowed to vote")
        yes = (weight * turnout * share).sum(axis=-1)
        return np.divide(yes, cast, out=np.zeros(cast.shape), where=cast > 0), np.asarray(cast / electorate)

    def margin(self, needed: int | None) -> Array:
        """Return by how much the group that decides exceeds its majority: the `needed`-th most willing one.

        All are needed by default. With none needed the margin is infinite, and minus infinite with more than there are.

        >>> groups = Groups([0.7, 0.4, 0.55])
        >>> [round(float(groups.margin(needed)), 2) for needed in (1, 2, 3, 4)]
        [0.2, 0.05, -0.1, -inf]
        """
        margins = self._checked_shares() - numbers_between("groups.majority", self.majority, 0, 1)
        n = margins.shape[-1]
        k = n if needed is None else int(whole_numbers("needed_groups", needed))
        if not 0 < k <= n:
            return np.full(margins.shape[:-1], -np.inf if k else np.inf)
        return np.asarray(np.sort(margins, axis=-1)[..., n - k])

    def _checked_shares(self) -> Array:
        share = numbers_between("groups.shares", self.shares, 0, 1)
        if not share.ndim:
            raise InputError("`groups.shares` is one number; it must hold one for each group")
        return share
