"""Who gives way to whom when every actor weighs a challenge to every other? A historical comparator.

Bueno de Mesquita's expected utility model, as unravelled by Scholz, Calbert and Smith. Each round everyone reckons what
a challenge to everyone else would bring, in the light of who would support whom and of how exposed it stands, and moves
to the best offer. The essential assumption is that all of that can be read from one position, salience and capability
for each actor. Do not forecast with it: it does not converge, and changes of a few per cent in its inputs send the
answer across the whole issue.

References: Scholz, J. B., Calbert, G. J., Smith, G. A. (2011). Unravelling Bueno de Mesquita's group decision model.
Journal of Theoretical Politics 23(4), 510-531. The model: Bueno de Mesquita, B. (1994). Political forecasting: an
expected utility method. In Bueno de Mesquita, B., Stokman, F. N. (eds), European Community Decision Making, Yale
University Press, 71-104.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from winset.allowed import numbers_between
from winset.answer import TOLERANCE, Answer
from winset.collective.allowed import Array, alike, one_of, whole_number
from winset.collective.challenge_offers import Ranking
from winset.collective.challenge_round import Denominator, Field, Room, next_positions
from winset.collective.mean_position import positions_and_weights, weighted_mean
from winset.collective.weighted_median import median_interval
from winset.errors import InputError
from winset.registry import Model, register

WARNING = (
    "The challenge model is a historical comparator, not a forecast: it does not converge, and 5 % of noise in "
    "capability and salience can move its answer across the whole issue."
)

MOST_ACTORS = 1_000
"""Work and memory grow with the third and the second power of the number of actors."""

MOST_WORK = 2_000_000_000
"""Rounds times the third power of the number of actors and 50 more; some five seconds."""

ALWAYS_PLAYED = 5
"""Rounds that are played whatever they take."""

MOST_WORK_OF_DRAWS = 4_000_000_000
"""Draws times rounds times the third power of the number of actors; less than half a minute."""

BLOCK = 50_000
"""Numbers in a square array of one block of draws, so that it stays in the processor's cache."""


@dataclass(frozen=True)
class Challenge:
    """Where a run of the challenge model went.

    Parameters
    ----------
    forecast : float
        The weighted median after the last round, in units of the issue.
    medians, means : array of float, shape (n_rounds + 1,)
        Weighted median and mean, from the first positions on; the middle where medians are an interval.
    positions : array of float, shape (n_rounds + 1, n_actors)
        Where everyone stands, from the first positions on.
    exponents : array of float, shape (n_rounds, n_actors)
        r, from .5 (least exposed to others, by the model's reading) to 2, in each round.
    """

    forecast: float
    medians: Array
    means: Array
    positions: Array
    exponents: Array


