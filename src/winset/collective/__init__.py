"""What do many actors with positions, salience and capability decide together?"""

from winset.collective.challenge import Challenge, challenge, challenge_forecasts
from winset.collective.compromise import compromise, nash_compromise
from winset.collective.mean_position import mean_position
from winset.collective.reference_point import reference_point
from winset.collective.weighted_median import Median, weighted_median

__all__ = [
    "Challenge",
    "Median",
    "challenge",
    "challenge_forecasts",
    "compromise",
    "mean_position",
    "nash_compromise",
    "reference_point",
    "weighted_median",
]
