"""On which package do leaders settle if every ratifier must accept it, and which of them costs the leaders most?

Leaders choose among points on several issues by Nash's solution, but only among points that every ratifier prefers to
no agreement. The multiplier of a ratifier is the price of his consent: by how much the leaders' common objective would
rise for each unit by which he asked for less. The essential assumptions are that all ideal points and limits are known
and that every ratifier is needed. Do not use it for bodies that decide by majority, whose win-sets need not be convex
(`winset.ratify.win_set_2d`), nor to predict a failed vote (`best_proposal`).

In the spirit of Putnam, R. D. (1988). Diplomacy and domestic politics: the logic of two-level games. International
Organization 42(3), 427-460; the solution is that of Nash, J. F. (1950). The bargaining problem. Econometrica 18(2),
155-162, on a convex set.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from winset.allowed import numbers_between
from winset.answer import TOLERANCE, Answer
from winset.bargain.barrier import Box, Concave, least_of, most_of_logs
from winset.errors import InputError
from winset.ratify.spatial import Preferences, checked_preferences, points
from winset.registry import Model, register

Array = NDArray[np.float64]

ROOMY = 1e-2
"""Share of everybody's scale that a starting point should leave; less is searched for only where there is none."""


@dataclass(frozen=True)
class Settlement:
    """What leaders settle on under ratification.

    Parameters
    ----------
    outcome : array of float, shape (n_issues,)
        The package.
    gains : array of float, shape (n_leaders,)
        Utility beyond no agreement.
    slack : array of float, shape (n_ratifiers,)
        Utility beyond what each of them needs; 0 for those who bind.
    prices : array of float, shape (n_ratifiers,)
        Rise of the objective for each unit of utility by which a ratifier asked for less; 0 for those with slack.
        Infinite for those who bind where nothing but a point is left.
    """

    outcome: Array
    gains: Array
    slack: Array
    prices: Array


