"""Draws of a decision of many actors: from the case and its uncertain numbers to what every model says of each draw."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from winset.case.collective import EVERYWHERE, CollectiveCase, path_of
from winset.case.collective_checks import FIELDS
from winset.chance.distributions import Clipped, Distribution, Fixed, Normal
from winset.chance.nets import net
from winset.collective.challenge import challenge_forecasts
from winset.collective.compromise import compromise
from winset.collective.decision import Decision
from winset.collective.election_mean import elected_mean
from winset.collective.mean_position import mean_position
from winset.collective.shown import Shown, exchange_at_random_rates
from winset.collective.spatial_forecasts import spatial_forecasts
from winset.collective.weighted_median import weighted_median
from winset.forecasting.inputs import distribution
from winset.forecasting.run import REPLICATES

Array = NDArray[np.float64]

DRAWS = 1024
"""Draws unless stated."""

LEAST_DRAWS = 32
"""Draws that are left, of `DRAWS`, to the slowest models."""

MOST_WORK = 500_000
"""Work of one line over `DRAWS` draws; some microsecond is 1."""

OF_THREE = {"spatial-politics": 1.0, "condorcet-election": 0.01, "challenge": 0.02}
"""Work for every three actors on every issue: two, and one who sides with either."""

EXCHANGES = frozenset({"position-exchange", "position-exchange-random"})

EXCHANGE, EXCHANGE_OF_TWO = 450, 0.17
"""Work of a round of position exchange: for itself, and for every two actors on every two issues."""


@dataclass(frozen=True)
class Decisions:
    """Many draws of one decision.

    Parameters
    ----------
    actors, issues : tuple of str
    position, salience, capability : array of float, shape (n_draws, n_actors, n_issues)
    present : array of bool, shape (n_actors, n_issues)
        Whether an actor takes part in an issue.
    reference : array of float, shape (n_draws, n_issues)
        What holds without a decision; nan where nothing is known.
    scale : array of float, shape (n_issues, 2)
        Lowest and highest value of each issue.
    """

    actors: tuple[str, ...]
    issues: tuple[str, ...]
    position: Array
    salience: Array
    capability: Array
    present: NDArray[np.bool_]
    reference: Array
    scale: Array

    def at(self, draw: int) -> Decision:
        """Return one draw."""
        arrays = (self.position[draw], self.salience[draw], self.capability[draw])
        return Decision(self.actors, self.issues, *arrays, self.present, self.reference[draw], self.scale)


def distributions(case: CollectiveCase) -> dict[str, Distribution]:
    """Return every number of a case as a distribution; what is stated without a range gets the doubt of the case."""
    found: dict[str, Distribution] = {}
    for path, quantity, actor in case.stated():
        law = distribution(quantity)
        doubt = 0.0 if actor is None else float(getattr(case.doubt, path.split(".")[2]))
        if doubt and isinstance(law, Fixed) and not quantity.is_default:
            law = Clipped(Normal(law.value, doubt), quantity.low, quantity.high)
        found[path] = law
    return found


def central_decision(case: CollectiveCase) -> Decisions:
    """Return the single draw in which every number is at its mode."""
    return _stacked(case, {path: np.array([law.mode]) for path, law in distributions(case).items()}, 1)


def drawn_decisions(case: CollectiveCase, n: int, seed: int) -> Decisions:
    """Return `n` draws, eight times a power of two; the levels of each number are spread evenly in each replicate."""
    return _stacked(case, {path: _drawn(path, law, n, seed) for path, law in distributions(case).items()}, n)


def _drawn(path: str, law: Distribution, n: int, seed: int) -> Array:
    """Return the draws of one number, or the number itself if it is certain."""
    if isinstance(law, Fixed):
        return np.array([law.value])
    size = n // REPLICATES
    bits = size.bit_length() - 1
    return np.concatenate([law.ppf(net(seed, replicate, path, bits, 0, size)) for replicate in range(REPLICATES)])


def _stacked(case: CollectiveCase, values: Mapping[str, Array], n: int) -> Decisions:
    """Return draws as arrays; positions stay on the scale of their issue."""
    shape = len(case.actors), len(case.issues)
    arrays = {field: np.zeros((n, *shape)) for field in FIELDS}
    present, reference = np.zeros(shape, dtype=bool), np.full((n, shape[1]), math.nan)
    for column, (issue, said) in enumerate(case.issues.items()):
        for row, (name, actor) in enumerate(case.actors.items()):
            stated = {field: actor.on(issue, field) for field in FIELDS}  # type: ignore[arg-type]
            present[row, column] = stated["position"] is not None
            for field in FIELDS if present[row, column] else ():
                number = stated[field]
                arrays[field][:, row, column] = values[path_of(name, field, number[0] if number else EVERYWHERE)]
        arrays["position"][:, :, column] = arrays["position"][:, :, column].clip(*said.range)
        if said.reference is not None:
            reference[:, column] = values[f"issues.{issue}.reference"]
    scale = np.array([issue.range for issue in case.issues.values()], dtype=float)
    return Decisions(
        tuple(case.actors), tuple(case.issues), **arrays, present=present, reference=reference, scale=scale
    )


def draws_played(shown: Shown, n: int, n_actors: int, n_issues: int) -> int:
    """Return in how many of `n` draws a line is played: in all, or fewer where its model is slow on such a decision.

    The number is divided by two until `DRAWS` draws would cost no more than `MOST_WORK` or `LEAST_DRAWS` of so many are
    left. More draws asked for are more draws of the slow lines, in proportion.

    >>> from winset.collective.shown import STANDARD
    >>> slow = next(shown for shown in STANDARD if shown.id == "spatial-politics")
    >>> draws_played(slow, 1024, n_actors=7, n_issues=1), draws_played(slow, 1024, n_actors=20, n_issues=1)
    (1024, 32)
    """
    work = OF_THREE.get(shown.id, 0.0) * n_actors**3 * n_issues
    if shown.id in EXCHANGES and n_issues > 1:
        work = EXCHANGE + EXCHANGE_OF_TWO * (n_actors * n_issues) ** 2
    halved = 1
    while work * DRAWS // halved > MOST_WORK and DRAWS // (2 * halved) >= LEAST_DRAWS:
        halved *= 2
    return min(n, max(n // halved, LEAST_DRAWS))


def outcomes_of(decisions: Decisions, shown: Shown) -> Array:
    """Return what a model says of each draw, shape (n_draws, n_issues); nan where it says nothing."""
    if shown.id == "reference-point":
        return decisions.reference
    if shown.id == "spatial-politics":
        arrays = (decisions.position, decisions.salience, decisions.capability, decisions.present)
        return spatial_forecasts(*arrays, decisions.scale).forecasts
    # With a single issue there is nothing to exchange, and the base model of the exchange is the compromise.
    exchanged = shown.id in EXCHANGES
    together = TOGETHER.get("compromise" if exchanged and len(decisions.issues) == 1 else shown.label)
    n, found = len(decisions.position), np.full(decisions.reference.shape, math.nan)
    if together is None:
        for draw in range(n):
            at = decisions.at(draw)
            random = shown.id == "position-exchange-random"
            found[draw] = (exchange_at_random_rates(at, 1, draw) if random else shown.answer(at)).value
        return found
    for issue in range(len(decisions.issues)):
        here = decisions.present[:, issue]
        fields = (decisions.position, decisions.salience, decisions.capability)
        answer = together(*(values[:, here, issue] for values in fields))
        found[:, issue] = math.nan if answer is None else answer
    return found


def _middle(answer: Any) -> Any:
    """Return the middle of an interval of medians, if there is one."""
    return None if answer.value is None else answer.value.middle


TOGETHER: Mapping[str, Callable[[Array, Array, Array], Any]] = {
    "mean": lambda x, s, c: mean_position(x).value,
    "mean by salience": lambda x, s, c: mean_position(x, s).value,
    "mean by capability": lambda x, s, c: mean_position(x, None, c).value,
    "median": lambda x, s, c: _middle(weighted_median(x)),
    "compromise": lambda x, s, c: compromise(x, s, c).value,
    "median by salience and capability": lambda x, s, c: _middle(weighted_median(x, s, c)),
    "election, all pairs": lambda x, s, c: elected_mean(x, s, c).value,
    "election, challenges": lambda x, s, c: elected_mean(x, s, c, "markov").value,
    "challenge": challenge_forecasts,
}
"""Lines that take all draws at once, by their labels; a test holds them to what they say of each draw alone."""
