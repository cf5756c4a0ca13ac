"""Whether yes leads and quorums are reached, if the lead of yes and the votes cast are normal together."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr

from winset.ratify.normal_region import normal_above

Array = NDArray[np.float64]


def lead_and_votes(
    lead: tuple[float, float], votes: tuple[float, float], covariance: float, least_votes: float, least_yes: float
) -> float:
    r"""Return the probability that yes leads, so many vote, and so many of them vote yes.

    .. math:: P\big(V \ge k,\; L > 0,\; V + L \ge 2 a\big)

    Parameters
    ----------
    lead, votes : tuple of float
        Mean and variance of the lead L of yes over no, and of the votes V cast. The lead varies wherever votes do.
    covariance : float
        Between the two.
    least_votes, least_yes : float
        :math:`k` and :math:`a`, in votes.

    Examples
    --------
    >>> round(lead_and_votes((0.0, 4.0), (100.0, 0.0), 0.0, least_votes=100, least_yes=51), 4)
    0.1587
    """
    (mean_lead, variance), (mean_votes, votes_variance) = lead, votes
    if variance <= 0:
        return float(mean_lead > 0 and mean_votes >= least_votes and mean_votes + mean_lead >= 2 * least_yes)
    sd, votes_sd = np.sqrt(variance), np.sqrt(max(votes_variance, 0.0))
    if votes_sd == 0:
        short = max(0.0, 2 * least_yes - mean_votes)
        return float(ndtr((mean_lead - short) / sd) if mean_votes >= least_votes else 0.0)
    rho = float(np.clip(covariance / sd / votes_sd, -1, 1))

    def line(z: Array) -> Array:
        return np.asarray((np.maximum(0.0, 2 * least_yes - mean_votes - votes_sd * z) - mean_lead) / sd)

    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        short = 2 * least_yes - mean_votes
        slopes = np.array([votes_sd, rho * sd, rho * sd + votes_sd])
        fast = np.nan_to_num(np.array([short, -mean_lead, short - mean_lead]) / slopes)
    start = np.array((least_votes - mean_votes) / votes_sd)
    return float(normal_above(line, start, fast, np.array(rho)))
