"""When are two leaders ready at the same time?

Two capitals walk at random, correlated; a deal needs both at or above their floors *at one moment*. The
wait is the first entry of a planar Brownian motion into a quadrant, that is its exit from a wedge. The
essential assumption is two driftless Brownian motions. The product of the two leaders' own chances is too
high, since windows that open at different times make no deal. Not with drift, mean reversion, jumps or a
third leader: simulate those.

References: Banuelos, R., Smits, R. G. (1997). Brownian motion in cones. Probability Theory and Related
Fields 108, 299-319. Metzler, A. (2010). On the first passage problem for correlated Brownian motion.
Statistics & Probability Letters 80, 277-284.
"""

from __future__ import annotations

import numpy as np
from scipy.special import ive

from winset.errors import InputError
from winset.registry import Model, register
from winset.timing.brownian import brownian_passage, refuse_negative

NEARLY_ONE = 1e-7
"""Distance of a correlation from 1 or -1 below which the two walks are taken as one.

It moves the answer by less than 1e-4, except at -1 with slacks that sum to 0, where the answer jumps.
"""

_SDS_THAT_MATTER = 8.3
"""A walk goes further than this with a chance below rounding."""


def wedge_survival(radius: float, angle: float, opening: float, horizon: float) -> float:
    r"""Return the chance that a planar Brownian motion stays in a wedge up to `horizon`.

    .. math:: S(t) = \frac{2 r_0}{\sqrt{2\pi t}}\,e^{-y} \sum_{n\ \mathrm{odd}} \frac1n \sin\frac{n\pi\varphi}{\alpha}
        \Bigl[I_{(\nu-1)/2}(y) + I_{(\nu+1)/2}(y)\Bigr], \quad y = \frac{r_0^2}{4t},\ \nu = \frac{n\pi}{\alpha}

    Parameters
    ----------
    radius : float
        r_0, distance of the start from the corner, at least 0.
    angle : float
        phi, of the start from one edge, in radians; outside (0, opening) the motion has left already.
    opening : float
        alpha, angle between the edges, in (0, 2 pi].
    horizon : float
        t, at least 0 and finite, in the time unit in which each coordinate has variance 1.

    Returns
    -------
    float
        In [0, 1].

    Notes
    -----
    The Bessel functions are exponentially scaled, and terms are added until their orders are so high that
    the rest is below rounding. A quarter plane gives a product of two error functions, a half plane a
    single one.

    Examples
    --------
    A half plane, one unit from the edge: the chance that one walk stays above 0.

    >>> round(wedge_survival(radius=1, angle=np.pi / 2, opening=np.pi, horizon=1), 6)
    0.682689
    """
    refuse_negative(radius=radius, horizon=horizon)
    if not 0 < opening <= 2 * np.pi:
        raise InputError(f"`opening` is {opening}; a wedge opens by more than 0 and at most 2 pi radians")
    if not 0 < angle < opening or radius == 0:
        return 0.0
    if horizon == 0:
        return 1.0
    y = radius**2 / (4 * horizon)
    if y < np.finfo(float).tiny:
        return 0.0
    highest_order = 20 + 10 * np.sqrt(y)
    n = np.arange(1, 2 * highest_order * opening / np.pi + 2, 2)
    nu = n * np.pi / opening
    bessel = ive((nu - 1) / 2, y) + ive((nu + 1) / 2, y)
    series = float(np.sum(np.sin(n * np.pi * angle / opening) / n * bessel))
    return float(np.clip(2 * radius / np.sqrt(2 * np.pi * horizon) * series, 0.0, 1.0))


def joint_window(
    slack_1: float,
    slack_2: float,
    correlation: float,
    horizon: float,
    volatility_1: float = 1.0,
    volatility_2: float = 1.0,
) -> float:
    r"""Return the chance that both leaders have slack at the same moment, at some time up to `horizon`.

    .. math:: U = \frac{s_1 - \rho s_2}{\sqrt{1-\rho^2}},\quad V = s_2,\quad
        \varphi = \mathrm{atan2}(V, U) \bmod 2\pi - \arccos(-\rho),\quad \alpha = 2\pi - \arccos(-\rho)

    Here s_1 and s_2 are the slacks in units of their volatilities, :math:`\rho` is the correlation, U and V are the
    slacks made independent, :math:`\varphi` is the angle of that point and :math:`\alpha` that of the wedge.

    Parameters
    ----------
    slack_1, slack_2 : float
        Capital less floor and cost, in points; negative means not ready. With volatility 1 they are in
        standard deviations of one unit of time.
    correlation : float
        rho of the two walks, in [-1, 1].
    horizon : float
        T, at least 0 and finite.
    volatility_1, volatility_2 : float
        Points per root time, above 0.

    Returns
    -------
    float
        1 if both have slack now. At rho = 1 the worse leader decides; at rho = -1 nothing can happen if
        the slacks sum to less than 0.

    Raises
    ------
    InputError
        If an argument lies outside these ranges.

    Notes
    -----
    The chance that no window has opened falls only as :math:`t^{-\pi/(2\alpha)}`, so the mean wait is
    infinite. A higher correlation helps if neither leader is ready; if one is, it need not. Slacks beyond
    8.3 standard deviations of the walk up to T, either way, count as certain.

    Examples
    --------
    Each leader alone would get there with chance .317; both at once is much rarer than the product, .101.

    >>> round(joint_window(-1, -1, correlation=0, horizon=1), 4)
    0.0724
    """
    if not -1 <= correlation <= 1:
        raise InputError(f"`correlation` is {correlation}; it lies between -1 and 1")
    if not (0 < volatility_1 < np.inf and 0 < volatility_2 < np.inf):
        raise InputError(f"`volatility_1` is {volatility_1} and `volatility_2` {volatility_2}; both are above 0")
    if not (np.isfinite(slack_1) and np.isfinite(slack_2)):
        raise InputError(f"`slack_1` is {slack_1} and `slack_2` is {slack_2}; both are finite")
    refuse_negative(horizon=horizon)
    s1, s2 = slack_1 / volatility_1, slack_2 / volatility_2
    if s1 >= 0 and s2 >= 0:
        return 1.0
    reach = _SDS_THAT_MATTER * np.sqrt(horizon)
    if horizon == 0 or min(s1, s2) < -reach:
        return 0.0
    s1, s2 = min(s1, reach), min(s2, reach)

    if 1 - abs(correlation) < NEARLY_ONE:
        if correlation < 0 and s1 + s2 < 0:
            return 0.0
        return float(brownian_passage(-min(s1, s2), 1.0, horizon))
    U, V = (s1 - correlation * s2) / np.sqrt((1 - correlation) * (1 + correlation)), s2
    ready = float(np.arccos(-correlation))
    opening = 2 * np.pi - ready
    angle = float(np.arctan2(V, U)) % (2 * np.pi) - ready
    return 1.0 - wedge_survival(float(np.hypot(U, V)), angle, opening, horizon)


register(
    Model(
        id="joint-window",
        family="timing",
        meaning="With what chance are two leaders ready at the same moment in time?",
        reference=(
            "Metzler, A. (2010). On the first passage problem for correlated Brownian motion. "
            "Statistics & Probability Letters 80, 277-284."
        ),
        status="in the spirit of",
        function=joint_window,
        example={"slack_1": -1, "slack_2": 0.5, "correlation": 0, "horizon": 1},
    )
)
