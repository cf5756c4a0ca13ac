"""How large must a gain be before a leader should sign, if nothing ever forces an answer?

Signing is irreversible: it costs a fixed amount and gives up the option to wait for better. The essential assumption
is that the gain moves at random for ever and that the leader alone decides when to sign; then there is one threshold,
above what signing costs, and the distance between the two is the price of giving up the option. Not with a deadline
(`winset.timing.sign_or_wait`), nor when the other side may leave or another leader must be ready too.

References: McDonald, R., Siegel, D. (1986). The value of waiting to invest. Quarterly Journal of Economics 101(4),
707-727. Dixit, A. K., Pindyck, R. S. (1994). Investment under Uncertainty. Princeton University Press, chapters 5 and
6.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from winset.allowed import numbers_between
from winset.registry import Model, register


@dataclass(frozen=True)
class Threshold:
    """From which gain on a leader should sign.

    Parameters
    ----------
    threshold : float
        The gain at and above which signing is best; infinite if waiting is always better.
    exponent : float
        The positive root of the equation of the model: beta of a gain that grows in proportion, k of one that moves in
        points. Infinite if there is nothing to wait for.
    """

    threshold: float
    exponent: float


def growing_gain_threshold(rate: float, payout: float, volatility: float, cost: float) -> Threshold:
    r"""Return the threshold for a gain that moves in proportion to itself.

    .. math:: V^{*} = \frac{\beta}{\beta-1}\,I, \qquad
        \beta = \tfrac12 - \frac{r-\delta}{\sigma^2} + \sqrt{\Bigl(\frac{r-\delta}{\sigma^2}-\tfrac12\Bigr)^2
        + \frac{2r}{\sigma^2}}

    Here V* is the threshold and :math:`\beta` the positive root of the equation of waiting.

    Parameters
    ----------
    rate : float
        r, discount rate per time, at least 0.
    payout : float
        delta, what waiting loses of the gain per time, at least 0; the gain itself grows by r - delta.
    volatility : float
        sigma, relative change per root time, at least 0.
    cost : float
        I, what signing costs, at least 0, in the unit of the gain.

    Returns
    -------
    Threshold
        Infinite if waiting loses nothing (`payout` 0). Without volatility the gain is a known curve, and waiting pays
        only while it grows.

    Raises
    ------
    InputError
        If an argument is negative or not finite.

    Examples
    --------
    >>> round(growing_gain_threshold(rate=0.04, payout=0.04, volatility=0.2, cost=1).threshold, 6)
    2.0
    """
    r, delta, sigma, fixed = _each(rate=rate, payout=payout, volatility=volatility, cost=cost)
    if sigma**2 == 0:
        beta = max(r / (r - delta), 1.0) if r > delta else math.inf
    else:
        half = 0.5 - (r - delta) / sigma**2
        root = math.hypot(half, math.sqrt(2 * r) / sigma)
        beta = half + root if half >= 0 else 2 * r / sigma**2 / (root - half)
        beta = max(beta, 1.0)
    if delta == 0:
        return Threshold(math.inf if fixed > 0 else 0.0, 1.0)
    return Threshold(fixed if math.isinf(beta) else fixed * beta / (beta - 1), beta)


def moving_gain_threshold(drift: float, rate: float, volatility: float, cost: float) -> Threshold:
    r"""Return the threshold for a gain that moves in points, whatever its size.

    .. math:: V^{*} = I + \frac1k, \qquad k = \frac{-\mu + \sqrt{\mu^2 + 2 r \sigma^2}}{\sigma^2}

    Here V* is the threshold and k the positive root of the equation of waiting.

    Parameters
    ----------
    drift : float
        mu, points per time.
    rate : float
        r, discount rate per time, at least 0.
    volatility : float
        sigma, points per root time, at least 0.
    cost : float
        I, what signing costs, in points.

    Returns
    -------
    Threshold
        Infinite if waiting costs nothing and nothing drives the gain down.

    Raises
    ------
    InputError
        If the rate or the volatility is negative, or an argument is not finite.

    Examples
    --------
    >>> moving_gain_threshold(drift=0, rate=0.05, volatility=1, cost=0.5).threshold
    3.662277660168379
    """
    r, sigma = _each(rate=rate, volatility=volatility)
    mu, fixed = float(numbers_between("drift", drift)), float(numbers_between("cost", cost))
    root = math.hypot(mu, math.sqrt(2 * r) * sigma)
    if mu > 0:
        k = 2 * r / (mu + root)
    elif sigma**2 == 0:
        k = math.inf
    else:
        k = (root - mu) / sigma**2
    return Threshold(math.inf if k == 0 else fixed + 1 / k, k)


def _each(**amounts: float) -> tuple[float, ...]:
    """Return amounts that are finite and at least 0."""
    return tuple(float(numbers_between(name, amount, 0)) for name, amount in amounts.items())


register(
    Model(
        id="mcdonald-siegel",
        family="timing",
        meaning="How large must a gain that grows in proportion be before signing beats waiting for ever?",
        reference=(
            "McDonald, R., Siegel, D. (1986). The value of waiting to invest. Quarterly Journal of Economics 101(4), "
            "707-727."
        ),
        status="textbook",
        function=growing_gain_threshold,
        example={"rate": 0.04, "payout": 0.04, "volatility": 0.2, "cost": 1},
    )
)
register(
    Model(
        id="moving-gain",
        family="timing",
        meaning="How large must a gain that moves in points be before signing beats waiting for ever?",
        reference="Dixit, A. K., Pindyck, R. S. (1994). Investment under Uncertainty. Princeton University Press.",
        status="textbook",
        function=moving_gain_threshold,
        example={"drift": 0, "rate": 0.05, "volatility": 1, "cost": 0.5},
    )
)
