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
from winset.chance.level import (
    LevelEstimate,
    QuietVolatility,
    SteadyState,
    local_level,
    quiet_volatility,
    steady_state,
)
from winset.chance.polls import Poll, beyond_sampling, poll_posterior, support_bounds, two_poll_z

__all__ = [
    "Beta",
    "Choice",
    "Clipped",
    "Distribution",
    "Fixed",
    "Interval",
    "LevelEstimate",
    "Normal",
    "Pert",
    "Poll",
    "QuietVolatility",
    "SteadyState",
    "Triangular",
    "beyond_sampling",
    "central_interval",
    "correlated_levels",
    "local_level",
    "poll_posterior",
    "quiet_volatility",
    "steady_state",
    "support_bounds",
    "two_poll_z",
    "widen",
]