def constrained_nash(
    ideals: ArrayLike,
    status_quo: ArrayLike | None = None,
    *,
    ratifiers: ArrayLike | None = None,
    saliences: ArrayLike | None = None,
    ratifier_saliences: ArrayLike | None = None,
    loss: Literal["quadratic", "city-block"] = "quadratic",
    matrices: ArrayLike | None = None,
    ratifier_matrices: ArrayLike | None = None,
    ratifier_costs: ArrayLike = 0.0,
    disagreement: ArrayLike | None = None,
    reservations: ArrayLike | None = None,
    power: ArrayLike | None = None,
    bounds: ArrayLike | None = None,
) -> Answer[Settlement | None]:
    r"""Return the package with the largest Nash product among those that every ratifier accepts.

    .. math:: \max_x \sum_i b_i \log\big(u_i(x) - d_i\big) \quad \text{s.t.} \quad u_r(x) \ge u_r(q) + \tau_r

    Here u_i(x) and u_r(x) are what package x is worth to leader i and to ratifier r.

    Parameters
    ----------
    ideals : array of float, shape (n_leaders, n_issues)
        Leaders' ideal points.
    status_quo : array of float, shape (n_issues,), optional
        :math:`q`: what holds without a deal, if it is a point; else give `disagreement` and `reservations`.
    ratifiers : array of float, shape (n_ratifiers, n_issues), optional
        Ideal points of those who must all accept. None if not given.
    saliences, ratifier_saliences, loss, matrices, ratifier_matrices
        What leaders and ratifiers like, as in `winset.ratify.spatial_utility`.
    ratifier_costs : array of float, shape (n_ratifiers,)
        :math:`\tau \ge 0`: what saying yes costs each of them, in utility; or one number for all.
    disagreement : array of float, shape (n_leaders,), optional
        :math:`d`: leaders' utility of no agreement, instead of that of the status quo. The ideal point is worth 0.
    reservations : array of float, shape (n_ratifiers,), optional
        Least utility that each ratifier accepts, before costs, instead of that of the status quo.
    power : array of float, shape (n_leaders,), optional
        Bargaining power, above 0, of which only the ratios matter; :math:`b` sums to 1. Equal if not given.
    bounds : array of float, shape (n_issues, 2), optional
        Least and greatest value of each issue.

    Returns
    -------
    Answer of Settlement or None
        ``empty`` if no package suits everybody. In ``diagnostics``:

        - ``regime``: ``slack`` (ratifiers cost the leaders nothing), ``binding`` (some do) or ``fatal``;
        - ``bound_by``: the ratifiers who bind, dearest first; if it is fatal, "leaders" where they alone leave no room,
          else "ratifiers";
        - ``unconstrained``: the package without ratifiers, None if there is none;
        - ``gap``: how much larger the objective could be at most;
        - ``degenerate``: whether nothing but a point or a line is left, or nothing by which every leader gains. The
          package is then one that suits everybody, not the best of them.

    Raises
    ------
    InputError
        If a number is not finite, a shape does not fit, power is not above 0, a cost is negative, bounds are not in
        order, or there is neither a status quo nor the values that stand for it.

    Notes
    -----
    The objective is concave and the set of acceptable packages convex, so there is one best set of gains; it is found
    by Newton's method with a barrier, from a point at which the worst-off of all is as well off as need be. City block
    is made straight by cutting each issue at the ideal points. An issue that matters to nobody is settled half-way. A
    leader to whom all packages are worth the same, as with no salience, changes nothing, unless he likes no agreement
    better.

    Examples
    --------
    An executive at .6 and a foreign government at 0 would move a status quo of 1.5 to .43; a legislature at 1 accepts
    nothing below .5.

    >>> settled = constrained_nash([[0.6], [0]], status_quo=[1.5], ratifiers=[[1]])
    >>> settled.value.outcome.round(4).tolist(), settled.diagnostics["unconstrained"].round(4).tolist()
    ([0.5], [0.4348])
    >>> settled.diagnostics["regime"], settled.value.prices.round(3).tolist()
    ('binding', [0.125])
    """
    leaders = checked_preferences(ideals, saliences, loss=_checked(loss), matrices=matrices)
    n_issues = leaders.ideals.shape[1]
    b = numbers_between("power", np.ones(len(leaders.ideals)) if power is None else power, 0.0)
    if b.shape != (len(leaders.ideals),) or (b <= 0).any():
        raise InputError(f"`power` is {b.tolist()}; it must hold one number above 0 for each leader")
    d = _worth("disagreement", disagreement, leaders, status_quo)
    voters, needed = None, np.zeros(0)
    if ratifiers is not None and np.size(ratifiers):
        fields = ("ratifiers", "ratifier_saliences", "ratifier_matrices")
        voters = checked_preferences(
            ratifiers, ratifier_saliences, loss=loss, matrices=ratifier_matrices, fields=fields
        )
        if voters.ideals.shape[1] != n_issues:
            raise InputError(f"`ratifiers` has shape {voters.ideals.shape}; there are {n_issues} issues")
        costs = numbers_between("ratifier_costs", ratifier_costs, 0.0)
        if costs.shape not in ((), (1,), voters.ideals.shape[:1]):
            raise InputError(f"`ratifier_costs` has shape {costs.shape}; it must hold one number for each ratifier")
        needed = _worth("reservations", reservations, voters, status_quo) + costs
    room = _room(leaders, d, voters, bounds)
    alone = _settled(leaders, d, b / b.sum(), None, np.zeros(0), room)
    found: dict[str, Any] = {"unconstrained": alone and alone[0].outcome}
    chosen = _settled(leaders, d, b / b.sum(), voters, needed, room) if alone else None
    if alone is None or chosen is None:
        return Answer(None, "empty", {"regime": "fatal", "bound_by": "ratifiers" if alone else "leaders", **found})
    settlement, gap, degenerate = chosen
    dear = np.argsort(-settlement.prices, kind="stable")
    bound_by = [int(r) for r in dear if settlement.prices[r] > 0]
    found |= {"regime": "binding" if bound_by else "slack", "bound_by": bound_by, "gap": gap, "degenerate": degenerate}
    return Answer(settlement, "ok", found)


