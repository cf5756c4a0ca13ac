"""Which package should a proposer put forward when he does not know what the other side would accept?

He puts forward one package; the other accepts or refuses it by what only the other knows. The essential assumption is
that the proposer weighs each package by the chance that it is accepted, given what he knows, and that a refusal ends
the matter for now. Do not use it where the responder could show his limit, or where a refusal tells the proposer
something that he uses in a next offer.

In the spirit of Fearon, J. D. (1995). Rationalist explanations for war. International Organization 49(3), 379-414, and
Iida, K. (1993). When and how do domestic constraints matter? Two-level games with uncertainty. Journal of Conflict
Resolution 37(3), 403-426.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from winset.allowed import numbers_between
from winset.answer import TOLERANCE
from winset.errors import InputError
from winset.registry import Model, register

Array = NDArray[np.float64]


def best_offer(gain: ArrayLike, acceptance: ArrayLike, standing: ArrayLike = 0.0) -> NDArray[np.intp]:
    r"""Return the package that is best to put forward, in every draw.

    .. math:: x^{*} \in \arg\max_x \; q(x)\, g(x) + (1 - q(x))\, g_0,
        \qquad \text{if that is above } \max(g_0, 0)

    Here x is a package, and the star marks the best.

    Parameters
    ----------
    gain : array of float, shape (n_draws, n_packages)
        :math:`g`: what each package gives the proposer beyond making no offer, in his units.
    acceptance : array of float, shape (n_draws, n_packages)
        :math:`q`: chance that the other accepts it, over what the proposer does not know; from 0 to 1.
    standing : array of float, shape () or (n_draws,)
        :math:`g_0`: his gain if he is refused: negative for the cost of a public failure, positive where talks that
        go on have a worth. Without it only gain times acceptance counts.

    Returns
    -------
    array of int, shape (n_draws,)
        Package put forward; the lowest of equally good ones; -1 where no package has a positive expected gain, or none
        is better than to be refused.

    Raises
    ------
    InputError
        If a number is not finite, a chance is not between 0 and 1, or the shapes do not fit.

    Notes
    -----
    Equal means within 1e-9 of the largest gain of the draw. What is put forward is not yet accepted.

    Examples
    --------
    Three packages, each better for the proposer and less likely to be accepted; the dearer a failure, the more careful
    he is.

    >>> gain, acceptance = [[0.2, 0.5, 0.8]] * 3, [[0.9, 0.5, 0.1]] * 3
    >>> best_offer(gain, acceptance, standing=[0.0, -0.5, -3.0]).tolist()
    [1, 0, -1]
    """
    g, q = numbers_between("gain", gain), numbers_between("acceptance", acceptance, 0, 1)
    refused = numbers_between("standing", standing)
    if g.ndim != 2 or q.shape != g.shape or refused.shape not in ((), g.shape[:1]):
        raise InputError(
            f"`gain` has shape {g.shape}, `acceptance` {q.shape} and `standing` {refused.shape}; "
            "they must be (n_draws, n_packages) twice, and () or (n_draws,)"
        )
    if not g.shape[1]:
        return np.full(len(g), -1, dtype=np.intp)
    without = np.broadcast_to(refused, g.shape[:1])[:, None]
    expected = without + q * (g - without)
    slack = TOLERANCE * np.maximum(np.abs(g).max(axis=1, keepdims=True), np.abs(without))
    worth_it = expected > np.maximum(without, 0.0) + slack
    best = worth_it & (expected >= expected.max(axis=1, keepdims=True) - slack)
    return np.where(best.any(axis=1), best.argmax(axis=1), -1)


@dataclass(frozen=True)
class UniformOffer:
    """The best single offers to limits that are uniform, one entry for each draw.

    Parameters
    ----------
    offer : array of float
        Share offered to the other side.
    expected_utility : array of float
        What the proposer can expect from offering it.
    failure_probability : array of float
        Chance that it is refused.
    is_worth_proposing : array of bool
        Whether offering is at least as good as leaving things as they stand.
    """

    offer: Array
    expected_utility: Array
    failure_probability: Array
    is_worth_proposing: NDArray[np.bool_]


def uniform_offer(
    low: ArrayLike, high: ArrayLike, status_quo: ArrayLike = 0.0, failure_cost: ArrayLike = 0.0
) -> UniformOffer:
    r"""Return the best take-it-or-leave-it offer to a limit that is uniform from `low` to `high`.

    .. math:: y^{*} = \text{clip}\bigl((1 - s + k + l)/2,\; l,\; h\bigr), \qquad
        P(\text{failure}) = \frac{h - y^{*}}{h - l}

    The batched closed form of `best_proposal`, which takes any distribution.

    Parameters
    ----------
    low, high : array of float
        :math:`l \le h`: bounds of the share that the other side needs.
    status_quo : array of float
        :math:`s`: what the proposer has without a deal, in shares.
    failure_cost : array of float
        :math:`k \ge 0`: what a failure costs him.

    Returns
    -------
    UniformOffer
        In the shape that the arguments make together. The best offer is unique; a limit that is known, `low` being
        `high`, is met exactly.

    Raises
    ------
    InputError
        If a number is not finite, a cost is negative or `low` is above `high`.

    Examples
    --------
    >>> best = uniform_offer(low=[0, 0.3, 0.3], high=[1, 0.5, 0.8], status_quo=[0.2, 0, 0.1])
    >>> best.offer.round(3).tolist(), best.failure_probability.round(3).tolist()
    ([0.4, 0.5, 0.6], [0.6, 0.0, 0.4])
    """
    bottom, top, s, k = np.broadcast_arrays(
        numbers_between("low", low),
        numbers_between("high", high),
        numbers_between("status_quo", status_quo),
        numbers_between("failure_cost", failure_cost, 0),
    )
    if (bottom > top).any():
        raise InputError(f"`low` is {bottom[bottom > top][0]:g} and `high` {top[bottom > top][0]:g}; they are in order")
    offer = np.clip((1 - s + k + bottom) / 2, bottom, top)
    failure = np.divide(top - offer, top - bottom, out=np.zeros(top.shape), where=top > bottom)
    expected = (1 - failure) * (1 - offer) + failure * (s - k)
    slack = TOLERANCE * np.maximum(np.abs(s), 1.0)
    return UniformOffer(offer, expected, failure, np.asarray(expected >= s - slack))


register(
    Model(
        id="private-information-offer",
        family="bargain",
        meaning="The package to put forward when the other side's limit is known only as a chance of acceptance.",
        reference="Fearon, J. D. (1995). Rationalist explanations for war. International Organization 49(3), 379-414; "
        "Iida, K. (1993). When and how do domestic constraints matter? Two-level games with uncertainty. Journal of "
        "Conflict Resolution 37(3), 403-426.",
        status="in the spirit of",
        function=best_offer,
        axioms=frozenset({"deterministic"}),
        example={"gain": [[0.2, 0.5, 0.8]], "acceptance": [[0.9, 0.5, 0.1]]},
    )
)
