"""Which packages of issues are efficient when values add up, without listing the packages?

Each party values every option of every issue, and a package is worth the sum. Twelve issues of six options make two
thousand million packages; yet what is efficient for all issues is efficient for the first few of them, so the frontier
is built issue by issue: add the options of the next issue to every efficient point so far and strike out what is
dominated. The essential assumption is that values add up. Do not use it where an option is worth more or less depending
on another issue, nor where some combinations are impossible.

References: the principle: Nemhauser, G. L., Ullmann, Z. (1969). Discrete dynamic programming and capital allocation.
Management Science 15(9), 494-505. Issues with additive values: Raiffa, H. (1982). The Art and Science of Negotiation.
Harvard University Press, ch. 11.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from winset.bargain.allowed import utility_table
from winset.bargain.culling import contenders
from winset.bargain.dominance import distinct_frontier
from winset.bargain.thinning import thinned
from winset.errors import InputError
from winset.registry import Model, register

Array = NDArray[np.float64]
Indices = NDArray[np.intp]

MAX_POINTS = 10**7
"""Points looked at in one step before the frontier is thinned; ten million take some seconds and several hundred MB."""


@dataclass(frozen=True)
class PackageFrontier:
    """The frontier of all packages, best for the first party first.

    Parameters
    ----------
    utilities : array of float, shape (n_points, n_parties)
        Distinct utilities on the frontier.
    packages : array of int, shape (n_points, n_issues)
        One package for each of them: the number of the option on each issue.
    tolerance : array of float, shape (n_parties,)
        0 where the frontier is exact. Otherwise every package has a point here that is worth at most this much less.
    n_points_on_the_way : int
        The most points that any step looked at.
    """

    utilities: Array
    packages: NDArray[Any]
    tolerance: Array
    n_points_on_the_way: int


def additive_frontier(values: Sequence[ArrayLike], max_points: int = MAX_POINTS) -> PackageFrontier:
    r"""Return the Pareto frontier of all packages when values of issues add up.

    .. math:: u_i(z) = \sum_k v_{ik}(z_k), \qquad F_k = \operatorname{efficient}\{f + v_k(o) : f \in F_{k-1},\ o\}

    Here u_i(z) is what package z is worth to party i, v_ik(o) what option o of issue k is worth, and F_k holds the
    efficient points f of the first k issues.

    Parameters
    ----------
    values : sequence of arrays of float, each of shape (n_options, n_parties)
        One table per issue; a row says what an option is worth to each party, in that party's own units.
    max_points : int
        Where a step would look at more points than this the frontier is first thinned, and `tolerance` says by how much
        the answer may fall short. At least 1000.

    Returns
    -------
    PackageFrontier

    Raises
    ------
    InputError
        If there are no issues, an issue has no options, tables differ in parties, or a number is not finite.

    Notes
    -----
    The cost grows with the number of distinct points on the way, never with the number of packages. If what one party
    gains another loses, every package is efficient; only then does thinning set in. Values with up to nine decimals are
    added in whole units, so that sums which are equal on paper are equal here. Of packages with the same utilities one
    is named.

    Examples
    --------
    >>> found = additive_frontier([[[4, 0], [0, 1]], [[0, 3], [1, 0]]])
    >>> found.utilities.tolist(), found.packages.tolist()
    ([[5.0, 0.0], [4.0, 3.0], [0.0, 4.0]], [[0, 1], [0, 0], [1, 0]])
    """
    tables, units = in_whole_units(issue_tables(values))
    if max_points < 1000:
        raise InputError(f"`max_points` is {max_points}; it must be at least 1000")
    points, tolerance = np.zeros((units.size, 1)), np.zeros(units.size)
    steps: list[tuple[Indices, Indices]] = []
    most = 1
    for table in tables:
        n_options = len(table)
        here = np.arange(points.shape[1])
        if here.size * n_options > max_points:
            here, loss = thinned(points, max_points // (16 * n_options))
            tolerance += loss
        candidates = (points.take(here, axis=1)[:, :, None] + table.T[:, None, :]).reshape(units.size, -1)
        most = max(most, candidates.shape[1])
        kept = contenders(candidates.T)
        kept = kept[distinct_frontier(candidates.take(kept, axis=1))]
        points = candidates.take(kept, axis=1)
        steps.append((here[kept // n_options], kept % n_options))
    return PackageFrontier(points.T / units, _packages(steps), tolerance / units, most)


def issue_tables(values: Sequence[ArrayLike]) -> list[Array]:
    """Return one table of values per issue, or refuse them."""
    tables = [utility_table(table, f"values[{issue}]") for issue, table in enumerate(values)]
    if not tables:
        raise InputError("`values` is empty; it must hold one table per issue")
    for issue, table in enumerate(tables):
        if not len(table) or table.shape[1] != tables[0].shape[1]:
            raise InputError(
                f"`values[{issue}]` has shape {table.shape}; it must have at least one option and a column for each "
                f"of {tables[0].shape[1]} parties"
            )
    return tables


def in_whole_units(tables: list[Array]) -> tuple[list[Array], Array]:
    """Return tables multiplied by a power of ten for each party that makes all its values whole, if there is one.

    >>> in_whole_units([np.array([[0.1, 1 / 3]]), np.array([[0.25, 0.0]])])[1].tolist()
    [100.0, 1.0]
    """
    stacked = np.concatenate(tables).clip(-1e290, 1e290)
    units = np.ones(stacked.shape[1])
    for party, column in enumerate(stacked.T):
        for unit in 10.0 ** np.arange(10):
            whole = np.rint(column * unit)
            if np.abs(whole).max() * len(tables) < 2.0**53 and (whole / unit == column).all():
                units[party] = unit
                break
    return [np.where(units == 1, table, np.rint(table * units)) for table in tables], units


def _packages(steps: list[tuple[Indices, Indices]]) -> NDArray[Any]:
    """Walk back from the last points to the options that led there."""
    at = np.arange(steps[-1][0].size)
    most = max(int(option.max(initial=0)) for _, option in steps)
    options = np.empty((at.size, len(steps)), dtype=np.min_scalar_type(most))
    for issue in reversed(range(len(steps))):
        before, option = steps[issue]
        options[:, issue], at = option[at], before[at]
    return options


register(
    Model(
        id="additive-issues",
        family="bargain",
        meaning="The efficient packages of many issues whose values add up, without listing the packages.",
        reference="Nemhauser, G. L., Ullmann, Z. (1969). Discrete dynamic programming and capital allocation. "
        "Management Science 15(9), 494-505.",
        status="textbook",
        function=additive_frontier,
        axioms=frozenset({"efficient", "symmetric", "scale-invariant", "deterministic"}),
        example={"values": [[[3, 0], [1, 2], [0, 3]], [[2, 0], [0, 4]]]},
    )
)
