"""What do two sides gain by settling issues together rather than each on its own?

Each issue is a unit to be shared, and each side says how much every issue matters to it. Settled one by one, every
issue is split by power; settled together, each side gets most of what matters more to it than to the other. The
essential assumption is that shares can be traded across issues and that utilities add up over them. Do not use it where
an issue cannot be divided, or where giving way on one is held against a leader whatever he gets on another.

In the spirit of Tollison, R. D. and Willett, T. D. (1979). An economic theory of mutually advantageous issue linkages
in international negotiations. International Organization 33(4), 425-449; the split is that of Nash, J. F. (1950). The
bargaining problem. Econometrica 18(2), 155-162.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from winset.allowed import numbers_between
from winset.bargain.allowed import number_between
from winset.errors import InputError
from winset.registry import Model, register

Array = NDArray[np.float64]

SAME = 1e-12
"""Relative difference up to which two issues matter in the same proportion."""


@dataclass(frozen=True)
class Linkage:
    """Issues settled together, and one by one.

    Parameters
    ----------
    shares : array of float, shape (n_issues,)
        A's share of each issue when they are settled together.
    utilities, separate : tuple of float
        What A and B get together, and one by one.
    """

    shares: Array
    utilities: tuple[float, float]
    separate: tuple[float, float]

    @property
    def gains(self) -> tuple[float, float]:
        """What linkage gives A and B beyond separate settlements: at least nothing."""
        return self.utilities[0] - self.separate[0], self.utilities[1] - self.separate[1]


def linkage(weights_a: ArrayLike, weights_b: ArrayLike, *, power: float = 0.5) -> Linkage:
    r"""Return how two sides share several issues by Nash's solution over all of them together.

    .. math:: \max_{x \in [0,1]^K} \Big(\sum_k w^A_k x_k\Big)^{b} \Big(\sum_k w^B_k (1 - x_k)\Big)^{1-b}

    Here w^A and w^B are the weights of A and B on K issues, and x_k is A's share of issue k.

    Parameters
    ----------
    weights_a, weights_b : array of float, shape (n_issues,)
        What the whole of each issue is worth to A and to B, at least 0; no agreement is worth 0.
    power : float
        A's bargaining power :math:`b`, between 0 and 1.

    Returns
    -------
    Linkage
        Issues that matter in the same proportion are shared alike, and what matters to nobody is split by power.

    Raises
    ------
    InputError
        If a weight is negative or not finite, nothing matters to a side, the shapes differ or `power` is not strictly
        between 0 and 1.

    Notes
    -----
    The frontier is a chain of straight pieces, one for each proportion, in the order in which A gives up issues that
    matter least to it as compared with B; the product is concave along it, and the best point of each piece is known.
    Neither side loses by linkage: Nash's solution gives each at least its power's share of what it could get at most.

    Examples
    --------
    Each side cares mostly about one of two issues, and gets it.

    >>> found = linkage([0.8, 0.2], [0.2, 0.8])
    >>> found.shares.tolist(), found.utilities, found.separate
    ([1.0, 0.0], (0.8, 0.8), (0.5, 0.5))
    """
    w_a, w_b = numbers_between("weights_a", weights_a, 0.0), numbers_between("weights_b", weights_b, 0.0)
    if w_a.ndim != 1 or w_a.shape != w_b.shape:
        raise InputError(
            f"`weights_a` has shape {w_a.shape} and `weights_b` {w_b.shape}; they must hold the same issues"
        )
    if not w_a.any() or not w_b.any():
        raise InputError("`weights_a` and `weights_b` must each hold a number above 0: something matters to each side")
    b = number_between("power", power, 0, 1)
    if not 0 < b < 1:
        raise InputError(f"`power` is {b:g}; it must lie strictly between 0 and 1")
    a_first = _proportions(w_a / w_a.sum(), w_b / w_b.sum())
    best, shares = -np.inf, np.zeros(len(w_a))
    for place in range(int(a_first.max()) + 1):
        mine, traded = a_first < place, a_first == place
        before, kept = w_a[mine].sum(), w_b[a_first > place].sum()
        gain, loss = w_a[traded].sum(), w_b[traded].sum()
        # A weight too small for its inverse to be a float is worth giving up, or taking, whole.
        with np.errstate(over="ignore", invalid="ignore"):
            wanted = b * (kept + loss) / loss - (1 - b) * before / gain if gain > 0 and loss > 0 else float(gain > 0)
        share = float(np.clip(np.nan_to_num(wanted, nan=b), 0, 1))
        utility_a, utility_b = before + share * gain, kept + (1 - share) * loss
        with np.errstate(divide="ignore"):
            product = b * np.log(utility_a) + (1 - b) * np.log(utility_b)
        if product > best:
            best, shares = product, np.where(mine, 1.0, np.where(traded, share, 0.0))
    shares = np.where((w_a == 0) & (w_b == 0), b, shares)
    together = float(w_a @ shares), float(w_b @ (1 - shares))
    return Linkage(shares, together, (float(b * w_a.sum()), float((1 - b) * w_b.sum())))


def _proportions(a: Array, b: Array) -> NDArray[np.intp]:
    """Place of each issue in the order in which A gets them; the same for those that matter in the same proportion."""
    portion = np.divide(a, a + b, out=np.full(len(a), 0.5), where=a + b > 0)
    order = np.argsort(-portion, kind="stable")
    steps = np.diff(-portion[order]) > SAME
    places = np.empty(len(a), dtype=np.intp)
    places[order] = np.concatenate([[0], np.cumsum(steps)])
    return places


register(
    Model(
        id="linkage",
        family="bargain",
        meaning="How two sides share several issues together, and what that gains them over settling each on its own.",
        reference="Tollison, R. D. and Willett, T. D. (1979). An economic theory of mutually advantageous issue "
        "linkages in international negotiations. International Organization 33(4), 425-449.",
        status="in the spirit of",
        function=linkage,
        axioms=frozenset({"efficient", "symmetric", "scale-invariant", "deterministic"}),
        example={"weights_a": [0.8, 0.2], "weights_b": [0.2, 0.8]},
    )
)
