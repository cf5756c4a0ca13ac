"""What do actors decide if they meet in the middle? Means of what they want, as baselines.

The essential assumption is that everybody's wish counts, in proportion to nothing, to how much the actor cares, or to
what the actor could bring. No bargaining is modelled: these are the plain figures that any model of bargaining has to
beat. Do not use a mean where the issue is one of yes or no, or its positions have no common unit.

Reference: Thomson, R., Stokman, F. N., Achen, C. H., König, T. (eds) (2006). The European Union Decides. Cambridge
University Press, where such means stand beside the models.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from winset.allowed import numbers_between
from winset.answer import Answer
from winset.collective.allowed import Array, alike
from winset.registry import Model, register


def mean_position(
    position: ArrayLike, salience: ArrayLike | None = None, capability: ArrayLike | None = None
) -> Answer[Array | None]:
    r"""Return the mean position, weighted by whatever is given.

    .. math:: O = \sum_i w_i x_i \Big/ \sum_i w_i

    Here O is the outcome.

    Parameters
    ----------
    position : array of float, shape (..., n_actors)
        :math:`x_i`, in units of the issue.
    salience, capability : array of float, shape (..., n_actors), optional
        At least 0; only ratios matter. The weight :math:`w_i` is their product, or the one that is given, or 1.

    Returns
    -------
    Answer of array of float, shape (...)
        One number for each decision, never outside the positions of those with weight. ``empty`` and None if nobody
        has any weight; nan where only some of many decisions are so.

    Raises
    ------
    InputError
        If a number is not finite, a weight is negative, or the shapes do not fit.

    Examples
    --------
    >>> float(mean_position([0, 10]).value), float(mean_position([0, 10], salience=[0.3, 0.9]).value)
    (5.0, 7.5)
    """
    x, w = positions_and_weights(position, salience, capability)
    return answered(weighted_mean(x, w))


def positions_and_weights(
    position: ArrayLike, salience: ArrayLike | None, capability: ArrayLike | None
) -> tuple[Array, Array]:
    """Return positions and the product of the weights given, in one shape; weights of a decision are at most 1."""
    fields = {"position": numbers_between("position", position)}
    for name, weights in (("salience", salience), ("capability", capability)):
        if weights is not None:
            fields[name] = numbers_between(name, weights, 0)
    x, *given = alike(**fields)
    w = np.ones(x.shape)
    for weights in given:
        most = weights.max(axis=-1, keepdims=True)
        w = w * (weights / np.where(most > 0, most, 1.0))
    return x, w


def weighted_mean(x: Array, w: Array) -> Array:
    """Return the mean over the last axis, nan where nobody has weight; never outside the positions with weight."""
    total = w.sum(axis=-1)
    share = w / np.where(total > 0, total, 1.0)[..., None]
    low, high = (np.where(w > 0, x, bound) for bound in (np.inf, -np.inf))
    mean = np.clip((share * x).sum(axis=-1), low.min(axis=-1), high.max(axis=-1))
    return np.asarray(np.where(total > 0, mean, np.nan))


def answered(values: Array) -> Answer[Array | None]:
    """Return an answer for each decision: a single number for one, ``empty`` if there is none at all."""
    if np.isnan(values).all():
        return Answer(None, "empty")
    return Answer(values[()])


register(
    Model(
        id="mean-position",
        family="collective",
        meaning="The mean of what actors want, plain or weighted by salience or capability; a baseline.",
        reference="Thomson, R., Stokman, F. N., Achen, C. H., König, T. (eds) (2006). The European Union Decides. "
        "Cambridge University Press.",
        status="textbook",
        function=mean_position,
        axioms=frozenset({"symmetric", "affine", "within-range", "monotone", "deterministic"}),
        example={"position": [4, 7, 10], "salience": [0.8, 0.4, 0.9]},
    )
)