def _checked(loss: Literal["quadratic", "city-block"]) -> Literal["quadratic", "city-block"]:
    if loss not in ("quadratic", "city-block"):
        raise InputError(f"`loss` is {loss!r}; it must be quadratic or city-block")
    return loss


def _worth(field: str, given: ArrayLike | None, actors: Preferences, status_quo: ArrayLike | None) -> Array:
    """Utility of no agreement: as given, or that of the status quo."""
    if given is not None:
        values = numbers_between(field, given)
        if values.shape != actors.ideals.shape[:1]:
            raise InputError(
                f"`{field}` has shape {values.shape}; it must hold one number for each of {len(actors.ideals)}"
            )
        return values
    if status_quo is None:
        raise InputError(f"`status_quo` is not given; give it, or `{field}`")
    q = points("status_quo", status_quo, actors)
    if q.ndim != 1:
        raise InputError(f"`status_quo` has shape {q.shape}; it is a single point")
    return np.asarray(-actors.losses(q))


def _room(leaders: Preferences, d: Array, voters: Preferences | None, bounds: ArrayLike | None) -> Array:
    """Least and greatest value of each issue among which the package lies, shape (n_issues, 2)."""
    if bounds is not None:
        limits = numbers_between("bounds", bounds)
        if limits.shape != (leaders.ideals.shape[1], 2) or (limits[:, 0] >= limits[:, 1]).any():
            raise InputError(f"`bounds` is {limits.tolist()}; it must hold [least, greatest] for each issue")
        return limits
    ideals = leaders.ideals if voters is None else np.concatenate([leaders.ideals, voters.ideals])
    low, high = ideals.min(axis=0), ideals.max(axis=0)
    margin = np.where(high > low, (high - low) / 2, max(float((high - low).max()), 1.0))
    if leaders.matrices is not None or (voters is not None and voters.matrices is not None):
        # Where issues are judged together, a compromise may lie outside what the ideal points span.
        curve = _functions(leaders, d).curve
        least = np.inf if curve is None else np.linalg.eigvalsh(curve)[:, 0].max()
        margin = margin + (np.sqrt(np.maximum(-d, 0).max() / least) if least > 0 else 10 * margin)
    return np.stack([low - margin, high + margin], axis=1)


def _functions(actors: Preferences, needed: Array) -> Concave:
    """Utility beyond what is needed, for a quadratic loss."""
    n_issues = actors.ideals.shape[1]
    H = actors.saliences[:, :, None] * np.eye(n_issues) if actors.matrices is None else actors.matrices
    slope = 2 * np.einsum("nkl,nl->nk", H, actors.ideals)
    return Concave(-(slope * actors.ideals).sum(axis=1) / 2 - needed, slope, H)


def _from_zero_to_one(functions: Concave, room: Array) -> Concave:
    """The same functions of how far each issue is from its least to its greatest value, so that units do not matter."""
    span = np.diff(room)[:, 0]
    curve = None if functions.curve is None else functions.curve * np.outer(span, span)
    return Concave(functions.at(room[:, 0]), functions.gradients(room[:, 0]) * span, curve)


def _cut(actors: Preferences, needed: Array, cuts: list[Array]) -> Concave:
    """The same for city block, as straight functions of how far each stretch between cuts is filled."""
    constant, slopes = -needed, []
    for issue, ends in enumerate(cuts):
        below = ends[1:] <= actors.ideals[:, issue, None] + 0.0
        salience = actors.saliences[:, issue, None]
        slopes.append(np.where(below, salience, -salience) * np.diff(ends))
        constant = constant - salience[:, 0] * np.abs(ends[0] - actors.ideals[:, issue])
    return Concave(constant, np.concatenate(slopes, axis=1))


