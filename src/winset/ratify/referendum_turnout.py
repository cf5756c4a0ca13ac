"""Will the voters say yes, and enough of them come?

Some referendums count only if enough of the electorate votes, or if enough of it says yes. Turnout is then as uncertain
as the share of yes, and the two may go together. The essential assumption is that both are normal, with a correlation
that is known. Do not use it where opponents stay at home in order to defeat a quorum, unless turnout is what is
expected after they have done so; nor without a quorum, where turnout does not matter (`referendum_chance`).

References: the two-dimensional normal is elementary; that a quorum makes opponents stay at home: Herrera, H., Mattozzi,
A. (2010). Quorum and turnout in referenda. Journal of the European Economic Association 8(4), 838-871.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtr

from winset.allowed import numbers_between
from winset.ratify.normal_region import normal_above
from winset.registry import Model, register

Array = NDArray[np.float64]

ROWS_AT_ONCE = 20_000
"""Sets of numbers that are integrated together, so that memory does not grow with their number."""


def referendum_turnout_chance(
    share_yes: ArrayLike,
    turnout: ArrayLike,
    *,
    poll_error: ArrayLike = 8.5,
    turnout_error: ArrayLike = 5.0,
    correlation: ArrayLike = 0.0,
    drift: ArrayLike = -2.0,
    majority: ArrayLike = 0.5,
    turnout_quorum: ArrayLike | None = None,
    yes_quorum: ArrayLike | None = None,
) -> Array:
    r"""Return the probability that a referendum is valid and passes, when turnout is uncertain too.

    .. math:: P\big(T \ge k,\; S > m,\; S\,T \ge a\big), \qquad
        (S, T) \sim \mathcal{N}\big((s + \delta/100,\, t),\; \sigma_S, \sigma_T, \rho\big)

    Here S is the share of yes among the votes cast and T is turnout, which are normal (N) together, about s and t, with
    standard deviations :math:`\sigma` and correlation :math:`\rho`; :math:`\delta` is the drift of the share, m the
    majority, k the quorum of turnout and a the quorum of yes.

    Parameters
    ----------
    share_yes : array of float
        Share of yes among the votes cast, 0 to 1, as estimated before the campaign's end.
    turnout : array of float
        Expected votes cast as a share of the electorate, 0 to 1.
    poll_error : array of float
        Standard deviation of the share's error, in points; 8.5 as in `referendum_chance`, whose error has fatter tails.
    turnout_error : array of float
        Standard deviation of turnout, in points; 5 is a judgement.
    correlation : array of float
        Between the errors of turnout and share, -1 to 1. Below 0 where it is opponents whom a high turnout brings.
    drift : array of float
        Expected change of the share until the vote, in points; -2 because Yes tends to fall.
    majority : array of float
        Share of the votes cast that yes must exceed, 0 to 1.
    turnout_quorum : array of float, optional
        Least turnout for a valid vote, 0 to 1.
    yes_quorum : array of float, optional
        Least share of the whole electorate that must have voted yes, 0 to 1.

    Returns
    -------
    array of float
        One probability for each set of numbers, broadcast together. With no error at all, 0 or 1: the majority must be
        exceeded, a quorum only reached.

    Raises
    ------
    InputError
        If a share, turnout or quorum lies outside 0 to 1, an error is negative or a correlation outside -1 to 1.

    Notes
    -----
    The normal is not cut off at 0 and 1: turnout above 1 counts as it stands, and where nobody comes a `yes_quorum` is
    missed. With correlation 0 and a turnout quorum alone the chance is a product of two; with a `yes_quorum` it never
    is, since more votes mean more yes.

    Examples
    --------
    Sixty per cent of yes and half of the electorate expected, where half must come; where only two in five must; and
    where a quarter of the electorate must say yes:

    >>> referendum_turnout_chance(0.6, 0.5, turnout_quorum=[0.5, 0.4]).round(3).tolist()
    [0.413, 0.808]
    >>> float(referendum_turnout_chance(0.6, 0.5, yes_quorum=0.25).round(3))
    0.738
    """
    s = numbers_between("share_yes", share_yes, 0, 1) + numbers_between("drift", drift) / 100
    numbers = (
        s,
        numbers_between("turnout", turnout, 0, 1),
        numbers_between("poll_error", poll_error, 0) / 100,
        numbers_between("turnout_error", turnout_error, 0) / 100,
        numbers_between("correlation", correlation, -1, 1),
        numbers_between("majority", majority, 0, 1),
        -np.inf if turnout_quorum is None else numbers_between("turnout_quorum", turnout_quorum, 0, 1),
        0.0 if yes_quorum is None else numbers_between("yes_quorum", yes_quorum, 0, 1),
    )
    rows = np.stack(np.broadcast_arrays(*numbers))
    distinct, place = np.unique(rows.reshape(len(rows), -1), axis=1, return_inverse=True)
    blocks = np.array_split(distinct, distinct.shape[1] // ROWS_AT_ONCE + 1, axis=1)
    return np.concatenate([_chances(*block) for block in blocks])[place.reshape(rows.shape[1:])]


def _chances(
    s: Array, t: Array, sd: Array, turnout_sd: Array, rho: Array, half: Array, quorum: Array, least: Array
) -> Array:
    """Return one chance for each row."""
    known = (t >= quorum) * ndtr(-_needed(t, s, sd, half, least))
    wide = np.where(turnout_sd > 0, turnout_sd, 1.0)

    def line(z: Array) -> Array:
        votes = t[..., None] + wide[..., None] * z
        return _needed(votes, s[..., None], sd[..., None], half[..., None], least[..., None])

    with np.errstate(over="ignore"):
        start = (quorum - t) / wide
    uncertain = normal_above(line, start, _fast(s, t, sd, wide, rho, half, least), rho)
    return np.asarray(np.where(turnout_sd > 0, uncertain, known))


def _needed(votes: Array, s: Array, sd: Array, half: Array, least: Array) -> Array:
    """Return by how many standard deviations the share of yes must be off for a yes at that turnout."""
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        by_quorum = np.where(least > 0, np.where(votes > 0, least / np.abs(votes), np.inf), 0.0)
        high = np.maximum(half, by_quorum)
        enough = np.where(by_quorum > half, s >= high, s > high)
        return np.asarray(np.where(sd > 0, (high - s) / sd, np.where(enough, -np.inf, np.inf)))


def _fast(s: Array, t: Array, sd: Array, turnout_sd: Array, rho: Array, half: Array, least: Array) -> Array:
    """Return where, in standard deviations of turnout, what is needed has kinks or crosses what is expected."""
    a, b, c = rho * sd * turnout_sd, s * turnout_sd + t * rho * sd, s * t - least
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        root = -(b + np.where(b < 0, -1, 1) * np.sqrt(np.maximum(b**2 - 4 * a * c, 0))) / 2
        none, binding = -t / turnout_sd, (least / half - t) / turnout_sd
        places = [none, binding, (half - s) / (rho * sd), root / a, c / root, -b / (2 * a)]
    return np.asarray(np.nan_to_num(np.stack(places, axis=-1), nan=0.0))


register(
    Model(
        id="referendum-turnout",
        family="ratify",
        meaning="Probability that voters say yes and enough of them come, when turnout and yes are uncertain together.",
        reference="Herrera, H., Mattozzi, A. (2010). Quorum and turnout in referenda. Journal of the European Economic "
        "Association 8(4), 838-871.",
        status="in the spirit of",
        function=referendum_turnout_chance,
        axioms=frozenset({"monotone", "deterministic"}),
        example={"share_yes": [0.52, 0.58], "turnout": 0.4, "turnout_quorum": 0.35, "correlation": -0.3},
    )
)
