"""Who must say yes at home, and whether they will: win-sets, bodies, referendums, political capital."""

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
from winset.ratify.referendum import (
    beta_referendum_probability,
    drawn_referendum,
    grouped_referendum_probability,
    referendum_chance,
)
from winset.ratify.votes import majority_probability, poisson_binomial_tail, weighted_vote_probability

__all__ = [
    "Blocs",
    "BreakEven",
    "approval_cost",
    "beta_referendum_probability",
    "break_even",
    "capital_chance",
    "capital_gap",
    "chance_given",
    "checked_blocs",
    "drawn_referendum",
    "drawn_vote",
    "drawn_votes",
    "grouped_referendum_probability",
    "majority_probability",
    "passing_chance",
    "poisson_binomial_tail",
    "referendum_chance",
    "soft_floor",
    "weighted_vote_probability",
]
