"""How much of an output's variance each input explains, alone and with all its company: the indices of Sobol.

Play a function with inputs from a sheet A of draws, with inputs from a second sheet B, and with A except for one input
that comes from B: how far the answer then moves says how much the input matters. The one assumption is that the inputs
are drawn apart from each other; inputs that go together are put into one group. Do not read indices of a yes-or-no
output as shares: nearly all of its variance is interaction, so that first-order indices are small for everyone. Not a
measure of how far one number alone could move the answer: that is a swing.

References: Saltelli, A., Annoni, P., Azzini, I., Campolongo, F., Ratto, M., Tarantola, S. (2010). Variance based
sensitivity analysis of model output. Computer Physics Communications 181(2), 259-270 (the design and both estimators,
their table 2, rows b and f; the second is Jansen's of 1999).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from winset.errors import InputError
from winset.registry import Model, register

Array = NDArray[np.float64]

RESAMPLES = 400
"""Resamples of the bootstrap: enough for the ends of a 90 % interval."""


@dataclass(frozen=True)
class SobolIndices:
    """First-order and total indices with their intervals.

    Parameters
    ----------
    variance : float
        Of the output, over both sheets of draws.
    first, total : array of float, shape (n_groups,)
        Share of the variance that a group explains alone, and share that is left when all others are known. Estimates
        of small indices may be a little below 0.
    first_interval, total_interval : array of float, shape (n_groups, 2)
        Ends of the bootstrap interval.
    """

    variance: float
    first: Array
    total: Array
    first_interval: Array
    total_interval: Array


def sobol_indices(
    f_a: ArrayLike,
    f_b: ArrayLike,
    f_ab: ArrayLike,
    coverage: float = 0.9,
    resamples: int = RESAMPLES,
    seed: int = 1,
) -> SobolIndices:
    r"""Return the indices of Sobol from what a function says of two sheets of draws and their mixtures.

    .. math:: S_i = \frac{1}{N V} \sum_j f_B (f_{AB_i} - f_A), \qquad T_i = \frac{1}{2 N V} \sum_j (f_A - f_{AB_i})^2

    Here f is the output, from the sheets A and B and from A with input i taken from B, in draw j of N; V is the
    variance of the output, S the share that goes if the input is known, T the share that is left if all others are.

    Parameters
    ----------
    f_a, f_b : array of float, shape (n_draws,)
        The output with all inputs from the first sheet, and with all from the second.
    f_ab : array of float, shape (n_groups, n_draws)
        The output with all inputs from the first sheet but those of one group, which come from the second.
    coverage : float
        Of the bootstrap intervals, strictly between 0 and 1.
    resamples : int
        Resamples of the bootstrap; 0 gives intervals that are not a number.
    seed : int
        Of the bootstrap.

    Raises
    ------
    InputError
        If shapes do not fit, a number is not finite, or there are fewer than two draws.

    Notes
    -----
    The estimates are those of `scipy.stats.sobol_indices`, which the tests confirm. Its bootstrap corrects for bias and
    skewness at the price of as many further estimates as there are draws, too many here; this one takes percentiles and
    resamples all groups at once by weights. An output that never varies has indices of 0.

    Examples
    --------
    Four draws of two inputs of -1 or 1; the output is the first of them.

    >>> found = sobol_indices([-1, -1, 1, 1], [-1, 1, -1, 1], [[-1, 1, -1, 1], [-1, -1, 1, 1]], resamples=0)
    >>> found.variance, found.first.tolist(), found.total.tolist()
    (1.0, [1.0, 0.0], [1.0, 0.0])
    """
    a, b, ab = (np.asarray(values, dtype=float) for values in (f_a, f_b, f_ab))
    if a.ndim != 1 or a.size < 2 or b.shape != a.shape or ab.ndim != 2 or ab.shape[1:] != a.shape:
        raise InputError(
            f"`f_a`, `f_b` and `f_ab` have shapes {a.shape}, {b.shape} and {ab.shape}; take (n,), (n,) and "
            "(n_groups, n), with two draws or more"
        )
    for name, values in (("f_a", a), ("f_b", b), ("f_ab", ab)):
        if not np.all(np.isfinite(values)):
            raise InputError(f"`{name}` holds {values[~np.isfinite(values)][0]}; the output is finite")
    if not 0 < coverage < 1:
        raise InputError(f"`coverage` is {coverage}; it lies strictly between 0 and 1")
    if resamples < 0:
        raise InputError(f"`resamples` is {resamples}; take 0 or more")
    centre = (a.mean() + b.mean()) / 2
    a, b, ab = a - centre, b - centre, ab - centre
    alone, company = b * (ab - a), 0.5 * (a - ab) ** 2
    once = np.full((1, a.size), 1.0 / a.size)
    variance, first, total = _shares(once, a, b, alone, company)
    ends = np.full((2, ab.shape[0], 2), np.nan)
    if resamples:
        weights = resampled(a.size, resamples, seed)
        _, firsts, totals = _shares(weights, a, b, alone, company)
        at = [(1 - coverage) / 2, (1 + coverage) / 2]
        ends = np.stack([np.quantile(firsts, at, axis=0).T, np.quantile(totals, at, axis=0).T])
    return SobolIndices(float(variance[0]), first[0], total[0], ends[0], ends[1])


def resampled(draws: int, resamples: int, seed: int) -> Array:
    """Return how often each draw is in each resample, as shares, shape (resamples, draws).

    >>> resampled(4, 100, seed=1).sum(axis=1).tolist() == [1.0] * 100
    True
    """
    places = np.random.default_rng(seed).integers(draws, size=(resamples, draws))
    places += draws * np.arange(resamples)[:, None]
    return np.bincount(places.ravel(), minlength=resamples * draws).reshape(resamples, draws) / draws


def _shares(weights: Array, a: Array, b: Array, alone: Array, company: Array) -> tuple[Array, Array, Array]:
    """Return variance, first-order and total indices for each row of weights."""
    mean = weights @ (a + b) / 2
    variance = weights @ (a**2 + b**2) / 2 - mean**2
    varies = variance > 1e-14 * max(1.0, float(np.max(np.abs(a)) ** 2))
    scale = np.where(varies, variance, np.inf)[:, None]
    return np.where(varies, variance, 0.0), weights @ alone.T / scale, weights @ company.T / scale


def sobol(
    function: Callable[[Array], Array],
    n_inputs: int,
    groups: Sequence[Sequence[int]] | None = None,
    draws: int = 4096,
    seed: int = 1,
    coverage: float = 0.9,
) -> SobolIndices:
    """Return the indices of Sobol of a function of inputs that are spread evenly between 0 and 1.

    Parameters
    ----------
    function : callable
        Takes levels of shape (n_draws, n_inputs) and returns outputs of shape (n_draws,). Give it the quantile
        functions of its inputs if these are spread otherwise.
    n_inputs : int
    groups : sequence of sequence of int, optional
        Inputs that are taken together, by their places from 0; each input alone unless stated.
    draws : int
        Draws of each sheet, rounded up to a power of two; the function is played ``n_groups + 2`` times.
    seed : int
        Of the scrambled net of Sobol that both sheets come from.
    coverage : float
        Of the bootstrap intervals.

    Raises
    ------
    InputError
        If there are no inputs, a group names one that is not there, or the outputs have the wrong shape.

    Examples
    --------
    Twice the first input plus the second, which nothing mixes: shares of 4/5 and 1/5.

    >>> sobol(lambda u: 2 * u[:, 0] + u[:, 1], n_inputs=2).total.round(2).tolist()
    [0.8, 0.2]
    """
    if n_inputs < 1 or draws < 2:
        raise InputError(f"`n_inputs` is {n_inputs} and `draws` {draws}; take 1 or more, and 2 or more")
    taken = [(place,) for place in range(n_inputs)] if groups is None else [tuple(group) for group in groups]
    unknown = [place for group in taken for place in group if not 0 <= place < n_inputs]
    if unknown:
        raise InputError(f"`groups` names input {unknown[0]}; the inputs are 0 to {n_inputs - 1}")
    size = 1 << (draws - 1).bit_length()
    from scipy.stats import qmc  # loaded when used: a forecast does without

    levels = qmc.Sobol(2 * n_inputs, rng=np.random.default_rng(seed), bits=64).random(size)
    a, b = levels[:, :n_inputs], levels[:, n_inputs:]
    mixed = []
    for group in taken:
        ab = a.copy()
        ab[:, group] = b[:, group]
        mixed.append(_played(function, ab))
    return sobol_indices(_played(function, a), _played(function, b), np.array(mixed), coverage, seed=seed)


def _played(function: Callable[[Array], Array], levels: Array) -> Array:
    """Return the function's outputs, of the right shape."""
    found = np.asarray(function(levels.copy()), dtype=float)
    if found.shape != levels.shape[:1]:
        raise InputError(f"`function` returned shape {found.shape} for {levels.shape[0]} draws; it returns (n_draws,)")
    return found


