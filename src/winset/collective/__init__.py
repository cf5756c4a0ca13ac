"""What do many actors with positions, salience and capability decide together?"""

from winset.collective.bargains import interpolated_bargain
from winset.collective.challenge import Challenge, challenge, challenge_forecasts
from winset.collective.coleman import ControlExchange, coleman_exchange
from winset.collective.compare import Line, side_by_side
from winset.collective.compromise import compromise, nash_compromise
from winset.collective.decision import Decision
from winset.collective.election import Election, condorcet_election
from winset.collective.exchange import Exchanged, exchange_between, position_exchange
from winset.collective.exchange_random import RandomRates, random_exchange
from winset.collective.exchange_round import Exchange
from winset.collective.ktab import KtabTable, read_ktab
from winset.collective.mean_position import mean_position
from winset.collective.procedural import Procedure, procedural_outcome
from winset.collective.reference_point import reference_point
from winset.collective.shown import Shown
from winset.collective.spatial_draws import SpatialEnds, spatial_ends
from winset.collective.spatial_model import SpatialRun, spatial_model
from winset.collective.table import TableComplaint, read_table
from winset.collective.third_parties import third_party_votes
from winset.collective.victory import victory_probability
from winset.collective.voting_rules import votes
from winset.collective.weighted_median import Median, weighted_median

__all__ = [
    "Challenge",
    "ControlExchange",
    "Decision",
    "Election",
    "Exchange",
    "Exchanged",
    "KtabTable",
    "Line",
    "Median",
    "Procedure",
    "RandomRates",
    "Shown",
    "SpatialEnds",
    "SpatialRun",
    "TableComplaint",
    "challenge",
    "challenge_forecasts",
    "coleman_exchange",
    "compromise",
    "condorcet_election",
    "exchange_between",
    "interpolated_bargain",
    "mean_position",
    "nash_compromise",
    "position_exchange",
    "procedural_outcome",
    "random_exchange",
    "read_ktab",
    "read_table",
    "reference_point",
    "side_by_side",
    "spatial_ends",
    "spatial_model",
    "third_party_votes",
    "victory_probability",
    "votes",
    "weighted_median",
]
