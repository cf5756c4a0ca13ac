"""Who ends up controlling what, when actors trade control over events that others care about more?

Each actor cares for some events and controls some, and gives away control of what matters less to it for control of
what matters more, as in a market in which control of the events one cares for is the only thing to buy. Power is then
the worth of what an actor controls. The essential assumption is that control can be divided and traded like goods. Do
not use it where control comes whole, such as a vote, or where trust for an exchange is lacking.

References: Coleman, J. S. (1972). Systems of social exchange. Journal of Mathematical Sociology 2(2), 145-163;
Coleman, J. S. (1990). Foundations of social theory. Harvard University Press, chapter 25.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.sparse.csgraph import connected_components

from winset.allowed import numbers_between
from winset.answer import Answer
from winset.collective.stationary import stationary
from winset.errors import InputError
from winset.registry import Model, register

Array = NDArray[np.float64]

WHOLE = 1e-6
"""How far the shares of one actor's interest, or of one event's control, may be from adding up to one."""


@dataclass(frozen=True)
class ControlExchange:
    """What an exchange of control ends in.

    Parameters
    ----------
    power : array of float, shape (n_actors,)
        Worth of what each actor controls; sums to one.
    value : array of float, shape (n_events,)
        Worth of each event; sums to one.
    final_control : array of float, shape (n_events, n_actors)
        Share of each event's control that each actor ends with; rows sum to one.
    """

    power: Array
    value: Array
    final_control: Array


def coleman_exchange(interest: ArrayLike, control: ArrayLike) -> Answer[ControlExchange]:
    r"""Return power, values and final control in Coleman's exchange.

    .. math:: r = r X C,\ \sum_i r_i = 1, \qquad v = r X, \qquad C^{*}_{ei} = \frac{r_i X_{ie}}{v_e}

    Here r is the power of each actor, v the value of each event, and the star marks control after the exchange.

    Parameters
    ----------
    interest : array of float, shape (n_actors, n_events)
        Share X of each actor's interest in each event; at least 0, rows sum to one.
    control : array of float, shape (n_events, n_actors)
        Share C of each event that each actor controls; at least 0, rows sum to one.

    Returns
    -------
    Answer of ControlExchange
        ``tie`` if several groups of actors depend on nobody outside them, so that power between groups is open.
        ``diagnostics["classes"]`` lists the rows of each group, ``diagnostics["ties"]`` the power if that group had all
        of it, and the value is what comes of a start in which all actors are equally powerful.

    Raises
    ------
    InputError
        If a number is not finite or below 0, shapes do not fit or a row does not add up to one.

    Notes
    -----
    An event for which nobody with power cares is worth 0, and its control stays as it was. Whoever controls nothing
    that anybody with power cares for has no power.

    Examples
    --------
    Each controls one event; both care more for the second.

    >>> found = coleman_exchange(interest=[[0.4, 0.6], [0.3, 0.7]], control=[[1, 0], [0, 1]])
    >>> found.value.power.round(3).tolist(), found.value.final_control.round(3).tolist()
    ([0.333, 0.667], [[0.4, 0.6], [0.3, 0.7]])
    """
    wants, holds = _shares("interest", interest), _shares("control", control)
    if wants.shape != holds.shape[::-1]:
        raise InputError(
            f"`interest` has shape {wants.shape} and `control` {holds.shape}; the second has a row for each event and "
            "a column for each actor"
        )
    dependence = wants @ holds
    classes = closed_classes(dependence)
    ties = tuple(_power_within(dependence, rows) for rows in classes)
    power = _power_shared(dependence, classes) @ np.stack(ties)
    value = power @ wants
    worthless = value <= 0
    final = (power[:, None] * wants).T / np.where(worthless, 1.0, value)[:, None]
    final = np.where(worthless[:, None], holds, final)
    diagnostics = {"classes": classes, "ties": ties}
    return Answer(ControlExchange(power, value, final), "tie" if len(classes) > 1 else "ok", diagnostics)


def closed_classes(dependence: Array) -> tuple[tuple[int, ...], ...]:
    """Return the groups of rows that depend on each other and on nobody else, by their first row.

    >>> closed_classes(np.array([[1.0, 0.0, 0.0], [0.5, 0.0, 0.5], [0.0, 0.0, 1.0]]))
    ((0,), (2,))
    """
    n, labels = connected_components(dependence > 0, directed=True, connection="strong")
    groups = (np.flatnonzero(labels == label) for label in range(n))
    alone = (rows for rows in groups if not np.delete(dependence[rows], rows, axis=1).any())
    return tuple(sorted(tuple(int(row) for row in rows) for rows in alone))


def _power_within(dependence: Array, rows: tuple[int, ...]) -> Array:
    """Power if the actors of one group have all of it."""
    power = np.zeros(len(dependence))
    power[list(rows)] = stationary(dependence[np.ix_(rows, rows)])
    return power


def _power_shared(dependence: Array, classes: tuple[tuple[int, ...], ...]) -> Array:
    """What each group holds in the end if all actors start with the same power."""
    inside = sorted(row for rows in classes for row in rows)
    others = np.setdiff1d(np.arange(len(dependence)), inside)
    passing = np.eye(len(others)) - dependence[np.ix_(others, others)]
    passed = np.linalg.solve(passing.T, np.ones(len(others))) if others.size else np.zeros(0)
    held = np.array([len(rows) + passed @ dependence[others][:, rows].sum(axis=1) for rows in classes])
    return np.asarray(held / held.sum())


def _shares(field: str, values: ArrayLike) -> Array:
    """Checked rows of shares, made to add up to one exactly."""
    shares = numbers_between(field, values, 0)
    if shares.ndim != 2 or not shares.size:
        raise InputError(f"`{field}` has shape {shares.shape}; it must have rows and columns")
    total = shares.sum(axis=1)
    if (np.abs(total - 1) > WHOLE).any():
        row = int(np.abs(total - 1).argmax())
        raise InputError(f"`{field}[{row}]` adds up to {total[row]:g}; the shares of a row must add up to 1")
    return np.asarray(shares / total[:, None])


register(
    Model(
        id="coleman-exchange",
        family="collective",
        meaning="Who controls what after actors trade control over events that others care about more?",
        reference="Coleman, J. S. (1990). Foundations of social theory. Harvard University Press, chapter 25.",
        status="textbook",
        function=coleman_exchange,
        axioms=frozenset({"symmetric", "deterministic"}),
        example={"interest": [[0.6, 0.4], [0.2, 0.8]], "control": [[0.5, 0.5], [0.1, 0.9]]},
    )
)
