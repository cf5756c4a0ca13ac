"""How do many actors with positions on several issues move towards and past each other, turn by turn?

Every turn each challenges the one that it expects to gain most from, offers a bargain between the two, and takes the
likeliest of the bargains before it, as a vote of all by influence has it. Actors who stand well avoid risk, others seek
it. The essential assumption is that an actor's own position is all that it wants from now on: having moved, it
does not look back. Do not use it as a forecast without the weighted mean beside it; trajectories hang on small
differences.

Reference: Wise, B. P., Lester, L., Efird, B. (2015). Multidimensional bargaining using KTAB. KAPSARC; equations and
order of steps as in the public source of KTAB (KAPSARC, 2017).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from winset.allowed import numbers_between
from winset.answer import Answer
from winset.collective.bargains import Interpolation
from winset.collective.election import ElectionKind
from winset.collective.spatial_challenges import Challenges
from winset.collective.spatial_rules import Bargaining, Rules, checked_actors
from winset.collective.spatial_turn import next_positions, position_chances, standing
from winset.collective.spatial_utility import RiskRange, RiskView
from winset.collective.third_parties import Commitment
from winset.collective.victory import VictoryRule
from winset.collective.voting_rules import VotingRule
from winset.ratify.allowed import whole_numbers
from winset.registry import Model, register

Array = NDArray[np.float64]

FIRST_MOVE = 1e-4
LEAST_TURNS = 2


@dataclass(frozen=True)
class SpatialRun:
    """A run of the spatial model; the state before the first turn comes first.

    Parameters
    ----------
    positions : array of float, shape (n_turns + 1, n_actors, n_dimensions)
        In the units of the input.
    chances : array of float, shape (n_turns + 1, n_actors)
        That the position which the actor holds is chosen. Actors at one position all have its whole chance, so that a
        row may add up to more than one.
    risk : array of float, shape (n_turns + 1, n_actors)
        Attitude to risk, from -1 (seeks it) to 1 (avoids it).
    targets : array of int, shape (n_turns, n_actors)
        Row of the actor whom each challenged, -1 for nobody.
    gains : array of float, shape (n_turns, n_actors)
        What each expected of its challenge, in utility.
    forecast : array of float, shape (n_dimensions,)
        Mean of the distinct last positions by their chances.
    """

    positions: Array
    chances: Array
    risk: Array
    targets: NDArray[np.int64]
    gains: Array
    forecast: Array


def spatial_model(
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
    rng: np.random.Generator | int | None = None,
) -> Answer[SpatialRun]:
    r"""Return the course of positions in the spatial model of politics.

    With d the distance weighed by salience, :math:`u_i(x) = (1 - d)(1 + d R_i)`. An actor i challenges the j with the
    greatest :math:`g_{ij} (1 - 2 s_j (1 - P_{ij}))`, where :math:`g_{ij} = 1 - u_i(x_j)`, :math:`s_j` is j's attention
    to all dimensions and :math:`P_{ij}` the chance that those who side with i defeat those who side with j. It offers
    the `interpolated_bargain`. The bargains before an actor, and staying, stand in a `condorcet_election` in which each
    is worth the mean utility of all positions that it would leave; the actor follows the likeliest.

    Parameters
    ----------
    positions : array of float, shape (n_actors, n_dimensions)
        From `low` to `high`; a plain list is one dimension. At most 400 actors.
    salience : array of float, shape (n_actors, n_dimensions)
        Share of its attention that an actor gives to each dimension; at least 0, for each actor at most 1 in all.
    capability : array of float, shape (n_actors,)
        At least 0. In the source all coalitions start with a strength of 1e-10, so the unit matters where gains are
        small, as under cubic votes; shares of 100 are usual.
    low, high : float or array of float, shape (n_dimensions,)
        Ends of the scales.
    voting, victory_rule, kind : str
        Rules of all elections; see `votes`, `victory_probability`, `condorcet_election`. Chances of victory in a
        challenge are always linear, as in the source.
    commitment : {"none", "semi", "full"}
        Of third parties; see `third_party_votes`.
    interpolation : {"s1p1", "s2p2", "s2pmax"}
        See `interpolated_bargain`.
    bargaining : {"initiator", "both", "compromise"}
        Whether the bargain put forward is that of the initiator's eyes, or besides it that of the target's, or one
        between the two weighed by capability times salience.
    risk_range : {"min", "mid", "max"}
        Attitudes range from 0, -1/2 or -1 to 1.
    risk_view : {"none", "one-third", "half", "two-thirds", "full"}
        How much of others' attitudes actors see.
    most_turns : int
        Turns after which the run ends; at least 1.
    quiet : float
        The run ends, from the second turn on, once all moves together are less than this share of the first turn's.
    rng : numpy.random.Generator or int, optional
        If given, the bargain that an actor follows is drawn with its chance; otherwise it is the likeliest.

    Returns
    -------
    Answer of SpatialRun
        ``not_converged`` if the last turn was not quiet. ``diagnostics`` says how many ``turns`` were played.

    Raises
    ------
    InputError
        If a number is not finite or out of range, shapes do not fit or a rule is unknown.

    Notes
    -----
    Ties go to the first: the target in the first row, staying before any bargain, then the initiator in the first row.
    When chances are told, positions less than a thousandth of the scale apart are one, and the first row stands for it.
    Actors who are indifferent to everything neither challenge nor resist. Where all have the same chance, as with one
    actor, everybody is neutral to risk. Bargains by powers are rounded to a ten-thousandth of the scale, as in the
    source.

    Examples
    --------
    >>> found = spatial_model([[10, 80], [60, 20], [90, 50]], [[0.5, 0.3], [0.2, 0.6], [0.4, 0.4]], [100, 60, 40])
    >>> found.status, found.value.forecast.round(1).tolist()
    ('ok', [43.5, 23.8])
    """
    rules = Rules(voting, victory_rule, kind, commitment, interpolation, bargaining, risk_range, risk_view)
    most, share = int(whole_numbers("most_turns", most_turns, 1)), float(numbers_between("quiet", quiet, 0, 1))
    place, actors, scale = checked_actors(positions, salience, capability, low, high, draws=False)
    generator = None if rng is None else np.random.default_rng(rng)
    now = standing(place, actors, rules)
    states, made = [now], list[Challenges]()
    moves = list[float]()
    while len(moves) < most and not is_quiet(moves, share):
        after, challenges = next_positions(now, actors, rules, generator)
        moves.append(float(total_move(now.positions, after)[0]))
        now = standing(after, actors, rules)
        states.append(now)
        made.append(challenges)
    forecasts = [position_chances(state, actors, rules) for state in states]
    run = SpatialRun(
        positions=scale.outward(np.stack([state.positions[..., 0] for state in states])),
        chances=np.stack([chances[:, 0] for chances, _ in forecasts]),
        risk=np.stack([state.risk[:, 0] for state in states]),
        targets=np.stack([challenges.targets[:, 0] for challenges in made]),
        gains=np.stack([challenges.gains[:, 0] for challenges in made]),
        forecast=scale.outward(forecasts[-1][1][:, 0]),
    )
    return Answer(run, "ok" if is_quiet(moves, share) else "not_converged", {"turns": len(moves)})


def total_move(before: Array, after: Array) -> Array:
    """Return how far all actors moved together, shape (n_draws,), with every scale from 0 to 1."""
    return np.asarray(np.linalg.norm(after - before, axis=1).sum(axis=0))


def is_quiet(moves: list[float], share: float) -> bool:
    """Say whether the last of these moves is small beside the first."""
    return len(moves) >= LEAST_TURNS and moves[-1] < share * (moves[0] + FIRST_MOVE)


register(
    Model(
        id="spatial-politics",
        family="collective",
        meaning="How many actors with positions on several issues move towards and past each other, turn by turn.",
        reference=(
            "Wise, B. P., Lester, L., Efird, B. (2015). Multidimensional bargaining using KTAB. KAPSARC; public source "
            "of KTAB, KAPSARC, 2017."
        ),
        status="published",
        function=spatial_model,
        axioms=frozenset({"symmetric"}),
        example={
            "positions": [[10, 80], [60, 20], [90, 50]],
            "salience": [[0.5, 0.3], [0.2, 0.6], [0.4, 0.4]],
            "capability": [100, 60, 40],
        },
    )
)
