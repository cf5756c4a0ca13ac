"""What do many actors with positions, salience and capability decide together?"""

from winset.collective.challenge import Challenge, challenge, challenge_forecasts
from winset.collective.compromise import compromise, nash_compromise
from winset.collective.exchange import Exchanged, exchange_between, position_exchange
from winset.collective.exchange_random import RandomRates, random_exchange
from winset.collective.exchange_round import Exchange
from winset.collective.mean_position import mean_position
from winset.collective.reference_point import reference_point
from winset.collective.weighted_median import Median, weighted_median

__all__ = [
    "Challenge",
    "Exchange",
    "Exchanged",
    "Median",
    "RandomRates",
    "challenge",
    "challenge_forecasts",
    "compromise",
    "exchange_between",
    "mean_position",
    "nash_compromise",
    "position_exchange",
    "random_exchange",
    "reference_point",
    "weighted_median",
]