def _settled(
    leaders: Preferences, d: Array, b: Array, voters: Preferences | None, needed: Array, room: Array
) -> tuple[Settlement, float, bool] | None:
    """The settlement, how far off its objective may be, and whether it is degenerate; None if there is none."""
    straight = leaders.loss == "city-block"
    cuts = _cuts(leaders, voters, room) if straight else []
    gains = _cut(leaders, d, cuts) if straight else _functions(leaders, d)
    consents = None
    if voters is not None:
        consents = _cut(voters, needed, cuts) if straight else _functions(voters, needed)
    n = gains.slope.shape[1]
    box = Box(np.zeros(n), np.ones(n))
    limits = consents or Concave(np.zeros(0), np.zeros((0, n)))
    if not straight:
        gains, limits = (_from_zero_to_one(functions, room) for functions in (gains, limits))
    # Who is indifferent among all packages either accepts every one of them or none, and changes nothing else.
    leading, varying = _varying(gains, box), _varying(limits, box)
    if (gains.constant[~leading] < -TOLERANCE).any() or (limits.constant[~varying] < -TOLERANCE).any():
        return None
    leading |= not leading.any()
    gains, limits = gains.of(leading), limits.of(varying)
    everybody = gains.joined(limits)
    scale = _scale(everybody, (box.low + box.high) / 2)
    point, least = least_of(_scaled(everybody, scale), box, ROOMY)
    if least < -TOLERANCE:
        return None
    n_leading = len(gains.constant)
    prices, gap, degenerate = np.zeros(len(needed)), 0.0, least <= TOLERANCE
    if degenerate:
        tight = limits.at(point) / scale[n_leading:]
        prices[varying] = np.where(tight <= 10 * TOLERANCE, np.inf, 0.0)
    else:
        scales = scale[n_leading:]
        point, multipliers, gap = most_of_logs(gains, b[leading], _scaled(limits, scales), box, point)
        prices[varying] = np.where(multipliers > 1e-6, multipliers / scales, 0.0)
    outcome = _outcome(point, cuts) if straight else room[:, 0] + point * np.diff(room)[:, 0]
    won = -leaders.losses(outcome) - d
    slack = np.zeros(0) if voters is None else -voters.losses(outcome) - needed
    return Settlement(outcome, np.maximum(won, 0.0), np.maximum(slack, 0.0), prices), gap, degenerate


def _varying(functions: Concave, box: Box) -> NDArray[np.bool_]:
    """Whose functions change anywhere in a box."""
    return np.asarray(np.stack([functions.gradients(end) for end in (box.low, box.high)]).any(axis=(0, 2)))


def _cuts(leaders: Preferences, voters: Preferences | None, room: Array) -> list[Array]:
    """Ends of the stretches of each issue: its bounds and the ideal points between them."""
    ideals = leaders.ideals if voters is None else np.concatenate([leaders.ideals, voters.ideals])
    return [
        np.unique(np.concatenate([limits, column[(column > limits[0]) & (column < limits[1])]]))
        for limits, column in zip(room, ideals.T, strict=True)
    ]


def _outcome(filled: Array, cuts: list[Array]) -> Array:
    """The package, given how far each stretch is filled."""
    found, start = [], 0
    for ends in cuts:
        stop = start + len(ends) - 1
        found.append(ends[0] + filled[start:stop] @ np.diff(ends))
        start = stop
    return np.array(found)


def _scale(functions: Concave, middle: Array) -> Array:
    """How much each function varies, to measure all by one yardstick."""
    size = np.abs(functions.at(middle)) + np.abs(functions.gradients(middle)).sum(axis=1)
    return np.where(size > 0, size, 1.0)


def _scaled(functions: Concave, scale: Array) -> Concave:
    curve = None if functions.curve is None else functions.curve / scale[:, None, None]
    return Concave(functions.constant / scale, functions.slope / scale[:, None], curve)


register(
    Model(
        id="constrained-nash",
        family="bargain",
        meaning="The package with the largest Nash product that every ratifier accepts, and the price of each consent.",
        reference="Putnam, R. D. (1988). Diplomacy and domestic politics: the logic of two-level games. International "
        "Organization 42(3), 427-460.",
        status="in the spirit of",
        function=constrained_nash,
        axioms=frozenset({"efficient", "symmetric", "scale-invariant", "deterministic"}),
        example={"ideals": [[0.6], [0.0]], "status_quo": [1.5], "ratifiers": [[1.0]]},
    )
)