def explained_share(levels: ArrayLike, outputs: ArrayLike, parts: int = 16) -> tuple[float, float]:
    r"""Return the variance of the output's mean given one input, and its standard error, from draws that are there.

    .. math:: \widehat{\mathrm{Var}}\, E[Y \mid U] = \sum_k \frac{n_k}{n} (\bar y_k - \bar y)^2
        - \frac{K - 1}{n - K} \sum_k \frac{n_k}{n} s_k^2

    Parameters
    ----------
    levels : array of float, shape (n_draws,)
        The input's levels, or its values; only their order counts, and equal values stay in one part.
    outputs : array of float, shape (n_draws,)
    parts : int
        Parts of equal size, K, into which the range of the input is cut; 2 or more.

    Returns
    -------
    (float, float)
        An estimate with the noise of the parts' means taken off, so that it is right on average and may be a little
        below 0, and its standard error where the input explains nothing. Cutting a range into parts loses what happens
        within one: of an output that rises in a straight line, one part in K squared.

    Raises
    ------
    InputError
        If shapes differ, or there are not at least twice as many draws as parts.

    Examples
    --------
    >>> u = (np.arange(1024) + 0.5) / 1024
    >>> explained, error = explained_share(u, u)
    >>> round(explained * 12, 2), error < 0.001
    (1.0, True)
    """
    u, y = np.asarray(levels, dtype=float), np.asarray(outputs, dtype=float)
    if u.ndim != 1 or u.shape != y.shape or parts < 2 or u.size < 2 * parts:
        raise InputError(
            f"`levels` and `outputs` have shapes {u.shape} and {y.shape}, and `parts` is {parts}; give equally many, "
            "and at least two for each of two parts or more"
        )
    values, part = np.unique(u, return_inverse=True)
    if values.size > parts:
        cuts = np.quantile(u, np.arange(1, parts) / parts, method="inverted_cdf")
        part = np.unique(np.searchsorted(cuts, u, side="left"), return_inverse=True)[1]
    count = np.bincount(part)
    k, n = count.size, u.size
    if k < 2 or n <= k:
        return 0.0, 0.0
    means = np.bincount(part, y) / count
    within = float(np.mean((y - means[part]) ** 2))
    between = float(np.sum(count / n * (means - y.mean()) ** 2))
    return between - within * (k - 1) / (n - k), float(within * np.sqrt(2.0 * (k - 1)) / n)


register(
    Model(
        id="sobol-indices",
        family="chance",
        meaning="How much of an output's variance does each input explain, alone and with all its company?",
        reference=(
            "Saltelli, A., Annoni, P., Azzini, I., Campolongo, F., Ratto, M., Tarantola, S. (2010). Variance based "
            "sensitivity analysis of model output. Computer Physics Communications 181(2), 259-270."
        ),
        status="textbook",
        function=sobol_indices,
        example={
            "f_a": [0.0, 1.0, 2.0, 3.0],
            "f_b": [3.0, 0.0, 1.0, 2.0],
            "f_ab": [[2.0, 0.0, 1.0, 3.0], [1.0, 1.0, 2.0, 2.0]],
        },
    )
)
