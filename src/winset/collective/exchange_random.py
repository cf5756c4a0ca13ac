"""How far do the decisions of position exchange hang on both sides gaining alike?

As `position_exchange`, but each pair shares its joint gain at random, so that many draws show which outcomes stand
whatever the rates. The essential assumption is that any share is as likely as any other within a spread around a half.
Do not read the draws as a forecast's uncertainty: positions, saliences and capabilities are taken as known.

In the spirit of Dijkstra, J., Van Assen, M. A. L. M., Stokman, F. N. (2008). Outcomes of collective decisions with
externalities predicted. Journal of Theoretical Politics 20(4), 415-441, and of Dijkstra, J., Van Assen, M., Stokman,
F., Draaijer, J. (2018). Random variation of exchange rates in the equal utility exchange model. Technical report.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from winset.allowed import numbers_between
from winset.answer import Answer
from winset.collective.allowed import Array, whole_number
from winset.collective.exchange import Exchanged, decision_arrays, exchanged, pairs_of_pairs
from winset.registry import Model, register

MOST_WORK = 4_000_000
"""Rounds over all draws, times pairs of actors times pairs of issues and `EACH_ROUND`; some ten seconds."""

EACH_ROUND = 250
"""What a round takes besides, in the time of as many pairs of pairs."""


@dataclass(frozen=True)
class RandomRates:
    """What position exchange comes to over many draws of how gains are shared.

    Parameters
    ----------
    outcome, outcome_sd : array of float, shape (n_issues,)
        Mean over the draws and their standard deviation; nan where nobody has weight on an issue.
    gains, externalities : array of float, shape (n_actors,)
        Means over the draws.
    outcomes : array of float, shape (n_draws, n_issues)
        Each draw.
    """

    outcome: Array
    outcome_sd: Array
    gains: Array
    externalities: Array
    outcomes: Array


def random_exchange(
    position: ArrayLike,
    salience: ArrayLike,
    capability: ArrayLike,
    rounds: int = 1,
    spread: float = 0.5,
    draws: int = 100,
    rng: np.random.Generator | int = 1,
) -> Answer[RandomRates | None]:
    r"""Return the decisions after exchanges whose gains are shared at random.

    Each pair on each two issues draws the share of the joint gain that the one who wants the first issue gets,
    :math:`\lambda \sim U(.5 - h, .5 + h)`, anew in every round; with 0 and with 1 one of them gains nothing.

    Parameters
    ----------
    position, salience, capability : array of float, shape (n_actors, n_issues)
        As in `position_exchange`.
    rounds : int
        As in `position_exchange`.
    spread : float
        h: from 0 (equal gains) to 0.5 (any rate at which neither loses).
    draws : int
        From 1 to 100,000; each takes as long as one `position_exchange`. No more are begun once the rounds played,
        times pairs of actors times pairs of issues (and 250), come to 4 million: some 15,000 draws of 3 actors and
        2 issues, 470 of 15 actors and 13 issues.
    rng : numpy Generator or int
        Generator, or seed of one.

    Returns
    -------
    Answer of RandomRates or None
        ``empty`` and None if nobody has any weight on any issue; ``not_converged`` if in some draw somebody still
        exchanged in the last of several rounds, or if fewer draws were played than asked for;
        ``diagnostics["draws"]`` is how many were.

    Raises
    ------
    InputError
        If a number is out of range, or the shapes do not fit.

    Notes
    -----
    The exchange with the largest joint gain is struck first; with equal gains that is the order of
    `position_exchange`.

    Examples
    --------
    >>> arrays = [[0, 0], [60, 100], [100, 50]], [[1, 0.5], [0.5, 1], [0.4, 0.4]], [1, 1, 1]
    >>> random_exchange(*arrays, spread=0).value.outcome_sd.round(6).tolist()
    [0.0, 0.0]
    """
    x, s, v = decision_arrays(position, salience, capability)
    rounds, draws = whole_number("rounds", rounds, 1, 1_000), whole_number("draws", draws, 1, 100_000)
    h = float(numbers_between("spread", spread, 0, 0.5))
    random = np.random.default_rng(rng)

    def shares(shape: tuple[int, ...]) -> Array:
        return np.asarray(random.uniform(0.5 - h, 0.5 + h, shape))

    a_round = pairs_of_pairs(*x.shape) + EACH_ROUND
    found: list[Answer[Exchanged | None]] = []
    work = 0
    while len(found) < draws and work < MOST_WORK:
        found.append(exchanged(x, s, v, shares, rounds))
        work += a_round * (len(found[-1].value.rounds) if found[-1].value else 1)
    done = [answer.value for answer in found if answer.value is not None]
    if not done:
        return Answer(None, "empty")
    outcomes = np.array([each.outcome for each in done])
    gains, externalities = (
        np.mean(each, axis=0) for each in zip(*((a.gains, a.externalities) for a in done), strict=True)
    )
    value = RandomRates(outcomes.mean(axis=0), outcomes.std(axis=0), gains, externalities, outcomes)
    unsettled = len(found) < draws or any(answer.status == "not_converged" for answer in found)
    return Answer(value, "not_converged" if unsettled else "ok", {"draws": len(found)})


register(
    Model(
        id="position-exchange-random",
        family="collective",
        meaning="What actors decide if they first trade votes in pairs that share their gains at random.",
        reference="Dijkstra, J., Van Assen, M. A. L. M., Stokman, F. N. (2008). Outcomes of collective decisions with "
        "externalities predicted. Journal of Theoretical Politics 20(4), 415-441.",
        status="in the spirit of",
        function=random_exchange,
        axioms=frozenset({"within-range", "deterministic"}),
        example={
            "position": [[100, 25], [50, 25], [0, 100]],
            "salience": [[0.95, 0.6], [0.8, 0.5], [0.95, 0.9]],
            "capability": [[1, 1], [1, 1], [0.9, 0.9]],
            "draws": 20,
        },
    )
)
