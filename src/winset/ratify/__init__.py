"""Who must say yes at home, and whether they will: win-sets, bodies, referendums, political capital."""

from winset.ratify.abstention import carried, cast_chance, drawn_cast
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
from winset.ratify.groups import Groups
from winset.ratify.referendum import (
    beta_referendum_probability,
    drawn_referendum,
    grouped_referendum_probability,
    referendum_chance,
)
from winset.ratify.tree import Leaf, Node, Tree, all_of, any_of, bitwise, chance, negated, outcome, places
from winset.ratify.votes import majority_probability, poisson_binomial_tail, weighted_vote_probability
from winset.ratify.win_set import Interval, gridlock_interval, ratified, win_set_1d

__all__ = [
    "Blocs",
    "BreakEven",
    "Groups",
    "Interval",
    "Leaf",
    "Node",
    "Tree",
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
    "drawn_cast",
    "drawn_consents",
    "drawn_referendum",
    "drawn_vote",
    "drawn_votes",
    "each_consents",
    "gridlock_interval",
    "grouped_referendum_probability",
    "majority_probability",
    "negated",
    "outcome",
    "passing_chance",
    "places",
    "poisson_binomial_tail",
    "ratified",
    "referendum_chance",
    "soft_floor",
    "weighted_vote_probability",
    "win_set_1d",
]
