"""On what do actors settle if each concedes in proportion to how little it matters and how little the actor can bring?

The compromise is the mean position, weighted by capability times salience. Its essential assumption is that a failure
is very bad for everybody: Nash's solution between actors who lose with the square of the distance tends to it as the
disagreement grows worse. Do not use it where somebody can live well without a deal, or may veto it.

References: Achen, C. H. (2006). Institutional realism and bargaining models. In Thomson, R. et al. (eds), The European
Union Decides, Cambridge University Press, 86-123. As the base model of exchange: Stokman, F. N., Van Oosten, R. (1994).
The exchange of voting positions. In Bueno de Mesquita, B., Stokman, F. N. (eds), European Community Decision Making,
Yale University Press, 105-127.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike
from scipy.optimize import brentq

from winset.allowed import numbers_between
from winset.answer import Answer
from winset.collective.allowed import Array
from winset.collective.mean_position import answered, positions_and_weights, weighted_mean
from winset.errors import InputError
from winset.registry import Model, register


def compromise(position: ArrayLike, salience: ArrayLike, capability: ArrayLike) -> Answer[Array | None]:
    r"""Return the mean position weighted by capability times salience.

    .. math:: O = \sum_i c_i s_i x_i \Big/ \sum_i c_i s_i

    Here O is the outcome.

    Parameters
    ----------
    position : array of float, shape (..., n_actors)
        :math:`x_i`, in units of the issue.
    salience, capability : array of float, shape (..., n_actors)
        :math:`s_i` and :math:`c_i`, at least 0; only ratios matter.

    Returns
    -------
    Answer of array of float, shape (...)
        One number for each decision. ``empty`` and None if nobody has any weight; nan where only some are so.

    Raises
    ------
    InputError
        If a number is not finite, a weight is negative, or the shapes do not fit.

    Examples
    --------
    >>> float(compromise([0, 10], salience=[1, 0.5], capability=[1, 6]).value)
    7.5
    """
    x, w = positions_and_weights(position, salience, capability)
    return answered(weighted_mean(x, w))


def nash_compromise(
    position: ArrayLike, salience: ArrayLike, capability: ArrayLike, failure_loss: float = 1e9
) -> Answer[float | None]:
    r"""Return Nash's solution between actors who lose with the square of the distance.

    .. math:: x^{*} = \arg\max_x \sum_i c_i \log\bigl(M - s_i (x - x_i)^2\bigr)

    As :math:`M` grows it tends to `compromise`, which is how that mean is reasoned for [1]_.

    Parameters
    ----------
    position, salience, capability : array of float, shape (n_actors,)
        As in `compromise`: capability is bargaining power.
    failure_loss : float
        M: what no agreement costs each actor, above 0, in units of salience times the squared unit of the issue.

    Returns
    -------
    Answer of float or None
        ``empty`` and None if some actor with weight would rather have no agreement wherever they settle, or nobody has
        any weight.

    Raises
    ------
    InputError
        If a number is not finite, a weight is negative, M is not above 0, or the shapes do not fit.

    References
    ----------
    .. [1] Achen, C. H. (2006). Institutional realism and bargaining models. In The European Union Decides, 86-123.

    Examples
    --------
    With the least loss at which there is anything to agree on, capability no longer matters.

    >>> [round(nash_compromise([0, 10], [1, 1], [1, 3], loss).value, 3) for loss in (25.001, 100, 1e9)]
    [5.0, 6.582, 7.5]
    """
    x, s, c = (np.asarray(values, dtype=float) for values in (position, salience, capability))
    w = positions_and_weights(x, s, c)[1]
    loss = float(numbers_between("failure_loss", failure_loss, 0))
    if loss == 0 or not x.shape == s.shape == c.shape == (x.size,):
        raise InputError("`failure_loss` must be above 0, and the other arguments of shape (n_actors,)")
    x, s, w = x[w > 0], s[w > 0], w[w > 0]
    reach = np.sqrt(loss) / np.sqrt(s)
    low, high = (x - reach).max(initial=-np.inf), (x + reach).min(initial=np.inf)
    if not x.size or low >= high:
        return Answer(None, "empty")

    def pull(point: float) -> float:
        left_to_lose = np.maximum(1 - ((x - point) / reach) ** 2, np.finfo(float).tiny ** 0.5)
        return float((w * (x - point) / left_to_lose).sum())

    left, right = float(max(low, x.min())), float(min(high, x.max()))
    return Answer(left if left >= right else float(brentq(pull, left, right)))


register(
    Model(
        id="compromise",
        family="collective",
        meaning="The mean position weighted by capability times salience, to which Nash's solution tends.",
        reference="Achen, C. H. (2006). Institutional realism and bargaining models. In Thomson, R. et al. (eds), The "
        "European Union Decides, Cambridge University Press, 86-123.",
        status="textbook",
        function=compromise,
        axioms=frozenset({"symmetric", "affine", "within-range", "monotone", "deterministic"}),
        example={"position": [4, 7, 10], "salience": [0.8, 0.4, 0.9], "capability": [1, 2, 3]},
    )
)
