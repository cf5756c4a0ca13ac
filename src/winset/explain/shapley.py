r"""How much of a change each of several causes explains: Shapley values.

Causes that work together leave no unique split: what one does depends on which others have acted before it. The one
essential assumption is that no order is better than another, so that a cause counts with its mean effect over all
orders. Do not read a share as what the cause would do alone; where causes work through each other the two differ much.

References
----------
.. [1] Shapley, L. S. (1953). A value for n-person games. In Contributions to the Theory of Games II, 307-317.
.. [2] Castro, J., Gomez, D. and Tejada, J. (2009). Polynomial calculation of the Shapley value based on sampling.
   Computers & Operations Research 36(5), 1726-1730.
.. [3] Mitchell, R., Cooper, J., Frank, E. and Holmes, G. (2022). Sampling permutations for Shapley value estimation.
   Journal of Machine Learning Research 23(43), 1-46. Orders taken together with their reverses: section 2.3.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import comb

import numpy as np
from numpy.typing import ArrayLike, NDArray

from winset.errors import InputError

Array = NDArray[np.float64]

MOST_EXACT = 12
"""Causes up to which every combination is played: 4,096 of them."""


def shapley_values(worth: ArrayLike) -> Array:
    r"""Return the share of each cause from the worth of every combination of causes.

    .. math:: \varphi_i = \sum_{S \not\ni i} \frac{|S|! (k - |S| - 1)!}{k!} (v(S \cup i) - v(S))

    Parameters
    ----------
    worth : array of float, shape (2**k,) or (2**k, n)
        Row ``s`` holds the worth of the causes whose bits are set in ``s``: row 0 of none, the last row of all.
        Columns are worked out apart from each other.

    Returns
    -------
    array of float, shape (k,) or (k, n)
        The shares add up to the last row less the first. A cause that never matters has exactly 0.

    Raises
    ------
    InputError
        If the rows are not all combinations of some causes.

    Examples
    --------
    Either of two causes alone does nothing; both together bring 6.

    >>> shapley_values([0, 0, 0, 6]).tolist()
    [3.0, 3.0]
    """
    values = np.asarray(worth, dtype=float)
    causes = len(values).bit_length() - 1 if values.ndim in (1, 2) else -1
    if causes < 0 or len(values) != 1 << causes:
        raise InputError(f"`worth` has shape {values.shape}; take a row for each of the 2**k combinations of k causes")
    rows = np.arange(len(values))
    sizes = np.array([int(row).bit_count() for row in rows])
    shares = np.zeros((causes, *values.shape[1:]))
    for cause in range(causes):
        without = rows[rows & (1 << cause) == 0]
        weights = np.array([1 / (causes * comb(causes - 1, int(size))) for size in sizes[without]])
        shares[cause] = np.tensordot(weights, values[without | (1 << cause)] - values[without], axes=1)
    return shares


def paired_orders(causes: int, pairs: int, seed: int) -> tuple[tuple[int, ...], ...]:
    """Return random orders of so many causes, each followed by its reverse.

    Examples
    --------
    >>> one, other = paired_orders(5, 1, seed=1)
    >>> one == other[::-1], sorted(one)
    (True, [0, 1, 2, 3, 4])
    """
    rng = np.random.default_rng([seed, causes])
    orders = (tuple(int(cause) for cause in rng.permutation(causes)) for _ in range(pairs))
    return tuple(order for drawn in orders for order in (drawn, drawn[::-1]))


def met_on(orders: Sequence[Sequence[int]]) -> tuple[int, ...]:
    """Return the combinations that orders pass through, as bits, ascending, none and all of the causes included.

    Examples
    --------
    >>> met_on([(0, 1), (1, 0)])
    (0, 1, 2, 3)
    """
    found = {0}
    for order in orders:
        so_far = 0
        for cause in order:
            so_far |= 1 << cause
            found.add(so_far)
    return tuple(sorted(found))


def shares_on(orders: Sequence[Sequence[int]], worth: Mapping[int, ArrayLike]) -> Array:
    """Return what each cause adds when causes act in each order, shape (n_orders, k) or (n_orders, k, n).

    The mean over the orders is an estimate of the Shapley values; along each order the shares add up to the whole
    change, so the means do, too.

    Parameters
    ----------
    orders : sequence of orders
    worth : mapping of combination to number or array
        For each combination that `met_on` names.

    Examples
    --------
    >>> shares_on([(0, 1), (1, 0)], {0: 0.0, 1: 0.0, 2: 0.0, 3: 6.0}).mean(axis=0).tolist()
    [3.0, 3.0]
    """
    shape = np.shape(worth[0])
    found = np.zeros((len(orders), len(orders[0]) if orders else 0, *shape))
    for row, order in enumerate(orders):
        so_far = 0
        for cause in order:
            then = so_far | (1 << cause)
            found[row, cause] = np.subtract(worth[then], worth[so_far])
            so_far = then
    return found