def challenge(
    position: ArrayLike,
    salience: ArrayLike,
    capability: ArrayLike,
    rounds: int = 5,
    denominator: Denominator = "code",
    ranking: Ranking = "weighted",
) -> Answer[Challenge | None]:
    r"""Return where the challenge model goes from these positions.

    .. math:: v_k = c_k s_k \frac{|x_k - x_j|^{r_k} - |x_k - x_i|^{r_k}}{D^{r_k}}, \qquad
        P_{ij} = \frac{\sum_k [v_k]^+}{\text{denominator}}

    .. math:: E_{ij} = s_j \bigl(P_{ij} U_s + (1 - P_{ij}) U_f\bigr) + (1 - s_j) U_s - U_q, \qquad
        U_{s, f} = 2 - 4 \Bigl(\frac12 \mp \frac{|x_i - x_j|}{2 D}\Bigr)^{r_i}, \quad U_q = 2 - 4 \cdot 2^{-r_i}

    .. math:: r_i = \frac{1 - R_i / 3}{1 + R_i / 3}, \qquad R_i = \frac{2 t_i - \max t - \min t}{\max t - \min t}

    Here x, s and c are position, salience and capability, D is the range of the first positions, v_k the support of k
    for i against j, and P_ij the chance that i prevails. U_s, U_f and U_q are what success, failure and no challenge
    are worth to i, and E_ij is what it expects of a challenge to j; whoever expects j to win gives way to it. The
    exponent r_i, from a half to 2, comes from the danger t_i, what i expects of the challenges of all others at r = 1.

    Parameters
    ----------
    position : array of float, shape (n_actors,)
        In units of the issue. At most 1,000 actors.
    salience : array of float, shape (n_actors,)
        From 0 to 1: also the chance that an actor resists a challenge.
    capability : array of float, shape (n_actors,)
        At least 0; only ratios matter.
    rounds : int
        From 0 to 10,000. In the paper's example the median, as printed, rests from the second to the fifth. No more are
        played than five, or 2e9 / (n_actors + 50)^3 if that is more: 9,259 of 10 actors, 2,743 of 40, 592 of 100.
    denominator : {"code", "published"}
        What support is divided by to make a chance: the sum over all pairs of actors, as in the authors' code, which
        makes every chance very small; or over the pair alone, as in the published formula.
    ranking : {"weighted", "least-move"}
        Which of several compromises is taken: the one with the lowest mean of both positions weighted by the size of
        what each side expects, as in the authors' code; or that with the least move, as in the text.

    Returns
    -------
    Answer of Challenge or None
        ``not_converged`` if somebody still moved in the last round, as is usual. ``empty`` and None if nobody has any
        weight. The model's warning is ``diagnostics["warning"]``; ``diagnostics["settled_after"]`` is the number of
        rounds after which nobody moved any more, or None; ``diagnostics["rounds"]`` is how many were played.

    Raises
    ------
    InputError
        If a number is out of range, or the shapes do not fit.

    Notes
    -----
    Where all are in equal danger, as at one position, the exponents are undefined; nobody moves. Of offers that tie
    that of the lowest-standing actor is taken. Actors may be listed in any order.

    Examples
    --------
    Two who care give nothing; the third, who cares little, comes part of the way.

    >>> found = challenge([0, 10, 10], salience=[0.2, 0.9, 0.9], capability=[1, 1, 1], rounds=2)
    >>> found.value.positions[-1].round(1).tolist(), found.status
    ([7.3, 10.0, 10.0], 'not_converged')
    """
    x, w, s = _checked(position, salience, capability, rounds, denominator, ranking)
    if x.ndim != 1:
        shapes = [np.shape(field) for field in (position, salience, capability)]
        raise InputError(
            "`position` has shape {}, `salience` {} and `capability` {}; of one decision each is (n_actors,)".format(
                *shapes
            )
        )
    if not w.any():
        return Answer(None, "empty", {"warning": WARNING})
    rounds = min(rounds, max(ALWAYS_PLAYED, MOST_WORK // (x.size + 50) ** 3))
    field = _field(x[:, None], w[:, None], s[:, None])
    places, exponents, room = [x], [], Room(x.size, 1)
    for _ in range(rounds):
        moved, r = next_positions(places[-1][:, None], field, denominator, ranking, room)
        places.append(moved[:, 0])
        exponents.append(r[:, 0])
    positions = np.array(places)
    medians = median_interval(positions, np.broadcast_to(w, positions.shape)).middle
    means = weighted_mean(positions, w)
    still = np.asarray((np.abs(np.diff(positions, axis=0)) <= TOLERANCE * field.D).all(axis=1))
    settled = int(still.size - np.asarray(np.logical_and.accumulate(still[::-1])).sum())
    path = Challenge(float(medians[-1]), medians, means, positions, np.reshape(exponents, (rounds, x.size)))
    found = {"warning": WARNING, "settled_after": settled if settled < rounds else None, "rounds": rounds}
    return Answer(path, "ok" if settled < rounds or x.size == 1 else "not_converged", found)


def challenge_forecasts(
    position: ArrayLike,
    salience: ArrayLike,
    capability: ArrayLike,
    rounds: int = 5,
    denominator: Denominator = "code",
    ranking: Ranking = "weighted",
) -> Array:
    """Return the weighted median after the last round for each of many draws of the inputs.

    Parameters
    ----------
    position, salience, capability : array of float, shape (..., n_actors)
        As in `challenge`, one row for each draw; what is certain may be given once.
    rounds, denominator, ranking
        As in `challenge`.

    Returns
    -------
    array of float, shape (...)
        In units of the issue; nan where nobody has any weight. The model's `WARNING` holds for each of them.

    Raises
    ------
    InputError
        As in `challenge`, or if draws times rounds times the third power of the number of actors is more than 4e9 and
        there are more than five rounds.

    Examples
    --------
    >>> challenge_forecasts([0, 10, 10], [[0.2, 0.9, 0.9], [0.9, 0, 0]], [1, 1, 1]).tolist()
    [10.0, 0.0]
    """
    x, w, s = _checked(position, salience, capability, rounds, denominator, ranking)
    if rounds > ALWAYS_PLAYED and x.size * x.shape[-1] ** 2 * rounds > MOST_WORK_OF_DRAWS:
        raise InputError(
            f"`rounds` is {rounds}, for {x.size // x.shape[-1]} draws of {x.shape[-1]} actors; draws times rounds "
            f"times actors to the third power must be at most {MOST_WORK_OF_DRAWS:.0e}, or `rounds` {ALWAYS_PLAYED}"
        )
    rows = (-1, x.shape[-1])
    X, W, S = (np.ascontiguousarray(values.reshape(rows).T) for values in (x, w, s))
    size = max(1, BLOCK // len(X) ** 2)
    found, room = np.empty(X.shape[1]), Room(len(X), min(size, X.shape[1]))
    for start in range(0, X.shape[1], size):
        draws = slice(start, start + size)
        last = _after(X[:, draws], _field(X[:, draws], W[:, draws], S[:, draws]), rounds, denominator, ranking, room)
        found[draws] = median_interval(last.T, W[:, draws].T).middle
    return found.reshape(x.shape[:-1])


def _checked(
    position: ArrayLike, salience: ArrayLike, capability: ArrayLike, rounds: int, denominator: str, ranking: str
) -> tuple[Array, Array, Array]:
    """Positions, weights and saliences, in one shape."""
    s = numbers_between("salience", salience, 0, 1)
    x, w = positions_and_weights(position, s, capability)
    if x.shape[-1] > MOST_ACTORS:
        raise InputError(f"`position` has {x.shape[-1]} actors; at most {MOST_ACTORS}: join those who stand alike")
    whole_number("rounds", rounds, 0, 10_000)
    one_of("denominator", denominator, ("code", "published"))
    one_of("ranking", ranking, ("weighted", "least-move"))
    x, w, s = alike(position=x, weight=w, salience=s)
    return x, w, s


def _after(x: Array, field: Field, rounds: int, denominator: Denominator, ranking: Ranking, room: Room) -> Array:
    """Positions after some rounds; a draw in which nobody moved is left as it is."""
    last, going, here = x.copy(), np.arange(x.shape[1]), x
    for _ in range(rounds):
        if room.n_draws != going.size:
            room = Room(len(x), going.size)
        moved, _r = next_positions(here, field, denominator, ranking, room)
        last[:, going] = moved
        on = (moved != here).any(axis=0)
        if not on.any():
            break
        here = moved
        if not on.all():
            going, here, field = going[on], moved[:, on], field.of(on)
    return last


def _field(x: Array, w: Array, s: Array) -> Field:
    """What stays the same from round to round, for first positions of shape (n_actors, n_draws)."""
    low = x.min(axis=0)
    D = x.max(axis=0) - low
    return Field(w, s, low, np.where(D > 0, D, 1.0))


register(
    Model(
        id="challenge",
        family="collective",
        meaning="Who gives way to whom when every actor weighs a challenge to every other; a historical comparator.",
        reference="Scholz, J. B., Calbert, G. J., Smith, G. A. (2011). Unravelling Bueno de Mesquita's group decision "
        "model. Journal of Theoretical Politics 23(4), 510-531.",
        status="published",
        function=challenge,
        axioms=frozenset({"symmetric", "affine", "within-range", "deterministic"}),
        example={"position": [4, 7, 10], "salience": [0.8, 0.4, 0.9], "capability": [1, 2, 3], "rounds": 3},
    )
)
