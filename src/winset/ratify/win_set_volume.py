"""How large is the win-set on three issues or more?

Its volume is the share of a box that is ratified, counted at points spread as evenly as scrambled Sobol sequences
spread them; independent scrambles tell how far off the count may be. The box is as small as can be told issue by issue:
up to the farthest value that a winning group could accept. The essential assumption is that of the acceptance sets: a
vote by the policy alone. Do not use it for two issues, where `winset.ratify.win_set_2d` is exact.

References: Owen, A. B. (1997). Scrambled net variance for integrals of smooth functions. Annals of Statistics 25(4),
1541-1562. Sobol', I. M. (1967). On the distribution of points in a cube and the approximate evaluation of integrals.
USSR Computational Mathematics and Mathematical Physics 7(4), 86-112.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from winset.allowed import numbers_between
from winset.answer import Answer
from winset.errors import InputError
from winset.ratify.acceptance import Acceptance, acceptance
from winset.ratify.allowed import whole_numbers
from winset.ratify.simple_game import Game, simple_game
from winset.ratify.spatial import Loss
from winset.registry import Model, register

Array = NDArray[np.float64]

FEWEST_SCRAMBLES = 8
"""Scrambles below which their spread says too little about the error."""

AT_ONCE = 2**22
"""Votes that are counted at a time: points times members."""


@dataclass(frozen=True)
class Volume:
    """Size of a win-set.

    Parameters
    ----------
    volume : float
        In the product of the units of the issues.
    standard_error : float
        Of the volume, from the spread over scrambles.
    box : array of float, shape (n_issues, 2)
        Where it lies: least and greatest value on each issue.
    """

    volume: float
    standard_error: float
    box: Array


def win_set_volume(
    ideals: ArrayLike,
    status_quo: ArrayLike,
    quota: ArrayLike | None = None,
    *,
    votes: ArrayLike | None = None,
    vetoes: Sequence[int] = (),
    saliences: ArrayLike | None = None,
    loss: Loss = "quadratic",
    matrices: ArrayLike | None = None,
    aversion: float = 1.0,
    costs: ArrayLike = 0.0,
    bounds: ArrayLike | None = None,
    rng: np.random.Generator | int = 0,
    points: int = 2**13,
    scrambles: int = 8,
) -> Answer[Volume | None]:
    r"""Return the volume of the points that would be ratified, with its standard error.

    .. math:: |W(q)| = |B| \int_{[0,1]^K} 1[x(u) \in W(q)]\, du

    Here W(q) is the win-set against the status quo q, B the box, K the number of issues, and x(u) the point of the
    box at the shares u of its sides.

    Parameters
    ----------
    ideals : array of float, shape (n_members, n_issues)
        Ideal points on any number of issues.
    status_quo, quota, votes, vetoes, saliences, loss, matrices, aversion, costs
        As in `winset.ratify.win_set_2d`.
    bounds : array of float, shape (n_issues, 2), optional
        Least and greatest value of each issue; needed where an issue is salient to too few.
    rng : numpy.random.Generator or int
        Where the scrambles come from; the same seed gives the same answer.
    points : int
        Points for each scramble; a power of two is best, others are raised to the next.
    scrambles : int
        Independent scrambles, at least 8.

    Returns
    -------
    Answer of Volume or None
        ``empty`` if no point of the box would pass for certain; ``not_converged`` if none of those tried does, or the
        standard error is above a tenth of the volume.

    Raises
    ------
    InputError
        As in `winset.ratify.win_set_2d`; and if there are too few scrambles, or an issue has no end.

    Notes
    -----
    A win-set of points and lines, such as that of a status quo nobody would leave unanimously, has volume 0, which no
    count of points can tell from a very small one; the answer then is ``not_converged`` with the volume 0.

    Examples
    --------
    One member with a veto, one away from the status quo: a ball of volume 4.1888.

    >>> found = win_set_volume([[0, 0, 0]], status_quo=[1, 0, 0]).value
    >>> abs(found.volume - 4.1888) < 4 * found.standard_error < 0.02
    True
    """
    rule = acceptance(ideals, status_quo, saliences, loss=loss, matrices=matrices, aversion=aversion, costs=costs)
    game = simple_game(len(rule.budgets), quota, votes, vetoes)
    n_points = 2 ** int(np.ceil(np.log2(whole_numbers("points", points, 1))))
    n_scrambles = int(whole_numbers("scrambles", scrambles, FEWEST_SCRAMBLES))
    box = _box(rule, game, bounds)
    if (box[:, 0] >= box[:, 1]).any():
        return Answer(None, "empty")
    if not np.isfinite(box).all():
        issue = int(np.argwhere(~np.isfinite(box))[0][0])
        raise InputError(f"the win-set has no end on issue {issue}; give `bounds` for the issues")
    shares = np.array([_share(sample, rule, game, box) for sample in _samples(len(box), n_points, n_scrambles, rng)])
    size = float(np.prod(np.diff(box, axis=1)))
    volume, error = float(shares.mean()) * size, float(shares.std(ddof=1) / np.sqrt(n_scrambles)) * size
    return Answer(Volume(volume, error, box), "ok" if volume > 0 and error <= volume / 10 else "not_converged")


def _box(rule: Acceptance, game: Game, bounds: ArrayLike | None) -> Array:
    """Least and greatest value on each issue that a winning group could accept."""
    reach, ideals = rule.half_widths, rule.actors.ideals
    box = np.stack([-_farthest(reach - ideals, reach, game), _farthest(reach + ideals, reach, game)], axis=1)
    if bounds is None:
        return box
    limits = numbers_between("bounds", bounds)
    if limits.shape != box.shape or (limits[:, 0] >= limits[:, 1]).any():
        raise InputError(f"`bounds` is {limits.tolist()}; it must hold [least, greatest] for each of {len(box)} issues")
    return np.stack([np.maximum(box[:, 0], limits[:, 0]), np.minimum(box[:, 1], limits[:, 1])], axis=1)


def _farthest(ends: Array, reach: Array, game: Game) -> Array:
    """Greatest value on each issue up to which the acceptance sets of a winning group stretch."""
    ends = np.where(reach < 0, -np.inf, ends)
    ranked = np.sort(np.concatenate([ends, np.full((1, ends.shape[1]), np.inf)]), axis=0)
    wins = game.wins((ends >= ranked[:, None]).swapaxes(1, 2))
    return np.array([column[won].max(initial=-np.inf) for column, won in zip(ranked.T, wins.T, strict=True)])


def _samples(n_issues: int, n_points: int, n_scrambles: int, rng: np.random.Generator | int) -> Iterator[Array]:
    """Points in the unit cube, a scramble at a time, each with a stream of its own."""
    from scipy.stats import qmc  # loaded here: it takes as long to load as all else that a forecast needs

    for stream in np.random.default_rng(rng).spawn(n_scrambles):
        yield qmc.Sobol(n_issues, seed=stream).random(n_points)


def _share(sample: Array, rule: Acceptance, game: Game, box: Array) -> float:
    """Share of the points that would be ratified."""
    size = max(AT_ONCE // rule.actors.ideals.shape[0], 1)
    passed = 0
    for start in range(0, len(sample), size):
        x = box[:, 0] + sample[start : start + size] * np.diff(box, axis=1)[:, 0]
        passed += int(game.wins(rule.accepts(x)).sum())
    return passed / len(sample)


register(
    Model(
        id="win-set-volume",
        family="ratify",
        meaning="The volume of the points on any number of issues that a winning group prefers to the status quo.",
        reference="Owen, A. B. (1997). Scrambled net variance for integrals of smooth functions. Annals of Statistics "
        "25(4), 1541-1562.",
        status="textbook",
        function=win_set_volume,
        axioms=frozenset({"monotone", "deterministic"}),
        example={"ideals": [[0, 0, 0], [4, 0, 1], [2, 3, 2]], "status_quo": [2, 1, 1], "points": 256},
    )
)
