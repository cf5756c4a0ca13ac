"""Where the uncertainty of a forecast comes from: what the numbers are, which model form is right, and the draws.

The chance of a deal hangs on the numbers and on the model form. Over both it has a variance, which splits into what the
numbers do on average over forms, what forms do on average over the numbers, and what each form does with the numbers in
its own way. The error of a finite number of draws stands apart from these: more draws make it as small as one likes.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Split:
    """Standard deviations of the chance of a deal, 0 to 0.5, by where they come from.

    Parameters
    ----------
    inputs : float
        What the numbers really are, on average over forms.
    inputs_error : float
        One standard error of it.
    forms : float
        Which form is right, on average over the numbers.
    both : float
        That forms make different things of the same numbers.
    sampling : float
        Sampling error of the pooled chance.
    luck : float
        Share of the variance of the outcome itself, deal or no deal, that would be left if all numbers and the form
        were known, 0 to 1.
    """

    inputs: float
    inputs_error: float
    forms: float
    both: float
    sampling: float
    luck: float


def split(deals: ArrayLike, other_luck: ArrayLike, weights: ArrayLike, replicate: ArrayLike) -> Split:
    r"""Return where the uncertainty comes from, from two plays of the same inputs with luck apart.

    .. math:: C_{fg} = \mathrm{Cov}(Y_f, Y'_g), \quad V_{inputs} = w'Cw, \quad
        V_{forms} = \sum_f w_f (p_f - p)^2, \quad V_{both} = \sum_f w_f C_{ff} - w'Cw

    Parameters
    ----------
    deals, other_luck : array of bool, shape (n_forms, n_draws)
        Whether there is a deal in each form and draw, with luck drawn twice.
    weights : array of float, shape (n_forms,)
        Weights of the forms, which sum to 1.
    replicate : array of int, shape (n_draws,)
        The replicate of each draw, for sampling errors.

    Returns
    -------
    Split
        Variances that come out below 0 count as 0.

    Examples
    --------
    One form; the numbers decide everything, in halves:

    >>> found = split([[0, 1, 0, 1]], [[0, 1, 0, 1]], [1.0], [0, 0, 1, 1])
    >>> found.inputs, found.forms, found.luck
    (0.5, 0.0, 0.0)
    """
    y, z, w = np.asarray(deals, dtype=float), np.asarray(other_luck, dtype=float), np.asarray(weights, dtype=float)
    groups = np.asarray(replicate)
    means = (y.mean(axis=1) + z.mean(axis=1)) / 2
    inputs, both = _variances(y, z, w, means)
    parts = [_variances(y[:, groups == one], z[:, groups == one], w, means)[0] for one in np.unique(groups)]
    chances = [float(w @ y[:, groups == one].mean(axis=1)) for one in np.unique(groups)]
    count = len(parts)
    error = float(np.std(parts, ddof=1) / np.sqrt(count)) if count > 1 else 0.0
    pooled = float(w @ means)
    spread = float(np.sqrt(max(inputs, 0.0)))
    whole = pooled * (1 - pooled)
    known = max(inputs, 0.0) + max(both, 0.0) + float(w @ (means - pooled) ** 2)
    return Split(
        inputs=spread,
        inputs_error=error / (2 * spread) if spread > error**0.5 / 2 else float(np.sqrt(error)),
        forms=float(np.sqrt(w @ (means - pooled) ** 2)),
        both=float(np.sqrt(max(both, 0.0))),
        sampling=float(np.std(chances, ddof=1) / np.sqrt(count)) if count > 1 else 0.0,
        luck=float(np.clip(1 - known / whole, 0.0, 1.0)) if whole > 0 else 0.0,
    )


def _variances(y: Array, z: Array, w: Array, means: Array) -> tuple[float, float]:
    """Return what the numbers do on average over forms, and what each form does with them in its own way."""
    one, other = y - means[:, None], z - means[:, None]
    inputs = float(np.mean((w @ one) * (w @ other)))
    return inputs, float(w @ np.mean(one * other, axis=1)) - inputs


__all__ = ["Split", "split"]
