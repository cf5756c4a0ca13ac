"""By which rules does the spatial model play, and who plays it?"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from winset.allowed import numbers_between
from winset.collective.bargains import Interpolation
from winset.collective.election import ElectionKind
from winset.collective.spatial_utility import RiskRange, RiskView
from winset.collective.third_parties import Commitment
from winset.collective.victory import VictoryRule
from winset.collective.voting_rules import MOST_WEIGHT, VotingRule, known
from winset.errors import InputError

Array = NDArray[np.float64]

Bargaining = Literal["initiator", "both", "compromise"]
"""Which bargains a challenge puts forward: the initiator's, both sides', or the two weighed into one."""

MOST_ACTORS = 400
"""Work grows with the third power of the number of actors; so many take some three seconds a turn."""

MOST_ATTENTION = 1 + 1e-9


@dataclass(frozen=True)
class Rules:
    """The rules of a run; every one is explained where its names are listed."""

    voting: VotingRule = "proportional"
    victory_rule: VictoryRule = "linear"
    kind: ElectionKind = "one-step"
    commitment: Commitment = "semi"
    interpolation: Interpolation = "s2p2"
    bargaining: Bargaining = "initiator"
    risk_range: RiskRange = "mid"
    risk_view: RiskView = "one-third"

    def __post_init__(self) -> None:
        """Refuse names that are none of the rules'."""
        for field, names in (
            ("voting", VotingRule),
            ("victory_rule", VictoryRule),
            ("kind", ElectionKind),
            ("commitment", Commitment),
            ("interpolation", Interpolation),
            ("bargaining", Bargaining),
            ("risk_range", RiskRange),
            ("risk_view", RiskView),
        ):
            known(field, getattr(self, field), names)


@dataclass(frozen=True)
class Actors:
    """Those who bargain, in any number of draws.

    Parameters
    ----------
    salience : array of float, shape (n_actors, n_dimensions, n_draws)
        Share of its attention that each actor gives to each dimension.
    capability : array of float, shape (n_actors, n_draws)
        What each could bring to bear if it cared for nothing else.
    """

    salience: Array
    capability: Array

    @cached_property
    def attention(self) -> Array:
        """Share of attention that each actor gives to all dimensions together, shape (n_actors, n_draws)."""
        return np.asarray(self.salience.sum(axis=1))

    @cached_property
    def weight(self) -> Array:
        """Capability times attention, shape (n_actors, n_draws)."""
        return np.asarray(self.capability * self.attention)

    def some(self, draws: slice | NDArray[np.int64]) -> Actors:
        """Return the actors of some of the draws."""
        return Actors(self.salience[..., draws], self.capability[..., draws])


@dataclass(frozen=True)
class Scale:
    """The ends of each dimension, which the model takes for 0 and 1."""

    low: Array
    width: Array

    def inward(self, positions: Array) -> Array:
        """Return positions, shape (..., n_dimensions), with both ends of every dimension at 0 and 1."""
        return (positions - self.low) / self.width

    def outward(self, positions: Array) -> Array:
        """Return positions, shape (..., n_dimensions), in the units they came in."""
        return self.low + positions * self.width


def checked_actors(
    positions: ArrayLike, salience: ArrayLike, capability: ArrayLike, low: ArrayLike, high: ArrayLike, draws: bool
) -> tuple[Array, Actors, Scale]:
    """Return positions from 0 to 1, shape (n_actors, n_dimensions, n_draws), actors and scale; refuse all else.

    The input has the draws in front, or none without `draws`; a mere list of positions is then one dimension.
    """
    place = numbers_between("positions", positions)
    care, power = numbers_between("salience", salience, 0, 1), numbers_between("capability", capability, 0, MOST_WEIGHT)
    if not draws:
        if place.ndim == 1:
            place, care = place[:, None], care[:, None] if care.ndim == 1 else care
        place, care, power = place[None], care[None], power[None]
    if place.ndim != 3 or not place.size or care.shape != place.shape or power.shape != place.shape[:2]:
        lead = "(n_draws, n_actors" if draws else "(n_actors"
        raise InputError(
            f"`positions` has shape {np.shape(positions)}, `salience` {np.shape(salience)} and `capability` "
            f"{np.shape(capability)}; give {lead}, n_dimensions) twice and {lead}) once, at least one of each"
        )
    if place.shape[1] > MOST_ACTORS:
        raise InputError(f"`positions` has {place.shape[1]} actors; at most {MOST_ACTORS}: join those who stand alike")
    bottom, top = (np.broadcast_to(numbers_between(*end), place.shape[2:]) for end in (("low", low), ("high", high)))
    if (bottom >= top).any():
        raise InputError(f"`low` is {low!r} and `high` {high!r}; on every dimension the first must be below the second")
    outside = (place < bottom) | (place > top)
    if outside.any():
        raise InputError(
            f"`positions` holds {place[outside][0]:g}; it must lie from `low` to `high`, on that dimension from "
            f"{np.broadcast_to(bottom, place.shape)[outside][0]:g} to {np.broadcast_to(top, place.shape)[outside][0]:g}"
        )
    most = care.sum(axis=-1).max()
    if most > MOST_ATTENTION:
        raise InputError(
            f"`salience` adds up to {most:g} for an actor; over all dimensions it is a share of attention, at most 1"
        )
    scale = Scale(bottom, top - bottom)
    inward, care, power = (
        np.ascontiguousarray(np.moveaxis(each, 0, -1)) for each in (scale.inward(place), care, power)
    )
    return inward, Actors(care, power), scale
