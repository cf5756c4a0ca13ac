"""Into how many steps must an exchange be cut so that each of them enforces itself?

Something worth V is handed over in equal steps, one per period, against a relation that is worth something in each
period for as long as nobody cheats. Who takes a step without returning it ends the relation. The essential assumption
is that the relation goes on after the last step; if the exchange is all there is, the last step is never made. Do not
use it for what cannot be cut: a treaty that is signed first against islands that come later is one step.

In the spirit of Schelling, T. C. (1960). The Strategy of Conflict. Harvard University Press, chapter 2.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from winset.allowed import Array, numbers_between
from winset.answer import TOLERANCE
from winset.registry import Model, register


def largest_step(relation: ArrayLike, d: ArrayLike) -> Array:
    r"""Return the largest value that can change hands at once without being worth the breach.

    .. math:: \frac{d\,\pi}{1 - d}

    Parameters
    ----------
    relation : array of float
        :math:`\pi`: what the relation is worth in each period, at least 0.
    d : array of float
        What one period later counts, from 0 to 1.

    Returns
    -------
    array of float
        In the units of `relation`, in the shape that the arguments make together; infinite at a `d` of 1 if the
        relation is worth anything.

    Raises
    ------
    InputError
        If the worth is negative or `d` is not between 0 and 1.

    Examples
    --------
    >>> largest_step(relation=1, d=[0, 0.8]).round(6).tolist()
    [0.0, 4.0]
    """
    worth, patience = np.broadcast_arrays(numbers_between("relation", relation, 0), numbers_between("d", d, 0, 1))
    ahead = patience * worth
    return np.asarray(np.divide(ahead, 1 - patience, out=np.where(ahead > 0, np.inf, 0.0), where=patience < 1))


def steps_needed(value: ArrayLike, relation: ArrayLike, d: ArrayLike) -> Array:
    r"""Return the least number of equal steps in which each enforces itself.

    .. math:: n = \Bigl\lceil \frac{V (1 - d)}{d\,\pi} \Bigr\rceil

    Here n is the number of steps.

    Parameters
    ----------
    value : array of float
        V: worth of all that is to be handed over, at least 0.
    relation, d : array of float
        As in `largest_step`.

    Returns
    -------
    array of float
        Whole numbers, at least 1 where anything is to be handed over and 0 where not; infinite where no number of steps
        is enough. A step exactly as large as can be is taken, up to rounding.

    Raises
    ------
    InputError
        If a worth is negative or `d` is not between 0 and 1.

    Examples
    --------
    >>> steps_needed(value=10, relation=[1, 10, 0], d=0.8).tolist()
    [3.0, 1.0, inf]
    """
    worth, step = np.broadcast_arrays(numbers_between("value", value, 0), largest_step(relation, d))
    with np.errstate(over="ignore"):  # a step too small to count is none
        ratio = np.divide(worth, step, out=np.where(worth > 0, np.inf, 0.0), where=step > 0)
    return np.where(worth > 0, np.maximum(np.ceil(ratio * (1 - TOLERANCE)), 1.0), 0.0)


register(
    Model(
        id="commitment-staged-exchange",
        family="commitment",
        meaning="Into how many steps must an exchange be cut so that each of them enforces itself?",
        reference="Schelling, T. C. (1960). The Strategy of Conflict. Harvard University Press.",
        status="in the spirit of",
        function=steps_needed,
        axioms=frozenset({"deterministic"}),
        example={"value": 10, "relation": 0.5, "d": 0.9},
    )
)
