"""Uncertain numbers: what analysts, experts and polls say, as distributions that can be drawn."""

from winset.chance.correlation import correlated_levels
from winset.chance.distributions import (
    Beta,
    Choice,
    Clipped,
    Distribution,
    Fixed,
    Interval,
    Normal,
    Pert,
    Triangular,
    central_interval,
    widen,
)
from winset.chance.information_value import (
    PartialValue,
    normal_information,
    partial_information,
    perfect_information,
)
from winset.chance.level import (
    LevelEstimate,
    QuietVolatility,
    SteadyState,
    local_level,
    quiet_volatility,
    steady_state,
)
from winset.chance.polls import Poll, beyond_sampling, poll_posterior, support_bounds, two_poll_z
from winset.chance.pooled_level import PooledLevel, pooled_level
from winset.chance.pooling import extremising_factor, linear_pool, log_odds_pool
from winset.chance.sobol import SobolIndices, explained_share, sobol, sobol_indices
from winset.chance.sobol_luck import TotalsBehindLuck, total_behind_luck, variance_behind_luck

__all__ = [
    "Beta",
    "Choice",
    "Clipped",
    "Distribution",
    "Fixed",
    "Interval",
    "LevelEstimate",
    "Normal",
    "PartialValue",
    "Pert",
    "Poll",
    "PooledLevel",
    "QuietVolatility",
    "SobolIndices",
    "SteadyState",
    "TotalsBehindLuck",
    "Triangular",
    "beyond_sampling",
    "central_interval",
    "correlated_levels",
    "explained_share",
    "extremising_factor",
    "linear_pool",
    "local_level",
    "log_odds_pool",
    "normal_information",
    "partial_information",
    "perfect_information",
    "poll_posterior",
    "pooled_level",
    "quiet_volatility",
    "sobol",
    "sobol_indices",
    "steady_state",
    "support_bounds",
    "total_behind_luck",
    "two_poll_z",
    "variance_behind_luck",
    "widen",
]
