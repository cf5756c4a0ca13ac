"""Correlated inputs: a Gaussian copula with stated rank correlations.

Which levels do several quantities take together, when an analyst says that they go together? Each keeps its own
distribution; only the pairing of levels changes. The essential assumption is that rank correlations say all there is
to say of how they go together. Not for tails that move together more than the middle does.

References: Iman, R. L., Conover, W. J. (1982). A distribution-free approach to inducing rank correlation among
input variables. Communications in Statistics B 11(3), 311-334; rank correlation of a Gaussian copula is
(6/pi) arcsin(r/2). Nearest correlation matrix: eigenvalues clipped at 0, in the spirit of Higham (2002).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtr, ndtri

from winset.allowed import numbers_between
from winset.errors import InputError
from winset.registry import Model, register

Array = NDArray[np.float64]


def nearest_correlation(matrix: ArrayLike, field: str = "matrix") -> tuple[Array, float]:
    """Return a positive semi-definite correlation matrix near `matrix`, and the largest entry's change.

    Errors call the matrix by the name of the `field` that it came from.

    Examples
    --------
    >>> _, change = nearest_correlation([[1, 0.9, -0.9], [0.9, 1, 0.9], [-0.9, 0.9, 1]])
    >>> change > 0.1
    True
    """
    wanted = np.asarray(matrix, dtype=float)
    if wanted.ndim != 2 or wanted.shape[0] != wanted.shape[1] or not wanted.size:
        raise InputError(f"`{field}` has shape {wanted.shape}; a correlation matrix has as many rows as columns")
    differs = ~np.isclose(wanted, wanted.T)
    if differs.any():
        i, j = (int(index) for index in np.argwhere(differs)[0])
        raise InputError(
            f"`{field}` is not symmetric: it holds {wanted[i, j]:g} at [{i}, {j}] and {wanted[j, i]:g} back"
        )
    if np.any(np.abs(wanted) > 1 + 1e-12) or not np.allclose(np.diag(wanted), 1):
        raise InputError(f"`{field}` is no correlation matrix; entries lie from -1 to 1 with ones on the diagonal")
    values, vectors = np.linalg.eigh(wanted)
    if values.min() >= -1e-12:
        return wanted, 0.0
    near = (vectors * np.clip(values, 0.0, None)) @ vectors.T
    scale = np.sqrt(np.diag(near))
    near = near / np.outer(scale, scale)
    return near, float(np.abs(near - wanted).max())


def square_root(matrix: Array) -> Array:
    """Return a lower-triangular-like factor F with F F' = matrix; singular matrices are allowed."""
    values, vectors = np.linalg.eigh(matrix)
    factor = vectors * np.sqrt(np.clip(values, 0.0, None))
    # A QR step makes the factor triangular, so that the first variable keeps its own levels.
    _, upper = np.linalg.qr(factor.T)
    return cast(Array, (upper * np.where(np.diag(upper) < 0, -1.0, 1.0)[:, None]).T)


