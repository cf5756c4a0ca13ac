"""Who must say yes at home, and whether they will: win-sets, bodies, referendums, political capital."""

from winset.ratify.abstention import carried, cast_chance, drawn_cast
from winset.ratify.acceptance import accepted, ellipsoid_volume
from winset.ratify.blocs import Blocs, chance_given, checked_blocs
from winset.ratify.body import drawn_vote, drawn_votes, passing_chance
from winset.ratify.capital import (
    BreakEven,
    approval_cost,
    break_even,
    capital_chance,
    capital_gap,
    soft_floor,
)
from winset.ratify.consents import drawn_consents, each_consents
from winset.ratify.core_2d import Core, core_2d, stable_quota
from winset.ratify.correlated_votes import correlated_vote_probability
from winset.ratify.groups import Groups
from winset.ratify.lens import lens_area
from winset.ratify.power import Power, power_indices
from winset.ratify.referendum import (
    beta_referendum_probability,
    drawn_referendum,
    grouped_referendum_probability,
    referendum_chance,
)
from winset.ratify.referendum_turnout import referendum_turnout_chance
from winset.ratify.simple_game import winning
from winset.ratify.spatial import spatial_utility
from winset.ratify.tree import Leaf, Node, Tree, all_of, any_of, bitwise, chance, negated, outcome, places
from winset.ratify.uncovered import pairwise_votes, uncovered_set
from winset.ratify.votes import majority_probability, poisson_binomial_tail, weighted_vote_probability
from winset.ratify.win_set import Interval, gridlock_interval, ratified, win_set_1d
from winset.ratify.win_set_2d import Arc, Region, win_set_2d
from winset.ratify.win_set_volume import Volume, win_set_volume
from winset.ratify.yes_chances import yes_chances
from winset.ratify.yes_votes import yes_distribution
from winset.ratify.yolk import Yolk, yolk

__all__ = [
    "Arc",
    "Blocs",
    "BreakEven",
    "Core",
    "Groups",
    "Interval",
    "Leaf",
    "Node",
    "Power",
    "Region",
    "Tree",
    "Volume",
    "Yolk",
    "accepted",
    "all_of",
    "any_of",
    "approval_cost",
    "beta_referendum_probability",
    "bitwise",
    "break_even",
    "capital_chance",
    "capital_gap",
    "carried",
    "cast_chance",
    "chance",
    "chance_given",
    "checked_blocs",
    "core_2d",
    "correlated_vote_probability",
    "drawn_cast",
    "drawn_consents",
    "drawn_referendum",
    "drawn_vote",
    "drawn_votes",
    "each_consents",
    "ellipsoid_volume",
    "gridlock_interval",
    "grouped_referendum_probability",
    "lens_area",
    "majority_probability",
    "negated",
    "outcome",
    "pairwise_votes",
    "passing_chance",
    "places",
    "poisson_binomial_tail",
    "power_indices",
    "ratified",
    "referendum_chance",
    "referendum_turnout_chance",
    "soft_floor",
    "spatial_utility",
    "stable_quota",
    "uncovered_set",
    "weighted_vote_probability",
    "win_set_1d",
    "win_set_2d",
    "win_set_volume",
    "winning",
    "yes_chances",
    "yes_distribution",
    "yolk",
]
