"""What is a package worth to somebody who has an ideal point?

Packages are points with one coordinate for each issue, and an actor likes a point less the farther it lies from his
ideal point. Distance is measured in one of three ways, with a salience for each issue or, for issues that are judged
together, a positive-definite matrix. The essential assumption is a single peak: nothing is better than the ideal
point, and everything counts by how far it falls short. Do not use it where no agreement is not a point on the scales.

References: Davis, O. A., Hinich, M. J. and Ordeshook, P. C. (1970). An expository development of a mathematical model
of the electoral process. American Political Science Review 64(2), 426-448 (quadratic loss with a matrix). Rae, D. W.
and Taylor, M. (1971). Decision rules and policy outcomes. British Journal of Political Science 1(1), 71-90 (city
block). Tversky, A. and Kahneman, D. (1991). Loss aversion in riskless choice: a reference-dependent model. Quarterly
Journal of Economics 106(4), 1039-1061 (reference point).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from winset.allowed import numbers_between
from winset.errors import InputError
from winset.registry import Model, register

Array = NDArray[np.float64]

Loss = Literal["quadratic", "city-block", "reference-point"]
LOSSES = ("quadratic", "city-block", "reference-point")


@dataclass(frozen=True)
class Preferences:
    """Ideal points and how distance from them counts; as `checked_preferences` returns them.

    Parameters
    ----------
    ideals, saliences : array of float, shape (n_actors, n_issues)
    loss : {"quadratic", "city-block", "reference-point"}
    matrices : array of float, shape (n_actors, n_issues, n_issues), or None
        Instead of saliences, for a quadratic loss.
    kinks : array of float, shape (n_actors, n_issues)
        Distance from the ideal point to the reference point, beyond which a loss begins; infinite without one.
    aversion : float
        How many times as much a step counts beyond the reference point.
    """

    ideals: Array
    saliences: Array
    loss: Loss
    matrices: Array | None
    kinks: Array
    aversion: float

    def losses(self, outcomes: Array) -> Array:
        """Return what each actor loses at each outcome, shape (..., n_actors): at least 0, and 0 at the ideal point."""
        if self.matrices is not None:
            away = outcomes[..., None, :] - self.ideals
            return np.asarray(np.einsum("...nk,nkl,...nl->...n", away, self.matrices, away))
        total = np.zeros((*outcomes.shape[:-1], len(self.ideals)))
        for issue in range(self.ideals.shape[1]):
            total += self.on_issue(issue, np.abs(outcomes[..., issue, None] - self.ideals[:, issue]))
        return total

    def on_issue(self, issue: int, distance: Array) -> Array:
        """Return the loss from this distance, shape (..., n_actors), on one issue."""
        salience, kink = self.saliences[:, issue], self.kinks[:, issue]
        if self.loss == "quadratic":
            return np.asarray(salience * distance**2)
        return np.asarray(salience * (distance + (self.aversion - 1) * np.maximum(distance - kink, 0)))


def spatial_utility(
    outcomes: ArrayLike,
    ideals: ArrayLike,
    saliences: ArrayLike | None = None,
    *,
    loss: Loss = "quadratic",
    matrices: ArrayLike | None = None,
    reference: ArrayLike | None = None,
    aversion: float = 1.0,
) -> Array:
    r"""Return the utility of each outcome to each actor.

    .. math:: -\sum_k w_k (x_k - a_k)^2, \qquad -(x - a)^T A\, (x - a), \qquad -\sum_k w_k |x_k - a_k|

    for a quadratic loss, one with a matrix, and city block. With a reference point :math:`x^0`,

    .. math:: \sum_k w_k\, v(|x^0_k - a_k| - |x_k - a_k|), \qquad v(z) = z \text{ if } z \ge 0, \text{ else } L z

    Here x is a point, a the ideal point, w the saliences, A a matrix, L the aversion, and v(z) the worth of z.

    Parameters
    ----------
    outcomes : array of float, shape (..., n_issues)
        Points.
    ideals : array of float, shape (n_actors, n_issues)
        Ideal points.
    saliences : array of float, shape (n_actors, n_issues), optional
        :math:`w \ge 0`, or one row or number for all; 1 if not given. An actor for whom nothing is salient finds all
        outcomes equally good.
    loss : {"quadratic", "city-block", "reference-point"}
        How distance counts.
    matrices : array of float, shape (n_actors, n_issues, n_issues), optional
        :math:`A`: symmetric and positive definite, instead of saliences, for a quadratic loss; or one for all.
    reference : array of float, shape (n_issues,), optional
        :math:`x^0`, for the loss ``reference-point``.
    aversion : float
        :math:`L \ge 1`, for the loss ``reference-point``; at 1 it is city block with another zero.

    Returns
    -------
    array of float, shape (..., n_actors)
        At most 0, and 0 at the ideal point; with a reference point, 0 there.

    Raises
    ------
    InputError
        If a number is not finite, a salience negative, a matrix not positive definite, an aversion below 1 or a shape
        does not fit.

    Notes
    -----
    Issues are to be measured on scales of about the same length, such as 0 to 1, or saliences compare unlike things.

    Examples
    --------
    >>> spatial_utility([3, 1], ideals=[[0, 0], [3, 0]], saliences=[1, 2]).tolist()
    [-11.0, -2.0]
    >>> spatial_utility([3, 1], ideals=[[0, 0]], loss="reference-point", reference=[2, 2], aversion=2).tolist()
    [-1.0]
    """
    actors = checked_preferences(
        ideals, saliences, loss=loss, matrices=matrices, reference=reference, aversion=aversion
    )
    lost = actors.losses(points("outcomes", outcomes, actors))
    if loss != "reference-point":
        return np.asarray(-lost)
    return np.asarray((actors.saliences * actors.kinks).sum(axis=-1) - lost)


def checked_preferences(
    ideals: ArrayLike,
    saliences: ArrayLike | None = None,
    *,
    loss: Loss = "quadratic",
    matrices: ArrayLike | None = None,
    reference: ArrayLike | None = None,
    aversion: float = 1.0,
    fields: tuple[str, str, str] = ("ideals", "saliences", "matrices"),
) -> Preferences:
    """Return the preferences, or refuse them; arguments and errors as in `spatial_utility`.

    Errors call ideal points, saliences and matrices by the names in `fields`.

    >>> checked_preferences([[0, 0], [1, 1]], saliences=[1, 4]).saliences.tolist()
    [[1.0, 4.0], [1.0, 4.0]]
    """
    a = numbers_between(fields[0], ideals)
    if a.ndim != 2 or not a.size:
        raise InputError(f"`{fields[0]}` has shape {a.shape}; it must be (n_actors, n_issues), at least one of each")
    if loss not in LOSSES:
        raise InputError(f"`loss` is {loss!r}; it must be one of {', '.join(LOSSES)}")
    if (matrices is not None) and (saliences is not None or loss != "quadratic"):
        raise InputError(f"`{fields[2]}` stand instead of `{fields[1]}`, and for the loss quadratic only")
    if (reference is not None) != (loss == "reference-point"):
        raise InputError("`reference` goes with the loss reference-point, and with no other")
    L = float(numbers_between("aversion", aversion, 1.0))
    if loss != "reference-point" and L != 1.0:
        raise InputError(f"`aversion` is {L:g}; only the loss reference-point has one")
    w = _fitting(fields[1], numbers_between(fields[1], 1.0 if saliences is None else saliences, 0.0), a.shape)
    kinks = np.full(a.shape, np.inf)
    if reference is not None:
        kinks = np.abs(_fitting("reference", numbers_between("reference", reference), a.shape[1:]) - a)
    return Preferences(a, w, loss, None if matrices is None else _positive_definite(fields[2], matrices, a), kinks, L)


def points(field: str, values: ArrayLike, actors: Preferences) -> Array:
    """Return points with one coordinate for each issue, shape (..., n_issues), or refuse them."""
    x = numbers_between(field, values)
    if x.shape[-1:] != actors.ideals.shape[1:]:
        n_issues = actors.ideals.shape[1]
        raise InputError(f"`{field}` has shape {x.shape}; its last axis must hold {n_issues} issues, as `ideals` does")
    return x


def _positive_definite(field: str, matrices: ArrayLike, ideals: Array) -> Array:
    """One checked matrix for each actor."""
    n, k = ideals.shape
    A = _fitting(field, numbers_between(field, matrices), (n, k, k))
    if not np.allclose(A, A.swapaxes(-1, -2), rtol=1e-12, atol=0) or (np.linalg.eigvalsh(A) <= 0).any():
        raise InputError(f"`{field}` holds one that is not symmetric and positive definite")
    return A


def _fitting(field: str, values: Array, shape: tuple[int, ...]) -> Array:
    """Values stretched to a shape, or refused."""
    try:
        return np.broadcast_to(values, shape)
    except ValueError:
        raise InputError(f"`{field}` has shape {values.shape}; it must fit {shape}") from None


register(
    Model(
        id="spatial-utility",
        family="ratify",
        meaning="What points are worth to actors with ideal points: quadratic, city block, or from a reference point.",
        reference="Davis, O. A., Hinich, M. J. and Ordeshook, P. C. (1970). An expository development of a "
        "mathematical model of the electoral process. American Political Science Review 64(2), 426-448.",
        status="textbook",
        function=spatial_utility,
        axioms=frozenset({"deterministic"}),
        example={"outcomes": [[1, 1], [3, 0]], "ideals": [[0, 0], [2, 1]]},
    )
)
