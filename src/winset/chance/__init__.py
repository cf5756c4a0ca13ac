"""Uncertain numbers: what analysts, experts and polls say, as distributions that can be drawn."""

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
from winset.chance.polls import Poll, beyond_sampling, poll_posterior, support_bounds, two_poll_z

__all__ = [
    "Beta",
    "Choice",
    "Clipped",
    "Distribution",
    "Fixed",
    "Interval",
    "Normal",
    "Pert",
    "Poll",
    "Triangular",
    "beyond_sampling",
    "central_interval",
    "poll_posterior",
    "support_bounds",
    "two_poll_z",
    "widen",
]
