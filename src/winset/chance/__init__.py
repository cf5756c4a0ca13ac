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

__all__ = [
    "Beta",
    "Choice",
    "Clipped",
    "Distribution",
    "Fixed",
    "Interval",
    "Normal",
    "Pert",
    "Triangular",
    "central_interval",
    "widen",
]
