"""Where does the spatial model end when positions, salience and capability are uncertain?

The model of `winset.collective.spatial_model`, run once for each draw of its inputs, many draws at a time. A trajectory
hangs on small differences, so that the spread over draws says more than any single run.

Reference: Wise, B. P., Lester, L., Efird, B. (2015). Multidimensional bargaining using KTAB. KAPSARC.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from winset.allowed import numbers_between
from winset.collective.bargains import Interpolation
from winset.collective.election import ElectionKind
from winset.collective.spatial_model import FIRST_MOVE, LEAST_TURNS, total_move
from winset.collective.spatial_rules import Actors, Bargaining, Rules, checked_actors
from winset.collective.spatial_turn import next_positions, position_chances, standing
from winset.collective.spatial_utility import RiskRange, RiskView
from winset.collective.third_parties import Commitment
from winset.collective.victory import VictoryRule
from winset.collective.voting_rules import VotingRule
from winset.ratify.allowed import whole_numbers

Array = NDArray[np.float64]

Ends = tuple[Array, Array, Array, NDArray[np.int64], NDArray[np.bool_]]

HELD_AT_ONCE = 2**14
"""Pairs of actors in all draws that are played at a time, so many as a processor keeps at hand."""

BLOCK = 10
"""Draws of a block, which one thread plays, for each that is played at a time."""


@dataclass(frozen=True)
class SpatialEnds:
    """Where runs of the spatial model end; every array has one entry for each draw.

    Parameters
    ----------
    positions : array of float, shape (n_draws, n_actors, n_dimensions)
        Last positions, in the units of the input.
    chances : array of float, shape (n_draws, n_actors)
        That the position which the actor holds at the end is chosen; see `SpatialRun`.
    forecasts : array of float, shape (n_draws, n_dimensions)
        Mean of the distinct last positions by their chances.
    turns : array of int, shape (n_draws,)
        Turns played.
    settled : array of bool, shape (n_draws,)
        Whether the last turn was quiet.
    """

    positions: Array
    chances: Array
    forecasts: Array
    turns: NDArray[np.int64]
    settled: NDArray[np.bool_]


def spatial_ends(
    positions: ArrayLike,
    salience: ArrayLike,
    capability: ArrayLike,
    low: ArrayLike = 0.0,
    high: ArrayLike = 100.0,
    *,
    voting: VotingRule = "proportional",
    victory_rule: VictoryRule = "linear",
    kind: ElectionKind = "one-step",
    commitment: Commitment = "semi",
    interpolation: Interpolation = "s2p2",
    bargaining: Bargaining = "initiator",
    risk_range: RiskRange = "mid",
    risk_view: RiskView = "one-third",
    most_turns: int = 100,
    quiet: float = 0.02,
    workers: int = 2,
) -> SpatialEnds:
    """Return where the spatial model ends in each draw of its inputs.

    Parameters
    ----------
    positions, salience : array of float, shape (n_draws, n_actors, n_dimensions)
        As in `spatial_model`, with the draws in front.
    capability : array of float, shape (n_draws, n_actors)
        As in `spatial_model`.
    low, high, most_turns, quiet
        As in `spatial_model`; the same for all draws.
    voting, victory_rule, kind, commitment, interpolation, bargaining, risk_range, risk_view : str
        As in `spatial_model`; the same for all draws.
    workers : int
        Threads that share the draws, at least 1; the answer is the same however many there are.

    Returns
    -------
    SpatialEnds
        Each draw ends as a run of `spatial_model` on it alone would.

    Raises
    ------
    InputError
        As in `spatial_model`.

    Examples
    --------
    >>> ends = spatial_ends([[[10.0], [60.0], [90.0]]] * 2, [[[0.5], [0.8], [0.6]]] * 2, [[100, 60, 40], [40, 60, 100]])
    >>> ends.forecasts.round(1).tolist(), ends.settled.tolist()
    ([[32.7], [68.3]], [True, True])
    """
    rules = Rules(voting, victory_rule, kind, commitment, interpolation, bargaining, risk_range, risk_view)
    most, share = int(whole_numbers("most_turns", most_turns, 1)), float(numbers_between("quiet", quiet, 0, 1))
    threads = int(whole_numbers("workers", workers, 1))
    place, actors, scale = checked_actors(positions, salience, capability, low, high, draws=True)
    n_actors, n_draws = actors.capability.shape
    at_once = max(1, HELD_AT_ONCE // n_actors**2)
    step = BLOCK * at_once

    def played(start: int) -> Ends:
        part = slice(start, start + step)
        return _played(place[..., part], actors.some(part), rules, most, share, at_once)

    with ThreadPoolExecutor(threads) as pool:  # blocks do not hang on the number of threads
        ends = list(pool.map(played, range(0, n_draws, step)))
    last, chances, forecasts, turns, settled = (np.concatenate(parts, axis=-1).T for parts in zip(*ends, strict=True))
    last = np.swapaxes(last, 1, 2)
    return SpatialEnds(scale.outward(last), chances, scale.outward(forecasts), turns, settled)


def _played(positions: Array, actors: Actors, rules: Rules, most: int, share: float, at_once: int) -> Ends:
    """Play draws, so many at once; where one has settled the next takes its place."""
    n_draws = positions.shape[-1]
    last, turns, first = positions.copy(), np.zeros(n_draws, dtype=np.int64), np.zeros(n_draws)
    settled, going, begun = np.zeros(n_draws, dtype=bool), np.arange(0), 0
    while going.size or begun < n_draws:
        new = np.arange(begun, min(begun + at_once - going.size, n_draws))
        going, begun = np.concatenate([going, new]), begun + new.size
        before, playing = last[..., going], actors.some(going)
        after, _ = next_positions(standing(before, playing, rules), playing, rules)
        move = total_move(before, after)
        last[..., going] = after
        first[new] = move[going.size - new.size :]
        turns[going] += 1
        settled[going] = (turns[going] >= LEAST_TURNS) & (move < share * (first[going] + FIRST_MOVE))
        going = going[~settled[going] & (turns[going] < most)]
    chances, forecasts = position_chances(standing(last, actors, rules), actors, rules)
    return last, chances, forecasts, turns, settled