def correlated_levels(levels: Array, ranks: ArrayLike) -> Array:
    r"""Return levels with the wanted rank correlations; the first row is returned as it came.

    .. math:: v = \Phi(F\, \Phi^{-1}(u)), \qquad F F' = \bigl[2 \sin(\tfrac{\pi}{6} r_{ij})\bigr]

    Here u are the levels given and v those returned, r the ranks, F a root of the matrix in brackets, and
    :math:`\Phi` the distribution function of a standard normal.

    Parameters
    ----------
    levels : array of float, shape (n_quantities, n_draws)
        Independent levels, each strictly between 0 and 1.
    ranks : array of float, shape (n_quantities, n_quantities)
        Rank (Spearman) correlations; made positive semi-definite if they are not.

    Raises
    ------
    InputError
        If a level is not between 0 and 1, `ranks` is no matrix of correlations, or there is not a row of levels for
        each of its rows.

    Examples
    --------
    >>> u = np.array([[0.2, 0.5, 0.9], [0.7, 0.1, 0.4]])
    >>> correlated_levels(u, [[1, 1], [1, 1]]).round(6).tolist()
    [[0.2, 0.5, 0.9], [0.2, 0.5, 0.9]]
    """
    independent = numbers_between("levels", levels, 0, 1)
    outside = (independent <= 0) | (independent >= 1)
    if outside.any():
        raise InputError(f"`levels` holds {independent[outside][0]:g}; each lies strictly between 0 and 1")
    factor = square_root(_of_normals(ranks))
    if independent.ndim != 2 or len(independent) != len(factor):
        raise InputError(
            f"`levels` has shape {independent.shape}; it must be ({len(factor)}, n_draws), a row for each of `ranks`"
        )
    mixed = np.clip(ndtr(factor @ ndtri(independent)), 1e-12, 1.0 - 1e-12)
    mixed[0] = independent[0]
    return cast(Array, mixed)


def held_ranks(ranks: ArrayLike) -> Array:
    """Return the rank correlations that levels take when these are wanted; the same wherever they can hold together.

    Parameters
    ----------
    ranks : array of float, shape (n_quantities, n_quantities)
        Wanted rank correlations, symmetric with ones on the diagonal.

    Raises
    ------
    InputError
        If `ranks` is no matrix of correlations.

    Examples
    --------
    Two quantities that each go with a third cannot go against each other:

    >>> held_ranks([[1, 0.9, 0.9], [0.9, 1, -0.9], [0.9, -0.9, 1]])[1:, 0].round(2).tolist()
    [0.48, 0.48]
    """
    return 6.0 / np.pi * np.arcsin(_of_normals(ranks) / 2.0)


def _of_normals(ranks: ArrayLike) -> Array:
    """Return the correlations of normals whose levels have these rank correlations, brought near where impossible."""
    wanted = np.asarray(ranks, dtype=float)
    if np.any(np.abs(wanted) > 1):
        raise InputError(f"`ranks` holds {np.abs(wanted).max():g}; rank correlations lie from -1 to 1")
    return nearest_correlation(2.0 * np.sin(np.pi * wanted / 6.0), "ranks")[0]


def groups(pairs: Mapping[tuple[str, str], float]) -> tuple[tuple[tuple[str, ...], Array], ...]:
    """Return the correlated quantities in connected groups, each with its matrix of rank correlations.

    Pairs that nobody states are taken as uncorrelated; names are sorted, so order of writing does not matter.

    >>> [names for names, _ in groups({("b", "a"): 0.5, ("c", "d"): 0.2})]
    [('a', 'b'), ('c', 'd')]
    """
    near: dict[str, set[str]] = {}
    for one, other in pairs:
        near.setdefault(one, set()).add(other)
        near.setdefault(other, set()).add(one)
    found, seen = [], set[str]()
    for name in sorted(near):
        if name in seen:
            continue
        group, front = set[str](), [name]
        while front:
            here = front.pop()
            if here not in group:
                group.add(here)
                front.extend(near[here])
        seen |= group
        names = tuple(sorted(group))
        matrix = np.eye(len(names))
        for (one, other), rank in pairs.items():
            if one in group:
                i, j = names.index(one), names.index(other)
                matrix[i, j] = matrix[j, i] = rank
        found.append((names, matrix))
    return tuple(found)


register(
    Model(
        id="gaussian-copula",
        family="chance",
        meaning="Draws uncertain inputs together with stated rank correlations.",
        reference="Iman, R. L., Conover, W. J. (1982). A distribution-free approach to inducing rank correlation"
        " among input variables. Communications in Statistics B 11(3), 311-334.",
        status="textbook",
        function=correlated_levels,
        example={"levels": [[0.2, 0.5, 0.9], [0.7, 0.1, 0.4]], "ranks": [[1, 0.5], [0.5, 1]]},
    )
)
